"""The page of a place."""

import json
import re
from datetime import date

import pytest
from django.test import Client
from django.utils.translation import override

from actors.models import Organisation, Place
from mapping.models import Quarter
from tests import factories
from tests.portal.views.conftest import html

pytestmark = pytest.mark.django_db
PLACE_QUERIES = 14


def test_a_place_says_whom_to_call_when_and_where(client: Client, centre: Place) -> None:
    page = html(client, centre.get_absolute_url())
    assert 'href="tel:03023125100"' in page
    assert 'href="tel:03023125101"' in page
    assert "Lindenplatz 3" in page
    assert len(re.findall(r'<tr class="today', page)) == 1
    assert "Noch nicht geprüft" in page
    assert "Stimmt etwas nicht?" in page
    assert "mailto:hallo@quartier.example" in page


@pytest.mark.parametrize("contact", [{}, {"phone": "030 23125 101"}, {"email": "post@pflege.example"}])
def test_no_list_is_read_out_that_holds_nothing(client: Client, here: Quarter, contact: dict[str, str]) -> None:
    page = html(client, factories.place(**contact).get_absolute_url())
    assert re.findall(r"<ul[^>]*>\s*</ul>", page) == []


def test_without_a_contact_nobody_is_asked_to_report(client: Client, centre: Place) -> None:
    Quarter.objects.update(contact_phone="", contact_email="")
    assert "Stimmt etwas nicht?" not in html(client, centre.get_absolute_url())


def test_a_check_is_named_with_date_and_person(client: Client, centre: Place) -> None:
    Place.objects.filter(pk=centre.pk).update(verified_on=date(2026, 3, 3), verified_by="Marlene A.")
    assert "Zuletzt geprüft am 3. März 2026 von Marlene A." in html(client, centre.get_absolute_url())


def test_nothing_known_is_never_shown_as_accessible(client: Client, centre: Place) -> None:
    page = html(client, f"{centre.get_absolute_url()}?profil=manual_wheelchair")
    assert "Zugang nicht bekannt" in page
    assert 'class="verdict yes"' not in page
    assert "Aufzug" in page.split("Das wissen wir noch nicht")[1]


def test_the_verdict_follows_the_chosen_profile(client: Client, centre: Place) -> None:
    factories.fact(centre, "entrance_steps", "yes", 3)
    factories.fact(centre, "handrail", "yes")
    address = centre.get_absolute_url()
    assert 'class="verdict no"' in html(client, f"{address}?profil=rollator")
    assert 'class="verdict yes"' in html(client, f"{address}?profil=slow_walker")


def test_the_switch_of_profiles_keeps_start_and_leaves_the_default_out(
    client: Client, here: Quarter, centre: Place
) -> None:
    factories.address(here)
    page = html(client, f"{centre.get_absolute_url()}?von=Lindenstr.+4&profil=rollator")
    assert "Luftlinie von Lindenstraße 4" in page
    assert f'{centre.get_absolute_url()}?von=Lindenstra%C3%9Fe+4&amp;profil=pushchair#access"' in page
    assert f'{centre.get_absolute_url()}?von=Lindenstra%C3%9Fe+4#access"' in page


def test_facts_have_answer_source_and_date(client: Client, centre: Place) -> None:
    factories.fact(centre, "door_width", "yes", 92.5, source="osm", source_id="node/5")
    factories.fact(centre, "lift", "no", surveyed_on=None)
    factories.fact(centre, "ramp", "unknown")
    page = html(client, centre.get_absolute_url())
    assert "92,5 cm" in page
    assert 'href="https://www.openstreetmap.org/node/5"' in page
    assert "Stand 3. März 2026" in page
    assert "ohne Datum" in page
    assert '<span class="answer unknown"><span aria-hidden="true">?</span>nicht bekannt</span>' in page


def test_the_nearest_stop_is_named_with_its_distance(client: Client, centre: Place) -> None:
    factories.place("Lindenplatz", "haltestelle", at=(13.3115, 52.585))
    factories.place("Weit weg", "haltestelle", at=(13.33, 52.585))
    page = html(client, centre.get_absolute_url())
    assert re.search(r"Nächste Haltestelle:.*Lindenplatz</a>, 100 m Luftlinie", page)


def test_drafts_and_archived_records_are_not_public(client: Client, centre: Place) -> None:
    for status in ("draft", "archived"):
        Place.objects.filter(pk=centre.pk).update(status=status)
        html(client, centre.get_absolute_url(), 404)


def test_nothing_names_an_organisation_that_is_not_public(client: Client, centre: Place) -> None:
    offering = factories.offering("Mittagstisch", places=[centre], organisation=centre.organisation)
    files = [f"/karte/?format={form}" for form in ("csv", "geojson", "druck")]
    named = [centre.get_absolute_url(), offering.get_absolute_url(), "/api/find", *files[:2]]
    assert all("Caritas" in html(client, address) for address in named)
    for status in ("draft", "archived"):
        Organisation.objects.update(status=status)
        shown = [address for address in (*named, *files) if "Caritas" in html(client, address)]
        assert shown == []
        html(client, centre.organisation.get_absolute_url(), 404)


def test_hours_that_are_kept_as_text_are_shown_with_the_advice_to_ask(client: Client, centre: Place) -> None:
    said = "„nach dem Gottesdienst“, bitte vorher fragen"
    texts = {"hours": "", "hours_typed": "nach dem Gottesdienst"}
    offering = factories.offering("Kirchkaffee", places=[centre], **texts)
    assert said not in html(client, centre.get_absolute_url())
    Place.objects.filter(pk=centre.pk).update(**texts)
    for address in (centre.get_absolute_url(), offering.get_absolute_url()):
        page = html(client, address)
        assert said in page
        assert '<table class="hours">' not in page
    for address in ("/karte/", "/karte/?format=druck"):
        assert html(client, address).count(said) == 2
    answer = client.get("/api/find").json()
    assert {hit["properties"]["open"]["state"] for hit in answer["features"]} == {"unknown"}


def test_the_marker_of_a_place_is_the_same_on_both_maps(client: Client, centre: Place) -> None:
    Place.objects.filter(pk=centre.pk).update(point=factories.point(13.310000049, 52.585000049))

    def markers(address: str) -> list[object]:
        (data,) = re.findall(r'<script id="map-data" type="application/json">(.*?)</script>', html(client, address))
        return json.loads(data)["features"]["features"]

    assert markers(centre.get_absolute_url()) == markers("/karte/")


def test_plain_words_are_never_called_more_than_that(client: Client, centre: Place) -> None:
    Place.objects.filter(pk=centre.pk).update(plain="Hier hilft man Ihnen.")
    page = html(client, centre.get_absolute_url())
    assert "In einfachen Worten" in page
    assert "Leichte Sprache" not in page


def test_german_texts_on_english_pages_say_their_language(client: Client, centre: Place) -> None:
    Place.objects.filter(pk=centre.pk).update(about_de="Wir beraten Sie.", plain="Wir helfen.")
    with override("en"):
        address = centre.get_absolute_url()
    page = html(client, address)
    assert '<p class="lead" lang="de">Wir beraten Sie.' in page
    Place.objects.filter(pk=centre.pk).update(about_en="We advise you.")
    assert '<p class="lead">We advise you.' in html(client, address)


def test_a_place_knows_its_own_quarter(client: Client, here: Quarter) -> None:
    factories.quarter("Neuss", land="NW", is_default=False, boundary=factories.area(6.6, 51.1, 6.7, 51.2))
    Quarter.objects.filter(pk=here.pk).update(is_default=True)
    place = factories.place("Markt-Apotheke", at=(6.65, 51.15))
    page = html(client, place.get_absolute_url())
    assert "<b>Neuss</b>" in page
    assert 'href="/karte/?quartier=neuss"' in page


def test_names_that_look_like_code_are_only_text(client: Client, here: Quarter) -> None:
    place = factories.place("<script>alert(1)</script>", phone="<b>1</b>", website="javascript:alert(1)")
    page = html(client, place.get_absolute_url())
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert "<b>1</b>" not in page


def test_a_place_needs_as_many_queries_with_few_facts_as_with_many(
    client: Client, centre: Place, django_assert_num_queries
) -> None:
    def fill(features: tuple[str, ...]) -> None:
        for feature in features:
            factories.fact(centre, feature)
            factories.offering(f"Treffen {feature}", places=[centre], organisation=centre.organisation)

    fill(("lift",))
    client.get(centre.get_absolute_url())
    for features in (("ramp",), ("seating", "handrail", "quiet_room", "hearing_loop", "assistance_dog")):
        fill(features)
        with django_assert_num_queries(PLACE_QUERIES):
            client.get(centre.get_absolute_url())
