"""The page of dates: days with their lines, the month as a table, what there is to do where nothing was found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.hours.words import weekday
from mapping import profiles
from portal.dates import words
from portal.dates.found import MOST, Found
from portal.dates.question import VIEWS, Question
from portal.dates.rows import Row
from portal.dates.windows import View, earliest, full_day, latest
from portal.find.narrowing import Narrowing
from portal.find.words import Chip, about_minutes
from portal.presentation import Number

MONDAY = date(2024, 1, 1)


@dataclass(frozen=True)
class Day:
    """A heading with the dates that stand under it."""

    day: date
    today: date
    rows: Sequence[Row]

    @property
    def is_today(self) -> bool:
        return self.day == self.today

    @property
    def title(self) -> str:
        return full_day(self.day, self.today)


@dataclass(frozen=True)
class Cell:
    """One day of the month as a table; None in place of it is a day of another month."""

    date: date
    count: int
    query: str
    is_today: bool

    @property
    def label(self) -> str:
        """„27. November“."""
        return date_format(self.date, "MONTH_DAY_FORMAT")

    @property
    def count_text(self) -> str:
        return ngettext("{n} Termin", "{n} Termine", self.count).format(n=self.count)


@dataclass(frozen=True)
class Step:
    """A link to the same question for other days or in another view."""

    label: str
    query: str
    is_current: bool = False


class Page:
    """Everything is asked of the database when the template reads it."""

    def __init__(self, question: Question) -> None:
        self.found = Found(question)
        self.question = self.found.question
        self.window = self.question.window

    # --- the question in words and as links ---

    @cached_property
    def sentence(self) -> str:
        return words.sentence(self.question, self.found.tally)

    @property
    def cancelled(self) -> str:
        return words.cancelled(self.found.tally)

    @cached_property
    def chips(self) -> list[Chip]:
        return words.chips(self.question)

    @property
    def notice(self) -> str:
        """What was assumed of the start."""
        return self.question.find.start.notice if self.question.find.start else ""

    @property
    def minutes_notice(self) -> str:
        return about_minutes(self.question.find)

    @property
    def emergency(self) -> list[Number]:
        """Numbers to call, if an emergency need is chosen or the text asks for it."""
        return Narrowing(self.found.find).emergency

    @property
    def spoken_profile(self) -> str:
        """For whom the access of all lines is told."""
        return profiles.inside(self.question.find.profile)

    @property
    def views(self) -> list[Step]:
        return [
            Step(str(label), self.question.around(self.window.shown_as(view)) or "", view == self.window.view)
            for view, label in VIEWS.items()
        ]

    @property
    def previous(self) -> str | None:
        return self.question.around(self.window.previous)

    @property
    def next(self) -> str | None:
        return self.question.around(self.window.next)

    @property
    def today(self) -> str | None:
        """None if the page shows today."""
        return None if self.window.holds_today else self.question.around(self.window.on(self.window.today))

    @property
    def earlier_label(self) -> str:
        return {View.DAY: _("Tag davor"), View.WEEK: _("Woche davor"), View.MONTH: _("Monat davor")}[self.window.view]

    @property
    def later_label(self) -> str:
        return {View.DAY: _("Tag danach"), View.WEEK: _("Woche danach"), View.MONTH: _("Monat danach")}[
            self.window.view
        ]

    # --- the list ---

    @cached_property
    def rows(self) -> list[Row]:
        return self.found.rows() if self.found.tally.every else []

    @property
    def hidden(self) -> int:
        """How many there are beyond those that the page shows."""
        return max(0, self.found.tally.every - MOST)

    @cached_property
    def days(self) -> list[Day]:
        listed = sorted(((self._listed_on(row), row) for row in self.rows), key=lambda pair: pair[0])
        return [
            Day(day, self.window.today, [replace(row, listed_on=day) for _day, row in found])
            for day, found in groupby(listed, key=lambda pair: pair[0])
        ]

    def _listed_on(self, row: Row) -> date:
        """Its first day; of what goes on, the first day here or today."""
        first = max(row.span.first, self.window.first)
        goes_on = self.window.holds_today and first < self.window.today <= row.span.last
        return self.window.today if goes_on else first

    @property
    def past_days(self) -> list[Day]:
        """Folded away where the page shows today, so that the next date comes first."""
        return [day for day in self.days if self._is_folded(day)]

    @property
    def shown_days(self) -> list[Day]:
        return [day for day in self.days if not self._is_folded(day)]

    def _is_folded(self, day: Day) -> bool:
        return self.window.holds_today and day.day < self.window.today

    @property
    def past_count(self) -> int:
        return sum(len(day.rows) for day in self.past_days)

    @property
    def limits(self) -> tuple[str, str]:
        """The first and the last day that can be asked for."""
        return earliest(self.window.today).isoformat(), latest(self.window.today).isoformat()

    # --- the month as a table ---

    @property
    def is_month(self) -> bool:
        return self.window.view == View.MONTH

    @property
    def month(self) -> list[list[Cell | None]]:
        """Weeks of seven days from Monday."""
        return list(self._weeks())

    @property
    def weekdays(self) -> list[tuple[str, str]]:
        """Short and long names."""
        days = [MONDAY + timedelta(days=n) for n in range(7)]
        return [(date_format(day, "D"), weekday(day)) for day in days]

    def _weeks(self) -> Iterator[list[Cell | None]]:
        counts = self.found.by_day()
        first, last = self.window.first, self.window.last
        monday = first - timedelta(days=first.weekday())
        while monday <= last:
            week = [monday + timedelta(days=n) for n in range(7)]
            yield [self._cell(day, counts[day]) if first <= day <= last else None for day in week]
            monday += timedelta(days=7)

    def _cell(self, day: date, count: int) -> Cell:
        query = self.question.around(self.window.on(day).shown_as(View.DAY)) or ""
        return Cell(day, count, query, day == self.window.today)

    # --- nothing found ---

    @cached_property
    def advice(self) -> list[words.Advice]:
        return [] if self.found.tally.every else words.advice(self.found)

    @cached_property
    def following(self) -> Step | None:
        """The days with the next date after these."""
        date_after = self.found.following
        if date_after is None:
            return None
        day = timezone.localdate(date_after.starts)
        return Step(full_day(day, self.window.today), self.question.around(self.window.on(day)) or "")
