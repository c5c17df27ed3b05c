"""A route as its page tells it: sentences with links, warnings at the leg where they occur. Nothing is computed."""

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, count
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.text import join_words
from mapping import limit_words, measures, profiles, way_words
from mapping.routing.alternatives import Choice, Difference
from mapping.routing.attributes import RANKED
from mapping.routing.blocked import CODE_DIALS, NoRoute, Relaxed
from mapping.routing.graph import Value
from mapping.routing.legs import Leg
from mapping.routing.profiles import Bounds
from mapping.routing.remarks import KERBS, Known, Remark
from mapping.routing.route import Route
from mapping.routing.seats import SeatStop
from mapping.routing.snapping import Degrees
from mapping.routing.traveller import RANKED_LIMITS
from portal.way import feature
from portal.way.answer import Answer
from portal.way.question import Way

SAME_SPOT_M = 0.01
SEATS_SHOWN = 6


@dataclass(frozen=True)
class Told:
    """One warning or barrier: `number` names it in the list and on the map, 0 for what is not at one spot."""

    number: int
    text: str
    plain: str
    origin: str
    corner: str
    at: Degrees
    url: str = ""  # of the page of the barrier that it is about


@dataclass(frozen=True)
class Step:
    """One leg with the warnings on it; `number` is its row in the list."""

    number: int
    text: str
    warnings: tuple[Told, ...]
    first: int
    last: int


@dataclass(frozen=True)
class Offer:
    """Something else that the reader may choose: what it is, and the address that chooses it ('' if none does)."""

    text: str
    details: str = ""
    url: str = ""


def url(way: Way, *extra: tuple[str, str]) -> str:
    query = way.query(*extra)
    return reverse("portal:way") + (f"?{query}" if query else "")


def moment(way: Way) -> str:
    """„Gilt für Freitag, 27. November 2026, 8:30 Uhr.“"""
    local = timezone.localtime(way.at)
    told = _("{weekday}, {date}, {time} Uhr").format(
        weekday=date_format(local, "l"), date=date_format(local, "DATE_FORMAT"), time=time_format(local, "TIME_FORMAT")
    )
    return (_("Gilt für {moment}.") if way.departs else _("Gilt für jetzt: {moment}.")).format(moment=told)


def profile_words(way: Way) -> str:
    """„mit Rollator“, as it stands inside a sentence."""
    return profiles.inside(way.profile)


# --------------------------------------------------------------------------------------------------------- a route


@dataclass(frozen=True)
class RoutePage:
    """What the page of a route shows, in its order."""

    head: str
    shares: str
    shares_details: str
    steps: tuple[Step, ...]
    pauses: tuple[str, ...]
    looser: Offer | None
    looser_barriers: tuple[Told, ...]
    others: tuple[Offer, ...]


def route_page(answer: Answer) -> RoutePage:
    route = answer.found
    assert isinstance(route, Route)
    told = _numbered(answer, route.warnings)
    return RoutePage(
        head=head(answer.way, route),
        shares=_shares(answer.way, route),
        shares_details=_shares_details(route),
        steps=tuple(_steps(answer, route, told)),
        pauses=tuple(_pauses(answer, route)),
        looser=_looser(answer, route),
        looser_barriers=_looser_barriers(answer, route),
        others=tuple(_other(answer.way, row, other) for row, other in enumerate(route.others, 1)),
    )


def head(way: Way, route: Route) -> str:
    """„6 Minuten mit Rollator, 340 m“"""
    if route.distance_m < 1:
        return _("Start und Ziel liegen am selben Weg.")
    return _("{duration} {profile}, {length}").format(
        duration=measures.duration(route.duration_s),
        profile=profile_words(way),
        length=measures.length(route.distance_m),
    )


def _shares(way: Way, route: Route) -> str:
    """How much of what this traveller must know has been checked; '' for those who need to know nothing."""
    if not way.profile.unknown["strict_requires"].value:
        return ""
    surveyed, *_others = measures.shares(_known_by(route.known))
    return _("Barrierefrei, soweit bekannt: {share} geprüft.").format(share=surveyed)


def _known_by(known: Known) -> tuple[float, ...]:
    """Shares of the length: measured on the spot, from the map, estimated, not known."""
    return known.surveyed, known.map, known.derived, known.unknown


def _shares_details(route: Route) -> str:
    known = route.known
    parts = _known_by(known)
    names = _("vor Ort gemessen"), _("aus der Karte"), _("geschätzt"), _("nicht bekannt")
    told = zip(parts, measures.shares(parts), names, strict=True)
    listed = join_words([f"{share} {name}" for part, share, name in told if part > 0])
    points = ngettext(
        "{known} von {n} wichtigen Stelle ist bekannt.",
        "{known} von {n} wichtigen Stellen sind bekannt.",
        known.points_total,
    )
    said = [_("Vom Weg sind {list}.").format(list=listed)] if listed else []
    if known.points_total:
        said.append(points.format(known=known.points_known, n=known.points_total))
    return " ".join(said)


def _numbered(answer: Answer, remarks: Iterable[Remark]) -> list[Told]:
    numbers = count(1)
    return [_told(answer, 0 if one.code in way_words.LENGTHS else next(numbers), one) for one in remarks]


def _told(answer: Answer, number: int, remark: Remark, *, corner: bool = False) -> Told:
    return Told(
        number=number,
        text=way_words.said(remark),
        plain=way_words.plainly(remark.code),
        origin=way_words.origin(remark),
        corner=answer.corner(remark.at) if corner else "",
        at=answer.middle(remark),
        url=answer.page_of(remark),
    )


def _steps(answer: Answer, route: Route, told: Sequence[Told]) -> Iterator[Step]:
    rows = [leg_of(route.legs, remark) for remark in route.warnings]
    for row, (leg, text) in enumerate(zip(answer.legs, answer.sentences, strict=True)):
        here = tuple(entry for entry, at in zip(told, rows, strict=True) if at == row)
        yield Step(row + 1, text, here, leg.from_index, leg.to_index)


def leg_of(legs: Sequence[Leg], remark: Remark) -> int:
    """The row of the leg that a remark stands on. A kerb between two legs belongs to the crossing, not to the way."""
    ends = list(accumulate(leg.distance_m for leg in legs))
    row = min(bisect_right(ends, remark.at_m + SAME_SPOT_M), len(legs) - 1)
    if remark.length_m:
        return row
    around = [other for other in range(len(legs)) if _touches(ends, other, remark.at_m)]
    wanted = {"crossing", remark.kind} if remark.code in KERBS else {remark.kind}
    return next((other for other in around if legs[other].kind in wanted), row)


def _touches(ends: Sequence[float], row: int, at_m: float) -> bool:
    begin = ends[row - 1] if row else 0.0
    return begin - SAME_SPOT_M <= at_m <= ends[row] + SAME_SPOT_M


def _pauses(answer: Answer, route: Route) -> Iterator[str]:
    """Benches and toilets on the way, and how far it is without a seat."""
    if route.seats:
        told = ngettext("{n} Bank am Weg", "{n} Bänke am Weg", len(route.seats)).format(n=len(route.seats))
        yield f"{told}: {_after([_seat(seat) for seat in route.seats])}."
    else:
        yield _("Am Weg ist keine Bank eingetragen.")
    yield _("Längste Strecke ohne Bank: {length}.").format(length=measures.length(route.longest_gap_m))
    toilets = [at_m for _at, at_m in answer.toilets]
    if toilets:
        told = ngettext("{n} Toilette am Weg", "{n} Toiletten am Weg", len(toilets)).format(n=len(toilets))
        yield f"{told}: {_after([measures.length(at_m) for at_m in toilets])}."


def _seat(seat: SeatStop) -> str:
    """„120 m (mit Rückenlehne)“"""
    return _("{length} ({bench})").format(length=measures.length(seat.at_m), bench=way_words.bench(seat))


def _after(places: Sequence[str]) -> str:
    """„nach 120 m und 240 m“; the first ones of many."""
    shown = list(places[:SEATS_SHOWN])
    more = len(places) - len(shown)
    listed = join_words([*shown, *([_("{n} weitere").format(n=more)] if more else [])])
    return _("nach {list}").format(list=listed)


# ------------------------------------------------------------------------------------------------------- other ways


def _looser(answer: Answer, route: Route) -> Offer | None:
    if route.looser is None:
        return None
    blocked = route.looser.blocked
    number = len(blocked)
    text = ngettext(
        "Ohne dieses Hindernis wären es {length} weniger:",
        "Ohne diese {n} Hindernisse wären es {length} weniger:",
        number,
    ).format(n=number, length=measures.length(route.looser.saved_m))
    limits = _limits_for(answer.way, blocked)
    details = _("Mit dieser Grenze rechnen: {limits}").format(limits=_limit_words(limits)) if limits else ""
    return Offer(text, details, url(answer.way.with_limits(**limits)) if limits else "")


def _looser_barriers(answer: Answer, route: Route) -> tuple[Told, ...]:
    blocked = route.looser.blocked if route.looser else ()
    return tuple(_told(answer, row, remark, corner=True) for row, remark in enumerate(blocked, 1))


def _limits_for(way: Way, blocked: Iterable[Remark]) -> dict[str, Any]:
    """Limits of a person that would let all of it pass; nothing if something else is in the way as well."""
    bounds = profiles.offered(way.profile)
    found: dict[str, Any] = {}
    for remark in blocked:
        name = CODE_DIALS.get(remark.code, "")
        if name not in bounds or remark.value is None or not _accepts(bounds[name], remark.value):
            return {}
        found[name] = _looser_of(name, found.get(name, remark.value), remark.value)
    return found


def _accepts(bounds: Bounds, value: Value) -> bool:
    return value in bounds.words if isinstance(value, str) else bounds.low <= value <= bounds.high


def _looser_of(name: str, one: Any, other: Any) -> Any:
    if name in RANKED_LIMITS:
        return max(one, other, key=RANKED[RANKED_LIMITS[name]].index)
    return min(one, other) if name.startswith("min_") else max(one, other)


def _limit_words(limits: Mapping[str, Any]) -> str:
    return join_words([limit_words.limit_text(name, value) for name, value in limits.items()])


def _other(way: Way, row: int, other: Choice) -> Offer:
    """„2 Minuten länger, weniger Kopfsteinpflaster …“ with the address that tells this way."""
    return Offer(_price(other), _differences(other), url(way.changed(other=row)))


def _price(other: Choice) -> str:
    seconds = other.more_s
    time = (
        _("gleich lang")
        if abs(seconds) < 30
        else (_("{time} länger") if seconds > 0 else _("{time} kürzer")).format(time=measures.duration(abs(seconds)))
    )
    return _("{time} ({length})").format(time=time, length=measures.length(other.distance_m))


def _differences(other: Choice) -> str:
    said = []
    if other.spares:
        said.append(_("Weniger: {list}.").format(list=join_words([_difference(one) for one in other.spares])))
    if other.brings:
        said.append(_("Mehr: {list}.").format(list=join_words([_difference(one) for one in other.brings])))
    return " ".join(said)


def _difference(entry: Difference) -> str:
    amount = measures.length(entry.length_m) if entry.length_m else f"{entry.count}"
    return f"{way_words.topic(entry.code)} ({amount})"


# --------------------------------------------------------------------------------------------------------- no route


@dataclass(frozen=True)
class RefusalPage:
    """What the page says where there is no route."""

    head: str
    barriers: tuple[Told, ...]
    options: tuple[Offer, ...]


def refusal_page(answer: Answer) -> RefusalPage:
    found = answer.found
    assert isinstance(found, NoRoute)
    barriers = tuple(_told(answer, row, remark, corner=True) for row, remark in enumerate(found.blocked_by, 1))
    options = [_option(answer.way, entry) for entry in found.options]
    if found.code == "seat_gap":
        options = [_seat_option(answer.way, found)]
    return RefusalPage(feature.title(found), barriers, tuple(options))


def _option(way: Way, relaxed: Relaxed) -> Offer:
    """„Höchster Bordstein: 6 cm (bisher: 3 cm)“ with how long it would be."""
    now = way.traveller.limits
    changes = [
        _("{limit} (bisher: {now})").format(
            limit=limit_words.limit_text(name, value), now=limit_words.limit_value(name, now[name])
        )
        for name, value in relaxed.limits.items()
    ]
    if relaxed.unknown:
        changes.append(_("Auch Wege, von denen wir nicht alles wissen"))
    lengths = _("Dann sind es {length}, {duration}.").format(
        length=measures.length(relaxed.distance_m), duration=measures.duration(relaxed.duration_s)
    )
    return Offer(join_words(changes), lengths, url(way.with_limits(relaxed.unknown, **relaxed.limits)))


def _seat_option(way: Way, found: NoRoute) -> Offer:
    """The smallest distance between benches that works, if a form accepts it."""
    bounds = profiles.limit_bounds()["max_seat_gap_m"]
    if found.seat_gap_m is None or found.seat_gap_m > bounds.high:
        return Offer(_("Ohne Grenze für Bänke"), "", url(way.with_limits(max_seat_gap_m=None)))
    limit = float(max(bounds.low, math.ceil(found.seat_gap_m)))
    return Offer(limit_words.limit_text("max_seat_gap_m", limit), "", url(way.with_limits(max_seat_gap_m=limit)))


# -------------------------------------------------------------------------------------------------------------- map


def map_data(answer: Answer, told: RoutePage | RefusalPage) -> dict[str, Any]:
    """What the map beside the text shows: lines, spots with their numbers, both ends, steps as parts of the line."""
    found, ends = answer.found, answer.way.ends or ()
    points = [feature.point((stop.point.lon, stop.point.lat)) for stop in ends]
    lines = _lines(found)
    barriers = told.barriers if isinstance(told, RefusalPage) else [one for step in told.steps for one in step.warnings]
    return {
        "line": [feature.point(at) for at in found.line],
        "open": isinstance(found, Route),
        "others": [[feature.point(at) for at in line] for line in lines],
        "spots": [
            {"number": one.number, "name": one.text, "at": feature.point(one.at), "url": one.url}
            for one in barriers
            if one.number
        ],
        "seats": [feature.point(seat.at) for seat in found.seats] if isinstance(found, Route) else [],
        "steps": [[step.first, step.last] for step in told.steps] if isinstance(told, RoutePage) else [],
        "ends": points,
        "links": [list(pair) for pair in _links(found, points)],
        "bbox": feature.box([*found.line, *((lon, lat) for lon, lat in points)]),
    }


def _links(found: Route | NoRoute, ends: Sequence[list[float]]) -> Iterator[tuple[list[float], list[float]]]:
    """Straight bits from both ends to the line; nobody knows whether one can walk there."""
    if found.line and len(ends) == 2:
        yield ends[0], feature.point(found.line[0])
        yield feature.point(found.line[-1]), ends[1]


def _lines(found: Route | NoRoute) -> list[tuple[Degrees, ...]]:
    if isinstance(found, NoRoute):
        return []
    return [*([found.looser.line] if found.looser else []), *(other.line for other in found.others)]
