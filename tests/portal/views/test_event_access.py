"""The page of one event: whether one gets in, where it usually is and where a single date is."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actors.features import FEATURES
from actors.models import Place
from initiatives.models import Event
from mapping.models import Quarter
from tests import factories
from tests.portal.dates.conftest import change, dated, room
from tests.portal.views.conftest import page, read

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
    factories.fact(hall, "lift", "no")
    factories.fact(hall, "seating", "yes")
    assert "zählt" not in access(client, cafe)
    room(cafe, lift="yes")
    of_room, of_house = access(client, cafe).split("Im Haus: Gemeindehaus")
    assert "zählt" not in of_room
    assert of_house.count("zählt") == 1
    assert "nein Für diesen Termin zählt die Angabe zum Raum: ja" in of_house


def test_behind_a_door_of_its_own_the_main_entrance_says_nothing(client: Client, cafe: Event, hall: Place) -> None:
    factories.fact(hall, "wheelchair", "yes")
    factories.fact(hall, "lift", "yes")
    shown = access(client, cafe)
    assert "Zugang nicht bekannt" in shown
    assert "Mit dem Rollstuhl ohne Hilfe zugänglich" not in shown.split("Das wissen wir noch nicht")[0]
    Event.objects.update(entrance="")
    assert "Zugang nicht bekannt" not in access(client, cafe)


def test_of_an_entrance_that_both_share_nothing_is_replaced(client: Client, cafe: Event, hall: Place) -> None:
    Event.objects.update(entrance="")
    factories.fact(hall, "entrance_steps", "yes", 14)
    room(cafe, entrance_steps="no")
    shown = access(client, cafe)
    assert "nicht stufenlos" in shown
    assert "14 Stufen am Eingang (Angabe zum Haus, Stand März 2026)" in shown
    assert "zählt" not in shown


def test_where_both_say_the_same_that_is_enough(client: Client, cafe: Event, hall: Place) -> None:
    factories.fact(hall, "lift", "yes")
    room(cafe, lift="yes")
    of_house = access(client, cafe).split("Im Haus: Gemeindehaus")[1]
    assert "Aufzug ● ja Im Raum ebenso" in of_house
    assert "zählt" not in of_house


def test_reasons_say_whether_they_rest_on_the_room_or_the_house(client: Client, cafe: Event, hall: Place) -> None:
    Event.objects.update(entrance="")
    factories.fact(hall, "door_width", "yes", 95, surveyed_on=date(2026, 3, 3))
    assert "Tür 95 cm breit (Stand März 2026)" in access(client, cafe)
    room(cafe, entrance_steps="no")
    shown = access(client, cafe)
    assert "Eingang ohne Stufen (Angabe zum Raum)" in shown
    assert "Tür 95 cm breit (Angabe zum Haus, Stand März 2026)" in shown


def test_that_nobody_knows_it_of_the_room_goes_before_the_house_too(client: Client, cafe: Event, hall: Place) -> None:
    Event.objects.update(entrance="")
    factories.fact(hall, "wheelchair", "yes")
    factories.fact(hall, "lift", "yes")
    room(cafe, wheelchair="unknown", lift="unknown")
    shown = access(client, cafe)
    assert "Zugang nicht bekannt" in shown
    assert shown.count("Für diesen Termin zählt die Angabe zum Raum: nicht bekannt") == 1


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
    factories.fact(hall, "seating", "no")
    missing = access(client, cafe).split("Das wissen wir noch nicht")[1]
    named = [label.strip() for label in missing.split("? nicht bekannt")][:-1]
    assert named == [feature.label for slug, feature in FEATURES.items() if slug not in ("lift", "seating")]


# --- a date that is somewhere else ---


@pytest.fixture
def hut(hall: Place) -> Place:
    return factories.place("Pfarrheim", "kirche", slug="pfarrheim", street="Wiesenweg", number="4")


def moved(client: Client, event: Event, query: str = "profil=rollator") -> str:
    """The line of the date that is somewhere else."""
    shown = page(client, f"{event.get_absolute_url()}?{query}")
    return next(line for line in re.findall(r'<article class="date.*?</article>', shown) if "anderen Ort" in line)


@pytest.mark.parametrize(
    ("facts", "sign", "word"),
    [
        ({"wheelchair": "yes"}, "✓", "stufenlos"),
        ({"wheelchair": "no"}, "✕", "nicht stufenlos"),
        ({"lift": "yes"}, "?", "Zugang nicht bekannt"),
        ({}, "?", "Zugang nicht bekannt"),
    ],
)
def test_beside_a_date_elsewhere_stands_whether_one_gets_in_there(
    client: Client, cafe: Event, hut: Place, facts: dict[str, str], sign: str, word: str
) -> None:
    """What is known of the room says nothing of it."""
    room(cafe, wheelchair="no" if facts == {"wheelchair": "yes"} else "yes")
    for feature, value in facts.items():
        factories.fact(hut, feature, value)
    change(cafe, datetime(2026, 12, 4, 15), place=hut)
    line = moved(client, cafe)
    assert re.search(rf'<span class="verdict \w+"><b aria-hidden="true">{re.escape(sign)}</b>{word}</span>', line)


def test_access_elsewhere_is_for_the_profile_that_is_chosen(client: Client, cafe: Event, hut: Place) -> None:
    factories.fact(hut, "entrance_steps", "no")
    factories.fact(hut, "door_width", "yes", 65)
    change(cafe, datetime(2026, 12, 4, 15), place=hut)
    assert "</b>nicht stufenlos</span>" in moved(client, cafe)
    assert "</b>gut zugänglich</span>" in moved(client, cafe, "profil=walk")


def test_only_dates_elsewhere_repeat_the_access(client: Client, cafe: Event, hut: Place) -> None:
    change(cafe, datetime(2026, 12, 4, 15), place=hut)
    change(cafe, datetime(2026, 12, 11, 15), place=hut, cancelled=True)
    shown = page(client, cafe.get_absolute_url()).split('id="next-dates"')[1].split("</section>")[0]
    assert shown.count('class="verdict') == shown.count("Weg zeigen") == 1


def test_a_date_elsewhere_leads_to_that_place_and_the_way_there(client: Client, cafe: Event, hut: Place) -> None:
    factories.address(Quarter.objects.get(), "Lindenstraße", "4", (13.311, 52.585))
    change(cafe, datetime(2026, 12, 4, 15), place=hut)
    line = moved(client, cafe, "profil=rollator&von=Lindenstraße+4")
    place, way = re.findall(r'<a [^>]*href="([^"]+)"', line)
    assert place == "/orte/pfarrheim/?von=Lindenstra%C3%9Fe+4&amp;profil=rollator"
    assert "ort=pfarrheim&amp;von=Lindenstra%C3%9Fe+4&amp;profil=rollator&amp;abfahrt=2026-12-04T15%3A00" in way
    assert "Luftlinie" in line
    assert 'Weg zeigen<span class="visually-hidden"> zu Pfarrheim</span>' in line
    assert client.get(place.replace("&amp;", "&")).status_code == 200
    (way,) = re.findall(r'href="(/weg/[^"]+)"', moved(client, cafe))
    assert client.get(way.replace("&amp;", "&")).status_code == 200


def test_the_access_of_the_usual_place_says_that_it_is_that(client: Client, cafe: Event, hut: Place) -> None:
    assert "üblichen Ort" not in access(client, cafe)
    change(cafe, datetime(2026, 12, 4, 15), place=hut)
    assert "Das gilt für den üblichen Ort: Gemeindehaus." in access(client, cafe)
    assert "ist es an einem anderen Ort" not in read(client, cafe.get_absolute_url())


def test_where_it_usually_is_says_if_the_next_date_is_not_there(client: Client, cafe: Event, hut: Place) -> None:
    change(cafe, datetime(2026, 11, 27, 15), place=hut)
    shown = page(client, cafe.get_absolute_url())
    assert "Am 27. November 2026 ist es an einem anderen Ort: Pfarrheim." in shown
    usual = next(way for way in re.findall(r'href="(/weg/[^"]+)"', shown) if "ort=gemeindehaus" in way)
    assert "abfahrt" not in usual


def test_of_an_event_without_a_usual_place_the_access_of_a_date_is_told(client: Client, hut: Place) -> None:
    event = dated("Runder Tisch", "jeden Freitag, 18 bis 20 Uhr")
    factories.fact(hut, "entrance_steps", "yes", 3)
    change(event, datetime(2026, 12, 4, 18), place=hut)
    assert "</b>nicht stufenlos</span>" in moved(client, event)


def test_an_event_needs_as_many_queries_with_many_dates_elsewhere_as_with_one(client: Client, cafe: Event) -> None:
    factories.address(Quarter.objects.get(), "Lindenstraße", "4", (13.311, 52.585))
    counts = []
    for week in range(4):
        elsewhere = factories.place(f"Pfarrheim {week}", "kirche")
        factories.fact(elsewhere, "entrance_steps", "yes", week)
        change(cafe, datetime(2026, 12, 4, 15) + timedelta(weeks=week), place=elsewhere)
        with CaptureQueriesContext(connection) as caught:
            shown = client.get(f"{cafe.get_absolute_url()}?profil=rollator&von=Lindenstraße+4").content.decode()
        assert shown.count("Diesmal an einem anderen Ort") == week + 1
        counts.append(len(caught))
    assert counts[1:] == counts[:1] * 3
