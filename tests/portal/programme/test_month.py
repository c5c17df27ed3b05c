"""The month that a programme is for."""

from datetime import date, datetime

import pytest
from django.utils.translation import override

from common.errors import UsageError
from initiatives.recurrence.series import at
from portal.programme.month import Month
from portal.programme.words import week

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("today", "month"),
    [
        (date(2026, 11, 1), "2026-11"),
        (date(2026, 11, 25), "2026-11"),
        (date(2026, 11, 26), "2026-12"),
        (date(2026, 12, 31), "2027-01"),
        (date(2028, 2, 29), "2028-03"),
    ],
)
def test_after_the_25th_people_plan_the_next_month(today: date, month: str):
    assert str(Month.planned_on(today)) == month


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("2026", "ein Monat wie 2026-11"),
        ("2026-13", "ein Monat wie 2026-11"),
        ("2026-00", "ein Monat wie 2026-11"),
        ("2026-1", "ein Monat wie 2026-11"),
        ("12-2026", "ein Monat wie 2026-11"),
        ("Dezember 2026", "ein Monat wie 2026-11"),
        ("２０２６-12", "ein Monat wie 2026-11"),
        ("2026-12-01", "ein Monat wie 2026-11"),
        ("0000-01", "ein Monat von 2025-11 bis 2029-01"),
        ("9999-12", "ein Monat von 2025-11 bis 2029-01"),
        ("2025-10", "ein Monat von 2025-11 bis 2029-01"),
        ("2029-02", "ein Monat von 2025-11 bis 2029-01"),
    ],
)
def test_what_is_no_month_with_dates_is_answered_by_one(text: str, right: str):
    with override("de"), pytest.raises(UsageError) as refusal:
        Month.parse("monat", text, TODAY)
    assert (refusal.value.field, refusal.value.value, refusal.value.right) == ("monat", text, right)


@pytest.mark.parametrize("text", ["2025-11", "2026-12", "2029-01"])
def test_a_month_is_written_as_it_is_read(text: str):
    assert str(Month.parse("monat", text, TODAY)) == text


@pytest.mark.parametrize(
    ("month", "begin", "hours"),
    [
        (Month(2026, 12), datetime(2026, 12, 1), 31 * 24),
        (Month(2027, 3), datetime(2027, 3, 1), 31 * 24 - 1),
        (Month(2026, 10), datetime(2026, 10, 1), 31 * 24 + 1),
        (Month(2028, 2), datetime(2028, 2, 1), 29 * 24),
    ],
)
def test_a_month_begins_and_ends_at_midnight_here_whatever_the_clocks_do(month: Month, begin: datetime, hours: int):
    assert month.begin == at(begin)
    assert (month.end.timestamp() - month.begin.timestamp()) / 3600 == hours


def test_its_weeks_are_whole_ones():
    assert [f"{monday:%d.%m.}" for monday in Month(2026, 12).mondays()] == [
        "30.11.",
        "07.12.",
        "14.12.",
        "21.12.",
        "28.12.",
    ]
    assert len(list(Month(2027, 2).mondays())) == 4


@pytest.mark.parametrize(
    ("language", "label"),
    [("de", "Woche vom 30. November bis 6. Dezember"), ("en", "Week from 30 November to 6 December")],
)
def test_a_week_is_named_by_its_first_and_last_day(language: str, label: str):
    with override(language):
        assert week(date(2026, 11, 30)) == label
