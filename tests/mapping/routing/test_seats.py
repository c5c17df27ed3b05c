"""Ways with a seat every so many metres: against plain enumeration of what a person may walk."""

import heapq
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.routing.blocked import NoRoute
from mapping.routing.engine import Engine, Trip
from mapping.routing.paths import find_path
from mapping.routing.route import Route, find_route
from mapping.routing.seats import gaps_on, longest_gap, path_with_seats, seats_on, smallest_limit
from mapping.routing.weights import ends as ends_of
from mapping.routing.weights import limited_arcs
from tests.routing_networks import MEASURES, TOLERANCE, Sketch, degrees, foot_at, networks, pairs, traveller, travellers

FEW = settings(max_examples=50, deadline=None)
LIMITS = st.sampled_from([0.0, 20.0, 35.0, 60.0, 95.0, 115.0, 200.0])
PHASES = ("out", "free", "into")


def by_states(trip: Trip, start: int, goal: int, limit_m: float) -> float:
    """Dijkstra over (vertex, metres since a seat, phase), arcs one by one: the slow reference."""
    network, weight = trip.network, trip.costs.measure(trip.measure)
    limited = limited_arcs(network)
    tails, heads = ends_of(network)
    queue = [(0.0, start, 0.0, 0)]
    done = set()
    while queue:
        total, vertex, metres, phase = heapq.heappop(queue)
        if vertex == goal:
            return total
        if network.seat[vertex]:
            metres = 0.0
        if (vertex, metres, phase) in done:
            continue
        done.add((vertex, metres, phase))
        for arc in range(2 * network.edges):
            if tails[arc] != vertex or math.isinf(weight[arc]):
                continue
            farther = metres + float(network.length_m[arc >> 1])
            if farther > limit_m:
                continue
            for following in range(phase, 3):
                if bool(limited[arc]) == (PHASES[following] != "free"):
                    heapq.heappush(queue, (total + float(weight[arc]), int(heads[arc]), farther, following))
    return math.inf


@FEW
@given(networks(vertices=6, edges=9), travellers(), MEASURES, LIMITS)
def test_the_best_way_with_seats_equals_a_search_over_metres_since_the_last_seat(network, who, measure, limit_m):
    trip = Trip(Engine(network), who, measure)
    for start, goal in pairs(network):
        path = path_with_seats(trip, [foot_at(network, start)], [foot_at(network, goal)], limit_m)
        expected = by_states(trip, start, goal, limit_m)
        assert (math.inf if path is None else path.weight) == pytest.approx(expected, abs=TOLERANCE)
        if path is not None:
            assert longest_gap(path)[1] <= limit_m + TOLERANCE
            assert sum(trip.costs.measure(measure)[arc] for arc in path.arcs) == pytest.approx(
                path.weight, abs=TOLERANCE
            )


@FEW
@given(networks(), travellers(), MEASURES)
def test_a_limit_beyond_everything_is_no_limit(network, who, measure):
    trip = Trip(Engine(network), who, measure)
    for start, goal in pairs(network):
        ends = [foot_at(network, start)], [foot_at(network, goal)]
        free, seated = find_path(trip.weights, *ends), path_with_seats(trip, *ends, 1e6)
        assert (free is None) == (seated is None)
        assert free is None or seated is None or seated.weight == pytest.approx(free.weight, abs=TOLERANCE)


@FEW
@given(networks(), travellers(), MEASURES)
def test_the_smallest_limit_works_and_a_smaller_one_does_not(network, who, measure):
    trip = Trip(Engine(network), who, measure)
    for start, goal in pairs(network):
        ends = [foot_at(network, start)], [foot_at(network, goal)]
        least = smallest_limit(trip, *ends, 10.0)
        assert (least is None) == (find_path(trip.weights, *ends) is None)
        if least:
            assert path_with_seats(trip, *ends, least) is not None
            assert path_with_seats(trip, *ends, least - 0.5) is None


def promenade():
    """A short way of 300 m without a seat, and a long one of 480 m with two."""
    sketch = Sketch(a=(0, 0), z=(300, 0), b=(0, 90), c=(300, 90))
    return sketch.mark("b", seat=True).mark("c", seat=True).way("a-z").way("a-b").way("b-c").way("c-z").network()


@pytest.mark.parametrize("optimise", ["cost", "time", "distance"])
def test_a_traveller_with_a_limit_goes_where_the_seats_are(optimise):
    network = promenade()
    plain = find_route(network, traveller("walk"), degrees(0, 0), degrees(300, 0), optimise=optimise)
    seated = find_route(
        network, traveller("walk", max_seat_gap_m=299), degrees(0, 0), degrees(300, 0), optimise=optimise
    )
    assert isinstance(plain, Route)
    assert plain.distance_m == pytest.approx(300, rel=1e-3)
    assert isinstance(seated, NoRoute)
    wider = find_route(
        network, traveller("walk", max_seat_gap_m=301), degrees(0, 0), degrees(300, 0), optimise=optimise
    )
    assert isinstance(wider, Route)
    assert seated.code == "seat_gap"
    assert seated.seat_gap_m == pytest.approx(300, rel=1e-3)


def test_seats_are_listed_in_order_with_the_longest_gap():
    sketch = Sketch(a=(0, 0), b=(90, 0), c=(300, 0), z=(400, 0))
    network = sketch.mark("b", seat=True).mark("c", seat=True).way("a-b").way("b-c").way("c-z").network()
    found = find_route(network, traveller("slow_walker"), degrees(0, 0), degrees(400, 0))
    assert isinstance(found, Route)
    assert [round(stop.at_m) for stop in found.seats] == [90, 300]
    assert round(found.longest_gap_m) == 210
    (gap,) = [remark for remark in found.warnings if remark.code == "seat_gap"]
    assert (round(gap.at_m), round(gap.length_m), gap.limit) == (90, 210, 50)
    assert [round(end - begin) for begin, end in gaps_on(found.path)] == [90, 210, 100]
    assert len(seats_on(found.path)) == 2


def test_seats_on_the_way_tell_what_they_have_and_what_nobody_knows():
    sketch = Sketch(a=(0, 0), b=(50, 0), c=(100, 0), z=(150, 0)).mark("b", seat=True, backrest="yes", armrest="no")
    network = sketch.mark("c", seat=True).way("a-b").way("b-c").way("c-z").network()
    found = find_route(network, traveller(), degrees(0, 0), degrees(150, 0))
    assert isinstance(found, Route)
    assert [(seat.backrest, seat.armrest) for seat in found.seats] == [(True, False), (None, None)]
