"""The month of a programme and its weeks. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.errors import UsageError
from initiatives.dates import AHEAD, BACK
from portal.dates.windows import midnight

NEXT_FROM_DAY = 26  # from this day of a month on people plan the next one
MONTHS = 12
_WRITTEN = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True, order=True)
class Month:
    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, day.month)

    @classmethod
    def planned_on(cls, today: date) -> Self:
        """The month that somebody wants who names none."""
        month = cls.of(today)
        return month.plus(1) if today.day >= NEXT_FROM_DAY else month

    @classmethod
    def parse(cls, field: str, text: str, today: date) -> Self:
        """`2026-12`; UsageError for anything else and for months that hold no dates."""
        if not _WRITTEN.fullmatch(text):
            raise UsageError(field, text, _("ein Monat wie {example}").format(example=cls.of(today)))
        month, first, last = cls(int(text[:4]), int(text[5:])), *cls.range(today)
        if not first <= month <= last:
            raise UsageError(field, text, _("ein Monat von {first} bis {last}").format(first=first, last=last))
        return month

    @classmethod
    def range(cls, today: date) -> tuple[Self, Self]:
        """The first and the last month of which all dates are stored."""
        return cls.of(today - BACK).plus(1), cls.of(today + AHEAD).plus(-1)

    def plus(self, months: int) -> Self:
        years, number = divmod(self.year * MONTHS + self.number - 1 + months, MONTHS)
        return type(self)(years, number + 1)

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return self.plus(1).first - timedelta(days=1)

    @property
    def begin(self) -> datetime:
        return midnight(self.first)

    @property
    def end(self) -> datetime:
        """The moment after it."""
        return self.plus(1).begin

    @property
    def label(self) -> str:
        """„Dezember 2026“."""
        return date_format(self.first, "YEAR_MONTH_FORMAT")

    def mondays(self) -> Iterator[date]:
        """Of every week that has a day in the month."""
        monday = self.first - timedelta(days=self.first.weekday())
        while monday <= self.last:
            yield monday
            monday += timedelta(days=7)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"
