"""Recurrence rules of RFC 5545, as far as people can say them. Pure.

What cannot be told in one sentence (every 40th day of the year, every second) is refused, so that each stored rule has
words in every language and an end to its dates within any window.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any, Literal

from dateutil import rrule
from django.utils.translation import gettext_lazy as _

from common.errors import UsageError
from common.hours.calendars import ZONE

FIELD = "RRULE"
INTERVAL_MAX, COUNT_MAX = 99, 500
EARLIEST, LATEST = 1900, 2200  # years
NTH = (1, 2, 3, 4, 5, -1, -2)
LAST_MOMENT = time(23, 59, 59)


class Frequency(StrEnum):
    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NUMBERS: Mapping[Frequency, Literal[0, 1, 2, 3]] = {
    Frequency.DAILY: rrule.DAILY,
    Frequency.WEEKLY: rrule.WEEKLY,
    Frequency.MONTHLY: rrule.MONTHLY,
    Frequency.YEARLY: rrule.YEARLY,
}
_WEEKDAYS = (rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU)
_DAY = re.compile(r"^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$")
_UNTIL = re.compile(r"^\d{8}(T\d{6}Z?)?$")


@dataclass(frozen=True)
class On:
    """A weekday (0 is Monday); `nth` of the month, negative from its end, 0 for every one."""

    weekday: int
    nth: int = 0

    def __str__(self) -> str:
        return f"{self.nth or ''}{DAYS[self.weekday]}"


@dataclass(frozen=True)
class Rule:
    """`until` is the last moment in local time, without a zone. Only one of `until` and `count` is given.

    `position` picks one of the weekdays of a month: the last of Monday to Friday is its last working day.
    """

    frequency: Frequency
    interval: int = 1
    on: tuple[On, ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    position: int = 0
    until: datetime | None = None
    count: int | None = None

    @classmethod
    def parse(cls, text: str) -> Rule:
        """`FREQ=MONTHLY;BYDAY=-1FR`. UsageError names the part that cannot be used."""
        parts = dict(_parts(text))
        if "FREQ" not in parts:
            raise UsageError(FIELD, text, _("eine Regel mit FREQ, zum Beispiel FREQ=WEEKLY;BYDAY=FR"))
        given = {name: value for key, raw in parts.items() for name, value in _READERS[key](raw).items()}
        if "count" in given and "until" in given:
            raise UsageError(FIELD, text, _("entweder COUNT oder UNTIL"))
        rule = cls(**given)
        rule.check()
        return rule

    def check(self) -> None:
        """Raises UsageError for what has no words, or no dates."""
        if not _has_words(self):
            right = _("eine Wiederholung, die man in einem Satz sagen kann, zum Beispiel FREQ=MONTHLY;BYDAY=-1FR")
            raise UsageError(FIELD, self.text(), right)
        if self.frequency == Frequency.YEARLY and self.month_days and not _exists(self.month_days[0], self.months[0]):
            raise UsageError("BYMONTHDAY", self.month_days[0], _("ein Tag, den es in diesem Monat gibt"))

    def text(self, *, all_day: bool = False) -> str:
        """As RFC 5545 wants it: UNTIL in UTC, or as a date for whole days."""
        return ";".join(f"{key}={value}" for key, value in self._pairs(all_day=all_day))

    def _pairs(self, *, all_day: bool) -> Iterator[tuple[str, str]]:
        yield "FREQ", self.frequency
        if self.until:
            at = self.until.replace(tzinfo=ZONE).astimezone(UTC)
            yield "UNTIL", f"{self.until:%Y%m%d}" if all_day else f"{at:%Y%m%dT%H%M%SZ}"
        if self.count:
            yield "COUNT", str(self.count)
        if self.interval > 1:
            yield "INTERVAL", str(self.interval)
        for key, values in (("BYMONTH", self.months), ("BYMONTHDAY", self.month_days), ("BYDAY", self.on)):
            if values:
                yield key, ",".join(map(str, values))
        if self.position:
            yield "BYSETPOS", str(self.position)

    def starts(self, first: datetime) -> rrule.rrule:
        """The starts from the first one on, as local times without a zone; without an end if the rule has none."""
        return rrule.rrule(
            _NUMBERS[self.frequency],
            dtstart=first,
            interval=self.interval,
            wkst=rrule.MO,
            count=self.count,
            until=self.until,
            byweekday=[_WEEKDAYS[on.weekday](on.nth) if on.nth else _WEEKDAYS[on.weekday] for on in self.on] or None,
            bymonthday=self.month_days or None,
            bymonth=self.months or None,
            bysetpos=self.position or None,
        )

    def first_from(self, start: datetime) -> datetime | None:
        """The first start that fits the rule; an event begins there and not where somebody happened to click."""
        return next(iter(self.starts(start)), None)

    def ending(self, last: date) -> Rule:
        """The same, with this day as the last one."""
        return replace(self, until=datetime.combine(last, LAST_MOMENT), count=None)


def _has_words(rule: Rule) -> bool:
    """The shapes that `words` knows; see there."""
    nth = any(on.nth for on in rule.on)
    match rule.frequency:
        case Frequency.DAILY:
            return not (rule.on or rule.month_days or rule.position)
        case Frequency.WEEKLY:
            return not (nth or rule.month_days or rule.position)
        case Frequency.MONTHLY if rule.position:
            return bool(rule.on) and not nth and not rule.month_days
        case Frequency.MONTHLY:
            return bool(rule.on) != bool(rule.month_days) and (nth or not rule.on) and not rule.months
        case Frequency.YEARLY:
            one_day = len(rule.month_days) == 1 and not rule.on
            one_weekday = len(rule.on) == 1 and nth and not rule.month_days
            return len(rule.months) == 1 and (one_day or one_weekday) and not rule.position
    return False


def _exists(day: int, month: int) -> bool:
    """In some year; a leap year has all."""
    return abs(day) <= monthrange(2028, month)[1]


# ----------------------------------------------------------------------------------------------------------- reading


def _parts(text: str) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for part in text.strip().upper().removeprefix("RRULE:").rstrip(";").split(";"):
        key, equals, value = part.partition("=")
        if key not in _READERS or not equals or key in seen:
            raise UsageError(FIELD, part, _("Teile wie FREQ, INTERVAL, BYDAY, BYMONTHDAY, BYMONTH, UNTIL oder COUNT"))
        seen.add(key)
        yield key, value


def _frequency(raw: str) -> Mapping[str, Any]:
    if raw not in Frequency.__members__:
        raise UsageError("FREQ", raw, "DAILY, WEEKLY, MONTHLY, YEARLY")
    return {"frequency": Frequency(raw)}


def _number(name: str, field: str, high: int) -> Callable[[str], Mapping[str, Any]]:
    def read(raw: str) -> Mapping[str, Any]:
        return {name: _integers(field, raw, range(1, high + 1), most=1)[0]}

    return read


def _numbers(name: str, field: str, allowed: range) -> Callable[[str], Mapping[str, Any]]:
    def read(raw: str) -> Mapping[str, Any]:
        return {name: _integers(field, raw, allowed, most=len(allowed))}

    return read


def _integers(field: str, raw: str, allowed: range, *, most: int) -> tuple[int, ...]:
    pieces = raw.split(",")
    is_number = all(piece.removeprefix("-").removeprefix("+").isascii() and _is_integer(piece) for piece in pieces)
    values = tuple(sorted({int(piece) for piece in pieces})) if is_number else ()
    if not values or len(values) > most or 0 in values or any(value not in allowed for value in values):
        right = _("ganze Zahlen von {low} bis {high}").format(low=allowed[0], high=allowed[-1])
        raise UsageError(field, raw, right)
    return values


def _is_integer(piece: str) -> bool:
    return re.fullmatch(r"[+-]?\d{1,4}", piece) is not None


def _days(raw: str) -> Mapping[str, Any]:
    found = [_DAY.match(piece) for piece in raw.split(",")]
    on = [On(DAYS.index(one[2]), int(one[1] or 0)) for one in found if one]
    if len(on) < len(found) or any(one.nth not in (0, *NTH) for one in on):
        raise UsageError("BYDAY", raw, _("Wochentage wie FR, 2TU oder -1FR"))
    return {"on": tuple(sorted(set(on), key=lambda one: (NTH.index(one.nth) if one.nth else -1, one.weekday)))}


def _position(raw: str) -> Mapping[str, Any]:
    (found,) = _integers("BYSETPOS", raw, range(-2, 6), most=1)
    return {"position": found}


def _until(raw: str) -> Mapping[str, Any]:
    """A date means its whole day; UTC becomes local time."""
    try:
        if not _UNTIL.match(raw):
            raise ValueError(raw)
        if len(raw) == 8:
            return {"until": datetime.combine(datetime.strptime(raw, "%Y%m%d").date(), LAST_MOMENT)}  # noqa: DTZ007
        found = datetime.strptime(raw.removesuffix("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007
        local = found.replace(tzinfo=UTC).astimezone(ZONE).replace(tzinfo=None) if raw.endswith("Z") else found
        if not EARLIEST <= local.year <= LATEST:
            raise ValueError(raw)
    except (ValueError, OverflowError):
        raise UsageError("UNTIL", raw, _("ein Tag wie 20270630 oder eine Zeit wie 20270630T215959Z")) from None
    return {"until": local}


def _week_start(raw: str) -> Mapping[str, Any]:
    """Weeks begin on Monday; another begin would change what "every second week" means."""
    if raw != "MO":
        raise UsageError("WKST", raw, "MO")
    return {}


_READERS: Mapping[str, Callable[[str], Mapping[str, Any]]] = {
    "FREQ": _frequency,
    "INTERVAL": _number("interval", "INTERVAL", INTERVAL_MAX),
    "COUNT": _number("count", "COUNT", COUNT_MAX),
    "UNTIL": _until,
    "BYDAY": _days,
    "BYMONTHDAY": _numbers("month_days", "BYMONTHDAY", range(-31, 32)),
    "BYMONTH": _numbers("months", "BYMONTH", range(1, 13)),
    "BYSETPOS": _position,
    "WKST": _week_start,
}
