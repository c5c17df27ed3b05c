"""The drawings that other tests lean on."""

import pytest

from tests.drawing import drawn, links, places, raw, sketch

PICTURE = """
    A---B
    |   |
    C   D---E
"""


def test_links_are_lines_between_two_letters():
    assert links(PICTURE) == ["AB", "DE", "AC", "BD"]
    assert links("A B") == []
    assert links("A-|-B") == []


def test_columns_are_five_metres_and_rows_ten():
    network = drawn(PICTURE)
    lengths = {key.decode(): length for key, length in zip(network.edge_keys, network.length_m, strict=True)}
    assert lengths == pytest.approx({"AB": 20, "DE": 20, "AC": 20, "BD": 20}, abs=0.01)


def test_ways_and_nodes_get_their_tags_and_the_rest_is_footway():
    found = raw(PICTURE, {"ABD": "highway=residential"}, {"B": "kerb=flush"})
    assert [(way.tags["highway"], way.nodes) for way in found.ways] == [
        ("residential", (1, 2, 4)),
        ("footway", (4, 5)),
        ("footway", (1, 3)),
    ]
    assert found.nodes[2].tags == {"kerb": "flush"}
    assert (found.nodes[5].lon, found.nodes[5].lat) == places(PICTURE)["E"]


def test_a_network_is_drawn_with_facts_seats_and_spots():
    network = drawn(
        "A--B--C",
        {"BA": {"surface": "sett", "name": "Weg"}, "BC": {"kind": "kerb", "kerb_cm": 3}, "BC2": {"kind": "join"}},
        {"C": {"seat": True}},
    )
    way, kerb = network.edge_of("BA"), network.edge_of("BC")
    assert way is not None
    assert kerb is not None
    assert (network.value("surface", way), network.texts[network.name[way]]) == ("sett", "Weg")
    assert network.vertex_keys[network.tail[way]] == b"B"
    assert (network.value("kerb_cm", kerb), network.length_m[kerb], len(network.line(kerb))) == (3, 0, 1)
    assert network.seat.tolist() == [False, False, True]
    assert network.edges == 3


def test_the_shortest_way_names_what_one_passes():
    found = sketch("A---B---C  D", {"ABC": "highway=footway"}, {"B": "barrier=gate"})
    assert found.route("A", "C") == ["AB", "B barrier ABC+", "BC"]
    assert found.route("A", "D") is None
