"""Initiatives beside places and offerings: the same question, the same list, the same map."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from initiatives.dates import renew
from initiatives.models import Event, Initiative, Participation, Programme
from initiatives.recurrence.series import at
from portal.find import API, PAGE, Answer, parse
from portal.find.features import full, map_data
from portal.find.hits import Hit
from portal.find.sources import Initiatives
from tests import factories

pytestmark = pytest.mark.django_db
NOW = at(datetime(2026, 11, 26, 9))  # a Thursday


@pytest.fixture
def allianz(town) -> Initiative:
    """At two places, meets on Fridays."""
    made = factories.initiative("Lokale Allianz Wittenau", slug="allianz", needs=["demenz"], summary="Wir sind da.")
    made.places.add(
        factories.place("Gemeindehaus", "kirche", (13.3110, 52.5850)),
        factories.place("Altes Rathaus", "kirche", (13.3180, 52.5900)),
    )
    made.programmes.add(Programme.objects.get(slug="lokale-allianzen-demenz"))
    factories.event("Café", initiative=made, said="jeden Freitag, 15 bis 17 Uhr")
    renew(Event.objects.with_changes(), NOW)
    return made


def ask(query: str, now: datetime = NOW) -> list[Hit]:
    return Answer(parse(QueryDict(query), PAGE, now=now)).hits(offset=0, limit=50)


def found(query: str, now: datetime = NOW) -> set[str]:
    return {hit.slug for hit in ask(query, now) if hit.type == "initiative"}


def only(query: str, now: datetime = NOW) -> Hit:
    (hit,) = [hit for hit in ask(query, now) if hit.type == "initiative"]
    return hit


def test_a_need_shows_places_offerings_and_initiatives_side_by_side(allianz):
    hits = ask("bedarf=demenz")
    assert {hit.type for hit in hits} == {"place", "offering", "initiative"}
    assert {hit.name for hit in hits} >= {"Demenz-Café", "Lokale Allianz Wittenau"}


@pytest.mark.parametrize(
    "query",
    [
        "q=Allianz",
        "q=Lokale+Alianz",
        "q=Alzheimer",
        "q=Gemeindehaus",
        "q=Caritas",
        "q=Menschen+mit+Demenz",
        "q=Allianzen",
    ],
)
def test_words_find_it_by_title_need_place_partner_and_programme(allianz, query: str):
    partner = factories.organisation("Caritasverband")
    Participation.objects.create(initiative=allianz, organisation=partner)
    assert found(query) == {"allianz"}


def test_a_partner_that_is_a_draft_finds_nothing(allianz):
    Participation.objects.create(initiative=allianz, organisation=factories.organisation("Drossel", status="draft"))
    assert found("q=Drossel") == set()


@pytest.mark.parametrize("state", ["idea", "planned", "active", "paused", "finished"])
def test_what_is_finished_is_found_only_where_all_are_asked_for(allianz, state: str):
    Initiative.objects.update(state=state)
    going_on = state != "finished"
    assert bool(found("bedarf=demenz")) == going_on
    question = parse(QueryDict("bedarf=demenz"), PAGE, now=NOW)
    assert Answer(question, (Initiatives(["finished"]),)).matched == (not going_on)


def test_a_kind_is_what_places_are(allianz):
    assert found("art=kirche") == set()


def test_it_stands_at_all_its_places_and_the_nearest_is_told(allianz):
    hit = only("bedarf=demenz&von=13.3181,52.5901")
    assert [place.name for place in hit.places] == ["Altes Rathaus", "Gemeindehaus"]
    assert hit.distance_m is not None
    assert hit.distance_m < 50
    drawn = [one for one in map_data(hit.find, [hit])["features"]["features"] if one["id"] == "initiative-allianz"]
    assert [one["geometry"]["type"] for one in drawn] == ["Point", "Point"]


def test_within_minutes_only_the_place_that_fits_counts(allianz):
    hit = only("bedarf=demenz&von=13.3181,52.5901&minuten=5")
    assert [place.name for place in hit.places] == ["Altes Rathaus"]
    assert found("bedarf=demenz&von=13.291,52.571&minuten=5") == set()


@pytest.mark.parametrize(
    ("corners", "label"),
    [((), "im ganzen Quartier"), ((13.30, 52.58, 13.31, 52.59), "in einem Teil des Quartiers")],
)
def test_with_an_area_only_it_is_the_area_and_an_entry_of_the_list(town, corners: tuple[float, ...], label: str):
    factories.initiative("Nachbarn", needs=["demenz"], area=factories.area(*corners))
    hit = only("bedarf=demenz")
    assert (hit.place_label, hit.point, hit.is_visited) == (label, None, False)
    feature = full(hit)
    assert (feature["geometry"], feature["properties"]["area"]["type"]) == (None, "Polygon")
    (drawn,) = map_data(hit.find, [hit])["features"]["features"]
    assert drawn["geometry"] == feature["properties"]["area"]


def test_nobody_knows_that_an_area_is_accessible(town):
    factories.initiative("Nachbarn", needs=["demenz"], area=factories.area())
    assert found("bedarf=demenz&zugang=not-no")
    assert found("bedarf=demenz&zugang=yes") == set()


@pytest.mark.parametrize(
    ("hour", "state", "said"),
    [
        (datetime(2026, 11, 26, 9), "closed", "nächster Termin morgen um 15 Uhr"),
        (datetime(2026, 11, 27, 16), "open", "läuft bis 17 Uhr"),
        (datetime(2026, 11, 27, 17), "closed", "nächster Termin am 4. Dezember um 15 Uhr"),
    ],
)
def test_it_is_open_while_a_date_goes_on_and_tells_the_next_one(allianz, hour: datetime, state: str, said: str):
    hit = only("bedarf=demenz", at(hour))
    assert (str(hit.open.state), hit.open_text) == (state, said)
    assert bool(found("bedarf=demenz&offen=1", at(hour))) == (state == "open")


def test_a_next_date_at_another_place_names_it(allianz):
    hall = factories.place("Pfarrheim", "gemeindehaus", at=(13.312, 52.586))
    Event.objects.get().changes.create(original=at(datetime(2026, 11, 27, 15)), place=hall)
    renew(Event.objects.with_changes(), NOW)
    assert only("bedarf=demenz").open_text == "nächster Termin morgen um 15 Uhr, Pfarrheim"


def test_a_cancelled_date_is_not_the_next_one(allianz):
    event = Event.objects.get()
    event.changes.create(original=at(datetime(2026, 11, 27, 15)), cancelled=True)
    renew(Event.objects.with_changes(), NOW)
    assert only("bedarf=demenz").open_text == "nächster Termin am 4. Dezember um 15 Uhr"


def test_without_dates_nothing_is_said_of_them(town):
    factories.initiative("Idee", needs=["demenz"], area=factories.area(), state="idea")
    hit = only("bedarf=demenz")
    assert (hit.kind_label, hit.open_text, str(hit.open.state)) == ("Initiative (Idee)", "", "unknown")


def test_the_interface_tells_its_type_and_places(client: Client, allianz):
    features = client.get("/api/find?need=demenz").json()["features"]
    (mine,) = [one["properties"] for one in features if one["properties"]["type"] == "initiative"]
    assert mine["url"].endswith("/initiativen/allianz/")
    assert {place["name"] for place in mine["places"]} == {"Gemeindehaus", "Altes Rathaus"}
    assert mine["name"] == "Lokale Allianz Wittenau"


def test_one_and_thirty_initiatives_cost_the_same_queries(town):
    question = parse(QueryDict("need=demenz&near=13.31,52.585"), API, now=NOW)
    costs = []
    for count in (1, 29):
        for number in range(count):
            made = factories.initiative(f"Kreis {number}", needs=["demenz"])
            made.places.add(factories.place())
            factories.event(initiative=made)
        renew(Event.objects.with_changes(), NOW - timedelta(days=1))
        with CaptureQueriesContext(connection) as queries:
            list(Answer(question).every(maximum=500))
        costs.append(len(queries))
    assert costs[0] == costs[1]
