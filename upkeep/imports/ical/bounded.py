"""The dates of a rule, with an end to the search for them. Pure.

The library looks for the next date until the year 9999, also of a rule that never gives one: 2.9 million days. It knows
no limit of steps, and asks for the last moment only where it has found a date. But at every step it adds the interval
of the rule, so that an interval that counts can end the search.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from dateutil import rrule

from initiatives.recurrence import Frequency

SHORTEST_DAYS: Mapping[Frequency, int] = {
    Frequency.DAILY: 1,
    Frequency.WEEKLY: 7,
    Frequency.MONTHLY: 28,
    Frequency.YEARLY: 365,
}


class _EnoughError(Exception):
    """The interval was gone as often as it may."""


class Interval(int):
    """`steps` of it can be gone."""

    left: int

    def __new__(cls, number: int, steps: int) -> Self:
        made = super().__new__(cls, number)
        made.left = steps
        return made

    def __radd__(self, before: int) -> int:
        """How the library goes on by days, months and years."""
        return before + self._gone()

    def __mul__(self, days: Any) -> int:
        """How it goes on by weeks."""
        return int(days) * self._gone()

    def _gone(self) -> int:
        if self.left <= 0:
            raise _EnoughError
        self.left -= 1
        return int(self)


@dataclass(frozen=True)
class Search:
    """Of a rule without a zone; `first`, `frequency` and `interval` are what it was made with."""

    rule: rrule.rrule
    first: datetime
    frequency: Frequency
    interval: int

    def up_to(self, last: datetime) -> Iterator[datetime]:
        """Its starts in order, this moment included."""
        try:
            yield from self.rule.replace(interval=Interval(self.interval, self._steps(last)), until=last)
        except _EnoughError:
            return

    def _steps(self, last: datetime) -> int:
        """At least as many as lead beyond that moment; at both ends there may be a begun one."""
        return max((last - self.first).days // (SHORTEST_DAYS[self.frequency] * self.interval), 0) + 2
