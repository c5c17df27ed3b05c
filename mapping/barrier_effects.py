"""Whom a barrier stops: every profile with its usual limits, by the same rules as routes.

A barrier is judged alone, as if it counted now: what else is wrong with the way it stands on is none of its business.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from mapping.anchors import Finder, corrections_of
from mapping.models import Barrier
from mapping.profiles import profiles
from mapping.routing.attributes import KINDS
from mapping.routing.corrections import Correction, edge_at, with_facts
from mapping.routing.costs import arc_costs
from mapping.routing.graph import Edge, Network, Vertex, compile_network
from mapping.routing.profiles import Profile
from mapping.routing.reasons import CODES, UNKNOWN
from mapping.routing.remarks import Remark, column_of, remarks_under
from mapping.routing.snapping import Foot
from mapping.routing.traveller import Traveller

SOME_PLACE = (0.0, 0.0)
ALL_BITS = 0xFFFF_FFFF_FFFF_FFFF

Stopped = Mapping[str, Remark]  # slug of a profile → what is in its way


@dataclass(frozen=True)
class Piece:
    """An edge as the barrier makes it, and the facts that it sets there; None: everything about the edge."""

    owner: int  # row of the barrier
    edge: Edge
    facts: frozenset[str] | None


def stopped_by(barriers: Sequence[Barrier], base: Network | None) -> list[Stopped]:
    """For each barrier the profiles that cannot pass it, in their order. `base` is the network as it was imported."""
    pieces = list(_pieces(barriers, base))
    found: list[dict[str, Remark]] = [{} for _ in barriers]
    if not pieces:
        return list(found)
    made = _network(pieces)
    masks = [np.uint64(_mask(piece) & ~UNKNOWN & ALL_BITS) for piece in pieces]
    for profile in profiles().by_slug.values():
        for row, remark in _remarks(made, profile, np.repeat(np.array(masks, dtype=np.uint64), 2)):
            found[pieces[row].owner].setdefault(profile.slug, remark)
    return list(found)


def _remarks(made: Network, profile: Profile, masks: np.ndarray) -> Iterator[tuple[int, Remark]]:
    traveller = Traveller(profile)
    bits = arc_costs(made, traveller).reasons & masks
    for row in np.flatnonzero(bits[0::2] | bits[1::2]).tolist():
        yield row, remarks_under(made, traveller, [Foot(row, 0.0)], bits)[0]


def _pieces(barriers: Sequence[Barrier], base: Network | None) -> Iterator[Piece]:
    finder = Finder(base) if base is not None else None
    for owner, barrier in enumerate(barriers):
        yield from (_on_ways(owner, barrier, finder) if finder else []) or [_alone(owner, barrier)]


def _on_ways(owner: int, barrier: Barrier, finder: Finder) -> list[Piece]:
    return [_piece(owner, barrier, found, finder.network) for found in corrections_of(finder, barrier)]


def _piece(owner: int, barrier: Barrier, correction: Correction, base: Network) -> Piece:
    if correction.spot:
        edge = Edge(correction.key, "", "", correction.spot, (SOME_PLACE,), 0.0)
        return Piece(owner, with_facts(edge, correction), None)
    number = base.edge_of(correction.edge)
    assert number is not None  # it was found there
    facts = frozenset({barrier.row.attribute, *correction.facts})
    return Piece(owner, with_facts(edge_at(base, number), correction), facts)


def _alone(owner: int, barrier: Barrier) -> Piece:
    """A barrier that belongs to no way we know: as it would be on an ordinary one."""
    target = barrier.row.target
    kind = target.spot or next(kind for kind in KINDS if kind in target.kinds)
    facts = barrier.row.facts(barrier.told, {}, spot=bool(target.spot))
    edge = Edge("", "", "", kind, (SOME_PLACE,), 0.0, facts, word=target.word, dated=barrier.found_on)
    return Piece(owner, edge, None)


def _network(pieces: Iterable[Piece]) -> Network:
    """The pieces one beside the other, in their order."""
    edges = [
        replace(piece.edge, key=f"{row:06d}", tail=f"{row:06d}a", head=f"{row:06d}b", group="")
        for row, piece in enumerate(pieces)
    ]
    vertices = [Vertex(name, *edge.line[0]) for edge in edges for name in (edge.tail, edge.head)]
    return compile_network(vertices, edges)


def _mask(piece: Piece) -> int:
    """The reasons that speak of what the barrier sets."""
    spoken = (
        code.mask
        for code in CODES.values()
        if piece.facts is None or piece.facts & {column_of(code, 0), column_of(code, 1)}
    )
    return sum(spoken)
