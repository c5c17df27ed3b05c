"""What the reader makes of real oddities."""

from pathlib import Path

import pytest

from common.errors import UsageError
from mapping.osm.elements import Element, Extract
from mapping.osm.reader import read
from tests.mapping.osm.drawing import BOX, LAT, LON, Drawing

SQUARE = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)]


def save(folder: Path, body: str) -> Path:
    path = folder / "x.osm"
    path.write_text(f'<osm version="0.6">{body}</osm>', encoding="utf-8")
    return path


def only(extract: Extract) -> Element:
    assert len(extract.elements) == 1
    return extract.elements[0]


def test_a_node_has_its_point_version_and_time(tmp_path: Path):
    drawing = Drawing()
    drawing.node(oid=5, version=3, amenity="bench")
    bench = only(read(drawing.save(tmp_path), max_mb=1))
    assert bench.key == "node/5"
    assert (bench.version, bench.timestamp and bench.timestamp.isoformat()) == (3, "2026-03-03T10:00:00+00:00")
    assert (bench.spot and round(bench.spot.x, 6), bench.spot and round(bench.spot.y, 6)) == (LON, LAT)


def test_a_closed_way_is_a_line_and_an_area(tmp_path: Path):
    drawing = Drawing()
    drawing.house()
    house = only(read(drawing.save(tmp_path), max_mb=1))
    assert house.line is not None
    assert house.area is not None
    assert house.shape is house.area


def test_the_spot_of_an_area_lies_on_it_even_if_its_centre_does_not(tmp_path: Path):
    drawing = Drawing()
    angle = [(0, 0), (100, 0), (100, 10), (10, 10), (10, 100), (0, 100), (0, 0)]
    drawing.way(angle, building="yes")
    house = only(read(drawing.save(tmp_path), max_mb=1))
    assert house.area is not None
    assert not house.area.contains(house.area.centroid)
    assert house.spot is not None
    assert house.area.contains(house.spot)


def test_a_multipolygon_takes_its_tags_from_the_relation(tmp_path: Path):
    drawing = Drawing()
    ring = drawing.way(SQUARE)
    drawing.relation([ring], type="multipolygon", leisure="park", name="Göschenpark")
    park = only(read(drawing.save(tmp_path), max_mb=1))
    assert park.type == "relation"
    assert park.area is not None
    assert park.name == "Göschenpark"


def test_every_one_of_many_multipolygons_becomes_an_area(tmp_path: Path):
    """osmium gives an area as soon as its last way is read: of all relations but the last before the relation."""
    drawing = Drawing()
    rings = [drawing.way([(at, 0), (at + 10, 0), (at + 10, 10), (at, 10), (at, 0)]) for at in (0, 20, 40, 60)]
    halves = [drawing.way([(80, 0), (90, 0), (90, 10)]), drawing.way([(80, 0), (80, 10), (90, 10)])]
    relations = [drawing.relation([ring], type="multipolygon", railway="platform") for ring in rings[::-1]]
    relations.append(drawing.relation(halves, type="multipolygon", highway="pedestrian", area="yes"))
    plain = drawing.way([(100, 0), (110, 0)], highway="footway")
    extract = read(drawing.save(tmp_path), max_mb=1)
    assert {one.id for one in extract.elements if one.area is not None} == set(relations)
    assert extract.raw is not None
    assert {area.id for area in extract.raw.areas} == set(relations)
    assert {way.id for way in extract.raw.ways} == {plain}
    assert not extract.findings


def test_a_multipolygon_cut_at_the_border_is_told_and_has_no_area(tmp_path: Path):
    drawing = Drawing()
    piece = drawing.way([(0, 0), (10, 0), (10, 10)])
    drawing.relation([piece, 999_999], type="multipolygon", natural="water")
    extract = read(drawing.save(tmp_path), max_mb=1)
    assert only(extract).shape is None
    assert [(one.code, one.ref) for one in extract.findings] == [("area-broken", only(extract).key)]


def test_a_way_without_its_nodes_is_told_and_has_no_line(tmp_path: Path):
    body = '<way id="3" version="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="footway"/></way>'
    extract = read(save(tmp_path, body), max_mb=1)
    assert only(extract).line is None
    assert [one.code for one in extract.findings] == ["geometry-incomplete"]


def test_a_way_of_one_point_is_told_and_has_no_line(tmp_path: Path):
    drawing = Drawing()
    drawing.way([(0, 0)], highway="footway")
    extract = read(drawing.save(tmp_path), max_mb=1)
    assert only(extract).line is None
    assert [one.code for one in extract.findings] == ["geometry-incomplete"]


def test_of_several_versions_the_newest_counts(tmp_path: Path):
    rows = "".join(
        f'<node id="1" version="{version}" lat="52" lon="13"><tag k="name" v="{version}"/></node>'
        for version in (2, 3, 1)
    )
    assert only(read(save(tmp_path, rows), max_mb=1)).name == "3"


def test_deleted_objects_and_objects_without_tags_are_left_out(tmp_path: Path):
    rows = (
        '<node id="1" version="1" lat="52" lon="13"/>'
        '<node id="2" version="2" visible="false"><tag k="amenity" v="bench"/></node>'
        '<node id="3" version="1" lat="52" lon="13"><tag k="amenity" v="bench"/></node>'
    )
    assert only(read(save(tmp_path, rows), max_mb=1)).id == 3


def test_a_node_without_coordinates_is_refused(tmp_path: Path):
    with pytest.raises(UsageError, match="bei node/1 steht „“"):
        read(save(tmp_path, '<node id="1" version="1"><tag k="amenity" v="bench"/></node>'), max_mb=1)


def test_control_and_direction_signs_are_cleaned_from_values(tmp_path: Path):
    row = '<node id="1" version="1" lat="52" lon="13"><tag k="name" v="  Café&#10;&#x202E;Linde &#9; "/></node>'
    assert only(read(save(tmp_path, row), max_mb=1)).name == "Café Linde"


def test_version_and_time_may_be_missing(tmp_path: Path):
    element = only(read(save(tmp_path, '<node id="1" lat="52" lon="13"><tag k="a" v="b"/></node>'), max_mb=1))
    assert (element.version, element.timestamp) == (None, None)


def test_the_header_box_and_the_newest_time_are_told(tmp_path: Path):
    drawing = Drawing()
    drawing.node(amenity="bench")
    drawing.node(version=4, amenity="bench")
    extract = read(drawing.save(tmp_path, box=BOX), max_mb=1)
    assert extract.box == (13.29, 52.57, 13.33, 52.60)
    assert extract.newest
    assert extract.newest.day == 4


def test_negative_ids_of_an_editor_are_read(tmp_path: Path):
    body = '<node id="-4" lat="52" lon="13"><tag k="amenity" v="bench"/></node>'
    assert only(read(save(tmp_path, body), max_mb=1)).key == "node/-4"


def test_a_figure_of_eight_is_told_and_has_no_area(tmp_path: Path):
    drawing = Drawing()
    drawing.way([(0, 0), (10, 10), (10, 0), (0, 10), (0, 0)], building="yes")
    extract = read(drawing.save(tmp_path), max_mb=1)
    assert only(extract).area is None
    assert [(one.code, one.ref) for one in extract.findings] == [("area-broken", only(extract).key)]


def test_of_a_large_file_only_what_reaches_into_the_frame_is_kept(tmp_path: Path):
    drawing = Drawing()
    drawing.node(0, 0, oid=1, amenity="bench")
    drawing.node(5000, 0, oid=2, amenity="bench")
    drawing.way([(-4000, 0), (4000, 0)], oid=10, highway="primary")
    drawing.way([(4000, 0), (5000, 0)], oid=11, highway="primary")
    ring = drawing.way([(4000, 100), (5000, 100), (5000, 200), (4000, 200), (4000, 100)], oid=12)
    far = drawing.relation([ring], type="multipolygon", landuse="forest")
    drawing.relation([ring], type="route", name="Linie 1")
    extract = read(drawing.save(tmp_path), max_mb=1, frame=(LON - 0.01, LAT - 0.01, LON + 0.01, LAT + 0.01))
    kept = {one.key for one in extract.elements}
    assert {"node/1", "way/10"} <= kept
    assert not kept & {"node/2", "way/11", f"relation/{far}"}
