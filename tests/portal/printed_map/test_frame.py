"""The piece of the world that a map on paper shows."""

import pytest
from django.contrib.gis.geos import Point

from common.geo import LonLat
from portal.printed_map.frame import EDGE, HEIGHT, SMALLEST_M, WIDTH, Frame

HERE, EAST, SOUTH = LonLat(13.31, 52.585), LonLat(13.33, 52.585), LonLat(13.31, 52.57)


def test_one_place_lies_in_the_middle_with_something_around_it():
    frame = Frame.around([HERE])
    assert frame.on_paper(HERE) == pytest.approx((WIDTH / 2, HEIGHT / 2))
    assert WIDTH / frame.metre == pytest.approx(SMALLEST_M)


@pytest.mark.parametrize("points", [[HERE, EAST], [HERE, SOUTH], [HERE, EAST, SOUTH]])
def test_all_places_are_on_it_and_not_at_its_edge(points: list[LonLat]):
    frame = Frame.around(points)
    for x, y in map(frame.on_paper, points):
        assert EDGE - 1e-6 <= x <= WIDTH - EDGE + 1e-6
        assert EDGE - 1e-6 <= y <= HEIGHT - EDGE + 1e-6


def test_north_is_above_and_east_at_the_right():
    frame = Frame.around([HERE, EAST, SOUTH])
    here, east, south = map(frame.on_paper, (HERE, EAST, SOUTH))
    assert east[0] > here[0]
    assert south[1] > here[1]


def test_its_metres_are_those_of_the_ground():
    frame = Frame.around([HERE, EAST])
    across = frame.on_paper(EAST)[0] - frame.on_paper(HERE)[0]
    assert across / frame.metre == pytest.approx(HERE.distance_m(EAST), rel=0.004)


def test_its_box_is_that_of_the_database():
    frame = Frame.around([HERE])
    west, south, east, north = frame.box
    point = Point(HERE.lon, HERE.lat, srid=4326)
    point.transform(3857)
    assert ((west + east) / 2, (south + north) / 2) == pytest.approx((point.x, point.y), rel=1e-9)


@pytest.mark.parametrize(("points", "bar_m"), [([HERE], 100), ([HERE, EAST], 200), ([HERE, LonLat(13.4, 52.6)], 1000)])
def test_the_scale_bar_is_a_round_length(points: list[LonLat], bar_m: int):
    assert Frame.around(points).bar_m == bar_m
