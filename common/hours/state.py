"""Is it open at this moment, and until when?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from common.hours.calendars import ZONE, Calendar
from common.hours.errors import HoursError
from common.hours.plans import Reason, timeline
from common.hours.rules import DAY_MIN, Opening

HORIZON = timedelta(days=36)  # the second Thursdays of two months lie up to five weeks apart


@dataclass(frozen=True, slots=True)
class OpenState:
    """`until`: when `state` changes to `then`, local time; None if not within the horizon.

    `opens`: when it opens next. `holiday`: today's public holiday. `open_end`: it may stay open after `until`.
    """

    state: Opening
    until: datetime | None = None
    then: Opening | None = None
    opens: datetime | None = None
    comment: str = ""
    reason: Reason | None = None
    holiday: str = ""
    then_holiday: str = ""
    open_end: bool = False


class _Segment(NamedTuple):
    """A stretch of a day between two instants in UTC."""

    start: datetime
    end: datetime
    opening: Opening
    comment: str
    reason: Reason | None
    open_end: bool


def instant(day: date, minute: int) -> datetime:
    """Wall-clock minute of a day in Germany → instant in UTC.

    An hour that the clocks skip counts as its end, an hour that comes twice as the second one, as the library does.
    """
    wall = datetime.combine(day + timedelta(days=minute // DAY_MIN), time(), ZONE) + timedelta(minutes=minute % DAY_MIN)
    exact = wall.replace(fold=1).astimezone(UTC)
    if exact.astimezone(ZONE).replace(tzinfo=None) != wall.replace(tzinfo=None):
        exact = (wall.replace(minute=0, fold=0) + timedelta(hours=1)).astimezone(UTC)
    return exact


@lru_cache(maxsize=65_536)
def _segments(text: str, day: date, calendar: Calendar) -> tuple[_Segment, ...]:
    found = (
        _Segment(instant(day, s.start), instant(day, s.end), s.opening, s.comment, s.reason, s.open_end)
        for s in timeline(text, day, calendar)
    )
    return tuple(segment for segment in found if segment.start < segment.end)


def _local(at: datetime) -> datetime:
    if at.utcoffset() is None:
        raise ValueError(f"{at} has no time zone")  # a mistake of the caller, not of a person
    return at.astimezone(ZONE)


def _segment_at(text: str, at: datetime, calendar: Calendar) -> _Segment:
    exact = at.astimezone(UTC)
    return next(s for s in _segments(text, _local(at).date(), calendar) if s.start <= exact < s.end)


def _following(text: str, after: datetime, calendar: Calendar) -> Iterator[_Segment]:
    """Segments from the given instant on, over the horizon."""
    first = _local(after).date()
    for days in range(HORIZON.days + 1):
        yield from (s for s in _segments(text, first + timedelta(days=days), calendar) if s.start >= after)


def state(text: str, at: datetime, calendar: Calendar) -> OpenState:
    """`text`: opening hours as stored; empty or not understood is "unknown". `at` must know its zone (ValueError)."""
    local = _local(at)
    try:
        if text.strip():
            return _state(text, local, calendar)
        reason = Reason.MISSING
    except HoursError:
        reason = Reason.UNREADABLE
    return OpenState(Opening.UNKNOWN, reason=reason, holiday=calendar.holiday(local.date()))


def _state(text: str, local: datetime, calendar: Calendar) -> OpenState:
    now = _segment_at(text, local, calendar)
    ahead = _ahead(now, _following(text, now.end, calendar), local.astimezone(UTC) + HORIZON)
    change, opens = ahead.change, ahead.opens
    return OpenState(
        state=now.opening,
        until=change and change.start.astimezone(ZONE),
        then=change and change.opening,
        opens=opens and opens.start.astimezone(ZONE),
        comment=now.comment,
        reason=now.reason,
        holiday=calendar.holiday(local.date()),
        then_holiday=calendar.holiday(change.start.astimezone(ZONE).date()) if change else "",
        open_end=ahead.last.open_end,
    )


class _Ahead(NamedTuple):
    """The last segment like now, the first that differs, and the next that begins to be open."""

    last: _Segment
    change: _Segment | None = None
    opens: _Segment | None = None


def _ahead(now: _Segment, later: Iterable[_Segment], horizon: datetime) -> _Ahead:
    ahead, before = _Ahead(now), now
    for segment in later:
        if segment.start > horizon or (ahead.change and ahead.opens):
            break
        if not ahead.change:
            same = segment.opening is now.opening
            ahead = ahead._replace(last=segment) if same else ahead._replace(change=segment)
        if not ahead.opens and segment.opening is Opening.OPEN and before.opening is not Opening.OPEN:
            ahead = ahead._replace(opens=segment)
        before = segment
    return ahead


@lru_cache(maxsize=262_144)
def _open_at(text: str, minute: datetime, calendar: Calendar) -> bool:
    try:
        return bool(text.strip()) and _segment_at(text, minute, calendar).opening is Opening.OPEN
    except HoursError:
        return False


def open_strings(strings: Iterable[str], at: datetime, calendar: Calendar) -> set[str]:
    """Those of many opening hours that are open; what is unknown or by arrangement is not. `at` must know its zone."""
    minute = _local(at).astimezone(UTC).replace(second=0, microsecond=0)
    return {text for text in strings if _open_at(text, minute, calendar)}
