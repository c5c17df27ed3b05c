"""Which ways become edges, and who may use them."""

import pytest

from mapping.osm import paths
from tests.drawing import sketch, tags


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("highway=footway", "footway"),
        ("highway=footway footway=sidewalk", "sidewalk"),
        ("highway=path footway=sidewalk", "sidewalk"),
        ("highway=path path=crossing", "crossing"),
        ("highway=cycleway cycleway=crossing", "crossing"),
        ("highway=footway footway=traffic_island", "island"),
        ("highway=footway footway=alley", "footway"),
        ("highway=corridor indoor=yes", "footway"),
        ("highway=platform", "footway"),
        ("railway=platform", "footway"),
        ("public_transport=platform", "footway"),
        ("man_made=pier", "footway"),
        ("highway=pedestrian", "shared"),
        ("highway=living_street sidewalk=both", "shared"),
        ("highway=path", "path"),
        ("highway=path sac_scale=hiking", "path"),
        ("highway=path sac_scale=mountain_hiking", None),
        ("highway=track sac_scale=alpine_hiking", None),
        ("highway=track", "track"),
        ("highway=cycleway", "cycleway"),
        ("highway=bridleway", "bridleway"),
        ("highway=residential", "quiet"),
        ("highway=service", "quiet"),
        ("highway=unclassified", "quiet"),
        ("highway=road", "quiet"),
        ("highway=tertiary_link", "quiet"),
        ("highway=secondary", "busy"),
        ("highway=primary_link", "busy"),
        ("highway=trunk", "busy"),
        ("highway=trunk motorroad=yes", None),
        ("highway=steps", "steps"),
        ("highway=elevator", "lift"),
        ("highway=motorway", None),
        ("highway=motorway_link", None),
        ("highway=construction", None),
        ("highway=construction railway=platform", None),
        ("highway=proposed", None),
        ("highway=razed", None),
        ("highway=abandoned", None),
        ("area:highway=footway", None),
        ("route=ferry foot=yes", None),
        ("barrier=fence", None),
    ],
)
def test_a_way_is_of_a_kind_or_not_walked_at_all(written: str, kind: str | None):
    assert paths.kind(tags(written)) == kind


@pytest.mark.parametrize(
    ("written", "forward", "backward"),
    [
        ("highway=footway", None, None),
        ("highway=footway access=yes", "open", "open"),
        ("highway=footway access=private", "limited", "limited"),
        ("highway=footway access=customers", "limited", "limited"),
        ("highway=footway access=no", "access_no", "access_no"),
        ("highway=footway access=military", "access_no", "access_no"),
        ("highway=footway access=private foot=yes", "open", "open"),
        ("highway=footway access=yes foot=no", "access_no", "access_no"),
        ("highway=footway access=yes;no", "access_no", "access_no"),
        ("highway=footway wheelchair=no", None, None),
        ("highway=footway footway=sidewalk access=no", None, None),
        ("highway=footway footway=sidewalk foot=no", "access_no", "access_no"),
        ("highway=secondary foot=use_sidepath", "use_sidepath", "use_sidepath"),
        ("highway=cycleway", "access_no", "access_no"),
        ("highway=cycleway access=yes", "access_no", "access_no"),
        ("highway=cycleway foot=designated", "open", "open"),
        ("highway=cycleway foot=permissive", "open", "open"),
        ("highway=cycleway foot=discouraged", "access_no", "access_no"),
        ("highway=cycleway foot=private", "limited", "limited"),
        ("highway=cycleway cycleway=crossing", "access_no", "access_no"),
        ("highway=cycleway cycleway=crossing foot=yes", "open", "open"),
        ("highway=bridleway foot=yes", "open", "open"),
        ("highway=footway oneway:foot=yes", None, "oneway_foot"),
        ("highway=footway oneway:foot=-1", "oneway_foot", None),
        ("highway=footway oneway=yes", None, None),
        ("highway=footway foot:backward=no", None, "oneway_foot"),
        ("highway=footway foot:forward=no", "oneway_foot", None),
        ("highway=footway foot:forward=no foot:backward=no", "access_no", "access_no"),
        ("highway=footway foot:backward=private", None, "limited"),
        ("highway=footway access=no oneway:foot=yes", "access_no", "access_no"),
    ],
)
def test_access_is_told_for_each_direction(written: str, forward: str | None, backward: str | None):
    found = paths.of_way(tags(written), paths.kind(tags(written)) or "")
    assert (found.forward, found.backward) == (forward, backward)
    assert not found.notes


def test_a_way_that_is_discouraged_is_open_and_told():
    found = paths.of_way({"highway": "path", "foot": "discouraged"}, "path")
    assert found.facts == {"access_forward": "open", "access_backward": "open", "discouraged": "yes"}


def test_a_cycle_track_that_is_closed_is_not_discouraged_as_well():
    found = paths.of_way({"highway": "cycleway", "foot": "discouraged"}, "cycleway")
    assert found.facts == {"access_forward": "access_no", "access_backward": "access_no"}


def test_a_word_nobody_knows_is_open_and_told():
    found = paths.of_way({"highway": "footway", "access": "vielleicht"}, "footway")
    assert found.forward == "open"
    assert [(note.code, note.key) for note in found.notes] == [("unknown_value", "access")]


def test_an_empty_tag_for_walkers_leaves_the_word_to_access():
    assert paths.of_way({"highway": "footway", "foot": " ", "access": "no"}, "footway").forward == "access_no"


@pytest.mark.parametrize(
    ("own", "road", "forward"),
    [
        ("", "foot=use_sidepath", None),
        ("", "foot=no access=no", None),
        ("", "access=private", None),
        ("", "foot=private", "limited"),
        ("foot=no", "foot=yes", "access_no"),
        ("access=private", "", "limited"),
    ],
)
def test_a_sidewalk_is_not_closed_by_what_closes_its_carriageway(own: str, road: str, forward: str | None):
    assert paths.of_side(tags(own), tags(road)).forward == forward


def test_conditional_access_and_hours_are_kept_as_written():
    written = {
        "highway": "footway",
        "foot:conditional": "no @ (22:00-06:00)",
        "opening_hours": "Mo-Fr 08:00-18:00",
        "maxspeed:conditional": "30 @ (22:00-06:00)",
    }
    assert paths.limits(written) == "foot:conditional=no @ (22:00-06:00)\nopening_hours=Mo-Fr 08:00-18:00"
    assert sketch("A---B", {"AB": written}).edges["AB"].limits == paths.limits(written)


def test_access_stands_on_the_edges():
    facts = sketch("A---B", {"AB": "highway=footway access=private foot:backward=no"}).edges["AB"].facts
    assert facts == {"access_forward": "limited", "access_backward": "oneway_foot"}


def test_a_way_under_construction_is_no_edge_and_is_told():
    found = sketch("A---B---C", {"AB": "highway=construction construction=footway"})
    assert list(found.edges) == ["BC"]
    assert found.draft.under_construction == {"way/100"}


@pytest.mark.parametrize(
    ("written", "sidewalk", "source"),
    [
        ("highway=residential", None, None),
        ("highway=service", "no", "class"),
        ("highway=residential sidewalk=no", "no", None),
        ("highway=secondary sidewalk=separate", "yes", None),
        ("highway=secondary sidewalk:both=separate", "yes", None),
        ("highway=secondary sidewalk=right", "yes", None),
        ("highway=living_street", None, None),
    ],
)
def test_a_carriageway_tells_whether_there_is_a_sidewalk(written: str, sidewalk: str | None, source: str | None):
    edge = sketch("A---B", {"AB": written}).edges["AB"]
    assert (edge.facts.get("sidewalk"), edge.sources.get("sidewalk")) == (sidewalk, source)
