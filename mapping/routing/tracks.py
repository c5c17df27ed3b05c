"""A curated line on the path network: the ways that somebody has chosen, not those that a search would choose. Pure.

The line is followed from point to point. Between two of them only ways within a corridor count, and what lies farther
from the line is dearer, so that the nearest chain of ways wins whatever is known of them. Where there is none, the
track has a gap: the line lies on no way there.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely

from mapping.routing.attributes import CARRIAGEWAYS, SIDES
from mapping.routing.graph import Floats, Ints, Network
from mapping.routing.paths import Path, Piece, stretches_of
from mapping.routing.snapping import Degrees, Foot, fractions

CORRIDOR_M = 15.0  # a way farther from the line than that is another way
STOP_M = 40.0  # the line is followed from point to point, none farther apart
SAME_M = 0.2
SCALE_M = 4.0  # that far from the line a way counts double
SAMPLE_M = 5.0
SIDE_M = 3.5  # how far beside a road its pavement is thought, where both are drawn as one line
ROAD_FACTOR = 1.6  # people walk on the pavement, unless the line is drawn exactly along the road
SPOT_M = 1.0  # what passing a kerb or a barrier counts, so that nobody changes the side for nothing
SPUR_M = 8.0  # shorter there and back on one way is a slip of the pen
SHORT_GAP_M = 1.0


@dataclass(frozen=True)
class Gap:
    """A stretch of the curated line that lies on no way; `at_m` metres along the track, `length_m` along the line."""

    begin: Degrees
    end: Degrees
    at_m: float
    length_m: float


@dataclass(frozen=True)
class Track:
    """The ways of a curated line in its order. `path` is None if no bit of the line lies on a way."""

    path: Path | None
    gaps: tuple[Gap, ...] = ()

    @property
    def length_m(self) -> float:
        """With the gaps."""
        return (self.path.length_m if self.path else 0.0) + sum(gap.length_m for gap in self.gaps)

    def turned(self) -> Track:
        """The same ways in the other direction."""
        total_m = self.path.length_m if self.path else 0.0
        gaps = tuple(Gap(gap.end, gap.begin, total_m - gap.at_m, gap.length_m) for gap in reversed(self.gaps))
        return Track(_turned(self.path) if self.path else None, gaps)


def _turned(path: Path) -> Path:
    pieces = tuple(Piece(piece.arc ^ 1, piece.end, piece.begin) for piece in reversed(path.pieces))
    return Path(path.network, pieces, path.weight, path.goal, path.start)


def track_of(network: Network, line: Sequence[Degrees]) -> Track:
    """The track of a line with at least two different points."""
    course = Course(network, stops_of(network.plane.metric(np.array(line, dtype=np.float64))))
    chains = list(course.chains())
    pieces: list[Piece] = []
    gaps: list[Gap] = []
    walked_m, reached = 0.0, 0
    for chain in chains:
        gaps += course.gap(reached, chain.first, walked_m)
        tidy = tidied(network, chain.pieces)
        pieces += tidy
        walked_m += sum(float(network.length_m[piece.edge]) * piece.part for piece in tidy)
        reached = chain.last
    gaps += course.gap(reached, len(course.stops) - 1, walked_m)
    if not pieces:
        return Track(None, course.gap(0, len(course.stops) - 1, 0.0))
    ends = Foot(pieces[0].edge, pieces[0].begin), Foot(pieces[-1].edge, pieces[-1].end)
    return Track(Path(network, tuple(pieces), walked_m, *ends), tuple(gaps))


def stops_of(metric: Floats) -> Floats:
    """Points of the line, none twice in a row and none farther than `STOP_M` from the next."""
    kept = [metric[0]]
    for point in metric[1:]:
        apart_m = float(np.hypot(*(point - kept[-1])))
        if apart_m > SAME_M:
            parts = int(np.ceil(apart_m / STOP_M))
            kept += [kept[-1] + (point - kept[-1]) * part / parts for part in range(1, parts + 1)]
    return np.array(kept if len(kept) > 1 else [metric[0], metric[-1]])


# ------------------------------------------------------------------------------------------------------- the corridor


@dataclass(frozen=True)
class Worth:
    """What walking along one edge counts: `price[i]` up to `share[i]` of its length."""

    share: Floats
    price: Floats

    @property
    def whole(self) -> float:
        return float(self.price[-1])

    def between(self, begin: float, end: float) -> float:
        return abs(float(np.interp(end, self.share, self.price) - np.interp(begin, self.share, self.price)))


@dataclass(frozen=True)
class Stand:
    """A foot where the line may pass, how one got there, and what all of it counts so far."""

    foot: Foot
    total: float
    before: Stand | None = None
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Chain:
    """Ways from one stop to another without a gap."""

    first: int
    last: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Course:
    """A line as stops in metres, and the edges around it."""

    network: Network
    stops: Floats

    @cached_property
    def drawn(self) -> shapely.LineString:
        return shapely.LineString(self.stops)

    @cached_property
    def around(self) -> Ints:
        """Edges in the corridor, in canonical order."""
        low, high = (reach(self.stops[:-1], self.stops[1:]) for reach in (np.minimum, np.maximum))
        boxes = shapely.box(*(low - CORRIDOR_M).T, *(high + CORRIDOR_M).T)
        close = np.unique(self.network.tree.query(boxes)[1])
        # Not asked of the index itself: a prepared line finds no spot, which is a line from a point to itself.
        found: Ints = close[shapely.dwithin(self.network.lines[close], self.drawn, CORRIDOR_M)]
        return found

    @cached_property
    def worth(self) -> Mapping[int, Worth]:
        """What each of them counts, from samples of how far it is from the line."""
        lengths = np.asarray(self.network.length_m)[self.around]
        counts = np.where(self.network.is_point[self.around], 1, np.ceil(lengths / SAMPLE_M).astype(int) + 1)
        counts = np.maximum(counts, np.where(self.network.is_point[self.around], 1, 2))
        owner = np.repeat(np.arange(len(self.around)), counts)
        shares = np.concatenate([np.linspace(0, 1, count) for count in counts]) if len(counts) else np.zeros(0)
        away = shapely.distance(shapely.points(self._sampled(self.around[owner], shares)), self.drawn)
        density = np.asarray(1 + (away / SCALE_M) ** 2)
        ends = np.cumsum(counts)
        return {
            edge: self._worth(edge, shares[end - count : end], density[end - count : end])
            for edge, count, end in zip(self.around.tolist(), counts.tolist(), ends.tolist(), strict=True)
        }

    def _worth(self, edge: int, shares: Floats, density: Floats) -> Worth:
        if len(shares) == 1:  # a spot: the same to whichever end
            price = SPOT_M * float(density[0])
            return Worth(np.array([0.0, 1.0]), np.array([0.0, price]))
        factor = ROAD_FACTOR if self.network.kind_word(edge) in CARRIAGEWAYS else 1.0
        steps = np.diff(shares) * (density[1:] + density[:-1]) / 2
        return Worth(shares, np.concatenate(([0.0], np.cumsum(steps))) * float(self.network.length_m[edge]) * factor)

    def _sampled(self, edges: Ints, shares: Floats) -> Floats:
        """Points along edges; those of a pavement drawn as the road are moved to its side."""
        lines = self.network.lines[edges]
        lengths = np.asarray(shapely.length(lines))
        at = shares * lengths
        ahead = _along(lines, np.minimum(lengths, at + 1)) - _along(lines, np.maximum(0, at - 1))
        size = np.maximum(np.hypot(*ahead.T), 1e-9)[:, None]
        left = np.column_stack((-ahead[:, 1], ahead[:, 0])) / size
        sides = np.asarray(self.network.side)[edges]
        towards = np.where(sides == SIDES.index("left"), 1.0, np.where(sides == SIDES.index("right"), -1.0, 0.0))
        moved: Floats = _along(lines, at) + left * (towards * SIDE_M)[:, None]
        return moved

    # --- following the line -----------------------------------------------------------------------------------------

    def chains(self) -> Iterator[Chain]:
        """Bits of the line that lie on ways, in its order."""
        first, standing = 0, self._candidates(0)
        for row in range(1, len(self.stops)):
            ahead = self._candidates(row)
            moved = self._walked(standing, ahead, row) if standing and ahead else []
            if moved:
                standing = moved
                continue
            yield from _chain(first, row - 1, standing)
            first, standing = row, ahead
        yield from _chain(first, len(self.stops) - 1, standing)

    def gap(self, first: int, last: int, at_m: float) -> tuple[Gap, ...]:
        """From one stop to another; nothing if they are one."""
        line = self.stops[first : last + 1]
        length_m = float(np.hypot(*np.diff(line, axis=0).T).sum()) if last > first else 0.0
        if length_m < SHORT_GAP_M:
            return ()
        begin, end = ((lon, lat) for lon, lat in self.network.plane.degrees(line[[0, -1]]).tolist())
        return (Gap(begin, end, at_m, length_m),)

    def _candidates(self, row: int) -> list[Stand]:
        """Feet of a stop on the ways around it."""
        spot = shapely.Point(self.stops[row])
        ways = self.around[~self.network.is_point[self.around]]
        lines = self.network.lines[ways]
        near = shapely.dwithin(lines, spot, CORRIDOR_M)
        edges, lines = ways[near], lines[near]
        shares = fractions(np.asarray(shapely.line_locate_point(lines, spot)), np.asarray(shapely.length(lines)))
        feet = [Foot(edge, share) for edge, share in zip(edges.tolist(), shares.tolist(), strict=True)]
        away = np.asarray(shapely.distance(shapely.points(self._sampled(edges, shares)), spot))
        # Dearer than to walk there, so that a line that ends at a corner is not cut short.
        prices = away * (1 + (away / SCALE_M) ** 2)
        return [Stand(foot, price) for foot, price in zip(feet, prices.tolist(), strict=True)]

    def _walked(self, standing: Sequence[Stand], ahead: Sequence[Stand], row: int) -> list[Stand]:
        """Those of the next feet that one gets to, each by the nearest ways."""
        segment = shapely.LineString(self.stops[row - 1 : row + 1])
        inside = shapely.dwithin(self.network.lines[self.around], segment, CORRIDOR_M)
        reached = self._spread(standing, set(self.around[inside].tolist()))
        found = [self._arrived(standing, stand, reached) for stand in ahead]
        return [stand for stand in found if stand is not None]

    def _spread(self, standing: Sequence[Stand], allowed: set[int]) -> dict[int, Stand]:
        """For each vertex the best way to it; the foot of such a stand is only where it came from."""
        heap: list[tuple[float, int, int, Piece, Stand]] = []
        for stand in standing:
            for arc, share in ((2 * stand.foot.edge, 1.0), (2 * stand.foot.edge + 1, 0.0)):
                price = self.worth[stand.foot.edge].between(stand.foot.fraction, share)
                piece = Piece(arc, stand.foot.fraction, share)
                heapq.heappush(heap, (stand.total + price, self._head(arc), len(heap), piece, stand))
        done: dict[int, Stand] = {}
        count = len(heap)
        while heap:
            total, vertex, _, piece, before = heapq.heappop(heap)
            if vertex in done:
                continue
            here = done[vertex] = Stand(before.foot, total, before, (piece,))
            for arc in self._leaving.get(vertex, ()):
                if arc >> 1 in allowed and self._head(arc) not in done:
                    count += 1
                    step = Piece(arc, float(arc & 1), float(1 - (arc & 1)))
                    price = self.worth[arc >> 1].whole
                    heapq.heappush(heap, (total + price, self._head(arc), count, step, here))
        return done

    def _arrived(self, standing: Sequence[Stand], goal: Stand, reached: Mapping[int, Stand]) -> Stand | None:
        """The goal with the best way to it: along its own edge, or from one of the ends of that."""
        edge, share = goal.foot.edge, goal.foot.fraction
        here = [(one, one.foot.fraction, int(one.foot.fraction > share)) for one in standing if one.foot.edge == edge]
        ends = ((self.network.tail[edge], 0.0, 0), (self.network.head[edge], 1.0, 1))
        from_ends = [(reached[int(vertex)], begin, turn) for vertex, begin, turn in ends if int(vertex) in reached]
        ways = [
            (one.total + self.worth[edge].between(begin, share), 2 * edge + turn, begin, one)
            for one, begin, turn in (*here, *from_ends)
        ]
        if not ways:
            return None
        total, arc, begin, before = min(ways, key=lambda way: way[:2])
        return Stand(goal.foot, total + goal.total, before, (Piece(arc, begin, share),))

    @cached_property
    def _leaving(self) -> Mapping[int, tuple[int, ...]]:
        """Arcs of the corridor by the vertex that they begin at."""
        found: dict[int, list[int]] = {}
        for edge in self.around.tolist():
            found.setdefault(int(self.network.tail[edge]), []).append(2 * edge)
            found.setdefault(int(self.network.head[edge]), []).append(2 * edge + 1)
        return {vertex: tuple(arcs) for vertex, arcs in found.items()}

    def _head(self, arc: int) -> int:
        return int((self.network.tail if arc & 1 else self.network.head)[arc >> 1])


def _along(lines: Any, metres: Floats) -> Floats:
    """x and y on each of the lines so many metres from its beginning."""
    found: Floats = shapely.get_coordinates(shapely.line_interpolate_point(lines, metres))
    return found


def _chain(first: int, last: int, standing: Sequence[Stand]) -> Iterator[Chain]:
    """The best chain that ends at one of these feet; nothing if it never left its first stop."""
    if not standing or first == last:
        return
    stand: Stand | None = min(standing, key=lambda stand: (stand.total, stand.foot.edge))
    pieces: list[Piece] = []
    while stand is not None:
        pieces += reversed(stand.pieces)
        stand = stand.before
    yield Chain(first, last, tuple(reversed(pieces)))


# ------------------------------------------------------------------------------------------------------------- tidying


def tidied(network: Network, pieces: Sequence[Piece]) -> list[Piece]:
    """Bits of one edge put together; short bits there and back left out, with the spots that were passed for them."""
    found: list[Piece] = []
    for piece in pieces:
        if not piece.part:
            continue
        last = found[-1] if found else None
        if last is not None and last.arc == piece.arc and last.end == piece.begin:
            found[-1] = last._replace(end=piece.end)
        elif last is not None and _is_slip(network, last, piece):
            found[-1:] = _crossed_out(last, piece)
        else:
            found.append(piece)
    return found


def _is_slip(network: Network, last: Piece, piece: Piece) -> bool:
    """Back on the same edge after a few metres."""
    turns = last.edge == piece.edge and last.end == piece.begin
    return turns and float(network.length_m[piece.edge]) * min(last.part, piece.part) < SPUR_M


def _crossed_out(last: Piece, piece: Piece) -> list[Piece]:
    """What is left of there and back."""
    if last.begin == piece.end:
        return []
    return [Piece(2 * piece.edge + int(last.begin > piece.end), last.begin, piece.end)]


# ----------------------------------------------------------------------------------------------------- drawing a line


def line_along(path: Path) -> tuple[Degrees, ...]:
    """A path as a curated line whose track is this path again: on the side of the road where one walks."""
    plane, points = path.network.plane, []
    for piece, stretch in zip(path.pieces, stretches_of(path), strict=True):
        points.append(_beside(plane.metric(stretch), piece, SIDES[path.network.side[piece.edge]]))
    found = np.concatenate(points) if points else np.zeros((0, 2))
    moved = np.concatenate(([True], np.hypot(*np.diff(found, axis=0).T) > SAME_M)) if len(found) else []
    return tuple((lon, lat) for lon, lat in plane.degrees(found[moved]).tolist())


def _beside(metric: Floats, piece: Piece, side: str) -> Floats:
    """Moved to a side of the edge, whichever way it is walked; as it is where that cannot be drawn."""
    if side not in ("left", "right") or len(metric) < 2:
        return metric
    is_left = (side == "left") != bool(piece.arc & 1)
    moved = shapely.offset_curve(shapely.LineString(metric), SIDE_M if is_left else -SIDE_M, join_style="mitre")
    return shapely.get_coordinates(moved) if moved.geom_type == "LineString" and not moved.is_empty else metric
