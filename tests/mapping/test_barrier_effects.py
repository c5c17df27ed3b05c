"""Whom a barrier stops, by the rules of routes."""

import pytest
from django.contrib.gis.geos import Point

from mapping import network
from mapping.barrier_effects import stopped_by
from mapping.models import State
from tests import factories
from tests.networks import active, barrier, load, near

pytestmark = pytest.mark.django_db
LINE = "A-----B-----C"
EVERYBODY = [
    *("walk", "slow_walker", "rollator", "manual_wheelchair", "power_wheelchair", "pushchair", "blind_low_vision"),
]
WHEELED = ["rollator", "manual_wheelchair", "power_wheelchair"]
NOWHERE = Point(*factories.CENTRE, srid=4326)


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("closed", None, EVERYBODY),
        ("gate", None, EVERYBODY),
        ("lift", None, EVERYBODY),
        ("kerb", 12, WHEELED),
        ("kerb", 4, ["rollator", "manual_wheelchair"]),
        ("kerb", 3, []),
        ("step", 15, ["slow_walker", *WHEELED, "pushchair"]),
        ("narrow", 0.7, [*WHEELED, "pushchair"]),
        ("narrow", 1.2, []),
        ("surface", "sand", ["slow_walker", *WHEELED, "pushchair"]),
        ("surface", "asphalt", []),
        ("slope", 7, ["rollator", "manual_wheelchair"]),
        ("steps", 5, [*WHEELED, "pushchair"]),
    ],
)
def test_without_a_network_a_barrier_is_judged_as_on_an_ordinary_way(kind, value, expected):
    (found,) = stopped_by([barrier(kind, NOWHERE, value)], None)
    assert list(found) == expected


def test_the_reason_is_told_with_value_and_limit():
    (found,) = stopped_by([barrier("kerb", NOWHERE, 12)], None)
    remark = found["rollator"]
    assert (remark.code, remark.value, remark.limit, remark.unit) == ("kerb_high", 12, 3, "cm")


def test_what_the_map_knows_there_counts_and_what_else_is_wrong_does_not(quarter):
    load(quarter, LINE, {"AB": "highway=steps ramp:stroller=yes", "BC": "highway=footway surface=sand"})
    base = network.base_of(active(quarter))
    stairs = barrier("steps", near(LINE, "A", 15), 5)
    narrow = barrier("narrow", near(LINE, "B", 15), 0.8)
    found = stopped_by([stairs, narrow], base)
    assert list(found[0]) == WHEELED, "there is a ramp for pushchairs"
    assert {remark.code for remark in found[1].values()} == {"barrier_narrow"}, "the sand is another matter"


def test_a_barrier_that_does_not_count_now_is_told_as_if_it_did(quarter):
    load(quarter, LINE)
    base = network.base_of(active(quarter))
    (found,) = stopped_by([barrier("closed", near(LINE, "B"), state=State.FIXED)], base)
    assert list(found) == EVERYBODY


def test_nothing_stops_nobody():
    assert stopped_by([], None) == []
