"""From a point to the network: the foot lies on the nearest way one may use."""

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mapping.routing.costs import arc_costs
from mapping.routing.snapping import FAR_M, Ground, doors, position, snap
from mapping.routing.weights import weigh
from tests.routing_networks import Sketch, degrees, networks, one_edge, traveller, travellers

FEW = settings(max_examples=40, deadline=None)
PLACES = st.tuples(st.integers(-100, 400), st.integers(-100, 400))


def snaps(network, who, x, y):
    weights = weigh(network, arc_costs(network, who).length_m)
    return snap(Ground(network), weights.usable, degrees(x, y), weights.part)


@FEW
@given(networks(), travellers(), PLACES)
def test_the_foot_is_on_the_nearest_way_that_can_be_used(network, who, place):
    found = snaps(network, who, *place)
    usable = weigh(network, arc_costs(network, who).length_m).usable
    standing = usable & ~network.is_point & ~network.is_kind("steps", "lift")
    spot = shapely.Point(network.plane.metric(np.array(degrees(*place))))
    distances = shapely.distance(network.lines, spot)
    nearest = distances[standing].min(initial=np.inf)
    assert bool(found) == (nearest <= FAR_M)
    assume(found)
    assert found[0].distance_m == pytest.approx(nearest, abs=1e-6)
    for way_in in found:
        for foot in way_in.feet:
            assert standing[foot.edge]
            at = shapely.Point(network.plane.metric(np.array(position(network, foot))))
            assert shapely.distance(network.lines[foot.edge], at) < 1e-6
            assert shapely.distance(at, spot) <= way_in.distance_m + 0.6


@FEW
@given(networks(), travellers(), PLACES)
def test_snapping_a_snapped_point_stays_where_it_is(network, who, place):
    found = snaps(network, who, *place)
    assume(found)
    weights = weigh(network, arc_costs(network, who).length_m)
    again = snap(Ground(network), weights.usable, found[0].at)[0]
    moved = network.plane.metric(np.array([found[0].at, again.at]))
    assert np.hypot(*(moved[1] - moved[0])) <= 0.15  # a foot next to a vertex stands on the vertex
    assert again.distance_m < 1e-6


def test_nobody_starts_on_a_kerb_on_steps_or_in_a_lift():
    sketch = Sketch(a=(0, 0), b=(100, 0), c=(100, 20), d=(0, 20))
    network = sketch.way("a-b", "steps").way("b-c", "lift").way("b-c", "kerb").way("d-c").network()
    (found,) = snaps(network, traveller(), 50, 1)
    assert network.kind_word(found.feet[0].edge) == "footway"
    assert found.distance_m == pytest.approx(19, abs=0.01)


def test_a_closed_way_is_passed_over_for_the_next_open_one():
    sketch = Sketch(a=(0, 0), b=(100, 0), c=(0, 30), d=(100, 30))
    network = sketch.way("a-b", surface="sand").way("c-d", surface="asphalt").network()
    (found,) = snaps(network, traveller("manual_wheelchair"), 50, 0)
    assert found.distance_m == pytest.approx(30, abs=0.01)
    assert not found.is_far


def test_ways_side_by_side_are_taken_together_and_the_smaller_number_comes_first():
    network = Sketch(a=(0, 0), b=(100, 0)).way("a-b", side="left").way("a-b", side="right").network()
    (found,) = snaps(network, traveller(), 30, 5)
    assert [foot.edge for foot in found.feet] == [0, 1]


def test_far_away_there_is_a_second_look_and_then_none():
    network = one_edge()
    assert snaps(network, traveller(), 50, 120)[0].is_far
    assert snaps(network, traveller(), 50, 160) == []


def test_there_is_one_way_in_for_each_part_of_the_network():
    sketch = Sketch(a=(0, 0), b=(100, 0), c=(0, 30), d=(100, 30))
    found = snaps(sketch.way("a-b").way("c-d").network(), traveller(), 50, 10)
    assert [round(way_in.distance_m) for way_in in found] == [10, 20]


def test_a_private_drive_a_little_nearer_does_not_hide_the_pavement_beside_it():
    private = {"access_forward": "limited", "access_backward": "limited"}
    sketch = Sketch(a=(0, 0), b=(100, 0), c=(0, -0.4), d=(100, -0.4), e=(0, 20), f=(100, 20))
    network = sketch.way("a-b", **private).way("c-d").way("e-f").network()
    beside, other = snaps(network, traveller(), 50, 5)
    assert [foot.edge for foot in beside.feet] == [0, 1]
    assert [foot.edge for foot in other.feet] == [2]


def test_next_to_a_vertex_is_at_the_vertex_and_costs_nothing():
    network = one_edge()
    weights = weigh(network, arc_costs(network, traveller()).length_m)
    (found,) = snaps(network, traveller(), 0.05, 3)
    assert found.feet[0].fraction == 0
    assert {door.weight for door in doors(weights, found.feet, arriving=False).values()} == {0.0, 100.0}


def test_at_the_end_of_a_oneway_one_can_leave_by_other_ways():
    sketch = Sketch(a=(0, 0), b=(100, 0), c=(200, 0))
    network = sketch.way("a-b", access_forward="oneway_foot").way("b-c").network()
    weights = weigh(network, arc_costs(network, traveller()).length_m)
    (found,) = snaps(network, traveller(), 0, 0)
    nodes = doors(weights, found.feet, arriving=True)
    assert network.vertex_of("a") in nodes


def test_what_only_private_ways_join_are_different_parts():
    private = {"access_forward": "limited", "access_backward": "limited"}
    sketch = Sketch(a=(0, 0), b=(100, 0), c=(100, 20), d=(0, 20), e=(200, 20), f=(200, 0))
    network = sketch.way("a-b").way("b-c", **private).way("c-d").way("e-f", **private).network()
    found = snaps(network, traveller(), 50, 5)
    assert [round(way_in.distance_m) for way_in in found] == [5, 15]
    part = weigh(network, arc_costs(network, traveller()).length_m).part
    assert part[network.vertex_of("e")] == part[network.vertex_of("f")]
