"""A route that explains itself: what it warns of, how much of it is known, and that it never varies."""

import hashlib
import subprocess
import sys
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.routing.blocked import NoRoute
from mapping.routing.engine import Engine
from mapping.routing.route import NotNear, Route, Wishes, find_route
from mapping.routing.timetable import Moment, Verdict
from tests.routing_networks import MEASURES, ROOT, Sketch, degrees, grid, networks, traveller, travellers

PLACES = st.tuples(st.integers(0, 300), st.integers(0, 300)).map(lambda place: degrees(*place))
WHEELS = traveller("manual_wheelchair")
BLIND = traveller("blind_low_vision")


def route(network, start, goal, who=None, **how) -> Route:
    found = find_route(network, who or traveller(), degrees(*start), degrees(*goal), **how)
    assert isinstance(found, Route)
    return found


def codes(found: Route) -> list[str]:
    return [remark.code for remark in found.warnings]


def test_a_route_begins_and_ends_at_the_feet_of_its_points():
    network = Sketch(a=(0, 0), b=(100, 0), c=(100, 100)).way("a-b").way("b-c").network()
    found = route(network, (30, 8), (95, 60))
    assert found.access_m == (pytest.approx(8, abs=0.01), pytest.approx(5, abs=0.01))
    assert found.distance_m == pytest.approx(70 + 60, rel=1e-3)
    assert found.duration_s == pytest.approx(130 / 1.2, rel=1e-3)
    metric = np.round(network.plane.metric(np.array(found.line)) - network.plane.metric(np.array([degrees(0, 0)])))
    assert metric.tolist() == [[30, 0], [100, 0], [100, 60]]
    assert found.checksum == network.checksum


@pytest.mark.parametrize(("start", "goal", "metres"), [(20, 70, 50), (70, 20, 50), (40, 40, 0)])
def test_both_points_on_one_edge_are_joined_along_it(start, goal, metres):
    network = Sketch(a=(0, 0), b=(100, 0)).way("a-b").network()
    assert route(network, (start, 5), (goal, -5)).distance_m == pytest.approx(metres, abs=0.1)


def test_a_oneway_is_gone_round_even_between_points_on_it():
    sketch = Sketch(a=(0, 0), b=(100, 0), c=(50, 50))
    network = sketch.way("a-b", access_backward="oneway_foot").way("b-c").way("c-a").network()
    assert route(network, (20, 0), (70, 0)).distance_m == pytest.approx(50, abs=0.1)
    assert route(network, (70, 0), (20, 0)).distance_m == pytest.approx(30 + 2 * 5000**0.5 + 20, rel=1e-3)


def test_where_the_nearest_ways_are_not_connected_the_next_ones_are_taken_and_that_is_said():
    sketch = Sketch(a=(0, 0), b=(200, 0), c=(50, 30), d=(90, 30))
    found = route(sketch.way("a-b").way("c-d").network(), (70, 28), (190, 0))
    assert found.access_m[0] == pytest.approx(28, abs=0.01)
    assert [(remark.code, remark.at_m) for remark in found.warnings] == [("snap_moved", 0.0)]  # not at the goal


def test_who_stands_by_a_path_behind_private_ways_is_led_from_the_next_public_one():
    private = {"access_forward": "limited", "access_backward": "limited"}
    sketch = Sketch(a=(0, 0), b=(200, 0), c=(20, 20), d=(180, 20), e=(20, 40), f=(180, 40))
    sketch.way("a-b").way("c-d").way("a-c", **private).way("c-e", **private).way("e-f")
    found = route(sketch.network(), (100, 24), (190, -1))
    assert codes(found) == ["snap_moved"]
    assert found.access_m[0] == pytest.approx(24, abs=0.01)


def test_of_several_parts_the_pair_with_the_smallest_sum_is_taken():
    sketch = Sketch(a=(0, 0), b=(300, 0), c=(0, 60), d=(300, 60), e=(0, 20), f=(80, 20), g=(220, 45), h=(300, 45))
    network = sketch.way("a-b").way("c-d").way("e-f").way("g-h").network()
    found = route(network, (20, 25), (280, 40))  # both nearest ways are islands: 25 + 40 m south, 35 + 20 m north
    assert sum(found.access_m) == pytest.approx(55, abs=0.1)


def test_a_signal_without_sound_is_told_once_although_both_kerbs_of_its_crossing_say_so():
    signal = {"osm": "node/7", "signals": "yes", "wait_share": 0.5, "kerb_cm": 6, "tactile": "yes"}
    sketch = Sketch(a=(0, 0), b=(50, 0), c=(50, 0), d=(50, 0), e=(90, 0)).way("a-b").way("b-c", "kerb", **signal)
    found = route(sketch.way("c-d", "kerb", **signal).way("d-e").network(), (0, 0), (90, 0), BLIND)
    silent = [remark for remark in found.warnings if remark.code == "no_sound_signal"]
    assert [(remark.count, remark.object) for remark in silent] == [(1, "node/7")]


def test_a_point_far_from_all_ways_is_named():
    network = Sketch(a=(0, 0), b=(100, 0)).way("a-b").network()
    assert find_route(network, traveller(), degrees(0, 500), degrees(50, 0)) == NotNear("origin", degrees(0, 500))
    assert find_route(network, traveller(), degrees(0, 0), degrees(50, 160)) == NotNear("destination", degrees(50, 160))
    assert codes(route(network, (50, 120), (90, 0))) == ["far_from_network"]


def test_who_stands_on_a_way_that_is_closed_to_her_is_told_why():
    network = Sketch(a=(0, 0), b=(100, 0)).way("a-b", surface="sand").network()
    found = find_route(network, WHEELS, degrees(20, 0), degrees(80, 0))
    assert isinstance(found, NoRoute)
    assert [remark.code for remark in found.blocked_by] == ["surface_bad"]
    assert found.relaxed is not None
    assert found.relaxed.limits == {"worst_surface": "sand"}


def test_nobody_is_led_to_the_end_of_a_way_that_is_closed_to_her_as_if_it_were_open():
    sketch = Sketch(a=(0, 0), b=(100, 0), c=(300, 0)).way("a-b", surface="asphalt").way("b-c", surface="sand")
    found = find_route(sketch.network(), WHEELS, degrees(0, 0), degrees(300, 100))
    assert isinstance(found, NoRoute)
    assert [remark.code for remark in found.blocked_by] == ["surface_bad"]
    beside = Sketch(a=(0, 0), b=(0, 0), c=(0, 20)).way("a-b", "kerb", kerb_cm=0).way("b-c", surface="sand")
    found = find_route(beside.network(), WHEELS, degrees(0, 0), degrees(0, 0))
    assert isinstance(found, NoRoute)
    assert [remark.code for remark in found.blocked_by] == ["surface_bad"]


def test_a_way_that_is_shut_at_the_time_of_travel_is_gone_round():
    sketch = Sketch(a=(0, 0), b=(100, 0), c=(50, 50)).way("a-b", limits="opening_hours=08:00-18:00")
    engine = Engine(sketch.way("b-c").way("c-a").network())
    shut = engine.shut(lambda _group: Verdict(Moment.SHUT))
    assert route(engine, (0, 0), (100, 0)).distance_m == pytest.approx(100, rel=1e-3)
    assert route(engine, (0, 0), (100, 0), shut=shut).distance_m == pytest.approx(2 * 5000**0.5, rel=1e-3)


# ------------------------------------------------------------------------------------------------------- warnings


def test_unknown_ground_of_one_street_is_one_entry_with_its_length():
    sketch = Sketch(a=(0, 0), b=(100, 0), c=(120, 0), d=(200, 0), z=(260, 0))
    sketch.way("a-b", name="Lindenweg").way("b-c", name="Lindenweg", surface="asphalt").way("c-d", name="Lindenweg")
    network = sketch.way("d-z", name="Am Park").network()
    found = route(network, (0, 0), (260, 0), WHEELS)
    told = [
        (remark.code, remark.name, remark.count, round(remark.at_m), round(remark.length_m))
        for remark in found.warnings
    ]
    assert told == [("unknown_ground", "Lindenweg", 2, 0, 180), ("unknown_ground", "Am Park", 1, 200, 60)]
    assert found.warnings[0].source == "none"
    assert codes(route(network, (0, 0), (260, 0), traveller("manual_wheelchair", "optimistic"))) == []


def test_the_unknown_kerbs_of_a_crossing_are_one_entry():
    sketch = Sketch(a=(0, 0), b=(50, 0), c=(50, 0), d=(58, 0), e=(58, 0), z=(100, 0))
    sketch.way("a-b", surface="asphalt").way("b-c", "kerb").way("c-d", "crossing", surface="asphalt").way("d-e", "kerb")
    found = route(sketch.way("e-z", surface="asphalt").network(), (0, 0), (100, 0), WHEELS)
    assert [(remark.code, remark.count, remark.value) for remark in found.warnings] == [("unknown_kerb", 2, None)]
    assert (found.known.points_known, found.known.points_total) == (0, 2)


def test_the_kerbs_of_a_wide_crossing_belong_together_too():
    sketch = Sketch(a=(0, 0), b=(50, 0), c=(50, 0), d=(80, 0), e=(80, 0), z=(100, 0))
    sketch.way("a-b", surface="asphalt").way("b-c", "kerb").way("c-d", "crossing", surface="asphalt").way("d-e", "kerb")
    found = route(sketch.way("e-z", surface="asphalt").network(), (0, 0), (100, 0), WHEELS)
    assert [(remark.code, remark.count) for remark in found.warnings] == [("unknown_kerb", 2)]


def test_a_notice_names_value_limit_source_and_date():
    sketch = Sketch(a=(0, 0), z=(100, 0))
    sketch.way("a-z", crossfall_pct=3.5, surface="sett", dated=date(2025, 5, 1), sources={"crossfall_pct": "survey"})
    (remark,) = route(sketch.network(), (0, 0), (100, 0), WHEELS).warnings
    assert (remark.code, remark.value, remark.limit, remark.unit) == ("crossfall", 3.5, 2, "%")
    assert (remark.source, remark.dated, remark.object) == ("survey", date(2025, 5, 1), "way/1")


def test_a_climb_against_the_drawing_is_named_with_its_own_value():
    network = Sketch(a=(0, 0), z=(100, 0)).way("a-z", climb_pct=0, descent_pct=8, surface="asphalt").network()
    found = find_route(network, traveller("power_wheelchair", max_incline_pct=6), degrees(100, 0), degrees(0, 0))
    assert isinstance(found, NoRoute)
    assert [(remark.code, remark.value, remark.limit) for remark in found.blocked_by] == [("incline_up", 8, 6)]


PRIVATE = {"access_forward": "limited", "access_backward": "limited"}


def test_a_gate_on_a_private_way_lets_out_who_lives_behind_it():
    sketch = Sketch(a=(0, 0), b=(50, 0), c=(50, 0), d=(100, 0), z=(200, 0)).way("a-b", **PRIVATE)
    sketch.way("b-c", "barrier", barrier="open").way("c-d", **PRIVATE).way("d-z")
    assert route(sketch.network(), (0, 0), (200, 0)).distance_m == pytest.approx(200)
    assert route(sketch.network(), (200, 0), (0, 0)).distance_m == pytest.approx(200)


def test_a_gate_between_a_private_way_and_the_street_opens_no_short_cut():
    sketch = Sketch(a=(0, 0), b=(50, 0), c=(50, 0), d=(100, 0), e=(100, 0), z=(150, 0), far=(75, 90))
    sketch.way("a-b").way("b-c", "barrier", barrier="open").way("c-d", **PRIVATE)
    sketch.way("d-e", "barrier", barrier="open").way("e-z").way("a-far").way("far-z")
    assert route(sketch.network(), (0, 0), (150, 0)).distance_m > 200


def test_private_and_conditional_ways_are_told():
    sketch = Sketch(a=(0, 0), z=(100, 0))
    sketch.way("a-z", access_forward="limited", access_backward="limited", limits="no @ (22:00-06:00)")
    assert codes(route(sketch.network(), (0, 0), (100, 0))) == ["private_way", "conditional_access"]


# --------------------------------------------------------------------------------------------------- what is known


def test_shares_follow_the_weakest_source_of_the_facts_that_are_needed():
    sketch = Sketch(a=(0, 0), b=(10, 0), c=(30, 0), d=(60, 0), e=(100, 0))
    sketch.way("a-b", surface="asphalt", sources={"surface": "survey"})
    sketch.way("b-c", surface="asphalt", smoothness="good", sources={"smoothness": "class"})
    sketch.way("c-d", surface="asphalt", sources={"surface": "class"})
    known = route(sketch.way("d-e").network(), (0, 0), (100, 0), WHEELS).known
    assert (known.surveyed, known.map, known.derived, known.unknown) == (
        pytest.approx(0.1, abs=1e-3),
        pytest.approx(0.2, abs=1e-3),
        pytest.approx(0.3, abs=1e-3),
        pytest.approx(0.4, abs=1e-3),
    )


def test_who_needs_to_know_nothing_goes_by_the_map():
    known = route(Sketch(a=(0, 0), z=(9, 0)).way("a-z").network(), (0, 0), (9, 0)).known
    assert (known.map, known.points_total) == (1, 0)


def test_a_judgement_stands_in_for_what_nobody_has_measured():
    network = Sketch(a=(0, 0), z=(100, 0)).way("a-z", wheelchair="yes").network()
    assert route(network, (0, 0), (100, 0), WHEELS).known.map == 1


@settings(max_examples=60, deadline=None)
@given(networks(), travellers(), MEASURES, PLACES, PLACES)
def test_any_answer_is_one_of_three_and_its_figures_fit(network, who, measure, origin, destination):
    found = find_route(network, who, origin, destination, optimise=measure, wishes=Wishes(others=True))
    if isinstance(found, Route):
        known = found.known
        assert known.surveyed + known.map + known.derived + known.unknown == pytest.approx(1)
        assert known.points_known <= known.points_total
        assert found.cost_s >= found.duration_s - 1e-9
        assert all(0 <= remark.at_m <= found.distance_m + 1e-6 for remark in found.warnings)
        assert found.line
    else:
        assert isinstance(found, (NoRoute, NotNear))
        if isinstance(found, NoRoute) and found.code == "no-route":
            assert found.blocked_by


# ------------------------------------------------------------------------------------------------------- sameness

ANSWER = """
import sys; sys.path.insert(0, {root!r})
from tests.mapping.routing.test_route import fingerprint
print(fingerprint())
"""


def fingerprint() -> str:
    engine = Engine(grid(10))
    pairs = [((15 + 40 * x, 20), (380 - 30 * x, 350)) for x in range(5)]
    wishes = Wishes(others=True)
    answers = [
        find_route(engine, traveller("rollator", mode), degrees(*start), degrees(*goal), wishes=wishes)
        for start, goal in pairs
        for mode in ("cautious", "strict")
    ]
    plain = [[getattr(found, name, None) for name in FIELDS] for found in answers]
    return hashlib.sha256(repr(plain).encode()).hexdigest()


FIELDS = ("line", "distance_m", "duration_s", "cost_s", "warnings", "known", "legs", "seats", "blocked_by", "options")


def test_the_same_request_gives_the_same_bytes_twice_and_in_another_process():
    first = fingerprint()
    assert fingerprint() == first
    command = [sys.executable, "-c", ANSWER.format(root=str(ROOT))]
    other = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert other.stdout.strip() == first
