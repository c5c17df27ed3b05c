"""The find page and its form for paper."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from actors.models import Need, Offering, Place
from initiatives.dates import renew
from mapping.models import Quarter
from portal.find import PAGE_SIZE
from tests import factories
from tests.portal.views.conftest import html

pytestmark = pytest.mark.django_db


def test_the_emergency_numbers_stand_before_any_result(client: Client, here: Quarter) -> None:
    factories.place("Krisendienst", "psyche")
    page = html(client, "/karte/?bedarf=krise")
    assert page.index("</h1>") < page.index("tel:112") < page.index("Krisendienst</a>")


def test_chips_take_one_filter_away(client: Client, centre: Place) -> None:
    page = html(client, "/karte/?bedarf=beratung&zugang=not-no")
    assert 'class="chip" href="/karte/?zugang=not-no"' in page
    assert 'class="chip" href="/karte/?bedarf=beratung"' in page


def test_nothing_found_names_the_filter_to_drop(client: Client, centre: Place) -> None:
    page = html(client, "/karte/?bedarf=beratung&zugang=yes&profil=manual_wheelchair")
    assert "Dazu haben wir nichts gefunden" in page
    assert "1 Treffer</a>" in page


def test_who_looks_for_a_date_is_led_to_the_dates(client: Client, centre: Place) -> None:
    address = "/termine/?ansicht=monat&amp;q=Rudelsingen%26mehr"
    assert f'href="{address}"' in html(client, "/karte/?q=Rudelsingen%26mehr")
    assert "ansicht=monat" not in html(client, "/karte/?bedarf=demenz&zugang=yes"), "no words to look for"


def test_dates_stand_beside_the_hits_and_where_there_are_none(client: Client, centre: Place) -> None:
    event = factories.event(place=centre)
    event.needs.set(Need.objects.filter(slug="beratung"))
    renew([event], timezone.now())
    for address in ("/karte/?bedarf=beratung", "/karte/?q=Rudelsingen", "/initiativen/?q=Rudelsingen"):
        page = html(client, address)
        assert f'<h3><a href="{event.get_absolute_url()}">Rudelsingen</a></h3>' in page
        assert "Termine zu ‚" in page
        assert "So geschrieben kennen wir" not in page
    assert "Andere Einträge haben wir dazu nicht gefunden" in page
    assert "nur an bestimmten Tagen" not in page, "the dates stand there already"
    assert "noch nichts eingetragen" not in page
    assert re.search(r'href="/termine/\?ansicht=monat(&amp;tag=[-0-9]+)?&amp;q=Rudelsingen"', page)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/karte/?q=Rudelsngen&profil=rollator", "Nur Termine für ‚Rudelsngen‘, mit Rollator"),
        ("/initiativen/?q=Rudelsngen", "Nur Termine für ‚Rudelsngen‘"),
        ("/en/karte/?q=Rudelsngen", "Only events for ‘Rudelsngen’"),
    ],
)
def test_who_finds_nothing_but_dates_is_not_told_that_there_is_nothing(
    client: Client, centre: Place, address: str, sentence: str
) -> None:
    renew([factories.event(place=centre)], timezone.now())
    page = html(client, address)
    assert f">{sentence}<" in page
    assert "Kein Treffer" not in page
    assert ("Wir zeigen, was ähnlich klingt." in page) != ("/en/" in address)


def test_dates_stand_on_the_first_page_of_hits_only(client: Client, centre: Place) -> None:
    renew([factories.event(place=centre)], timezone.now())
    for number in range(PAGE_SIZE):
        factories.place(f"Pflegestützpunkt {number}", "pflegestuetzpunkt")
    title = "Termine zu ‚Pflegestützpunkt‘"
    assert title in html(client, "/karte/?q=Pflegestützpunkt")
    assert title not in html(client, "/karte/?q=Pflegestützpunkt&seite=2")


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


def test_german_titles_and_times_in_an_english_list_say_their_language(client: Client, centre: Place) -> None:
    factories.offering("Mittagstisch", places=[centre], when_text_de="jeden Dienstag")
    page, paper = html(client, "/en/karte/"), html(client, "/en/karte/?format=druck")
    assert 'lang="de">Mittagstisch</a>' in page
    assert re.search(r'<li class="open" lang="de">.*jeden Dienstag', page)
    assert '<h2 lang="de">Mittagstisch</h2>' in paper
    assert '<dd lang="de">jeden Dienstag</dd>' in paper
    assert "lang=" not in html(client, "/karte/").split("<main")[1].split("</main>")[0].replace("data-lang=", "")
    Offering.objects.update(title_en="Lunch", when_text_en="every Tuesday")
    assert '">Lunch</a>' in html(client, "/en/karte/")


def test_an_unknown_word_promises_nothing_where_nothing_was_found(client: Client, centre: Place) -> None:
    unknown = "So geschrieben kennen wir ‚Wurstfabrik‘ nicht."
    for address in ("/karte/?q=Wurstfabrik", "/karte/?q=Wurstfabrik&format=druck"):
        page = html(client, address)
        assert "ähnlich klingt" not in page
    assert unknown in html(client, "/karte/?q=Wurstfabrik")
    assert "nicht. Wir zeigen, was ähnlich klingt." in html(client, "/karte/?q=Pflegestuetzpunt")
    assert client.get("/api/find?q=Wurstfabrik").json()["notices"] == [unknown]
