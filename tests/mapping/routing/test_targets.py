"""One search for many targets says the same as a route to each of them."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.routing.blocked import NoRoute
from mapping.routing.costs import arc_costs
from mapping.routing.engine import Engine
from mapping.routing.route import NotNear, Route, Wishes, find_route
from mapping.routing.search import Seeds, grow
from mapping.routing.targets import Entrance, times
from mapping.routing.trees import nearest
from mapping.routing.weights import weigh
from tests.routing_networks import MEASURES, TOLERANCE, Sketch, degrees, grid, networks, one_edge, traveller, travellers

FEW = settings(max_examples=60, deadline=None)
PLACES = st.tuples(st.integers(0, 300), st.integers(0, 300)).map(lambda place: degrees(*place))
BARE = Wishes(looser=False)
WHEELS = traveller("manual_wheelchair", "optimistic")


@FEW
@given(networks(), travellers(), MEASURES, PLACES, st.lists(PLACES, min_size=1, max_size=4))
def test_times_to_many_targets_are_those_of_a_route_to_each(network, who, measure, origin, places):
    engine = Engine(network)
    arrivals = times(engine, who, origin, tuple((Entrance(place),) for place in places), optimise=measure)
    for place, arrival in zip(places, arrivals, strict=True):
        route = find_route(engine, who, origin, place, optimise=measure, wishes=BARE)
        if isinstance(route, Route):
            assert arrival.is_reached
            assert (arrival.distance_m, arrival.duration_s) == (
                pytest.approx(route.distance_m, abs=TOLERANCE),
                pytest.approx(route.duration_s, abs=TOLERANCE),
            ) or by_measure(arrival, measure) == pytest.approx(by_measure(route, measure), abs=TOLERANCE)
        elif isinstance(route, NotNear):
            assert arrival.code == "not-near-network"
        else:
            assert isinstance(route, NoRoute)
            assert arrival.code
            assert (arrival.distance_m, arrival.duration_s) == (None, None)


def by_measure(found, measure: str) -> float:
    """Two equally good ways may differ in what is not minimised."""
    return found.duration_s if measure == "time" else found.distance_m


def test_on_a_grid_every_figure_is_that_of_the_same_way_as_the_route():
    engine, who = Engine(grid(14)), traveller("rollator")
    places = [degrees(37.0 * x, 41.0 * y) for x in range(0, 14, 4) for y in range(0, 13, 3)]
    arrivals = times(engine, who, degrees(201, 199), tuple((Entrance(place),) for place in places))
    for place, arrival in zip(places, arrivals, strict=True):
        route = find_route(engine, who, degrees(201, 199), place, wishes=BARE)
        assert isinstance(route, Route)
        assert arrival.distance_m == pytest.approx(route.distance_m)
        assert arrival.duration_s == pytest.approx(route.duration_s)


def street():
    sketch = Sketch(a=(0, 0), b=(100, 0), c=(200, 0), d=(200, 0), e=(300, 0))
    return sketch.way("a-b").way("b-c").way("c-d", "kerb", kerb_cm=12).way("d-e").network()


def door(x: float, y: float = 5.0, **more) -> Entrance:
    return Entrance(degrees(x, y), **more)


def arrival_at(*entrances: Entrance, who=WHEELS, network=None):
    return times(network or street(), who, degrees(10, 0), (entrances,))[0]


def test_the_cheapest_entrance_that_lets_one_in_is_taken():
    found = arrival_at(door(50, step_cm=14), door(150), door(120, width_m=0.95))
    assert (found.entrance, found.code) == (2, "")
    assert found.distance_m == pytest.approx(110, rel=1e-3)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"step_cm": 4}, "entrance_step"),
        ({"step_cm": 3}, ""),
        ({"width_m": 0.8}, "entrance_narrow"),
        ({"wheelchair": "no"}, "wheelchair_no"),
        ({"wheelchair": "no", "step_cm": 0, "width_m": 1}, ""),
        ({"wheelchair": "no", "step_cm": 0}, "wheelchair_no"),
        ({"wheelchair": "limited"}, "entrance_step"),
        ({"wheelchair": "limited", "step_cm": 2}, ""),
        ({"wheelchair": "yes"}, ""),
        ({}, ""),
    ],
)
def test_an_entrance_stops_those_whose_limits_it_exceeds(facts, code):
    found = arrival_at(door(50, **facts))
    assert found.code == code
    assert found.distance_m == pytest.approx(40, rel=1e-3)  # up to the door it is told all the same
    assert arrival_at(door(50, **facts), who=traveller("walk")).is_reached


def test_what_lies_behind_a_barrier_is_told_with_the_barrier():
    assert arrival_at(door(250)).code == "kerb_high"
    assert arrival_at(door(250), who=traveller("walk")).is_reached


def test_of_two_barriers_the_one_near_the_target_is_named():
    sketch = Sketch(a=(0, 0), b=(100, 0), c=(200, 0), d=(300, 0))
    network = sketch.way("a-b").way("b-c", width_m=0.5).way("c-d", surface="sand").network()
    assert arrival_at(door(290), network=network).code == "surface_bad"
    inner = Sketch(a=(0, 0), b=(100, 0), c=(400, 0), d=(800, 0))
    inner.way("a-b").way("b-c", width_m=0.5).way("c-d", surface="asphalt")
    assert arrival_at(door(790), network=inner.network()).code == "width_narrow"


def test_what_no_way_leads_to_is_not_connected_and_what_is_far_from_all_ways_is_not_near():
    network = Sketch(a=(0, 0), b=(100, 0), c=(200, 0), d=(300, 0)).way("a-b").way("c-d").network()
    assert arrival_at(door(290), network=network).code == "not_connected"
    assert arrival_at(door(100, 500)).code == "not-near-network"
    assert arrival_at().code == "not-near-network"
    assert times(street(), WHEELS, degrees(0, 900), ((door(50),),))[0].code == "not-near-network"


def test_what_lies_behind_a_private_way_is_told_so():
    private = {"access_forward": "limited", "access_backward": "limited"}
    sketch = Sketch(a=(0, 0), b=(100, 0), c=(400, 0), d=(500, 0)).way("a-b").way("b-c", **private).way("c-d")
    assert arrival_at(door(480), network=sketch.network()).code == "private_way"
    assert arrival_at(door(380), network=sketch.network()).is_reached


def test_no_targets_are_no_arrivals():
    assert times(one_edge(), WHEELS, degrees(0, 0), ()) == []


def test_a_target_near_two_parts_of_the_network_is_reached_by_the_part_that_is_connected():
    sketch = Sketch(a=(0, 0), b=(100, 0), c=(50, 30), d=(90, 30))
    network = sketch.way("a-b").way("c-d").network()
    found = arrival_at(door(70, 25), network=network)
    assert found.is_reached
    assert found.distance_m == pytest.approx(60, rel=1e-3)


@FEW
@given(networks(), travellers(), MEASURES, st.lists(st.integers(0, 8), min_size=1, max_size=3, unique=True))
def test_the_nearest_target_of_every_node_is_the_least_of_single_searches(network, who, measure, goals):
    weights = weigh(network, arc_costs(network, who).measure(measure))
    goals = [Seeds.of({int(weights.into[goal % network.vertices]): float(goal)}) for goal in goals]
    found = nearest(weights, goals)
    single = np.array([grow(weights, goal, backwards=True).distance for goal in goals])
    assert found.weight == pytest.approx(single.min(axis=0), abs=TOLERANCE)
    for node, row in enumerate(found.target.tolist()):
        if row == -1:
            assert math.isinf(found.weight[node])
        else:
            assert single[row, node] == pytest.approx(found.weight[node], abs=TOLERANCE)
