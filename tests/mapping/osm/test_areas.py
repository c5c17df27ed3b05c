"""Places to walk across, and lifts drawn as an area."""

from mapping.osm.network import draft
from mapping.osm.raw import Raw, RawArea
from mapping.routing.graph import compile_network
from tests.drawing import Sketch, number, raw, sketch, tags

SQUARE = """
    E---A---B---F
        |   |
    H---D---C---G
"""
PLACE = "highway=pedestrian area=yes"


def test_a_place_has_its_outline_and_straight_ways_between_its_entries():
    found = sketch(SQUARE, {"ABCDA": PLACE})
    across = {name for name in found.edges if "across" in name}
    assert across == {"AC across", "BD across"}
    assert {"AB", "BC", "CD", "DA"} <= found.edges.keys()
    assert found.edges["AC across"].kind == "shared"


def test_an_outline_is_cut_where_something_comes_in_and_not_where_it_was_closed():
    picture = """
        A---B---E
        |   |
    F---D---C
    """
    assert set(sketch(picture, {"ABCDA": PLACE}).edges) == {"BD", "DB", "BE", "FD", "BD across"}


def test_entries_are_where_paths_come_in_and_entrances():
    picture = """
    E---A---B
        |   |
        D---C
    """
    assert "AC across" not in sketch(picture, {"ABCDA": PLACE}).edges
    found = sketch(picture, {"ABCDA": PLACE}, {"C": "entrance=yes"})
    assert "AC across" in found.edges
    assert list(found.edges) == ["AC", "CA", "EA", "AC across"]


def test_a_straight_way_stays_inside():
    picture = """
    E---A---B
        |   |
        |   |
        |   C---D
        |       |
    I---G-------F---H
    """
    edges = sketch(picture, {"ABCDFGA": PLACE, "BE": "highway=path"}).edges
    assert {name for name in edges if "across" in name} == {"BG across"}


def hole(entries: str) -> Sketch:
    """A ring of paths around a pool; `entries` are ways that lead to the outline."""
    picture = """
    E---A-------B---F
        |       |
        | P---Q |
        | |   | |
        | S---R |
        |       |
    H---D-------C---G
    """
    plain = raw(picture, {}, rest="highway=footway")
    kept = tuple(way for way in plain.ways if {number(one) for one in entries} & set(way.nodes))
    rings = (tuple(number(one) for one in "ABCDA"), (tuple(number(one) for one in "PQRSP"),))
    area = RawArea(7, tags("type=multipolygon highway=pedestrian"), (rings,))
    return Sketch(Raw(kept, plain.nodes, (area,)), ())


def test_a_straight_way_crosses_no_hole():
    edges = {edge.key for edge in hole("EFGH").draft.edges if "across" in edge.key}
    assert edges == set()
    assert {edge.osm for edge in hole("EFGH").draft.edges if edge.kind == "shared"} == {"relation/7"}


def test_the_same_ring_told_from_another_node_gives_the_same_network():
    one = hole("EFGH").raw
    outer, holes = one.areas[0].rings[0]
    body = outer[:-1]
    turned = (*body[2:], *body[:2], body[2])[::-1]
    other = Raw(one.ways, one.nodes, (RawArea(7, one.areas[0].tags, ((turned, holes),)),))
    first, second = draft(one), draft(other)
    checksums = {compile_network(found.vertices, found.edges).checksum for found in (first, second)}
    assert len(checksums) == 1


def test_a_place_with_very_many_entries_is_walked_around_and_told():
    letters = "ABCDEFGHIJKLMNOPQRSTU"
    ring = letters + letters.lower()
    rows = ["".join(letters), "", "", "".join(reversed(letters.lower()))]
    lines = {"".join(pair): "highway=footway" for pair in zip(letters, letters.lower(), strict=True)}
    found = sketch("\n".join(rows), {ring + "A": PLACE, **lines})
    assert found.codes == ["area_too_complex"]
    assert not [name for name in found.edges if "across" in name]
    assert "AB" in found.edges


def test_an_outline_that_crosses_itself_is_walked_around_only():
    picture = """
    E---A   B---F
    H---D   C---G
    """
    found = sketch(picture, {"ACDBA": PLACE})
    assert not [name for name in found.edges if "across" in name]
    assert {"AC", "CD", "DB", "BA"} <= found.edges.keys()


def test_a_platform_is_a_place_and_a_pedestrian_street_that_comes_back_is_none():
    assert "AC across" in sketch(SQUARE, {"ABCDA": "railway=platform"}).edges
    assert "AC across" not in sketch(SQUARE, {"ABCDA": "railway=platform area=no"}).edges
    assert "AC across" not in sketch(SQUARE, {"ABCDA": "highway=pedestrian"}).edges


def test_a_bollard_where_a_path_comes_in_stands_between_path_and_place():
    found = sketch(SQUARE, {"ABCDA": PLACE}, {"A": "barrier=bollard"})
    assert list(found.kind("barrier")) == ["A barrier ABCDA"]
    route = found.route("E", "C")
    assert route == ["EA", "A barrier ABCDA", "AC across"]
    assert found.route("B", "D") == ["BD across"]


def test_a_place_cut_by_the_end_of_the_file_keeps_what_is_there_of_its_outline():
    found = sketch(SQUARE, {"ABCDA": PLACE}, missing="CG")
    assert {name for name in found.edges if name in ("AB", "BA", "DA", "AD")} == {"AB", "DA"}


def test_a_lift_drawn_as_its_walls_is_ridden_from_door_to_door():
    found = sketch(SQUARE, {"ABCDA": "highway=elevator wheelchair=yes", "EA": "highway=footway"})
    doors = {name for name, edge in found.spots.items() if edge.kind == "lift"}
    assert doors == {"ABCDA A", "ABCDA B", "ABCDA C", "ABCDA D"}
    assert found.route("E", "G") == ["EA", "ABCDA A", "ABCDA C", "CG"]
    ride = [found.spots[name] for name in ("ABCDA A", "ABCDA C")]
    assert sum(edge.share for edge in ride) == 1
    assert {edge.facts["wheelchair"] for edge in ride} == {"yes"}


def test_a_lift_drawn_as_a_line_is_one_ride_however_it_is_cut():
    picture = """
    A---B---C
        |
        D
    """
    found = sketch(picture, {"ABC": "highway=elevator"})
    lifts = [edge for edge in found.draft.edges if edge.kind == "lift"]
    assert sum(edge.share for edge in lifts) == 1
    assert len(lifts) == 2
