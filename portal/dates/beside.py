"""The next dates that answer a question of the find page, for the page of its hits."""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property

from django.utils.timezone import localdate

from portal.dates.coming import ORDER
from portal.dates.found import Found
from portal.dates.question import Question
from portal.dates.rows import Row, reached, rows
from portal.dates.whose import Whose
from portal.dates.windows import View, Window
from portal.find import Find

LIMIT = 3
AHEAD = timedelta(days=92)  # to look through all dates there are takes longer than the whole page


@dataclass(frozen=True)
class Beside:
    """Of each event only its next date, within three months.

    Opening hours and the part of the map are asked of places, not of dates.
    """

    find: Find

    @cached_property
    def question(self) -> Question:
        today = localdate(self.find.now)
        find = self.find.changed(open_at=None, bbox=None)
        return Question(Window(View.MONTH, today, today), Whose(find.quarter, needs=find.needs), find)

    @cached_property
    def rows(self) -> list[Row]:
        """A fixed number of queries; none for a question that does not say what it is about."""
        find = self.find
        if not (find.text or find.needs or find.kinds):
            return []
        found = Found(self.question, find.now, find.now + AHEAD)
        dates = list(found.dates.first_of_each().with_all().order_by(*ORDER)[:LIMIT])
        return rows(dates, found.telling(reached(dates, found.reach)))

    @property
    def query(self) -> str:
        """Of the page of dates, for the month in which the first of them is."""
        window = self.question.window
        first = next((row.span.first for row in self.rows), window.day)
        month = window if first <= window.last else replace(window, day=first)
        return self.question.changed(window=month).query()
