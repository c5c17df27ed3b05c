"""What holds for every page."""

import re

import pytest
from django.test import Client

from actors.models import Place
from mapping.models import Quarter
from tests import factories
from tests.portal.views.conftest import html

pytestmark = pytest.mark.django_db
PAGES = (
    "/",
    "/karte/",
    "/karte/?format=druck",
    "/initiativen/",
    "/initiativen/?format=druck",
    "/programm/",
    "/weg/",
    "/wege/",
    "/termine/",
    "/termine/?ansicht=monat",
    "/hindernisse/",
    "/so-rechnen-wir/",
    "/einfach/",
    "/impressum/",
    "/datenschutz/",
    "/barrierefreiheit/",
)


@pytest.mark.parametrize("address", PAGES)
def test_no_page_has_inline_script_or_style(client: Client, here: Quarter, centre: Place, address: str) -> None:
    route = factories.signed_route()
    for page in (html(client, one) for one in (address, centre.get_absolute_url(), route.get_absolute_url())):
        assert " style=" not in page
        assert "<style" not in page
        assert " onclick=" not in page
        inline = [
            tag
            for tag in re.findall(r"<script[^>]*>", page)
            if "src=" not in tag and "application/json" not in tag and "application/ld+json" not in tag
        ]
        assert inline == []


@pytest.mark.parametrize("address", PAGES)
def test_no_page_loads_anything_from_elsewhere_or_sets_a_cookie(client: Client, here: Quarter, address: str) -> None:
    page = html(client, address)
    loaded = re.findall(r'(?:src|<link rel="(?!canonical|alternate)[^>]*href)="([^"]+)"', page)
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


def test_the_list_of_quarters_keeps_the_chosen_scheme(client: Client, here: Quarter) -> None:
    Quarter.objects.filter(pk=here.pk).update(is_default=True)
    factories.quarter("Neuss", land="NW", is_default=False, boundary=factories.area(6.6, 51.1, 6.7, 51.2))
    page = html(client, "/impressum/?quartier=neuss&farben=dunkel")
    assert 'href="/?quartier=neuss&amp;farben=dunkel" aria-current="true">Neuss' in page
    assert 'href="/?farben=dunkel">' in page
