"""Dates in the two nights of the year in which clocks are changed. Pure.

We say that a date ends when the clock on the wall shows its usual end. Other programs keep the length of the first
date (RFC 5545, 3.8.5.3), or leave out a start that the clock skips. Where that differs a calendar must say the date.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache

from common.hours.calendars import ZONE
from initiatives.recurrence import Occurrence, Series, occurrences
from initiatives.recurrence.series import at

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LAST_CHANGED_HOUR = 3  # what begins later on the same day never meets a changed clock
YEARS_AROUND = (-1, 0, 1, 2)


def uneven(series: Series, year: int) -> list[Occurrence]:
    """Dates of a series from the year before this one to two after it that begin or end at other moments elsewhere."""
    by_day = series.end.date() == series.start.date() and series.start.hour >= LAST_CHANGED_HOUR
    if series.all_day or by_day or not (series.rule or series.added):
        return []
    length = series.end - series.start
    around = [moment for later in YEARS_AROUND for moment in clock_changes(year + later)]
    found = {one.original: one for moment in around for one in occurrences(series, moment - HOUR, moment + HOUR)}
    told = {series.start, *series.changes}  # begin and end of the first date stand in the file as they are
    return [one for one in found.values() if not _is_plain(one, length) and one.original not in told]


def _is_plain(one: Occurrence, length: timedelta) -> bool:
    """Whether moments and the clock on the wall agree on it. Dates of one zone would be subtracted by the clock."""
    true_length = timedelta(seconds=one.end.timestamp() - one.start.timestamp())
    return true_length == length and one.start.replace(tzinfo=None) == one.original


@cache
def clock_changes(year: int) -> tuple[datetime, ...]:
    """The moments at which the clock is changed."""
    return tuple(_changes(year))


def _changes(year: int) -> Iterator[datetime]:
    """Clocks are changed at a full hour of UTC."""
    day = datetime(year, 1, 1)  # noqa: DTZ001 – a day of the wall calendar
    while day.year == year:
        if at(day).utcoffset() != at(day + DAY).utcoffset():
            begin = at(day).astimezone(UTC)
            yield next(moment for n in range(1, 26) if _turned(day, moment := begin + n * HOUR))
        day += DAY


def _turned(day: datetime, moment: datetime) -> bool:
    return moment.astimezone(ZONE).utcoffset() != at(day).utcoffset()
