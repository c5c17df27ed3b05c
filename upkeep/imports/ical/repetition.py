"""RRULE, RDATE and EXDATE of a calendar → a series of ours.

A rule that our words can say stays a rule, if both give the same dates: weeks that begin on Sunday, other zones and
first dates outside of the rule are then nobody's guess. Any other rule becomes its dates. It is expanded once, here,
inside a window and with a limit: a broken rule says so only then, and one of seconds never ends.
"""

from __future__ import annotations

import re
from calendar import monthrange
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

FIELD = "RRULE"
MOST_SINGLE, MOST_COUNT, MOST_INTERVAL = 500, 10_000, 1_000
COMPARED_AT_HOME, COMPARED = 60, 400  # dates; in another zone at least a year of them, with both changes of clocks
PLANNED = timedelta(days=12 * 366)  # nobody plans further
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
    near = list(islice((start for start in dates.up_to(window.end) if start >= window.begin), MOST_SINGLE + 1))
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
    own = sorted({start for start in (*extra, *said.added) if not made.has(start)})
    _check_number(own)
    whole = replace(made, added=tuple(start for start in own if start not in said.removed))
    return replace(whole, removed=frozenset(start for start in said.removed if made.has(start)))


def _check_number(starts: list[datetime]) -> None:
    if len(starts) > MOST_SINGLE:
        raise UsageError(FIELD, f"{len(starts)} ×", _("eine Wiederholung mit höchstens 500 einzelnen Terminen"))


# --------------------------------------------------------------------------------------------------------- the dates


class _Dates:
    """The dates that a rule gives, on the clock of its zone."""

    def __init__(self, parts: dict[str, str], until: datetime | None, said: Said) -> None:
        self.said, self.until = said, until
        count = parts.get("COUNT")
        self.count = int(count) if count else None
        rest = ";".join(f"{key}={value}" for key, value in parts.items() if key != "COUNT")
        try:
            self.rule: Any = rrule.rrulestr(rest, dtstart=said.first)
            # Of a rule without any date the library looks for one until the year 9999: that is asked at most once.
            self.earliest = next(iter(self.rule), None) if _is_possible(parts) else None
        except (ValueError, TypeError, OverflowError, ArithmeticError, LookupError) as error:
            raise UsageError(FIELD, said.rule, _("eine Regel nach RFC 5545")) from error

    @property
    def fits_first(self) -> bool:
        """Whether the first date is one that the rule gives; it counts anyway."""
        return bool(self.earliest == self.said.first)

    def up_to(self, end: datetime) -> Iterator[datetime]:
        """In our time, the first date among them only if the rule gives it."""
        if self.earliest is None:
            return iter(())
        last = min(self.until, end + timedelta(days=1)) if self.until else end + timedelta(days=1)
        count = None if self.count is None else self.count - (not self.fits_first)
        starts = islice(self.rule.replace(until=last), count)
        return takewhile(lambda start: start <= end, map(self.said.home, starts))


def _parts(text: str) -> dict[str, str]:
    """By name. UsageError names the part that no calendar should have."""
    parts: dict[str, str] = {}
    for part in text.strip().upper().rstrip(";").split(";"):
        key, equals, value = part.partition("=")
        if key.startswith("X-"):
            continue
        if not equals or key not in KEYS or key in parts or not _readable(key, value):
            raise UsageError(FIELD, part, _("eine Regel nach RFC 5545, zum Beispiel FREQ=WEEKLY;BYDAY=FR"))
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


def _is_possible(parts: dict[str, str]) -> bool:
    """Whether one of the months has one of the days."""
    months, days = ([int(one) for one in parts.get(key, "").split(",") if one] for key in ("BYMONTH", "BYMONTHDAY"))
    longest = max((monthrange(2028, month)[1] for month in months if 1 <= month <= 12), default=31)
    return not days or min(map(abs, days)) <= longest


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
    last = min(rule.until, end) if rule.until else end
    starts = islice(replace(rule, count=None).starts(said.start).replace(until=last), rule.count)
    return bool(theirs) and theirs == list(islice(starts, most))
