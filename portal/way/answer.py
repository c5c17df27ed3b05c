"""The answer to one question: a route, why there is none, or that there is no way near."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import UsageError
from common.geo import LonLat
from mapping import network, positions, profiles, way_legs, way_words
from mapping.models import Barrier
from mapping.routing import streets
from mapping.routing.alternatives import Choice
from mapping.routing.blocked import NoRoute
from mapping.routing.engine import Engine, Trip
from mapping.routing.legs import Leg, legs_of
from mapping.routing.paths import line_of
from mapping.routing.reasons import CODES, UNKNOWN
from mapping.routing.remarks import Remark, column_of, grouped, known_on, remarks_on
from mapping.routing.route import NotNear, Route, Wishes, find_route
from mapping.routing.seats import longest_gap, seats_on, toilets_on
from mapping.routing.snapping import FAR_M, Degrees
from mapping.way_words import LENGTHS
from portal.way.ends import End, end_of
from portal.way.question import PAGE, Stop, Way

MOVED_M = 1.0
BARRIER = "barrier:"  # how the keys of their findings begin


class NotNearNetwork(UsageError):
    """No way near one of the ends; `field` says which."""

    status = 404
    code = "not-near-network"
    title = gettext_lazy("Kein Weg in der Nähe")

    @property
    def detail(self) -> str:
        return str(self.right)


@dataclass(frozen=True)
class Answer:
    """`found` is told to the asker; `place` names spots by the streets around them."""

    way: Way
    engine: Engine
    found: Route | NoRoute

    @cached_property
    def toilets(self) -> list[tuple[Degrees, float]]:
        """Public toilets at the vertices that the route passes, with the metres walked till there."""
        return [(stop.at, stop.at_m) for stop in toilets_on(self.found.path)] if isinstance(self.found, Route) else []

    @cached_property
    def legs(self) -> list[Leg]:
        """With names of streets also for pavements and crossings that have none of their own."""
        found = self.found
        return streets.named(self.engine, found.line, found.legs) if isinstance(found, Route) else []

    @property
    def sentences(self) -> list[str]:
        return way_legs.sentences(self.legs, self.way.traveller)

    def middle(self, remark: Remark) -> Degrees:
        """Where a sign for it stands on the line: in the middle of a stretch, so that neighbours stand apart."""
        if not remark.length_m or len(self.found.line) < 2:
            return remark.at
        points = self.engine.network.plane.metric(np.array(self.found.line))
        along = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))))
        wanted = min(remark.at_m + remark.length_m / 2, float(along[-1]))
        lon, lat = (float(np.interp(wanted, along, column)) for column in np.array(self.found.line).T)
        return lon, lat

    def corner(self, at: Degrees) -> str:
        """As from `way_words.corner`."""
        return way_words.corner(streets.corner(self.engine, at))

    @cached_property
    def barrier_urls(self) -> dict[str, str]:
        """Page of each barrier in whose way something is, by its key as a finding. One query, none without barriers."""
        keys = {key for remark in self.remarks if (key := self.finding(remark)).startswith(BARRIER)}
        numbers = [key.removeprefix(BARRIER) for key in keys]
        found = Barrier.objects.public().filter(pk__in=numbers) if numbers else ()
        return {one.anchor_key: one.get_absolute_url() for one in found}

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """Everything that the page says to be in the way."""
        if isinstance(self.found, NoRoute):
            return self.found.blocked_by
        return (*self.found.warnings, *(self.found.looser.blocked if self.found.looser else ()))

    def finding(self, remark: Remark) -> str:
        """Key of the finding of people that a remark rests on; '' for what nobody has found out."""
        code = CODES.get(remark.code)
        if remark.edge < 0 or code is None:
            return ""
        return network.finding_of(self.engine, remark.edge, {column_of(code, 0), column_of(code, 1)})

    def page_of(self, remark: Remark) -> str:
        """Address of the page of the barrier that a remark is about; '' if there is none."""
        return self.barrier_urls.get(self.finding(remark), "")


def answer(way: Way, names: tuple[str, str], *, others: bool = False) -> Answer:
    """The way needs both ends. UsageError `not-near-network` names one of the two parameters in `names`."""
    if way.ends is None:
        raise ValueError("a way needs two ends")
    start, goal = way.ends
    named = None if way.in_default_quarter else way.quarter
    engine = network.engine_at(start.point, goal.point, prefer=named, or_default=True, on=way.day)
    if engine is None:
        raise _nowhere(way, start, goal, names)
    shut = network.shut(engine, way.quarter, way.at)
    begin, end = end_of(way, engine, start, goal, shut), end_of(way, engine, goal, start, shut)
    wishes = Wishes(looser=True, others=others or way.other > 0, bounds=profiles.offered(way.profile))
    found = find_route(engine, way.traveller, begin.at, end.at, optimise=way.optimise, shut=shut, wishes=wishes)
    if isinstance(found, NotNear):
        raise _beyond_start(start, names) if found.point == "origin" else _beyond_goal(goal, names)
    return Answer(way, engine, _told(Trip(engine, way.traveller, way.optimise, shut), way, found, begin, end))


def _nowhere(way: Way, start: Stop, goal: Stop, names: tuple[str, str]) -> NotNearNetwork:
    """No network holds both ends: there is none yet, or one of the ends lies beyond."""
    at_start = network.engine_at(start.point, prefer=way.quarter)
    if at_start is None and network.engine(way.quarter) is None:
        right = _("Für {quarter} sind noch keine Wege eingetragen.").format(quarter=way.quarter.name)
        return NotNearNetwork(names[0], start.point, right)
    return _beyond_start(start, names) if at_start is None else _beyond_goal(goal, names)


def _beyond_start(start: Stop, names: tuple[str, str]) -> NotNearNetwork:
    told = _("Beim Start „{label}“ kennen wir im Umkreis von {radius} m keinen Weg.")
    return _beyond(start, names[0], told)


def _beyond_goal(goal: Stop, names: tuple[str, str]) -> NotNearNetwork:
    told = _("Beim Ziel „{label}“ kennen wir im Umkreis von {radius} m keinen Weg.")
    return _beyond(goal, names[1], told)


def _beyond(stop: Stop, name: str, told: str) -> NotNearNetwork:
    said = told.format(label=stop.label, radius=round(FAR_M))
    if right := positions.turned(stop.point.point()):
        said += " " + _("Länge und Breite sind wohl vertauscht, richtig wäre {point}.").format(point=LonLat.of(right))
    return NotNearNetwork(name, stop.point, said)


# -------------------------------------------------------------------------------------------------------- other ways


def _told(trip: Trip, way: Way, found: Route | NoRoute, begin: End, end: End) -> Route | NoRoute:
    """With what is known of the doors; the other way that was asked for as a route of its own.

    UsageError if there are not so many ways.
    """
    if isinstance(found, NoRoute):
        return found
    found = replace(found, warnings=tuple(one for one in found.warnings if not _stays(one)))
    if way.other > len(found.others):
        raise UsageError(PAGE.other, way.other, _("einer der Wege, die auf der Seite stehen"))
    route = as_route(trip, found, found.others[way.other - 1]) if way.other else found
    at_doors = (*begin.remarks, *(replace(remark, at_m=route.distance_m) for remark in end.remarks))
    return replace(route, warnings=(*route.warnings, *at_doors))


def _stays(remark: Remark) -> bool:
    """Where one end has moved, the other one is remarked on as well, though it stands where it stood."""
    return remark.code == "snap_moved" and isinstance(remark.value, float) and remark.value < MOVED_M


def as_route(trip: Trip, best: Route, other: Choice) -> Route:
    """Another way with legs, warnings and seats like the best one."""
    traveller, path = trip.traveller, other.path
    costs, line = trip.costs, line_of(path)
    remarks = remarks_on(path, line, traveller, costs.notices, told=True)
    if traveller.mode == "cautious":
        remarks += remarks_on(path, line, traveller, costs.unknowns & np.uint64(UNKNOWN))
    ends = [remark for remark in best.warnings if remark.code in LENGTHS - {"seat_gap"}]
    return replace(
        best,
        line=line.degrees,
        distance_m=path.length_m,
        duration_s=other.duration_s,
        cost_s=float(path.costs_s(costs).sum()),
        known=known_on(path, costs),
        warnings=(*ends, *grouped(remarks)),
        seats=tuple(seats_on(path)),
        longest_gap_m=longest_gap(path)[1],
        legs=tuple(legs_of(path, line, costs, traveller)),
        path=path,
        looser=None,
        others=(),
    )
