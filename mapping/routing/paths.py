"""The cheapest way between two points of the network, as pieces of edges. Pure.

A point is one or several feet (`snapping.Foot`); ways that begin and end on the same edge are looked at directly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from shapely.ops import substring

from mapping.routing.costs import ArcCosts
from mapping.routing.graph import Bools, Floats, Ints, Network
from mapping.routing.search import Tree, grow
from mapping.routing.snapping import Degrees, Door, Foot, doors, seeds
from mapping.routing.weights import Weights

GROWTH = 2.0  # how much farther the second search looks; the third one looks everywhere
SAME_DEG = 1e-8  # a millimetre: the same place but for rounding


class Piece(NamedTuple):
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

    @property
    def arcs(self) -> tuple[int, ...]:
        return tuple(piece.arc for piece in self.pieces)

    @cached_property
    def _columns(self) -> Floats:
        """3 × pieces."""
        return np.array(self.pieces, dtype=np.float64).reshape(-1, 3).T

    @cached_property
    def arc_column(self) -> Ints:
        """`arcs`, to look up columns of the network."""
        return self._columns[0].astype(np.int64)

    @cached_property
    def edges(self) -> Ints:
        return self.arc_column >> 1

    @cached_property
    def parts(self) -> Floats:
        """Per piece the share of its edge."""
        return np.abs(self._columns[2] - self._columns[1])

    @cached_property
    def lengths_m(self) -> Floats:
        """Per piece."""
        return self.network.length_m[self.edges] * self.parts

    @property
    def length_m(self) -> float:
        return float(self.lengths_m.sum())

    def durations_s(self, costs: ArcCosts) -> Floats:
        """Per piece, as if nothing were blocked."""
        return costs.open_duration_s[self.arc_column] * self.parts

    def costs_s(self, costs: ArcCosts) -> Floats:
        return costs.open_cost_s[self.arc_column] * self.parts

    @cached_property
    def begins_m(self) -> Floats:
        """Per piece: metres from the beginning of the path to where it begins."""
        return np.concatenate(([0.0], np.cumsum(self.lengths_m)))[: len(self.pieces)]

    @cached_property
    def seats(self) -> list[tuple[int, float]]:
        return self.passed(self.network.seat)

    def passed(self, marked: Bools) -> list[tuple[int, float]]:
        """Marked vertices, with the metres walked till there; as often as a piece begins or ends at them."""
        shares = self._columns[1:].T
        ends = (self.network.tail[self.edges], self.network.head[self.edges])
        vertices = np.where(shares == 0.0, ends[0][:, None], ends[1][:, None])
        metres = np.stack((self.begins_m, self.begins_m + self.lengths_m), axis=1)
        here = ((shares == 0.0) | (shares == 1.0)) & marked[vertices]
        return list(zip(vertices[here].tolist(), metres[here].tolist(), strict=True))


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
    metres = 2 * float(np.hypot(*(ends[1] - ends[0]))) + 100
    return metres if measure == "distance" else metres / speed_m_per_s


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
    points, counts = _coordinates(path)
    starts = np.cumsum(counts) - counts
    joined = np.zeros(len(counts), dtype=bool)
    joined[1:] = (np.abs(points[starts[1:]] - points[starts[1:] - 1]) < SAME_DEG).all(axis=1)
    kept = np.ones(len(points), dtype=bool)
    kept[starts[joined]] = False
    last = np.cumsum(counts - joined) - 1
    first = np.concatenate(([0], last))[:-1]
    return Line(points[kept], tuple(zip(first.tolist(), last.tolist(), strict=True)))


def stretches_of(path: Path) -> list[Floats]:
    """Coordinates of each piece in the direction of travel; a spot has one."""
    points, counts = _coordinates(path)
    return [points[end - count : end] for count, end in zip(counts, np.cumsum(counts), strict=True)]


def _coordinates(path: Path) -> tuple[Floats, Ints]:
    """Those of all pieces in the direction of travel, fetched at once; and how many of them each piece has."""
    network, edges = path.network, path.edges
    counts = np.where(network.is_point[edges], 1, network.first[edges + 1] - network.first[edges])
    backward = path.arc_column & 1
    begin, step = network.first[edges] + backward * (counts - 1), 1 - 2 * backward
    cuts = {row: _cut(network, path.pieces[row]) for row in np.flatnonzero((path.parts < 1) & (counts > 1)).tolist()}
    for row, cut in cuts.items():
        counts[row] = len(cut)
    starts = np.cumsum(counts) - counts
    rows = np.repeat(begin - step * starts, counts) + np.repeat(step, counts) * np.arange(counts.sum())
    points = network.coordinates[rows]
    for row, cut in cuts.items():
        points[starts[row] : starts[row] + counts[row]] = cut
    return points, counts


def _cut(network: Network, piece: Piece) -> Floats:
    part = substring(network.lines[piece.edge], piece.begin, piece.end, normalized=True)
    return network.plane.degrees(np.array(part.coords))
