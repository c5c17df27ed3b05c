"""Dates beside the hits of the find page."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from initiatives.dates import renew
from initiatives.models import DateChange, Event
from initiatives.recurrence.series import at
from portal.dates.beside import AHEAD, LIMIT, Beside
from portal.dates.found import Found
from portal.dates.question import parse as parse_dates
from portal.find import PAGE, parse
from tests import factories
from tests.portal.dates.conftest import NOW, dated

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quarter")]
SINGS = "jeden Freitag, 18 bis 20 Uhr"


def beside(query: str) -> Beside:
    return Beside(parse(QueryDict(query), PAGE, now=NOW))


def told(query: str) -> list[str]:
    return [f"{row.title.text}: {row.when}" for row in beside(query).rows]


@pytest.fixture
def town():
    hall = factories.place("Kulturkeller", "kirche")
    allianz = factories.initiative("Lokale Allianz", needs=["demenz"])
    dated("Rudelsingen", SINGS, place=hall)
    dated("Tanzcafé", "jeden Montag, 15 bis 17 Uhr", place=factories.place("Pfarrheim"), initiative=allianz)


def test_of_each_event_the_next_date_is_told_in_order(town):
    dated("Andacht", "jeden Donnerstag, 18 bis 19 Uhr", place=factories.place("Kapelle", "kirche"))
    assert told("art=kirche") == [
        "Andacht: Heute, 26. November, 18 bis 19 Uhr",
        "Rudelsingen: Morgen, 27. November, 18 bis 20 Uhr",
    ]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("q=Rudelsingen", ["Rudelsingen"]),
        ("q=Rudelsngen", ["Rudelsingen"]),
        ("q=wann+ist+heute+Rudelsingen", ["Rudelsingen"]),
        ("q=kulturkeller", ["Rudelsingen"]),
        ("bedarf=demenz", ["Tanzcafé"]),
        ("q=Rudelsingen&bedarf=demenz", []),
        ("art=kirche", ["Rudelsingen"]),
        ("q=Rudelsingen&zugang=yes", []),
        ("q=Rudelsingen&offen=1", ["Rudelsingen"]),
        ("q=Rudelsingen&bbox=0,0,1,1", ["Rudelsingen"]),
        ("q=Xylophon", []),
    ],
)
def test_they_answer_what_the_page_is_asked(town, query: str, titles: list[str]):
    assert [row.title.text for row in beside(query).rows] == titles


@pytest.mark.parametrize("query", ["", "profil=rollator", "zugang=not-no", "offen=1"])
def test_a_page_that_is_asked_for_nothing_in_particular_has_none_and_asks_nothing(town, query: str):
    asked = beside(query)
    with CaptureQueriesContext(connection) as queries:
        assert asked.rows == []
    assert len(queries) == 0


def changed(title: str, **change: object) -> None:
    """Every Friday; the next one is other than usual."""
    event = dated(title, SINGS, place=factories.place("Aula"))
    DateChange.objects.create(event=event, original=at(datetime(2026, 11, 27, 18)), **change)
    renew([Event.objects.with_changes().get(pk=event.pk)], NOW)


def test_a_next_date_that_falls_out_or_is_moved_is_heard_of(town):
    changed("Chor", cancelled=True)
    changed("Orchester", place=factories.place("Zelt"))
    (choir,), (orchestra,) = beside("q=Chor").rows, beside("q=Orchester").rows
    assert choir.is_cancelled
    assert orchestra.is_elsewhere
    assert str(orchestra.place) == "Zelt"


def test_a_next_date_that_is_moved_to_where_nobody_may_look_gives_way_to_the_one_after(town):
    changed("Chor", place=factories.place("Zelt", status="draft"))
    assert told("q=Chor") == ["Chor: Freitag, 4. Dezember, 18 bis 20 Uhr"]


def test_only_a_few_and_none_that_is_far_away(town):
    for number in range(LIMIT + 1):
        dated(f"Fest {number}", f"am {12 + number}. Dezember 2026, 18 bis 20 Uhr", place=factories.place())
    far = (NOW + AHEAD + timedelta(days=2)).date()
    dated("Fernweh", f"am {far:%d.%m.%Y}, 18 bis 20 Uhr", place=factories.place())
    assert len(beside("q=Fest").rows) == LIMIT
    assert beside("q=Fernweh").rows == []


def test_who_starts_somewhere_is_told_how_far_it_is(town):
    (row,) = beside("q=Rudelsingen&von=13.3101,52.5849&profil=rollator").rows
    assert row.reach is not None
    assert "von=13.3101" in row.url
    assert "profil=rollator" in row.url


def test_all_of_them_are_behind_the_same_question(town):
    query = beside("q=Rudelsingen&bedarf=demenz&zugang=not-no&offen=1&bbox=13,52,14,53").query
    assert QueryDict(query).dict() == {
        "ansicht": "monat",
        "q": "Rudelsingen",
        "bedarf": "demenz",
        "zugang": "not-no",
    }


@pytest.mark.parametrize(
    ("when", "asked"),
    [
        ("am 30. November 2026, 18 bis 20 Uhr", "ansicht=monat&q=Fest"),
        ("am 12. Dezember 2026, 18 bis 20 Uhr", "ansicht=monat&tag=2026-12-12&q=Fest"),
        ("31. Oktober 2026 bis 31. Januar 2027, ganztags", "ansicht=monat&q=Fest"),
    ],
)
def test_the_page_behind_them_shows_the_month_of_the_first_one(quarter, when: str, asked: str):
    dated("Fest", when, place=factories.place())
    assert beside("q=Fest").rows
    assert beside("q=Fest").query == asked
    assert Found(parse_dates(QueryDict(asked), now=NOW)).tally.every == 1


def test_fifty_events_need_as_many_queries_as_one(town):
    def count() -> int:
        asked = beside("q=Treffen")
        with CaptureQueriesContext(connection) as queries:
            assert asked.rows
        return len(queries)

    dated("Treffen", SINGS, place=factories.place())
    count()  # what is read once in a process is read now
    one = count()
    for _number in range(50):
        dated("Treffen", SINGS, place=factories.place())
    assert count() == one
