"""Whether one gets into a room: past the entrance of its house, or by a door of its own."""

import pytest

from actors.verdict import Fact, Facts
from common.access import Access
from mapping.profiles import profiles
from portal.dates.access import judge_room
from tests import factories
from tests.portal.dates.conftest import dated, only, room, titles

ROLLATOR = profiles().by_slug["rollator"]
YES, NO, UNKNOWN = Access.YES, Access.NO, Access.UNKNOWN
STEPS, LEVEL = Fact(YES, 14), Fact(NO)
WIDE, NARROW = Fact(YES, 95), Fact(YES, 70)


def verdict(house: Facts, room: Facts, *, own_door: bool = False) -> str:
    return judge_room(house, room, ROLLATOR, own_door=own_door).verdict


@pytest.mark.parametrize(
    ("house", "room", "through_the_house", "by_its_own_door"),
    [
        ({"entrance_steps": STEPS}, {"entrance_steps": LEVEL, "door_width": WIDE}, "no", "yes"),
        ({"entrance_steps": LEVEL, "door_width": WIDE}, {"door_width": NARROW}, "no", "no"),
        ({"door_width": NARROW}, {"entrance_steps": LEVEL, "door_width": WIDE}, "no", "yes"),
        ({"entrance_steps": LEVEL}, {"door_width": WIDE}, "yes", "unknown"),
        ({"wheelchair": Fact(YES)}, {}, "yes", "unknown"),
        ({}, {"entrance_steps": LEVEL, "door_width": WIDE}, "yes", "yes"),
        ({"entrance_steps": Fact(UNKNOWN)}, {"entrance_steps": LEVEL, "door_width": WIDE}, "yes", "yes"),
        ({"wheelchair": Fact(YES)}, {"wheelchair": Fact(UNKNOWN)}, "unknown", "unknown"),
        ({"wheelchair": Fact(NO)}, {}, "no", "unknown"),
        ({}, {}, "unknown", "unknown"),
    ],
)
def test_at_a_shared_entrance_the_harder_answer_counts(house, room, through_the_house, by_its_own_door):
    assert verdict(house, room) == through_the_house
    assert verdict(house, room, own_door=True) == by_its_own_door


RAMP, HANDRAIL, LOW = {"ramp": Fact(YES)}, {"handrail": Fact(YES)}, {"step_height": Fact(YES, 3)}
ONE_STEP, WIDE_DOOR = {"entrance_steps": Fact(YES, 1)}, {"door_width": WIDE}


@pytest.mark.parametrize("helps", [RAMP, RAMP | {"ramp_slope": Fact(YES, 5)}, LOW])
@pytest.mark.parametrize("own_door", [True, False])
def test_what_helps_at_one_door_does_not_help_at_another(helps: Facts, own_door: bool):
    there = ONE_STEP | WIDE_DOOR
    assert verdict(helps, there, own_door=own_door) == "no"
    assert verdict({}, there | helps, own_door=own_door) in ("partly", "yes")
    assert verdict(helps | {"entrance_steps": LEVEL}, there, own_door=own_door) == "no"
    assert verdict(helps, there | dict.fromkeys(helps, Fact(NO)), own_door=own_door) == "no"
    assert verdict(there, helps) == "no"
    assert verdict(there | helps, {}) in ("partly", "yes")


def test_a_handrail_is_held_on_to_where_the_steps_are():
    stick = profiles().by_slug["slow_walker"]
    assert judge_room(HANDRAIL, ONE_STEP, stick, own_door=True).verdict == "unknown"
    assert judge_room({}, ONE_STEP | HANDRAIL, stick, own_door=True).verdict == "yes"


def test_the_reason_is_the_one_that_keeps_people_out():
    judged = judge_room({"entrance_steps": STEPS}, {"entrance_steps": LEVEL}, ROLLATOR, own_door=False)
    assert judged.reasons[0].fact == STEPS


@pytest.mark.django_db
@pytest.mark.parametrize(("entrance", "expected"), [("", "no"), ("über den Hof", "yes")])
def test_list_and_filter_tell_the_same(hall, entrance: str, expected: str):
    factories.fact(hall, "entrance_steps", "yes", 14)
    choir = dated("Chor", "Freitag, 27. November 2026, 18 bis 20 Uhr", place=hall, entrance=entrance)
    room(choir, wheelchair="yes", entrance_steps="no")
    assert only("profil=rollator", "Chor").access.verdict == expected
    assert ("Chor" in titles("zugang=yes&profil=rollator")) is (expected == "yes")
