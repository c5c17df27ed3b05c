"""What the reader keeps for the path network."""

from pathlib import Path

from mapping.osm.elements import Box
from mapping.osm.network import draft
from mapping.osm.raw import Raw
from mapping.osm.reader import read
from tests.mapping.osm.drawing import BOX, LAT, LON, Drawing


def kept(folder: Path, drawing: Drawing, **how: Box) -> Raw:
    found = read(drawing.save(folder), max_mb=1, **how).raw
    assert found is not None
    return found


def test_ways_keep_the_ids_of_their_nodes_and_nodes_their_place(tmp_path: Path):
    drawing = Drawing()
    drawing.way([(0, 0), (10, 0)], oid=5, version=3, highway="footway")
    raw = kept(tmp_path, drawing)
    assert [(way.id, way.nodes, way.version, way.tags) for way in raw.ways] == [
        (5, (5000, 5001), 3, {"highway": "footway"})
    ]
    assert (round(raw.nodes[5000].lon, 6), round(raw.nodes[5000].lat, 6)) == (LON, LAT)
    assert raw.ways[0].timestamp
    assert draft(raw).edges[0].dated == raw.ways[0].timestamp.date()


def test_nodes_of_paths_keep_their_tags(tmp_path: Path):
    body = (
        '<osm version="0.6"><node id="1" version="4" lat="52" lon="13"><tag k="kerb" v="flush"/></node>'
        '<node id="2" version="1" lat="52" lon="13.001"/>'
        '<way id="3" version="1"><nd ref="1"/><nd ref="2"/><nd ref="9"/><tag k="highway" v="path"/></way></osm>'
    )
    (tmp_path / "x.osm").write_text(body, encoding="utf-8")
    raw = read(tmp_path / "x.osm", max_mb=1).raw
    assert raw is not None
    assert (raw.nodes[1].tags, raw.nodes[1].version) == ({"kerb": "flush"}, 4)
    assert raw.nodes[2].tags == {}
    assert raw.ways[0].nodes == (1, 2, 9)
    assert 9 not in raw.nodes


def test_what_is_no_path_and_no_barrier_is_left_out(tmp_path: Path):
    drawing = Drawing()
    drawing.house(oid=3)
    drawing.way([(0, 0), (10, 0)], oid=5, waterway="stream")
    drawing.way([(0, 0), (10, 0)], oid=6, barrier="fence")
    drawing.way([(0, 0), (10, 0)], oid=7, railway="platform")
    assert [way.id for way in kept(tmp_path, drawing).ways] == [6, 7]


def test_a_multipolygon_to_walk_on_keeps_its_rings(tmp_path: Path):
    drawing = Drawing()
    ring = drawing.way([(0, 0), (40, 0), (40, 40), (0, 40), (0, 0)])
    drawing.relation([ring], type="multipolygon", highway="pedestrian")
    drawing.relation([ring], type="multipolygon", landuse="grass")
    raw = kept(tmp_path, drawing)
    assert len(raw.areas) == 1
    ((outer, holes),) = raw.areas[0].rings
    assert (set(outer), outer[0] == outer[-1], holes) == ({ring * 1000 + index for index in range(4)}, True, ())
    assert {edge.kind for edge in draft(raw).edges} == {"shared"}


def test_benches_and_toilets_are_kept_whatever_they_are_drawn_as(tmp_path: Path):
    drawing = Drawing()
    drawing.node(amenity="bench", oid=1)
    drawing.node(highway="bus_stop", bench="yes", oid=2)
    drawing.house(oid=3, amenity="toilets")
    drawing.node(amenity="cafe", oid=4)
    assert [place.ref for place in kept(tmp_path, drawing).places] == ["node/1", "node/2", "way/3"]


def test_the_frame_is_that_of_the_reading_or_of_the_file(tmp_path: Path):
    drawing = Drawing()
    drawing.way([(0, 0), (10, 0)], highway="footway")
    drawing.way([(5000, 0), (5010, 0)], highway="footway")
    near = (LON - 0.01, LAT - 0.01, LON + 0.01, LAT + 0.01)
    raw = kept(tmp_path, drawing, frame=near)
    assert raw.frame == near
    assert len(raw.ways) == 1
    boxed = read(drawing.save(tmp_path, box=BOX), max_mb=1).raw
    assert boxed is not None
    assert boxed.frame == (13.29, 52.57, 13.33, 52.60)
