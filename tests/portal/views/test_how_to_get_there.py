"""Pages about one thing tell the way from the start as the lists do: along the network, in one search."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actors.models import Organisation, Place
from mapping import network
from mapping.models import Quarter
from mapping.routing.engine import Engine
from portal.find import journey
from tests import factories
from tests.drawing import drawn
from tests.portal.stairway import AT, STAIRS, START, TOWN
from tests.portal.views.conftest import html

pytestmark = pytest.mark.django_db


@pytest.fixture
def caritas(here: Quarter) -> Organisation:
    return factories.organisation("Caritas")


@pytest.fixture
def house(caritas: Organisation) -> Callable[[str, str], Place]:
    return lambda name, corner: factories.place(name, "apotheke", AT[corner], organisation=caritas)


@pytest.fixture
def ways(here: Quarter, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many targets each search had."""
    engine, searches, times = Engine(drawn(TOWN, STAIRS)), [], journey.times

    def counted(way_network, traveller, origin, targets, **more):
        searches.append(len(targets))
        return times(way_network, traveller, origin, targets, **more)

    monkeypatch.setattr(network, "engine_at", lambda *_points, **_more: engine)
    monkeypatch.setattr(journey, "times", counted)
    return searches


def page(client: Client, address: str, query: str) -> str:
    return re.sub(r"\s+", " ", html(client, f"{address}?{query}")).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("profile", "told"),
    [("walk", "1 Min. zu Fuß (20 m) von"), ("rollator", "3 Min. mit Rollator (140 m) von")],
)
def test_a_place_is_as_far_as_its_way_is_for_the_profile(client: Client, house, ways, profile: str, told: str):
    text = page(client, house("Nahe Apotheke", "B").get_absolute_url(), f"{START}&profil={profile}")
    assert told in text
    assert "Luftlinie" not in text
    assert ways == [1]


def test_a_place_that_cannot_be_reached_says_why_and_how_far_it_is_as_the_crow_flies(client: Client, house, ways):
    text = page(client, house("Insel-Apotheke", "F").get_absolute_url(), f"{START}&profil=rollator")
    assert re.search(r"\d+ m Luftlinie von", text)
    assert "mit Rollator kein Weg: Kein Weg in den Karten-Daten" in text


def test_without_a_network_the_straight_line_says_that_it_is_one(client: Client, house):
    text = page(client, house("Nahe Apotheke", "B").get_absolute_url(), START)
    assert "20 m Luftlinie von" in text
    assert "kein Weg:" not in text


def test_without_a_start_nothing_is_told_and_nothing_searched(client: Client, house, ways):
    assert "Luftlinie" not in page(client, house("Nahe Apotheke", "B").get_absolute_url(), "profil=rollator")
    assert ways == []


def test_offering_and_organisation_tell_the_way_to_each_place_in_one_search(client: Client, house, caritas, ways):
    found = [house("Nahe Apotheke", "B"), house("Ferne Apotheke", "C"), house("Insel-Apotheke", "F")]
    offering = factories.offering("Beratung", places=found, organisation=caritas)
    for record in (offering, caritas):
        text = page(client, record.get_absolute_url(), f"{START}&profil=rollator")
        assert "3 Min. mit Rollator (140 m)" in text
        assert "2 Min. mit Rollator (100 m)" in text
        assert text.count("mit Rollator kein Weg: ") == 1
    assert ways == [3, 3]


@pytest.mark.parametrize("query", ["", START])
def test_the_number_of_places_changes_no_number_of_queries(client: Client, house, caritas, ways, query: str):
    house("Apotheke 0", "B")
    few = queries(client, caritas, query)
    for number in range(1, 12):
        house(f"Apotheke {number}", "C")
    assert queries(client, caritas, query) == few


def test_a_start_costs_one_query_for_the_doors(client: Client, house, caritas, ways):
    house("Apotheke", "B")
    without, within = queries(client, caritas, ""), queries(client, caritas, START)
    assert within <= without + 2


def queries(client: Client, record: Organisation, query: str) -> int:
    with CaptureQueriesContext(connection) as counted:
        html(client, f"{record.get_absolute_url()}?{query}")
    return len(counted)
