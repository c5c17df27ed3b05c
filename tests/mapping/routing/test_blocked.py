"""Where nothing leads through: the fewest barriers, and the nearest limits that open a way."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.routing.blocked import (
    DIALS,
    NoRoute,
    counted,
    fewest_barriers,
    no_route,
    relaxed_options,
    single_limit,
)
from mapping.routing.engine import Engine, Trip
from mapping.routing.paths import find_path
from mapping.routing.profiles import Bounds
from mapping.routing.reasons import BLOCKING, REMOVABLE
from mapping.routing.remarks import barrier_key
from mapping.routing.weights import weigh
from tests.routing_networks import LIMITS, MEASURES, Sketch, foot_at, networks, pairs, traveller, travellers

FEW = settings(max_examples=60, deadline=None)
WHEELS = traveller("manual_wheelchair", "optimistic")


def barriers_of(trip: Trip) -> dict[str, list[int]]:
    """Arcs of every edge or star that only removable reasons block."""
    reasons = trip.costs.reasons
    found: dict[str, list[int]] = {}
    for arc in range(2 * trip.network.edges):
        if reasons[arc] and not reasons[arc] & np.uint64(BLOCKING ^ REMOVABLE):
            found.setdefault(barrier_key(trip.network, arc >> 1), []).append(arc)
    return found


def opened(trip: Trip, barriers: dict[str, list[int]], chosen: tuple[str, ...], ends) -> bool:
    weight = trip.costs.measure(trip.measure).copy()
    for key in chosen:
        weight[barriers[key]] = trip.costs.open_measure(trip.measure)[barriers[key]]
    return find_path(weigh(trip.network, weight), *ends) is not None


def least(trip: Trip, ends) -> int | None:
    """Size of the smallest set of barriers whose removal gives a way, by trying all sets."""
    barriers = barriers_of(trip)
    for size in range(len(barriers) + 1):
        if any(opened(trip, barriers, chosen, ends) for chosen in itertools.combinations(sorted(barriers), size)):
            return size
    return None


@FEW
@given(networks(vertices=6, edges=8), travellers(), MEASURES)
def test_removing_the_named_barriers_gives_a_way_and_no_smaller_set_does(network, who, measure):
    trip = Trip(Engine(network), who, measure)
    for start, goal in pairs(network)[:2]:
        ends = [foot_at(network, start)], [foot_at(network, goal)]
        size = least(trip, ends)
        if size is None:
            continue
        path = fewest_barriers(trip, *ends)
        assert path is not None
        named = no_route(trip, *ends).barriers
        assert opened(trip, barriers_of(trip), named, ends)
        assert len(named) == size


@FEW
@given(networks(), travellers(), MEASURES, st.sampled_from(sorted(DIALS)))
def test_a_relaxed_limit_gives_a_way_and_the_next_smaller_value_does_not(network, who, measure, name):
    who = who.without(**{name: LIMITS[name][0]}) if name in LIMITS else who
    trip = Trip(Engine(network), who, measure)
    for start, goal in pairs(network):
        ends = [foot_at(network, start)], [foot_at(network, goal)]
        if find_path(trip.weights, *ends) is not None:
            continue
        change = single_limit(trip, *ends, name)
        values = tried(network, name)
        ways = {value: way_with(trip, ends, name, value) for value in values}
        if change is None:
            assert not any(ways.values())
            continue
        assert way_with(trip, ends, name, change.limits[name])
        place = values.index(change.limits[name])
        assert not any(ways[value] for value in values[:place])


def tried(network, name) -> list:
    """All values of a network from tight to loose."""
    from mapping.routing.attributes import RANKED
    from mapping.routing.traveller import RANKED_LIMITS

    if name in RANKED_LIMITS:
        return list(RANKED[RANKED_LIMITS[name]])
    columns = {
        "max_kerb_cm": ("kerb_cm", "kerb_hi_cm"),
        "min_width_m": ("width_m", "opening_m"),
        "max_incline_pct": ("climb_pct", "descent_pct"),
        "max_decline_pct": ("climb_pct", "descent_pct"),
        "max_crossfall_pct": ("crossfall_pct",),
        "max_step_count": ("step_count",),
    }[name]
    values = {float(value) for column in columns for value in network.facts[column] if not np.isnan(value)}
    return sorted(values, reverse=name == "min_width_m")


def way_with(trip: Trip, ends, name, value) -> bool:
    other = trip.as_(trip.traveller.without(**{name: value}))
    return find_path(other.weights, *ends) is not None


@FEW
@given(networks(), travellers(), MEASURES)
def test_every_option_gives_a_way_of_the_length_it_names(network, who, measure):
    trip = Trip(Engine(network), who, measure)
    for start, goal in pairs(network):
        ends = [foot_at(network, start)], [foot_at(network, goal)]
        if find_path(trip.weights, *ends) is not None:
            continue
        answer = no_route(trip, *ends)
        assert len(answer.options) <= 3
        assert list(answer.options) == sorted(answer.options, key=lambda option: option.distance_m)
        for option in answer.options:
            person = who.without(**option.limits)
            other = trip.as_(type(person)(person.profile, person.own, option.unknown or who.mode))
            path = find_path(other.weights, *ends)
            assert path is not None
            assert path.length_m == pytest.approx(option.distance_m)
            assert not set(option.limits) & who.profile.fixed_limits


@FEW
@given(networks(), travellers())
def test_not_connected_means_that_even_without_any_reason_there_is_no_way(network, who):
    trip = Trip(Engine(network), who)
    for start, goal in pairs(network):
        ends = [foot_at(network, start)], [foot_at(network, goal)]
        if find_path(trip.weights, *ends) is not None:
            continue
        everything = weigh(network, trip.costs.open_cost_s, limited=np.zeros(2 * network.edges, dtype=bool))
        assert (no_route(trip, *ends).code == "not_connected") == (find_path(everything, *ends) is None)


def answer(network, who=WHEELS, bounds=None) -> NoRoute:
    ends = [[foot_at(network, network.vertex_of(name))] for name in ("a", "z")]
    return no_route(Trip(Engine(network), who), *ends, bounds)


def test_the_way_with_one_barrier_is_named_before_the_shorter_one_with_two():
    sketch = Sketch(a=(0, 0), b=(50, 0), c=(100, 0), d=(50, 400), z=(150, 0))
    network = (
        sketch.way("a-b", surface="sand")
        .way("b-c")
        .way("c-z", width_m=0.5)
        .way("a-d")
        .way("d-z", width_m=0.8)
        .network()
    )
    found = answer(network)
    assert found.code == "no-route"
    assert [(remark.code, remark.value, remark.limit, remark.unit) for remark in found.blocked_by] == [
        ("width_narrow", 0.8, 0.9, "m")
    ]
    assert found.blocked_by[0].source == "osm"
    assert found.relaxed is not None
    assert found.relaxed.limits == {"min_width_m": 0.8}


def test_the_kerbs_of_one_crossing_are_one_entry_with_the_higher_value():
    sketch = Sketch(a=(0, 0), b=(50, 0), c=(50, 0), d=(60, 0), e=(60, 0), z=(100, 0))
    network = (
        sketch.way("a-b")
        .way("b-c", "kerb", kerb_cm=6)
        .way("c-d", "crossing")
        .way("d-e", "kerb", kerb_cm=9)
        .way("e-z")
        .network()
    )
    found = answer(network)
    assert [(remark.code, remark.count, remark.value) for remark in found.blocked_by] == [("kerb_high", 2, 9)]
    assert len(found.barriers) == 2
    assert found.relaxed is not None
    assert found.relaxed.limits == {"max_kerb_cm": 9}
    assert found.relaxed.distance_m == pytest.approx(100, rel=1e-3)


def test_both_halves_of_a_star_are_one_barrier():
    sketch = Sketch(a=(0, 0), hub=(50, 0), y=(50, 50), z=(100, 0), b=(50, 0), c=(50, 0))
    star = {"barrier": "gap", "opening_m": 0.6, "group": "star", "share": 0.5}
    sketch.way("a-b").way("b-hub", "barrier", **star).way("hub-c", "barrier", **star).way("c-z")
    network = sketch.way("hub-y", "barrier", **star).network()
    found = answer(network)
    assert counted(network).tolist().count(0.5) == 6
    assert len(found.barriers) == 1
    assert [(remark.code, remark.count, remark.value) for remark in found.blocked_by] == [("barrier_narrow", 1, 0.6)]


def test_a_way_that_no_works_could_open_is_named_where_nothing_else_is_left():
    network = Sketch(a=(0, 0), b=(50, 0), z=(100, 0)).way("a-b").way("b-z", access_forward="access_no").network()
    found = answer(network)
    assert [remark.code for remark in found.blocked_by] == ["access_no"]
    assert found.options == ()


def test_a_way_for_neighbours_in_the_middle_is_named():
    private = {"access_forward": "limited", "access_backward": "limited"}
    sketch = Sketch(a=(0, 0), b=(50, 0), c=(100, 0), z=(150, 0))
    found = answer(sketch.way("a-b").way("b-c", **private).way("c-z").network())
    assert (found.code, [remark.code for remark in found.blocked_by]) == ("no-route", ["private_way"])


def test_two_parts_without_any_way_between_are_not_connected():
    network = Sketch(a=(0, 0), b=(50, 0), c=(100, 0), z=(150, 0)).way("a-b").way("c-z").network()
    assert answer(network) == NoRoute("not_connected", network.checksum)


def test_several_limits_together_are_proposed_where_no_single_one_helps():
    sketch = Sketch(a=(0, 0), b=(50, 0), z=(100, 0))
    network = sketch.way("a-b", surface="gravel").way("b-z", climb_pct=8, descent_pct=0).network()
    found = answer(network)
    assert [option.limits for option in found.options] == [{"worst_surface": "gravel", "max_incline_pct": 8}]


def test_nobody_is_told_to_take_the_steps_if_her_profile_excludes_them():
    network = Sketch(a=(0, 0), z=(100, 0)).way("a-z", "steps", handrail="yes").network()
    assert answer(network).options == ()
    rollator = answer(network, traveller("rollator", "optimistic"))
    assert [option.limits for option in rollator.options] == [{"steps": "handrail"}]


def test_values_that_the_form_refuses_are_not_proposed():
    network = Sketch(a=(0, 0), z=(1, 0), b=(50, 0)).way("a-b").way("b-z", "kerb", kerb_cm=40).network()
    assert answer(network).options[0].limits == {"max_kerb_cm": 40}
    assert answer(network, bounds={"max_kerb_cm": Bounds(0, 25, 1)}).options == ()


def test_who_wants_to_be_sure_is_offered_to_be_careful_instead():
    network = Sketch(a=(0, 0), z=(100, 0)).way("a-z").network()
    found = answer(network, traveller("manual_wheelchair", "strict"))
    assert [remark.code for remark in found.blocked_by] == ["unknown_ground"]
    assert [(option.limits, option.unknown) for option in found.options] == [({}, "cautious")]


def test_options_need_a_path_to_start_from():
    network = Sketch(a=(0, 0), z=(100, 0)).way("a-z", width_m=0.5).network()
    trip = Trip(Engine(network), WHEELS)
    ends = [[foot_at(network, network.vertex_of(name))] for name in ("a", "z")]
    path = fewest_barriers(trip, *ends)
    assert path is not None
    assert [option.limits for option in relaxed_options(trip, *ends, path, {})] == [{"min_width_m": 0.5}]
