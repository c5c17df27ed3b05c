"""Dates of events as rows: worked out once, renewed by what differs, read without a rule."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from common.counts import Counts
from initiatives import dates
from initiatives.dates import AHEAD, renew
from initiatives.models import DateChange, Event, EventDate
from initiatives.recurrence.series import at, wall
from tests import factories

pytestmark = pytest.mark.django_db
NOW = at(datetime(2026, 11, 26, 9))
FIRST = at(datetime(2026, 11, 27, 18))


def again(*events: Event, now: datetime = NOW) -> Counts:
    return renew(Event.objects.filter(pk__in=[event.pk for event in events]), now)


def starts(event: Event, count: int = 3) -> list[str]:
    return [f"{wall(one.starts):%d.%m. %H:%M}" for one in event.dates.all()[:count]]


def test_a_series_becomes_rows_for_two_years_and_the_same_again_changes_nothing():
    event = factories.event()
    first = again(event)
    assert starts(event) == ["27.11. 18:00", "04.12. 18:00", "11.12. 18:00"]
    assert first.new == event.dates.count() == AHEAD.days // 7 + 1
    assert again(event) == Counts(unchanged=first.new)


def test_they_keep_the_clock_on_the_wall_over_both_changes():
    event = factories.event(said="jeden Sonntag, 12 bis 13 Uhr")
    again(event)
    found = list(event.dates.values_list("starts", flat=True))
    assert {wall(start).hour for start in found} == {12}
    assert {start.astimezone(UTC).hour for start in found} == {10, 11}


def test_a_day_later_there_is_one_day_more():
    event = factories.event(said="täglich, 10 bis 11 Uhr")
    again(event)
    later = again(event, now=NOW + timedelta(days=1))
    assert (later.new, later.gone, later.changed) == (1, 0, 0)


def test_what_is_long_past_is_forgotten():
    event = factories.event(said="am 27. November 2026, 18 bis 20 Uhr")
    again(event)
    assert again(event, now=NOW + timedelta(days=500)).gone == 1
    assert not event.dates.exists()


def test_a_date_is_moved_cancelled_or_somewhere_else():
    hall, church = factories.place("Halle"), factories.place("Kirche", "kirche")
    event = factories.event(place=hall)
    moved = at(datetime(2026, 11, 28, 10))
    DateChange.objects.create(event=event, original=FIRST, starts=moved, ends=moved + timedelta(hours=1))
    DateChange.objects.create(event=event, original=FIRST + timedelta(days=7), cancelled=True)
    DateChange.objects.create(event=event, original=FIRST + timedelta(days=14), place=church)
    again(event)
    found = [(one.starts, one.cancelled, one.place) for one in event.dates.all()[:4]]
    assert found == [
        (moved, False, hall),
        (FIRST + timedelta(days=7), True, hall),
        (FIRST + timedelta(days=14), False, church),
        (FIRST + timedelta(days=21), False, hall),
    ]


def test_a_change_writes_only_the_date_that_it_is_about():
    event = factories.event()
    count = again(event).new
    DateChange.objects.create(event=event, original=FIRST, cancelled=True)
    assert again(event) == Counts(changed=1, unchanged=count - 1)


def test_what_does_not_count_is_gone():
    event = factories.event()
    event.removed = [FIRST]
    event.save()
    again(event)
    assert starts(event, 1) == ["04.12. 18:00"]


def test_an_event_that_is_called_off_keeps_its_dates_as_cancelled():
    event = factories.event(cancelled="Die Halle wird umgebaut.")
    again(event)
    assert set(event.dates.values_list("cancelled", flat=True)) == {True}


def test_fifty_events_cost_as_many_queries_as_one():
    events = [factories.event(f"Treffen {number}", "am 1. August 2027, 15 bis 18 Uhr") for number in range(51)]
    costs = []
    for some in (events[:1], events[1:]):
        with CaptureQueriesContext(connection) as queries:
            renew(some, NOW)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 7
    assert EventDate.objects.count() == 51


def test_many_events_with_many_dates_are_renewed_in_portions(monkeypatch):
    events = [factories.event(f"Treffen {number}") for number in range(5)]
    monkeypatch.setattr(dates, "EVENTS", 2)
    monkeypatch.setattr(dates, "DATES", 10)
    again(*events)
    assert {event.dates.count() for event in events} == {AHEAD.days // 7 + 1}
    DateChange.objects.create(event=events[3], original=FIRST, cancelled=True)
    assert again(*events) == Counts(changed=1, unchanged=EventDate.objects.count() - 1)
    assert [date.event for date in EventDate.objects.filter(cancelled=True)] == [events[3]]


@pytest.mark.parametrize("said", ["täglich, 22 bis 2:30 Uhr", "täglich, 2:30 bis 4 Uhr"])
def test_dates_in_the_hour_that_comes_twice_are_renewed_once(said: str):
    event = factories.event(said=said)
    again(event)
    before = set(event.dates.values_list("pk", flat=True))
    assert again(event) == Counts(unchanged=len(before))
    assert set(event.dates.values_list("pk", flat=True)) == before


def test_a_changed_date_stays_the_same_row():
    event = factories.event()
    again(event)
    before = list(event.dates.values_list("pk", flat=True))
    Event.objects.update(cancelled="Die Halle wird umgebaut.")
    again(event)
    assert list(event.dates.values_list("pk", flat=True)) == before


def test_what_was_read_before_somebody_changed_it_does_not_count():
    stale = factories.event()
    Event.objects.update(rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=FR")
    renew([stale], NOW)
    assert starts(stale, 2) == ["27.11. 18:00", "11.12. 18:00"]


def test_an_event_that_is_gone_meanwhile_has_no_dates():
    stale = factories.event()
    Event.objects.all().delete()
    assert renew([stale, factories.event("Fest", "am 1. August 2027, 15 bis 18 Uhr")], NOW) == Counts(new=1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends": FIRST - timedelta(hours=1)},
        {"title": ""},
        {"cost": "viel"},
        {"all_day": True, "starts": FIRST, "ends": FIRST},
    ],
    ids=["order", "title", "cost", "no day"],
)
def test_the_database_refuses_what_makes_no_sense(wrong: dict):
    event = factories.event()
    with pytest.raises(IntegrityError):
        Event.objects.filter(pk=event.pk).update(**{"title_de" if k == "title" else k: v for k, v in wrong.items()})


@pytest.mark.parametrize(
    "wrong",
    [{}, {"starts": FIRST}, {"starts": FIRST, "ends": FIRST - timedelta(hours=1)}],
    ids=["nothing", "half", "order"],
)
def test_a_changed_date_says_what_is_other(wrong: dict):
    with pytest.raises(IntegrityError):
        DateChange.objects.create(event=factories.event(), original=FIRST, **wrong)


def test_the_dates_are_not_history_but_events_are():
    event = factories.event()
    event.title = "Offenes Singen"
    event.save()
    assert [row.pgh_label for row in event.events.order_by("pgh_id")] == ["insert", "update"]
    assert not hasattr(EventDate, "pgh_event_model")
