"""Ways with a seat at least every so many metres. Pure.

A stretch begins at the start or at a seat and ends at a seat or at the goal; none may be longer than the limit. For the
shortest way it is enough to look at shortest hops from seat to seat; other measures weigh cost against metres.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse.csgraph import dijkstra

from mapping.routing.attributes import SEATS
from mapping.routing.engine import Trip
from mapping.routing.graph import Floats, Ints, Network
from mapping.routing.paths import Path, Piece, arriving_piece, direct_path, leaving_piece, pieces_to, whole
from mapping.routing.search import Seeds, grow
from mapping.routing.snapping import Degrees, Door, Foot, all_doors, doors, seeds
from mapping.routing.weights import LINK, Weights

MATRIX = 4_000_000  # numbers that searches from several seats may fill at once
GOAL = -1
SLACK = 1e-9  # sums of the same lengths in another order


@dataclass(frozen=True)
class SeatStop:
    """A seat on the way, or a toilet. `backrest` and `armrest` of a seat: yes, no, or nobody knows."""

    at: Degrees
    at_m: float
    vertex: int
    backrest: bool | None = None
    armrest: bool | None = None


def seats_on(path: Path) -> list[SeatStop]:
    """Seats at the vertices that the path passes, in its order, each once."""
    return _stops(path, path.seats)


def toilets_on(path: Path) -> list[SeatStop]:
    """Public toilets, the same way."""
    return _stops(path, path.passed(path.network.toilet))


def _stops(path: Path, passed: Sequence[tuple[int, float]]) -> list[SeatStop]:
    found: dict[int, SeatStop] = {}
    for vertex, at_m in passed:
        if vertex not in found:
            lon, lat = path.network.points[vertex].tolist()
            found[vertex] = SeatStop((lon, lat), at_m, vertex, **_has(path.network, vertex))
    return list(found.values())


def _has(network: Network, vertex: int) -> dict[str, bool | None]:
    words = {name: network.seat_word(name, vertex) for name in SEATS}
    return {name: word == "yes" if word else None for name, word in words.items()}


def gaps_on(path: Path) -> list[tuple[float, float]]:
    """Where stretches without a seat begin and end, in metres along the path."""
    stops = [0.0, *(at_m for _vertex, at_m in path.seats), path.length_m]
    return [(begin, end) for begin, end in itertools.pairwise(stops) if end > begin]


def longest_gap(path: Path) -> tuple[float, float]:
    """Where the longest stretch without a seat begins, and how long it is."""
    begin, end = max(gaps_on(path), key=lambda gap: gap[1] - gap[0], default=(0.0, 0.0))
    return begin, end - begin


def path_with_seats(trip: Trip, origin: Sequence[Foot], goal: Sequence[Foot], limit_m: float) -> Path | None:
    """The cheapest path whose stretches without a seat are at most `limit_m` long, None if there is none."""
    if trip.measure == "distance":
        return _Hops.of(trip.weights, origin, goal, limit_m).path(limit_m)
    return _Labels.of(trip, origin, goal, limit_m).path()


def smallest_limit(trip: Trip, origin: Sequence[Foot], goal: Sequence[Foot], beyond_m: float) -> float | None:
    """The smallest distance between seats that gives a way, None if no way exists at all."""
    weights = trip.by("distance").weights
    reach_m = max(beyond_m, 1.0)
    whole_m = float(np.asarray(trip.network.length_m).sum()) + reach_m
    while reach_m < 2 * whole_m:
        reach_m *= 2
        hops = _Hops.of(weights, origin, goal, reach_m)
        if hops.path(reach_m) is not None:
            return hops.smallest(reach_m)
    return None


# ------------------------------------------------------------------------------------------------- hops, for metres


@dataclass(frozen=True)
class _Hops:
    """Shortest ways between seats as a small matrix: row and column 0 is the start, the last one the goal."""

    weights: Weights
    origin: Sequence[Foot]
    goal: Sequence[Foot]
    nodes: Ints
    metres: Floats  # (s + 2) × (s + 2), inf where farther than was looked

    @classmethod
    def of(cls, weights: Weights, origin: Sequence[Foot], goal: Sequence[Foot], limit_m: float) -> _Hops:
        reach = limit_m * (1 + SLACK) + SLACK
        start, end = _seeds(weights, origin, goal)
        forth = grow(weights, start)
        back = grow(weights, end, backwards=True)
        seat = np.asarray(weights.network.seat)[weights.vertex]
        nodes = np.flatnonzero(seat & np.isfinite(forth.distance) & np.isfinite(back.distance)).astype(np.int32)
        size = len(nodes) + 2
        metres = np.full((size, size), np.inf)
        metres[0, 1:-1], metres[1:-1, -1] = forth.distance[nodes], back.distance[nodes]
        direct = direct_path(weights, origin, goal)
        metres[0, -1] = min(forth.to(end)[0], np.inf if direct is None else direct.weight)
        chunk = max(1, MATRIX // weights.nodes)
        for first in range(0, len(nodes), chunk):
            rows = nodes[first : first + chunk]
            found = dijkstra(weights.matrix, indices=rows, limit=reach)
            metres[1 + first : 1 + first + len(rows), 1:-1] = found[:, nodes]
        metres[metres > reach] = np.inf
        return cls(weights, origin, goal, nodes, metres)

    def _within(self, limit_m: float) -> Floats:
        allowed = np.where(self.metres <= limit_m * (1 + SLACK) + SLACK, self.metres, np.inf)
        np.fill_diagonal(allowed, np.inf)
        return allowed

    def stops(self, limit_m: float) -> list[int] | None:
        """Rows from start to goal, None if they are not joined."""
        total, before = _dense_dijkstra(self._within(limit_m))
        if not np.isfinite(total[-1]):
            return None
        rows = [len(total) - 1]
        while rows[-1] != 0:
            rows.append(int(before[rows[-1]]))
        return rows[::-1]

    def path(self, limit_m: float) -> Path | None:
        rows = self.stops(limit_m)
        if rows is None:
            return None
        if len(rows) == 2 and (direct := self._direct()) is not None:
            return direct
        leave, arrive = (
            doors(self.weights, feet, arriving=side) for feet, side in ((self.origin, False), (self.goal, True))
        )
        pieces: list[Piece] = []
        start, end, total = self.origin[0], self.goal[0], 0.0
        for row, following in itertools.pairwise(rows):
            here = seeds(leave) if row == 0 else Seeds.of({int(self.nodes[row - 1]): 0.0})
            tree = grow(self.weights, here, limit=limit_m * (1 + SLACK) + SLACK, predecessors=True)
            is_last = following == len(self.metres) - 1
            node = tree.to(seeds(arrive))[1] if is_last else int(self.nodes[following - 1])
            if row == 0:
                first = leave[tree.first_of(node)]
                start = first.foot
                pieces.extend(leaving_piece(first))
            pieces.extend(pieces_to(tree, node))
            if is_last:
                end = arrive[node].foot
                pieces.extend(arriving_piece(arrive[node]))
            total += float(self.metres[row, following])
        return Path(self.weights.network, tuple(pieces), total, start, end)

    def _direct(self) -> Path | None:
        direct = direct_path(self.weights, self.origin, self.goal)
        return direct if direct is not None and direct.weight <= self.metres[0, -1] else None

    def smallest(self, limit_m: float) -> float:
        """Binary search over the lengths of hops; `limit_m` must work."""
        values = np.unique(self.metres[np.isfinite(self.metres) & (self.metres <= limit_m * (1 + SLACK) + SLACK)])
        low, high = -1, len(values) - 1
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if self.stops(float(values[middle])) is not None else (middle, high)
        return float(values[high])


def _seeds(weights: Weights, origin: Sequence[Foot], goal: Sequence[Foot]) -> tuple[Seeds, Seeds]:
    return seeds(doors(weights, origin, arriving=False)), seeds(doors(weights, goal, arriving=True))


def _dense_dijkstra(metres: Floats) -> tuple[Floats, Ints]:
    """Totals from row 0 and the row before each; zeros are hops of no length, inf is no hop."""
    size = len(metres)
    total, before, done = np.full(size, np.inf), np.zeros(size, dtype=np.int32), np.zeros(size, dtype=bool)
    total[0] = 0.0
    for _ in range(size):
        row = int(np.argmin(np.where(done, np.inf, total)))
        if done[row] or not np.isfinite(total[row]):
            break
        done[row] = True
        through_row = total[row] + metres[row]
        better = through_row < total
        total[better], before[better] = through_row[better], row
    return total, before


# --------------------------------------------------------------------------------------- labels, for other measures


@dataclass(frozen=True)
class _Label:
    """A way to a node: what it has cost, and the metres since the last seat."""

    weight: float
    metres: float
    node: int
    arc: int
    before: _Label | None


@dataclass(frozen=True)
class _Labels:
    """Label setting: of two ways to a node one can be left out if it is neither cheaper nor better rested.

    What a node still costs at least, and how far the next seat or the goal is, keep the search small.
    """

    trip: Trip
    origin: Sequence[Foot]
    goal: Sequence[Foot]
    limit_m: float
    still: Floats  # least weight from each node to the goal
    rest_m: Floats  # least metres from each node to a seat or the goal
    turn: Iterator[int] = field(default_factory=itertools.count)  # settles ties in the order of discovery

    @classmethod
    def of(cls, trip: Trip, origin: Sequence[Foot], goal: Sequence[Foot], limit_m: float) -> _Labels:
        weights, metric = trip.weights, trip.by("distance").weights
        arrive = doors(weights, goal, arriving=True)
        still = grow(weights, seeds(arrive), backwards=True).distance
        seat = np.flatnonzero(np.asarray(weights.network.seat)[weights.vertex])
        metres = {int(node): 0.0 for node in seat}
        for node, door in doors(metric, goal, arriving=True).items():
            metres[node] = min(door.weight, metres.get(node, np.inf))
        rest_m = grow(metric, Seeds.of(metres), limit=limit_m * (1 + SLACK) + SLACK, backwards=True).distance
        return cls(trip, origin, goal, limit_m * (1 + SLACK) + SLACK, still, rest_m)

    def path(self) -> Path | None:
        direct = direct_path(self.trip.weights, self.origin, self.goal)
        if direct is not None and direct.length_m > self.limit_m:
            direct = None
        return self._search(np.inf if direct is None else direct.weight) or direct

    def _search(self, most: float) -> Path | None:
        """The cheapest path below `most`."""
        leaving = all_doors(self.trip.weights, self.origin, arriving=False)
        arriving = all_doors(self.trip.weights, self.goal, arriving=True)
        queue: list[tuple[float, float, int, _Label]] = []
        best: dict[int, float] = {}  # metres since a seat of the best rested label that has left a node
        for row, door in enumerate(leaving):
            if (metres := self._metres(door)) <= self.limit_m:
                self._push(queue, most, _Label(door.weight, self._rested(door.node, metres), door.node, row, None))
        while queue:
            label = heapq.heappop(queue)[-1]
            if label.node == GOAL:
                return self._path(label, leaving, arriving)
            if label.metres >= best.get(label.node, np.inf):
                continue
            best[label.node] = label.metres
            for following in self._onward(label, arriving):
                self._push(queue, most, following)
        return None

    def _push(self, queue: list[tuple[float, float, int, _Label]], most: float, label: _Label) -> None:
        at_goal = label.node == GOAL
        bound = label.weight if at_goal else label.weight + float(self.still[label.node])
        rest_m = 0.0 if at_goal else float(self.rest_m[label.node])
        if bound < most and label.metres + rest_m <= self.limit_m:
            heapq.heappush(queue, (bound, label.metres, next(self.turn), label))

    def _onward(self, label: _Label, arriving: Sequence[Door]) -> Iterator[_Label]:
        """The labels that one leads to: through a door to the goal, or along each arc."""
        for row, door in enumerate(arriving):
            if door.node == label.node:
                yield _Label(label.weight + door.weight, label.metres + self._metres(door), GOAL, row, label)
        starts, heads, arcs = self.trip.weights.leading_out
        for at in range(starts[label.node], starts[label.node + 1]):
            head, arc = int(heads[at]), int(arcs[at])
            metres = label.metres if arc == LINK else label.metres + float(self.trip.network.length_m[arc >> 1])
            weight = label.weight if arc == LINK else label.weight + float(self.trip.weights.arc_weight[arc])
            if metres <= self.limit_m:
                yield _Label(weight, self._rested(head, metres), head, arc, label)

    def _metres(self, door: Door) -> float:
        return float(self.trip.network.length_m[door.arc >> 1]) * door.part

    def _rested(self, node: int, metres: float) -> float:
        return 0.0 if self.trip.network.seat[self.trip.weights.vertex[node]] else metres

    def _path(self, label: _Label, leaving: Sequence[Door], arriving: Sequence[Door]) -> Path:
        last, weight = arriving[label.arc], label.weight
        arcs: list[int] = []
        step = label.before
        while step is not None and step.before is not None:
            if step.arc != LINK:
                arcs.append(step.arc)
            step = step.before
        first = leaving[step.arc if step is not None else 0]
        pieces = (*leaving_piece(first), *(whole(arc) for arc in reversed(arcs)), *arriving_piece(last))
        return Path(self.trip.network, pieces, weight, first.foot, last.foot)
