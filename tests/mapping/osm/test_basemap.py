"""Real tag sets and nonsense → layer, class and first zoom."""

import pytest
from shapely import LineString, MultiPolygon, Point, Polygon, box

from mapping.osm import basemap, basemap_tables
from mapping.osm.basemap import Feature, features, within
from mapping.osm.elements import Element
from mapping.osm.plane import DEGREE_M, Plane

PLANE = Plane(0)


def square(side_m: float) -> MultiPolygon:
    return MultiPolygon([box(0, 0, side_m / DEGREE_M, side_m / DEGREE_M)])


def element(shape: str, tags: dict[str, str], side_m: float = 100) -> Element:
    area = square(side_m)
    ring = LineString(area.geoms[0].exterior.coords)
    shapes = {
        "area": {"area": area, "line": ring},
        "line": {"line": LineString([(0, 0), (0.001, 0)])},
        "point": {"point": Point(0, 0)},
    }
    return Element("node" if shape == "point" else "way", 1, 1, None, tags, **shapes[shape])


def drawn(shape: str, tags: dict[str, str], side_m: float = 100) -> dict[str, Feature]:
    return {feature.layer: feature for feature in features(element(shape, tags, side_m), PLANE)}


@pytest.mark.parametrize(
    ("shape", "tags", "expected"),
    [
        ("area", {"natural": "water", "water": "river"}, {"water": "river"}),
        ("area", {"natural": "water"}, {"water": "water"}),
        ("area", {"natural": "water", "water": "pond", "name": "Koldischteich"}, {"water": "pond", "label": "water"}),
        ("area", {"landuse": "basin"}, {"water": "basin"}),
        ("area", {"leisure": "swimming_pool", "access": "private"}, {"water": "pool"}),
        ("line", {"waterway": "stream", "name": "Nordgraben"}, {"water": "stream"}),
        ("line", {"waterway": "stream", "tunnel": "culvert"}, {}),
        ("area", {"leisure": "park", "name": "Göschenpark"}, {"green": "park", "label": "park"}),
        ("area", {"landuse": "forest", "leisure": "park"}, {"green": "park"}),
        ("area", {"landuse": "cemetery", "name": "Friedhof Wittenau"}, {"green": "cemetery", "label": "cemetery"}),
        ("area", {"landuse": "allotments", "name": "12"}, {"green": "allotments"}),
        ("area", {"natural": "scrub"}, {"green": "scrub"}),
        ("area", {"leisure": "pitch", "sport": "soccer"}, {"green": "pitch"}),
        ("area", {"landuse": "residential"}, {"landuse": "residential"}),
        ("area", {"amenity": "parking"}, {"landuse": "parking"}),
        ("area", {"amenity": "parking", "parking": "underground"}, {}),
        (
            "area",
            {"amenity": "school", "name": "Toulouse-Lautrec-Schule"},
            {"landuse": "education", "label": "school"},
        ),
        (
            "area",
            {"highway": "pedestrian", "area": "yes", "name": "Lindenplatz"},
            {"landuse": "square", "label": "square"},
        ),
        ("area", {"building": "apartments"}, {"building": "apartments"}),
        ("area", {"building": "yes"}, {"building": "building"}),
        ("area", {"building": "garage"}, {"building": "shed"}),
        ("area", {"building": "lidl"}, {"building": "building"}),
        ("area", {"building": "no"}, {}),
        ("area", {"building": "yes", "amenity": "place_of_worship"}, {"building": "church"}),
        ("area", {"building": "yes", "amenity": "place_of_worship", "religion": "muslim"}, {"building": "religious"}),
        ("line", {"highway": "residential", "name": "Lindenstraße"}, {"street": "residential"}),
        ("line", {"highway": "primary_link"}, {"street": "primary"}),
        ("line", {"highway": "footway"}, {"street": "footway"}),
        ("line", {"highway": "footway", "footway": "sidewalk"}, {"street": "sidewalk"}),
        ("line", {"highway": "footway", "footway": "crossing"}, {"street": "crossing"}),
        ("line", {"highway": "path", "path": "crossing"}, {"street": "crossing"}),
        ("line", {"highway": "service", "service": "parking_aisle"}, {"street": "driveway"}),
        ("line", {"highway": "service"}, {"street": "service"}),
        ("line", {"highway": "steps"}, {"street": "steps"}),
        ("line", {"highway": "proposed"}, {}),
        ("line", {"highway": "yes"}, {}),
        ("line", {"railway": "subway"}, {"rail": "subway"}),
        ("line", {"railway": "rail", "service": "siding"}, {"rail": "service"}),
        ("line", {"railway": "abandoned"}, {}),
        ("area", {"boundary": "administrative", "admin_level": "10"}, {"boundary": "district"}),
        ("area", {"boundary": "administrative", "admin_level": "zehn"}, {"boundary": "quarter"}),
        ("area", {"boundary": "administrative", "admin_level": "²"}, {"boundary": "quarter"}),
        ("point", {"place": "suburb", "name": "Wittenau"}, {"label": "suburb"}),
        ("point", {"place": "suburb"}, {}),
        ("point", {"railway": "station", "name": "Eichborndamm"}, {"label": "station"}),
        ("point", {"amenity": "bench"}, {}),
        ("area", {"note": "fixme"}, {}),
    ],
)
def test_tags_become_layers_and_classes(shape: str, tags: dict[str, str], expected: dict[str, str]):
    assert {layer: feature.kind for layer, feature in drawn(shape, tags).items()} == expected


def test_a_ring_road_is_a_line_and_a_closed_square_is_an_area():
    assert drawn("area", {"highway": "residential"})["street"].geometry.geom_type == "LineString"
    assert drawn("area", {"highway": "pedestrian", "area": "yes"})["landuse"].geometry.geom_type == "MultiPolygon"


def test_a_boundary_is_drawn_as_its_outline():
    assert "Line" in drawn("area", {"boundary": "administrative", "admin_level": "10"})["boundary"].geometry.geom_type


@pytest.mark.parametrize(("side_m", "zoom"), [(1000, 11), (300, 12), (110, 13), (60, 14), (30, 15), (10, 16)])
def test_large_areas_come_early_and_small_ones_late(side_m: float, zoom: int):
    assert drawn("area", {"leisure": "park"}, side_m)["green"].min_zoom == zoom


@pytest.mark.parametrize(
    ("tags", "zoom"),
    [
        ({"highway": "residential"}, 13),
        ({"highway": "footway"}, 15),
        ({"highway": "footway", "footway": "sidewalk"}, 17),
    ],
)
def test_a_tile_of_zoom_14_holds_no_footways(tags: dict[str, str], zoom: int):
    assert drawn("line", tags)["street"].min_zoom == zoom


@pytest.mark.parametrize(
    ("tags", "level"),
    [
        ({}, 0),
        ({"bridge": "yes"}, 1),
        ({"tunnel": "yes"}, -1),
        ({"bridge": "no"}, 0),
        ({"bridge": "yes", "layer": "2"}, 2),
        ({"layer": "-1"}, -1),
        ({"layer": "99"}, 0),
        ({"layer": "oben", "bridge": "yes"}, 1),
    ],
)
def test_height_follows_layer_then_bridge_then_tunnel(tags: dict[str, str], level: int):
    assert basemap.level(element("line", tags)) == level


def test_names_longer_than_the_column_are_cut():
    assert len(drawn("line", {"highway": "residential", "name": "x" * 900})["street"].name) == 200


def test_what_leaves_the_frame_is_cut_and_what_lies_outside_is_dropped():
    inside, crossing, outside = box(1, 1, 2, 2), box(4, 4, 6, 6), box(8, 8, 9, 9)
    rows = [Feature("green", "park", 12, shape, f"way/{n}", 1) for n, shape in enumerate((inside, crossing, outside))]
    kept, findings = within(rows, box(0, 0, 5, 5))
    assert [one.ref for one in kept] == ["way/0", "way/1"]
    assert kept[0].geometry is inside
    assert [one.whole for one in kept] == [True, False]
    assert kept[1].geometry.area == pytest.approx(1)
    assert findings == []


def test_an_area_that_only_touches_the_frame_is_told():
    kept, findings = within([Feature("green", "park", 12, box(5, 0, 6, 1), "way/1", 1)], box(0, 0, 5, 5))
    assert kept == []
    assert [one.code for one in findings] == ["geometry-invalid"]


def test_a_bow_tie_is_healed():
    tie = Polygon([(0, 0), (1, 1), (1, 0), (0, 1), (0, 0)])
    (kept,), findings = within([Feature("green", "park", 12, tie, "way/1", 1)], box(-5, -5, 5, 5))
    assert (kept.geometry.is_valid, kept.geometry.area, findings) == (True, 0.5, [])


def test_every_class_of_the_tables_is_documented_for_the_style():
    words = set((basemap_tables.__doc__ or "").split())
    for rule in (*basemap_tables.RULES, *basemap_tables.LABELS):
        kinds = {rule.kinds} if isinstance(rule.kinds, str) else set(rule.kinds.values())
        assert kinds - {""} <= words, rule


def test_every_layer_of_the_tables_is_one_of_the_model():
    from mapping.models import Layer

    assert {rule.layer for rule in (*basemap_tables.RULES, *basemap_tables.LABELS)} == set(Layer.values)
