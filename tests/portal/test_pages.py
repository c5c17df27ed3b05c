"""Pages as a browser without scripts gets them."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import cast

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.utils.translation import override

from actors.hours import Calendar
from actors.models import Need, Organisation, Place
from common.http import server_error
from mapping.models import Quarter
from portal.find.hits import Hit
from portal.templatetags.pages import usual_times
from portal.views import start
from tests import factories

pytestmark = pytest.mark.django_db
PLACE_QUERIES = 12
PAGES = ("/", "/karte/", "/karte/?format=druck", "/impressum/", "/datenschutz/", "/barrierefreiheit/")


@pytest.fixture(autouse=True)
def german() -> Iterator[None]:
    """The language of the request before would stay active in this thread."""
    with override("de"):
        yield


@pytest.fixture
def here(quarter: Quarter) -> Quarter:
    cache.clear()
    Quarter.objects.filter(pk=quarter.pk).update(contact_phone="030 23125 115", contact_email="hallo@quartier.example")
    quarter.refresh_from_db()
    factories.base_feature(quarter)
    return quarter


@pytest.fixture
def centre(here: Quarter) -> Place:
    return factories.place(
        "Pflegestützpunkt",
        "pflegestuetzpunkt",
        street="Lindenplatz",
        number="3",
        phone="030 23125 100; 030 23125 101",
        hours="Mo-Fr 09:00-12:00",
        organisation=factories.organisation("Caritas"),
    )


def html(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content[:500]
    return answer.content.decode()


# --- every page -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", PAGES)
def test_no_page_has_inline_script_or_style(client: Client, here: Quarter, centre: Place, address: str) -> None:
    for page in (html(client, address), html(client, centre.get_absolute_url())):
        assert " style=" not in page
        assert "<style" not in page
        assert " onclick=" not in page
        inline = [
            tag for tag in re.findall(r"<script[^>]*>", page) if "src=" not in tag and "application/json" not in tag
        ]
        assert inline == []


@pytest.mark.parametrize("address", PAGES)
def test_no_page_loads_anything_from_elsewhere_or_sets_a_cookie(client: Client, here: Quarter, address: str) -> None:
    page = html(client, address)
    loaded = re.findall(r'(?:src|<link[^>]*href)="([^"]+)"', page)
    assert [url for url in loaded if url.startswith(("http:", "https:", "//"))] == []
    assert client.cookies == {}


@pytest.mark.parametrize("address", PAGES)
def test_every_page_has_one_heading_a_skip_link_and_the_attribution(
    client: Client, here: Quarter, address: str
) -> None:
    page = html(client, address)
    assert len(re.findall(r"<h1[ >]", page)) == 1
    assert 'class="skip" href="#main"' in page
    assert "© OpenStreetMap-Mitwirkende" in page
    assert '<html lang="de"' in page


def test_the_language_switch_keeps_the_query(client: Client, here: Quarter) -> None:
    page = html(client, "/karte/?bedarf=demenz&profil=rollator")
    assert 'href="/en/karte/?bedarf=demenz&amp;profil=rollator"' in page
    assert '<html lang="en"' in html(client, "/en/karte/?bedarf=demenz&profil=rollator")


def test_links_keep_a_quarter_that_is_not_the_default(client: Client, here: Quarter) -> None:
    factories.quarter("Neuss", land="NW", is_default=False, boundary=factories.area(6.6, 51.1, 6.7, 51.2))
    page = html(client, "/impressum/?quartier=neuss")
    assert 'href="/karte/?quartier=neuss"' in page
    assert 'href="/karte/"' in html(client, "/impressum/")


def test_a_chosen_scheme_works_without_scripts_and_stays_in_links(client: Client, here: Quarter) -> None:
    page = html(client, "/impressum/?farben=dunkel")
    assert 'data-scheme="dark"' in page
    assert 'href="/karte/?farben=dunkel"' in page
    assert "data-scheme=" not in html(client, "/impressum/?farben=bunt").split(">")[1]


# --- errors -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/karte/?profil=fliegend", 400, "„profil“ ist „fliegend“"),
        ("/?profil=fliegend", 400, "„profil“ ist „fliegend“"),
        ("/?quartier=atlantis", 400, "„quartier“ ist „atlantis“"),
        ("/?quartier=%00", 400, "„quartier“ ist"),
        ("/karte/?minuten=viele", 400, "„minuten“ ist „viele“"),
        ("/impressum/?quartier=atlantis", 400, "atlantis"),
        ("/orte/gibt-es-nicht/", 404, "Diese Seite gibt es nicht"),
        ("/angebote/gibt-es-nicht/", 404, "Diese Seite gibt es nicht"),
        ("/akteure/gibt-es-nicht/", 404, "Diese Seite gibt es nicht"),
        ("/gibt-es-nicht/", 404, "Diese Seite gibt es nicht"),
    ],
)
def test_wrong_addresses_are_explained_on_a_full_page(
    client: Client, here: Quarter, address: str, status: int, says: str
) -> None:
    page = html(client, address, status)
    assert says in page
    assert "Zur Startseite" in page


def test_pages_of_a_place_explain_wrong_parameters(client: Client, centre: Place) -> None:
    assert "„profil“ ist „x“" in html(client, f"{centre.get_absolute_url()}?profil=x", 400)
    assert "„von“ ist „999,999“" in html(client, f"{centre.get_absolute_url()}?von=999,999", 400)


def test_the_page_for_our_own_faults_needs_nothing(here: Quarter) -> None:
    answer = server_error(RequestFactory().get("/karte/"))
    assert answer.status_code == 500
    assert "Das liegt nicht an Ihnen" in answer.content.decode()


def test_without_any_quarter_the_pages_still_answer(client: Client, db: None) -> None:
    assert "Quartierskarte" in html(client, "/")
    assert "Impressum" in html(client, "/impressum/")


# --- start ------------------------------------------------------------------------------------------------------------


def test_needs_met_most_often_come_first(client: Client, here: Quarter) -> None:
    for _number in range(3):
        factories.place("Tafel", "tafel")
    page = html(client, "/")
    order = re.findall(r'name="bedarf" value="(\w+)"', page)
    assert order[:2] == ["essen", "geld"]
    assert len(order) == Need.objects.filter(optional=False).count()


def test_an_optional_need_shows_where_the_quarter_asks_for_it(client: Client, here: Quarter) -> None:
    factories.offering("Sprachkurs", ("ankommen",), area=factories.area())
    assert 'value="ankommen"' not in html(client, "/")
    Need.objects.get(slug="ankommen").quarters.add(here)
    assert 'value="ankommen"' in html(client, "/")


def test_own_needs_of_a_place_count_instead_of_its_kind(here: Quarter) -> None:
    factories.place("Café", "begegnung", needs=("digital",))
    assert start.count_by_need(here) == {"digital": 1} | {
        slug: 0 for slug in start.count_by_need(here) if slug != "digital"
    }


def test_the_start_page_names_emergency_numbers_as_links(client: Client, here: Quarter) -> None:
    page = html(client, "/")
    for href, text in (("112", "112"), ("116117", "116 117"), ("08001110111", "0800 111 0 111")):
        assert re.search(rf'href="tel:{href}">.*{text}</a>', page)


def test_the_start_page_needs_as_many_queries_for_one_place_as_for_fifty(
    client: Client, here: Quarter, django_assert_num_queries
) -> None:
    client.get("/")  # fills what is cached for longer than a request
    for places in (1, 49):
        for number in range(places):
            factories.place(f"Apotheke {number}")
        cache.clear()
        with django_assert_num_queries(8):
            client.get("/")


# --- place ------------------------------------------------------------------------------------------------------------


def test_a_place_says_whom_to_call_when_and_where(client: Client, centre: Place) -> None:
    page = html(client, centre.get_absolute_url())
    assert 'href="tel:03023125100"' in page
    assert 'href="tel:03023125101"' in page
    assert "Lindenplatz 3" in page
    assert len(re.findall(r'<tr class="today', page)) == 1
    assert "Noch nicht geprüft" in page
    assert "Stimmt etwas nicht?" in page
    assert "mailto:hallo@quartier.example" in page


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


# --- offering, organisation -----------------------------------------------------------------------------------------


def test_an_offering_says_what_matters(client: Client, centre: Place) -> None:
    offering = factories.offering(
        "Mittagstisch",
        places=[centre],
        cost="donation",
        how=["on_site", "phone"],
        recognised_45a=True,
        languages=["tr"],
    )
    page = html(client, offering.get_absolute_url())
    for text in ("gegen Spende", "vor Ort, am Telefon", "Türkisch", "§ 45a", "Pflegestützpunkt"):
        assert text in page


def test_an_offering_without_a_place_says_so(client: Client, here: Quarter) -> None:
    offering = factories.offering("Besuchsdienst", area=factories.area())
    assert "im ganzen Quartier" in html(client, offering.get_absolute_url())


def test_an_offering_that_is_over_says_so(client: Client, here: Quarter) -> None:
    offering = factories.offering("Sommerkurs", area=factories.area(), valid_until=date(2020, 8, 31))
    assert "seit dem 31. August 2020 zu Ende" in html(client, offering.get_absolute_url())


def test_an_organisation_lists_its_public_places_and_offerings(client: Client, centre: Place) -> None:
    offering = factories.offering("Mittagstisch", organisation=centre.organisation, places=[centre])
    factories.place("Geheim", organisation=centre.organisation, status="draft")
    page = html(client, centre.organisation.get_absolute_url())
    assert centre.get_absolute_url() in page
    assert offering.get_absolute_url() in page
    assert "Geheim" not in page


def test_an_organisation_is_named_with_its_offerings_only_where_they_could_be_of_others(
    client: Client, centre: Place
) -> None:
    factories.offering("Mittagstisch", organisation=centre.organisation, places=[centre])
    own = f'<p class="kind">{centre.organisation.name}</p>'
    assert own in html(client, centre.get_absolute_url())
    assert own not in html(client, centre.organisation.get_absolute_url())


# --- find -------------------------------------------------------------------------------------------------------------


def test_the_emergency_numbers_stand_before_any_result(client: Client, here: Quarter) -> None:
    factories.place("Krisendienst", "psyche")
    page = html(client, "/karte/?bedarf=krise")
    assert page.index("tel:112") < page.index("Krisendienst</a>")


def test_chips_take_one_filter_away(client: Client, centre: Place) -> None:
    page = html(client, "/karte/?bedarf=beratung&zugang=not-no")
    assert 'class="chip" href="/karte/?zugang=not-no"' in page
    assert 'class="chip" href="/karte/?bedarf=beratung"' in page


def test_nothing_found_names_the_filter_to_drop(client: Client, centre: Place) -> None:
    page = html(client, "/karte/?bedarf=beratung&zugang=yes&profil=manual_wheelchair")
    assert "Dazu haben wir nichts gefunden" in page
    assert "1 Treffer</a>" in page


def test_the_form_shows_what_was_asked(client: Client, centre: Place) -> None:
    page = html(client, "/karte/?bedarf=beratung&bedarf=demenz&profil=rollator&offen=1&art=apotheke&q=x")
    for chosen in (
        '<option value="beratung" selected>',
        'name="bedarf" value="demenz" checked',
        '<option value="rollator" selected>',
        'name="offen" value="1" checked',
        'name="art" value="apotheke" checked',
        'name="q" value="x"',
    ):
        assert chosen in page


def test_the_print_form_has_addresses_numbers_and_a_code(client: Client, centre: Place) -> None:
    page = html(client, "/karte/?bedarf=beratung&format=druck")
    for text in (
        "Lindenplatz 3",
        "030 23125 100",
        "Montag bis Freitag 9 bis 12 Uhr",
        'aria-label="QR-Code mit dieser Suche"',
    ):
        assert text in page


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ("We[1] 20:00-21:00", "öffnet am 2. Dezember um 20 Uhr"),
        ("We 20:00-21:00", "Mittwoch 20 bis 21 Uhr"),
        ("", "öffnet am 2. Dezember um 20 Uhr"),
    ],
)
def test_paper_says_when_it_opens_next_if_this_week_has_no_times(hours: str, said: str) -> None:
    find = SimpleNamespace(now=datetime(2026, 11, 22, 12, tzinfo=UTC), calendar=Calendar("BE"))
    hit = SimpleNamespace(record=SimpleNamespace(hours=hours), find=find, open_text="öffnet am 2. Dezember um 20 Uhr")
    assert usual_times(cast(Hit, hit)) == said


# --- law --------------------------------------------------------------------------------------------------------------


def test_a_foreign_map_background_is_named_in_the_privacy_notice(client: Client, here: Quarter, settings) -> None:
    assert "fragt keinen anderen Anbieter" in html(client, "/datenschutz/")
    settings.BACKGROUND_TILES = "https://karte.example/{z}/{x}/{y}.png"
    settings.BACKGROUND_ATTRIBUTION = "© Amt"
    page = html(client, "/datenschutz/")
    assert "kommen von karte.example" in page
    assert "fragt keinen anderen Anbieter" not in page


def test_the_statement_names_the_land_and_the_contact(client: Client, here: Quarter) -> None:
    page = html(client, "/barrierefreiheit/")
    assert "in Berlin für Barrierefreiheit" in page
    assert "hallo@quartier.example" in page
