"""True travel times in every list: the order of the ways, not of the straight line."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mapping.routing.engine import Engine
from portal.find import API, features, run
from portal.find.hits import Hit
from portal.find.result import Result
from tests import factories
from tests.drawing import drawn
from tests.portal.find.conftest import found, question
from tests.portal.stairway import AT, STAIRS, START, TOWN

KNOWN = {"surface": "asphalt", "width_m": 2.0}


@pytest.fixture
def walk(quarter, monkeypatch) -> Callable[..., Result]:
    edges = dict.fromkeys(("BD", "DE", "AE", "AC", "FG"), KNOWN) | STAIRS
    engine = Engine(drawn(TOWN, edges=edges))
    monkeypatch.setattr("mapping.network.engine_at", lambda *_points, **_prefer: engine)
    for name, corner in (("Nahe Apotheke", "B"), ("Ferne Apotheke", "C"), ("Insel-Apotheke", "F")):
        factories.place(name, "apotheke", AT[corner])
    return lambda query, **page: run(question(f"{START}&{query}"), **page)


def only(result: Result, name: str) -> Hit:
    return next(hit for hit in result.hits if hit.name == name)


def test_on_foot_the_stairway_is_the_shortest_way(walk):
    assert found(walk("profil=walk")) == ["Nahe Apotheke", "Ferne Apotheke", "Insel-Apotheke"]


def test_with_a_rollator_the_nearest_by_line_is_not_the_nearest_by_way(walk):
    result = walk("profil=rollator")
    assert found(result) == ["Ferne Apotheke", "Nahe Apotheke", "Insel-Apotheke"]
    near, far = only(result, "Nahe Apotheke"), only(result, "Ferne Apotheke")
    assert near.metres is not None
    assert far.metres is not None
    assert near.metres < far.metres
    assert (near.duration_s or 0) > (far.duration_s or 0)


def test_a_card_tells_time_profile_and_length(walk):
    assert only(walk("profil=rollator"), "Ferne Apotheke").distance_text == "2 Min. mit Rollator (100 m)"
    assert only(walk("profil=walk"), "Nahe Apotheke").distance_text == "1 Min. zu Fuß (20 m)"


def test_what_cannot_be_reached_comes_last_and_says_why(walk):
    hit = walk("profil=rollator").hits[-1]
    assert (hit.name, hit.no_way, hit.duration_s, hit.distance_basis) == (
        "Insel-Apotheke",
        "not_connected",
        None,
        "line",
    )
    assert hit.no_way_text.startswith("mit Rollator kein Weg: ")
    assert hit.distance_text.endswith(" m Luftlinie")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("profil=rollator&minuten=3", ["Ferne Apotheke"]),
        ("profil=rollator&minuten=5", ["Ferne Apotheke", "Nahe Apotheke"]),
        ("profil=walk&minuten=1", ["Nahe Apotheke"]),
    ],
)
def test_a_time_limit_counts_the_time_on_the_way(walk, query: str, names: list[str]):
    result = walk(query)
    assert (found(result), result.matched) == (names, len(names))
    assert "erreichbar" in result.sentence
    assert "Luftlinie" not in " ".join((result.sentence, *result.notice))


def test_pages_follow_the_order_of_travel(walk):
    pages = [found(walk("profil=rollator", limit=1, offset=offset)) for offset in range(4)]
    assert pages == [["Ferne Apotheke"], ["Nahe Apotheke"], ["Insel-Apotheke"], []]


def test_an_offering_is_where_one_gets_to_first(walk):
    near, far = factories.place("Treppenhaus", at=AT["B"]), factories.place("Gemeindehaus", at=AT["C"])
    factories.offering("Mittagstisch", places=[near, far])
    factories.offering("Besuchsdienst", area=factories.area())
    result = walk("profil=rollator&bedarf=essen")
    assert only(result, "Mittagstisch").place_label == "Gemeindehaus"
    assert found(result)[-1] == "Besuchsdienst"
    assert only(walk("profil=walk&bedarf=essen"), "Mittagstisch").place_label == "Treppenhaus"


@pytest.mark.parametrize("form", ["", "&format=druck", "&format=csv"])
@pytest.mark.parametrize("query", ["q=xylophon", "bedarf=demenz&offen=1"])
def test_nothing_found_is_no_fault_for_those_who_said_where_they_are(walk, client, query: str, form: str):
    assert client.get(f"/karte/?{START}&{query}{form}").status_code == 200


def test_the_api_tells_seconds_metres_and_on_which_basis(walk):
    asked = question("near={},{}&profile=rollator".format(*AT["A"]), API)
    told = {one["properties"]["name"]: one["properties"] for one in map(features.full, run(asked).hits)}
    far, island = told["Ferne Apotheke"], told["Insel-Apotheke"]
    assert (far["distance_basis"], far["distance_m"], far["no_way"]) == ("network", 100, None)
    assert far["duration_s"] == pytest.approx(100 / 0.7, abs=10)
    assert (island["distance_basis"], island["duration_s"], island["no_way"]) == ("line", None, "not_connected")


def test_without_a_network_at_the_start_it_is_the_straight_line(walk, monkeypatch):
    monkeypatch.setattr("mapping.network.engine_at", lambda *_points, **_prefer: None)
    result = walk("profil=rollator")
    assert found(result)[0] == "Nahe Apotheke"
    assert {hit.distance_basis for hit in result.hits} == {"line"}


def test_what_lies_far_from_every_way_is_told_in_a_straight_line(walk):
    factories.place("Wald-Apotheke", "apotheke", (AT["C"][0] + 0.01, AT["C"][1]))
    hit = only(walk("profil=rollator"), "Wald-Apotheke")
    assert (hit.distance_basis, hit.no_way) == ("line", "")


def test_ways_cost_as_many_queries_for_fifty_places_as_for_one(walk):
    with CaptureQueriesContext(
        connection,
    ) as few:
        walk("profil=rollator&art=apotheke")
    for number in range(50):
        factories.place(f"Praxis {number}", "apotheke", AT["C"])
    with CaptureQueriesContext(connection) as many:
        walk("profil=rollator&art=apotheke")
    assert len(many) == len(few)
