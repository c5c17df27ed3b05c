"""One day of opening hours: which rules hold on it, and what they say from minute to minute.

Order of OSM's syntax: `;` replaces the day, `,` adds to it, `||` fills what is left. Beyond it:
on a public holiday only rules count that speak of holidays or of that very date; a day's closing or
a holiday never cuts off the night before.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from common.hours.calendars import Calendar
from common.hours.library import holds, sun_min
from common.hours.normalise import normalise
from common.hours.rules import DAY_MIN, Hours, Opening, Rule, TimePoint, TimeRange

_OPEN_END_MIN = DAY_MIN
EVENINGS = ("sunset", "dusk")


class Reason(StrEnum):
    """Why it is unknown whether it is open."""

    MISSING = "missing"  # no hours given
    UNREADABLE = "unreadable"  # hours that could not be understood
    HOLIDAY = "holiday"  # a public holiday the hours do not speak of
    SCHOOL = "school"  # only hours in school holidays are known
    COMMENT = "comment"  # the hours say so, in words only


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `start` to before `end`, in minutes after midnight of its day; beyond 1440 it is the night after."""

    start: int
    end: int
    opening: Opening
    comment: str = ""
    reason: Reason | None = None
    open_end: bool = False

    @property
    def whole_day(self) -> bool:
        return (self.start, self.end) == (0, DAY_MIN)

    def part(self, start: int, end: int) -> "Stretch":
        return replace(self, start=start, end=end, open_end=self.open_end and end == self.end)


@dataclass(frozen=True, slots=True)
class Plan:
    """What the rules of one day say: `own` in painting order, `fallback` where they say nothing."""

    own: tuple[Stretch, ...]
    fallback: tuple[Stretch, ...]
    holiday: str


@lru_cache(maxsize=65_536)
def plan(text: str, day: date, calendar: Calendar) -> Plan:
    """Raises HoursError if the text is no opening hours."""
    hours = normalise(text)
    holiday = calendar.holiday(day)
    matching = [rule for rule in hours.main if _matches(rule, day, calendar)]
    telling = _telling(hours, matching) if holiday else matching
    if telling is None:
        return Plan((_whole(Reason.HOLIDAY),), (), holiday)
    if not hours.main and not hours.fallback:
        return Plan((_whole(Reason.SCHOOL),), (), holiday)
    fallback = [rule for rule in hours.fallback if rule.anywhen or _matches(rule, day, calendar)]
    return Plan(tuple(_composed(telling, day, calendar)), tuple(_composed(fallback, day, calendar)), holiday)


def _whole(reason: Reason) -> Stretch:
    return Stretch(0, DAY_MIN, Opening.UNKNOWN, "", reason)


def _matches(rule: Rule, day: date, calendar: Calendar) -> bool:
    if rule.period and not holds(rule.period, day):
        return False
    if rule.public and calendar.holiday(day - timedelta(days=rule.public_offset)):
        return not rule.within or holds(rule.days, day)
    if rule.within or not rule.days:
        return not (rule.public or rule.school)
    return holds(rule.days, day)


def _telling(hours: Hours, matching: list[Rule]) -> list[Rule] | None:
    """The rules that tell what holds on a public holiday, the most certain last; None if none does."""
    public = [rule for rule in matching if rule.public and not rule.public_offset]
    dated = [rule for rule in matching if rule.dated]
    if public or dated:
        return public + dated
    if not hours.main or (matching and all(rule.always for rule in matching)):
        return matching
    return None


def _composed(rules: Iterable[Rule], day: date, calendar: Calendar) -> list[Stretch]:
    stretches: list[Stretch] = []
    for rule in rules:
        cut = rule.modifier == "off" and rule.times
        kept = stretches if cut or rule.joint != ";" else []
        stretches = [*kept, *_stretches(rule, day, calendar)]
    return stretches


def _stretches(rule: Rule, day: date, calendar: Calendar) -> list[Stretch]:
    opening = rule.opening
    reason = Reason.COMMENT if opening is Opening.UNKNOWN else None
    if not rule.times:
        return [Stretch(0, DAY_MIN, opening, rule.comment, reason)]
    return [
        Stretch(start, end, opening, rule.comment, reason, span.open_end)
        for span in rule.times
        for start, end in _bounds(span, day, calendar)
    ]


def _bounds(span: TimeRange, day: date, calendar: Calendar) -> list[tuple[int, int]]:
    start = _minute(span.start, day, calendar)
    if span.end is None:
        return [(start, _OPEN_END_MIN)] if start < _OPEN_END_MIN else []
    end = _minute(span.end, day, calendar)
    if end > start:
        return [(start, end)]
    # sunset before a fixed begin in winter: not open; a clock time or sunrise before the begin is the next morning
    return [] if span.end.event in EVENINGS else [(start, end + DAY_MIN)]


def _minute(point: TimePoint, day: date, calendar: Calendar) -> int:
    return point.minutes + (sun_min(point.event, day, calendar) if point.event else 0)


def painted(layers: Iterable[Stretch]) -> list[Stretch]:
    """Stretches in order of time, none over another: a later layer covers the earlier ones."""
    result: list[Stretch] = []
    for layer in layers:
        result = [part for stretch in result for part in _outside(stretch, layer)] + [layer]
    return sorted(result, key=lambda stretch: stretch.start)


def _outside(stretch: Stretch, layer: Stretch) -> list[Stretch]:
    if layer.end <= stretch.start or stretch.end <= layer.start:
        return [stretch]
    bounds = ((stretch.start, min(stretch.end, layer.start)), (max(stretch.start, layer.end), stretch.end))
    return [stretch.part(start, end) for start, end in bounds if start < end]


def filled(stretches: list[Stretch], until: int = DAY_MIN) -> list[Stretch]:
    """Closed wherever nothing is said."""
    return painted([Stretch(0, until, Opening.CLOSED), *stretches])


@lru_cache(maxsize=65_536)
def timeline(text: str, day: date, calendar: Calendar) -> tuple[Stretch, ...]:
    """What holds from midnight to midnight, without gaps, with the night before."""
    today, before = plan(text, day, calendar), plan(text, day - timedelta(days=1), calendar)
    night = [
        replace(stretch, start=max(0, stretch.start - DAY_MIN), end=min(DAY_MIN, stretch.end - DAY_MIN))
        for stretch in painted(before.own)
        if stretch.end > DAY_MIN
    ]
    own = [_clipped(stretch) for stretch in painted(today.own)]
    base = [stretch for stretch in own if stretch.whole_day and stretch.opening is not Opening.OPEN]
    rest = [stretch for stretch in own if stretch not in base]
    open_night = [stretch for stretch in night if stretch.opening is Opening.OPEN]
    other_night = [stretch for stretch in night if stretch.opening is not Opening.OPEN]
    fallback = [_clipped(stretch) for stretch in today.fallback]
    return tuple(filled([*fallback, *base, *other_night, *rest, *open_night]))


def _clipped(stretch: Stretch) -> Stretch:
    return stretch if stretch.end <= DAY_MIN else stretch.part(stretch.start, DAY_MIN)
