"""What somebody asks of the programme, parsed once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone

from common import params
from mapping import profiles
from mapping.routing.profiles import Profile
from portal.dates import whose
from portal.dates.whose import Whose
from portal.find.question import PAGE
from portal.programme.month import Month

MONTH = "monat"
# A sheet hangs where everybody reads it. Without steps is good for all; „gut zugänglich“ on foot says little.
ON_PAPER = "rollator"


@dataclass(frozen=True)
class Question:
    whose: Whose
    month: Month
    profile: Profile
    today: date

    def pairs(self) -> Iterator[tuple[str, str]]:
        yield MONTH, str(self.month)
        yield from self.whose.pairs()
        if self.profile.slug != ON_PAPER:
            yield PAGE.profile, self.profile.slug

    @property
    def query(self) -> str:
        """Canonical, without `?`."""
        return urlencode(list(self.pairs()))

    def moved(self, months: int) -> "Self | None":
        """The same for another month; None where no dates are stored."""
        other = self.month.plus(months)
        first, last = Month.range(self.today)
        return type(self)(self.whose, other, self.profile, self.today) if first <= other <= last else None


def parse(query: QueryDict, now: datetime) -> Question:
    """UsageError names the parameter, its value and what would be right."""
    today = timezone.localdate(now)
    asked = params.text(query, MONTH)
    return Question(
        whose=whose.parse(query),
        month=Month.parse(MONTH, asked, today) if asked else Month.planned_on(today),
        profile=profiles.chosen(query, PAGE.profile) if query.get(PAGE.profile) else _on_paper(),
        today=today,
    )


def _on_paper() -> Profile:
    known = profiles.profiles()
    return known.by_slug.get(ON_PAPER, known.default)
