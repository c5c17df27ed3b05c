"""One route with what there is to know about it. Pure; codes and numbers, the sentences are written elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from mapping.routing.alternatives import Choice, Looser, looser_way, other_ways
from mapping.routing.blocked import NoRoute, no_route
from mapping.routing.engine import Engine, Trip
from mapping.routing.graph import Network
from mapping.routing.legs import Leg, legs_of
from mapping.routing.paths import Line, Path, bound_of, find_path, line_of, may_reach
from mapping.routing.profiles import Bounds, Number
from mapping.routing.reasons import REMOVABLE, UNKNOWN
from mapping.routing.remarks import Known, Remark, grouped, known_on, remarks_on
from mapping.routing.seats import SeatStop, longest_gap, path_with_seats, seats_on, smallest_limit
from mapping.routing.snapping import Degrees, Foot, Snap, position, snap
from mapping.routing.timetable import Shut
from mapping.routing.traveller import Traveller


@dataclass(frozen=True)
class NotNear:
    """No way at all near a point; `point` is origin or destination."""

    point: str
    asked: Degrees


@dataclass(frozen=True)
class Route:
    """The way itself without the links to it: `access_m` at the beginning and at the end lead to the network."""

    checksum: str
    profile: str
    unknown: str
    optimise: str
    limits: Mapping[str, Number]
    origin: Degrees
    destination: Degrees
    access_m: tuple[float, float]
    line: tuple[Degrees, ...]
    distance_m: float
    duration_s: float
    cost_s: float
    known: Known
    warnings: tuple[Remark, ...]
    seats: tuple[SeatStop, ...]
    longest_gap_m: float
    legs: tuple[Leg, ...]
    path: Path
    looser: Looser | None = None
    others: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Wishes:
    """What an answer holds beside the route (see `alternatives`); `bounds` keep proposed limits within a form."""

    looser: bool = True
    others: bool = False
    bounds: Mapping[str, Bounds] | None = None


PLAIN = Wishes()


@dataclass(frozen=True)
class Ends:
    """Where a route enters and leaves the network; `moved` tells for each end whether it is not the nearest way."""

    start: Snap
    goal: Snap
    moved: tuple[bool, bool] = (False, False)


def find_route(
    way_network: Network | Engine,
    traveller: Traveller,
    origin: Degrees,
    destination: Degrees,
    *,
    optimise: str = "cost",
    shut: Shut | None = None,
    wishes: Wishes = PLAIN,
) -> Route | NoRoute | NotNear:
    """The cheapest route, or why there is none. Give an `Engine` to keep what several requests share.

    `optimise` is cost, time or distance; `shut` is what the time of travel makes of arcs.
    """
    trip = Trip(Engine.of(way_network), traveller, optimise, shut)
    starts, goals = ways_in(trip, origin), ways_in(trip, destination)
    if not starts or not goals:
        return NotNear("destination", destination) if starts else NotNear("origin", origin)
    ends, path, free = connect(trip, starts, goals, with_free=wishes.looser)
    if path is None:
        return no_route(trip, ends.start.feet, ends.goal.feet, wishes.bounds)
    limit_m = traveller.number("max_seat_gap_m")
    if limit_m is not None and longest_gap(path)[1] > limit_m:
        # Other ways have been searched without a word about seats: they are no comparison.
        path = path_with_seats(trip, ends.start.feet, ends.goal.feet, limit_m)
        return _no_seats(trip, ends, limit_m) if path is None else _described(trip, ends, path)
    route = _described(trip, ends, path)
    return replace(
        route,
        looser=looser_way(trip, path, free) if free else None,
        others=tuple(other_ways(trip, ends.start.feet, ends.goal.feet, path)) if wishes.others else (),
    )


def ways_in(trip: Trip, point: Degrees) -> list[Snap]:
    """Where one gets to ways that the traveller may use, one per part of the network; else to any, to say why not."""
    ground = trip.engine.ground
    found = snap(ground, trip.weights.usable, point, trip.weights.part)
    return found or snap(ground, np.ones(trip.network.edges, dtype=bool), point)[:1]


def connect(
    trip: Trip, starts: list[Snap], goals: list[Snap], *, with_free: bool = False
) -> tuple[Ends, Path | None, Path | None]:
    """The nearest ways in that are connected, and the path between them; without one the very nearest ways in.

    The last one is the path if no removable reason counted, if it is asked for. It is looked for first, because mostly
    no barrier is on it: then it is the path itself.
    """
    nearest = Ends(starts[0], goals[0])
    if not (_is_usable(trip, starts[0]) and _is_usable(trip, goals[0])):
        return nearest, None, None
    for ends in _pairs(starts, goals):
        feet = ends.start.feet, ends.goal.feet
        if may_reach(trip.weights, *feet):
            bound = bound_of(trip.network, ends.start.at, ends.goal.at, trip.measure, trip.traveller.speed_m_per_s)
            free = find_path(trip.ignoring(REMOVABLE), *feet, bound=bound) if with_free else None
            is_open = free is not None and not trip.costs.blocked[free.arc_column].any()
            path = free if is_open else find_path(trip.weights, *feet, bound=bound)
            if path is not None:
                return ends, path, free
    return nearest, None, None


def _is_usable(trip: Trip, way_in: Snap) -> bool:
    return bool(trip.weights.usable[way_in.feet[0].edge])


def _pairs(starts: list[Snap], goals: list[Snap]) -> Iterator[Ends]:
    """The nearest of both first, then by the sum of distances."""
    pairs = [
        (start.distance_m + goal.distance_m, row, column)
        for row, start in enumerate(starts)
        for column, goal in enumerate(goals)
    ]
    for _, row, column in sorted(pairs):
        yield Ends(starts[row], goals[column], moved=(row > 0, column > 0))


def _no_seats(trip: Trip, ends: Ends, limit_m: float) -> NoRoute:
    least = smallest_limit(trip, ends.start.feet, ends.goal.feet, limit_m)
    return NoRoute("seat_gap", trip.network.checksum, seat_gap_m=least)


def route_along(trip: Trip, path: Path) -> Route:
    """A path that somebody else has chosen, told as a route; also where it is blocked."""
    stands = ((position(trip.network, foot), foot) for foot in (path.start, path.goal))
    start, goal = (Snap(at, at, 0.0, (foot,)) for at, foot in stands)
    return _described(trip, Ends(start, goal), path)


# ----------------------------------------------------------------------------------------------------- what it tells


def _described(trip: Trip, ends: Ends, path: Path) -> Route:
    line = line_of(path)
    gap_m = longest_gap(path)
    return Route(
        checksum=trip.network.checksum,
        profile=trip.traveller.profile.slug,
        unknown=trip.traveller.mode,
        optimise=trip.measure,
        limits=trip.traveller.limits,
        origin=ends.start.asked,
        destination=ends.goal.asked,
        access_m=(_link_m(trip, ends.start, path.start), _link_m(trip, ends.goal, path.goal)),
        line=line.degrees,
        distance_m=path.length_m,
        duration_s=float(path.durations_s(trip.costs).sum()),
        cost_s=float(path.costs_s(trip.costs).sum()),
        known=known_on(path, trip.costs),
        warnings=tuple(warnings_on(trip, ends, path, line)),
        seats=tuple(seats_on(path)),
        longest_gap_m=gap_m[1],
        legs=tuple(legs_of(path, line, trip.costs, trip.traveller)),
        path=path,
    )


def _link_m(trip: Trip, way_in: Snap, foot: Foot) -> float:
    """Metres of the straight link between the point asked for and the network."""
    ends = trip.network.plane.metric(np.array([way_in.asked, position(trip.network, foot)]))
    return float(np.hypot(*(ends[1] - ends[0])))


def warnings_on(trip: Trip, ends: Ends, path: Path, line: Line) -> list[Remark]:
    """Notices on the line, unknown facts for those who are cautious, long stretches without a seat, far ends."""
    costs, traveller = trip.costs, trip.traveller
    found = remarks_on(path, line, traveller, costs.notices, told=True)
    if traveller.mode == "cautious":
        found += remarks_on(path, line, traveller, costs.unknowns & np.uint64(UNKNOWN))
    return [*_link_remarks(ends, path), *grouped(found), *seat_remarks(traveller, path, line)]


def _link_remarks(ends: Ends, path: Path) -> list[Remark]:
    places = ((ends.start, 0.0), (ends.goal, path.length_m))
    far = [
        Remark("far_from_network", way.at, at_m, value=way.distance_m, unit="m") for way, at_m in places if way.is_far
    ]
    moved = [
        Remark("snap_moved", way.at, at_m, value=way.distance_m, unit="m")
        for (way, at_m), is_moved in zip(places, ends.moved, strict=True)
        if is_moved
    ]
    return [*far, *moved]


def seat_remarks(traveller: Traveller, path: Path, line: Line) -> list[Remark]:
    """The longest stretch without a seat, if it is longer than this traveller likes."""
    wanted = traveller.figure("notice", "seat_gap_m")
    begin_m, gap_m = longest_gap(path)
    if wanted is None or gap_m <= wanted:
        return []
    at = _at(path, line, begin_m)
    return [Remark("seat_gap", at, begin_m, length_m=gap_m, value=gap_m, limit=wanted, unit="m")]


def _at(path: Path, line: Line, metres: float) -> Degrees:
    """Where a piece begins, so many metres along the line."""
    row = int(np.searchsorted(path.begins_m, metres - 1e-6)) if len(path.pieces) else 0
    lon, lat = line.points[line.spans[row][0] if row < len(path.pieces) else -1]
    return float(lon), float(lat)
