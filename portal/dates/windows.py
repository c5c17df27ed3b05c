"""The days that a list of dates shows: one day, a week from Monday, or a month. Pure; only the words are translated."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Self

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.hours.words import weekday
from initiatives.dates import AHEAD, BACK
from initiatives.recurrence.series import at

DAY, WEEK = timedelta(days=1), timedelta(days=7)


class View(StrEnum):
    """As they are called in the address."""

    DAY = "tag"
    WEEK = "woche"
    MONTH = "monat"


@dataclass(frozen=True)
class Window:
    """The days around `day`; `today` is the day on the calendar of the quarter."""

    view: View
    day: date
    today: date

    @property
    def first(self) -> date:
        starts = {
            View.DAY: self.day,
            View.WEEK: self.day - self.day.weekday() * DAY,
            View.MONTH: self.day.replace(day=1),
        }
        return starts[self.view]

    @property
    def last(self) -> date:
        if self.view == View.MONTH:
            return self.day.replace(day=calendar.monthrange(self.day.year, self.day.month)[1])
        return self.first + (WEEK if self.view == View.WEEK else DAY) - DAY

    @property
    def begin(self) -> datetime:
        return midnight(self.first)

    @property
    def end(self) -> datetime:
        """Not included."""
        return midnight(self.last + DAY)

    @property
    def holds_today(self) -> bool:
        return self.first <= self.today <= self.last

    @property
    def previous(self) -> Self | None:
        """The days before; None where no dates are kept any more."""
        return self._at(self.first - DAY)

    @property
    def next(self) -> Self | None:
        return self._at(self.last + DAY)

    def _at(self, day: date) -> Self | None:
        if not earliest(self.today) <= day <= latest(self.today):
            return None
        found = type(self)(self.view, day, self.today)
        return type(self)(self.view, max(found.first, earliest(self.today)), self.today)

    def shown_as(self, view: View) -> Self:
        return type(self)(view, self.day, self.today)

    def on(self, day: date) -> Self:
        """The same view around another day."""
        return type(self)(self.view, day, self.today)

    @property
    def title(self) -> str:
        """„Freitag, 27. November“, „30. November bis 6. Dezember“, „Dezember 2026“."""
        if self.view == View.DAY:
            return full_day(self.first, self.today)
        if self.view == View.MONTH:
            return date_format(self.first, "YEAR_MONTH_FORMAT")
        return _("{first} bis {last}").format(first=self._first_words, last=plain_day(self.last, self._year))

    @property
    def inside(self) -> str:
        """The same inside of a sentence: „am Freitag, 27. November“, „in der Woche vom …“, „im Dezember 2026“."""
        if self.view == View.WEEK:
            text = _("in der Woche vom {first} bis {last}")
            return text.format(first=self._first_words, last=plain_day(self.last, self._year))
        text = _("am {day}") if self.view == View.DAY else _("im {month}")
        return text.format(day=self.title, month=self.title)

    @property
    def _first_words(self) -> str:
        return plain_day(self.first, self._year)

    @property
    def _year(self) -> date | None:
        """The year goes without saying if it is this one on both ends."""
        return self.today if self.first.year == self.last.year == self.today.year else None


def earliest(today: date) -> date:
    """Before it no dates are kept."""
    return today - BACK


def latest(today: date) -> date:
    return today + AHEAD


def midnight(day: date) -> datetime:
    """The moment at which a day begins; where clocks skip midnight, the first moment of it."""
    return at(datetime.combine(day, time()))


def plain_day(day: date, today: date | None) -> str:
    """„27. November“, with the year where it is another one or none is given to compare."""
    same_year = today is not None and day.year == today.year
    return date_format(day, "MONTH_DAY_FORMAT" if same_year else "DATE_FORMAT")


def full_day(day: date, today: date) -> str:
    """„Freitag, 27. November“."""
    return _("{weekday}, {day}").format(weekday=weekday(day), day=plain_day(day, today))


def near_day(day: date, today: date) -> str:
    """„heute, 27. November“, „morgen, 28. November“, else the full day; with the date, as it is also read on paper."""
    near = {0: _("heute"), 1: _("morgen")}.get((day - today).days) or weekday(day)
    return _("{weekday}, {day}").format(weekday=near, day=plain_day(day, today))
