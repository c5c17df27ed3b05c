"""The map for paper, drawn from the base map."""

import re
from xml.etree import ElementTree

import pytest
from django.contrib.gis.geos import LineString

from common.geo import LonLat
from mapping.models import Quarter
from portal.printed_map import Frame, draw, ground
from tests import factories

pytestmark = pytest.mark.django_db
HERE = LonLat(*factories.CENTRE)
FRAME = Frame.around([HERE])


def street(quarter: Quarter, name: str = "Lindenstraße", kind: str = "residential", **more: object) -> None:
    line = LineString((13.307, 52.585), (13.313, 52.585), srid=4326)
    factories.base_feature(quarter, "street", kind, name=name, geometry=line, **more)


def test_it_has_ground_streets_with_names_and_numbers(quarter: Quarter):
    street(quarter)
    factories.base_feature(quarter, "green", "park")
    factories.base_feature(quarter, "building")
    drawing = draw(FRAME, [(7, HERE)], "Karte mit einem Ort")
    assert ">Lindenstraße</text>" in drawing.svg
    assert ">7</text>" in drawing.svg
    assert ">100 m</text>" in drawing.svg
    assert ">N</text>" in drawing.svg
    for colour in ("#d9e7c9", "#dfd5c6", "#ffffff"):
        assert f'"{colour}"' in drawing.svg


def test_it_is_well_formed_and_has_a_name_and_no_style(quarter: Quarter):
    street(quarter, name='Straße <der> "Freundschaft"')
    svg = draw(FRAME, [(1, HERE)], "Wo <es> ist").svg
    assert ElementTree.fromstring(svg).find("title").text == "Wo <es> ist"
    assert 'role="img"' in svg
    assert "style" not in svg


def test_places_on_one_spot_are_told_apart_and_point_to_it(quarter: Quarter):
    svg = draw(FRAME, [(1, HERE), (2, HERE)], "x").svg
    spots = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="34', svg)
    assert len(set(spots)) == 2
    assert svg.count('r="9"') == 2


def test_whom_to_name_follows_from_what_is_drawn(quarter: Quarter):
    assert draw(FRAME, [(1, HERE)], "x").credits == ()
    street(quarter, source="demo")
    assert [str(credit.text) for credit in draw(FRAME, [(1, HERE)], "x").credits] == ["Das Lindenquartier ist erfunden"]
    street(quarter)
    assert "© OpenStreetMap-Mitwirkende" in [str(credit.text) for credit in draw(FRAME, [(1, HERE)], "x").credits]


def test_ground_outside_of_the_frame_is_not_in_it(quarter: Quarter):
    far = LineString((13.36, 52.60), (13.37, 52.60), srid=4326)
    factories.base_feature(quarter, "street", "residential", name="Fernweg", geometry=far)
    assert ground.read(FRAME) == ground.Ground((), (), frozenset())


def test_tunnels_and_copies_of_other_quarters_are_not_drawn(quarter: Quarter):
    street(quarter, level=-1)
    street(quarter, drawn=False)
    found = ground.read(FRAME)
    assert (found.shapes, found.streets) == ((), ())


def test_paths_are_in_whole_units_and_cut_at_the_frame(quarter: Quarter):
    line = LineString((13.2, 52.585), (13.4, 52.585), srid=4326)
    factories.base_feature(quarter, "street", "primary", geometry=line)
    (shape,) = ground.read(FRAME).shapes
    numbers = [int(number) for number in re.findall(r"-?\d+", shape.path)]
    assert "." not in shape.path
    assert all(abs(number) <= 1900 for number in numbers)


def test_two_queries_whatever_there_is(quarter: Quarter, django_assert_num_queries):
    for number in range(30):
        street(quarter, name=f"Straße {number}")
    with django_assert_num_queries(2):
        draw(FRAME, [(1, HERE)], "x")


def test_a_ground_of_thousands_of_buildings_stays_small(quarter: Quarter):
    for row in range(40):
        for column in range(40):
            west, south = 13.3066 + column * 0.00018, 52.5834 + row * 0.00007
            factories.base_feature(
                quarter,
                geometry=factories.area(west, south, west + 0.0001, south + 0.00005),
                source_id=f"way/{row}-{column}",
            )
    assert len(draw(FRAME, [(1, HERE)], "x").svg) < 80_000
