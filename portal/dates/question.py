"""What the page of dates is asked: which days, whose dates, and what the find page is asked too. Parsed once."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy

from common import params
from portal.dates import whose
from portal.dates.whose import Whose
from portal.dates.windows import View, Window, earliest, latest
from portal.find import PAGE, Find
from portal.find import parse as parse_find
from portal.find.question import NARROWING

VIEW, DAY = "ansicht", "tag"
VIEWS = {View.DAY: gettext_lazy("Tag"), View.WEEK: gettext_lazy("Woche"), View.MONTH: gettext_lazy("Monat")}


@dataclass(frozen=True)
class Question:
    """Change it with `changed` and `narrowed`, write it down with `query`."""

    window: Window
    whose: Whose
    find: Find
    carried: tuple[tuple[str, str], ...] = ()  # parameters that links keep, such as the colours

    def changed(self, **changes: object) -> Self:
        return replace(self, **changes)  # type: ignore[arg-type]

    def narrowed(self, find: Find) -> Self:
        """The same days for another question; needs stand in both, because feeds read them without the rest."""
        return replace(self, find=find, whose=replace(self.whose, needs=find.needs))

    def around(self, window: Window | None) -> str | None:
        """Query string of the same question for other days, None for none."""
        return replace(self, window=window).query() if window else None

    def query(self, **more: str) -> str:
        """Canonical query string without `?`; '' if nothing is asked."""
        return self.query_beside(self.find.query(), **more)

    def query_beside(self, of_find: str, **more: str) -> str:
        """The same with another question in place of `find`, which is written down already."""
        return _joined(urlencode([*self._days(), *self._named()]), of_find, urlencode([*self.carried, *more.items()]))

    def _days(self) -> Iterator[tuple[str, str]]:
        """Without a day where it is the one of today, so that the address is right tomorrow too."""
        if self.window.view != View.WEEK:
            yield VIEW, str(self.window.view)
        if self.window.day != self.window.today:
            yield DAY, self.window.day.isoformat()

    def _named(self) -> Iterator[tuple[str, str]]:
        yield from (pair for pair in self.whose.pairs() if pair[0] in whose.KNOWN)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the form keeps beside its own fields."""
        quarter = [] if self.find.in_default_quarter else [(PAGE.quarter, str(self.find.quarter.slug))]
        return [*self._days(), *self._named(), *quarter, *self.carried]

    @property
    def without_filters(self) -> Self:
        cleared = self.narrowed(self.find.changed(**NARROWING))
        return replace(cleared, whose=replace(cleared.whose, initiative=None, organisation=None, place=None))

    def record_query(self) -> str:
        """What the page of one date should know of the question: quarter, profile, start and colours."""
        return _joined(self.find.way_query(), urlencode(self.carried))


def parse(query: QueryDict, *, now: datetime) -> Question:
    """UsageError names the parameter, its value and what would be right. `now` must know its zone."""
    window = parse_window(query, timezone.localdate(now))
    find = parse_find(_of_dates(query), PAGE, now=now)
    return Question(window, whose.parse(query), find)


def _of_dates(query: QueryDict) -> QueryDict:
    """Without what is about places only: a date has a time of its own, and the page has no map."""
    kept = query.copy()
    for name in (PAGE.open, PAGE.bbox):
        kept.pop(name, None)
    return kept


def parse_window(query: QueryDict, today: date) -> Window:
    view = params.choice(query, VIEW, [str(one) for one in VIEWS], str(View.WEEK), lambda slug: str(VIEWS[View(slug)]))
    day = params.day(query, DAY, low=earliest(today), high=latest(today), default=today)
    return Window(View(view), day, today)


def _joined(*queries: str) -> str:
    return "&".join(filter(None, queries))
