"""The days of a list, and the days before and after."""

from datetime import date, datetime

import pytest
from django.http import QueryDict
from django.utils.translation import override

from common.errors import UsageError
from initiatives.recurrence.series import wall
from portal.dates.question import parse_window
from portal.dates.windows import View, Window, earliest, latest

TODAY = date(2026, 11, 26)


def window(view: str, day: date, today: date = TODAY) -> Window:
    return Window(View(view), day, today)


@pytest.mark.parametrize(
    ("view", "day", "first", "last", "title", "inside"),
    [
        (
            "tag",
            date(2026, 11, 27),
            (2026, 11, 27),
            (2026, 11, 27),
            "Freitag, 27. November",
            "am Freitag, 27. November",
        ),
        (
            "woche",
            date(2026, 12, 6),
            (2026, 11, 30),
            (2026, 12, 6),
            "30. November bis 6. Dezember",
            "in der Woche vom 30. November bis 6. Dezember",
        ),
        (
            "woche",
            date(2027, 1, 1),
            (2026, 12, 28),
            (2027, 1, 3),
            "28. Dezember 2026 bis 3. Januar 2027",
            "in der Woche vom 28. Dezember 2026 bis 3. Januar 2027",
        ),
        ("monat", date(2028, 2, 29), (2028, 2, 1), (2028, 2, 29), "Februar 2028", "im Februar 2028"),
        ("monat", date(2027, 2, 3), (2027, 2, 1), (2027, 2, 28), "Februar 2027", "im Februar 2027"),
        (
            "tag",
            date(2028, 2, 29),
            (2028, 2, 29),
            (2028, 2, 29),
            "Dienstag, 29. Februar 2028",
            "am Dienstag, 29. Februar 2028",
        ),
    ],
)
def test_a_window_has_days_and_a_name(view, day, first, last, title, inside):
    found = window(view, day)
    assert (found.first, found.last) == (date(*first), date(*last))
    assert (found.title, found.inside) == (title, inside)


def test_it_has_a_name_in_english():
    with override("en"):
        assert window("woche", date(2026, 12, 6)).title == "30 November to 6 December"
        assert window("tag", date(2026, 11, 27)).inside == "on Friday, 27 November"


@pytest.mark.parametrize(
    ("view", "day", "previous", "following"),
    [
        ("tag", date(2026, 12, 31), date(2026, 12, 30), date(2027, 1, 1)),
        ("woche", date(2026, 12, 31), date(2026, 12, 21), date(2027, 1, 4)),
        ("monat", date(2027, 1, 31), date(2026, 12, 1), date(2027, 2, 1)),
        ("tag", date(2028, 2, 29), date(2028, 2, 28), date(2028, 3, 1)),
    ],
)
def test_neighbours_follow_without_a_gap(view, day, previous, following):
    found = window(view, day)
    assert found.previous
    assert found.next
    assert (found.previous.first, found.next.first) == (previous, following)
    assert (found.previous.end, found.next.begin) == (found.begin, found.end)


@pytest.mark.parametrize("view", list(View))
def test_there_is_nothing_before_the_first_and_after_the_last_day(view):
    assert window(view, earliest(TODAY)).previous is None
    assert window(view, latest(TODAY)).next is None
    before = window(view, TODAY)
    while before.previous:
        before = before.previous
        assert before.day >= earliest(TODAY)
    assert before.first <= earliest(TODAY) <= before.last


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 11, 26), 24)]
)
def test_a_day_is_as_long_as_the_clocks_make_it(day, hours):
    found = window("tag", day)
    assert (found.end.timestamp() - found.begin.timestamp()) / 3600 == hours
    assert wall(found.begin) == datetime(day.year, day.month, day.day)


RIGHT = "ein Tag wie 2026-11-26, vom 22. Oktober 2025 bis zum 3. Februar 2029"


@pytest.mark.parametrize(
    ("query", "right"),
    [
        ("tag=heute", RIGHT),
        ("tag=2026-13-01", RIGHT),
        ("tag=2027-02-29", RIGHT),
        ("tag=2026-W48-4", RIGHT),
        ("tag=20261126", RIGHT),
        ("tag=2026-11-26T10:00", RIGHT),
        ("tag=27.11.2026", RIGHT),
        ("tag=2025-10-21", RIGHT),
        ("tag=2029-02-04", RIGHT),
        ("tag=9999-12-31", RIGHT),
        ("tag=%D9%A2026-11-26", RIGHT),
        ("ansicht=jahr", "eines von: monat (Monat), tag (Tag), woche (Woche)"),
        ("ansicht=Wochen", "vielleicht woche (Woche), sonst eines von: monat, tag"),
    ],
)
def test_what_is_no_day_and_no_view_is_refused(query, right):
    with pytest.raises(UsageError) as refusal:
        parse_window(QueryDict(query), TODAY)
    assert str(refusal.value.right) == right


@pytest.mark.parametrize("query", ["", "tag=&ansicht=", "tag=2026-11-26", "tag=2025-10-22", "tag=2029-02-03"])
def test_both_limits_and_nothing_are_right(query):
    assert parse_window(QueryDict(query), TODAY).view == View.WEEK
