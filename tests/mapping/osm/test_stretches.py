"""Where ways are cut, and what their parts are called."""

import pytest

from tests.drawing import sketch


def test_a_way_is_cut_where_another_one_meets_it():
    picture = """
    A---B---C
        |
        D
    """
    assert list(sketch(picture, {"ABC": "highway=footway"}).edges) == ["AB", "BC", "BD"]


def test_a_plain_node_cuts_nothing():
    found = sketch("A---B---C", {"ABC": "highway=footway"})
    assert list(found.edges) == ["AC"]
    assert len(found.edges["AC"].line) == 3
    assert found.edges["AC"].length_m == pytest.approx(40, abs=0.01)


@pytest.mark.parametrize(
    "spot",
    [
        "kerb=lowered",
        "kerb:height=0.03",
        "barrier=bollard",
        "barrier=step",
        "highway=crossing",
        "highway=elevator",
        "highway=step",
        "maxwidth:physical=0.8",
        "width=0.8",
        "entrance=main",
    ],
)
def test_a_spot_cuts_the_way(spot: str):
    assert list(sketch("A---B---C", {"ABC": "highway=footway"}, {"B": spot}).edges) == ["AB", "BC"]


@pytest.mark.parametrize(
    "spot", ["entrance=emergency", "entrance=exit", "barrier=no", "highway=street_lamp", "door=yes width=0.9"]
)
def test_what_stops_nobody_cuts_nothing(spot: str):
    assert list(sketch("A---B---C", {"ABC": "highway=footway"}, {"B": spot}).edges) == ["AC"]


def test_ways_that_cross_without_a_shared_node_do_not_meet():
    picture = """
        C
        |
    A-------B
        |
        D
    """
    assert list(sketch(picture, {"CD": "highway=footway bridge=yes layer=1"}).edges) == ["CD", "AB"]


def test_a_way_that_is_not_walked_cuts_nothing():
    picture = """
    A---B---C
        |
        D
    """
    assert list(sketch(picture, {"ABC": "highway=footway", "BD": "highway=motorway"}).edges) == ["AC"]


def test_a_ring_without_anything_on_it_comes_back_to_its_beginning():
    picture = """
    A---B
    |   |
    D---C
    """
    edge = sketch(picture, {"ABCDA": "highway=footway"}).edges["AA"]
    assert edge.tail == edge.head
    assert edge.length_m == pytest.approx(80, abs=0.1)


def test_a_way_that_passes_a_node_twice_is_cut_there():
    picture = """
    E---A---B
        |   |
        D---C
    """
    assert list(sketch(picture, {"EABCDA": "highway=footway"}).edges) == ["EA", "AA"]


def test_a_way_that_goes_twice_between_the_same_nodes_has_numbered_edges():
    picture = """
    A---B
    |   |
    D---C
    """
    found = sketch(picture, {"ABCABC": "highway=footway", "AD": "highway=path", "DC": "highway=path"})
    assert {"AB", "AB 1", "BC", "BC 1", "CA"} <= found.edges.keys()


def test_a_node_that_is_named_twice_in_a_row_counts_once():
    assert list(sketch("A---B", {"AAB": "highway=footway"}).edges) == ["AB"]


def test_a_way_is_cut_where_the_file_ends():
    found = sketch("A---B---C---D---E", {"ABCDE": "highway=footway"}, missing="C")
    assert list(found.edges) == ["AB", "DE"]
    assert {vertex.key: vertex.boundary for vertex in found.draft.vertices} == {
        "n1": False,
        "n2": True,
        "n4": True,
        "n5": False,
    }


def test_of_a_way_with_only_one_node_in_the_file_nothing_is_left():
    assert not sketch("A---B", missing="B").edges


def test_steps_are_shared_by_length():
    picture = """
    A-----B--C
          |
          D
    """
    edges = sketch(picture, {"ABC": "highway=steps step_count=12"}).edges
    assert edges["AB"].facts["step_count"] == pytest.approx(8)
    assert edges["BC"].facts["step_count"] == pytest.approx(4)
    assert edges["AB"].share + edges["BC"].share == pytest.approx(1)
    assert "step_count" not in edges["AB"].sources


def test_steps_that_nobody_counted_are_guessed_from_the_length():
    edge = sketch("A---B", {"AB": "highway=steps"}).edges["AB"]
    assert edge.facts["step_count"] == pytest.approx(20 / 0.3, rel=0.01)
    assert edge.sources["step_count"] == "class"


def test_edges_tell_where_they_come_from():
    edge = sketch("A---B", {"AB": {"highway": "footway", "name": "Göschenpark"}}).edges["AB"]
    assert (edge.osm, edge.name, edge.kind) == ("way/100", "Göschenpark", "footway")


def test_raw_tags_of_every_object_are_kept():
    found = sketch("A---B---C", {"ABC": "highway=footway layer=1"}, {"B": "barrier=bollard colour=red"})
    assert found.draft.tags == {
        "way/100": {"highway": "footway", "layer": "1"},
        "node/2": {"barrier": "bollard", "colour": "red"},
    }
