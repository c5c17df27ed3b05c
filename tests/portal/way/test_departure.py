"""When somebody sets out: gates that are shut then, ways that are closed that day, and what the answer holds for."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from common.geo import LonLat
from mapping import network
from mapping.models import Quarter
from mapping.routing.engine import Engine
from tests.drawing import drawn, places
from tests.networks import barrier, load, near
from tests.portal.way.test_page import asked, links, page

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year
# The park between A and B is shut at night; the way around is longer.
PARK = """
A-----------B
|           |
C-----------D
"""
GATE = {"AB": {"limits": "opening_hours=06:00-22:00", "osm": "way/7"}}
SPOTS = places(PARK)
ENDS = {name: f"{SPOTS[end][0]:.6f},{SPOTS[end][1]:.6f}" for name, end in (("from", "A"), ("to", "B"))}
TRIP = {"von": ENDS["from"], "nach": ENDS["to"]}


def day_to_come(days: int = 7) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


@pytest.fixture
def park(here: Quarter, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[date]]:
    """The days that were asked for."""
    engine, days = Engine(drawn(PARK, GATE)), []

    def engine_at(*_points: LonLat, on: date, **_more: Any) -> Engine:
        days.append(on)
        return engine

    monkeypatch.setattr(network, "engine_at", engine_at)
    return days


def route(client: Client, status: int = 200, **query: str) -> dict[str, Any]:
    answer = client.get("/api/route", {**ENDS, **query})
    assert answer.status_code == status, answer.content.decode()[:500]
    return answer.json()


def test_a_gate_that_is_shut_then_is_gone_round(client: Client, park: list[date]) -> None:
    by_day = route(client, depart=f"{day_to_come()}T12:00")["properties"]
    by_night = route(client, depart=f"{day_to_come()}T23:00")["properties"]
    assert by_night["distance_m"] == pytest.approx(by_day["distance_m"] + 40, abs=1)
    assert [one["text"] for one in by_day["warnings"]] == ["Nur zu bestimmten Zeiten offen (06:00-22:00) (auf 60 m)"]
    assert by_day["warnings"][0]["source"] == "osm"
    assert [one["code"] for one in by_night["warnings"]] == []


def test_the_answer_says_for_which_moment_it_holds(client: Client, park: list[date]) -> None:
    told = route(client, depart=f"{day_to_come()}T12:00:59")["properties"]["departure"]
    assert told.startswith(f"{day_to_come()}T12:00+0")
    now = route(client)["properties"]["departure"]
    assert now[:10] in (day_to_come(0), day_to_come(-1))
    assert park[0].isoformat() == day_to_come(), "closures of the day of departure count"


def test_where_only_the_hours_are_in_the_way_the_refusal_says_so(client: Client, here: Quarter, monkeypatch) -> None:
    engine = Engine(drawn("A-----------B", GATE))
    monkeypatch.setattr(network, "engine_at", lambda *_points, **_more: engine)
    told = route(client, 404, depart=f"{day_to_come()}T23:00")
    assert [one["text"] for one in told["blocked_by"]] == ["Zu dieser Zeit geschlossen (06:00-22:00) (auf 60 m)"]
    assert told["departure"].startswith(f"{day_to_come()}T23:00")
    assert route(client, depart=f"{day_to_come()}T12:00")


def test_the_page_tells_the_moment_and_keeps_it_in_its_links(client: Client, park: list[date]) -> None:
    text = page(client, **TRIP, abfahrt=f"{YEAR}-07-01T23:05")
    assert f"1. Juli {YEAR}, 23:05 Uhr.</p>" in text
    assert f'name="abfahrt" value="{YEAR}-07-01T23:05"' in text
    assert asked(links(text)["Rückweg zeigen"])["abfahrt"] == f"{YEAR}-07-01T23:05"
    assert "Gilt für jetzt: " in page(client, **TRIP)
    assert f"1. Juli {YEAR}, 23:05 Uhr." in page(client, **TRIP, abfahrt=f"{YEAR}-07-01T23:05", format="druck")


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("morgen früh", "eine Zeit wie 2026-03-29T14:00; nichts bedeutet: jetzt"),
        ("2026-13-40T99:99", "eine Zeit wie 2026-03-29T14:00; nichts bedeutet: jetzt"),
        ("1", "eine Zeit wie 2026-03-29T14:00; nichts bedeutet: jetzt"),
        ("0001-01-01T00:00", "eine Zeit wie 2026-03-29T14:00; nichts bedeutet: jetzt"),
        (f"{YEAR + 3}-01-01T00:00", "eine Zeit höchstens 366 Tage vor oder nach heute"),
        (f"{YEAR - 3}-01-01T00:00", "eine Zeit höchstens 366 Tage vor oder nach heute"),
    ],
)
def test_what_is_no_time_is_answered_with_a_sentence(
    client: Client, park: list[date], written: str, right: str
) -> None:
    told = route(client, 400, depart=written)
    assert (told["field"], right in told["detail"]) == ("depart", True)
    assert right in page(client, 400, **TRIP, abfahrt=written)


def test_the_first_day_of_a_closure_counts_and_the_page_says_until_when(client: Client, quarter: Quarter) -> None:
    load(quarter, PARK)
    barrier(
        "closed",
        near(PARK, "A", 30),
        starts_on=day_to_come(5),
        ends_on=day_to_come(9),
        description="Die Brücke wird gestrichen",
    )
    today, then = (route(client, depart=f"{day_to_come(days)}T12:00")["properties"] for days in (1, 7))
    assert then["distance_m"] == pytest.approx(today["distance_m"] + 40, abs=1)
    (closed,) = then["alternative"]["blocked"]
    assert (closed["code"], closed["until"], closed["note"]) == ("closed", day_to_come(9), "Die Brücke wird gestrichen")
    assert closed["text"].startswith("Gesperrt bis ")
