"""Whoever subscribes sees exactly the dates that our pages show."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from initiatives.dates import renew
from initiatives.models import DateChange, Event
from initiatives.recurrence import Rule, Series
from initiatives.recurrence.series import at
from tests.initiatives.feeds.reading import check, dates, exported
from tests.initiatives.recurrence.rules import series as any_series
from tests.initiatives.recurrence.test_series import CASES, Told, case, shown, utc

pytestmark = pytest.mark.django_db
_numbers = count(1)


def stored(series: Series, **more: Any) -> Event:
    event = Event(slug=f"e-{next(_numbers)}", title="Treffen", **more)
    event.take(series)
    event.save()
    for original, change in series.changes.items():
        start, end = change.start, change.end
        if end and not start:
            start = original
        times = {"starts": at(start) if start else None, "ends": at(end) if end else None}
        DateChange.objects.create(event=event, original=at(original), cancelled=change.cancelled, **times)
    return event


def told_by_rows(event: Event, begin: datetime, end: datetime) -> list[Told]:
    """As pages read them; worked out on the first day that is asked for."""
    renew(Event.objects.filter(pk=event.pk).with_changes(), begin)
    rows = event.dates.between(begin, end)
    return [(utc(one.starts), utc(one.ends), one.cancelled) for one in rows]


def told_by_feed(content: bytes, begin: datetime, end: datetime) -> list[Told]:
    found = dates(content, begin, end)
    return sorted((shown(one["DTSTART"]), shown(one["DTEND"]), one["STATUS"] == "CANCELLED") for one in found)


@pytest.mark.parametrize("row", CASES, ids=[row["case"] for row in CASES])
def test_a_calendar_shows_the_dates_of_our_pages(row: dict[str, Any]):
    begin, end = (at(datetime.fromisoformat(day)) for day in row["window"].split(" to "))
    end = min(end, begin + timedelta(days=800))
    event = stored(case(row))
    content = exported(event, year=begin.year)
    check(content)
    found = told_by_feed(content, begin, end)
    assert found == sorted(told_by_rows(event, begin, end))
    assert len(found) == row["count"] or end - begin == timedelta(days=800)


def test_a_first_date_in_the_night_of_the_clocks_is_told_once():
    night = datetime(2027, 3, 28)
    event, begin = stored(Series(night, night.replace(hour=2), Rule.parse("FREQ=WEEKLY;BYDAY=SU"))), at(night)
    content = exported(event, year=2027)
    check(content)
    assert b"RECURRENCE-ID;TZID=Europe/Berlin:20270328" not in content
    end = begin + timedelta(days=300)
    assert told_by_feed(content, begin, end) == told_by_rows(event, begin, end)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(any_series(), st.integers(0, 700), st.integers(1, 120))
def test_a_calendar_shows_the_dates_of_any_series(series: Series, later: int, days: int):
    begin = at(series.start.replace(hour=0, minute=0) + timedelta(days=later))
    event = stored(series)
    content = exported(event, year=begin.year)
    check(content)
    end = begin + timedelta(days=days)
    assert told_by_feed(content, begin, end) == sorted(told_by_rows(event, begin, end))
