import pytest
from shapely import MultiPolygon, Point, box

from mapping.osm.boundaries import edge, place_name
from mapping.osm.elements import Element, Extract

GIVEN = (13.0, 52.0, 13.1, 52.1)


def area(west: float, south: float, east: float, north: float) -> MultiPolygon:
    return MultiPolygon([box(west, south, east, north)])


def named(name: str, shape: MultiPolygon, ref: int = 1, **tags: str) -> Element:
    return Element("relation", ref, 1, None, {"name": name, "boundary": "administrative"} | tags, area=shape)


HOUSE = Element("way", 9, 1, None, {"building": "yes"}, area=area(13.300, 52.500, 13.301, 52.501))
FAR_WAY = Element("node", 10, 1, None, {"highway": "crossing"}, point=Point(14.0, 53.0))
PART = named("Wittenau", area(13.2, 52.4, 13.4, 52.6))


def test_a_given_box_wins():
    found = edge(Extract((PART, HOUSE), box=(1, 1, 2, 2)), bbox=GIVEN, name="Wittenau")
    assert found
    assert (found.how, found.area.bounds) == ("bbox", GIVEN)


@pytest.mark.parametrize("name", ["Wittenau", "wittenau", " Wittenau "])
def test_a_boundary_of_that_name_comes_before_the_header(name: str):
    found = edge(Extract((PART, HOUSE), box=(1, 1, 2, 2)), bbox=None, name=name)
    assert found
    assert (found.how, found.ref) == ("relation", "relation/1")


def test_of_several_boundaries_with_the_name_the_smallest_counts():
    district = named("Wittenau", area(13.0, 52.0, 14.0, 53.0), ref=2)
    found = edge(Extract((district, PART)), bbox=None, name="Wittenau")
    assert found
    assert found.ref == "relation/1"


def test_a_shop_of_that_name_is_no_boundary():
    shop = Element("way", 3, 1, None, {"name": "Wittenau", "shop": "mall"}, area=area(13, 52, 13.1, 52.1))
    found = edge(Extract((shop,), box=(1, 1, 2, 2)), bbox=None, name="Wittenau")
    assert found
    assert found.how == "header"


def test_a_boundary_of_another_name_is_not_used():
    found = edge(Extract((PART, HOUSE), box=(1, 1, 2, 2)), bbox=None, name="Borsigwalde")
    assert found
    assert found.how == "header"


def test_without_a_box_the_hull_of_the_houses_counts_and_not_a_far_way():
    found = edge(Extract((HOUSE, FAR_WAY)), bbox=None, name="Wittenau")
    assert found
    assert found.how == "hull"
    assert found.area.contains(HOUSE.area)
    assert not found.area.contains(FAR_WAY.point)


def test_without_houses_everything_counts():
    found = edge(Extract((FAR_WAY,)), bbox=None, name="")
    assert found
    assert found.area.contains(FAR_WAY.point)


def test_without_any_position_there_is_no_edge():
    assert edge(Extract((Element("relation", 1, 1, None, {"type": "route"}),)), bbox=None, name="") is None


def test_the_name_is_that_of_the_place_nearest_to_the_middle():
    places = [
        Element("node", n, 1, None, {"place": "suburb", "name": name}, point=Point(lon, 52.5))
        for n, (name, lon) in enumerate([("Tegel", 13.21), ("Wittenau", 13.29), ("Spandau", 12.0)])
    ]
    assert place_name(places, area(13.2, 52.4, 13.4, 52.6)) == "Wittenau"
    assert place_name([], area(13.2, 52.4, 13.4, 52.6)) == ""
