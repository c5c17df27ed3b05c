"""The whole network: the same from the same data, whatever order it comes in; nothing in the data raises."""

import random
import time
from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from mapping.osm.network import draft
from mapping.osm.raw import Raw, RawArea, RawNode, RawPlace, RawWay
from mapping.osm.reader import read
from mapping.routing.attributes import ATTRIBUTES, KINDS, POINT_KINDS
from mapping.routing.graph import Network, compile_network
from tests.conftest import EXTRACTS
from tests.drawing import LAT, LON, sketch

TOWN = """
    E---A---F
        |
    P---X---Q----T
        |        |
    G---B---H    U
"""
WAYS = {
    "EAF": "highway=footway footway=sidewalk",
    "GBH": "highway=footway footway=sidewalk",
    "AXB": "highway=footway footway=crossing",
    "PXQ": "highway=secondary sidewalk=right",
    "QT": "highway=residential sidewalk=both",
    "TU": "highway=steps",
}
NODES = {"X": "highway=crossing crossing=zebra", "A": "kerb=lowered", "T": "barrier=bollard", "Q": "barrier=gate"}


def compiled(raw: Raw) -> Network:
    found = draft(raw)
    return compile_network(found.vertices, found.edges)


def shuffled(raw: Raw, seed: int) -> Raw:
    chance = random.Random(seed)

    def mixed(things: Any) -> list[Any]:
        return chance.sample(list(things), len(things))

    return replace(
        raw,
        ways=tuple(mixed(raw.ways)),
        nodes=dict(mixed(raw.nodes.items())),
        areas=tuple(mixed(raw.areas)),
        places=tuple(mixed(raw.places)),
    )


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_the_input_does_not_matter(seed: int):
    town = sketch(TOWN, WAYS, NODES, seats="EH").raw
    assert compiled(town).checksum == compiled(shuffled(town, seed)).checksum


def test_the_same_input_twice_gives_the_same_network():
    town = sketch(TOWN, WAYS, NODES).raw
    assert draft(town) == draft(town)


def test_an_object_that_is_gone_leaves_no_edge_and_changes_no_other_key():
    before = sketch(TOWN, WAYS, NODES).draft
    after = sketch(
        TOWN.replace("U", " ").replace("|    \n", " "), {key: WAYS[key] for key in WAYS if key != "TU"}, NODES
    ).draft
    gone = {edge.key for edge in before.edges} - {edge.key for edge in after.edges}
    assert not [edge for edge in after.edges if edge.osm == "way/105"]
    assert all("w105" in key or key.startswith("n20:") for key in gone)


def test_spots_have_no_length_and_one_point():
    for edge in sketch(TOWN, WAYS, NODES).draft.edges:
        assert (edge.length_m == 0) == (edge.kind in POINT_KINDS)
        assert (len(edge.line) == 1) == (edge.kind in POINT_KINDS)


def test_beyond_the_frame_everything_may_go_on():
    town = sketch("A---B---C", {}).raw
    middle = town.nodes[2].lon
    found = draft(replace(town, frame=(LON - 1, LAT - 1, middle, LAT + 1)))
    assert {vertex.key: vertex.boundary for vertex in found.vertices} == {"n1": False, "n2": False, "n3": True}


def test_of_nothing_nothing_becomes():
    found = draft(Raw((), {}))
    assert (found.vertices, found.edges, found.findings) == ((), (), ())
    assert compile_network(found.vertices, found.edges).edges == 0


HIGHWAYS = [
    "footway",
    "path",
    "cycleway",
    "residential",
    "service",
    "secondary",
    "steps",
    "pedestrian",
    "elevator",
    "track",
]
WAY_TAGS = st.fixed_dictionaries(
    {"highway": st.sampled_from([*HIGHWAYS, "construction"])},
    optional={
        "footway": st.sampled_from(["sidewalk", "crossing", "traffic_island"]),
        "sidewalk": st.sampled_from(["both", "left", "right", "yes", "no", "separate", "x"]),
        "area": st.sampled_from(["yes", "no"]),
        "access": st.sampled_from(["no", "private", "yes", "x"]),
        "foot": st.sampled_from(["no", "yes", "use_sidepath"]),
        "kerb": st.sampled_from(["raised", "no", "x"]),
        "step_count": st.sampled_from(["3", "x"]),
        "barrier": st.sampled_from(["kerb", "fence"]),
        "oneway:foot": st.just("yes"),
    },
)
NODE_TAGS = st.fixed_dictionaries(
    {},
    optional={
        "kerb": st.sampled_from(["lowered", "raised", "", "x;y"]),
        "barrier": st.sampled_from(["kerb", "gate", "bollard", "step", "fence", "", "x", "gate;stile"]),
        "highway": st.sampled_from(["crossing", "elevator", "step"]),
        "crossing": st.sampled_from(["zebra", "traffic_signals", "x"]),
        "entrance": st.just("yes"),
        "width": st.sampled_from(["0.8", "x"]),
        "locked": st.just("yes"),
    },
)
REFS = st.integers(1, 9)  # the ninth is never in the file


@st.composite
def raws(draw: st.DrawFn) -> Raw:
    """Small towns that nobody would map like this: doubled nodes, loops, crossings of crossings, missing ends."""
    grid = st.integers(0, 3)
    nodes = {
        ref: RawNode(ref, LON + draw(grid) * 1e-4, LAT + draw(grid) * 1e-4, draw(NODE_TAGS)) for ref in range(1, 9)
    }
    ways = draw(st.lists(st.tuples(WAY_TAGS, st.lists(REFS, min_size=1, max_size=6)), max_size=8))
    rings = draw(st.lists(st.lists(REFS, min_size=3, max_size=5, unique=True), max_size=1))
    areas = tuple(RawArea(3, {"highway": "pedestrian"}, (((*ring, ring[0]), ()),)) for ring in rings)
    places = tuple(RawPlace(f"node/{ref}", node.lon, node.lat, {"amenity": "bench"}) for ref, node in nodes.items())
    written = tuple(RawWay(10 + index, tags, tuple(refs)) for index, (tags, refs) in enumerate(ways))
    return Raw(written, nodes, areas, places[: draw(st.integers(0, 3))])


@settings(max_examples=400, deadline=None)
@given(raws(), st.integers(0, 99))
def test_any_data_gives_a_network_that_holds_together(raw: Raw, seed: int):
    found = draft(raw)
    network = compile_network(found.vertices, found.edges)
    assert network.checksum == compiled(shuffled(raw, seed)).checksum
    points = {vertex.key: (vertex.lon, vertex.lat) for vertex in found.vertices}
    for edge in found.edges:
        assert edge.line[0] == pytest.approx(points[edge.tail], abs=1e-9)
        assert edge.line[-1] == pytest.approx(points[edge.head], abs=1e-9)
        assert edge.length_m >= 0
        assert 0 <= edge.share <= 1
        assert set(edge.sources) <= set(edge.facts)
    assert {edge.osm for edge in found.edges} >= set(found.tags)


@settings(max_examples=200, deadline=None)
@given(raws())
def test_what_shares_a_node_is_connected_whatever_stands_between(raw: Raw):
    """Spots never tear the network: they block where their facts say so, not by how it is drawn."""
    with_spots, bare = compiled(plain(raw)), compiled(plain(raw, spots=False))
    shared = {key for key in bare.vertex_keys if with_spots.vertex_of(key.decode()) is not None}
    assert parts(with_spots, shared) == parts(bare, shared)


def plain(raw: Raw, *, spots: bool = True) -> Raw:
    """Without sidewalks beside a road, which may end anywhere."""
    left_out = ("sidewalk", "barrier")
    ways = tuple(
        replace(way, tags={key: value for key, value in way.tags.items() if key not in left_out}) for way in raw.ways
    )
    nodes = {ref: node if spots else replace(node, tags={}) for ref, node in raw.nodes.items()}
    return replace(raw, ways=ways, nodes=nodes, places=())


def parts(network: Network, keys: set[bytes]) -> set[frozenset[bytes]]:
    """Which vertices belong together."""
    found: dict[int, set[bytes]] = {}
    for key, label in zip(network.vertex_keys, components(network), strict=True):
        if key in keys:
            found.setdefault(int(label), set()).add(key)
    return {frozenset(group) for group in found.values()}


def components(network: Network) -> Any:
    matrix = coo_array((np.ones(network.edges), (network.tail, network.head)), shape=(network.vertices,) * 2)
    return connected_components(matrix, directed=False)[1]


# ------------------------------------------------------------------------------------------------------- real extracts

EXPECTED = {
    "berlin-wittenau-miraustr": {
        "edges": (6_000, 10_000),
        "kerbs known": (250, 400),
        "kerbs unknown": (500, 1_000),
        "steps": (38, 50),
        "barriers": (200, 320),
        "crossings": (600, 1_000),
        "seats": (100, 205),
        "share in the largest island": (0.97, 1),
        "share with surface": (0.6, 0.8),
    },
    "neuss-s11": {
        "edges": (3_000, 5_500),
        "kerbs known": (80, 200),
        "kerbs unknown": (500, 1_000),
        "steps": (35, 45),
        "barriers": (100, 200),
        "crossings": (40, 80),
        "seats": (60, 130),
        "share in the largest island": (0.88, 1),
        "share with surface": (0.4, 0.65),
    },
}


@pytest.mark.realdata
@pytest.mark.parametrize("name", EXPECTED)
def test_real_extracts_become_networks(name: str, capsys: pytest.CaptureFixture[str]):
    extract = read(EXTRACTS / f"{name}.osm.pbf", max_mb=100)
    assert extract.raw is not None
    begun = time.perf_counter()
    found = draft(extract.raw)
    network = compile_network(found.vertices, found.edges)
    seconds = time.perf_counter() - begun
    told = figures(network)
    with capsys.disabled():
        print(f"\n{name}: {seconds:.1f} s, {told}, {dict(found.counts)}")  # noqa: T201
    assert seconds < 20
    for what, (low, high) in EXPECTED[name].items():
        assert low <= told[what] <= high, what
    assert compiled(shuffled(extract.raw, 1)).checksum == network.checksum


def figures(network: Network) -> dict[str, Any]:
    kerb = np.isnan(network.facts["kerb_cm"][network.is_kind("kerb")])
    stretch = ~network.is_point & ~network.is_kind("lift")
    metres = network.length_m[stretch]
    islands = np.bincount(components(network)[network.tail], weights=network.length_m)
    known = {
        f"share with {name}": round(float(metres[network.sources[row][stretch] > 0].sum() / metres.sum()), 3)
        for row, name in enumerate(ATTRIBUTES)
        if name in ("surface", "smoothness", "width_m", "climb_pct", "lit")
    }
    kinds = Counter(KINDS[code] for code in network.kind)
    return {
        "edges": network.edges,
        "km": round(float(metres.sum()) / 1000, 1),
        "kinds": dict(kinds),
        "kerbs known": int((~kerb).sum()),
        "kerbs unknown": int(kerb.sum()),
        "steps": kinds["steps"],
        "barriers": kinds["barrier"],
        "crossings": kinds["crossing"],
        "seats": int(network.seat.sum()),
        "islands": len(islands),
        "share in the largest island": round(float(islands.max() / islands.sum()), 3),
        **known,
    }
