"""The cheapest way between two points of the network, as pieces of edges. Pure.

A point is one or several feet (`snapping.Foot`); ways that begin and end on the same edge are looked at directly.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from shapely.ops import substring

from mapping.routing.costs import ArcCosts
from mapping.routing.graph import Floats, Ints, Network
from mapping.routing.search import Tree, grow
from mapping.routing.snapping import Degrees, Door, Foot, doors, seeds
from mapping.routing.weights import Weights

GROWTH = 4.0  # how much farther the second search looks; the third one looks everywhere


@dataclass(frozen=True)
class Piece:
    """A stretch of an edge, walked from `begin` to `end`: shares of the edge's length, counted from its tail."""

    arc: int
    begin: float
    end: float

    @property
    def edge(self) -> int:
        return self.arc >> 1

    @property
    def part(self) -> float:
        return abs(self.end - self.begin)


@dataclass(frozen=True)
class Path:
    """`weight` is what the search has minimised."""

    network: Network
    pieces: tuple[Piece, ...]
    weight: float
    start: Foot
    goal: Foot

    @cached_property
    def arcs(self) -> tuple[int, ...]:
        return tuple(piece.arc for piece in self.pieces)

    @cached_property
    def _arcs(self) -> Ints:
        return np.array(self.arcs, dtype=np.int64)

    @cached_property
    def edges(self) -> Ints:
        return self._arcs >> 1

    @cached_property
    def _parts(self) -> Floats:
        return np.array([piece.part for piece in self.pieces], dtype=np.float64)

    @cached_property
    def lengths_m(self) -> Floats:
        """Per piece."""
        return self.network.length_m[self.edges] * self._parts

    @property
    def length_m(self) -> float:
        return float(self.lengths_m.sum())

    def durations_s(self, costs: ArcCosts) -> Floats:
        """Per piece, as if nothing were blocked."""
        return costs.open_duration_s[self._arcs] * self._parts

    def costs_s(self, costs: ArcCosts) -> Floats:
        return costs.open_cost_s[self._arcs] * self._parts

    @cached_property
    def begins_m(self) -> Floats:
        """Per piece: metres from the beginning of the path to where it begins."""
        return np.concatenate(([0.0], np.cumsum(self.lengths_m)))[: len(self.pieces)]


def find_path(weights: Weights, origin: Sequence[Foot], goal: Sequence[Foot], *, bound: float = np.inf) -> Path | None:
    """The cheapest path, None if there is none. `bound` is a guess of its weight, so that the search stays small."""
    leave, arrive = doors(weights, origin, arriving=False), doors(weights, goal, arriving=True)
    direct = direct_path(weights, origin, goal)
    begin, end = seeds(leave), seeds(arrive)
    most = np.inf if direct is None else direct.weight
    for limit in dict.fromkeys(min(guess, most) for guess in (bound, GROWTH * bound, np.inf)):
        tree = grow(weights, begin, limit=limit, predecessors=True)
        total, node = tree.to(end)
        if total < most and total <= limit:
            return through(tree, leave, arrive[node], total)
    return direct


def may_reach(weights: Weights, origin: Sequence[Foot], goal: Sequence[Foot]) -> bool:
    """Without a search: False only if no way can lead from one to the other."""
    leave = {int(weights.component[node]) for node in doors(weights, origin, arriving=False)}
    arrive = {int(weights.component[node]) for node in doors(weights, goal, arriving=True)}
    return bool(leave & arrive) or direct_path(weights, origin, goal) is not None


def through(tree: Tree, leave: Mapping[int, Door], last: Door, total: float) -> Path:
    """The path of a search that ends by one door."""
    first = leave[tree.first_of(last.node)]
    pieces = (*leaving_piece(first), *pieces_to(tree, last.node), *arriving_piece(last))
    return Path(tree.weights.network, pieces, total, first.foot, last.foot)


def pieces_to(tree: Tree, node: int) -> tuple[Piece, ...]:
    """Whole arcs from the first node of a search to another."""
    return tuple(whole(arc) for arc in tree.arcs_to(node))


def whole(arc: int) -> Piece:
    return Piece(arc, 1.0, 0.0) if arc & 1 else Piece(arc, 0.0, 1.0)


def leaving_piece(door: Door) -> tuple[Piece, ...]:
    """From the foot to the node; nothing if the foot stands there."""
    piece = Piece(door.arc, door.foot.fraction, 0.0 if door.arc & 1 else 1.0)
    return (piece,) if piece.part > 0 else ()


def arriving_piece(door: Door) -> tuple[Piece, ...]:
    """From the node to the foot."""
    piece = Piece(door.arc, 1.0 if door.arc & 1 else 0.0, door.foot.fraction)
    return (piece,) if piece.part > 0 else ()


def direct_path(weights: Weights, origin: Sequence[Foot], goal: Sequence[Foot]) -> Path | None:
    """The cheapest way along one edge that both points lie on."""
    ways = [way for foot in origin for end in goal if foot.edge == end.edge for way in _along(weights, foot, end)]
    return min(ways, key=lambda way: (way.weight, way.arcs), default=None)


def _along(weights: Weights, start: Foot, goal: Foot) -> list[Path]:
    forward, backward = 2 * start.edge, 2 * start.edge + 1
    arcs = [
        arc
        for arc, fits in ((forward, start.fraction <= goal.fraction), (backward, start.fraction >= goal.fraction))
        if fits
    ]
    part = abs(goal.fraction - start.fraction)
    ways = [(Piece(arc, start.fraction, goal.fraction), weights.part_of(arc, part)) for arc in arcs]
    return [Path(weights.network, (piece,), weight, start, goal) for piece, weight in ways if np.isfinite(weight)]


def bound_of(network: Network, start: Degrees, goal: Degrees, measure: str, speed_m_per_s: float) -> float:
    """A guess of what a way costs, from the straight line; search goes on beyond it."""
    ends = network.plane.metric(np.array([start, goal]))
    metres = 2 * float(np.hypot(*(ends[1] - ends[0]))) + 200
    return metres if measure == "distance" else 2 * metres / speed_m_per_s


# ------------------------------------------------------------------------------------------------------- geometry


@dataclass(frozen=True)
class Line:
    """Coordinates of a path, and for each piece the first and the last of them."""

    points: Floats  # n × 2, lon and lat
    spans: tuple[tuple[int, int], ...]

    @property
    def degrees(self) -> tuple[Degrees, ...]:
        return tuple((lon, lat) for lon, lat in self.points.tolist())


def line_of(path: Path) -> Line:
    """The line of a path; every piece begins at the coordinate where the one before ends, spots have one."""
    points: list[tuple[float, float]] = []
    spans: list[tuple[int, int]] = []
    for stretch in stretches_of(path):
        new = stretch[1:] if points and _same(points[-1], stretch[0]) else stretch
        begin = max(0, len(points) - 1)
        points.extend(new)
        spans.append((begin, len(points) - 1))
    return Line(np.array(points, dtype=np.float64).reshape(-1, 2), tuple(spans))


def stretches_of(path: Path) -> Iterator[list[tuple[float, float]]]:
    """Coordinates of each piece in the direction of travel; a spot has one. All are fetched at once."""
    network, edges = path.network, path.edges
    counts = np.where(network.is_point[edges], 1, network.first[edges + 1] - network.first[edges])
    ends = np.cumsum(counts)
    rows = np.arange(ends[-1] if len(ends) else 0) + np.repeat(network.first[edges] - ends + counts, counts)
    points = [(lon, lat) for lon, lat in network.coordinates[rows].tolist()]
    for piece, count, end in zip(path.pieces, counts.tolist(), ends.tolist(), strict=True):
        if count > 1 and piece.part < 1:
            yield _cut(network, piece)
        else:
            found = points[end - count : end]
            yield found[::-1] if piece.arc & 1 else found


def _cut(network: Network, piece: Piece) -> list[tuple[float, float]]:
    part = substring(network.lines[piece.edge], piece.begin, piece.end, normalized=True)
    degrees = network.plane.degrees(np.array(part.coords))
    return [(float(lon), float(lat)) for lon, lat in degrees]


def _same(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """The same place but for rounding: a hundred-millionth of a degree is a millimetre."""
    return abs(one[0] - other[0]) < 1e-8 and abs(one[1] - other[1]) < 1e-8
