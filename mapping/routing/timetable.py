"""Ways, gates and lifts that are open at times only: what is shut at one moment, and of what nobody knows. Pure.

What their hours mean is read elsewhere (`mapping.osm.conditional`); here is what follows for arcs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np

from mapping.routing.attributes import ACCESS
from mapping.routing.graph import ATTRIBUTE_ROWS, Bools, Ints, Network

DIRECTIONS = ("forward", "backward")
SHUT_BY_TAGS = frozenset({"access_no", "use_sidepath", "oneway_foot"})


class Moment(StrEnum):
    """What holds at one moment. `always` is what is never shut."""

    ALWAYS = "always"
    OPEN = "open"
    SHUT = "shut"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Verdict:
    """`lifts`: it is the hours that tell, not the access tags that close the way otherwise."""

    moment: Moment
    lifts: bool = False


@dataclass(frozen=True)
class Group:
    """Arcs with the same hours and the same access tags. `base`: unsaid, open, limited or closed."""

    limits: str
    direction: str
    base: str
    arcs: Ints


def groups_of(network: Network) -> tuple[Group, ...]:
    """All arcs whose access depends on the time."""
    return tuple(_groups(network))


def _groups(network: Network) -> Iterator[Group]:
    plain = network.texts.index("") if "" in network.texts else -1
    edges = np.flatnonzero(np.asarray(network.limits) != plain)
    for row, direction in enumerate(DIRECTIONS):
        name = f"access_{direction}"
        said = network.sources[ATTRIBUTE_ROWS[name], edges] != 0
        keys = np.stack((network.limits[edges], network.facts[name][edges], said), axis=1)
        found, group = np.unique(keys, axis=0, return_inverse=True)
        for number, (text, code, is_said) in enumerate(found.tolist()):
            arcs = 2 * edges[group.reshape(-1) == number] + row
            yield Group(network.texts[text], direction, _base(ACCESS[code], said=bool(is_said)), arcs)


def _base(word: str, *, said: bool) -> str:
    if word in SHUT_BY_TAGS:
        return "closed"
    return word if said else "unsaid"


@dataclass(frozen=True, eq=False)
class Shut:
    """What a moment makes of arcs (2e): `closed` ones, `lifted` ones whose access tags do not count, `unsure` ones,
    and those that are open now but not always."""

    closed: Bools
    lifted: Bools
    unsure: Bools
    passing: Bools

    @cached_property
    def name(self) -> str:
        """Short, and the same for what is the same."""
        masks = (self.closed, self.lifted, self.unsure, self.passing)
        told = b"".join(np.packbits(mask).tobytes() for mask in masks)
        return hashlib.blake2b(told, digest_size=16).hexdigest()


def shut(edges: int, groups: Sequence[Group], verdicts: Sequence[Verdict]) -> Shut:
    """One verdict for each group, on a network of so many edges."""
    masks = {moment: np.zeros(2 * edges, dtype=bool) for moment in Moment}
    lifted = np.zeros(2 * edges, dtype=bool)
    for group, verdict in zip(groups, verdicts, strict=True):
        masks[verdict.moment][group.arcs] = True
        lifted[group.arcs] |= verdict.lifts
    return Shut(masks[Moment.SHUT], lifted, masks[Moment.UNSURE], masks[Moment.OPEN])
