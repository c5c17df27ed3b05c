"""Whose dates a page, a calendar or a feed is asked for."""

from datetime import datetime

import pytest
from django.http import QueryDict

from common.errors import UsageError
from initiatives.dates import renew
from initiatives.models import Event
from initiatives.recurrence.series import at
from portal.dates.whose import Whose, parse
from tests import factories

pytestmark = pytest.mark.django_db
NOW = at(datetime(2026, 11, 26, 9))


@pytest.fixture
def town(quarter):
    """Three events here, one of them of an initiative, and one far away."""
    caritas = factories.organisation("Caritas", slug="caritas")
    hall = factories.place("Gemeindehaus", "kirche", slug="gemeindehaus", organisation=caritas)
    allianz = factories.initiative("Allianz", slug="allianz", needs=["demenz"], lead=caritas)
    allianz.places.add(hall)
    factories.event("Demenzcafé", initiative=allianz, place=hall)
    factories.event("Angehörigengruppe", initiative=allianz)
    factories.event("Chor", organisation=caritas, place=factories.place("Pfarrheim", "kirche"))
    factories.event("Fern", place=factories.place(at=(6.65, 51.15)))
    renew(Event.objects.with_changes(), NOW)
    return quarter


def asked(query: str) -> Whose:
    return parse(QueryDict(query))


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", {"Demenzcafé", "Angehörigengruppe", "Chor"}),
        ("bedarf=demenz", {"Demenzcafé", "Angehörigengruppe"}),
        ("bedarf=demenz&bedarf=essen", {"Demenzcafé", "Angehörigengruppe"}),
        ("initiative=allianz", {"Demenzcafé", "Angehörigengruppe"}),
        ("akteur=caritas", {"Demenzcafé", "Angehörigengruppe", "Chor"}),
        ("ort=gemeindehaus", {"Demenzcafé"}),
        ("bedarf=demenz&akteur=caritas&ort=gemeindehaus", {"Demenzcafé"}),
    ],
)
def test_the_same_events_by_themselves_and_by_their_dates(town, query: str, titles: set[str]):
    whose = asked(query)
    assert {event.title for event in whose.events()} == titles
    assert {one.event.title for one in whose.dates()} == titles
    assert whose.query() == query


@pytest.mark.parametrize(
    ("query", "near"),
    [
        ("initiative=alianz", "allianz (Allianz)"),
        ("akteur=karitas", "caritas (Caritas)"),
        ("ort=gemeindehau", "gemeindehaus (Gemeindehaus)"),
        ("bedarf=demens", "demenz (Leben mit Demenz)"),
    ],
)
def test_what_there_is_not_is_refused_with_what_is_near(town, query: str, near: str):
    with pytest.raises(UsageError) as refusal:
        asked(query)
    assert near in refusal.value.right


def test_what_is_a_draft_is_none(town):
    factories.initiative("Geheim", slug="geheim", status="draft")
    with pytest.raises(UsageError):
        asked("initiative=geheim")


@pytest.mark.parametrize(
    ("query", "title"),
    [("", "Termine: Wittenau"), ("bedarf=demenz&initiative=allianz", "Termine: Allianz, Leben mit Demenz")],
)
def test_it_has_a_title(town, query: str, title: str):
    assert asked(query).title == title
