"""What holds of the costs of any network and any traveller."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.routing.costs import ALL_BITS, arc_costs
from mapping.routing.reasons import BLOCKING, REMOVABLE
from mapping.routing.weights import weigh
from tests.mapping.routing.test_search import weight_between
from tests.routing_networks import LIMITS, MEASURES, TOLERANCE, networks, pairs, travellers

FEW = settings(max_examples=25, deadline=None)


@FEW
@given(networks(), travellers())
def test_an_arc_without_reasons_is_finite_in_every_measure_and_one_with_reasons_in_none(network, who):
    found = arc_costs(network, who)
    for name in ("cost", "time", "distance"):
        assert np.array_equal(np.isfinite(found.measure(name)), found.reasons == 0)
        assert (found.open_measure(name) >= 0).all()
        assert np.isfinite(found.open_measure(name)).all()
    assert (found.open_cost_s >= found.open_duration_s - TOLERANCE).all()
    assert not (found.reasons & np.uint64(~BLOCKING & ALL_BITS)).any()
    assert not (found.unknowns & ~found.asked).any()


@FEW
@given(networks(), travellers())
def test_ignoring_what_can_be_removed_opens_exactly_what_nothing_else_blocks(network, who):
    found, loose = arc_costs(network, who), arc_costs(network, who, ignore=REMOVABLE)
    only = (found.reasons != 0) & (found.reasons & np.uint64(BLOCKING ^ REMOVABLE) == 0)
    assert np.array_equal(loose.blocked, found.blocked & ~only)
    assert np.array_equal(loose.open_cost_s, found.open_cost_s)


@FEW
@given(networks(), travellers(), MEASURES, st.sampled_from(sorted(LIMITS)), st.data())
def test_tightening_one_limit_never_makes_a_way_shorter(network, who, measure, name, data):
    values = LIMITS[name]
    tight = data.draw(st.integers(0, len(values) - 2))
    loose = data.draw(st.integers(tight + 1, len(values) - 1))
    tighter, looser = who.without(**{name: values[tight]}), who.without(**{name: values[loose]})
    for start, goal in pairs(network):
        before = weight_between(network, looser, measure, start, goal)
        assert weight_between(network, tighter, measure, start, goal) >= before - TOLERANCE


@FEW
@given(networks(), travellers(unknown="optimistic"), MEASURES)
def test_no_limit_is_a_limit_that_no_edge_can_exceed(network, who, measure):
    beyond = {
        "max_kerb_cm": 99,
        "max_incline_pct": 99,
        "max_decline_pct": 99,
        "min_width_m": 0,
        "worst_surface": "sand",
    }
    anything = who.without(**dict.fromkeys(beyond))
    for start, goal in pairs(network):
        expected = weight_between(network, anything, measure, start, goal)
        assert weight_between(network, who.without(**beyond), measure, start, goal) == pytest.approx(expected)


@FEW
@given(networks(), travellers())
def test_strict_is_narrower_than_cautious_which_opens_the_same_as_optimistic(network, who):
    modes = ("strict", "cautious", "optimistic")
    strict, cautious, free = (arc_costs(network, replace(who, unknown=mode)) for mode in modes)
    assert not (cautious.blocked & ~strict.blocked).any()
    assert np.array_equal(cautious.blocked, free.blocked)
    assert np.array_equal(weigh(network, cautious.length_m).matrix.data, weigh(network, free.length_m).matrix.data)
