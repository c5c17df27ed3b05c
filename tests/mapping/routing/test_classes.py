"""Ways in four classes: what the costs say of an edge, in one word."""

import numpy as np
import pytest
from hypothesis import given, settings

from mapping.routing.classes import BLOCKED, CLASSES, NOT_KNOWN, PASSABLE, classes, is_for_feet, shares
from mapping.routing.costs import arc_costs
from mapping.routing.traveller import Traveller
from tests.drawing import drawn
from tests.routing_networks import networks, one_edge, traveller, travellers

WALK, ROLLATOR, BLIND = traveller("walk"), traveller("rollator"), traveller("blind_low_vision")
GOOD = {"surface": "asphalt", "smoothness": "good", "width_m": 2.0, "climb_pct": 0.0, "descent_pct": 0.0}


def class_of(who: Traveller, kind: str = "footway", **facts) -> str:
    return CLASSES[int(classes(arc_costs(one_edge(kind, **facts), who))[0])]


@pytest.mark.parametrize(
    ("who", "kind", "facts", "expected"),
    [
        (WALK, "footway", {}, "passable"),
        (ROLLATOR, "footway", GOOD, "passable"),
        (ROLLATOR, "footway", GOOD | {"surface": "sand"}, "blocked"),
        (ROLLATOR, "footway", {}, "unknown"),
        (ROLLATOR, "kerb", {"kerb_cm": 3.0}, "passable"),
        (ROLLATOR, "kerb", {"kerb_cm": 12.0}, "blocked"),
        (ROLLATOR, "kerb", {}, "unknown"),
        (ROLLATOR, "steps", {}, "blocked"),
        (WALK, "steps", {}, "passable"),
        # hard, not impossible
        (ROLLATOR, "footway", GOOD | {"wheelchair": "no"}, "difficult"),
        (WALK, "footway", {"access_forward": "limited", "access_backward": "limited"}, "difficult"),
        (WALK, "footway", {"access_backward": "oneway_foot"}, "difficult"),
        (WALK, "footway", {"discouraged": "yes"}, "difficult"),
        (BLIND, "kerb", {"kerb_cm": 0.0, "tactile": "no"}, "difficult"),
        # a slope too steep to climb may be rolled down by somebody whose limit for that is another
        (traveller("power_wheelchair"), "footway", GOOD | {"climb_pct": 9.0, "descent_pct": 0.0}, "difficult"),
        # what is missing outweighs what is hard, and what is certain outweighs what is missing
        (ROLLATOR, "footway", {"discouraged": "yes"}, "unknown"),
        (ROLLATOR, "footway", {"access_backward": "oneway_foot"}, "unknown"),
        (ROLLATOR, "footway", {"closed": "yes"}, "blocked"),
    ],
)
def test_the_class_of_one_edge(who: Traveller, kind: str, facts: dict, expected: str):
    assert class_of(who, kind, **facts) == expected


@pytest.mark.parametrize("mode", ["optimistic", "cautious", "strict"])
def test_the_unknown_stays_unknown_in_every_mode(mode: str):
    assert class_of(traveller("rollator", mode)) == "unknown"


def test_own_limits_count():
    assert class_of(traveller("rollator", max_kerb_cm=15), "kerb", kerb_cm=12.0) == "passable"
    assert class_of(traveller("rollator", max_kerb_cm=None), "kerb") == "passable", "who has no limit asks nothing"


def test_in_mode_strict_a_class_word_counts_with_its_upper_height():
    heights = {"kerb_cm": 3.0, "kerb_hi_cm": 12.0}
    assert class_of(ROLLATOR, "kerb", **heights) == "passable"
    assert class_of(traveller("rollator", "strict"), "kerb", **heights) == "blocked"


@settings(max_examples=40, deadline=None)
@given(networks(), travellers())
def test_no_class_contradicts_the_router(network, who):
    costs = arc_costs(network, who)
    found = classes(costs)
    open_arcs = ~costs.blocked
    usable = open_arcs[0::2] | open_arcs[1::2]
    assert not (usable & (found == BLOCKED)).any()
    missing = (costs.unknowns != 0) & open_arcs
    assert not ((missing[0::2] | missing[1::2]) & (found == PASSABLE)).any()
    if who.mode != "strict":
        assert (usable == (found != BLOCKED)).all()
    assert set(np.unique(found)) <= set(range(len(CLASSES)))


# --- shares ---------------------------------------------------------------------------------------------------------

TOWN = "A-----B-----C-----D-----E"


def test_shares_are_told_by_length_and_spots_have_none():
    network = drawn(
        TOWN,
        {
            "AB": {"kind": "sidewalk", "length_m": 60, **GOOD},
            "BC": {"kind": "footway", "length_m": 30},
            "CD": {"kind": "steps", "length_m": 10},
            "DE": {"kind": "kerb", "kerb_cm": 20.0},
        },
    )
    found = shares(network, classes(arc_costs(network, ROLLATOR)))
    assert found == pytest.approx({"passable": 0.6, "unknown": 0.3, "blocked": 0.1, "difficult": 0.0})


def test_a_road_beside_its_pavement_and_ways_closed_to_feet_are_nobodys_ways():
    network = drawn(
        TOWN,
        {
            "AB": {"kind": "quiet", "sidewalk": "yes"},
            "BC": {"kind": "quiet", "sidewalk": "no"},
            "CD": {"kind": "cycleway", "access_forward": "access_no", "access_backward": "access_no"},
            "DE": {"kind": "cycleway", "access_forward": "access_no"},
        },
    )
    assert is_for_feet(network).tolist() == [False, True, False, True]


def test_without_ways_there_are_no_shares():
    network = drawn("A B", {})
    assert shares(network, classes(arc_costs(network, WALK))) == {}


def test_only_what_lies_within_counts():
    network = drawn("A-----B-----C", {"AB": {"length_m": 10, **GOOD}, "BC": {"length_m": 90}})
    found = shares(network, classes(arc_costs(network, ROLLATOR)), np.array([True, False]))
    assert found["passable"] == 1


def test_the_codes_are_those_of_the_names():
    assert (CLASSES[PASSABLE], CLASSES[BLOCKED], CLASSES[NOT_KNOWN]) == ("passable", "blocked", "unknown")
