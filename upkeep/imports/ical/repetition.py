"""RRULE, RDATE and EXDATE of a calendar → a series of ours.

A rule that our words can say stays a rule, if both give the same dates: weeks that begin on Sunday, other zones and
first dates outside of the rule are then nobody's guess. Any other rule becomes its dates. It is expanded once, here,
inside a window and with limits: a broken rule says so only then, one of seconds never ends, and one without any date is
looked through for ever.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice, takewhile
from typing import Any

from dateutil import rrule
from django.utils.translation import gettext_lazy as _

from common.errors import UsageError
from initiatives.recurrence import Frequency, Rule, Series
from initiatives.recurrence.rules import COUNT_MAX, DAYS, LAST_MOMENT, LATEST
from upkeep.imports.ical.bounded import Search
from upkeep.imports.ical.component import A_RULE

FIELD = "RRULE"
MOST_SINGLE, MOST_COUNT, MOST_INTERVAL = 500, 10_000, 1_000
COMPARED_AT_HOME, COMPARED = 60, 400  # dates; in another zone at least a year of them, with both changes of clocks
PLANNED_YEARS = 12  # nobody plans further
PLANNED = timedelta(days=PLANNED_YEARS * 366)
KEYS = frozenset(
    {
        *("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"),
        *("BYYEARDAY", "BYWEEKNO", "BYHOUR", "BYMINUTE", "BYSECOND"),
    }
)
CLOCK = {"BYHOUR": "hour", "BYMINUTE": "minute", "BYSECOND": "second"}
LARGEST = {
    "BYMONTH": 12,
    "BYMONTHDAY": 31,
    "BYYEARDAY": 366,
    "BYWEEKNO": 53,
    "BYSETPOS": 366,
    "BYHOUR": 23,
    "BYMINUTE": 59,
    "BYSECOND": 60,
}
PLACE_IN_YEAR = frozenset({"BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"})
NUMBERS = re.compile(r"^[+-]?\d{1,4}(,[+-]?\d{1,4}){0,400}$")
WEEKDAYS = re.compile(r"^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)(,([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)){0,100}$")
UNTIL = re.compile(r"^\d{8}(T\d{6}Z?)?$")

Home = Callable[[datetime], datetime]
Away = Callable[[datetime], datetime]


@dataclass(frozen=True)
class Window:
    """Of rules without words only these dates are taken (local times). Whole years, so that it moves once a year."""

    begin: datetime
    end: datetime

    @classmethod
    def around(cls, now: datetime) -> Window:
        first, last = date(now.year - 2, 1, 1), date(now.year + 3, 12, 31)
        return cls(datetime.combine(first, datetime.min.time()), datetime.combine(last, LAST_MOMENT))


@dataclass(frozen=True)
class Said:
    """What an entry says of its dates. `start` and `end` are ours, `first` is the start on the clock of its zone.

    `home` turns a time of that clock into ours, `away` a moment in UTC into that clock; `is_at_home` if it is ours.
    """

    start: datetime
    end: datetime
    first: datetime
    all_day: bool
    rule: str
    home: Home
    away: Away
    is_at_home: bool = False
    added: tuple[datetime, ...] = ()
    removed: tuple[datetime, ...] = ()


def series(said: Said, window: Window) -> tuple[Series, bool]:
    """The series, and whether its rule had no words. UsageError for a rule that nobody can follow."""
    if not said.rule:
        return _single(said, [said.start, *said.added]), False
    parts = _parts(said.rule)
    until = _until(parts.pop("UNTIL", ""), said)
    dates = _Dates(parts, until, said)
    rule = _worded(parts, until and said.home(until), said)
    if rule and _same(rule, dates, said):
        return _ruled(said, rule, dates), False
    near = islice(dates.within(window), MOST_SINGLE + 1)
    return _single(said, [said.start, *near, *said.added]), True


def _single(said: Said, starts: Iterable[datetime]) -> Series:
    """A first date and others beside it, without those that the calendar takes out."""
    left = sorted(set(starts) - set(said.removed))
    if not left:
        raise UsageError("EXDATE", f"{len(said.removed)} ×", _("ein Eintrag, von dem wenigstens ein Termin bleibt"))
    _check_number(left)
    first, *others = left
    return Series(first, first + (said.end - said.start), None, said.all_day, added=tuple(others))


def _ruled(said: Said, rule: Rule, dates: _Dates) -> Series:
    made = Series(said.start, said.end, rule, said.all_day)
    extra = () if dates.fits_first else (said.start,)
    removed, singles = set(said.removed), {*extra, *said.added}
    given = _given(rule, said.start, removed | singles)
    own = sorted(singles - given)
    _check_number(own)
    return replace(
        made, added=tuple(start for start in own if start not in removed), removed=frozenset(removed & given)
    )


def _given(rule: Rule, first: datetime, asked: set[datetime]) -> set[datetime]:
    """Those of them that the rule gives, in one pass over its dates: there may be thousands."""
    return asked.intersection(_starts(rule, first, max(asked))) if asked else set()


def _starts(rule: Rule, first: datetime, last: datetime) -> Iterator[datetime]:
    """What a rule of ours gives, from its first date on."""
    search = Search(replace(rule, count=None).starts(first), first, rule.frequency, rule.interval)
    return islice(search.up_to(min(rule.until, last) if rule.until else last), rule.count)


def _check_number(starts: list[datetime]) -> None:
    if len(starts) > MOST_SINGLE:
        right = _("eine Wiederholung mit höchstens {n} einzelnen Terminen").format(n=MOST_SINGLE)
        raise UsageError(FIELD, f"{len(starts)} ×", right)


# --------------------------------------------------------------------------------------------------------- the dates


class _Dates:
    """The dates that a rule gives, on the clock of its zone. UsageError for one that gives none as far as we plan."""

    def __init__(self, parts: dict[str, str], until: datetime | None, said: Said) -> None:
        self.said, self.until = said, until
        count = parts.get("COUNT")
        self.count = int(count) if count else None
        rest = ";".join(f"{key}={value}" for key, value in parts.items() if key != "COUNT")
        try:
            rule: Any = rrule.rrulestr(rest, dtstart=said.first)
            self.search = Search(rule, said.first, Frequency(parts["FREQ"]), int(parts.get("INTERVAL", 1)))
            earliest = next(self.search.up_to(said.first + PLANNED), None)
        except (ValueError, TypeError, OverflowError, ArithmeticError, LookupError) as error:
            raise UsageError(FIELD, said.rule, _("eine Regel nach RFC 5545")) from error
        if earliest is None:
            right = _("eine Regel, die in den ersten {n} Jahren einen Termin gibt").format(n=PLANNED_YEARS)
            raise UsageError(FIELD, said.rule, right)
        # Whether the first date is one that the rule gives; it counts anyway.
        self.fits_first = earliest == said.first

    def up_to(self, end: datetime) -> Iterator[datetime]:
        """In our time, the first date among them only if the rule gives it."""
        last = min(self.until, end + timedelta(days=1)) if self.until else end + timedelta(days=1)
        count = None if self.count is None else self.count - (not self.fits_first)
        starts = islice(self.search.up_to(last), count)
        return takewhile(lambda start: start <= end, map(self.said.home, starts))

    def within(self, window: Window) -> Iterator[datetime]:
        """UsageError if so many come before that nobody can have meant it."""
        for number, start in enumerate(self.up_to(window.end), 1):
            if number > MOST_COUNT:
                right = _("eine Wiederholung mit höchstens {n} Terminen").format(n=MOST_COUNT)
                raise UsageError(FIELD, self.said.rule, right)
            if start >= window.begin:
                yield start


def _parts(text: str) -> dict[str, str]:
    """By name. UsageError names the part that no calendar should have."""
    parts: dict[str, str] = {}
    for part in text.strip().upper().rstrip(";").split(";"):
        key, equals, value = part.partition("=")
        if key.startswith("X-"):
            continue
        if not equals or key not in KEYS or key in parts or not _readable(key, value):
            raise UsageError(FIELD, part, A_RULE)
        parts[key] = value
    if parts.get("FREQ") not in Frequency.__members__:
        right = _("eine Wiederholung nach Tagen, Wochen, Monaten oder Jahren")
        raise UsageError("FREQ", parts.get("FREQ", ""), right)
    if {"COUNT", "UNTIL"} <= parts.keys():
        raise UsageError(FIELD, text, _("entweder COUNT oder UNTIL"))
    for key, most in (("INTERVAL", MOST_INTERVAL), ("COUNT", MOST_COUNT)):
        if key in parts and not 1 <= int(parts[key]) <= most:
            raise UsageError(key, parts[key], _("eine Zahl von 1 bis {most}").format(most=most))
    return parts


def _readable(key: str, value: str) -> bool:
    if key == "FREQ":
        return value.isalpha()
    if key == "WKST":
        return value in DAYS
    if key == "UNTIL":
        return bool(UNTIL.match(value))
    if key in ("INTERVAL", "COUNT"):
        return value.isascii() and value.isdecimal() and len(value) <= 5
    if key == "BYDAY":
        return bool(WEEKDAYS.match(value))
    return bool(NUMBERS.match(value)) and all(abs(int(one)) <= LARGEST[key] for one in value.split(","))


def _until(raw: str, said: Said) -> datetime | None:
    """The last moment on the clock of the rule's zone; a date means its whole day."""
    if not raw or int(raw[:4]) >= LATEST:  # how some programs write that there is no end
        return None
    try:
        if len(raw) == 8:
            return datetime.combine(datetime.strptime(raw, "%Y%m%d").date(), LAST_MOMENT)  # noqa: DTZ007
        found = datetime.strptime(raw.removesuffix("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007
        if said.all_day:
            return datetime.combine(found.date(), LAST_MOMENT)
        return said.away(found.replace(tzinfo=UTC)) if raw.endswith("Z") else found
    except (ValueError, OverflowError):
        raise UsageError("UNTIL", raw, _("ein Tag wie 20270630 oder eine Zeit wie 20270630T215959Z")) from None


# --------------------------------------------------------------------------------------------------------- the words


def _worded(parts: dict[str, str], until: datetime | None, said: Said) -> Rule | None:
    """The same rule as ours; None if it has no words. What the first date says without a word is written out."""
    plain = {key: value for key, value in parts.items() if key not in (*CLOCK, "WKST", "COUNT")}
    if any(parts[key] != str(getattr(said.first, name)) for key, name in CLOCK.items() if key in parts):
        return None
    if parts["FREQ"] in ("MONTHLY", "YEARLY") and not PLACE_IN_YEAR & plain.keys():
        plain["BYMONTHDAY"] = str(said.first.day)
    if parts["FREQ"] == "YEARLY" and "BYMONTHDAY" in plain:
        plain.setdefault("BYMONTH", str(said.first.month))
    text = ";".join(f"{key}={value}" for key, value in plain.items())
    try:
        rule = Rule.parse(text)
        rule = replace(rule, until=until) if until else rule
        return replace(rule, count=int(parts["COUNT"])) if "COUNT" in parts else rule
    except (UsageError, OverflowError):
        return None


def _same(rule: Rule, dates: _Dates, said: Said) -> bool:
    """Whether both give the same dates, as far as anybody plans."""
    if rule.count and (rule.count > COUNT_MAX or not dates.fits_first):
        return False
    end = said.start + PLANNED
    most = COMPARED_AT_HOME if said.is_at_home else COMPARED
    theirs = list(islice(dates.up_to(end), most))
    return bool(theirs) and theirs == list(islice(_starts(rule, said.start, end), most))
