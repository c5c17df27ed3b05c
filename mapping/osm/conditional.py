"""Opening hours and conditional access of a way at one moment: `access:conditional=no @ (22:00-06:00)`. Pure.

Of several conditions the last one that holds counts, as OpenStreetMap has it. What is not a time (`wet`), or cannot be
read, may hold or not: then nobody knows, unless it makes no difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from common.hours import Calendar, HoursError, Opening, normalise, state
from mapping.osm.paths import WORDS
from mapping.osm.values import normal
from mapping.routing.timetable import Group, Moment, Verdict

HOURS = "opening_hours"
KEYS = ("foot:{direction}:conditional", "foot:conditional", "access:{direction}:conditional", "access:conditional")
WORST_FIRST = (Moment.SHUT, Moment.UNSURE, Moment.OPEN, Moment.ALWAYS)
BASE = ""  # what the access tags say
CLASSES = {"open": "open", "limited": "limited", "access_no": "closed", "use_sidepath": "closed"}
ANYTHING = frozenset({"open", "closed"})  # of a word that nobody understands
ALL_DAY = " 00:00-24:00"


@dataclass(frozen=True)
class EveryDay(Calendar):
    """For hours that speak of no day of the week: a park that closes at dusk does so on holidays as well."""

    def holiday(self, day: date) -> str:  # noqa: ARG002
        return ""


@dataclass(frozen=True)
class Clause:
    """`means` are the outcomes (open, limited, closed) of a word; `condition` is empty where there is none."""

    means: frozenset[str]
    condition: str


def verdict(group: Group, at: datetime, calendar: Calendar) -> Verdict:
    """`at` must know its zone; `calendar` is that of the quarter."""
    told = dict(line.partition("=")[::2] for line in group.limits.splitlines())
    found = [*_by_hours(told.get(HOURS, ""), at, calendar), *_by_access(told, group, at, calendar)]
    worst = min((one.moment for one in found), key=WORST_FIRST.index, default=Moment.ALWAYS)
    return Verdict(worst, any(one.lifts for one in found))


def is_readable(limits: str) -> bool:
    """Whether all of it can be judged at some time."""
    return all(_is_read(*line.partition("=")[::2]) for line in limits.splitlines())


def _is_read(key: str, value: str) -> bool:
    if key == HOURS:
        return _is_time(value)
    parts = [(clause.means, part) for clause in clauses(value) for part in _conditions(clause.condition)]
    return all(means != ANYTHING and (_is_time(part) or _is_time(part + ALL_DAY)) for means, part in parts)


def _is_time(text: str) -> bool:
    try:
        return bool(normalise(text).rules)
    except HoursError:
        return False


# ----------------------------------------------------------------------------------------------------- opening hours

OF_OPENING = {Opening.OPEN: Moment.OPEN, Opening.CLOSED: Moment.SHUT}


def _by_hours(text: str, at: datetime, calendar: Calendar) -> Iterator[Verdict]:
    if text:
        opening = _opening(text, at, calendar)
        always = opening is Opening.OPEN and all(rule.always for rule in normalise(text).rules)
        yield Verdict(Moment.ALWAYS if always else OF_OPENING.get(opening, Moment.UNSURE))


def _opening(text: str, at: datetime, calendar: Calendar) -> Opening:
    return state(text, at, _for(text, calendar)).state


@lru_cache(maxsize=4096)
def _for(text: str, calendar: Calendar) -> Calendar:
    """Holidays matter where days are named; where they are not, every day is like every other one."""
    try:
        rules = normalise(text).rules
    except HoursError:
        return calendar
    named = any(rule.days or rule.public or rule.school for rule in rules)
    return calendar if named else EveryDay(calendar.land, calendar.catholic, calendar.lon, calendar.lat)


# ------------------------------------------------------------------------------------------------ conditional access


def _by_access(told: dict[str, str], group: Group, at: datetime, calendar: Calendar) -> Iterator[Verdict]:
    """The first key of which something holds, as `foot` goes before `access`; where nothing does, the access tags."""
    keys = [key for template in KEYS if (key := template.format(direction=group.direction)) in told]
    lists = [clauses(told[key]) for key in keys]
    outcomes = [_outcomes(one, at, calendar) for one in lists]
    decided = next((found for found in outcomes if found != {BASE}), frozenset({BASE}))
    may_open = any("open" in clause.means for one in lists for clause in one)
    if keys and (group.base != "closed" or may_open):
        yield _judged({_base(group, may_open) if word == BASE else word for word in decided}, group)


def _base(group: Group, may_open: bool) -> str:
    """Whoever says when a way is open, and nothing of other times, has hardly meant that it is open then as well."""
    if group.base != "unsaid":
        return group.base
    return "unsure" if may_open else "open"


def _judged(words: set[str], group: Group) -> Verdict:
    if words == {"open"} or words == {group.base} == {"limited"}:
        return Verdict(Moment.OPEN, lifts=group.base == "closed")
    if words == {"closed"}:
        return Verdict(Moment.SHUT, lifts=group.base == "closed")
    return Verdict(Moment.UNSURE)


def _outcomes(found: tuple[Clause, ...], at: datetime, calendar: Calendar) -> frozenset[str]:
    possible = frozenset({BASE})
    for clause in found:
        holds = _holds(clause.condition, at, calendar)
        if holds is not False:
            possible = clause.means if holds else possible | clause.means
    return possible


@lru_cache(maxsize=4096)
def clauses(value: str) -> tuple[Clause, ...]:
    """`no @ (Mo-Fr 08:00-12:00; Sa 10:00-12:00); private @ wet`"""
    return tuple(_clause(part) for part in _parts(value) if part.strip())


def _parts(value: str) -> Iterator[str]:
    """Split at semicolons outside of brackets."""
    depth, begin = 0, 0
    for at, sign in enumerate(value):
        depth += (sign == "(") - (sign == ")")
        if sign == ";" and depth <= 0:
            yield value[begin:at]
            begin = at + 1
    yield value[begin:]


def _clause(part: str) -> Clause:
    word, sign, condition = part.partition("@")
    known = CLASSES.get(WORDS.get(normal(word), ""), "")
    inner = condition.strip()
    if inner.startswith("(") and inner.endswith(")"):
        inner = inner[1:-1].strip()
    return Clause(frozenset({known}) if known and sign else ANYTHING, inner)


def _holds(condition: str, at: datetime, calendar: Calendar) -> bool | None:
    """None if nobody can tell."""
    found = [_in_time(part, at, calendar) for part in _conditions(condition)]
    return False if False in found else None if None in found else True


def _conditions(text: str) -> list[str]:
    """`Mo-Fr AND wet`: all of them must hold."""
    return [part.strip() for part in text.split(" AND ")]


def _in_time(text: str, at: datetime, calendar: Calendar) -> bool | None:
    for spelled in (text, text + ALL_DAY):
        opening = _opening(spelled, at, calendar)
        if opening in OF_OPENING:
            return opening is Opening.OPEN
    return None
