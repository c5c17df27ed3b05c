"""Paths reach the database as a whole version, exactly as they were read, and only if they differ."""

import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import shapely

from common.counts import Counts
from mapping import network_rows
from mapping.models import Entrance, LayerChange, NetworkVersion, PathEdge, PathNode
from mapping.network_files import RECIPE
from mapping.osm import load_network as module
from mapping.osm.elements import Element, Extract
from mapping.osm.load_network import clipped, frame_of, load_network
from mapping.osm.raw import RawPlace, RawWay
from mapping.routing.graph import Edge, Vertex, compile_network
from tests import drawing, factories
from tests.networks import active, edges, load, near

pytestmark = pytest.mark.django_db
TOWN = """
A-----B-----C-----D
      |     |
      E-----F-----G
"""
WAYS = {
    "ABCD": "highway=residential name=Lindenstraße sidewalk=both sidewalk:left:kerb=raised",
    "BE": "highway=footway footway=crossing",
    "EF": "highway=steps step_count=7 handrail=yes incline=up",
    "FG": "highway=footway width=1,5 incline=3% foot:conditional=yes@(08:00-18:00)",
    "CF": "highway=footway surface=sett",
}
NODES = {"B": "highway=crossing crossing=traffic_signals", "E": "kerb=lowered", "G": "barrier=bollard width=0.9"}


def extract(raw, **more) -> Extract:
    return Extract(**{"elements": (), "raw": raw} | more)


def town(**more):
    return drawing.raw(TOWN, WAYS, NODES, seats="G", **more)


def rows() -> list[tuple]:
    return [
        *NetworkVersion.objects.order_by("pk").values_list(),
        *PathEdge.objects.order_by("pk").values_list(),
        *PathNode.objects.order_by("pk").values_list(),
    ]


# --- stored ---------------------------------------------------------------------------------------------------------


def test_what_is_stored_is_to_the_last_digit_what_was_read(quarter):
    loaded = load_network(quarter, "osm", extract(town()))
    version = active(quarter)
    assert loaded.counts == Counts(new=PathEdge.objects.count())
    again = compile_network(network_rows.read_nodes(version.pk), network_rows.read_edges(version.pk))
    assert again.checksum == version.checksum
    assert version.figures["recipe"] == RECIPE
    assert PathEdge.objects.filter(limits__contains="08:00-18:00").exists()
    assert PathEdge.objects.filter(kind="steps").get().facts["step_count"] == 7
    assert PathNode.objects.filter(seat=True).exists()


def test_what_a_bench_has_is_stored_with_its_place(quarter):
    bench = {"amenity": "bench", "backrest": "yes", "armrest": "no"}
    found = town()
    load_network(quarter, "osm", extract(replace(found, places=(replace(found.places[0], tags=bench),))))
    assert PathNode.objects.filter(seat=True).values_list("backrest", "armrest").get() == ("yes", "no")
    (seat,) = [one for one in network_rows.read_nodes(active(quarter).pk) if one.seat]
    assert (seat.backrest, seat.armrest) == ("yes", "no")


def test_raw_tags_and_versions_of_objects_are_kept_beside_their_edges(quarter):
    raw = town()
    raw = replace(raw, ways=tuple(replace(way, version=7) for way in raw.ways))
    load_network(quarter, "osm", extract(raw))
    steps = PathEdge.objects.get(kind="steps")
    assert (steps.tags["handrail"], steps.osm_version) == ("yes", 7)
    assert PathEdge.objects.filter(kind="kerb", osm="node/5").first().tags == {"kerb": "lowered"}


def test_numbers_that_have_no_short_form_come_back_as_they_were(quarter):
    load_network(quarter, "osm", extract(town()))
    version = active(quarter)
    odd = [0.1 + 0.2, 1 / 3, 5e-324, 1e16, 123456789.123456789]
    facts = {"width_m": odd[0], "climb_pct": odd[1], "descent_pct": 0.0, "step_count": 1e16}
    text = '",\n\\N \\. {}%s\t„ß“'
    one = Edge("odd", "o1", "o2", "path", ((odd[1], odd[0]), (odd[4] / 1e8, 2.0)), odd[4], facts, name=text, word="\\.")
    vertices = [Vertex("o1", odd[1], odd[0]), Vertex("o2", 1.0, 2.0)]
    network_rows.write(version, network_rows.Content(vertices, [one], tags={"": {"note": text}}))
    assert [edge for edge in network_rows.read_edges(version.pk) if edge.key == "odd"] == [one]
    assert network_rows.read_nodes(version.pk, ["o1", "o2"]) == vertices


def test_a_way_without_extent_is_a_spot(quarter):
    here = near(TOWN, "A")
    edge = Edge("x", "a", "b", "footway", ((here.x, here.y), (here.x, here.y)), 0.0)
    assert module._tidy(edge).line == ((here.x, here.y),)


# --- twice (property 21) --------------------------------------------------------------------------------------------


def test_the_same_file_twice_changes_no_row(quarter):
    load_network(quarter, "osm", extract(town()))
    before, changes = rows(), LayerChange.objects.count()
    assert load_network(quarter, "osm", extract(town())).counts == Counts(unchanged=PathEdge.objects.count())
    assert rows() == before
    assert LayerChange.objects.count() == changes


def test_the_order_of_the_file_does_not_matter(quarter):
    load_network(quarter, "osm", extract(town()))
    before = rows()
    raw = town()
    for seed in range(3):
        shuffled = random.Random(seed)
        ways, nodes = list(raw.ways), list(raw.nodes.items())
        shuffled.shuffle(ways)
        shuffled.shuffle(nodes)
        load_network(quarter, "osm", extract(replace(raw, ways=tuple(ways), nodes=dict(nodes))))
        assert rows() == before


def test_a_deleted_object_leaves_no_edge(quarter):
    load_network(quarter, "osm", extract(town()))
    number = next(edge.osm for edge in edges(quarter).values() if edge.kind == "steps")
    fewer = {letters: tags for letters, tags in WAYS.items() if letters != "EF"}
    text = TOWN.replace("E-----F", "E     F")
    loaded = load(quarter, text, fewer, NODES, seats="G")
    assert loaded.counts.gone
    assert not [edge for edge in edges(quarter).values() if edge.kind == "steps"]
    assert number


def test_a_changed_object_changes_its_edges_and_no_others(quarter):
    load_network(quarter, "osm", extract(town()))
    before = edges(quarter)
    changed = load(quarter, TOWN, {**WAYS, "CF": "highway=footway surface=asphalt"}, NODES, seats="G").counts
    assert changed == Counts(changed=1, unchanged=len(before) - 1)
    now = edges(quarter)
    assert now.keys() == before.keys()
    assert [now[key].facts["surface"] for key in now if now[key].facts != before[key].facts] == ["asphalt"]


def test_only_what_nobody_walks_on_has_changed_and_there_is_a_new_version_all_the_same(quarter):
    """Raw tags are shown to people, so they are renewed although the arrays stay."""
    load_network(quarter, "osm", extract(town()))
    before = active(quarter)
    load(quarter, TOWN, {**WAYS, "CF": "highway=footway surface=sett note=Efeu"}, NODES, seats="G")
    now = active(quarter)
    assert (now.checksum, now.pk != before.pk) == (before.checksum, True)


def test_the_version_before_is_kept_and_no_older_one(quarter):
    for surface in ("sett", "asphalt", "sand", "dirt"):
        load(quarter, "A-----B", {"AB": f"highway=footway surface={surface}"})
    kept = NetworkVersion.objects.order_by("pk")
    assert [version.is_active for version in kept] == [False, True]
    assert sorted(PathEdge.objects.values_list("facts__surface", flat=True)) == ["dirt", "sand"]


def test_a_newer_file_with_the_same_paths_is_noted_without_a_new_version(quarter):
    load_network(quarter, "osm", extract(town(), newest=datetime(2026, 3, 1, tzinfo=UTC)))
    before = active(quarter)
    load_network(quarter, "osm", extract(town(), newest=datetime(2026, 4, 1, tzinfo=UTC)))
    assert active(quarter).pk == before.pk
    assert active(quarter).data_until == datetime(2026, 4, 1, tzinfo=UTC)


# --- the frame ------------------------------------------------------------------------------------------------------


def test_paths_reach_500_metres_beyond_the_edge_of_the_quarter(quarter):
    here = near("A", "A")
    quarter.boundary = factories.area(here.x - 0.01, here.y - 0.01, here.x, here.y + 0.01)
    quarter.save()
    text = "A" + "-" * 50 + "B" + "-" * 45 + "C" + "-" * 30 + "D" + "-" * 30 + "E"
    load(quarter, text, {"AB": "highway=footway", "BC": "highway=path", "CD": "highway=track", "DE": "highway=steps"})
    assert {edge.kind for edge in edges(quarter).values()} == {"footway", "path", "track"}
    assert active(quarter).figures["kinds"] == {"footway": 1}, "beyond the edge they are not counted"


def test_a_way_that_leaves_the_frame_is_not_cut(quarter):
    raw = drawing.raw("A" + "-" * 100 + "B", {"AB": "highway=footway"})
    whole = clipped(raw, frame_of(quarter))
    assert whole.ways[0].nodes == raw.ways[0].nodes


def test_benches_outside_the_frame_are_left_out(quarter):
    raw = replace(town(), places=(RawPlace("node/99", 6.7, 51.2, {"amenity": "bench"}),))
    assert clipped(raw, frame_of(quarter)).places == ()


def test_a_way_without_any_known_node_is_no_fault(quarter):
    raw = town()
    raw = replace(raw, ways=(*raw.ways, RawWay(9999, {"highway": "footway"}, (777, 778))))
    assert load_network(quarter, "osm", extract(raw)).counts.new


# --- refused --------------------------------------------------------------------------------------------------------


def test_a_file_without_paths_leaves_the_network_as_it_is(quarter):
    load_network(quarter, "osm", extract(town()))
    before = rows()
    for empty in (extract(None), extract(drawing.raw("A", {}))):
        assert load_network(quarter, "osm", empty).refused
    assert rows() == before


def test_a_network_that_does_not_fit_together_leaves_the_old_one(quarter, monkeypatch):
    load_network(quarter, "osm", extract(town()))
    before = rows()

    def broken(*_args: object) -> None:
        raise ValueError("two edges have the same key")

    monkeypatch.setattr(module, "compile_network", broken)
    loaded = load(quarter, TOWN, {"AB": "highway=footway"})
    assert "two edges have the same key" in loaded.refused
    assert rows() == before


def test_what_is_not_stored_as_it_was_read_is_a_fault_that_stops_the_import(quarter, monkeypatch):
    monkeypatch.setattr(module.network_rows, "read_edges", lambda _version: [])
    with pytest.raises((RuntimeError, ValueError)):
        load_network(quarter, "osm", extract(town()))
    assert not NetworkVersion.objects.exists()


# --- building sites -------------------------------------------------------------------------------------------------


def test_a_way_that_is_being_built_upon_stays_and_is_closed(quarter):
    load_network(quarter, "osm", extract(town()))
    key = next(edge.key for edge in edges(quarter).values() if edge.name == "" and edge.facts.get("surface") == "sett")
    site = {**WAYS, "CF": "highway=construction construction=footway"}
    load(quarter, TOWN, site, NODES, seats="G")
    before = rows()
    assert edges(quarter)[key].facts == {"surface": "sett", "closed": "yes"}
    load(quarter, TOWN, site, NODES, seats="G")
    assert rows() == before, "and again the same"
    load_network(quarter, "osm", extract(town()))
    assert "closed" not in edges(quarter)[key].facts


def test_a_building_site_that_was_never_a_path_is_none(quarter):
    load(quarter, "A-----B-----C", {"AB": "highway=footway", "BC": "highway=construction"})
    assert {edge.kind for edge in edges(quarter).values()} == {"footway"}


# --- doors ----------------------------------------------------------------------------------------------------------


def door(number: int, lon: float, lat: float, **tags: str) -> Element:
    return Element("node", number, 1, None, tags, point=shapely.Point(lon, lat))


def test_doors_of_any_building_are_stored(quarter):
    here = near(TOWN, "A")
    inside, outside = door(70, here.x, here.y, entrance="main", width="0.9"), door(71, 6.7, 51.2, entrance="yes")
    load_network(quarter, "osm", extract(town(), elements=(inside, outside)))
    stored = Entrance.objects.get()
    assert (stored.key, stored.kind, stored.facts) == ("node/70", "main", {"width_m": 0.9})
    changed = door(70, here.x, here.y, entrance="main", width="1.1")
    load_network(quarter, "osm", extract(town(), elements=(changed,)))
    assert Entrance.objects.get(version=active(quarter)).facts == {"width_m": 1.1}
