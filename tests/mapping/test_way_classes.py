"""The coloured ways over HTTP, as a map asks for them."""

from datetime import date

import pytest
from django.test import Client

from mapping import way_classes
from mapping.models import Barrier, Quarter
from mapping.profiles import profiles
from mapping.routing.traveller import Traveller
from mapping.way_classes import shares_in
from tests import factories, mvt
from tests.mapping.test_tiles import numbers
from tests.networks import barrier, load, near, survey

pytestmark = pytest.mark.django_db
TEXT = """
A-----B-----C
      |
      D-----E
"""
WAYS = {
    "ABC": "highway=footway surface=asphalt width=2 incline=0%",
    "BD": "highway=footway surface=sand width=2 incline=0%",
    "DE": "highway=footway",
}
NODES = {"C": "barrier=bollard width=0.5"}


@pytest.fixture
def paths(quarter) -> Quarter:
    load(quarter, TEXT, WAYS, NODES)
    return quarter


def address(profile: str = "rollator", zoom: int = 17, query: str = "") -> str:
    at = near(TEXT, "B")
    x, y = numbers(zoom, lon=at.x, lat=at.y)
    return f"/tiles/ways-{profile}/{zoom}/{x}/{y}.mvt{query}"


def found(client: Client, *args, **more) -> dict[str, set[str]]:
    answer = client.get(address(*args, **more))
    assert answer.status_code in (200, 204), answer.status_code
    return {part: {one.properties["class"] for one in features} for part, features in mvt.read(answer.content).items()}


def etag(client: Client, *args, **more) -> str:
    return client.get(address(*args, **more)).headers["ETag"]


# --- what is in a tile ----------------------------------------------------------------------------------------------


def test_a_tile_has_the_ways_of_each_class_together_and_spots_that_stop_somebody(client, paths):
    assert found(client) == {"way": {"passable", "blocked", "unknown"}, "spot": {"blocked"}}
    assert found(client, "walk") == {"way": {"passable"}}


def test_what_is_drawn_together_is_one_line_so_that_patterns_run_on(client, paths):
    ways = mvt.read(client.get(address()).content)["way"]
    (passable,) = (one for one in ways if one.properties["class"] == "passable")
    assert passable.shape == mvt.LINE
    assert len(passable.parts) == 1


def test_limits_in_the_address_count(client, paths):
    assert "blocked" in found(client)["way"]
    assert "blocked" not in found(client, query="?worst_surface=sand&min_width_m=0.5").get("way", ())
    assert "spot" not in found(client, query="?worst_surface=sand&min_width_m=0.5")


def test_what_people_found_out_changes_the_colours(client, paths):
    assert "unknown" in found(client)["way"]
    for name, value in (("surface", "asphalt"), ("width_m", 2), ("climb_pct", 0)):
        survey(name, near(TEXT, "D", 10), value)
    survey("surface", near(TEXT, "B", 0, -5), "asphalt")
    assert found(client)["way"] == {"passable"}
    barrier("closed", near(TEXT, "A", 10))
    assert "blocked" in found(client)["way"]


def test_a_barrier_of_another_day_does_not_count(client, paths):
    barrier("closed", near(TEXT, "A", 10), ends_on=date(2020, 1, 1))
    assert found(client, "walk")["way"] == {"passable"}


def test_pavements_drawn_with_their_street_stand_beside_it(client, quarter):
    load(quarter, "A-----B", {"AB": "highway=residential sidewalk=both surface=asphalt"})
    (way,) = mvt.read(client.get(address("walk", 18)).content)["way"]
    heights = {round(y) for part in way.parts for _x, y in part}
    assert len(way.parts) == 2
    assert max(heights) - min(heights) > 100, "8 m of a tile of 93 m, in 4096 steps"


def test_overlapping_quarters_draw_their_ways_once(client, paths):
    before = [len(one.parts) for one in mvt.read(client.get(address()).content)["way"]]
    load(factories.quarter("Tegel"), TEXT, WAYS, NODES)
    assert [len(one.parts) for one in mvt.read(client.get(address()).content)["way"]] == before


# --- HTTP -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        (address("flying"), 404),
        (address(zoom=12), 404),
        (address(zoom=19), 404),
        ("/tiles/ways-rollator/13/8192/0.mvt", 404),
        ("/tiles/ways-rollator/13/0/99999999.mvt", 404),
        (address(query="?max_kerb_cm=99"), 400),
        (address(query="?max_kerb_cm=nan"), 400),
        (address(query="?unknown=maybe"), 400),
        (address("manual_wheelchair", query="?steps=yes"), 400),
    ],
)
def test_what_does_not_exist_is_refused_without_a_body(client, paths, wrong, status):
    answer = client.get(wrong)
    assert (answer.status_code, answer.content) == (status, b"")


@pytest.mark.parametrize("profile", profiles().by_slug)
def test_every_profile_has_its_tiles(client, paths, profile):
    assert client.get(address(profile)).status_code == 200


def test_where_there_is_nothing_the_answer_is_empty(client, quarter):
    answer = client.get(address())
    assert (answer.status_code, answer.content) == (204, b"")


def test_a_browser_that_has_the_tile_gets_304_and_a_new_one_after_every_change(client, paths):
    first = etag(client)
    assert client.get(address(), headers={"If-None-Match": first}).status_code == 304
    made = barrier("narrow", near(TEXT, "A", 10), 0.6)
    second = etag(client)
    assert client.get(address(), headers={"If-None-Match": first}).status_code == 200
    Barrier.objects.filter(pk=made.pk).update(state="rejected")
    assert second != first == etag(client), "the state of before, with the name of before"


def test_other_travellers_have_other_tiles(client, paths):
    queries = ("", "?max_kerb_cm=6", "?unknown=strict")
    tags = {etag(client, who, query=query) for who in ("rollator", "pushchair") for query in queries}
    assert len(tags) == 6


def test_a_new_version_of_the_rules_makes_new_tiles(client, paths, monkeypatch):
    before = etag(client)
    monkeypatch.setattr(way_classes, "program", lambda: "another")
    assert etag(client) != before


def test_tiles_are_packed_for_those_who_can_unpack(client, paths):
    answer = client.get(address(), headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_a_tile_costs_two_queries_and_a_304_one(client, quarter, django_assert_num_queries):
    for rows in (1, 12):
        text = "\n".join("A-----B" if not row else f"{chr(66 + row)}-----{chr(97 + row)}" for row in range(rows))
        load(quarter, text)
        tag = etag(client)
        with django_assert_num_queries(2):
            client.get(address())
        with django_assert_num_queries(1):
            assert client.get(address(), headers={"If-None-Match": tag}).status_code == 304


# --- shares ---------------------------------------------------------------------------------------------------------


def test_the_shares_are_those_of_the_quarter_and_computed_once(paths, monkeypatch, django_assert_num_queries):
    who = Traveller(profiles().by_slug["rollator"])
    told = shares_in(paths, who)
    assert sum(told.values()) == pytest.approx(1)
    assert told["passable"] > 0.3 > told["blocked"] > 0
    monkeypatch.setattr(way_classes, "classes", lambda _costs: pytest.fail("computed again"))
    with django_assert_num_queries(1):
        assert shares_in(paths, who) == told


def test_what_lies_beyond_the_quarter_does_not_count(paths):
    at = near(TEXT, "B", 2)
    paths.boundary = factories.area(at.x, at.y - 0.01, at.x + 0.1, at.y + 0.00005)
    paths.save()
    who = Traveller(profiles().by_slug["rollator"])
    assert shares_in(Quarter.objects.get(pk=paths.pk), who)["blocked"] == 0


def test_a_quarter_without_ways_has_no_shares(quarter):
    assert shares_in(quarter, Traveller(profiles().default)) == {}
