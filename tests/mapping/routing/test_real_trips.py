"""Random trips over the real extracts: always an answer, and never a shorter one for somebody with stricter limits."""

import random
from collections import Counter
from functools import cache
from typing import NamedTuple

import numpy as np
import pytest

from mapping.osm.network import draft
from mapping.osm.reader import read
from mapping.routing.blocked import NoRoute
from mapping.routing.engine import Engine
from mapping.routing.graph import compile_network
from mapping.routing.paths import find_path
from mapping.routing.route import NotNear, Route, find_route
from mapping.routing.traveller import Traveller
from tests.conftest import EXTRACTS
from tests.routing_networks import TOLERANCE, foot_at, profiles, traveller

pytestmark = pytest.mark.realdata
NAMES = ("berlin-wittenau-miraustr", "neuss-s11")
TRIPS, PAIRS = 100, 50
STRICTER = (
    {"max_kerb_cm": 0.0},
    {"max_incline_pct": 2.0, "max_decline_pct": 2.0},
    {"min_width_m": 2.0},
    {"worst_surface": "asphalt"},
    {"worst_smoothness": "good"},
    {"steps": "no"},
    {"busy_road": "block"},
    {"kerb_edge": "block"},
)


class Trips(NamedTuple):
    answers: Counter[str]
    odd: list[str]  # answers that contradict themselves


@cache
def engine(name: str) -> Engine:
    raw = read(EXTRACTS / f"{name}.osm.pbf", max_mb=100).raw
    assert raw is not None
    found = draft(raw)
    return Engine(compile_network(found.vertices, found.edges))


def spots(name: str, count: int, seed: int) -> list[tuple[float, float]]:
    """Random places where there are ways, up to some 20 m beside them."""
    network, chance = engine(name).network, random.Random(seed)
    inner = np.flatnonzero(~network.boundary).tolist()
    chosen = (network.points[chance.choice(inner)].tolist() for _ in range(count))
    return [(lon + chance.uniform(-2e-4, 2e-4), lat + chance.uniform(-2e-4, 2e-4)) for lon, lat in chosen]


def trips(name: str, slug: str, count: int) -> Trips:
    places, found = spots(name, 2 * count, 11), Trips(Counter(), [])
    for origin, goal in zip(places[0::2], places[1::2], strict=True):
        answer = find_route(engine(name), traveller(slug), origin, goal)
        found.answers[answer.code if isinstance(answer, NoRoute) else type(answer).__name__] += 1
        found.odd.extend(f"{origin} → {goal}: {what}" for what in oddities(answer))
    return found


def oddities(answer: Route | NoRoute | NotNear) -> list[str]:
    if not isinstance(answer, Route):
        return []
    known = answer.known
    looser_m = answer.looser.distance_m if answer.looser else 0.0
    holds = {
        "no line": len(answer.line) >= 2 or answer.distance_m == 0,
        "a blocked arc": bool(np.isfinite(answer.cost_s)) and answer.cost_s >= answer.duration_s - TOLERANCE,
        "legs are not the way": abs(sum(leg.distance_m for leg in answer.legs) - answer.distance_m) < 0.01,
        "shares": abs(known.surveyed + known.map + known.derived + known.unknown - 1) < TOLERANCE,
        "a looser way that is longer": looser_m <= answer.distance_m,
        "warnings beyond the way": all(-0.01 <= one.at_m <= answer.distance_m + 0.01 for one in answer.warnings),
    }
    return [what for what, is_so in holds.items() if not is_so]


def shorter_when_stricter(name: str, slug: str, pairs: int, measures: tuple[str, ...]) -> list[str]:
    """Pairs of vertices between which somebody with a stricter limit has a better way: there must be none."""
    network, chance, odd = engine(name).network, random.Random(12), []
    vertices = np.unique(np.concatenate((network.tail, network.head))).tolist()
    feet = [
        (foot_at(network, chance.choice(vertices)), foot_at(network, chance.choice(vertices))) for _ in range(pairs)
    ]
    for stricter in ({"unknown": "strict"}, *STRICTER):
        loose, strict = traveller(slug), tightened(slug, stricter)
        for measure in measures:
            weights = [engine(name).weights(who, measure) for who in (loose, strict)]
            for origin, goal in feet:
                before, after = (find_path(weight, [origin], [goal]) for weight in weights)
                if after is not None and (before is None or after.weight < before.weight - TOLERANCE):
                    odd.append(f"{stricter} {measure} {origin} → {goal}")
    return odd


def tightened(slug: str, change: dict[str, object]) -> Traveller:
    """A limit that is stricter already stays; „strict“ is compared with „optimistic“ everywhere."""
    if "unknown" in change:
        return Traveller(profiles().by_slug[slug], {}, "strict")
    return traveller(slug, **{name: stricter_of(slug, name, value) for name, value in change.items()})


def stricter_of(slug: str, name: str, value: object) -> object:
    own = traveller(slug).limits[name]
    if own is None or isinstance(own, str):
        return value
    return max(own, value) if name == "min_width_m" else min(own, value)


@pytest.mark.parametrize("slug", profiles().by_slug)
@pytest.mark.parametrize("name", NAMES)
def test_every_random_trip_has_an_answer_that_holds_together(name: str, slug: str):
    found = trips(name, slug, TRIPS)
    assert found.odd == []
    assert found.answers.total() == TRIPS
    assert found.answers["Route"] > TRIPS / 2


@pytest.mark.parametrize("slug", profiles().by_slug)
@pytest.mark.parametrize("name", NAMES)
def test_a_stricter_limit_never_gives_a_better_way(name: str, slug: str):
    assert shorter_when_stricter(name, slug, PAIRS, ("cost", "distance")) == []
