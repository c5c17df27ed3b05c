"""A curated line on the network: the chosen ways, in their order, whatever a search would prefer."""

import random
from functools import cache

import numpy as np
import pytest

from mapping.osm.network import draft
from mapping.osm.reader import read
from mapping.routing.engine import Engine
from mapping.routing.graph import Edge, Network, Vertex, compile_network
from mapping.routing.paths import Piece
from mapping.routing.route import Route, find_route
from mapping.routing.tracks import SPUR_M, STOP_M, line_along, stops_of, tidied, track_of
from tests.conftest import EXTRACTS
from tests.drawing import EAST, NORTH, drawn, links, places
from tests.routing_networks import Sketch, degrees, traveller

# The short way from B to D passes C; F and G are the way round.
PARK = """
A-----------B---------C---------D-----------E
            |                   |
            |                   |
            F-------------------G
"""

LENGTHS_M = {"AB": 60.0, "BC": 50.0, "CD": 50.0, "DE": 60.0, "FG": 100.0, "BF": 30.0, "DG": 30.0}


def walked(network: Network, line: list[tuple[float, float]]) -> list[str]:
    """Keys of the edges, `-` for those against their direction."""
    path = track_of(network, line).path
    return [] if path is None else [_name(network, piece) for piece in path.pieces]


def _name(network: Network, piece: Piece) -> str:
    return network.edge_keys[piece.edge].decode() + ("-" if piece.arc & 1 else "")


def along(text: str, letters: str, east_m: float = 0, north_m: float = 0) -> list[tuple[float, float]]:
    """A line from letter to letter, all of it a little aside."""
    spots = places(text)
    return [(spots[one][0] + east_m * EAST, spots[one][1] + north_m * NORTH) for one in letters]


@pytest.mark.parametrize(
    ("letters", "edges"),
    [
        ("ABCDE", ["AB", "BC", "CD", "DE"]),
        ("EDCBA", ["DE-", "CD-", "BC-", "AB-"]),
        ("ABFGDE", ["AB", "BF", "FG", "DG-", "DE"]),
        ("AE", ["AB", "BC", "CD", "DE"]),
        ("BFGDCB", ["BF", "FG", "DG-", "CD-", "BC-"]),
        ("ABCBA", ["AB", "BC", "BC-", "AB-"]),
        ("BFGDCBFG", ["BF", "FG", "DG-", "CD-", "BC-", "BF", "FG"]),
    ],
)
def test_the_track_takes_the_ways_of_the_line_in_its_order(letters, edges):
    assert walked(drawn(PARK), along(PARK, letters)) == edges


@pytest.mark.parametrize(("east_m", "north_m"), [(0, 6), (0, -6), (5, 4), (-3, -5)])
def test_a_line_drawn_by_hand_may_lie_a_little_aside(east_m, north_m):
    assert walked(drawn(PARK), along(PARK, "ABFGDE", east_m, north_m)) == ["AB", "BF", "FG", "DG-", "DE"]


def test_a_way_that_is_worse_in_every_respect_is_taken_if_it_was_chosen():
    """Steps and sand lie on the line, asphalt round it."""
    network = drawn(PARK, {"BC": {"kind": "steps", "step_count": 20.0}, "CD": {"surface": "sand"}})
    assert walked(network, along(PARK, "ABCDE")) == ["AB", "BC", "CD", "DE"]


def test_a_line_that_begins_and_ends_within_an_edge_takes_only_that_part():
    line = along(PARK, "A", 10) + along(PARK, "E", -20)
    track = track_of(drawn(PARK), line)
    assert track.length_m == pytest.approx(220 - 30, abs=0.5)
    assert track.gaps == ()


def test_spots_on_the_line_are_passed_and_belong_to_the_track():
    sketch = Sketch(a=(0, 0), b=(50, 0), c=(50, 0.5), d=(100, 0))
    made = sketch.way("a-b", key="ab").way("b-c", "kerb", key="kerb", kerb_cm=12.0).way("c-d", key="cd").network()
    assert walked(made, [degrees(0, 0), degrees(100, 0)]) == ["ab", "kerb", "cd"]


# --- gaps -----------------------------------------------------------------------------------------------------------


def without(*gone: str) -> Network:
    """The park with some of its ways taken out."""
    left = [row for row in links(PARK) if row not in gone]
    spots = places(PARK)
    edges = [Edge(key, key[0], key[1], "footway", (spots[key[0]], spots[key[1]]), LENGTHS_M[key]) for key in left]
    return compile_network([Vertex(key, *spots[key]) for key in spots], edges)


def test_where_an_edge_is_gone_the_track_has_a_gap_and_takes_no_way_round():
    track = track_of(without("BC", "CD"), along(PARK, "ABCDE"))
    assert [_name(track.path.network, piece) for piece in track.path.pieces] == ["AB", "DE"]
    assert len(track.gaps) == 1
    (gap,) = track.gaps
    assert gap.length_m == pytest.approx(100, abs=STOP_M)
    assert gap.at_m == pytest.approx(60, abs=STOP_M)
    assert track.length_m == pytest.approx(220, abs=1)


def test_gaps_at_both_ends_and_in_the_middle_are_told_in_order():
    track = track_of(without("AB", "CD"), [*along(PARK, "ABCDE"), *along(PARK, "E", 100)])
    assert [round(gap.length_m) > 20 for gap in track.gaps] == [True, True, True]
    assert [gap.at_m for gap in track.gaps] == sorted(gap.at_m for gap in track.gaps)


def test_a_line_far_from_every_way_has_no_path_and_is_one_gap():
    track = track_of(drawn(PARK), along(PARK, "AE", north_m=500))
    assert track.path is None
    assert track.length_m == pytest.approx(220, abs=1)
    assert track.turned().path is None


def test_turned_the_same_ways_come_the_other_way_round():
    track = track_of(without("CD"), along(PARK, "ABCDE"))
    turned = track.turned()
    assert [piece.arc ^ 1 for piece in reversed(turned.path.pieces)] == [piece.arc for piece in track.path.pieces]
    assert (turned.gaps[0].begin, turned.gaps[0].end) == (track.gaps[0].end, track.gaps[0].begin)
    assert turned.turned().path.pieces == track.path.pieces
    assert turned.turned().gaps[0].at_m == pytest.approx(track.gaps[0].at_m)


# --- sides of a road ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("aside_m", "edge"), [(3.5, "left"), (6, "left"), (-3.5, "right"), (-6, "right"), (0, "road")])
def test_of_pavements_drawn_as_the_road_the_one_on_the_side_of_the_line_is_taken(aside_m, edge):
    road = Sketch(a=(0, 0), b=(100, 0))
    road.way("a-b", "quiet", key="road").way("a-b", "sidewalk", key="left", side="left")
    road.way("a-b", "sidewalk", key="right", side="right")
    line = [degrees(0, aside_m), degrees(100, aside_m)]
    assert walked(road.network(), line) == [edge]


def test_a_pavement_is_preferred_to_the_road_for_a_line_between_them():
    network = (
        Sketch(a=(0, 0), b=(100, 0), c=(0, 6), d=(100, 6))
        .way("a-b", "busy", key="road")
        .way("c-d", key="walk")
        .network()
    )
    assert walked(network, [degrees(0, 3), degrees(100, 3)]) == ["walk"]


# --- tidying --------------------------------------------------------------------------------------------------------


def test_points_of_a_line_stand_close_enough_and_never_twice():
    found = stops_of(np.array([(0.0, 0.0), (0.0, 0.1), (100.0, 0.0), (100.0, 0.0)]))
    steps = np.hypot(*np.diff(found, axis=0).T)
    assert steps.max() <= STOP_M
    assert steps.min() > 0.2
    assert found[-1].tolist() == [100.0, 0.0]


def test_short_bits_there_and_back_are_slips_and_long_ones_are_meant():
    network = Sketch(a=(0, 0), b=(100, 0), c=(100, 30)).way("a-b", key="ab").way("b-c", key="bc").network()
    ab, bc = (network.edge_of(key) for key in ("ab", "bc"))
    slip = SPUR_M / 30 - 0.05
    there_and_back = [Piece(2 * bc, 0, slip), Piece(2 * bc + 1, slip, 0)]
    assert tidied(network, [Piece(2 * ab, 0, 1), *there_and_back]) == [Piece(2 * ab, 0, 1)]
    meant = [Piece(2 * bc, 0, 0.5), Piece(2 * bc + 1, 0.5, 0)]
    assert tidied(network, [Piece(2 * ab, 0, 1), *meant]) == [Piece(2 * ab, 0, 1), *meant]
    halves = [Piece(2 * ab, 0, 0.4), Piece(2 * ab, 0.4, 0.4), Piece(2 * ab, 0.4, 1)]
    assert tidied(network, halves) == [Piece(2 * ab, 0, 1)]


# --- real quarters --------------------------------------------------------------------------------------------------


@cache
def real(name: str) -> Engine:
    found = draft(read(EXTRACTS / f"{name}.osm.pbf", max_mb=500, frame=None).raw)
    return Engine(compile_network(found.vertices, found.edges))


@pytest.mark.realdata
@pytest.mark.parametrize("name", ["berlin-wittenau-miraustr", "neuss-s11"])
def test_the_line_of_a_route_has_that_route_as_its_track(name):
    """Whichever side of the road it takes; a few metres at its ends may differ."""
    engine, chance = real(name), random.Random(11)
    network, total_m, same_m = engine.network, 0.0, 0.0
    for _ in range(25):
        ends = [tuple(network.points[chance.randrange(network.vertices)].tolist()) for _ in range(2)]
        route = find_route(engine, traveller("rollator"), *ends)
        if not isinstance(route, Route) or route.distance_m < 50:
            continue
        track = track_of(network, line_along(route.path))
        assert track.gaps == ()
        shared = set(route.path.arcs) & set(track.path.arcs)
        total_m += route.distance_m
        same_m += sum(float(network.length_m[arc >> 1]) for arc in shared)
    assert total_m > 5_000
    assert same_m / total_m > 0.98
