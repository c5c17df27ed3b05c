"""Days that can be meant, and what is said of the others."""

from datetime import date

import pytest

from common.days import Days

TODAY = date(2026, 11, 26)
LASTING, CHECKED = Days(first=1800, ahead=50), Days(first=2000, ahead=0)


@pytest.mark.parametrize(
    ("days", "day"),
    [
        (LASTING, date(1800, 1, 1)),
        (LASTING, date(2076, 12, 31)),
        (CHECKED, date(2000, 1, 1)),
        (CHECKED, TODAY),
    ],
)
def test_both_ends_can_be_meant(days: Days, day: date):
    assert days.right(day, TODAY) == ""


@pytest.mark.parametrize(
    ("days", "day", "says"),
    [
        (LASTING, date.min, "ein Jahr von 1800 bis 2076"),
        (LASTING, date(1799, 12, 31), "ein Jahr von 1800 bis 2076"),
        (LASTING, date(2077, 1, 1), "ein Jahr von 1800 bis 2076"),
        (LASTING, date.max, "ein Jahr von 1800 bis 2076"),
        (CHECKED, date(1999, 12, 31), "ein Tag von 2000 bis heute"),
        (CHECKED, date(2026, 11, 27), "ein Tag von 2000 bis heute"),
    ],
)
def test_other_days_are_answered_with_what_would_be_right(days: Days, day: date, says: str):
    assert days.right(day, TODAY) == says
