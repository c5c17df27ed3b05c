"""Who reads the pages in English searches in English: titles, descriptions and programmes."""

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone, translation

from initiatives.dates import renew
from initiatives.models import Event, Programme
from portal.find import PAGE, Answer, parse
from portal.find.sources import Initiatives
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("town")]


@pytest.fixture
def translated() -> None:
    """An offering, two initiatives and an event whose English titles share no word with the German ones."""
    house = factories.place("Gemeindehaus", "kirche")
    visit = factories.offering("Besuchsdienst", title_en="Friendly visitors", about_en="Somebody comes for a chat.")
    visit.places.add(house)
    walks = factories.initiative("Ab ins Grüne", title_en="Walks for everybody", summary_en="We borrow binoculars.")
    round_table = factories.initiative("Runder Tisch", title_en="Around one table")
    round_table.programmes.add(Programme.objects.get(slug="lokale-allianzen-demenz"))
    for one in (walks, round_table):
        one.places.add(house)
    factories.event("Rudelsingen", title_en="Sing-along", place=house)
    renew(Event.objects.with_changes(), timezone.now())


@pytest.fixture(autouse=True)
def english(translated):
    with translation.override("en"):
        yield


def found(text: str) -> list[str]:
    query = QueryDict(mutable=True)
    query["q"] = text
    return [hit.name for hit in Answer(parse(query, PAGE, now=timezone.now())).hits(offset=0, limit=10)]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("friendly visitors", "Friendly visitors"),
        ("chat", "Friendly visitors"),
        ("Walks for everybody", "Walks for everybody"),
        ("binoculars", "Walks for everybody"),
        ("local alliances", "Around one table"),
        ("frendly", "Friendly visitors"),
        ("Besuchsdienst", "Friendly visitors"),
    ],
)
def test_what_is_shown_in_english_is_found_in_english_and_still_in_german(text: str, title: str):
    assert title in found(text)


def test_an_exact_english_title_comes_first():
    with translation.override("de"):
        other = factories.offering("Alle Spaziergänge", title_en="All walks for everybody and more")
    other.places.add(factories.place("Haus", "kirche"))
    assert found("walks for everybody")[0] == "Walks for everybody"


@pytest.mark.parametrize("text", ["Sing-along", "sing along", "along"])
def test_an_event_is_found_by_its_english_title(client: Client, text: str):
    assert "Sing-along" in client.get("/en/karte/", {"q": text}).content.decode()
    assert "Sing-along" in client.get("/en/termine/", {"q": text, "ansicht": "monat"}).content.decode()


def test_the_search_that_a_suggestion_offers_finds_what_it_names(client: Client):
    given = client.get("/api/suggest", {"q": "walks", "lang": "en"}).json()["suggestions"]
    (suggestion,) = [one for one in given if one["type"] == "initiative"]
    assert suggestion["label"] == "Walks for everybody"
    assert "Walks for everybody" in client.get(f"/en/karte/?{suggestion['query']}").content.decode()


def test_a_list_is_sorted_by_the_titles_that_one_sees():
    hits = Answer(parse(QueryDict(""), PAGE, now=timezone.now()), sources=(Initiatives(),)).hits(offset=0, limit=10)
    assert [hit.name for hit in hits] == ["Around one table", "Walks for everybody"]
