"""A query string becomes a question, or one sentence that says what would be right."""

from datetime import UTC, datetime

import pytest
from django.http import QueryDict

from common.errors import NotFound, UsageError
from common.geo import BBox, LonLat
from mapping.models import Quarter
from mapping.profiles import profiles
from portal.find import API, PAGE, Names, parse
from tests import factories
from tests.portal.find.conftest import NOW, api_question, question

FULL = (
    "bedarf=demenz&bedarf=pflege&art=apotheke&q=Linde&von=13.310000,52.585000&profil=rollator&minuten=15"
    "&offen=1&zugang=not-no&bbox=13.300000,52.580000,13.320000,52.590000"
)


def test_everything_that_is_asked_is_read(quarter: Quarter):
    find = question(FULL)
    assert [need.slug for need in find.needs] == ["demenz", "pflege"]
    assert [kind.slug for kind in find.kinds] == ["apotheke"]
    assert (find.text, find.minutes, find.access, find.profile.slug) == ("Linde", 15, "not-no", "rollator")
    assert find.start is not None
    assert find.start.point == LonLat(13.31, 52.585)
    assert find.open_at == NOW
    assert find.bbox == BBox(13.30, 52.58, 13.32, 52.59)
    assert find.quarter == quarter


def test_the_api_asks_the_same_with_its_own_names(quarter: Quarter):
    api = api_question(
        "need=demenz&need=pflege&kind=apotheke&q=Linde&near=13.31,52.585&profile=rollator&minutes=15"
        "&open=1&access=not-no&bbox=13.30,52.58,13.32,52.59"
    )
    assert api == question(FULL)


def test_an_empty_question_asks_nothing(quarter: Quarter):
    find = question("")
    assert find.query() == ""
    assert find.filters == ()
    assert find.profile == profiles().default


@pytest.mark.parametrize("query", ["", FULL, "q=B%C3%A4cker", "offen=2026-03-29T02:30", "bedarf=essen,demenz"])
def test_a_question_written_down_and_read_again_is_the_same(quarter: Quarter, query: str):
    find = question(query)
    assert question(find.query()) == find
    assert question(find.query()).query() == find.query()


def test_the_api_query_reads_back_too(quarter: Quarter):
    find = question(FULL)
    assert parse(QueryDict(find.api_query(limit=5)), API, now=NOW) == find


def test_changes_appear_in_the_query(quarter: Quarter):
    find = question(FULL)
    assert "bedarf" not in find.query(needs=())
    assert find.query(page=3).endswith("&seite=3")
    assert find.query(page=1) == find.query()
    assert find.query(form="csv").endswith("&format=csv")


def test_without_a_start_the_time_limit_falls_away(quarter: Quarter):
    assert "minuten" not in question(FULL).query(start=None)
    assert question("minuten=15").filters == ()


def test_pages_about_one_thing_know_profile_and_start_only(quarter: Quarter):
    assert question(FULL).way_query() == "von=13.310000,52.585000&profil=rollator"


def test_what_the_page_carries_stays_in_every_link(quarter: Quarter):
    find = question("q=Linde").changed(carried=(("farben", "dunkel"),))
    assert find.query() == "q=Linde&farben=dunkel"
    assert find.way_query() == "farben=dunkel"


def test_another_quarter_is_named_in_links_and_the_default_one_is_not(quarter: Quarter):
    factories.quarter("Neuss", boundary=factories.area(6.6, 51.1, 6.8, 51.3))
    assert question("quartier=neuss").query() == "quartier=neuss"
    assert question("quartier=wittenau").query() == ""


def test_an_hour_without_offset_is_german_time(quarter: Quarter):
    assert question("offen=2026-07-01T12:00").open_at == datetime(2026, 7, 1, 10, tzinfo=UTC)


# Parameter, value, what the answer says would be right. Page and API share the readers; the names differ.
BAD_INPUT = [
    ("needs", "foo", "eines von: aktiv, "),
    ("needs", "essen,foo", "eines von: aktiv, "),
    ("needs", "<script>alert(1)</script>", "eines von: aktiv, "),
    ("kinds", "apotheken", "vielleicht apotheke (Apotheke), sonst eines von: alltagshilfe, "),
    ("kinds", "' OR 1=1 --", "eines von: alltagshilfe, "),
    ("text", "x" * 201, "höchstens 200 Zeichen"),
    ("text", "a\x00b", "Text ohne Steuerzeichen"),
    ("text", "a\u202eb", "Text ohne Steuerzeichen"),
    ("start", "13.31", "eine Adresse in Wittenau"),
    ("start", "13.31,52.58,1", "Länge,Breite in Grad, zum Beispiel 13.31,52.58"),
    ("start", "200,52", "Länge,Breite in Grad"),
    ("start", "13,95", "Länge,Breite in Grad"),
    ("start", "nan,nan", "Länge,Breite in Grad"),
    ("start", "inf,52", "Länge,Breite in Grad"),
    ("start", "1e400,52", "Länge,Breite in Grad"),
    ("start", "Atlantis 7", "eine Adresse in Wittenau"),
    ("profile", "dragon", "eines von: blind_low_vision (Blind oder sehbehindert), "),
    ("minutes", "0", "eine ganze Zahl von 1 bis 240"),
    ("minutes", "241", "eine ganze Zahl von 1 bis 240"),
    ("minutes", "-5", "eine ganze Zahl von 1 bis 240"),
    ("minutes", "1.5", "eine ganze Zahl von 1 bis 240"),
    ("minutes", "zehn", "eine ganze Zahl von 1 bis 240"),
    ("minutes", "٣", "eine ganze Zahl von 1 bis 240"),
    ("minutes", "9" * 60, "eine ganze Zahl von 1 bis 240"),
    ("open", "bald", "1 oder eine Zeit wie 2026-03-29T14:00"),
    ("open", "2026-13-45T99:00", "1 oder eine Zeit wie 2026-03-29T14:00"),
    ("open", "0001-01-01T00:00", "1 oder eine Zeit wie 2026-03-29T14:00"),
    ("open", "2", "1 oder eine Zeit wie 2026-03-29T14:00"),
    ("access", "maybe", "eines von: not-no (ohne bekannte Hindernisse), yes (sicher zugänglich)"),
    ("bbox", "1,2,3", "West,Süd,Ost,Nord in Grad"),
    ("bbox", "13.4,52.5,13.3,52.6", "West,Süd,Ost,Nord in Grad"),
    ("bbox", "a,b,c,d", "West,Süd,Ost,Nord in Grad"),
    ("bbox", "-inf,-inf,inf,inf", "West,Süd,Ost,Nord in Grad"),
    ("bbox", "-200,0,10,10", "West,Süd,Ost,Nord in Grad"),
    ("quarter", "atlantis", "eines von: wittenau"),
]


@pytest.mark.parametrize("names", [PAGE, API], ids=["page", "api"])
@pytest.mark.parametrize(("field", "value", "right"), BAD_INPUT)
def test_what_cannot_be_used_is_named_with_what_would_be_right(
    quarter: Quarter, names: Names, field: str, value: str, right: str
):
    name = getattr(names, field)
    query = QueryDict(mutable=True)
    query[name] = value
    with pytest.raises(UsageError) as refused:
        parse(query, names, now=NOW)
    error = refused.value
    assert (error.field, error.status) == (name, 400)
    assert str(error.right).startswith(right)
    assert error.detail.startswith(f"„{name}“ ist „")
    assert "\x00" not in error.detail


def test_a_time_limit_without_start_is_refused_by_the_api_and_explained_on_pages(quarter: Quarter):
    with pytest.raises(UsageError, match="nur zusammen mit einem Startpunkt in near"):
        api_question("minutes=15")
    assert question("minuten=15").minutes == 15


def test_of_a_repeated_single_parameter_the_last_counts(quarter: Quarter):
    assert question("q=eins&q=zwei").text == "zwei"


def test_without_any_quarter_there_is_nothing_to_ask(db):
    with pytest.raises(NotFound, match="noch keines veröffentlicht"):
        question("")
