"""The coloured ways in words, and their switch in the address."""

import pytest
from django.test import Client, override_settings

from mapping.models import Quarter
from mapping.profiles import profiles
from mapping.routing.traveller import Traveller
from portal.colouring import colouring, tiles
from tests.networks import barrier, load, near
from tests.portal.views.conftest import html

pytestmark = pytest.mark.django_db
# 200 m each: farther than a point of a map is moved to a way that leads on.
TEXT = ("-" * 39).join("ABCD")
WAYS = {
    "AB": "highway=footway surface=asphalt width=2 incline=0%",
    "BC": "highway=footway surface=sand width=2 incline=0%",
    "CD": "highway=footway",
}
SWITCH = '<input type="checkbox" id="wege"'


@pytest.fixture
def ways(here: Quarter) -> Quarter:
    load(here, TEXT, WAYS)
    return here


def who(slug: str = "rollator", **own: object) -> Traveller:
    return Traveller(profiles().by_slug[slug], own)


def test_the_sentence_names_every_class_that_there_is(ways: Quarter) -> None:
    found = colouring(ways, who(), on=False)
    assert found is not None
    told = "Mit Rollator: Von den Wegen im Quartier sind 33 % begehbar, 33 % nicht begehbar und 34 % nicht bekannt."
    assert found.sentence == told
    assert [(one.symbol, one.word, one.share) for one in found.entries] == [
        ("✓", "begehbar", "33 %"),
        ("◐", "mit Mühe begehbar", "0 %"),
        ("✕", "nicht begehbar", "33 %"),
        ("?", "nicht bekannt", "34 %"),
    ]


def test_own_limits_are_in_the_words_and_in_the_address_of_the_tiles(ways: Quarter) -> None:
    found = colouring(ways, who(worst_surface="sand", max_kerb_cm=None), on=False)
    assert found is not None
    assert found.sentence.startswith("Mit Rollator und Ihren Grenzen: Von den Wegen im Quartier sind 67 % begehbar")
    assert found.url == "/tiles/ways-rollator/{z}/{x}/{y}.mvt?worst_surface=sand&max_kerb_cm=any"
    assert tiles(Traveller(profiles().by_slug["walk"], unknown="strict")).endswith("?unknown=strict")


def test_the_address_of_the_tiles_is_one_that_answers(client: Client, ways: Quarter) -> None:
    address = tiles(who(max_kerb_cm=6.0, min_width_m=0.7)).format(z=14, x=1, y=1)
    assert client.get(address).status_code == 204


def test_without_ways_there_is_nothing_to_colour(client: Client, here: Quarter) -> None:
    assert colouring(here, who(), on=True) is None
    assert SWITCH not in html(client, "/karte/?wege=1")


@pytest.mark.parametrize(("query", "on"), [("", False), ("?wege=0", False), ("?wege=1", True)])
def test_the_switch_stands_in_the_address(client: Client, ways: Quarter, query: str, on: bool) -> None:
    page = html(client, f"/karte/{query}")
    assert (f"{SWITCH} checked" in page) is on
    assert ('<div id="way-classes" hidden>' in page) is not on
    assert ('name="wege" value="1" disabled' in page) is not on
    assert "Zu Fuß: Von den Wegen im Quartier" in page, "in words whether it is on or not"


def test_links_on_the_page_keep_the_switch(client: Client, ways: Quarter) -> None:
    page = html(client, "/karte/?bedarf=beratung&profil=rollator&wege=1")
    assert 'class="chip" href="/karte/?profil=rollator&amp;wege=1"' in page


def test_a_foreign_ground_has_no_ways_to_colour(client: Client, ways: Quarter) -> None:
    foreign = {"BACKGROUND_TILES": "https://tiles.example/{z}/{x}/{y}.png", "BACKGROUND_ATTRIBUTION": "© Amt"}
    with override_settings(**foreign):
        page = html(client, "/karte/?wege=1")
    assert SWITCH not in page
    assert "Zu Fuß: Von den Wegen" in page


def test_a_wrong_switch_is_told(client: Client, ways: Quarter) -> None:
    assert "wege" in html(client, "/karte/?wege=bunt", 400)
    assert "wege" in html(client, "/weg/?wege=bunt", 400)


def test_the_page_of_a_way_has_it_with_the_limits_of_the_visitor(client: Client, ways: Quarter) -> None:
    a, b = near(TEXT, "A"), near(TEXT, "B")
    page = html(client, f"/weg/?von={a.x},{a.y}&nach={b.x},{b.y}&profil=rollator&max_kerb_cm=6&wege=1")
    assert "/tiles/ways-rollator/{z}/{x}/{y}.mvt?max_kerb_cm=6" in page
    assert "Mit Rollator und Ihren Grenzen: Von den Wegen" in page


# --- from the way to the barrier ------------------------------------------------------------------------------------


def from_a_to_d(client: Client, profile: str) -> str:
    a, d = near(TEXT, "A"), near(TEXT, "D")
    return html(client, f"/weg/?von={a.x},{a.y}&nach={d.x},{d.y}&profil={profile}")


@pytest.mark.parametrize(
    ("kind", "value", "profile", "told"),
    [
        ("closed", None, "walk", "Gesperrt"),
        ("surface", "sand", "rollator", "Belag: Sand oder Fels."),
        ("narrow", 0.6, "rollator", "Engstelle: nur 0,6\u00a0m Durchgang"),
    ],
)
def test_what_is_in_the_way_leads_to_its_page(
    client: Client,
    ways: Quarter,
    kind: str,
    value: object,
    profile: str,
    told: str,
) -> None:
    load(ways, TEXT, dict.fromkeys(WAYS, WAYS["AB"]))
    found = barrier(kind, near(TEXT, "B", 15), value)
    page = from_a_to_d(client, profile)
    assert told in page
    assert f'<a class="more-about" href="{found.get_absolute_url()}">' in page
    assert f'"url": "{found.get_absolute_url()}"' in page, "on the map as well"


def test_of_a_barrier_that_is_not_public_there_is_no_word(client: Client, ways: Quarter) -> None:
    load(ways, TEXT, dict.fromkeys(WAYS, WAYS["AB"]))
    barrier("closed", near(TEXT, "B", 15), state="reported")
    assert "more-about" not in from_a_to_d(client, "walk")


def test_what_only_the_map_says_has_no_page(client: Client, ways: Quarter) -> None:
    page = from_a_to_d(client, "rollator")
    assert "Das ist im Weg" in page
    assert "more-about" not in page
