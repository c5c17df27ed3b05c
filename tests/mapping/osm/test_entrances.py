"""Doors, as far as their tags tell."""

import pytest
from shapely import Point

from mapping.osm.elements import Element
from mapping.osm.entrances import doors, facts


def node(number: int, **tags: str) -> Element:
    return Element("node", number, 1, None, tags, point=Point(13.31, 52.585))


def test_doors_come_by_number_whatever_order_they_stand_in():
    found = doors([node(10, entrance="yes"), node(9, entrance="main"), node(2)])
    assert [(door.ref, door.kind) for door in found] == [("node/9", "main"), ("node/10", "yes")]
    assert (found[0].lon, found[0].lat) == (13.31, 52.585)


@pytest.mark.parametrize("kind", ["no", "exit", "emergency", ""])
def test_what_is_no_way_in_is_no_door(kind: str):
    assert doors([node(1, entrance=kind)]) == []


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({}, {}),
        ({"width": "90 cm"}, {"width_m": 0.9}),
        ({"maxwidth:physical": "0,8", "width": "2"}, {"width_m": 0.8}),
        ({"step:height": "12 cm"}, {"step_cm": 12.0}),
        ({"kerb": "lowered"}, {"step_cm": 3.0}),
        ({"kerb:height": "0.05"}, {"step_cm": 5.0}),
        ({"wheelchair": "limited"}, {"wheelchair": "limited"}),
        ({"wheelchair": "vielleicht"}, {}),
        ({"automatic_door": "button"}, {"automatic_door": "yes"}),
        ({"automatic_door": "no"}, {"automatic_door": "no"}),
        ({"opening_hours": "Mo-Fr 8-18"}, {"opening_hours": "Mo-Fr 8-18"}),
        ({"width": "breit", "step:height": "hoch"}, {}),
    ],
)
def test_what_is_not_said_or_not_readable_stays_unknown(tags: dict[str, str], expected: dict[str, object]):
    assert facts(tags) == expected
