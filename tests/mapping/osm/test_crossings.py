"""Crossings: kerbs at their ends, and one wait however many pieces they have."""

from dataclasses import replace

import pytest

from mapping.osm.network import draft
from mapping.routing.graph import compile_network
from tests.drawing import Sketch, sketch

OVER = """
    E---A---F
        |
        |
    P---X---Q
        |
    G---B---H
"""
WALK = "highway=footway footway=sidewalk"
CROSSING = "highway=footway footway=crossing"


def over(crossing: str = CROSSING, road: str = "highway=residential", **nodes: str):
    """A sidewalk on either side, 20 and 10 m from the middle of the road that the crossing AXB leads over."""
    return sketch(OVER, {"EAF": WALK, "GBH": WALK, "AXB": crossing, "PXQ": road}, nodes)


def test_a_crossing_has_an_unknown_kerb_at_both_ends():
    found = over()
    assert found.kerbs == {"A AXB+": None, "B AXB-": None}
    assert found.route("E", "H") == ["EA", "A kerb AXB+", "AX", "XB", "B kerb AXB-", "BH"]
    assert found.route("E", "F") == ["EA", "AF"]
    assert found.spots["A kerb AXB+"].facts == {}


def test_the_wait_of_a_crossing_is_spread_over_its_length():
    edges = over().edges
    assert edges["AX"].facts["wait_share"] == pytest.approx(0.6)
    assert edges["AX"].facts["wait_share"] + edges["XB"].facts["wait_share"] == pytest.approx(1)


def test_what_the_node_says_goes_to_the_crossing_and_the_way_adds_the_rest():
    found = over(CROSSING + " crossing=unmarked tactile_paving=yes", X="highway=crossing crossing=traffic_signals")
    for name in ("AX", "XB"):
        facts = found.edges[name].facts
        assert (facts["crossing"], facts["signals"], facts["tactile"]) == ("signals", "yes", "yes")
        assert found.edges[name].word == "traffic_signals"
    assert "wait" not in {edge.kind for edge in map(found.spots.get, found.route("A", "B")) if edge}


def test_of_several_nodes_of_a_crossing_the_worst_counts():
    picture = """
    E---A---F
        |
    P---X---Q
        |
    R---Y---S
        |
    G---B---H
    """
    ways = {"EAF": WALK, "GBH": WALK, "AXYB": CROSSING, "PXQ": "highway=primary", "RYS": "highway=primary"}
    nodes = {
        "X": "highway=crossing crossing=traffic_signals traffic_signals:sound=yes",
        "Y": "highway=crossing crossing=unmarked",
    }
    edges = sketch(picture, ways, nodes).edges
    assert sum(edges[name].facts["wait_share"] for name in ("AX", "XY", "YB")) == pytest.approx(1)
    facts = edges["XY"].facts
    assert (facts["crossing"], facts["signals"], facts["busy_crossing"]) == ("unmarked", "no", "yes")


def test_a_crossing_tells_whether_it_leads_over_a_busy_road():
    assert "busy_crossing" not in over().edges["AX"].facts
    assert over(road="highway=secondary").edges["AX"].facts["busy_crossing"] == "yes"


def test_a_kerb_that_is_mapped_at_one_end_leaves_the_other_unknown():
    assert over(A="kerb=lowered").kerbs == {"A AXB+": 3, "B AXB-": None}


@pytest.mark.parametrize("place", ["way", "node"])
def test_a_kerb_on_the_crossing_or_on_its_node_serves_all_ends(place: str):
    found = over(CROSSING + " kerb=flush") if place == "way" else over(X="highway=crossing kerb=flush")
    assert found.kerbs == {"A AXB+": 0, "B AXB-": 0}
    assert found.spots["A kerb AXB+"].osm == ("way/102" if place == "way" else "node/24")


def test_a_kerb_served_by_the_crossing_is_felt_where_the_crossing_is():
    found = over(CROSSING + " kerb=flush tactile_paving=yes")
    assert found.spots["A kerb AXB+"].facts["tactile"] == "yes"


def test_an_end_with_a_kerb_of_its_own_keeps_it():
    found = over(CROSSING + " kerb=raised", A="kerb=lowered")
    assert found.kerbs == {"A AXB+": 3, "B AXB-": 12}


@pytest.mark.parametrize("road", ["highway=service", "highway=track", "highway=living_street", "highway=pedestrian"])
def test_no_kerb_is_expected_where_a_way_is_crossed_on_its_level(road: str):
    assert over(road=road).kerbs == {}


def test_a_mapped_kerb_counts_also_on_a_driveway():
    assert over(CROSSING + " kerb=lowered", "highway=service").kerbs == {"A AXB+": 3, "B AXB-": 3}


def test_a_kerb_between_end_and_road_is_the_one_expected_there():
    picture = """
    E--A--F
       K
       |
    P--X--Q
       |
    G--B--H
    """
    ways = {"EAF": WALK, "GBH": WALK, "AKXB": CROSSING, "PXQ": "highway=residential"}
    assert sketch(picture, ways, {"K": "kerb=lowered"}).kerbs == {"K AKXB+": 3, "B AKXB-": None}


def test_the_kerb_on_the_other_side_of_the_road_is_not_mine():
    picture = """
     P
     |
    AXBC
    """
    ways = {"AXBC": CROSSING, "PX": "highway=residential"}
    assert sketch(picture, ways, {"B": "kerb=lowered"}).kerbs == {"A AXBC+": None, "B AXBC+": 3}


def test_the_kerb_at_the_other_end_is_not_mine_either():
    found = sketch("E---A-B---F", {"EA": WALK, "BF": WALK, "AB": CROSSING}, {"B": "kerb=lowered"})
    assert found.kerbs == {"A AB+": None, "B AB-": 3}


def test_a_kerb_on_the_path_that_leads_on_is_the_one_expected():
    picture = """
       K
       A
       |
    P--X--Q
       |
    G--B--H
    """
    ways = {"KA": "highway=footway", "GBH": WALK, "AXB": CROSSING, "PXQ": "highway=residential"}
    assert sketch(picture, ways, {"K": "kerb=lowered"}).kerbs == {"K KA+": 3, "B AXB-": None}


def test_no_kerb_is_expected_at_an_island_and_each_half_has_its_wait():
    picture = """
    A---X---I---J---Y---B
        |           |
        P           Q
    """
    island = "highway=footway footway=traffic_island"
    ways = {"AXI": CROSSING, "IJ": island, "JYB": CROSSING, "XP": "highway=primary", "YQ": "highway=primary"}
    found = sketch(picture, ways)
    assert found.kerbs == {"A AXI+": None, "B JYB-": None}
    for half in (("AX", "XI"), ("JY", "YB")):
        assert sum(found.edges[name].facts["wait_share"] for name in half) == pytest.approx(1)
    assert "wait_share" not in found.edges["IJ"].facts


def test_a_crossing_that_ends_on_the_road_has_no_kerb_there():
    picture = """
    E---A---F
        |
    P---X---Q
    """
    found = sketch(picture, {"EAF": WALK, "AX": CROSSING, "PXQ": "highway=residential"})
    assert found.kerbs == {"A AX+": None}


def test_a_crossing_in_two_ways_is_one_crossing():
    ways = {"EAF": WALK, "GBH": WALK, "AX": CROSSING, "XB": CROSSING, "PXQ": "highway=residential"}
    found = sketch(OVER, ways, {"X": "highway=crossing crossing=zebra"})
    assert found.edges["AX"].facts["wait_share"] + found.edges["XB"].facts["wait_share"] == pytest.approx(1)
    assert found.edges["XB"].facts["crossing"] == "zebra"
    assert found.kerbs == {"A AX+": None, "B XB-": None}


def test_the_crossing_of_cyclists_is_none_for_people_on_foot():
    found = over("highway=cycleway cycleway=crossing")
    assert not found.kerbs
    assert "wait_share" not in found.edges["AX"].facts
    assert found.edges["AX"].facts["access_forward"] == "access_no"


# --------------------------------------------------------------------------------- crossings without ways of their own

PLAIN = """
        A
        |
    P---X---Q
        |
        B
"""


def test_a_crossing_that_is_only_a_node_is_waited_for_at_its_kerbs():
    found = sketch(PLAIN, {"PXQ": "highway=secondary"}, {"X": "highway=crossing crossing=traffic_signals"})
    assert found.route("A", "B") == ["AX", "X kerb AX-", "X kerb XB+", "XB"]
    for edge in found.kind("kerb").values():
        assert edge.facts == {"crossing": "signals", "signals": "yes", "wait_share": 0.5, "busy_crossing": "yes"}
        assert edge.word == "traffic_signals"


def test_where_no_kerb_is_expected_the_wait_has_an_edge_of_its_own():
    found = sketch(PLAIN, {"PXQ": "highway=service"}, {"X": "highway=crossing crossing=unmarked"})
    assert found.route("A", "B") == ["AX", "X wait AX-", "X wait XB+", "XB"]
    assert found.spots["X wait AX-"].facts == {"crossing": "unmarked", "signals": "no", "wait_share": 0.5}


def test_a_busy_road_is_waited_for_also_where_nobody_mapped_a_crossing():
    found = sketch(PLAIN, {"PXQ": "highway=secondary"})
    assert {edge.facts["wait_share"] for edge in found.kind("kerb").values()} == {0.5}
    assert {edge.facts["busy_crossing"] for edge in found.kind("kerb").values()} == {"yes"}


def waited(found: Sketch, begin: str, end: str) -> float:
    """How many crossings one waits for on the way."""
    route = found.route(begin, end)
    assert route is not None
    return sum({**found.edges, **found.spots}[name].facts.get("wait_share", 0) for name in route)


@pytest.mark.parametrize("road", ["highway=residential", "highway=secondary"])
def test_a_road_is_waited_for_once_whoever_mapped_what(road: str):
    drawn = over(road=road)
    bare = sketch(PLAIN, {"PXQ": road})
    signalled = sketch(PLAIN, {"PXQ": road}, {"X": "highway=crossing crossing=traffic_signals"})
    mapped = sketch(PLAIN, {"PXQ": road}, {"X": "kerb=lowered"})
    assert waited(drawn, "A", "B") == pytest.approx(1)
    assert [waited(found, "A", "B") for found in (bare, signalled, mapped)] == [1, 1, 1]


def test_whoever_walks_on_along_the_carriageway_has_crossed_half_of_it():
    found = sketch(PLAIN, {"PXQ": "highway=residential"})
    assert (waited(found, "A", "Q"), waited(found, "P", "Q")) == (0.5, 0)
    assert found.spots["X kerb AX-"].facts == {"wait_share": 0.5}


def test_a_kerb_that_is_mapped_before_the_road_leaves_the_wait_at_the_road():
    picture = """
         P
         |
    A---KX---B
         |
         Q
    """
    ways = {"AKX": "highway=footway", "PXQ": "highway=residential", "XB": "highway=footway"}
    found = sketch(picture, ways, {"K": "kerb=lowered"})
    assert found.kerbs == {"K AKX+": 3, "X XB+": None}
    assert found.spots["X wait AKX-"].facts == {"wait_share": 0.5}
    assert waited(found, "A", "B") == 1


@pytest.mark.parametrize("road", ["highway=service", "highway=track", "highway=living_street"])
def test_nobody_waits_where_a_way_is_crossed_on_its_level(road: str):
    assert waited(sketch(PLAIN, {"PXQ": road}), "A", "B") == 0


@pytest.mark.parametrize("node", ["", "highway=crossing crossing=traffic_signals"])
def test_a_crossing_drawn_as_far_as_the_road_is_half_of_it(node: str):
    ways = {"EAF": WALK, "GBH": WALK, "AX": CROSSING, "XB": "highway=footway", "PXQ": "highway=residential"}
    found = sketch(OVER, ways, {"X": node})
    assert found.edges["AX"].facts["wait_share"] == 0.5
    assert found.spots["X kerb XB+"].facts["wait_share"] == 0.5
    assert found.spots["X kerb XB+"].facts.get("signals") == ("yes" if node else None)
    assert waited(found, "A", "B") == 1


def test_a_crossing_that_goes_on_to_the_next_road_has_crossed_the_first_one_whole():
    picture = """
    E---A---F
        |
    P---X---Q
        |
    R---Y---S
    """
    ways = {"EAF": WALK, "AXY": CROSSING, "PXQ": "highway=secondary", "RYS": "highway=residential"}
    assert waited(sketch(picture, ways), "A", "R") == pytest.approx(1)


# ------------------------------------------------------------------------------- left in the middle, along the road


@pytest.mark.parametrize("road", ["highway=residential", "highway=secondary"])
def test_along_a_drawn_crossing_and_along_its_road_nobody_waits_for_more(road: str):
    found = over(road=road)
    assert found.route("E", "H") == ["EA", "A kerb AXB+", "AX", "XB", "B kerb AXB-", "BH"]
    assert waited(found, "E", "H") == pytest.approx(1)
    assert found.route("P", "Q") == ["PX", "XQ"]


MIDDLE = """
    E---A---F
        |
    P---X---Q
        |
    G---B---H
"""


@pytest.mark.parametrize("crossing", [{"AXB": CROSSING}, {"AX": CROSSING, "XB": CROSSING}])
def test_whoever_goes_on_along_the_road_has_waited_for_the_whole_crossing(crossing: dict[str, str]):
    found = sketch(MIDDLE, {"EAF": WALK, "GBH": WALK, "PXQ": "highway=residential", **crossing})
    assert list(found.kind("wait")) == ["X wait road"]
    ways = [waited(found, *ends) for side in "EFGH" for road in "PQ" for ends in ((side, road), (road, side))]
    assert ways == [pytest.approx(1, abs=0.01)] * 16


def test_the_wait_for_the_road_is_that_of_its_crossing():
    found = over(CROSSING + " crossing=unmarked", "highway=secondary", X="highway=crossing crossing=traffic_signals")
    wait = found.spots["X wait road"]
    assert wait.facts == {"crossing": "signals", "signals": "yes", "wait_share": 0.5, "busy_crossing": "yes"}
    assert (wait.word, wait.osm) == ("traffic_signals", "node/24")


@pytest.mark.parametrize("road", ["highway=service", "highway=track", "highway=living_street", "highway=pedestrian"])
def test_what_is_crossed_on_its_level_is_walked_on_along_without_a_wait(road: str):
    found = over(road=road)
    assert not found.kind("wait")
    assert found.route("A", "Q") == ["AX", "XQ"]


def test_a_crossing_that_ends_on_the_road_is_half_of_it_and_has_no_other_half_there():
    found = sketch("E---A---X---P", {"EA": WALK, "AX": CROSSING, "XP": "highway=residential"})
    assert not found.kind("wait")
    assert waited(found, "E", "P") == 0.5


def test_a_crossing_that_goes_on_to_the_next_road_is_parted_from_the_first_one_only():
    picture = """
    A---X---Y
        |   |
        P   R
    """
    found = sketch(picture, {"AXY": CROSSING, "XP": "highway=residential", "YR": "highway=residential"})
    assert list(found.kind("wait")) == ["X wait road"]
    assert (waited(found, "A", "P"), waited(found, "A", "R")) == (pytest.approx(1), pytest.approx(1))


def test_what_stands_on_the_node_is_passed_by_everybody_as_before():
    found = over(X="barrier=bollard")
    for ends in ("AB", "PQ", "AQ"):
        route = found.route(*ends)
        assert route is not None
        halves = [found.spots[name] for name in route if name.startswith("X barrier")]
        assert ([edge.share for edge in halves], len({edge.group for edge in halves})) == ([0.5, 0.5], 1)


def test_a_sidewalk_without_a_line_of_its_own_goes_over_the_drawn_crossing_for_one_wait():
    ways = {"AXB": CROSSING, "PXQ": "highway=residential sidewalk=both"}
    found = sketch(OVER, {"EAF": WALK, "GBH": WALK, **ways}, {"X": "highway=crossing"})
    kerbs = [edge for name, edge in found.kind("kerb").items() if name.startswith("X")]
    assert {(edge.head, edge.facts["wait_share"]) for edge in kerbs} == {("n24", 0.5)}
    assert len(kerbs) == 2


def test_a_drawn_crossing_is_read_the_same_whatever_comes_first():
    found = over()
    turned = replace(found.raw, ways=found.raw.ways[::-1], nodes=dict(reversed(found.raw.nodes.items())))
    again = draft(turned)
    assert compile_network(again.vertices, again.edges).checksum == found.network.checksum == over().network.checksum
    assert len({edge.key for edge in again.edges}) == len(again.edges)


def test_a_node_with_a_kerb_keeps_it_and_gets_the_wait():
    found = sketch(PLAIN, {"PXQ": "highway=residential"}, {"X": "highway=crossing crossing=zebra kerb=lowered"})
    facts = found.spots["X kerb AX-"].facts
    assert (facts["kerb_cm"], facts["wait_share"], facts["crossing"]) == (3, 0.5, "zebra")


@pytest.mark.parametrize(
    ("node", "is_one"),
    [
        ("highway=crossing", True),
        ("highway=traffic_signals crossing=traffic_signals", True),
        ("crossing=informal", True),
        ("highway=traffic_signals crossing=no", False),
        ("highway=traffic_signals", False),
        ("railway=level_crossing crossing=uncontrolled", False),
    ],
)
def test_people_cross_where_the_node_says_so(node: str, is_one: bool):
    spots = sketch(PLAIN, {"PXQ": "highway=service"}, {"X": node}).kind("wait").values()
    assert bool(spots) is is_one
