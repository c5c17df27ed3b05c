"""Tiles over HTTP, as a map asks for them."""

import gzip
import math
from itertools import pairwise

import pytest
from django.contrib.gis.geos import LineString, MultiPolygon, Polygon
from django.test import Client

from common.geo import WGS84
from mapping.layers import LAYERS
from mapping.models import Address, BaseFeature, LayerChange, Quarter
from mapping.tiles import prune_log
from tests import factories, mvt

pytestmark = pytest.mark.django_db
LON, LAT = factories.CENTRE
CLOSE, NEAR, FAR = 16, 14, 12


def numbers(zoom: int, lon: float = LON, lat: float = LAT) -> tuple[int, int]:
    """Column and row of the tile that holds a point."""
    side = 1 << zoom
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    return int((lon + 180) / 360 * side), int(y * side)


def address(zoom: int, layer: str = "base", **where: float) -> str:
    x, y = numbers(zoom, **where)
    return f"/tiles/{layer}/{zoom}/{x}/{y}.mvt"


def tile(client: Client, zoom: int, layer: str = "base") -> dict[str, list[mvt.Feature]]:
    answer = client.get(address(zoom, layer))
    assert answer.status_code in (200, 204)
    return mvt.read(answer.content)


def square(side_m: float, lon: float = LON, lat: float = LAT) -> Polygon:
    half = side_m / 2 / 111_000
    wide = half / math.cos(math.radians(lat))
    box = Polygon.from_bbox((lon - wide, lat - half, lon + wide, lat + half))
    box.srid = WGS84
    return box


def street(quarter: Quarter, *points: tuple[float, float], **more: object) -> BaseFeature:
    geometry = LineString(*points, srid=WGS84)
    return factories.base_feature(quarter, "street", more.pop("kind", "residential"), geometry=geometry, **more)


# --- what is in a tile ----------------------------------------------------------------------------------------------


def test_a_tile_holds_the_ground_in_layers_with_few_attributes(client, quarter):
    factories.base_feature(quarter, "green", "park", geometry=square(200))
    factories.base_feature(quarter, "building", "church", geometry=MultiPolygon(square(40), srid=WGS84))
    found = tile(client, NEAR)
    assert set(found) == {"green", "building"}
    assert found["green"][0].properties == {"kind": "park"}
    assert found["building"][0].properties == {"kind": "church"}
    assert found["building"][0].shape == mvt.AREA


def test_a_shape_stands_where_it_is_on_the_ground(client, quarter):
    factories.base_feature(quarter, "building", geometry=square(10))
    (part,) = tile(client, CLOSE)["building"][0].parts
    x, y = numbers(CLOSE)
    size = 1 << CLOSE
    east = (LON + 180) / 360 * size - x
    south = (1 - math.asinh(math.tan(math.radians(LAT))) / math.pi) / 2 * size - y
    middle_x = sum(point[0] for point in part) / len(part) / 4096
    middle_y = sum(point[1] for point in part) / len(part) / 4096
    assert (middle_x, middle_y) == pytest.approx((east, south), abs=0.001)


def test_small_buildings_are_left_out_until_they_can_be_seen(client, quarter):
    factories.base_feature(quarter, "building", geometry=square(6))
    factories.base_feature(quarter, "building", "school", geometry=square(60))
    assert [feature.properties["kind"] for feature in tile(client, NEAR)["building"]] == ["school"]
    assert len(tile(client, CLOSE)["building"]) == 2


def test_buildings_of_a_class_are_one_feature_until_the_tile_is_enlarged(client, quarter):
    for step in range(3):
        factories.base_feature(quarter, "building", "school", geometry=square(40, lon=LON + step * 0.001))
    factories.base_feature(quarter, "building", "church", geometry=square(40, lat=LAT + 0.001))
    assert sorted(len(feature.parts) for feature in tile(client, NEAR)["building"]) == [1, 3]
    assert [len(feature.parts) for feature in tile(client, CLOSE)["building"]] == [1, 1, 1, 1]


def test_houses_wall_to_wall_stay_two_shapes(client, quarter):
    width = 40 / 111_000 / math.cos(math.radians(LAT))
    for lon in (LON, LON + width):
        factories.base_feature(quarter, "building", "school", geometry=square(40, lon=lon))
    (houses,) = tile(client, NEAR)["building"]
    assert len(houses.parts) == 2


@pytest.mark.parametrize(
    ("kind", "zoom"), [("primary", 13), ("tertiary", 13), ("residential", 14), ("pedestrian", 14), ("footway", 16)]
)
def test_the_name_of_a_street_comes_when_the_map_writes_it(client, quarter, kind, zoom):
    street(quarter, (LON - 0.002, LAT), (LON + 0.002, LAT), kind=kind, name="Lindenstraße")
    assert "street_name" in tile(client, zoom)
    assert "street_name" not in tile(client, zoom - 1)


def test_what_is_worth_drawing_from_a_zoom_of_the_screen_comes_one_tile_zoom_before(client, quarter):
    street(quarter, (LON - 0.002, LAT), (LON + 0.002, LAT), kind="sidewalk", min_zoom=17)
    assert "street" not in tile(client, 15)
    assert len(tile(client, 16)["street"]) == 1


def test_house_numbers_come_only_when_close(client, quarter):
    factories.address(quarter, number="4a")
    assert "house_number" not in tile(client, 15)
    assert [feature.properties for feature in tile(client, CLOSE)["house_number"]] == [{"number": "4a"}]


def test_a_street_cut_into_pieces_is_one_line_to_write_its_name_along(client, quarter):
    corners = [(LON + step * 0.001, LAT) for step in (-2, -1, 0, 1, 2)]
    for piece in pairwise(corners):
        street(quarter, *piece, name="Lindenstraße")
    (name,) = tile(client, NEAR)["street_name"]
    assert name.properties == {"name": "Lindenstraße", "kind": "residential"}
    assert len(name.parts) == 1


def test_bridges_say_that_they_lie_higher_and_level_ground_says_nothing(client, quarter):
    street(quarter, (LON - 0.002, LAT), (LON, LAT))
    street(quarter, (LON, LAT), (LON + 0.002, LAT), level=1)
    found = [feature.properties for feature in tile(client, NEAR)["street"]]
    assert sorted(found, key=len) == [{"kind": "residential"}, {"kind": "residential", "level": 1}]


def test_a_name_belongs_to_one_tile_only(client, quarter):
    edge = numbers(NEAR)[0] / (1 << NEAR) * 360 - 180
    place = factories.point(edge + 5e-5, LAT)
    factories.base_feature(quarter, "label", "square", name="Lindenplatz", geometry=place)
    assert "label" in mvt.read(client.get(address(NEAR, lon=edge + 1e-5)).content)
    assert client.get(address(NEAR, lon=edge - 1e-5)).status_code == 204


def test_quarters_share_the_tiles(client, quarter):
    factories.base_feature(quarter, "building", "school", geometry=square(60))
    factories.base_feature(factories.quarter("Tegel"), "building", "church", geometry=square(60, lon=LON + 0.002))
    assert {feature.properties["kind"] for feature in tile(client, NEAR)["building"]} == {"school", "church"}


def test_what_another_quarter_draws_or_nobody_may_see_is_not_in_a_tile(client, quarter):
    for is_drawn in (True, False):
        factories.base_feature(quarter, "building", "school", geometry=square(60), drawn=is_drawn)
        factories.address(quarter, at=(LON, LAT))
    Address.objects.filter(pk=Address.objects.first().pk).update(drawn=False)
    found = tile(client, CLOSE)
    assert (len(found["building"]), len(found["house_number"])) == (1, 1)


def test_a_tile_reads_the_ground_once_for_all_that_is_made_of_it():
    assert LAYERS["base"].statement(CLOSE).count(" FROM mapping_basefeature") == 1


def test_a_pruned_log_still_gives_a_new_version(client, quarter):
    for _ in range(4):
        factories.base_feature(quarter)
    prune_log(keep=3)
    before = client.get(address(NEAR))["ETag"]
    factories.base_feature(quarter)
    prune_log(keep=3)
    assert LayerChange.objects.filter(layer="base").count() == 3
    assert client.get(address(NEAR))["ETag"] != before


def test_places_carry_what_the_map_tells_them_apart_by(client):
    place = factories.place("Nord-Apotheke", kind="apotheke")
    factories.place("Entwurf", status="draft")
    (found,) = tile(client, NEAR, "places")["place"]
    assert found.properties == {
        "id": place.slug,
        "name": "Nord-Apotheke",
        "kind": "apotheke",
        "group": "arzt_gesundheit",
    }


def test_benches_are_part_of_the_ground_when_close(client):
    factories.place("Bank", kind="sitzbank")
    assert "place" not in tile(client, NEAR, "places")
    assert "spot" not in tile(client, 15)
    assert [feature.properties["kind"] for feature in tile(client, CLOSE)["spot"]] == ["sitzbank"]


# --- freshness ------------------------------------------------------------------------------------------------------


def test_an_unchanged_tile_is_not_sent_again(client, quarter):
    factories.base_feature(quarter)
    first = client.get(address(NEAR))
    again = client.get(address(NEAR), headers={"if-none-match": first["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == first["Cache-Control"]
    assert "max-age=60" in first["Cache-Control"]


@pytest.mark.parametrize(
    "change",
    [
        factories.base_feature,
        lambda _quarter: BaseFeature.objects.update(kind="barn"),
        lambda _quarter: BaseFeature.objects.all().delete(),
        factories.address,
        lambda _quarter: factories.place(),
    ],
    ids=["a new feature", "a changed one", "a deleted one", "an address", "a place among the ground's spots"],
)
def test_a_change_makes_a_new_version(client, quarter, change):
    factories.base_feature(quarter)
    before = client.get(address(CLOSE))["ETag"]
    change(quarter)
    assert client.get(address(CLOSE))["ETag"] != before


def test_a_place_does_not_renew_the_ground_from_afar(client, quarter):
    factories.base_feature(quarter)
    before = client.get(address(FAR))["ETag"]
    factories.place()
    assert client.get(address(FAR))["ETag"] == before


@pytest.mark.parametrize("rows", [1, 50])
def test_a_tile_costs_two_queries_and_an_unchanged_one_a_single_one(client, quarter, rows, django_assert_num_queries):
    for _ in range(rows):
        factories.base_feature(quarter, geometry=square(60))
    with django_assert_num_queries(2):
        etag = client.get(address(NEAR))["ETag"]
    with django_assert_num_queries(1):
        assert client.get(address(NEAR), headers={"if-none-match": etag}).status_code == 304


# --- over the wire --------------------------------------------------------------------------------------------------


def test_a_tile_without_anything_is_204(client, db):
    answer = client.get(address(NEAR))
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["ETag"]


@pytest.mark.parametrize(
    ("offer", "packed"),
    [
        ("gzip", True),
        ("br, gzip;q=0.8", True),
        ("*", True),
        ("", False),
        ("br", False),
        ("gzip;q=0", False),
        ("gzip; q=0.000, br", False),
    ],
)
def test_a_tile_is_packed_for_those_who_can_unpack(client, quarter, offer, packed):
    factories.base_feature(quarter, geometry=square(60))
    plain = client.get(address(NEAR)).content
    answer = client.get(address(NEAR), headers={"accept-encoding": offer})
    assert (answer.get("Content-Encoding") == "gzip") is packed
    assert (gzip.decompress(answer.content) if packed else answer.content) == plain
    assert "Accept-Encoding" in answer["Vary"]
    assert answer["Content-Type"] == "application/vnd.mapbox-vector-tile"


@pytest.mark.parametrize(
    "path",
    [
        "nothing/14/8797/5368",
        "base/7/68/41",
        "base/19/281505/171775",
        "base/99999999999999999999/0/0",
        "base/14/16384/0",
        "base/14/0/16384",
        "base/14/0/99999999999999999999999999",
        "base/-1/0/0",
        "base/14/1.5/0",
        "base/viele/0/0",
        "Base%20x/14/0/0",
        "base/14/8797",
        "places/9/0/0",
    ],
)
def test_what_is_no_tile_is_404_without_a_body(client, db, path):
    """The renderer in the browser reads whatever body it gets as a tile."""
    answer = client.get(f"/tiles/{path}.mvt")
    assert (answer.status_code, answer.content) == (404, b"")


def test_tiles_can_only_be_read(client, db):
    assert client.post(address(NEAR)).status_code == 405
