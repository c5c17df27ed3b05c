"""Kerbs, barriers, steps and lifts at a node: how many edges, and where."""

import pytest

from tests.drawing import sketch

FORK = """
    A---B---C
        |
        D
"""
CROSS = """
        E
        |
    A---B---C
        |
        D
"""
ROAD = "highway=residential"
WALK = "highway=footway footway=sidewalk"


# ---------------------------------------------------------------------------------------------------- mapped kerbs


def test_at_a_carriageway_every_footway_has_its_own_kerb_and_the_road_none():
    found = sketch(CROSS, {"ABC": ROAD, "EB": WALK, "BD": "highway=path"}, {"B": "kerb=lowered"})
    assert found.kerbs == {"B EB-": 3, "B BD+": 3}
    assert found.route("A", "C") == ["AB", "BC"]
    assert found.route("E", "D") == ["EB", "B kerb EB-", "B kerb BD+", "BD"]
    assert found.spots["B kerb EB-"].share == 1
    assert not found.spots["B kerb EB-"].group


def test_between_two_paths_there_is_one_kerb():
    found = sketch("A---B---C", {"ABC": "highway=footway"}, {"B": "kerb=raised"})
    assert found.kerbs == {"B ABC+": 12}
    assert found.route("A", "C") == ["AB", "B kerb ABC+", "BC"]


def test_on_a_bare_driveway_there_is_one_kerb_as_well():
    found = sketch("A---B---C", {"ABC": "highway=service"}, {"B": "barrier=kerb kerb=lowered"})
    assert found.kerbs == {"B ABC+": 3}


def test_the_kerb_of_a_crossing_on_a_bare_road_stands_across_no_road():
    found = sketch("A---B---C", {"ABC": ROAD}, {"B": "highway=crossing kerb=raised"})
    assert not found.kerbs


def test_where_several_paths_meet_a_kerb_is_a_star_and_counts_once():
    found = sketch(FORK, {"ABC": "highway=footway"}, {"B": "kerb=lowered"})
    stars = found.kind("kerb")
    assert sorted(stars) == ["B kerb ABC+", "B kerb ABC-", "B kerb BD+"]
    assert {edge.share for edge in stars.values()} == {0.5}
    assert {edge.group for edge in stars.values()} == {"n2:kerb"}
    assert found.route("A", "D") == ["AB", "B kerb ABC-", "B kerb BD+", "BD"]


def test_at_the_end_of_a_path_the_kerb_lies_between_path_and_node():
    found = sketch("A---B", {}, {"B": "kerb=raised"})
    assert found.route("A", "B") == ["AB", "B kerb AB-"]


def test_a_kerb_where_a_crossing_begins_belongs_to_the_crossing():
    picture = """
    E---A---F
        |
        B
    """
    found = sketch(picture, {"EAF": WALK, "AB": "highway=footway footway=crossing"}, {"A": "kerb=lowered"})
    assert found.kerbs["A AB+"] == 3
    assert found.route("E", "F") == ["EA", "AF"]


def test_a_kerb_in_the_middle_of_a_crossing_is_one_kerb():
    crossing = "highway=footway footway=crossing"
    found = sketch("E---A-----B---F", {"EA": WALK, "AB": crossing, "BF": crossing}, {"B": "kerb=raised"})
    assert found.kerbs["B AB-"] == 12
    assert "B BF+" not in found.kerbs


def test_a_kerb_line_gives_its_kerb_to_the_node_it_shares():
    picture = """
        E
        |
    A---B---C
        |
        D
    """
    found = sketch(picture, {"ABC": "highway=footway"}, lines={"EBD": "barrier=kerb kerb=raised"}, rest="highway=no")
    assert found.kerbs == {"B ABC+": 12}
    assert not found.codes


def test_what_a_node_says_of_its_kerb_beats_the_line():
    lines = {"DBE": "barrier=kerb kerb=raised"}
    found = sketch("A---B---C  D  E", {"ABC": "highway=footway"}, {"B": "kerb=lowered"}, lines=lines)
    assert found.kerbs == {"B ABC+": 3}


def test_a_kerb_that_nobody_measured_is_mapped_and_unknown():
    found = sketch("A---B---C", {"ABC": "highway=footway"}, {"B": "barrier=kerb"})
    assert found.spots["B kerb ABC+"].facts == {"kerb_present": "yes"}


def test_a_class_of_kerb_is_no_measurement():
    facts = sketch("A---B---C", {"ABC": "highway=footway"}, {"B": "kerb=lowered"}).spots["B kerb ABC+"]
    assert facts.sources == {"kerb_cm": "class", "kerb_hi_cm": "class", "kerb_min_cm": "class"}
    facts = sketch("A---B---C", {"ABC": "highway=footway"}, {"B": "kerb:height=3cm"}).spots["B kerb ABC+"]
    assert not facts.sources


# -------------------------------------------------------------------------------------------------- expected kerbs


@pytest.mark.parametrize(
    ("road", "path", "expected"),
    [
        (ROAD, "highway=footway", {"B BD+": None}),
        (ROAD, WALK, {"B BD+": None}),
        (ROAD, "highway=path", {"B BD+": None}),
        ("highway=secondary", "highway=footway", {"B BD+": None}),
        (ROAD, "highway=cycleway foot=yes", {"B BD+": None}),
        (ROAD, "highway=cycleway", {}),
        (ROAD, "highway=footway access=no", {}),
        (ROAD, "highway=footway access=private", {"B BD+": None}),
        (ROAD, "highway=steps", {}),
        (ROAD, "highway=service", {}),
        (ROAD, "highway=track", {}),
        (ROAD, "highway=pedestrian", {}),
        ("highway=service", "highway=footway", {}),
        ("highway=track", "highway=footway", {}),
        ("highway=living_street", "highway=footway", {}),
    ],
)
def test_where_a_footway_meets_a_carriageway_a_kerb_is_expected(road: str, path: str, expected: dict):
    assert sketch(FORK, {"ABC": road, "BD": path}).kerbs == expected


def test_a_kerb_that_is_mapped_close_by_is_the_one_that_was_expected():
    near = """
    A-----B-----C
          D
          |
          E
    """
    ways = {"ABC": ROAD, "BDE": "highway=footway"}
    assert sketch(near, ways, {"D": "kerb=lowered"}).kerbs == {"D BDE+": 3}
    assert sketch(near.replace("D\n", "|\n" * 2 + "          D\n"), ways, {"D": "kerb=lowered"}).kerbs == {
        "B BDE+": None,
        "D BDE+": 3,
    }


def test_a_kerb_behind_a_fork_may_be_another_ones():
    fork = """
    A
    |
    BDE
    ||
    CF
    """
    ways = {"ABC": ROAD, "BDE": "highway=footway", "DF": "highway=footway"}
    assert sketch(fork, ways, {"E": "kerb=lowered"}).kerbs == {"B BDE+": None, "E BDE-": 3}
    del ways["DF"]
    assert sketch(fork.replace("||", "| ").replace("F", " "), ways, {"E": "kerb=lowered"}).kerbs == {"E BDE-": 3}


def test_a_kerb_at_another_road_is_another_ones():
    picture = """
    A  F
    |  |
    B--E
    |  |
    C  G
    """
    ways = {"ABC": ROAD, "FEG": ROAD, "BE": "highway=footway"}
    assert sketch(picture.replace("--", ""), ways, {"E": "kerb=lowered"}).kerbs == {"B BE+": None, "E BE-": 3}


# ------------------------------------------------------------------------------------------------ barriers and more


def test_a_barrier_on_a_path_is_one_edge():
    found = sketch("A---B---C", {"ABC": "highway=footway"}, {"B": "barrier=bollard maxwidth:physical=0.85"})
    edge = found.spots["B barrier ABC+"]
    assert edge.facts == {"barrier": "gap", "opening_m": 0.85}
    assert (edge.word, edge.osm, edge.share, edge.length_m, len(edge.line)) == ("bollard", "node/2", 1, 0, 1)
    assert found.route("A", "C") == ["AB", "B barrier ABC+", "BC"]


def test_a_barrier_where_paths_meet_is_a_star():
    found = sketch(FORK, {"ABC": "highway=footway"}, {"B": "barrier=gate access=private"})
    assert len(found.kind("barrier")) == 3
    for edge in found.kind("barrier").values():
        assert (edge.share, edge.group) == (0.5, "n2:barrier")
        assert edge.facts == {"barrier": "open", "access_forward": "limited", "access_backward": "limited"}


def test_a_barrier_at_the_end_of_a_path_lies_before_the_node():
    assert sketch("A---B", {}, {"B": "barrier=gate"}).route("A", "B") == ["AB", "B barrier AB-"]


def test_a_bollard_at_a_kerb_is_passed_as_well_as_the_kerb():
    found = sketch("A---B---C", {"ABC": "highway=footway"}, {"B": "barrier=bollard kerb=lowered"})
    assert found.route("A", "C") == ["AB", "B barrier ABC+", "B kerb ABC+", "BC"]


def test_the_hours_of_a_gate_are_kept_as_written():
    gate = {"barrier": "gate", "opening_hours": "08:00-20:00", "locked": "yes"}
    edge = sketch("A---B---C", {"ABC": "highway=footway"}, {"B": gate}).spots["B barrier ABC+"]
    assert edge.limits == "opening_hours=08:00-20:00"
    assert edge.facts["locked"] == "yes"


def test_a_narrow_point_is_a_gap():
    edge = sketch("A---B---C", {"ABC": "highway=footway"}, {"B": "width=0.8"}).spots["B barrier ABC+"]
    assert (edge.word, edge.facts) == ("narrow", {"barrier": "gap", "opening_m": 0.8})


@pytest.mark.parametrize("spot", ["barrier=step", "highway=step"])
def test_a_single_step_is_judged_like_a_kerb(spot: str):
    edge = sketch("A---B---C", {"ABC": "highway=footway"}, {"B": spot}).spots["B step ABC+"]
    assert (edge.kind, edge.facts["kerb_cm"], edge.facts["kerb_hi_cm"]) == ("step", 15, 20)
    assert edge.sources["kerb_cm"] == "class"


def test_a_lift_is_entered_and_left_with_half_the_ride_each():
    lift = {"highway": "elevator", "wheelchair": "yes", "opening_hours": "24/7"}
    found = sketch("A---B---C", {"ABC": "highway=footway"}, {"B": lift})
    assert found.route("A", "C") == ["AB", "B lift ABC-", "B lift ABC+", "BC"]
    for edge in found.kind("lift").values():
        assert (edge.share, edge.group, edge.facts["wheelchair"], edge.limits) == (
            0.5,
            "n2:lift",
            "yes",
            "opening_hours=24/7",
        )


@pytest.mark.parametrize(
    ("line", "node", "told"),
    [
        ("barrier=fence", "", ["line_barrier_without_gate"]),
        ("barrier=wall", "", ["line_barrier_without_gate"]),
        ("barrier=fence", "barrier=gate", []),
        ("barrier=fence", "entrance=yes", []),
        ("barrier=gate", "", []),
        ("barrier=kerb", "", []),
    ],
)
def test_a_fence_across_a_path_stops_nobody_and_is_told(line: str, node: str, told: list[str]):
    found = sketch("A---B---C  D  E", {"ABC": "highway=footway"}, {"B": node}, lines={"DBE": line})
    assert found.codes == told
    assert not [edge for edge in found.kind("barrier").values() if edge.facts["barrier"] == "closed"]


def test_odd_values_are_told_and_harmless_ones_only_counted():
    ways = {"ABC": "highway=footway surface=Beton width=1;2"}
    found = sketch("A---B---C", ways, {"B": "barrier=schranke"})
    assert [(one.code, one.ref, one.key, one.raw) for one in found.draft.findings] == [
        ("unknown_value", "node/2", "barrier", "schranke"),
        ("unknown_value", "way/100", "surface", "Beton"),
    ]
    assert found.draft.counts == {"unknown_value": 2, "multi_value": 1}
