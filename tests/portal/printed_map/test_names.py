"""Names along streets and numbers beside each other do not cover each other."""

import math
from itertools import combinations

import pytest
from shapely import LineString, MultiLineString, box

from portal.printed_map.frame import HEIGHT, WIDTH
from portal.printed_map.names import along, apart

LONG = LineString([(200, 500), (1200, 500)])


def test_a_name_stands_in_the_middle_of_its_street():
    (name,) = along([("Lindenstraße", LONG)], [], 36)
    assert (name.x, name.y, name.angle) == (700, 500, 0)


@pytest.mark.parametrize(
    "line",
    [
        LineString([(1200, 200), (200, 900)]),
        LineString([(200, 900), (1200, 200)]),
        LineString([(300, 900), (300, 100)]),
    ],
)
def test_no_name_is_upside_down(line: LineString):
    (name,) = along([("Weg", line)], [], 36)
    assert -90 <= name.angle <= 90


def test_a_street_that_is_shorter_than_its_name_has_none():
    assert along([("Bürgermeister-Schulze-Straße", LineString([(200, 500), (400, 500)]))], [], 36) == []


def test_a_name_does_not_stand_over_a_bend():
    bend = LineString([(200, 500), (350, 500), (350, 650)])
    assert along([("Winkelstr", bend)], [], 36) == []


def test_it_gives_way_to_what_is_there_and_then_it_is_left_out():
    (name,) = along([("Weg", LONG)], [box(600, 400, 800, 600)], 36)
    assert not name.ground.intersects(box(600, 400, 800, 600))
    assert along([("Weg", LONG)], [box(0, 400, WIDTH, 600)], 36) == []


def test_the_first_of_two_crossing_streets_has_its_name_in_the_middle():
    crossing = LineString([(700, 0), (700, 1000)])
    first, second = along([("Lindenstraße", LONG), ("Kirchweg", crossing)], [], 36)
    assert first.x == 700
    assert not first.ground.intersects(second.ground)


def test_the_longest_part_of_a_street_in_parts_bears_the_name():
    (name,) = along([("Weg", MultiLineString([LineString([(0, 900), (300, 900)]), LONG]))], [], 36)
    assert name.y == 500


def test_no_name_is_cut_by_the_edge():
    edge = LineString([(-200, 500), (100, 500)])
    assert along([("Lindenstraße", edge)], [], 36) == []


@pytest.mark.parametrize("points", [[(900, 500)] * 6, [(0, 0), (5, 0), (0, 5)], [(WIDTH, HEIGHT)] * 3])
def test_numbers_have_room_and_stay_on_the_page(points: list[tuple[float, float]]):
    found = apart(points, 76)
    assert min(math.dist(one, other) for one, other in combinations(found, 2)) > 70
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in found)


def test_who_has_room_stays():
    assert apart([(100, 100), (900, 900)], 76) == [(100, 100), (900, 900)]
