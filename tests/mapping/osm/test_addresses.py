import pytest
from shapely import Point

from mapping.osm.addresses import houses
from mapping.osm.elements import Element
from mapping.osm.plane import Plane

PLANE = Plane(0)
STREET = {"addr:street": "Lindenstraße", "addr:postcode": "13437", "addr:city": "Berlin"}


def node(number: str, ref: int = 1, lon: float = 0.0, **more: str) -> Element:
    tags = {"addr:housenumber": number, **STREET, **{key.replace("_", ":"): value for key, value in more.items()}}
    return Element("node", ref, 2, None, tags, point=Point(lon, 0))


@pytest.mark.parametrize(
    ("raw", "numbers"),
    [
        ("4", ["4"]),
        ("4a", ["4a"]),
        ("4 a", ["4 a"]),
        ("4-8", ["4-8"]),
        ("4;4a", ["4", "4a"]),
        ("140c, 140b", ["140c", "140b"]),
        ("62,64,66", ["62", "64", "66"]),
        ("167 Gb 55", ["167 Gb 55"]),
        ("4;;", ["4"]),
        ("12½", ["12½"]),
    ],
)
def test_house_numbers_are_split_where_they_are_several_houses(raw: str, numbers: list[str]):
    found, findings = houses([node(raw)], PLANE)
    assert [house.number for house in found] == numbers
    assert len({house.ref for house in found}) == len(numbers)
    assert findings == []


@pytest.mark.parametrize("raw", ["", "yes", "Haus am See", ";", "4" * 40])
def test_an_unreadable_number_is_told_and_left_out(raw: str):
    found, findings = houses([node(raw)], PLANE)
    assert found == []
    assert [one.code for one in findings] == ["address-number"]


def test_half_readable_numbers_keep_the_readable_half():
    found, findings = houses([node("4;Hinterhaus")], PLANE)
    assert [house.number for house in found] == ["4"]
    assert [one.code for one in findings] == ["address-number"]


def test_a_hamlet_without_streets_uses_its_name():
    found, _ = houses(
        [Element("node", 1, 1, None, {"addr:housenumber": "4", "addr:place": "Hof"}, point=Point(0, 0))], PLANE
    )
    assert found[0].street == "Hof"


def test_a_number_without_a_street_is_told():
    found, findings = houses([Element("node", 1, 1, None, {"addr:housenumber": "4"}, point=Point(0, 0))], PLANE)
    assert found == []
    assert [one.code for one in findings] == ["address-street"]


def test_interpolated_numbers_are_no_houses():
    assert houses([node("4", addr_interpolation="even")], PLANE) == ([], [])


def test_a_shop_in_a_house_with_the_same_number_is_no_second_house():
    found, _ = houses([node("4", 1, shop="bakery"), node("4", 2, lon=0.0002)], PLANE)
    assert [house.ref for house in found] == ["node/2"]


def test_a_shop_far_from_the_house_of_that_number_keeps_its_address():
    found, _ = houses([node("4", 1, shop="bakery"), node("4", 2, lon=0.002)], PLANE)
    assert sorted(house.ref for house in found) == ["node/1", "node/2"]


def test_two_shops_without_a_house_give_the_number_once():
    found, _ = houses([node("4", 1, shop="bakery"), node("4", 2, amenity="cafe")], PLANE)
    assert len(found) == 1
