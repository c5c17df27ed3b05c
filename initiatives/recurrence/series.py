"""The dates of an event: one, or many by a rule, with exceptions. Pure.

As calendars do it: a start that the clock skips in spring is read with the time before, so it comes an hour later; one
that comes twice in autumn is the first. Every date ends at the time of day at which the first one ends, as people have
said it; so in the two nights of the year when clocks are changed a date may be an hour longer or shorter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice

from common.hours.calendars import ZONE
from initiatives.recurrence.rules import Rule

MOST = 2_000  # dates of one series within a window; a daily one has these in five years
SLACK = timedelta(days=1)  # between clocks on the wall and true time
LONGEST = timedelta(days=400)  # of one date


@dataclass(frozen=True)
class Change:
    """One date that is other than the rule says. Without `start` and `end` it keeps its times."""

    start: datetime | None = None
    end: datetime | None = None
    cancelled: bool = False


@dataclass(frozen=True)
class Series:
    """Local times without a zone. Whole days begin at midnight and end at the midnight after the last one.

    `removed` are starts that the rule gives and that do not count, `added` more of them; `changes` are by the start
    that the rule gives.
    """

    start: datetime
    end: datetime
    rule: Rule | None = None
    all_day: bool = False
    removed: frozenset[datetime] = frozenset()
    added: tuple[datetime, ...] = ()
    changes: Mapping[datetime, Change] = field(default_factory=dict)

    def starts_between(self, begin: datetime, end: datetime) -> list[datetime]:
        """Local starts by the rule, both ends included, whatever became of them."""
        own = self.rule.starts(self.start).xafter(begin, inc=True) if self.rule else iter([self.start])
        ruled = islice(_until(own, end), MOST)
        found = {at for at in (*ruled, *self.added) if begin <= at <= end}
        return sorted(found - self.removed)

    def has(self, start: datetime) -> bool:
        """Whether the rule gives this start; a change of another one is of an older rule."""
        return start in self.starts_between(start, start)


@dataclass(frozen=True)
class Occurrence:
    """One date. `original` is the start by the rule (local, without a zone), `start` and `end` when it really is."""

    original: datetime
    start: datetime
    end: datetime
    cancelled: bool = False
    changed: bool = False


def occurrences(series: Series, begin: datetime, end: datetime) -> list[Occurrence]:
    """The dates that touch the time from `begin` to `end` (with zones; the end not included), in order."""
    length = series.end - series.start + SLACK
    starts = series.starts_between(wall(begin) - length, wall(end) + SLACK)
    found = [occurrence(series, original) for original in (*starts, *_moved(series, set(starts)))]
    touching = (one for one in found if one.start < end and (one.end > begin or one.start == one.end == begin))
    return sorted(touching, key=lambda one: (one.start, one.end, one.original))


def _moved(series: Series, starts: set[datetime]) -> Iterator[datetime]:
    """Other dates of the rule that may touch the time because they were moved; only these are looked for one by one."""
    for original, change in series.changes.items():
        if (change.start or change.end) and original not in starts and series.has(original):
            yield original


def occurrence(series: Series, original: datetime) -> Occurrence:
    """The date that begins, by the rule, at this local time."""
    change = series.changes.get(original, Change())
    local = change.start or original
    start, end = at(local), at(change.end or local + (series.end - series.start))
    is_moved = change.start is not None or change.end is not None
    return Occurrence(original, start, max(start, end), change.cancelled, is_moved)


def at(local: datetime) -> datetime:
    """A time on the wall as a moment."""
    return local.replace(tzinfo=ZONE).astimezone(UTC).astimezone(ZONE)


def is_skipped(local: datetime) -> bool:
    """Whether no clock shows this time, because in spring an hour is left out."""
    return wall(at(local)) != local


def wall(moment: datetime) -> datetime:
    """What the clock on the wall shows."""
    return moment.astimezone(ZONE).replace(tzinfo=None)


def _until(starts: Iterator[datetime], end: datetime) -> Iterator[datetime]:
    for start in starts:
        if start > end:
            return
        yield start
