"""The matching rules of the taxonomy, on real tag sets and on nonsense."""

from pathlib import Path

import pytest
import yaml

from actors.osm.selectors import Taxonomy, holds, unmatched

FILE = Path(__file__).resolve().parents[3] / "fixtures" / "taxonomy.yaml"
TAXONOMY = Taxonomy.of(yaml.safe_load(FILE.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("tags", "wanted", "answer"),
    [
        ({"a": "x"}, "x", True),
        ({"a": "x;y"}, "y", True),
        ({"a": "x; y "}, "y", True),
        ({"a": "xy"}, "x", False),
        ({}, "x", False),
        ({"a": "y"}, ["x", "y"], True),
        ({"a": "z"}, ["x", "y"], False),
        ({"a": "z"}, "*", True),
        ({}, "*", False),
        ({"a": "x"}, "!x", False),
        ({"a": "y"}, "!x", True),
        ({}, "!x", True),
        ({}, None, True),
        ({"a": "x"}, None, False),
    ],
)
def test_a_condition_holds_by_the_rules_of_the_taxonomy(tags: dict[str, str], wanted: object, answer: bool):
    assert holds(tags, "a", wanted) is answer


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"amenity": "pharmacy", "name": "Annen-Apotheke"}, "apotheke"),
        ({"amenity": "doctors"}, "hausarzt"),
        ({"amenity": "doctors", "healthcare:speciality": "general;internal"}, "hausarzt"),
        ({"amenity": "doctors", "healthcare:speciality": "orthopaedics"}, "facharzt"),
        ({"amenity": "clinic", "name": "KfH-Nierenzentrum"}, "facharzt"),
        ({"amenity": "social_facility", "name": "Pflegestützpunkt Reinickendorf"}, "pflegestuetzpunkt"),
        ({"office": "government", "name": "Pflegestuetzpunkt"}, "pflegestuetzpunkt"),
        ({"highway": "bus_stop", "name": "Pflegestützpunkt"}, "haltestelle"),
        ({"amenity": "parking", "name": "Mehrgenerationenhaus"}, None),
        ({"amenity": "community_centre", "name": "MGH Neuss"}, "mehrgenerationenhaus"),
        (
            {"amenity": "social_facility", "social_facility": "day_care", "social_facility:for": "senior;dementia"},
            "tagespflege",
        ),
        ({"amenity": "social_facility", "social_facility": "day_care", "social_facility:for": "child"}, None),
        ({"amenity": "social_facility", "social_facility": "nursing_home"}, "pflegeheim"),
        ({"amenity": "social_facility", "social_facility": "ambulatory_care"}, "pflegedienst"),
        ({"amenity": "social_facility", "name": "Borsigwalder Pflegedienst"}, "pflegedienst"),
        ({"amenity": "place_of_worship", "religion": "christian"}, "kirche"),
        ({"amenity": "place_of_worship"}, "kirche"),
        ({"amenity": "place_of_worship", "religion": "muslim"}, "gebetsort"),
        ({"leisure": "garden"}, "gruen"),
        ({"leisure": "garden", "access": "private"}, None),
        ({"leisure": "playground", "access": "private"}, "gruen"),
        ({"amenity": "toilets", "access": "private"}, None),
        ({"amenity": "parking_space", "parking_space": "disabled"}, "mobilitaet"),
        ({"amenity": "parking_space"}, None),
        ({"club": "sport"}, "verein"),
        ({"shop": "bakery;kiosk"}, "lebensmittel"),
        ({"amenity": "BENCH"}, None),
        ({"amenity": ""}, None),
        ({"name": "Apotheke"}, None),
        ({}, None),
    ],
)
def test_the_first_kind_that_matches_wins(tags: dict[str, str], kind: str | None):
    found = TAXONOMY.kind(tags)
    assert (found.slug if found else None) == kind


def test_kinds_that_only_editors_enter_are_never_matched():
    assert "alltagshilfe" not in {kind.slug for kind in TAXONOMY.kinds}


@pytest.mark.parametrize(
    ("raw", "groups"),
    [
        ("senior", ("senioren",)),
        ("Seniors; dementia ", ("menschen_mit_demenz", "senioren")),
        ("diseased", ()),
        ("aliens", ()),
        ("", ()),
    ],
)
def test_target_groups_follow_values_and_their_misspellings(raw: str, groups: tuple[str, ...]):
    assert TAXONOMY.groups({"social_facility:for": raw}) == groups


def test_objects_without_a_kind_are_counted_by_their_values():
    assert unmatched({"amenity": "pub;bar", "shop": "gift"}) == [
        ("amenity", "pub"),
        ("amenity", "bar"),
        ("shop", "gift"),
    ]
    assert unmatched({"highway": "footway"}) == []
