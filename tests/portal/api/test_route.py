"""`/api/route`: the promised shape, every refusal with its sentence, never a 500."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from mapping import network
from mapping.routing.engine import Engine
from tests.portal.way.conftest import at, german, here, ways  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ways")]
PROPERTIES = {"distance_m", "duration_s", "profile", "limits", "surveyed_share", "warnings", "legs"}
MORE = {"optimise", "unknown", "network_version", "access_m", "known", "seats", "alternative"}
WARNING = {"code", "text", "at", "value", "limit", "source", "date"}


def ask(client: Client, begin: str = "A", end: str = "E", status: int = 200, **query: str) -> dict[str, Any]:
    address = "/api/route?" + urlencode({"from": at(begin), "to": at(end), **query})
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def test_a_route_is_a_line_with_all_that_is_promised(client: Client) -> None:
    found = ask(client, profile="rollator")
    assert (found["type"], found["geometry"]["type"]) == ("Feature", "LineString")
    assert set(found["properties"]) >= PROPERTIES | MORE
    told = found["properties"]
    assert told["profile"] == "rollator"
    assert told["limits"]["max_kerb_cm"] == 3
    assert told["unknown"] == "cautious"
    assert sum(told["known"][name] for name in ("surveyed", "map", "derived", "unknown")) == pytest.approx(1, abs=1e-3)
    assert told["access_m"] == {"start": 0.0, "end": 0.0}


def test_the_legs_cover_the_line_and_add_up(client: Client) -> None:
    found = ask(client, profile="rollator")
    legs, told = found["properties"]["legs"], found["properties"]
    assert sum(leg["distance_m"] for leg in legs) == pytest.approx(told["distance_m"], abs=0.1 * len(legs))
    assert legs[0]["from_index"] == 0
    assert legs[-1]["to_index"] == len(found["geometry"]["coordinates"]) - 1
    assert legs[0]["text"] == "Nach Osten: 60 m auf dem Gehweg Lindenstraße"
    assert all(leg["text"] and leg["duration_s"] >= 0 for leg in legs)


def test_the_way_around_says_what_it_costs_and_names_the_kerb(client: Client) -> None:
    told = ask(client, profile="rollator", max_kerb_cm="5")["properties"]
    short = ask(client, profile="rollator", max_kerb_cm="6")["properties"]
    assert told["distance_m"] == pytest.approx(short["distance_m"] + 50, abs=1)
    looser = told["alternative"]
    (kerb,) = looser["blocked"]
    assert set(kerb) >= WARNING
    assert kerb["text"] == "Bordstein 6 cm, Ihre Grenze: 5 cm"
    assert (kerb["value"], kerb["limit"], kerb["unit"], kerb["source"]) == (6, 5, "cm", "osm")
    assert (kerb["date"], kerb["object"]) == ("2024-03-05", "node/77")
    assert looser["saved_m"] == pytest.approx(50, abs=1)


def test_a_value_equal_to_the_limit_passes(client: Client) -> None:
    told = ask(client, profile="rollator", max_kerb_cm="6")["properties"]
    assert told["alternative"] is None
    assert [leg["text"] for leg in told["legs"]][1] == "Bordstein 6 cm"


def test_warnings_name_their_place_on_the_line(client: Client) -> None:
    told = ask(client, profile="rollator", unknown="cautious")["properties"]
    ground = {warning["code"]: warning for warning in told["warnings"]}
    assert all(set(warning) >= WARNING for warning in told["warnings"])
    assert all(0 <= warning["at_m"] <= told["distance_m"] for warning in ground.values())


def test_seats_on_the_way_are_told(client: Client) -> None:
    told = ask(client, profile="rollator")["properties"]
    assert [seat["at_m"] for seat in told["seats"]] == [pytest.approx(80, abs=1)]
    assert [(seat["backrest"], seat["armrest"]) for seat in told["seats"]] == [(True, None)]
    assert told["longest_seat_gap_m"] == pytest.approx(told["distance_m"] - 80, abs=1)


def test_other_ways_come_when_they_are_asked_for(client: Client) -> None:
    assert ask(client)["properties"]["alternatives"] == []
    others = ask(client, alternatives="1")["properties"]["alternatives"]
    assert all({"more_m", "more_s", "spares", "brings", "geometry"} <= set(other) for other in others)


def test_the_answer_speaks_the_language_that_is_asked_for(client: Client) -> None:
    assert ask(client, lang="de")["properties"]["legs"][0]["text"].startswith("Nach Osten")
    assert ask(client, lang="en")["properties"]["legs"][0]["text"]


@pytest.mark.parametrize("optimise", ["cost", "time", "distance"])
def test_one_may_ask_for_the_cheapest_the_fastest_or_the_shortest(client: Client, optimise: str) -> None:
    assert ask(client, optimise=optimise)["properties"]["optimise"] == optimise


# ------------------------------------------------------------------------------------------------------- no route


def test_no_route_names_what_blocks_and_what_would_open(client: Client) -> None:
    told = ask(client, "A", "J", 404, profile="slow_walker", steps="no")
    assert (told["code"], told["title"]) == ("no-route", "Für diese Angaben gibt es keinen Weg.")
    assert [barrier["text"] for barrier in told["blocked_by"]] == ["Treppe mit 12 Stufen"]
    assert told["relaxed"]["steps"] == "handrail"
    assert told["relaxed"]["distance_m"] > 0
    assert told["relaxed"] in told["relaxed_options"]


def test_what_a_profile_excludes_is_never_proposed(client: Client) -> None:
    told = ask(client, "A", "J", 404, profile="manual_wheelchair")
    assert told["relaxed"] is None


def test_an_island_is_not_connected(client: Client) -> None:
    told = ask(client, "A", "X", 404)
    assert (told["code"], told["reason"]) == ("no-route", "not_connected")
    assert told["title"] == "Zwischen diesen Punkten kennen wir keinen Weg."
    assert told["relaxed"] is None


def test_too_few_benches_say_which_distance_would_do(client: Client) -> None:
    told = ask(client, profile="rollator", max_seat_gap_m="25", status=404)
    assert told["reason"] == "seat_gap"
    assert ask(client, profile="rollator", max_seat_gap_m=str(told["relaxed"]["max_seat_gap_m"] + 0.1))


# --------------------------------------------------------------------------------------------------------- no way near

RIVER, PARIS = "13.325,52.598", "2.35,48.85"


@pytest.mark.parametrize(
    ("begin", "end", "field", "detail"),
    [
        (RIVER, None, "from", f"Beim Start „{RIVER}0000“"),
        (None, RIVER, "to", f"Beim Ziel „{RIVER}0000“"),
        (RIVER, RIVER, "from", "Beim Start"),
        (PARIS, None, "from", "Beim Start „2.350000,48.850000“ kennen wir im Umkreis von 150 m keinen Weg."),
        (None, PARIS, "to", "Beim Ziel „2.350000,48.850000“ kennen wir im Umkreis von 150 m keinen Weg."),
        (PARIS, PARIS, "from", "Beim Start"),
    ],
)
def test_a_point_without_a_way_near_is_named(
    client: Client, begin: str | None, end: str | None, field: str, detail: str
) -> None:
    answer = client.get("/api/route", {"from": begin or at("A"), "to": end or at("E")})
    told = answer.json()
    assert (answer.status_code, told["code"], told["field"]) == (404, "not-near-network", field)
    assert told["title"] == "Kein Weg in der Nähe"
    assert told["detail"].replace("13.325000,52.598000", f"{RIVER}0000").startswith(detail)


def test_numbers_in_the_wrong_order_are_told_as_such(client: Client) -> None:
    told = client.get("/api/route", {"from": "52.584910,13.310000", "to": at("E")}).json()
    assert told["detail"].endswith("Länge und Breite sind wohl vertauscht, richtig wäre 13.310000,52.584910.")


def test_a_limit_that_is_spelled_wrongly_is_not_ignored(client: Client) -> None:
    told = ask(client, status=400, profile="rollator", max_krb_cm="3")
    assert (told["code"], told["field"]) == ("bad-input", "parameter")
    assert told["detail"].startswith("„parameter“ ist „max_krb_cm“. Richtig wäre: vielleicht max_kerb_cm, sonst")


def test_two_answers_to_one_question_are_refused(client: Client) -> None:
    address = "/api/route?" + urlencode({"from": at("A"), "to": at("E")})
    answer = client.get(f"{address}&profile=walk&profile=rollator")
    assert (answer.status_code, answer.json()["field"]) == (400, "profile")
    assert client.get(f"{address}&profile=walk&profile=walk").status_code == 200


def test_a_quarter_without_ways_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "engine", lambda _quarter: None)
    monkeypatch.setattr(network, "engine_at", lambda *_points, **_more: None)
    told = ask(client, status=404)
    assert (told["code"], told["detail"]) == ("not-near-network", "Für Wittenau sind noch keine Wege eingetragen.")


def test_identical_points_are_a_route_of_no_length(client: Client) -> None:
    found = ask(client, "B", "B")
    assert found["properties"]["distance_m"] == 0
    assert len(found["geometry"]["coordinates"]) == 2
    assert found["properties"]["surveyed_share"] in (0, 1)


def test_both_ends_on_one_edge_are_a_part_of_it(client: Client) -> None:
    lon, lat = (float(part) for part in at("A").split(","))
    answer = client.get("/api/route", {"from": f"{lon + 0.0001},{lat}", "to": f"{lon + 0.0003},{lat}"}).json()
    assert answer["properties"]["distance_m"] == pytest.approx(13.5, abs=0.5)
    assert len(answer["properties"]["legs"]) == 1


# ---------------------------------------------------------------------------------------------------------- bad input

COORDINATES = "Länge,Breite in Grad, zum Beispiel 13.31,52.58"
BAD = [
    ("from", "", COORDINATES),
    ("from", "Lindenstraße 4", COORDINATES),
    ("from", "13.3", COORDINATES),
    ("from", "13.3,52.5,0", COORDINATES),
    ("from", "nan,52.5", COORDINATES),
    ("from", "inf,inf", COORDINATES),
    ("from", "52.58,1313", COORDINATES),
    ("to", "", COORDINATES),
    ("to", "181,0", COORDINATES),
    ("from", "13.3\x00,52.5", "Text ohne Steuerzeichen"),
    ("profile", "hoverboard", "eines von: blind_low_vision (Blind oder sehbehindert)"),
    ("optimise", "fun", "eines von: cost, distance, time"),
    ("unknown", "egal", "eines von: cautious, optimistic, strict"),
    ("max_kerb_cm", "26", "eine Zahl von 0 bis 25, oder „any“ für ohne Grenze"),
    ("max_kerb_cm", "viel", "eine Zahl von 0 bis 25, oder „any“ für ohne Grenze"),
    ("min_width_m", "9", "eine Zahl von 0.5 bis 3, oder „any“ für ohne Grenze"),
    ("worst_surface", "lava", "eines von: any, asphalt"),
    ("steps", "perhaps", "eines von: handrail, no, yes"),
    ("speed_m_per_s", "any", "eine Zahl von 0.2 bis 2.5"),
    ("quarter", "atlantis", "eines von: wittenau"),
    ("alternatives", "viele", "eines von: 0, 1"),
    ("lang", "xx", "eines von: de, en"),
]


@pytest.mark.parametrize(("name", "value", "right"), BAD)
def test_bad_input_is_a_400_that_says_what_would_be_right(client: Client, name: str, value: str, right: str) -> None:
    told = ask(client, status=400, **{name: value})
    assert (told["code"], told["field"]) == ("bad-input", name)
    shown = value.replace("\x00", "␀")
    assert told["detail"].startswith(f"„{name}“ ist „{shown}“. Richtig wäre: {right}")


@pytest.mark.parametrize("name", ["steps", "max_step_count", "escalator"])
def test_a_limit_that_the_profile_fixes_is_refused(client: Client, name: str) -> None:
    told = ask(client, status=400, profile="power_wheelchair", **{name: "yes"})
    assert told["field"] == name
    assert "denn mit dem Profil „Mit E-Rollstuhl“ steht das fest" in told["detail"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    query=st.dictionaries(
        st.sampled_from(["from", "to", "profile", "unknown", "optimise", "max_kerb_cm", "worst_surface", "lang"]),
        st.one_of(st.text(max_size=30), st.sampled_from(["13.31,52.585", "any", "rollator", "strict", "-0", "1e9"])),
    )
)
def test_no_query_whatever_gives_an_error_of_the_server(client: Client, query: dict[str, str]) -> None:
    assert client.get("/api/route", query).status_code in (200, 400, 404)


# ---------------------------------------------------------------------------------------------------------- promises


def test_the_state_of_the_network_is_all_that_is_asked_of_the_database(
    client: Client,
    ways: Engine,  # noqa: F811
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(0):  # that one stands aside here
        ask(client, profile="rollator", alternatives="1")


def test_the_same_question_has_the_same_answer_to_the_byte(client: Client) -> None:
    address = "/api/route?" + urlencode({"from": at("A"), "to": at("E"), "profile": "rollator", "alternatives": "1"})
    assert client.get(address).content == client.get(address).content


def test_a_stricter_limit_is_never_shorter(client: Client) -> None:
    lengths = [
        ask(client, profile="rollator", max_kerb_cm=limit)["properties"]["distance_m"]
        for limit in ("any", "6", "5", "0")
    ]
    assert lengths == sorted(lengths)


def test_only_reading_is_allowed(client: Client) -> None:
    assert client.post("/api/route").status_code == 405
