"""A calendar whose dates would take minutes to write is refused before anything of it is stored."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.errors import UsageError
from initiatives.dates import AHEAD, BACK
from initiatives.recurrence import Rule, Series, occurrences
from initiatives.recurrence.series import at
from tests.initiatives.recurrence.rules import series as any_series
from tests.upkeep.imports.ical.files import calendar, event
from tests.upkeep.imports.ical.test_entries import NOW
from upkeep.imports.ical.amount import MOST_DATES, check_amount, most_dates
from upkeep.imports.ical.entries import read
from upkeep.imports.ical.gate import MOST_ENTRIES

FIRST = datetime(2026, 1, 2, 18)
DAILY = "DTSTART;TZID=Europe/Berlin:20250101T080000\r\nDTEND;TZID=Europe/Berlin:20250101T090000\r\nRRULE:FREQ=DAILY"


@given(any_series(), st.integers(-800, 800))
def test_no_series_has_more_dates_than_are_reckoned_with(series: Series, days: int):
    now = at(series.start + timedelta(days=days))
    assert len(occurrences(series, now - BACK, now + AHEAD)) <= most_dates(series)


@pytest.mark.parametrize(
    ("rule", "least", "most"),
    [
        ("", 1, 1),
        ("FREQ=DAILY", 1200, 1210),
        ("FREQ=DAILY;COUNT=12", 12, 12),
        ("FREQ=DAILY;INTERVAL=3", 400, 410),
        ("FREQ=WEEKLY;BYDAY=FR", 171, 180),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR", 170, 180),
        ("FREQ=WEEKLY;UNTIL=20260301T180000Z;BYDAY=FR", 9, 12),
        ("FREQ=MONTHLY;BYDAY=-1FR", 39, 50),
        ("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1", 3, 6),
    ],
)
def test_it_is_reckoned_closely(rule: str, least: int, most: int):
    parsed = Rule.parse(rule) if rule else None
    series = Series(FIRST, FIRST + timedelta(hours=2), parsed)
    assert least <= most_dates(series) <= most


def test_a_large_calendar_of_weekly_dates_is_taken():
    weekly = Series(FIRST, FIRST + timedelta(hours=2), Rule.parse("FREQ=WEEKLY;BYDAY=FR"))
    check_amount([weekly] * MOST_ENTRIES)


def test_too_many_dates_are_refused_with_both_numbers():
    entries = [event(DAILY, uid=f"d{number}") for number in range(MOST_DATES // 1200 + 1)]
    with pytest.raises(UsageError) as refused:
        read(calendar(*entries), NOW)
    assert f"ein Kalender mit höchstens {MOST_DATES} einzelnen Terminen" in refused.value.detail
    assert "„Kalender“ ist „bis zu 40" in refused.value.detail
