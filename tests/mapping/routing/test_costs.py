"""What each arc costs and why it is closed: every reason, unknown fact, notice and factor on one edge from a to b."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from mapping.routing.costs import ArcCosts, arc_costs, explain
from mapping.routing.profiles import Figure
from mapping.routing.reasons import CODES, codes
from mapping.routing.rules import NOTICES, REASONS, UNKNOWNS
from mapping.routing.timetable import Moment, Verdict, groups_of, shut
from mapping.routing.traveller import Traveller
from tests.routing_networks import one_edge, traveller


def names(bits: int) -> list[str]:
    return [code.name for code in codes(int(bits))]


def reasons(who: Traveller, kind: str = "footway", *, arc: int = 0, **facts) -> list[str]:
    return names(arc_costs(one_edge(kind, **facts), who).reasons[arc])


def costs(who: Traveller, kind: str = "footway", **facts) -> ArcCosts:
    return arc_costs(one_edge(kind, **facts), who)


WALK, WHEELS, ROLLATOR = traveller("walk"), traveller("manual_wheelchair"), traveller("rollator")
STICK, BLIND, PRAM = traveller("slow_walker"), traveller("blind_low_vision"), traveller("pushchair")
FREE = traveller("manual_wheelchair", "optimistic")

# who, kind, facts, reasons forward, reasons backward
BLOCKED = [
    (WALK, "footway", {"access_forward": "access_no"}, ["access_no"], []),
    (WALK, "footway", {"access_backward": "use_sidepath"}, [], ["use_sidepath"]),
    (WALK, "footway", {"access_backward": "oneway_foot"}, [], ["oneway_foot"]),
    (WALK, "footway", {"access_forward": "limited", "access_backward": "limited"}, [], []),
    (WALK, "footway", {"closed": "yes"}, ["closed"], ["closed"]),
    (WALK, "busy", {"sidewalk": "yes"}, ["busy_road"], ["busy_road"]),
    (WALK, "busy", {"sidewalk": "no"}, [], []),
    (ROLLATOR, "busy", {"sidewalk": "no"}, ["busy_road"], ["busy_road"]),
    (ROLLATOR, "busy", {}, [], []),
    (ROLLATOR, "quiet", {"sidewalk": "no"}, [], []),
    (ROLLATOR, "steps", {}, ["steps"], ["steps"]),
    (ROLLATOR, "steps", {"ramp_wheelchair": "yes"}, [], []),
    (ROLLATOR, "steps", {"ramp_stroller": "yes"}, ["steps"], ["steps"]),
    (PRAM, "steps", {"ramp_stroller": "yes"}, [], []),
    (ROLLATOR, "steps", {"ramp_wheelchair": "no"}, ["steps"], ["steps"]),
    (STICK, "steps", {"handrail": "no"}, ["steps_no_handrail"], ["steps_no_handrail"]),
    (STICK, "steps", {"handrail": "yes"}, [], []),
    (STICK, "steps", {}, [], []),
    (traveller("walk", max_step_count=10), "steps", {"step_count": 11}, ["steps_too_many"], ["steps_too_many"]),
    (traveller("walk", max_step_count=10), "steps", {"step_count": 10}, [], []),
    (ROLLATOR, "steps", {"conveying": "both"}, ["escalator"], ["escalator"]),
    (WALK, "steps", {"conveying": "forward"}, [], ["oneway_foot"]),
    (WALK, "steps", {"conveying": "backward"}, ["oneway_foot"], []),
    (traveller("rollator", escalator="yes"), "steps", {"conveying": "forward"}, [], ["oneway_foot"]),
    (WHEELS, "kerb", {"kerb_cm": 3.1}, ["kerb_high"], ["kerb_high"]),
    (WHEELS, "kerb", {"kerb_cm": 3}, [], []),
    (WHEELS, "kerb", {"kerb_cm": 3, "kerb_hi_cm": 12}, [], []),
    (traveller("manual_wheelchair", "strict"), "kerb", {"kerb_cm": 3, "kerb_hi_cm": 12}, ["kerb_high"], ["kerb_high"]),
    (WHEELS, "step", {"kerb_cm": 15}, ["kerb_high"], ["kerb_high"]),
    (WALK, "kerb", {"kerb_cm": 40}, [], []),
    (traveller("blind_low_vision", kerb_edge="block"), "kerb", {"kerb_cm": 0}, ["kerb_no_edge"], ["kerb_no_edge"]),
    (traveller("blind_low_vision", kerb_edge="block"), "kerb", {"kerb_cm": 3}, [], []),
    (traveller("blind_low_vision", kerb_edge="block"), "kerb", {"kerb_cm": 0, "tactile": "yes"}, [], []),
    (
        traveller("blind_low_vision", kerb_edge="block"),
        "kerb",
        {"kerb_cm": 3, "kerb_min_cm": 0},
        ["kerb_no_edge"],
        ["kerb_no_edge"],
    ),
    (BLIND, "kerb", {"kerb_cm": 0}, [], []),
    (WHEELS, "footway", {"climb_pct": 6.1, "descent_pct": 0}, ["incline_up"], ["incline_down"]),
    (WHEELS, "footway", {"climb_pct": 6, "descent_pct": 0}, [], []),
    (traveller("power_wheelchair"), "footway", {"climb_pct": 9, "descent_pct": 0}, ["incline_up"], []),
    (
        WHEELS,
        "footway",
        {"climb_pct": 7, "descent_pct": 7},
        ["incline_up", "incline_down"],
        ["incline_up", "incline_down"],
    ),
    (STICK, "steps", {"climb_pct": 30, "descent_pct": 0}, [], []),
    (WHEELS, "lift", {"climb_pct": 30, "descent_pct": 0}, [], []),
    (traveller("rollator", max_crossfall_pct=2), "footway", {"crossfall_pct": 2.5}, ["crossfall"], ["crossfall"]),
    (WHEELS, "footway", {"width_m": 0.89}, ["width_narrow"], ["width_narrow"]),
    (WHEELS, "footway", {"width_m": 0.9}, [], []),
    (WHEELS, "footway", {"surface": "cobblestone"}, ["surface_bad"], ["surface_bad"]),
    (WHEELS, "footway", {"surface": "sett"}, [], []),
    (WHEELS, "footway", {"smoothness": "bad"}, ["smoothness_bad"], ["smoothness_bad"]),
    (WHEELS, "track", {"tracktype": "grade2"}, ["tracktype_bad"], ["tracktype_bad"]),
    (WHEELS, "barrier", {"barrier": "foot_only"}, ["barrier_type"], ["barrier_type"]),
    (WHEELS, "barrier", {"barrier": "foot_only", "wheelchair": "yes"}, [], []),
    (STICK, "barrier", {"barrier": "foot_only"}, [], []),
    (WALK, "barrier", {"barrier": "closed"}, ["barrier_type"], ["barrier_type"]),
    (WALK, "barrier", {"barrier": "unknown"}, [], []),
    (WHEELS, "barrier", {"barrier": "gap", "opening_m": 0.8}, ["barrier_narrow"], ["barrier_narrow"]),
    (WHEELS, "barrier", {"barrier": "gap", "opening_m": 0.9}, [], []),
    (WALK, "barrier", {"barrier": "gap", "opening_m": 0.4}, [], []),
    (WALK, "barrier", {"barrier": "open", "locked": "yes"}, ["gate_locked"], ["gate_locked"]),
    (WHEELS, "footway", {"wheelchair": "no"}, ["wheelchair_no"], ["wheelchair_no"]),
    (WHEELS, "footway", {"wheelchair": "limited"}, [], []),
    (ROLLATOR, "footway", {"wheelchair": "no"}, [], []),
    (WHEELS, "kerb", {"wheelchair": "no", "kerb_cm": 2, "kerb_hi_cm": 2}, [], []),
    (WHEELS, "kerb", {"wheelchair": "no"}, ["wheelchair_no"], ["wheelchair_no"]),
    (WHEELS, "barrier", {"barrier": "gap", "opening_m": 1.2, "wheelchair": "no"}, [], []),
    (WALK, "lift", {"out_of_order": "yes"}, ["lift_out_of_order"], ["lift_out_of_order"]),
    (WHEELS, "footway", {"wheelchair": "yes", "width_m": 0.5}, ["width_narrow"], ["width_narrow"]),
    (WHEELS, "steps", {"wheelchair": "yes"}, ["steps"], ["steps"]),
]


@pytest.mark.parametrize(("who", "kind", "facts", "forward", "backward"), BLOCKED)
def test_an_arc_is_closed_for_exactly_these_reasons(who, kind, facts, forward, backward):
    found = costs(who, kind, **facts)
    assert [names(bits) for bits in found.reasons] == [forward, backward]


def test_every_reason_of_an_arc_has_a_row_in_the_table():
    told = {name for row in BLOCKED for name in (*row[3], *row[4])}
    assert told == set(REASONS)


UNKNOWN = [
    ("manual_wheelchair", "kerb", {}, ["unknown_kerb"]),
    ("manual_wheelchair", "step", {}, ["unknown_kerb"]),
    ("manual_wheelchair", "kerb", {"kerb_present": "no", "kerb_cm": 0}, []),
    ("blind_low_vision", "kerb", {}, ["unknown_kerb_edge"]),
    ("blind_low_vision", "kerb", {"tactile": "yes"}, []),
    ("manual_wheelchair", "barrier", {"barrier": "gap"}, ["unknown_barrier"]),
    ("slow_walker", "barrier", {"barrier": "gap"}, []),  # no limit for the width
    ("slow_walker", "barrier", {"barrier": "unknown"}, ["unknown_barrier"]),
    ("manual_wheelchair", "footway", {}, ["unknown_ground"]),
    ("manual_wheelchair", "footway", {"surface": "asphalt"}, []),
    ("manual_wheelchair", "footway", {"smoothness": "good"}, []),
    ("manual_wheelchair", "footway", {"wheelchair": "yes"}, []),
    ("manual_wheelchair", "steps", {"ramp_wheelchair": "yes"}, []),
    ("slow_walker", "steps", {}, ["unknown_steps"]),
    ("slow_walker", "steps", {"handrail": "yes"}, []),
    ("walk", "kerb", {}, []),
]


@pytest.mark.parametrize(("slug", "kind", "facts", "expected"), UNKNOWN)
@pytest.mark.parametrize("mode", ["optimistic", "cautious", "strict"])
def test_an_unknown_fact_is_marked_and_blocks_in_mode_strict_only(slug, kind, facts, expected, mode):
    found = costs(traveller(slug, mode), kind, **facts)
    assert names(found.unknowns[0]) == expected
    blocking = [name for name in names(found.reasons[0]) if name.startswith("unknown_")]
    assert blocking == (expected if mode == "strict" else [])


def requiring(*facts: str, **limits) -> Traveller:
    """A rollator user who must know these facts."""
    profile = ROLLATOR.profile
    wanted = MappingProxyType({**profile.unknown, "strict_requires": Figure(list(facts), "proposal")})
    return Traveller(replace(profile, unknown=wanted), limits, "strict")


REQUIRED = [
    ("incline", "footway", {"surface": "asphalt"}, "unknown_incline"),
    ("width", "footway", {}, "unknown_width"),
    ("sidewalk", "busy", {}, "unknown_sidewalk"),
    ("lift", "lift", {}, "unknown_lift"),
]


@pytest.mark.parametrize(("fact", "kind", "facts", "code"), REQUIRED)
def test_facts_that_a_profile_may_require_are_asked_where_they_apply(fact, kind, facts, code):
    assert reasons(requiring(fact), kind, **facts) == [code]
    assert reasons(requiring(), kind, **facts) == []


def test_every_required_fact_has_a_row():
    told = {name for row in UNKNOWN for name in row[3]} | {row[3] for row in REQUIRED}
    assert told | {"unknown_hours"} == set(UNKNOWNS)  # which depends on the moment, see below


def test_a_fact_without_a_limit_is_never_asked():
    assert reasons(traveller("rollator", "strict", max_kerb_cm=None), "kerb") == []
    assert reasons(traveller("rollator", "strict", worst_surface=None, worst_smoothness=None)) == []
    assert reasons(requiring("incline", max_incline_pct=None, max_decline_pct=None)) == []
    assert reasons(requiring("incline", max_decline_pct=None), descent_pct=0) == ["unknown_incline"]
    assert reasons(requiring("incline", max_decline_pct=None), climb_pct=0) == []


NOTICED = [
    (BLIND, "kerb", {"kerb_cm": 0}, ["kerb_no_edge"]),
    (ROLLATOR, "footway", {"crossfall_pct": 2.5}, ["crossfall"]),
    (ROLLATOR, "footway", {"crossfall_pct": 2}, []),
    (ROLLATOR, "footway", {"wheelchair": "no"}, ["wheelchair_no"]),
    (BLIND, "footway", {"headroom_m": 2.2}, ["headroom_low"]),
    (WALK, "footway", {"access_forward": "limited"}, ["private_way"]),
    (BLIND, "crossing", {"signals": "yes", "wait_share": 1}, ["no_sound_signal"]),
    (BLIND, "crossing", {"signals": "yes", "signals_sound": "yes", "wait_share": 1}, []),
    (WALK, "crossing", {"signals": "yes", "wait_share": 1}, []),
    (BLIND, "footway", {"tactile_incorrect": "yes"}, ["tactile_incorrect"]),
    (WALK, "footway", {"limits": "no @ (Mo-Fr)"}, ["conditional_access"]),
    (WALK, "footway", {"discouraged": "yes"}, ["discouraged"]),
]


@pytest.mark.parametrize(("who", "kind", "facts", "expected"), NOTICED)
def test_a_notice_is_told_where_it_holds(who, kind, facts, expected):
    assert names(costs(who, kind, **facts).notices[0]) == expected


def test_every_notice_has_a_row():
    assert {name for row in NOTICED for name in row[3]} == set(NOTICES)


# ------------------------------------------------------------------------------------------------------------ time


def figures(who: Traveller, kind: str = "footway", *, arc: int = 0, **facts) -> tuple[float, float]:
    found = costs(who, kind, **facts)
    return float(found.open_duration_s[arc]), float(found.open_cost_s[arc])


def test_a_level_way_takes_its_length_at_the_speed_of_the_traveller():
    assert figures(WALK, length_m=120) == pytest.approx((100, 100))
    assert figures(traveller("walk", speed_m_per_s=0.6), length_m=120) == pytest.approx((200, 200))


@pytest.mark.parametrize(
    ("facts", "arc", "share"),
    [
        ({"climb_pct": 6, "descent_pct": 0}, 0, 0.81),
        ({"climb_pct": 3, "descent_pct": 0}, 0, 0.81**0.5),
        ({"climb_pct": 6, "descent_pct": 0}, 1, 1.0),
        ({"climb_pct": 40, "descent_pct": 0}, 0, 0.3),
        ({"climb_pct": 6}, 0, 0.81),
        ({}, 0, 1.0),
    ],
)
def test_a_slope_slows_and_never_speeds_up(facts, arc, share):
    assert figures(WALK, length_m=120, arc=arc, **facts)[0] == pytest.approx(100 / share)


def test_descending_slows_those_who_hold_back():
    assert figures(STICK, length_m=75, arc=1, climb_pct=6, descent_pct=0)[0] == pytest.approx(100 / 0.85)


@pytest.mark.parametrize(("who", "surface", "factor"), [(WALK, "sand", 1.4), (FREE, "sett", 1.2), (FREE, "asphalt", 1)])
def test_ground_slows(who, surface, factor):
    expected = 100 / who.speed_m_per_s * factor
    assert figures(who, surface=surface)[0] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("facts", "arc", "seconds"),
    [
        ({"step_count": 20, "climb_pct": 5, "descent_pct": 0}, 0, 12),
        ({"step_count": 20, "climb_pct": 5, "descent_pct": 0}, 1, 10),
        ({"step_count": 20, "descent_pct": 0}, 0, 12),  # only the direction is known
        ({"step_count": 20, "descent_pct": 0}, 1, 10),
        ({"step_count": 20}, 0, 12),  # the larger figure
        ({}, 0, 5),
        ({"step_count": 2}, 0, 5),
    ],
)
def test_steps_take_the_longer_of_their_length_and_their_number(facts, arc, seconds):
    assert figures(WALK, "steps", length_m=6, arc=arc, **facts)[0] == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("who", "kind", "facts", "seconds"),
    [
        (WHEELS, "kerb", {"kerb_cm": 3}, 3),
        (WHEELS, "kerb", {}, 0),
        (WHEELS, "barrier", {"barrier": "gap"}, 8),
        (WHEELS, "barrier", {"barrier": "open"}, 8),
        (WHEELS, "barrier", {"barrier": "open", "share": 0.5}, 4),
        (WALK, "lift", {"length_m": 0}, 45),
        (WALK, "lift", {"length_m": 0, "share": 0.5}, 22.5),
        (WALK, "wait", {"wait_share": 1, "signals": "yes"}, 30),
        (WALK, "wait", {"wait_share": 0.5, "signals": "yes"}, 15),
        (WALK, "wait", {"wait_share": 1}, 5),
        (WALK, "wait", {}, 0),
    ],
)
def test_waiting_takes_time(who, kind, facts, seconds):
    assert figures(who, kind, **facts)[0] == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("who", "kind", "facts", "factor"),
    [
        (WALK, "quiet", {}, 1.1),
        (WALK, "busy", {"sidewalk": "no"}, 1.8),
        (FREE, "footway", {"width_m": 1.4}, 1.15),
        (FREE, "footway", {"width_m": 1.5}, 1),
        (FREE, "footway", {"climb_pct": 3.5, "descent_pct": 0}, 1.5),
        (FREE, "footway", {"climb_pct": 3, "descent_pct": 0}, 1),
        (BLIND, "footway", {"lit": "no"}, 1.2),
        (BLIND, "footway", {"lit": "limited"}, 1),
        (WHEELS, "footway", {}, 1.15),
        (FREE, "footway", {}, 1),
        (traveller("manual_wheelchair", "strict"), "footway", {}, 1),
    ],
)
def test_what_one_avoids_costs_more_but_takes_no_longer(who, kind, facts, factor):
    duration_s, cost_s = figures(who, kind, **facts)
    assert cost_s == pytest.approx(duration_s * factor)


@pytest.mark.parametrize(
    ("who", "kind", "facts", "extra_s"),
    [
        (STICK, "steps", {"handrail": "yes"}, 30),
        (STICK, "steps", {"handrail": "yes", "share": 0.5}, 15),
        (WALK, "wait", {"busy_crossing": "yes", "wait_share": 1}, 10),
        (WALK, "wait", {"busy_crossing": "yes", "wait_share": 0.5}, 5),
        (WALK, "wait", {"busy_crossing": "yes", "wait_share": 1, "signals": "yes"}, 0),
        (BLIND, "wait", {"busy_crossing": "yes", "wait_share": 1, "signals": "yes"}, 60),
        (BLIND, "wait", {"busy_crossing": "yes", "wait_share": 1, "signals": "yes", "signals_sound": "yes"}, 0),
        (WHEELS, "kerb", {}, 30),
        (WHEELS, "kerb", {"share": 0.5}, 15),
        (FREE, "kerb", {}, 0),
    ],
)
def test_extras_cost_seconds_that_do_not_pass(who, kind, facts, extra_s):
    duration_s, cost_s = figures(who, kind, **facts)
    assert cost_s == pytest.approx(duration_s + extra_s)


def test_an_unknown_lift_is_priced_as_a_place():
    who = replace(requiring("lift"), unknown="cautious")
    duration_s, cost_s = figures(who, "lift", length_m=0)
    assert (duration_s, cost_s) == pytest.approx((45, 65))


def at_a_moment(forward: Verdict, who: Traveller = WALK, kind: str = "barrier", **facts) -> ArcCosts:
    """The costs where hours tell something of the way forward, and nothing of the way back."""
    network = one_edge(kind, limits="opening_hours=08:00-18:00", **facts)
    there, back = groups_of(network)
    return arc_costs(network, who, shut=shut(1, (there, back), (forward, Verdict(Moment.ALWAYS))))


def test_what_is_shut_at_that_moment_is_closed_in_its_direction():
    found = at_a_moment(Verdict(Moment.SHUT))
    assert [names(bits) for bits in found.reasons] == [["closed_at_time"], []]
    assert [names(bits) for bits in found.notices] == [[], []]


def test_what_is_open_at_that_moment_is_told_not_to_be_always():
    found = at_a_moment(Verdict(Moment.OPEN))
    assert [names(bits) for bits in found.notices] == [["conditional_access"], []]
    assert not found.reasons.any()


def test_without_a_moment_hours_are_only_told():
    found = arc_costs(one_edge("barrier", limits="opening_hours=08:00-18:00"), WALK)
    assert [names(bits) for bits in found.notices] == [["conditional_access"]] * 2
    assert not found.reasons.any()


@pytest.mark.parametrize("base", ["access_no", "use_sidepath"])
def test_hours_go_before_the_access_tags(base: str):
    facts = {"access_forward": base, "access_backward": base}
    assert [names(bits) for bits in at_a_moment(Verdict(Moment.OPEN, lifts=True), **facts).reasons] == [[], [base]]
    shut_then = at_a_moment(Verdict(Moment.SHUT, lifts=True), **facts)
    assert [names(bits) for bits in shut_then.reasons] == [["closed_at_time"], [base]]
    assert names(at_a_moment(Verdict(Moment.UNSURE), **facts).reasons[0]) == [base]


@pytest.mark.parametrize(
    ("mode", "reasons", "notices", "dearer"),
    [
        ("optimistic", [], ["conditional_access"], 0),
        ("cautious", [], [], 20),
        ("strict", ["unknown_hours"], ["conditional_access"], 0),
    ],
)
def test_hours_that_nobody_can_read_are_an_unknown_fact(mode: str, reasons: list, notices: list, dearer: float):
    found = at_a_moment(Verdict(Moment.UNSURE), traveller("rollator", mode), barrier="open", wheelchair="yes")
    assert names(found.unknowns[0]) == names(found.asked[0]) == ["unknown_hours"]
    assert (names(found.reasons[0]), names(found.notices[0])) == (reasons, notices)
    assert found.open_cost_s[0] - found.open_cost_s[1] == dearer
    assert found.open_duration_s[0] == found.open_duration_s[1]


def test_who_asks_for_nothing_is_told_of_hours_all_the_same():
    found = at_a_moment(Verdict(Moment.UNSURE), traveller("walk", "strict"))
    assert not found.unknowns.any()
    assert names(found.notices[0]) == ["conditional_access"]


def test_explaining_gives_the_price_or_the_reasons():
    found = costs(WHEELS, climb_pct=8, descent_pct=0, width_m=0.5)
    seconds, why = explain(found, 0)
    assert seconds is None
    assert [code.name for code in why] == ["incline_up", "width_narrow"]
    assert explain(costs(WALK, length_m=120), 0) == (pytest.approx(100), [])


def test_a_climb_beyond_the_limit_blocks_one_direction_only_unless_its_sign_is_unknown():
    assert reasons(WHEELS, climb_pct=8, descent_pct=0) == ["incline_up"]
    assert reasons(traveller("power_wheelchair"), arc=1, climb_pct=9, descent_pct=0) == []
    assert reasons(traveller("power_wheelchair"), arc=1, climb_pct=11, descent_pct=0) == ["incline_down"]
    assert reasons(traveller("power_wheelchair"), arc=1, climb_pct=9, descent_pct=9) == ["incline_up"]


def test_travellers_share_a_key_only_if_all_that_counts_is_the_same():
    assert traveller("walk").key == traveller("walk", "optimistic").key
    assert traveller("walk").key != traveller("walk", max_kerb_cm=3).key
    assert ROLLATOR.key != requiring().key
    assert len({hash(CODES[name].bit) for name in CODES}) == len(CODES)
