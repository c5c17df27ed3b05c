"""Pages of text."""

import pytest
from django.test import Client

from actors.models import Place
from mapping.models import Quarter
from tests.portal.views.conftest import html

pytestmark = pytest.mark.django_db


def test_a_foreign_map_background_is_named_in_the_privacy_notice(client: Client, here: Quarter, settings) -> None:
    assert "fragt keinen anderen Anbieter" in html(client, "/datenschutz/")
    settings.BACKGROUND_TILES = "https://karte.example/{z}/{x}/{y}.png"
    settings.BACKGROUND_ATTRIBUTION = "© Amt"
    page = html(client, "/datenschutz/")
    assert "kommen von karte.example" in page
    assert "Hintergrund der Karte: © Amt" in page
    assert "fragt keinen anderen Anbieter" not in page


def test_the_statement_names_the_land_and_the_contact(client: Client, here: Quarter) -> None:
    page = html(client, "/barrierefreiheit/")
    assert "in Berlin für Barrierefreiheit" in page
    assert "hallo@quartier.example" in page


def test_the_explanation_names_the_signs_as_the_pages_do(client: Client, here: Quarter, centre: Place) -> None:
    page = html(client, "/einfach/")
    for verdict, symbol, word in (
        ("yes", "✓", "gut zugänglich"),
        ("partly", "◐", "mit Hilfe"),
        ("no", "✕", "nicht zugänglich"),
        ("unknown", "?", "Zugang nicht bekannt"),
    ):
        assert f'<span class="verdict {verdict}"><b aria-hidden="true">{symbol}</b>{word}</span>' in page
    assert 'class="verdict unknown"' in html(client, centre.get_absolute_url())


def test_the_explanation_says_whom_to_call(client: Client, here: Quarter) -> None:
    page = html(client, "/einfach/")
    for number in ("03023125115", "112", "116117"):
        assert f'href="tel:{number}"' in page


@pytest.mark.parametrize("address", ["/", "/karte/", "/en/", "/en/impressum/"])
def test_every_page_leads_to_the_explanation(client: Client, here: Quarter, address: str) -> None:
    prefix = "/en" if address.startswith("/en") else ""
    assert f'href="{prefix}/einfach/"' in html(client, address)
    html(client, f"{prefix}/einfach/")


def test_checked_texts_and_videos_are_offered_only_once_they_exist(client: Client, here: Quarter, settings) -> None:
    pages = ("/", "/einfach/")
    for address in pages:
        assert "Leichte Sprache" not in html(client, address)
        assert "Gebärdensprache" not in html(client, address)
    statement = html(client, "/barrierefreiheit/")
    assert "noch keine Videos in Deutscher Gebärdensprache" in statement
    assert "noch keine geprüften Texte in Leichter Sprache" in statement
    settings.EASY_LANGUAGE_PAGE = "https://stadt.example/leicht"
    settings.SIGN_LANGUAGE_PAGE = "https://stadt.example/video?a=1&b=2"
    for address in pages:
        assert '<a href="https://stadt.example/leicht" hreflang="de">Leichte Sprache</a>' in html(client, address)
        assert 'href="https://stadt.example/video?a=1&amp;b=2"' in html(client, address)
    assert "noch keine" not in html(client, "/barrierefreiheit/").split("Was noch nicht gut geht")[1].split("</ul>")[0]
