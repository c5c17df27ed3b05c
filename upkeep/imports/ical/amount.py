"""How many dates a calendar may bring: all of them are written at once, while somebody waits. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import gettext as _

from common.errors import UsageError
from initiatives.dates import AHEAD, BACK
from initiatives.recurrence import Frequency, Rule, Series
from upkeep.imports.ical.gate import FIELD

MOST_DATES = 400_000  # a quarter of a minute to write; as many as the largest calendar of weekly dates has
STORED_DAYS = (BACK + AHEAD).days
WEEKS_OF_MONTH = 5  # in which a weekday may come

# Dates of one period, and the days that the shortest one has.
_PERIODS: Mapping[Frequency, tuple[int, Callable[[Rule], int]]] = {
    Frequency.DAILY: (1, lambda _rule: 1),
    Frequency.WEEKLY: (7, lambda rule: len(rule.on)),
    Frequency.MONTHLY: (28, lambda rule: len(rule.month_days) + _weekdays(rule)),
    Frequency.YEARLY: (365, lambda rule: max(1, len(rule.months)) * (len(rule.month_days) + _weekdays(rule))),
}


def check_amount(many: Iterable[Series]) -> None:
    """UsageError if they may have more dates than can be written while somebody waits."""
    found = sum(map(most_dates, many))
    if found > MOST_DATES:
        right = _("ein Kalender mit höchstens {n} einzelnen Terminen in gut drei Jahren").format(n=MOST_DATES)
        raise UsageError(FIELD, _("bis zu {n} Termine").format(n=found), right)


def most_dates(series: Series) -> int:
    """As many as are stored of it at most; what the rule gives may be a little less."""
    return len(series.added) + (_ruled(series.rule, series) if series.rule else 1)


def _ruled(rule: Rule, series: Series) -> int:
    days = min(STORED_DAYS, (rule.until - series.start).days + 1) if rule.until else STORED_DAYS
    shortest, each = _PERIODS[rule.frequency]
    periods = max(0, days) // (shortest * rule.interval) + 2  # begun ones at both ends
    dates = periods * max(1, each(rule))
    return min(dates, rule.count) if rule.count else dates


def _weekdays(rule: Rule) -> int:
    """The last of Monday to Friday is one."""
    return 1 if rule.position else sum(1 if one.nth else WEEKS_OF_MONTH for one in rule.on)
