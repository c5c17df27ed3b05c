"""What a barrier costs, and other ways with their price."""

import pytest
from hypothesis import given, settings

from mapping.routing.alternatives import DEARER, WORTH_TELLING_S, features_on, other_ways, without_barriers
from mapping.routing.engine import Engine, Trip
from mapping.routing.paths import find_path
from mapping.routing.reasons import REMOVABLE
from mapping.routing.route import Route, Wishes, find_route
from tests.routing_networks import (
    MEASURES,
    TOLERANCE,
    Sketch,
    degrees,
    foot_at,
    grid,
    networks,
    pairs,
    traveller,
    travellers,
)

FEW = settings(max_examples=60, deadline=None)
ROLLATOR = traveller("rollator", "optimistic")


@FEW
@given(networks(), travellers(), MEASURES)
def test_every_blocked_arc_of_the_looser_way_is_named_and_without_one_it_is_equal(network, who, measure):
    trip = Trip(Engine(network), who, measure)
    for start, goal in pairs(network):
        ends = [foot_at(network, start)], [foot_at(network, goal)]
        path = find_path(trip.weights, *ends)
        if path is None:
            continue
        free = find_path(trip.ignoring(REMOVABLE), *ends)
        assert free is not None
        found = without_barriers(trip, path, free)
        assert found.path.weight <= path.weight + TOLERANCE
        blocked = {arc for arc in found.path.arcs if trip.costs.blocked[arc]}
        assert bool(blocked) == bool(found.blocked)
        named = sum(remark.count for remark in found.blocked)
        assert named >= len({remark.barrier for remark in found.blocked})
        if not blocked:
            assert found.path.weight == pytest.approx(path.weight, abs=TOLERANCE)
        if found.path.weight < path.weight - TOLERANCE:
            assert blocked


def block(kerb_cm: float = 6, detour_m: float = 200):
    """Straight over a kerb, or round the block."""
    sketch = Sketch(a=(0, 0), b=(100, 0), c=(100, 0), z=(200, 0), d=(100, detour_m))
    sketch.way("a-b", name="Weg", surface="asphalt").way("b-c", "kerb", kerb_cm=kerb_cm).way("c-z", surface="asphalt")
    return sketch.way("a-d", surface="asphalt").way("d-z", surface="asphalt").network()


def ask(network, who=ROLLATOR, **wishes) -> Route:
    found = find_route(network, who, degrees(0, 0), degrees(200, 0), wishes=Wishes(**wishes))
    assert isinstance(found, Route)
    return found


def test_the_price_of_a_kerb_is_told_with_its_place():
    looser = ask(block()).looser
    assert looser is not None
    assert looser.saved_m == pytest.approx(2 * 50000**0.5 - 200, rel=1e-3)
    assert looser.distance_m == pytest.approx(200, rel=1e-3)
    (remark,) = looser.blocked
    assert (remark.code, remark.value, remark.limit, remark.unit) == ("kerb_high", 6, 3, "cm")
    assert remark.at_m == pytest.approx(100, rel=1e-3)
    assert remark.object.startswith("way/")


def test_a_barrier_that_costs_little_is_not_told():
    assert ask(block(detour_m=30)).looser is None
    assert ask(block(kerb_cm=3)).looser is None
    assert ask(block(), looser=False).looser is None


def test_a_tenth_of_a_short_way_is_worth_telling():
    sketch = Sketch(a=(0, 0), b=(20, 0), c=(20, 0), z=(200, 0))
    sketch.way("a-b", length_m=20).way("b-c", "kerb", kerb_cm=9).way("c-z", length_m=180).way("a-z", length_m=223)
    assert ask(sketch.network()).looser is not None


def test_other_ways_come_with_what_they_spare_and_what_they_cost():
    sketch = Sketch(a=(0, 0), z=(200, 0), b=(100, 60))
    sketch.way("a-z", surface="sett").way("a-b", surface="asphalt").way("b-z", surface="asphalt")
    found = ask(sketch.network(), traveller("walk"), others=True)
    (other,) = found.others
    assert other.more_m == pytest.approx(2 * 13600**0.5 - 200, rel=1e-3)
    assert [(gain.code, gain.count, round(gain.length_m)) for gain in other.spares] == [("rough_ground", 1, 200)]
    assert other.brings == ()
    assert other.duration_s == pytest.approx(found.duration_s + other.more_s)


def test_ways_that_are_much_dearer_or_nearly_the_same_are_not_offered():
    sketch = Sketch(a=(0, 0), z=(200, 0), b=(100, 300), c=(180, 0), d=(190, 20))
    network = sketch.way("a-c").way("c-z").way("c-d").way("d-z").way("a-b").way("b-z").network()
    assert ask(network, traveller("walk"), others=True).others == ()


@pytest.mark.parametrize("measure", ["cost", "time", "distance"])
def test_other_ways_on_a_grid_differ_stay_within_their_price_and_are_better_in_something(measure):
    trip = Trip(Engine(grid(15)), traveller("rollator"), measure)
    number = 0
    for goal in (90, 120, 160, 200, 214):
        ends = [foot_at(trip.network, 20)], [foot_at(trip.network, goal)]
        path = find_path(trip.weights, *ends)
        assert path is not None
        found = other_ways(trip, *ends, path)
        number += len(found)
        assert features_on(trip, path)
        assert len(found) <= 2
        for choice in found:
            weight = sum(trip.costs.measure(measure)[piece.arc] * piece.part for piece in choice.path.pieces)
            assert path.weight - TOLERANCE <= weight <= DEARER * path.weight + TOLERANCE
            assert choice.spares or choice.more_s <= -WORTH_TELLING_S
            used = {piece.edge for piece in path.pieces}
            own = sum(trip.network.length_m[piece.edge] for piece in choice.path.pieces if piece.edge not in used)
            assert own > 0.4 * choice.path.length_m
    assert number
