"""A route is told in legs: a corner, a crossing with its kerbs, steps, a lift, a gate."""

from itertools import pairwise

import pytest
from hypothesis import given, settings

from mapping.routing.engine import Engine
from mapping.routing.legs import Leg, turn_word
from mapping.routing.route import Route, Wishes, find_route
from tests.routing_networks import Sketch, degrees, grid, networks, traveller, travellers

WHEELS = traveller("manual_wheelchair", "optimistic", max_kerb_cm=None)


TOLD = {"rollator": ["footway", "quiet"], "blind_low_vision": ["footway", "kerb", "quiet"]}


def route(network, start, goal, who=WHEELS) -> Route:
    found = find_route(network, who, degrees(*start), degrees(*goal), wishes=Wishes(looser=False))
    assert isinstance(found, Route)
    return found


def told(legs: tuple[Leg, ...]) -> list[tuple[str, str, str, int]]:
    return [(leg.kind, leg.name, leg.turn, round(leg.distance_m)) for leg in legs]


def corner():
    """Along Lindenweg, right round a corner in the middle of a way, over a road with two kerbs, left into Am Park."""
    sketch = Sketch(a=(0, 0), b=(100, -80), c=(100, -80), d=(100, -90), e=(100, -90), f=(100, -150), z=(200, -150))
    sketch.way("a-b", "sidewalk", via=((100, 0),), name="Lindenweg", surface="asphalt")
    sketch.way("b-c", "kerb", kerb_cm=3)
    sketch.way("c-d", "crossing", signals="yes", wait_share=1.0, tactile="yes", surface="asphalt")
    sketch.way("d-e", "kerb", kerb_cm=0)
    sketch.way("e-f", "sidewalk", name="Lindenweg", surface="asphalt")
    return sketch.way("f-z", name="Am Park", surface="sett").network()


def test_a_corner_a_crossing_and_a_new_street_are_legs():
    legs = route(corner(), (0, 0), (200, -150)).legs
    assert told(legs) == [
        ("sidewalk", "Lindenweg", "start", 100),
        ("sidewalk", "Lindenweg", "right", 80),
        ("crossing", "", "straight", 10),
        ("sidewalk", "Lindenweg", "straight", 60),
        ("footway", "Am Park", "left", 100),
    ]
    crossing = legs[2]
    assert crossing.kerb_cm == (3, 0)
    assert (crossing.signals, crossing.sound, crossing.tactile) == (True, None, True)
    assert [leg.surface for leg in legs] == ["asphalt"] * 4 + ["sett"]
    assert round(legs[0].heading) == 90


def test_the_kerbs_belong_to_their_crossing():
    legs = route(corner(), (0, 0), (200, -150), traveller("manual_wheelchair", "optimistic")).legs
    assert [leg.kind for leg in legs] == ["sidewalk", "sidewalk", "crossing", "sidewalk", "footway"]
    assert legs[2].kerb_cm == (3, 0)
    assert legs[2].duration_s == pytest.approx(10 / 0.7 + 30 + 3, rel=1e-3)


def test_the_way_back_turns_the_other_way_round():
    legs = route(corner(), (200, -150), (0, 0)).legs
    assert [leg.turn for leg in legs] == ["start", "right", "straight", "straight", "left"]


def test_a_single_kerb_is_told_to_those_whom_it_concerns():
    sketch = Sketch(a=(0, 0), b=(50, 0), c=(50, 0), z=(100, 0))
    network = sketch.way("a-b", name="Weg").way("b-c", "kerb").way("c-z", name="Weg").network()
    legs = route(network, (0, 0), (100, 0), traveller("rollator", "optimistic")).legs
    assert [(leg.kind, leg.kerb_cm, leg.turn) for leg in legs] == [
        ("footway", (), "start"),
        ("kerb", (None,), ""),
        ("footway", (), "straight"),
    ]
    assert told(route(network, (0, 0), (100, 0), traveller("walk")).legs) == [("footway", "Weg", "start", 100)]


def test_from_kerb_to_kerb_is_a_crossing_even_without_a_way_between():
    sketch = Sketch(a=(0, 0), b=(50, 0), hub=(50, 0), c=(50, 0), z=(100, 0))
    sketch.way("a-b", "quiet", side="left", name="Weg").way("b-hub", "kerb", kerb_cm=3).way("hub-c", "kerb", kerb_cm=2)
    legs = route(
        sketch.way("c-z", "quiet", side="left", name="Weg").network(), (0, 0), (100, 0), traveller("rollator")
    ).legs
    assert [(leg.kind, leg.kerb_cm, leg.side) for leg in legs] == [
        ("quiet", (), "left"),
        ("crossing", (3, 2), ""),
        ("quiet", (), "left"),
    ]


@pytest.mark.parametrize("slug", ["walk", "manual_wheelchair", "blind_low_vision"])
def test_a_crossing_that_is_only_a_node_is_told_to_everybody_although_its_kerbs_are_level(slug):
    level = {"kerb_cm": 0, "signals": "yes", "signals_sound": "no", "wait_share": 0.5}
    sketch = Sketch(a=(0, 0), b=(50, 0), c=(50, 0), d=(50, 0), e=(90, 0)).way("a-b").way("b-c", "kerb", **level)
    legs = route(sketch.way("c-d", "kerb", **level).way("d-e").network(), (0, 0), (90, 0), traveller(slug)).legs
    assert [leg.kind for leg in legs] == ["footway", "crossing", "footway"]
    assert (legs[1].kerb_cm, legs[1].signals, legs[1].sound) == ((0, 0), True, False)


@pytest.mark.parametrize(
    ("beyond", "kinds"), [("wait", ["footway", "crossing", "footway"]), ("", ["footway", "quiet"])]
)
def test_whoever_waits_only_once_has_stepped_onto_the_road_and_not_crossed_it(beyond, kinds):
    sketch = Sketch(a=(0, 0), b=(50, 0), c=(50, 0), d=(50, 0), e=(90, 0)).way("a-b").way("b-c", "wait", wait_share=0.5)
    sketch = sketch.way("c-d", "wait", wait_share=0.5).way("d-e") if beyond else sketch.way("c-e", "quiet")
    assert [leg.kind for leg in route(sketch.network(), (0, 0), (90, 0), traveller("walk")).legs] == kinds


def test_whoever_leaves_a_drawn_crossing_onto_the_road_has_not_crossed_it():
    sketch = Sketch(a=(0, 0), b=(50, 0), c=(50, 0), d=(50, 0), e=(90, 0)).way("a-b")
    network = sketch.way("b-c", "kerb", wait_share=0.5).way("c-d", "wait", wait_share=0.5).way("d-e", "quiet").network()
    for ends in (((0, 0), (90, 0)), ((90, 0), (0, 0))):
        assert "crossing" not in [leg.kind for leg in route(network, *ends, traveller("walk")).legs]


def test_who_feels_her_way_is_told_of_a_level_kerb_too():
    sketch = Sketch(a=(0, 0), b=(50, 0), c=(50, 0), d=(90, 0)).way("a-b").way("b-c", "kerb", kerb_cm=0)
    network = sketch.way("c-d", "quiet").network()
    told = {slug: [leg.kind for leg in route(network, (0, 0), (90, 0), traveller(slug)).legs] for slug in TOLD}
    assert told == TOLD


def test_steps_lifts_and_gates_are_legs_of_their_own():
    sketch = Sketch(
        a=(0, 0), b=(50, 0), c=(55, 0), d=(60, 0), e=(110, 0), f=(110, 0), g=(160, 0), h=(160, 0), z=(200, 0)
    )
    sketch.way("a-b", name="Weg").way("b-c", "steps", step_count=8, handrail="yes").way("c-d", "steps", step_count=4)
    sketch.way("d-e", name="Weg").way("e-f", "barrier", barrier="open", word="gate").way("f-g", name="Weg")
    sketch.way("g-h", "lift", length_m=0.0)
    legs = route(sketch.way("h-z", name="Weg").network(), (0, 0), (200, 0), traveller("walk")).legs
    assert [(leg.kind, leg.word, leg.steps, round(leg.distance_m)) for leg in legs] == [
        ("footway", "", None, 50),
        ("steps", "", 12, 10),
        ("footway", "", None, 50),
        ("barrier", "gate", None, 0),
        ("footway", "", None, 50),
        ("lift", "", None, 0),
        ("footway", "", None, 40),
    ]


def test_a_few_metres_between_belong_to_the_way_after_them():
    sketch = Sketch(a=(0, 0), b=(60, 0), c=(60, 4), z=(120, 4))
    legs = route(sketch.way("a-b", name="A").way("b-c").way("c-z", name="Z").network(), (0, 0), (120, 4)).legs
    assert [(leg.name, leg.turn, round(leg.distance_m)) for leg in legs] == [("A", "start", 60), ("Z", "straight", 64)]


def test_a_gentle_curve_is_no_turn():
    points = tuple((10.0 * x, 0.05 * x * x * 4) for x in range(1, 20))
    sketch = Sketch(a=(0, 0), z=(200, 80)).way("a-z", via=points, name="Bogen")
    assert len(route(sketch.network(), (0, 0), (200, 80)).legs) == 1


@pytest.mark.parametrize(
    ("angle", "word"),
    [
        (0, "straight"),
        (25, "straight"),
        (-26, "slight_left"),
        (60, "slight_right"),
        (61, "right"),
        (-140, "left"),
        (141, "sharp_right"),
        (-179, "sharp_left"),
    ],
)
def test_the_words_for_turns(angle, word):
    assert turn_word(angle) == word


def hangs_together(found: Route) -> None:
    assert sum(leg.distance_m for leg in found.legs) == pytest.approx(found.distance_m, abs=1e-6)
    assert sum(leg.duration_s for leg in found.legs) == pytest.approx(found.duration_s, abs=1e-6)
    assert (found.legs[0].from_index, found.legs[-1].to_index) == (0, len(found.line) - 1)
    assert all(before.to_index == after.from_index for before, after in pairwise(found.legs))


@settings(max_examples=40, deadline=None)
@given(networks(), travellers())
def test_legs_hang_together_on_any_network(network, who):
    """Random places do not fit their edges; the lines of neighbours still share their vertices."""
    corners = [network.points[0], network.points[-1]]
    found = find_route(network, who, *((float(lon), float(lat)) for lon, lat in corners))
    if isinstance(found, Route) and found.path.pieces:
        hangs_together(found)


def test_legs_hang_together_on_a_grid():
    engine = Engine(grid(12))
    for x in range(20, 400, 90):
        hangs_together(route(engine, (x, 30), (430 - x, 400), traveller("rollator")))
