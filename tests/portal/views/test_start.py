"""The start page."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from actors.models import Need
from mapping.models import Quarter
from portal.views import start
from tests import factories
from tests.portal.views.conftest import html

pytestmark = pytest.mark.django_db


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


def test_a_welcome_that_is_not_translated_says_its_language(client: Client, here: Quarter) -> None:
    Quarter.objects.filter(pk=here.pk).update(welcome_de="Schön, dass Sie da sind.")
    assert '<p class="lead">Schön, dass' in html(client, "/")
    assert '<p class="lead" lang="de">Schön, dass' in html(client, "/en/")
    Quarter.objects.filter(pk=here.pk).update(welcome_en="Nice to see you.")
    assert '<p class="lead">Nice to see you.' in html(client, "/en/")


def test_own_needs_of_a_place_count_instead_of_its_kind(here: Quarter) -> None:
    factories.place("Café", "begegnung", needs=("digital",))
    assert {slug: count for slug, count in start.count_by_need(here).items() if count} == {"digital": 1}


def test_the_start_page_names_emergency_numbers_as_links(client: Client, here: Quarter) -> None:
    page = html(client, "/")
    for href, text in (("112", "112"), ("116117", "116 117"), ("08001110111", "0800 111 0 111")):
        assert re.search(rf'href="tel:{href}">.*{text}</a>', page)


@pytest.mark.parametrize(("address", "locale", "language"), [("/", "de_DE", "de"), ("/en/", "en_GB", "en")])
def test_a_page_tells_others_and_its_suggestions_its_language(
    client: Client, here: Quarter, address: str, locale: str, language: str
) -> None:
    shown = html(client, address)
    assert f'<meta property="og:locale" content="{locale}">' in shown
    assert set(re.findall(r'data-lang="(\w*)"', shown)) == {language}


def test_the_start_page_needs_as_many_queries_for_one_place_as_for_fifty(
    client: Client, here: Quarter, django_assert_num_queries
) -> None:
    client.get("/")  # fills what is cached for longer than a request
    for places in (1, 49):
        for number in range(places):
            factories.place(f"Apotheke {number}")
        cache.clear()
        with django_assert_num_queries(11):
            client.get("/")
