"""Which events and dates anybody may see, where they are, whom they are for, and who works with whom."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError

from actors.models import Need
from common.access import Access
from initiatives.dates import renew
from initiatives.models import Cooperation, DateChange, Event, EventDate, Initiative, RoomFact
from initiatives.recurrence.series import at
from tests import factories

pytestmark = pytest.mark.django_db
NOW = at(datetime(2026, 11, 26, 9))
FIRST = at(datetime(2026, 11, 27, 18))
ELSEWHERE = factories.area(6.6, 51.1, 6.7, 51.2)
HERE = factories.area()


@pytest.fixture
def draft(quarter):
    """A quarter that is not public yet, with a place in it."""
    factories.quarter("Neuss", land="NW", is_default=False, boundary=ELSEWHERE, status="draft")
    return factories.place("Haus am Pegel", at=(6.65, 51.15))


def dates_of(event: Event) -> "list[EventDate]":
    renew(Event.objects.filter(pk=event.pk).with_changes(), NOW)
    return list(EventDate.objects.filter(event=event)[:3])


def test_an_event_at_a_place_is_public_with_its_place(quarter, draft):
    shown = factories.event(place=factories.place())
    factories.event(place=factories.place(status="draft"))
    factories.event(place=draft)
    factories.event(place=factories.place(), status="draft")
    assert list(Event.objects.published()) == [shown]


def test_without_a_place_it_is_public_with_its_initiative(quarter):
    shown = factories.event(initiative=factories.initiative(area=HERE))
    alone = factories.event(organisation=factories.organisation())
    factories.event(initiative=factories.initiative(status="draft"))
    assert set(Event.objects.published()) == {shown, alone}


def test_an_initiative_is_public_unless_all_its_ground_is_closed(quarter, draft):
    both = factories.initiative("Beide", area=HERE)
    both.places.add(draft)
    factories.initiative("Dort").places.add(draft)
    factories.initiative("Dortiges Gebiet", area=ELSEWHERE)
    idea = factories.initiative("Idee", state="idea")
    assert set(Initiative.objects.published()) == {both, idea}


def test_a_date_moved_to_a_place_that_is_not_public_is_not_shown(quarter):
    event = factories.event(place=factories.place())
    DateChange.objects.create(event=event, original=FIRST, place=factories.place(status="draft"))
    first, second, _third = dates_of(event)
    shown = EventDate.objects.published()
    assert first not in shown
    assert second in shown


def test_an_event_is_where_its_place_is_or_those_who_invite(quarter):
    at_place = factories.event(place=factories.place())
    by_area = factories.event(initiative=factories.initiative(area=HERE))
    host = factories.organisation()
    factories.place(organisation=host)
    by_host = factories.event(organisation=host)
    hidden = factories.organisation("Noch im Entwurf")
    factories.place(organisation=hidden, status="draft")
    factories.event(organisation=hidden)
    here = {at_place, by_area, by_host}
    assert set(Event.objects.within(HERE)) == here
    assert not Event.objects.within(ELSEWHERE).exists()
    renew(Event.objects.with_changes(), NOW)
    assert {one.event for one in EventDate.objects.within(HERE)} == here


def test_an_event_of_those_who_are_nowhere_is_in_every_list(quarter):
    """Somebody entered it to be found; a telephone reaches every quarter."""
    by_group = factories.event(organisation=factories.organisation("Ohne Ort"))
    by_idea = factories.event(initiative=factories.initiative(state="idea"))
    by_nobody = factories.event()
    far = factories.organisation()
    factories.place(organisation=far, at=(6.65, 51.15))
    factories.event(organisation=far, initiative=factories.initiative())
    everywhere = {by_group, by_idea, by_nobody}
    assert set(Event.objects.within(HERE)) == everywhere
    renew(Event.objects.with_changes(), NOW)
    assert {one.event for one in EventDate.objects.within(HERE)} == everywhere


def test_own_needs_go_before_those_of_the_initiative(quarter):
    allianz = factories.initiative(needs=["demenz"])
    inherits = factories.event(initiative=allianz)
    own = factories.event(initiative=allianz)
    own.needs.set(Need.objects.filter(slug="essen"))
    renew(Event.objects.with_changes(), NOW)
    assert list(Event.objects.meeting(["demenz"])) == [inherits]
    assert {one.event for one in EventDate.objects.meeting(["essen"])} == {own}
    assert [need.slug for need in inherits.effective_needs()] == ["demenz"]
    assert [need.slug for need in own.effective_needs()] == ["essen"]


def test_dates_between_two_moments_touch_the_time_between():
    event = factories.event()
    first, second, _third = dates_of(event)
    week = timedelta(days=7)
    assert list(EventDate.objects.between(FIRST, FIRST + week)) == [first]
    assert list(EventDate.objects.between(FIRST + timedelta(hours=1), FIRST + week)) == [first]
    assert list(EventDate.objects.between(FIRST + timedelta(hours=2), FIRST + timedelta(days=8))) == [second]
    assert EventDate.objects.not_over(FIRST + timedelta(hours=2)).first() == second


def test_a_date_without_length_belongs_to_its_moment():
    event = factories.event(said="am 27. November 2026, 18 Uhr")
    event.ends = event.starts
    event.save()
    (only,) = dates_of(event)
    assert list(EventDate.objects.between(FIRST, FIRST + timedelta(minutes=1))) == [only]
    assert not EventDate.objects.between(FIRST - timedelta(minutes=1), FIRST).exists()


def test_a_date_that_the_rule_does_not_give_can_be_added():
    event = factories.event()
    event.added = [FIRST + timedelta(days=1)]
    event.save()
    assert [one.starts for one in dates_of(event)[:2]] == [FIRST, FIRST + timedelta(days=1)]
    assert event.dates.first().ends - FIRST == timedelta(hours=2)


@pytest.mark.parametrize(
    "wrong", [{"number": -1}, {"number": 2, "value": Access.UNKNOWN}, {"feature": "kitchen"}], ids=str
)
def test_what_is_said_of_a_room_makes_sense(wrong: dict):
    with pytest.raises(IntegrityError):
        RoomFact.objects.create(**{"event": factories.event(), "feature": "toilet", "value": Access.YES} | wrong)


@pytest.mark.parametrize("wrong", ["itself", "nothing", "twice"])
def test_two_work_together_and_say_what(wrong: str):
    caritas, parish = factories.organisation(), factories.organisation("St. Nikodemus")
    Cooperation.objects.create(one=caritas, other=parish, what="Fahrdienst")
    rows = {
        "itself": {"one": caritas, "other": caritas, "what": "Chor"},
        "nothing": {"one": caritas, "other": parish, "what": ""},
        "twice": {"one": parish, "other": caritas, "what": "Fahrdienst"},
    }
    with pytest.raises(IntegrityError):
        Cooperation.objects.create(**rows[wrong])
