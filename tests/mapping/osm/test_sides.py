"""Sidewalks without a line of their own: beside which road, joined where, left over which kerbs."""

import pytest

from tests.drawing import sketch

STREET = "highway=residential sidewalk=both"
ROADS = {"quiet", "busy"}


def test_sidewalks_run_beside_the_carriageway():
    found = sketch("A---B", {"AB": STREET + " surface=sett width=6 lit=yes sidewalk:left:surface=asphalt"})
    left, right = found.edges["AB left"], found.edges["AB right"]
    assert (left.kind, left.side, left.facts) == ("sidewalk", "left", {"surface": "asphalt", "lit": "yes"})
    assert (right.side, right.facts) == ("right", {"lit": "yes"})
    assert left.line == found.edges["AB"].line
    assert left.length_m == found.edges["AB"].length_m


def test_a_sidewalk_on_nobody_knows_which_side_is_one_edge():
    assert list(sketch("A---B", {"AB": "highway=residential sidewalk=yes"}).edges) == ["AB", "AB unknown"]


@pytest.mark.parametrize("written", ["sidewalk=separate", "sidewalk=no", "sidewalk:both=separate", ""])
def test_without_a_sidewalk_of_its_own_a_road_has_no_sides(written: str):
    assert list(sketch("A---B", {"AB": f"highway=residential {written}"}).edges) == ["AB"]


def test_at_a_plain_node_equal_sides_are_joined_and_none_leads_to_the_road():
    found = sketch("A---B---C", {"AB": STREET, "BC": STREET})
    assert found.route("A", "C", without=ROADS) is not None
    assert not [name for name in found.spots if name.startswith("B")]
    assert found.edges["AB left"].head == found.edges["BC left"].tail
    assert found.edges["AB right"].head == found.edges["BC right"].tail
    assert found.edges["AB left"].head != found.edges["AB right"].head


def test_the_left_side_of_a_way_is_the_right_one_of_a_way_drawn_towards_it():
    found = sketch("A---B---C", {"AB": STREET, "CB": STREET})
    assert found.edges["AB left"].head == found.edges["CB right"].head
    assert found.edges["AB right"].head == found.edges["CB left"].head


def test_a_sidewalk_that_ends_leads_to_the_road_over_a_kerb():
    found = sketch("A---B---C", {"AB": STREET, "BC": "highway=residential sidewalk=left"})
    assert [name for name in found.kerbs if name.startswith("B")] == ["B AB- right"]


def test_sidewalks_on_nobody_knows_which_side_are_joined_with_each_other():
    street = "highway=residential sidewalk=yes"
    found = sketch("A---B---C", {"AB": street, "BC": street})
    assert found.edges["AB unknown"].head == found.edges["BC unknown"].tail
    other = sketch("A---B---C", {"AB": street, "BC": STREET})
    assert other.edges["AB unknown"].head not in (other.edges["BC left"].tail, other.edges["BC right"].tail)


JUNCTION = """
    A-----B-----C
          |
          |
          D
"""


def test_at_a_junction_each_sidewalk_leads_to_the_road_over_a_kerb():
    found = sketch(JUNCTION, {"AB": STREET, "BC": STREET, "BD": STREET})
    assert sorted(name for name in found.kerbs if name.startswith("B")) == ["B AB- left", "B AB- right", "B BC+ right"]


def test_around_a_corner_one_stays_on_the_sidewalk():
    found = sketch(JUNCTION, {"AB": STREET, "BC": STREET, "BD": STREET})
    assert found.edges["AB right"].head == found.edges["BD right"].tail
    assert found.edges["BD left"].tail == found.edges["BC right"].tail
    assert found.edges["AB left"].head == found.edges["BC left"].tail


def test_a_side_street_is_crossed_over_two_kerbs():
    found = sketch(JUNCTION, {"AB": "highway=residential sidewalk=right", "BC": STREET, "BD": STREET})
    route = found.route("A", "C", without=ROADS)
    assert route is not None
    assert route[:3] == ["A kerb AB+ right", "AB right", "B kerb AB- right"]
    assert route[3] in ("B kerb BC+ left", "B kerb BC+ right")


def test_a_driveway_is_crossed_without_a_kerb():
    found = sketch(JUNCTION, {"AB": STREET, "BC": STREET, "BD": "highway=service"})
    assert found.edges["AB right"].head == found.edges["BC right"].tail
    assert found.route("D", "C", without={"quiet"}) is None
    assert "B side AB- right join BD+" in found.spots
    assert [name for name in found.kerbs if name.startswith("B")] == ["B AB- left"]


def test_a_footway_reaches_the_sidewalk_on_its_side_without_a_kerb():
    found = sketch(JUNCTION, {"ABC": STREET, "BD": "highway=footway"})
    assert found.spots["B side ABC+ right join BD+"].kind == "join"
    assert sorted(name for name in found.kerbs if name.startswith("B")) == ["B ABC+ left", "B BD+"]
    assert found.route("D", "A", without=ROADS) == [
        "BD",
        "B side ABC+ right join BD+",
        "AB right",
        "A kerb ABC+ right",
    ]


def test_a_footway_reaches_the_sidewalk_across_the_road_over_both_kerbs():
    found = sketch(JUNCTION, {"ABC": "highway=residential sidewalk=left", "BD": "highway=footway"})
    assert found.route("D", "C", without=ROADS) == [
        "BD",
        "B kerb BD+",
        "B kerb ABC+ left",
        "BC left",
        "C kerb ABC- left",
    ]


def test_where_a_sidewalk_ends_in_a_footway_the_kerb_of_the_footway_leads_to_the_road():
    found = sketch(JUNCTION, {"AB": "highway=residential sidewalk=right", "BC": "highway=residential"})
    assert [name for name in found.kerbs if name.startswith("B")] == ["B BD+"]
    assert found.route("D", "A", without=ROADS) == ["BD", "B side AB- right join BD+", "AB right", "A kerb AB+ right"]


def test_a_busy_road_with_sidewalks_is_reached_from_its_footways():
    found = sketch(JUNCTION, {"ABC": "highway=secondary sidewalk=both", "BD": "highway=path"})
    assert found.edges["AB"].facts["sidewalk"] == "yes"
    assert found.route("D", "A", without=ROADS) is not None


def test_the_side_is_changed_at_a_crossing_only():
    plain = sketch("A---B---C", {"ABC": STREET})
    assert list(plain.edges) == ["AC", "AC left", "AC right"]
    found = sketch("A---B---C", {"ABC": STREET}, {"B": "highway=crossing crossing=zebra"})
    assert sorted(name for name in found.kerbs if name.startswith("B")) == ["B ABC+ left", "B ABC+ right"]
    facts = found.spots["B kerb ABC+ left"].facts
    assert facts == {"crossing": "zebra", "signals": "no", "wait_share": 0.5}


def test_at_the_end_of_a_road_its_sidewalks_lead_to_it():
    assert sketch("A---B", {"AB": STREET}).kerbs == {
        "A AB+ left": None,
        "A AB+ right": None,
        "B AB- left": None,
        "B AB- right": None,
    }


@pytest.mark.parametrize(
    ("written", "node", "expected"),
    [
        ("sidewalk:left:kerb=raised", "", {"A AB+ left": 12, "A AB+ right": None, "B AB- left": 12}),
        ("sidewalk:both:kerb:height=0.06", "", {"A AB+ left": 6, "A AB+ right": 6, "B AB- left": 6}),
        ("sidewalk:left:kerb:start=flush", "", {"A AB+ left": 0, "A AB+ right": None, "B AB- left": None}),
        ("sidewalk:left:kerb=raised sidewalk:left:kerb:end=flush", "", {"A AB+ left": 12, "B AB- left": 0}),
        ("", "kerb=lowered", {"A AB+ left": 3, "A AB+ right": 3, "B AB- left": None}),
        ("sidewalk:left:kerb=raised", "kerb=lowered", {"A AB+ left": 12, "A AB+ right": 3}),
    ],
)
def test_the_kerb_of_a_side_is_its_own_or_that_of_the_node(written: str, node: str, expected: dict):
    found = sketch("A---B", {"AB": f"{STREET} {written}"}, {"A": node})
    assert {name: found.kerbs[name] for name in expected} == expected


def test_the_kerbs_of_a_busy_road_are_waited_at():
    found = sketch("A---B", {"AB": "highway=secondary sidewalk=left"})
    assert found.spots["A kerb AB+ left"].facts == {"wait_share": 0.5, "busy_crossing": "yes"}


def test_a_side_street_without_a_mapped_crossing_is_waited_for_once():
    found = sketch(JUNCTION, {"ABC": "highway=residential sidewalk=right", "BD": STREET})
    route = found.route("A", "C", without=ROADS)
    assert route is not None
    assert sum(found.spots[name].facts.get("wait_share", 0) for name in route if name in found.spots) == 2
    assert found.spots["B kerb ABC- right"].facts == {"wait_share": 0.5}


def test_bollards_on_the_carriageway_do_not_stand_on_its_sidewalks():
    found = sketch("A---B---C", {"ABC": STREET}, {"B": "barrier=bollard"})
    assert list(found.kind("barrier")) == ["B barrier ABC+"]
    assert found.edges["AB left"].head == found.edges["BC left"].tail


def test_a_gate_across_the_road_stands_across_its_sidewalks_and_counts_once():
    found = sketch("A---B---C", {"ABC": STREET}, {"B": "barrier=gate locked=yes"})
    route = found.route("A", "C", without={"quiet"})
    assert route
    gates = [found.spots[name] for name in route if "barrier" in name]
    assert sum(gate.share for gate in gates) == 1
    assert {gate.facts["locked"] for gate in gates} == {"yes"}
    assert len({gate.group for gate in gates}) == 1


def test_a_closed_carriageway_leaves_its_sidewalks_open():
    found = sketch("A---B", {"AB": "highway=secondary sidewalk=both foot=use_sidepath"})
    assert found.edges["AB"].facts["access_forward"] == "use_sidepath"
    assert "access_forward" not in found.edges["AB left"].facts


def test_hours_and_conditions_of_the_carriageway_are_not_those_of_its_sides():
    road = {"highway": "residential", "sidewalk": "left", "access:conditional": "no @ (22:00-06:00)"}
    found = sketch("A---B", {"AB": road})
    assert found.edges["AB"].limits
    assert not found.edges["AB left"].limits
