"""Where on the network one can sit down."""

import pytest

from mapping.osm.network import draft
from mapping.osm.raw import Raw, RawPlace
from tests.drawing import COLUMN_M, EAST, LAT, LON, NORTH, ROW_M, Sketch, raw, sketch, tags


def seats(found: Sketch) -> set[str]:
    return {found.name(vertex.key) for vertex in found.draft.vertices if vertex.seat}


def test_a_bench_splits_the_path_beside_it():
    picture = """
    A-------B
        S
    """
    found = sketch(picture, seats="S")
    assert list(found.edges) == ["A(S)", "(S)B"]
    assert seats(found) == {"snode19"}
    lengths = [found.edges[name].length_m for name in ("A(S)", "(S)B")]
    assert lengths == pytest.approx([20, 20], abs=0.01)
    assert sum(lengths) == pytest.approx(sketch(picture).edges["AB"].length_m, rel=1e-9)


def test_what_is_known_of_the_path_is_known_of_both_parts():
    picture = """
    A-------B
        S
    """
    found = sketch(picture, {"AB": "highway=footway surface=asphalt"}, seats="S")
    assert {edge.facts["surface"] for edge in found.edges.values()} == {"asphalt"}
    assert {edge.osm for edge in found.edges.values()} == {"way/100"}


def test_a_bench_far_from_all_paths_is_not_at_one():
    picture = """
    A-------B


        S
    """
    assert list(sketch(picture, seats="S").edges) == ["AB"]


def test_a_bench_on_a_node_of_the_path_marks_this_place():
    found = sketch("A---S---B", {"ASB": "highway=footway", "SA": "highway=no"}, seats="S")
    assert "A(S)" in found.edges
    corner = sketch("A---B", seats="B")
    assert list(corner.edges) == ["AB"]
    assert seats(corner) == {"B"}


def test_two_benches_at_one_place_are_one_place_to_sit():
    plain = raw("A-------B")
    lon, lat = LON + 4 * COLUMN_M * EAST, LAT + 2 * NORTH
    places = tuple(RawPlace(f"node/{ref}", lon, lat, {"amenity": "bench"}) for ref in (50, 51))
    found = draft(Raw(plain.ways, plain.nodes, places=places))
    assert len(found.edges) == 2
    assert sum(vertex.seat for vertex in found.vertices) == 1


@pytest.mark.parametrize(
    ("benches", "backrest"),
    [
        (["backrest=yes"], "yes"),
        (["backrest=no"], "no"),
        (["backrest=vielleicht"], ""),
        (["backrest=no", "backrest=yes"], "yes"),
        (["backrest=no", ""], ""),
        (["", "backrest=no"], ""),
        (["backrest=no", "backrest=no"], "no"),
    ],
)
def test_of_benches_that_stand_together_one_may_choose(benches: list[str], backrest: str):
    plain = raw("A-------B")
    lon, lat = LON + 4 * COLUMN_M * EAST, LAT + 2 * NORTH
    known = [{"amenity": "bench", "armrest": "yes", **tags(bench)} for bench in benches]
    toilet = RawPlace("node/49", lon, lat, {"amenity": "toilets", "backrest": "yes"})
    places = (toilet, *(RawPlace(f"node/{50 + row}", lon, lat, bench) for row, bench in enumerate(known)))
    (seat,) = [one for one in draft(Raw(plain.ways, plain.nodes, places=places)).vertices if one.seat]
    assert (seat.backrest, seat.armrest, seat.toilet) == (backrest, "yes", True)


@pytest.mark.parametrize(
    ("way", "sits"),
    [
        ("highway=footway", True),
        ("highway=residential", True),
        ("highway=secondary", False),
        ("highway=steps", False),
        ("highway=footway footway=crossing", False),
        ("highway=footway access=private", False),
        ("highway=footway oneway:foot=yes", True),
    ],
)
def test_one_sits_only_at_open_ways_that_are_no_busy_road(way: str, sits: bool):
    picture = """
    A-------B
        S
    """
    assert bool(seats(sketch(picture, {"AB": way}, seats="S"))) is sits


def test_of_a_road_with_sidewalks_the_bench_stands_at_the_sidewalk_on_its_side():
    picture = """
    A-------B
        S
    """
    found = sketch(picture, {"AB": "highway=residential sidewalk=both"}, seats="S")
    assert {"A(S) right", "(S)B right", "AB left", "AB"} == found.edges.keys()


def test_the_nearest_path_gets_the_bench():
    picture = """
    A-------B
        S
        |
    C---D---E
    """
    found = sketch(picture, {"SD": "highway=no"}, seats="S")
    assert "A(S)" in found.edges
    assert "CD" in found.edges


@pytest.mark.parametrize(("kind", "reach"), [("toilets", True), ("bench", False)])
def test_a_toilet_may_stand_further_from_the_path(kind: str, reach: bool):
    plain = raw("A-------B")
    spot = RawPlace("way/9", LON + 4 * COLUMN_M * EAST, LAT + 2 * ROW_M * NORTH, {"amenity": kind})
    found = draft(Raw(plain.ways, plain.nodes, places=(spot,)))
    assert any(vertex.toilet for vertex in found.vertices) is reach
    assert not any(vertex.seat for vertex in found.vertices)


def test_without_any_path_a_bench_is_nowhere():
    assert not draft(Raw((), {}, places=(RawPlace("node/1", LON, LAT, {"amenity": "bench"}),))).vertices
