"""Initiatives, dates and cooperations of the demo: alive on any day, and left alone once they are there."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from common.counts import Counts
from common.hours.calendars import Calendar
from initiatives.dates import BACK
from initiatives.models import (
    Cooperation,
    DateChange,
    Event,
    EventDate,
    Initiative,
    InitiativePicture,
    Milestone,
    Participation,
    RoomFact,
    State,
)
from initiatives.recurrence import words
from initiatives.recurrence.series import wall
from mapping.models import Quarter
from tests import factories
from upkeep import demo
from upkeep.demo import load_demo
from upkeep.demo_together import event_values, load_together, next_weekday, series
from upkeep.imports.report import Report
from upkeep.imports.stamp import Stamp

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 3, 9, tzinfo=UTC)
ANY_DAY = (
    datetime(2026, 1, 1, 0, 30, tzinfo=UTC),
    datetime(2026, 3, 29, 0, 59, tzinfo=UTC),  # the clock goes forward
    datetime(2026, 6, 15, 12, tzinfo=UTC),
    datetime(2026, 10, 25, 0, 59, tzinfo=UTC),  # the clock goes back
    datetime(2026, 12, 23, 22, 59, tzinfo=UTC),
    datetime(2026, 12, 31, 23, 30, tzinfo=UTC),  # next year already in Berlin
    datetime(2027, 8, 31, 9, tzinfo=UTC),
    datetime(2028, 2, 28, 23, 30, tzinfo=UTC),
    datetime(2028, 2, 29, 9, tzinfo=UTC),
    datetime(2031, 5, 4, 18, tzinfo=UTC),
)
HESSE = Calendar("HE")
MODELS = (Initiative, Participation, Milestone, InitiativePicture, Event, DateChange, RoomFact, Cooperation)


def stored() -> dict[str, list[tuple]]:
    """Everything that is there, but for when a picture was stored."""
    left_out = {"added_at", "updated_at"}
    columns = {model: [f.attname for f in model._meta.concrete_fields if f.attname not in left_out] for model in MODELS}
    return {model.__name__: list(model.objects.order_by("pk").values_list(*columns[model])) for model in MODELS}


def load(at: datetime = AT) -> Report:
    """Without the map, which takes long and decides nothing here."""
    report = Report("", tables={"facts": Counts()})
    load_together(demo.read_content(), Quarter.objects.get(), Stamp("demo", "", at), report)
    return report


@pytest.fixture
def ground(db) -> None:
    """Who and where of the demo, by name only."""
    content = demo.read_content()
    factories.quarter("Lindenquartier", land="HE", boundary=factories.area(9.9400574, 51.295, 9.963, 51.306))
    for one in content["organisations"]:
        factories.organisation(one["name"], slug=one["slug"])
    for one in content["places"]:
        factories.place(one["name"], slug=one["slug"], at=(9.95, 51.3), organisation=None)


@pytest.fixture
def loaded(ground) -> None:
    load()


def test_everything_comes_in_with_the_map_and_a_second_time_changes_nothing():
    load_demo(at=AT)
    before = stored()
    assert (Initiative.objects.count(), Event.objects.count(), Cooperation.objects.count()) == (10, 30, 25)
    assert Event.objects.exclude(rule="").count() == 15
    assert InitiativePicture.objects.count() == 3
    assert Initiative.objects.published().count() == 10
    assert Event.objects.published().count() == 30
    assert set(Initiative.objects.values_list("state", flat=True)) == set(State.values)
    assert Initiative.objects.filter(programmes__isnull=True).count() == 0
    assert Initiative.objects.meeting(["demenz"]).exists()
    assert DateChange.objects.count() == 4
    assert RoomFact.objects.filter(value="unknown").exists()
    assert not RoomFact.objects.filter(surveyed_by="").exists()
    quarter = Quarter.objects.get()
    assert Initiative.objects.within(quarter.boundary).count() == 10
    areas = Initiative.objects.filter(area__isnull=False)
    assert areas.filter(area__coveredby=quarter.boundary).count() == areas.count() == 5
    assert load_demo(at=AT + timedelta(days=1)).changes == 0
    assert stored() == before


def test_dates_are_there_as_rows(loaded):
    assert set(EventDate.objects.values_list("event", flat=True)) == set(Event.objects.values_list("pk", flat=True))
    assert EventDate.objects.filter(starts__lt=AT - timedelta(days=300)).exists()


@pytest.mark.parametrize("at", ANY_DAY, ids=str)
def test_on_whatever_day_it_is_loaded_there_is_always_something_coming(ground, at: datetime):
    load(at)
    coming = EventDate.objects.filter(cancelled=False, starts__gt=at)
    for week in range(9):
        begin = at + timedelta(days=7 * week)
        assert coming.filter(starts__gte=begin, starts__lt=begin + timedelta(days=7)).count() >= 3, week
    assert coming.filter(event__rule="").count() == 14
    assert EventDate.objects.filter(cancelled=True, starts__gt=at).count() == 3
    assert not Event.objects.exclude(rule="").filter(starts__gt=at).exists()
    once = sorted((wall(one.starts).date() - wall(at).date()).days for one in Event.objects.filter(rule=""))
    assert all(later - earlier <= 21 for earlier, later in pairwise([0, *once])), "a holiday puts off by a week"
    for change in DateChange.objects.select_related("event"):
        assert change.event.ruled.has(wall(change.original))
        assert change.original > at


@pytest.mark.parametrize("at", ANY_DAY, ids=str)
def test_nothing_takes_place_on_a_public_holiday(ground, at: datetime):
    load(at)
    days = {wall(one.starts).date() for one in EventDate.objects.filter(event__all_day=False)}
    assert {day: name for day in days if (name := HESSE.holiday(day))} == {}
    assert Event.objects.exclude(rule="").exclude(removed=[]).exists(), "some rules do meet holidays"


def test_loading_again_changes_nothing_on_that_day_or_later(loaded):
    before = stored()
    assert load().changes == 0
    assert load(AT + timedelta(days=200)).changes == 0
    assert stored() == before


def test_loading_again_later_renews_the_dates(loaded):
    later = AT + timedelta(days=200)
    load(later)
    assert EventDate.objects.filter(starts__gt=later + timedelta(days=780)).exists()
    assert not EventDate.objects.filter(ends__lt=later - BACK).exists()


def test_what_somebody_changed_stays(loaded):
    Initiative.objects.filter(slug="gute-wege").update(title_de="Gute Wege für alle")
    Event.objects.filter(slug="rudelsingen").update(title_de="Singen für alle", rule="FREQ=WEEKLY;BYDAY=FR")
    load(AT + timedelta(days=9))
    assert Initiative.objects.get(slug="gute-wege").title_de == "Gute Wege für alle"
    event = Event.objects.get(slug="rudelsingen")
    assert (event.title_de, event.rule) == ("Singen für alle", "FREQ=WEEKLY;BYDAY=FR")


def test_what_somebody_took_away_does_not_come_back(loaded):
    Milestone.objects.all().delete()
    InitiativePicture.objects.all().delete()
    DateChange.objects.all().delete()
    Participation.objects.filter(role="funder").delete()
    load()
    assert not any(model.objects.exists() for model in (Milestone, InitiativePicture, DateChange))
    assert not Participation.objects.filter(role="funder").exists()


def test_a_cooperation_that_somebody_deleted_or_worded_anew_does_not_come_back(loaded):
    first, second = Cooperation.objects.order_by("pk")[:2]
    first.delete()
    second.what_de = "Anders gesagt"
    second.save()
    load()
    assert Cooperation.objects.count() == 24
    assert Cooperation.objects.filter(what_de="Anders gesagt").count() == 1


def test_a_demo_of_an_earlier_version_gets_what_is_new(loaded):
    """Counted from the day on which it comes."""
    for model in (Event, Cooperation, Initiative):
        model.objects.all().delete()
    Cooperation.pgh_event_model.objects.all().delete()
    later = AT + timedelta(days=300)
    load(later)
    assert Event.objects.get(slug="vortrag-vergesslich").starts > later
    assert Cooperation.objects.count() == 25


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"said": "freitags, 12 bis 13 Uhr"}, "jeden Freitag, 12 bis 13 Uhr"),
        ({"in_days": 9, "weekday": "sa", "time": "11 bis 15 Uhr"}, "Samstag, 14. November 2026, 11 bis 15 Uhr"),
        ({"in_days": 11, "weekday": "sa", "time": "11 bis 15 Uhr"}, "Samstag, 14. November 2026, 11 bis 15 Uhr"),
        ({"in_days": 9, "weekday": "fr", "lasts": 3, "time": "ganztags"}, "Freitag, 13. November 2026, 3 Tage"),
    ],
)
def test_when_is_said_as_people_say_it(entry: dict, said: str):
    assert words.sentence(series(entry, AT.date(), HESSE)) == said


def test_what_recurs_has_begun_long_before():
    assert series({"said": "freitags, 12 bis 13 Uhr"}, AT.date(), HESSE).start < datetime(2025, 10, 8)
    assert series({"said": "freitags, 12 bis 13 Uhr, 8 Mal", "begins": -10}, AT.date(), HESSE).start.date().day == 30


def test_the_weekday_is_the_day_itself_or_the_next_one():
    days = [next_weekday(AT.date() + timedelta(days=n), "sa") for n in range(8)]
    assert {day.weekday() for day in days} == {5}
    assert days[4] == AT.date() + timedelta(days=4)
    assert days[5] == AT.date() + timedelta(days=11)


def test_moments_are_kept_in_utc():
    values = event_values({"title": "x", "said": "freitags, 12 bis 13 Uhr"}, AT.date(), HESSE)
    assert values["starts"].endswith("T10:00:00+00:00")
