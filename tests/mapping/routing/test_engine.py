"""Caches save time and change nothing."""

from dataclasses import replace

from mapping.routing.engine import Cache, Engine, Trip, digest
from mapping.routing.reasons import REMOVABLE
from mapping.routing.timetable import Moment, Verdict
from tests.routing_networks import grid, one_edge, traveller


def test_what_has_not_been_asked_for_longest_is_forgotten():
    cache = Cache(2)
    made: list[str] = []

    def get(key: str) -> str:
        return cache.get(key, lambda: made.append(key) or key)

    for key in ("a", "b", "a", "c", "a", "b"):
        assert get(key) == key
    assert made == ["a", "b", "c", "b"]
    assert len(cache) == 2


def test_weights_are_made_once_for_each_traveller_measure_and_time():
    engine = Engine(grid(4))
    who = traveller("rollator")
    assert engine.weights(who, "cost") is engine.weights(traveller("rollator"), "cost")
    assert engine.weights(who, "cost") is not engine.weights(who, "time")
    assert engine.weights(who, "cost") is not engine.weights(traveller("rollator", max_kerb_cm=9), "cost")
    assert engine.weights(who, "cost") is not engine.weights(who, "cost", ignore=REMOVABLE)
    assert digest(None) == ""


def test_a_moment_is_worked_out_once_and_has_weights_of_its_own():
    engine, who = Engine(one_edge(limits="opening_hours=08:00-18:00")), traveller("rollator")
    shut, again = (engine.shut(lambda _group: Verdict(Moment.SHUT)) for _ in range(2))
    assert shut is again is not engine.shut(lambda _group: Verdict(Moment.OPEN))
    assert shut.closed.tolist() == [True, True]
    assert engine.weights(who, "cost", shut) is engine.weights(who, "cost", replace(shut))
    assert engine.weights(who, "cost", shut) is not engine.weights(who, "cost")
    assert Engine(one_edge()).shut(lambda _group: Verdict(Moment.SHUT)) is None, "nothing depends on the time"


def test_bigger_networks_keep_fewer_entries():
    assert Engine(one_edge()).caches["costs"]._size > Engine(grid(130)).caches["costs"]._size >= 6


def test_a_trip_can_be_asked_for_another_measure_or_person():
    trip = Trip(Engine(one_edge()), traveller("walk"))
    assert trip.by("distance").weights.arc_weight[0] == 100
    assert trip.as_(traveller("rollator")).costs is not trip.costs
    assert Engine.of(trip.engine) is trip.engine
    assert Engine.of(trip.network).network is trip.network
