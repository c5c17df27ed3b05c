"""When one date is, in words: „15 bis 17 Uhr“, „ganztags bis Sonntag“, „noch bis Samstag, 2 Uhr“."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from common.hours.words import clock, weekday
from initiatives.recurrence.series import wall
from initiatives.recurrence.words import MORNING_H
from portal.dates.windows import DAY, plain_day

NEAR = timedelta(days=6)  # within these a weekday by itself is clear


@dataclass(frozen=True)
class Span:
    """Local times; whole days begin at midnight and end at the midnight after the last one."""

    start: datetime
    end: datetime
    all_day: bool = False

    @classmethod
    def of(cls, starts: datetime, ends: datetime, *, all_day: bool) -> "Span":
        return cls(wall(starts), wall(ends), all_day)

    @property
    def first(self) -> date:
        return self.start.date()

    @property
    def last(self) -> date:
        """The last day that it touches; what ends at midnight ends the day before."""
        ends_at = self.end - timedelta(microseconds=1) if self.end > self.start else self.end
        return ends_at.date()

    @property
    def is_one_evening(self) -> bool:
        """„22 bis 2 Uhr“ needs no second day."""
        return self.last - self.first == DAY and self.end.hour <= MORNING_H and self.end.time() <= self.start.time()

    @property
    def times(self) -> str:
        """On its first day, which is said beside it."""
        if self.last == self.first or self.is_one_evening:
            return self._of_one_day
        if self.all_day:
            return _("ganztags bis {day}").format(day=self._last_day)
        text = _("{start} Uhr bis {day}, {end} Uhr")
        return text.format(start=clock(self.start), day=self._last_day, end=self._end_clock)

    def times_on(self, day: date) -> str:
        """On a later day of a date that goes on: „noch bis Sonntag“, „letzter Tag“, „noch bis 2 Uhr“."""
        if day <= self.first:
            return self.times
        if self.all_day:
            text = _("letzter Tag") if self.last == day else _("noch bis {day}")
        else:
            text = _("noch bis {end} Uhr") if self.last == day else _("noch bis {day}, {end} Uhr")
        return text.format(day=self._day_after(day), end=self._end_clock)

    @property
    def _of_one_day(self) -> str:
        if self.all_day:
            return _("ganztags")
        if self.start == self.end:
            return _("{start} Uhr").format(start=clock(self.start))
        return _("{start} bis {end} Uhr").format(start=clock(self.start), end=self._end_clock)

    @property
    def _end_clock(self) -> str:
        return clock(self.end, ending=True)

    @property
    def _last_day(self) -> str:
        return self._day_after(self.first)

    def _day_after(self, day: date) -> str:
        """The last day as it is clear on `day`: its weekday, or its date if that is far."""
        return weekday(self.last) if self.last - day <= NEAR else plain_day(self.last, self.first)
