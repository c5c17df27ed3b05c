"""The page of one event: whether one gets in."""

import re
from datetime import date

import pytest
from django.test import Client

from actors.features import FEATURES
from actors.models import Place
from initiatives.models import Event
from tests import factories
from tests.portal.dates.conftest import dated, room
from tests.portal.views.conftest import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


# --- access: the room, then the house ---


def access(client: Client, event: Event, query: str = "profil=rollator") -> str:
    """What is to be read under „Kommen Sie hinein?“."""
    shown = page(client, f"{event.get_absolute_url()}?{query}")
    found = re.search(r'<section [^>]*id="access".*?</section>', shown)
    assert found
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[0]))


def test_the_facts_of_the_room_stand_before_those_of_the_house(client: Client, cafe: Event, hall: Place) -> None:
    room(cafe, hearing_loop="yes")
    factories.fact(hall, "lift", "yes", surveyed_on=date(2026, 6, 18), surveyed_by="Beirat")
    shown = access(client, cafe)
    before, of_room, of_house = re.split("Im Raum: Kleiner Saal|Im Haus: Gemeindehaus", shown)
    assert "Höranlage" not in before
    assert "Höranlage" in of_room
    assert "Aufzug" not in of_room
    assert re.search(r"Eingang zu diesem Termin: über den Hof Drinnen Aufzug ● ja", of_house)
    assert "(Beirat), Stand 18. Juni 2026" in of_house
    assert "Höranlage" not in of_house
    assert '<a href="/orte/gemeindehaus/?profil=rollator">Gemeindehaus</a></h3>' in page(
        client, f"{cafe.get_absolute_url()}?profil=rollator"
    )


def test_a_fact_of_the_house_says_which_answer_counts_in_its_stead(client: Client, cafe: Event, hall: Place) -> None:
    factories.fact(hall, "wheelchair", "no")
    factories.fact(hall, "lift", "yes")
    assert "nicht stufenlos" in access(client, cafe)
    assert "zählt" not in access(client, cafe)
    room(cafe, wheelchair="yes")
    shown = access(client, cafe)
    assert "nicht stufenlos" not in shown
    of_room, of_house = shown.split("Im Haus: Gemeindehaus")
    assert "zählt" not in of_room
    assert of_house.count("zählt") == 1
    assert "nein Für diesen Termin zählt die Angabe zum Raum: ja" in of_house


def test_where_both_say_the_same_that_is_enough(client: Client, cafe: Event, hall: Place) -> None:
    factories.fact(hall, "lift", "yes")
    room(cafe, lift="yes")
    of_house = access(client, cafe).split("Im Haus: Gemeindehaus")[1]
    assert "Aufzug ● ja Im Raum ebenso" in of_house
    assert "zählt" not in of_house


def test_reasons_say_whether_they_rest_on_the_room_or_the_house(client: Client, cafe: Event, hall: Place) -> None:
    factories.fact(hall, "door_width", "yes", 95, surveyed_on=date(2026, 3, 3))
    assert "Tür 95 cm breit (Stand März 2026)" in access(client, cafe)
    room(cafe, entrance_steps="no")
    shown = access(client, cafe)
    assert "Eingang ohne Stufen (Angabe zum Raum)" in shown
    assert "Tür 95 cm breit (Angabe zum Haus, Stand März 2026)" in shown


def test_that_nobody_knows_it_of_the_room_goes_before_the_house_too(client: Client, cafe: Event, hall: Place) -> None:
    factories.fact(hall, "wheelchair", "yes")
    room(cafe, wheelchair="unknown")
    shown = access(client, cafe)
    assert "Zugang nicht bekannt" in shown
    assert "Für diesen Termin zählt die Angabe zum Raum: nicht bekannt" in shown


def test_what_has_no_facts_has_no_heading(client: Client, cafe: Event, hall: Place) -> None:
    assert "Im Haus" not in access(client, cafe)
    assert "Im Raum" not in access(client, cafe)
    room(cafe, lift="yes")
    assert "Im Raum: Kleiner Saal" in access(client, cafe)
    assert "Im Haus" not in access(client, cafe)
    cafe.facts.all().delete()
    factories.fact(hall, "lift", "yes")
    assert "Im Raum" not in access(client, cafe)
    assert "Im Haus: Gemeindehaus" in access(client, cafe)


def test_without_a_room_or_a_door_of_its_own_the_house_need_not_be_named(client: Client, hall: Place) -> None:
    factories.fact(hall, "lift", "yes")
    choir = dated("Chor", "jeden Freitag, 18 bis 20 Uhr", place=hall)
    shown = access(client, choir)
    assert "Aufzug" in shown
    assert "Im Haus" not in shown


def test_without_a_house_there_is_no_room_in_it(client: Client, cafe: Event) -> None:
    walk = dated("Spaziergang", "jeden Freitag, 10 bis 11 Uhr", initiative=cafe.initiative, room="am Brunnen")
    room(walk, seating="yes")
    shown = access(client, walk)
    assert "Sitzplätze zum Ausruhen" in shown
    assert "Im Raum" not in shown


def test_what_neither_room_nor_house_answers_is_named_once(client: Client, cafe: Event, hall: Place) -> None:
    room(cafe, lift="yes")
    factories.fact(hall, "ramp", "no")
    missing = access(client, cafe).split("Das wissen wir noch nicht")[1]
    named = [label.strip() for label in missing.split("? nicht bekannt")][:-1]
    assert named == [feature.label for slug, feature in FEATURES.items() if slug not in ("lift", "ramp")]
