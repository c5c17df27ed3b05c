"""Which arcs hours are about, and what a moment makes of them."""

import pytest

from mapping.routing.timetable import Group, Moment, Verdict, groups_of, shut
from tests.routing_networks import Sketch

HOURS = "opening_hours=08:00-18:00"


def told(groups: tuple[Group, ...]) -> list[tuple[str, str, list[int]]]:
    return [(group.direction, group.base, group.arcs.tolist()) for group in groups]


def test_a_network_without_hours_has_no_groups():
    assert groups_of(Sketch(a=(0, 0), b=(9, 0)).way("a-b").network()) == ()


def test_arcs_with_the_same_hours_and_the_same_access_are_one_group_in_each_direction():
    sketch = Sketch(a=(0, 0), b=(9, 0), c=(20, 0), d=(30, 0)).way("a-b", limits=HOURS).way("b-c")
    network = sketch.way("c-d", limits=HOURS).network()
    assert told(groups_of(network)) == [("forward", "unsaid", [0, 4]), ("backward", "unsaid", [1, 5])]
    assert {group.limits for group in groups_of(network)} == {HOURS}


@pytest.mark.parametrize(
    ("facts", "base"),
    [
        ({}, "unsaid"),
        ({"access_forward": "open"}, "open"),
        ({"access_forward": "limited"}, "limited"),
        ({"access_forward": "access_no"}, "closed"),
        ({"access_forward": "use_sidepath"}, "closed"),
        ({"access_forward": "oneway_foot"}, "closed"),
    ],
)
def test_a_group_knows_what_the_access_tags_say(facts: dict, base: str):
    network = Sketch(a=(0, 0), b=(9, 0)).way("a-b", limits=HOURS, **facts).network()
    assert told(groups_of(network)) == [("forward", base, [0]), ("backward", "unsaid", [1])]


def test_a_moment_marks_the_arcs_of_each_group():
    network = Sketch(a=(0, 0), b=(9, 0), c=(20, 0)).way("a-b", limits=HOURS).way("b-c").network()
    found = shut(network.edges, groups_of(network), (Verdict(Moment.SHUT, lifts=True), Verdict(Moment.UNSURE)))
    assert found.closed.tolist() == found.lifted.tolist() == [True, False, False, False]
    assert found.unsure.tolist() == [False, True, False, False]
    assert not found.passing.any()
    assert found.name != shut(network.edges, groups_of(network), (Verdict(Moment.SHUT), Verdict(Moment.UNSURE))).name
