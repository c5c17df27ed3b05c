"""Verdicts on a curated line, and what is otherwise than at the last look."""

import json
from dataclasses import replace
from datetime import date

import pytest

from mapping.routing.engine import Engine, Trip
from mapping.routing.graph import Network
from mapping.routing.signed import (
    BLOCKED,
    NOTICES,
    OFF,
    PASSABLE,
    UNKNOWN_FACTS,
    VERDICTS,
    Outcome,
    change,
    judge,
    read,
    rounded,
    track_in,
    verdict_of,
    written,
)
from tests.drawing import drawn, places
from tests.routing_networks import profiles, traveller

STREET = "A---------B-C---------D---------E"  # a kerb between B and C has no length
GOOD = {"kind": "sidewalk", "name": "Lindenstraße", "surface": "asphalt", "smoothness": "good", "width_m": 2.0}
SLUGS = ("walk", "slow_walker", "rollator", "manual_wheelchair", "power_wheelchair", "pushchair", "blind_low_vision")


def street(**changed: dict) -> Network:
    """Four stretches of pavement; `BC={"kind": "steps"}` changes one of them."""
    edges = {key: {**GOOD, **changed.get(key, {})} for key in ("AB", "BC", "CD", "DE")}
    return drawn(STREET, edges, {letter: {"seat": True} for letter in "ABCDE"})


def outcome(network: Network, slug: str = "rollator", letters: str = "ABCDE", *, turned: bool = False) -> Outcome:
    engine, spots = Engine(network), places(STREET)
    track = track_in(engine, [spots[letter] for letter in letters], turned=turned)
    return judge(track, Trip(engine, traveller(slug)))


def codes(found: Outcome, level: str = "") -> list[str]:
    return [one.remark.code for one in found.found if not level or one.level == level]


def test_all_seven_profiles_are_judged():
    assert tuple(profiles().by_slug) == SLUGS
    assert {outcome(street(), slug).verdict for slug in SLUGS} == {PASSABLE}


@pytest.mark.parametrize(
    ("edge", "slug", "verdict", "code"),
    [
        ({"kind": "kerb", "kerb_cm": 12.0}, "rollator", BLOCKED, "kerb_high"),
        ({"kind": "kerb", "kerb_cm": 3.0}, "rollator", PASSABLE, None),
        ({"kind": "kerb", "kerb_cm": 12.0}, "walk", PASSABLE, None),
        ({"kind": "kerb"}, "rollator", UNKNOWN_FACTS, "unknown_kerb"),
        ({"kind": "kerb"}, "walk", PASSABLE, None),
        ({"kind": "kerb", "kerb_cm": 0.0}, "blind_low_vision", NOTICES, "kerb_no_edge"),
        ({"kind": "steps", "step_count": 12.0}, "manual_wheelchair", BLOCKED, "steps"),
        ({"kind": "steps", "step_count": 12.0, "handrail": "no"}, "slow_walker", BLOCKED, "steps_no_handrail"),
        ({"kind": "steps", "step_count": 12.0}, "slow_walker", UNKNOWN_FACTS, "unknown_steps"),
        ({"surface": "sand"}, "rollator", BLOCKED, "surface_bad"),
        ({"width_m": 0.5}, "manual_wheelchair", BLOCKED, "width_narrow"),
        ({"climb_pct": 9.0, "descent_pct": 0.0}, "rollator", BLOCKED, "incline_up"),
        ({"closed": "yes"}, "walk", BLOCKED, "closed"),
        ({"access_forward": "oneway_foot"}, "walk", BLOCKED, "oneway_foot"),
        ({"kind": "barrier", "barrier": "gap", "opening_m": 0.7}, "rollator", BLOCKED, "barrier_narrow"),
        ({"kind": "barrier", "barrier": "gap"}, "rollator", UNKNOWN_FACTS, "unknown_barrier"),
        ({"wheelchair": "no"}, "rollator", NOTICES, "wheelchair_no"),
        ({"access_forward": "limited", "access_backward": "limited"}, "walk", NOTICES, "private_way"),
    ],
)
def test_every_edge_is_judged_by_the_rules_of_routes(edge, slug, verdict, code):
    found = outcome(street(BC=edge), slug)
    assert found.verdict == verdict
    assert ([code] if code else []) == codes(found, verdict)


def test_what_is_unknown_is_never_called_good_in_whatever_mode_the_profile_is():
    """Pushchairs take unknown facts as good when they search; a signed route must not promise that."""
    bare = {"surface": "asphalt", "smoothness": "good", "kind": "barrier", "barrier": "gap"}
    assert profiles().by_slug["pushchair"].default_mode == "optimistic"
    assert outcome(street(BC=bare), "pushchair").verdict == UNKNOWN_FACTS


def test_the_worst_finding_gives_the_verdict_and_all_are_told():
    found = outcome(street(AB={"wheelchair": "no"}, BC={"kind": "kerb"}, CD={"surface": "sand"}))
    assert found.verdict == BLOCKED
    assert set(codes(found)) == {"wheelchair_no", "unknown_kerb", "surface_bad"}
    assert [one.remark.at_m for one in found.found] == sorted(one.remark.at_m for one in found.found)


def test_verdicts_are_ordered_from_good_to_bad():
    assert VERDICTS == (PASSABLE, NOTICES, UNKNOWN_FACTS, OFF, BLOCKED)
    assert verdict_of([]) == PASSABLE


def test_a_slope_blocks_one_direction_only():
    steep = street(BC={"climb_pct": 9.0, "descent_pct": 0.0})
    # for power wheelchairs 8 % up and 10 % down
    assert outcome(steep, "power_wheelchair").verdict == BLOCKED
    assert outcome(steep, "power_wheelchair", turned=True).verdict == PASSABLE


def test_a_line_that_leaves_the_network_is_never_good():
    spots = places(STREET)
    engine = Engine(street())
    beyond = (2 * spots["E"][0] - spots["C"][0], spots["E"][1])  # 100 m farther
    found = judge(track_in(engine, [spots["A"], beyond]), Trip(engine, traveller("walk")))
    assert found.verdict == OFF
    assert codes(found) == ["off_network"]
    assert found.found[0].remark.value == pytest.approx(100, abs=40)


def test_a_line_without_any_way_is_off_and_has_no_time():
    engine = Engine(street())
    found = judge(track_in(engine, [(13.4, 52.6), (13.401, 52.6)]), Trip(engine, traveller("walk")))
    assert (found.verdict, found.duration_s, found.seats, found.surveyed) == (OFF, 0.0, 0, 0.0)
    assert found.length_m > 60


def test_lengths_times_and_what_stands_beside_the_way_are_told():
    found = outcome(street(), "rollator")
    assert found.length_m == pytest.approx(160, abs=1)
    assert found.duration_s == pytest.approx(160 / 0.7, rel=0.05)
    assert (found.seats, found.toilets, found.longest_gap_m) == (5, 0, pytest.approx(50, abs=1))


def test_long_stretches_without_a_seat_are_a_notice():
    bare = drawn(STREET, dict.fromkeys(("AB", "BC", "CD", "DE"), GOOD))
    assert codes(outcome(bare, "slow_walker"), NOTICES) == ["seat_gap"]


def test_the_corner_is_named_where_something_is_found():
    spots = outcome(drawn(STREET, {"AB": {**GOOD, "kind": "quiet"}, "BC": {"kind": "kerb", "kerb_cm": 9.0}})).found
    assert next(one for one in spots if one.remark.code == "kerb_high").streets == ("Lindenstraße",)


# --- what changed ---------------------------------------------------------------------------------------------------


def test_nothing_changed_if_everything_is_as_before():
    assert change(outcome(street()), outcome(street())) is None
    kerb = street(BC={"kind": "kerb", "kerb_cm": 12.0})
    assert change(outcome(kerb), outcome(kerb)) is None


def test_a_new_kerb_is_told_with_the_verdicts_before_and_after():
    found = change(outcome(street()), outcome(street(BC={"kind": "kerb", "kerb_cm": 12.0})))
    assert (found.before, found.after) == (PASSABLE, BLOCKED)
    assert [(one.remark.code, one.remark.value) for one in found.appeared] == [("kerb_high", 12.0)]
    assert found.gone == ()


def test_what_was_repaired_is_told_as_gone():
    found = change(outcome(street(BC={"kind": "kerb", "kerb_cm": 12.0})), outcome(street()))
    assert (found.before, found.after) == (BLOCKED, PASSABLE)
    assert [one.remark.code for one in found.gone] == ["kerb_high"]


def test_another_height_of_the_same_kerb_is_a_change():
    kerbs = [outcome(street(BC={"kind": "kerb", "kerb_cm": height})) for height in (6.0, 12.0)]
    found = change(*kerbs)
    assert [one.remark.value for one in (*found.gone, *found.appeared)] == [6.0, 12.0]


def test_a_survey_that_makes_a_kerb_known_takes_the_question_away():
    found = change(outcome(street(BC={"kind": "kerb"})), outcome(street(BC={"kind": "kerb", "kerb_cm": 2.0})))
    assert (found.before, found.after) == (UNKNOWN_FACTS, PASSABLE)
    assert [one.remark.code for one in found.gone] == ["unknown_kerb"]


def test_a_stretch_that_has_only_become_shorter_is_no_change():
    """Somebody has measured a part of it."""
    long = outcome(street(CD={"surface": "sand"}, DE={"surface": "sand"}))
    short = outcome(street(DE={"surface": "sand"}))
    assert change(long, short) is None


def test_the_worst_is_told_first():
    worse = street(AB={"wheelchair": "no"}, BC={"kind": "kerb"}, DE={"surface": "sand"})
    found = change(outcome(street()), outcome(worse))
    assert [one.level for one in found.appeared] == [BLOCKED, UNKNOWN_FACTS, NOTICES]


def test_findings_survive_the_database():
    closure = {"closed": "yes", "until": date(2026, 5, 1), "note": "Kanalbau"}
    made = outcome(street(AB={"wheelchair": "no"}, BC={"kind": "kerb"}, CD={"surface": "sand"}, DE=closure))
    assert {one.remark.until for one in made.found if one.remark.code == "closed"} == {date(2026, 5, 1)}
    stored = json.loads(json.dumps(written(made.found)))
    assert read(stored) == rounded(made).found
    assert change(rounded(made), rounded(replace(made, found=read(stored)))) is None
    assert {"edge", "barrier", "crossing"}.isdisjoint(stored[0]), "numbers of one network say nothing in another"


def test_a_track_is_found_once_per_network():
    engine, line = Engine(street()), [places(STREET)[letter] for letter in "AE"]
    assert track_in(engine, line) is track_in(engine, list(line))
