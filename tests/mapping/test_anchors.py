"""To which edge a finding belongs: when it is entered, and after the map has changed."""

import pytest
from django.contrib.gis.geos import Point
from django.utils import translation

from mapping import anchors
from mapping.models import Barrier, PathSurvey
from tests import factories
from tests.networks import active, barrier, load, near, survey

pytestmark = pytest.mark.django_db
STREET = {"ABC": "highway=residential name=Lindenstraße"}
LINE = "A-----B-----C"
BESIDE = {"ABC": "highway=residential sidewalk=both"}


# --- entered --------------------------------------------------------------------------------------------------------


def test_a_kerb_near_a_mapped_kerb_is_that_kerb(quarter):
    load(quarter, LINE, {"ABC": "highway=footway"}, {"B": "kerb=raised"})
    made = barrier("kerb", near(LINE, "B", 4), 8)
    assert (made.edge_kind, made.osm, made.is_matched) == ("kerb", "node/2", True)


def test_a_kerb_elsewhere_is_a_new_spot_on_the_nearest_way(quarter):
    load(quarter, LINE, {"ABC": "highway=footway"}, {"B": "kerb=raised"})
    made = barrier("kerb", near(LINE, "B", 7, 10), 8)
    assert (made.edge_kind, made.osm) == ("footway", "way/100")
    assert not barrier("kerb", near(LINE, "B", 7, 16), 8).is_matched


def test_the_kerb_of_the_side_one_stands_on_is_meant(quarter):
    """Two kerbs of one node, told apart by the footways behind them."""
    text = "  D\n  |\nA-B-C\n  |\n  E"
    load(quarter, text, {"ABC": "highway=residential", "DB": "highway=footway", "EB": "highway=footway"})
    north, south = barrier("kerb", near(text, "B", 0, 2), 8), barrier("kerb", near(text, "B", 0, -2), 8)
    assert {north.osm, south.osm} == {"node/2"}
    assert north.edge_key != south.edge_key
    assert "w101" in north.edge_key
    assert "w102" in south.edge_key


@pytest.mark.parametrize(("north_m", "side"), [(4, "left"), (-4, "right")])
def test_the_pavement_on_the_side_of_the_point_is_meant(quarter, north_m: float, side: str):
    load(quarter, "A-----B", {"AB": "highway=residential sidewalk=both"})
    made = survey("width_m", near("A-----B", "A", 15, north_m), 1.4)
    assert made.edge_kind == "sidewalk"
    assert f":{side}:" in made.edge_key


def test_where_there_is_no_pavement_the_road_is_meant(quarter):
    load(quarter, LINE, STREET)
    assert survey("surface", near(LINE, "A", 15, 4), "sett").edge_kind == "quiet"


def test_what_nobody_may_walk_on_is_not_meant(quarter):
    text = "A-----B\nC-----D"
    load(quarter, text, {"AB": "highway=cycleway", "CD": "highway=footway"})
    assert survey("width_m", near(text, "A", 15, -2), 1.4).osm == "way/101"


@pytest.mark.parametrize(
    ("kind", "value", "edge"),
    [
        ("steps", 5, "steps"),
        ("lift", None, "lift"),
        ("closed", None, "footway"),
        ("surface", "sand", "footway"),
        ("slope", 9, "footway"),
        ("gate", None, "barrier"),
        ("narrow", 0.7, "barrier"),
    ],
)
def test_every_kind_looks_for_what_it_can_be(quarter, kind: str, value: object, edge: str):
    text = "A-----B-----C-----D-----E"
    ways = {"AB": "highway=footway", "BC": "highway=steps", "CDE": "highway=footway"}
    load(quarter, text, ways, {"D": "barrier=gate", "A": "highway=elevator"})
    where = {"steps": ("B", 15), "lift": ("A", 3), "gate": ("D", 2), "narrow": ("D", -2)}.get(kind, ("A", 12))
    made = barrier(kind, near(text, *where, 3), value)
    assert (made.is_matched, made.edge_kind) == (True, edge)


def test_steps_that_the_map_lacks_are_new_steps_on_the_way(quarter):
    load(quarter, LINE, {"ABC": "highway=footway"})
    made = barrier("steps", near(LINE, "B", 5), 4)
    (correction,) = anchors.corrections(_network(quarter), [made])
    assert (made.edge_kind, correction.spot, correction.facts) == ("footway", "steps", {"step_count": 4.0})


def _network(quarter):
    from mapping.network import base_of

    return base_of(active(quarter))


def test_a_lift_where_there_is_none_is_stored_and_stays_unmatched(quarter):
    load(quarter, LINE, STREET)
    made = barrier("lift", near(LINE, "B"))
    assert (made.is_matched, made.edge_key) == (False, "")
    assert list(anchors.unmatched(Barrier)) == [made]


def test_without_a_network_a_finding_waits_for_one(quarter):
    made = barrier("closed", near(LINE, "B", 5))
    assert not made.is_matched
    assert load(quarter, LINE, STREET).matches.moved == 1
    made.refresh_from_db()
    assert made.is_matched


def test_a_moved_point_looks_for_its_edge_anew_and_another_text_does_not(quarter, django_assert_num_queries):
    load(quarter, LINE, {"AB": "highway=footway", "BC": "highway=footway"})
    made = Barrier.objects.get(pk=barrier("closed", near(LINE, "A", 5)).pk)
    made.description = "Baustelle"
    with django_assert_num_queries(1):
        made.save()
    assert made.osm == "way/100"
    made.point = near(LINE, "B", 5)
    made.save()
    made.refresh_from_db()
    assert made.osm == "way/101"


def test_another_kind_looks_for_another_edge(quarter):
    load(quarter, LINE, {"ABC": "highway=footway"}, {"B": "kerb=raised"})
    made = Barrier.objects.get(pk=barrier("kerb", near(LINE, "B", 1), 8).pk)
    made.kind, made.value = "closed", None
    made.save(update_fields=["kind", "value"])
    made.refresh_from_db()
    assert made.edge_kind == "footway"


def test_of_overlapping_quarters_the_one_that_holds_the_point_is_asked(quarter):
    other = factories.quarter("Tegel", boundary=factories.area(13.20, 52.57, 13.3095, 52.60))
    load(quarter, LINE, STREET)
    load(other, LINE, {"ABC": "highway=footway"})
    assert survey("surface", near(LINE, "B", 2), "sett").edge_kind == "quiet"
    assert survey("surface", Point(13.3094, near(LINE, "A").y, srid=4326), "sett").is_matched is False
    quarter.boundary = factories.area(13.32, 52.57, 13.33, 52.60)
    quarter.save()
    assert survey("surface", near(LINE, "B", 2), "sett").edge_kind in ("quiet", "footway")


# --- after the next import ------------------------------------------------------------------------------------------


@pytest.fixture
def kerb(quarter):
    load(quarter, LINE, {"ABC": "highway=footway"}, {"B": "kerb=raised"})
    return survey("kerb_cm", near(LINE, "B", 1), 4)


def again(finding):
    finding.refresh_from_db()
    return finding


def test_the_same_file_changes_no_match(quarter, kerb):
    matches = load(quarter, LINE, {"ABC": "highway=footway"}, {"B": "kerb=raised"}).matches
    assert (matches.kept, matches.moved, matches.lost) == (1, 0, [])


def test_an_object_that_was_moved_keeps_its_finding(quarter, kerb):
    moved = "A-------B---C"
    matches = load(quarter, moved, {"ABC": "highway=footway"}, {"B": "kerb=lowered"}).matches
    assert (matches.kept, matches.lost) == (1, [])
    assert again(kerb).is_matched


def test_a_spot_whose_way_has_another_number_is_found_by_its_object(quarter, kerb):
    before = kerb.edge_key
    text = f"{LINE}\nD-----E"
    load(quarter, text, {"DE": "highway=footway", "ABC": "highway=footway"}, {"B": "kerb=raised"})
    assert again(kerb).is_matched
    assert kerb.osm == "node/2"
    assert kerb.edge_key != before


def test_an_object_with_another_number_is_found_by_kind_and_place(quarter, kerb):
    renumbered = "D-----E-----F"
    load(quarter, renumbered, {"DEF": "highway=footway"}, {"E": "kerb=raised"})
    assert again(kerb).is_matched
    assert kerb.osm == "node/5"


def test_a_way_that_was_split_leaves_its_finding_on_the_part_at_the_point(quarter):
    load(quarter, "A-----------------C", {"AC": "highway=footway"})
    made = survey("width_m", near("A-----------------C", "A", 70, 2), 1.2)
    split = "A-----B-----------C"
    load(quarter, split, {"AB": "highway=footway", "BC": "highway=footway"})
    assert again(made).osm == "way/101"


def test_a_way_that_was_drawn_a_little_aside_keeps_its_finding(quarter):
    load(quarter, "A-----B", {"AB": "highway=footway"})
    made = survey("width_m", near("A-----B", "A", 15), 1.2)
    aside = "\nA-----B\nC-----D"
    load(quarter, aside, {"AB": "highway=footway", "CD": "highway=footway"})
    assert again(made).osm == "way/100"


def test_what_is_gone_from_the_map_is_never_lost(quarter, kerb):
    text = "X-----Y"
    matches = load(quarter, text, {"XY": "highway=footway"}).matches
    assert matches.lost == [f"Höhe ({kerb.slug})"]
    assert again(kerb).is_matched is False
    assert (kerb.osm, kerb.value) == ("node/2", 4)
    assert list(anchors.unmatched(PathSurvey)) == [kerb]


def test_what_comes_back_to_the_map_has_its_finding_again(quarter, kerb):
    load(quarter, "X-----Y", {"XY": "highway=footway"})
    load(quarter, LINE, {"ABC": "highway=footway"}, {"B": "kerb=raised"})
    assert again(kerb).is_matched
    assert not anchors.unmatched(PathSurvey).exists()


def test_a_number_that_went_to_an_object_far_away_is_not_believed(quarter, kerb):
    far = "X" + "-" * 30 + "A-----B-----C"
    load(quarter, far, {"ABC": "highway=footway"}, {"B": "kerb=raised"})
    assert again(kerb).is_matched is False


def test_a_new_spot_moves_to_the_object_that_the_map_has_now(quarter):
    load(quarter, LINE, {"ABC": "highway=footway"})
    made = survey("kerb_cm", near(LINE, "B", 1), 2)
    assert made.edge_kind == "footway"
    load(quarter, LINE, {"ABC": "highway=footway"}, {"B": "kerb=yes"})
    assert again(made).edge_kind == "kerb"


def test_findings_of_other_quarters_are_left_alone(quarter):
    far = factories.quarter("Neuss", boundary=factories.area(6.67, 51.18, 6.70, 51.22))
    load(quarter, LINE, STREET)
    made = survey("surface", near(LINE, "B", 2), "sett")
    before = made.edge_key
    assert load(far, LINE, STREET).matches.total == 0
    assert again(made).edge_key == before


# --- what it changes ------------------------------------------------------------------------------------------------


def test_people_see_what_a_finding_changes(quarter):
    load(quarter, LINE, {"ABC": "highway=footway surface=sett"})
    made = survey("surface", near(LINE, "B", 2), "asphalt")
    (effect,) = anchors.effects(made)
    assert (effect.attribute, effect.before, effect.after) == ("Belag", "behauenes Pflaster", "Asphalt")
    assert anchors.whereabouts(made) == "Fußweg (way/100)"


def test_people_see_that_a_spot_is_new(quarter):
    load(quarter, LINE, {"ABC": "highway=footway"})
    made = barrier("narrow", near(LINE, "B", 7), 0.7)
    assert {(one.attribute, one.before, one.after) for one in anchors.effects(made)} == {
        ("Art der Sperre", "unbekannt", "Durchgang"),
        ("Breite des Durchgangs", "unbekannt", "0,7 m"),
    }
    assert anchors.whereabouts(made) == "Neue Stelle auf: Fußweg (way/100)"


def test_the_steps_of_a_staircase_in_pieces_are_shared_out(quarter):
    text = "A-----B-----C\n      |\n      D"
    load(quarter, text, {"ABC": "highway=steps step_count=10", "BD": "highway=footway"})
    made = survey("step_count", near(text, "A", 15), 24)
    found = anchors.corrections(_network(quarter), [made])
    assert sorted(one.facts["step_count"] for one in found) == pytest.approx([12, 12])


def test_a_barrier_of_the_map_keeps_its_class_when_its_gap_is_measured(quarter):
    load(quarter, LINE, {"ABC": "highway=footway"}, {"B": "barrier=kissing_gate"})
    (correction,) = anchors.corrections(_network(quarter), [barrier("narrow", near(LINE, "B"), 0.5)])
    assert correction.facts == {"opening_m": 0.5}


@pytest.mark.parametrize(("language", "text"), [("de", "7,5 cm"), ("en", "7.5 cm")])
def test_a_number_is_said_in_the_notation_of_the_language(language: str, text: str):
    with translation.override(language):
        assert anchors.said("kerb_cm", 7.5) == text
