"""`/api/find`: the promised shape, and never a 500."""

from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actors.models import Need
from mapping.models import Quarter
from portal.find import API
from tests import factories

pytestmark = pytest.mark.usefixtures("town")
PROPERTIES = {
    "type",
    "name",
    "slug",
    "kind",
    "group",
    "needs",
    "address",
    "phone",
    "website",
    "open",
    "access",
    "distance_m",
    "duration_s",
    "distance_basis",
    "verified_at",
    "source",
    "licence",
}


def get(client: Client, query: str = "", status: int = 200) -> Any:
    response = client.get(f"/api/find?{query}")
    assert response.status_code == status, response.content
    return response.json()


def test_a_feature_has_the_promised_shape(client: Client):
    (feature,) = get(client, "kind=apotheke&near=13.3110,52.5880&profile=manual_wheelchair")["features"]
    assert (feature["type"], feature["id"][:6]) == ("Feature", "place-")
    assert feature["geometry"] == {"type": "Point", "coordinates": [13.311, 52.585]}
    properties = feature["properties"]
    assert set(properties) >= PROPERTIES
    assert properties["needs"] == ["gesundheit"]
    assert properties["access"] == {
        "profile": "manual_wheelchair",
        "verdict": "yes",
        "reasons": ["Als rollstuhlgerecht eingetragen", "Tür 95 cm breit"],
    }
    assert (properties["distance_m"], properties["duration_s"], properties["distance_basis"]) == (334, None, "line")


def test_without_a_start_there_is_no_distance_and_no_basis(client: Client):
    (feature,) = get(client, "kind=apotheke")["features"]
    assert (feature["properties"]["distance_m"], feature["properties"]["distance_basis"]) == (None, None)


def test_open_says_state_and_until_with_offset(client: Client):
    (feature,) = get(client, "kind=apotheke&open=2026-03-03T11:00")["features"]
    assert feature["properties"]["open"] == {"state": "open", "until": "2026-03-03T18:00:00+01:00"}


def test_places_and_offerings_appear_side_by_side(client: Client):
    found = get(client, "need=gesellschaft")
    assert {feature["properties"]["type"] for feature in found["features"]} == {"place", "offering"}
    area_only = next(f for f in found["features"] if f["properties"]["name"] == "Besuchsdienst")
    assert area_only["geometry"] is None


def test_the_answer_is_a_feature_collection_with_counts_links_and_licence(client: Client):
    response = client.get("/api/find?limit=2&offset=2&need=demenz&need=gesundheit")
    assert response["Content-Type"] == "application/geo+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    body = response.json()
    assert (body["type"], body["numberMatched"], body["numberReturned"]) == ("FeatureCollection", 5, 2)
    assert [link["rel"] for link in body["links"]] == ["self", "next", "prev"]
    assert "ODbL" in body["licence"]


def test_following_next_collects_everything_once(client: Client):
    seen, query = [], "limit=3&open=2026-03-03T11:00&lang=en"
    while query:
        body = get(client, query)
        seen += [feature["id"] for feature in body["features"]]
        query = next((urlsplit(link["href"]).query for link in body["links"] if link["rel"] == "next"), "")
    assert len(seen) == len(set(seen)) == body["numberMatched"]


def test_beyond_the_last_there_is_an_empty_page(client: Client):
    body = get(client, "offset=1000")
    assert (body["numberMatched"], body["numberReturned"], body["features"]) == (8, 0, [])


def test_emergency_numbers_come_with_the_answer(client: Client):
    assert [entry["number"] for entry in get(client, "need=krise")["emergency"]] == ["112", "116 117", "0800 111 0 111"]


def test_the_language_changes_words_and_not_the_result(client: Client):
    german, english = get(client, "need=gesundheit"), get(client, "need=gesundheit&lang=en")
    assert german["sentence"] == "2 Treffer für ‚Arzt, Apotheke & Therapie‘"
    assert "Doctor, pharmacy and therapy" in english["sentence"]
    assert [f["id"] for f in german["features"]] == [f["id"] for f in english["features"]]


BAD = [
    ("limit=0", "limit", "eine ganze Zahl von 1 bis 500"),
    ("limit=501", "limit", "eine ganze Zahl von 1 bis 500"),
    ("limit=ten", "limit", "eine ganze Zahl von 1 bis 500"),
    ("limit=5.0", "limit", "eine ganze Zahl von 1 bis 500"),
    ("limit=-1", "limit", "eine ganze Zahl von 1 bis 500"),
    ("limit=999999999999999999999", "limit", "eine ganze Zahl von 1 bis 500"),
    ("offset=-1", "offset", "eine ganze Zahl von 0 bis 1000000"),
    ("offset=99999999999", "offset", "eine ganze Zahl von 0 bis 1000000"),
    ("offset=%00", "offset", "Text ohne Steuerzeichen"),
    ("lang=fr", "lang", "eines von: de, en"),
    ("lang=%3Cscript%3E", "lang", "eines von: de, en"),
    ("need=foo", "need", "eines von: aktiv"),
    ("need=essen&need=%27%3B--", "need", "eines von: aktiv"),
    ("kind=foo", "kind", "eines von: alltagshilfe"),
    ("near=nan,nan", "near", "Länge,Breite in Grad"),
    ("near=52.58,133.1", "near", "Länge,Breite in Grad"),
    ("near=Nirgendwo+9", "near", "eine Adresse in Wittenau"),
    ("minutes=10", "minutes", "nur zusammen mit einem Startpunkt in near"),
    ("minutes=1e3&near=13.31,52.58", "minutes", "eine ganze Zahl von 1 bis 240"),
    ("profile=superman", "profile", "eines von: blind_low_vision"),
    ("open=yes", "open", "1 oder eine Zeit wie 2026-03-29T14:00"),
    ("open=2026-02-30T10:00", "open", "1 oder eine Zeit wie 2026-03-29T14:00"),
    ("access=YES", "access", "vielleicht yes (sicher zugänglich), sonst eines von: not-no"),
    ("bbox=1,2,3,x", "bbox", "West,Süd,Ost,Nord in Grad"),
    ("bbox=13.33,52.6,13.29,52.57", "bbox", "West,Süd,Ost,Nord in Grad"),
    ("quarter=atlantis", "quarter", "eines von: wittenau"),
    ("q=" + "ä" * 201, "q", "höchstens 200 Zeichen"),
    ("q=a%00b", "q", "Text ohne Steuerzeichen"),
    ("q=a%E2%80%AEb", "q", "Text ohne Steuerzeichen"),
    ("q=" + "x" * 100_000, "q", "höchstens 200 Zeichen"),
]


@pytest.mark.parametrize(("query", "field", "right"), BAD, ids=[query[:40] for query, _field, _right in BAD])
def test_bad_input_names_field_value_and_what_would_be_right(client: Client, query: str, field: str, right: str):
    body = get(client, query, 400)
    listed = ("eines von", "vielleicht")
    assert set(body) - {"allowed"} == {"code", "title", "detail", "field"}
    assert ("allowed" in body) == right.startswith(listed)
    assert (body["code"], body["field"]) == ("bad-input", field)
    assert f"Richtig wäre: {right}" in body["detail"]
    assert len(body["detail"]) < 2000


def test_an_unknown_value_is_answered_with_the_likely_one_and_machines_get_the_whole_list(client: Client):
    profile = get(client, "profile=rolator", 400)
    assert "vielleicht rollator (Mit Rollator), sonst" in profile["detail"]
    need = get(client, "need=foo", 400)
    assert need["detail"].endswith("aktiv, ankommen, beratung, demenz … und 17 weitere.")
    assert set(need["allowed"]) == set(Need.objects.values_list("slug", flat=True))


def test_an_error_speaks_the_language_that_was_asked_for(client: Client):
    german, english = get(client, "limit=0", 400), get(client, "limit=0&lang=en", 400)
    assert german["field"] == english["field"] == "limit"
    assert "Richtig wäre: eine ganze Zahl von 1 bis 500" in german["detail"]
    assert "What works: a whole number from 1 to 500" in english["detail"]


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_only_reading_is_allowed(client: Client, method: str):
    assert getattr(client, method)("/api/find").status_code == 405


def test_head_is_answered(client: Client):
    assert client.head("/api/find?need=essen").status_code == 200


NASTY = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "",
            "0",
            "-1",
            "1",
            "nan",
            "inf,inf",
            "1e999,0",
            "13.31,52.58",
            "180,90",
            "-180,-90",
            "13.31,52.58,13.32,52.59",
            "' OR 1=1 --",
            "%",
            "_",
            "\\",
            "\x00",
            "../../etc/passwd",
            "{{7*7}}",
            "Lindenstr. 4",
            "4 4 4 4",
            "2026-03-29T02:30",
            "2026-10-25T02:30:00+01:00",
            "9999-12-31T23:59:59",
            "essen",
            "apotheke",
            "rollator",
            "yes",
            "not-no",
            "wittenau",
            "🧓🏽",
            "ﬁ",
            "İ",
            "ß" * 90,
            "§",
            "- - -",
            "a:b & c | !d <-> (e",
        ]
    ),
)
NAMES = [name for name in vars(API).values() if isinstance(name, str)] + ["limit", "offset", "lang"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(NAMES), NASTY), max_size=6))
def test_no_query_string_is_a_server_error(client: Client, pairs: list[tuple[str, str]]):
    response = client.get(f"/api/find?{urlencode(pairs, errors='surrogatepass')}")
    assert response.status_code in (200, 400), response.content


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=40))
def test_no_bytes_in_the_query_are_a_server_error(client: Client, raw: bytes):
    query = "q=" + "".join(f"%{byte:02x}" for byte in raw)
    assert client.get(f"/api/find?{query}").status_code in (200, 400)


def test_one_feature_and_fifty_take_the_same_number_of_queries(client: Client, town: Quarter):
    get(client)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            get(client, "limit=50&near=13.3110,52.5850&open=2026-03-03T11:00")
        return len(captured)

    few = queries()
    for number in range(40):
        spot = factories.place(f"Ort {number}", "begegnung", hours="24/7", organisation=factories.organisation())
        factories.fact(spot, "wheelchair")
    assert queries() == few


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("acess=yes", "„parameter“ ist „acess“. Richtig wäre: vielleicht access, sonst"),
        ("quartier=wittenau", "„parameter“ ist „quartier“. Richtig wäre: vielleicht quarter, sonst"),
        ("q=Arzt&q=Apotheke", "„q“ ist „Apotheke, Arzt“. Richtig wäre: nur eine Angabe"),
    ],
)
def test_a_parameter_that_is_spelled_wrongly_is_not_ignored(client: Client, query: str, says: str):
    answer = client.get(f"/api/find?{query}")
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith(says)
