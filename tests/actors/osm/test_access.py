"""Real tag sets and nonsense → facts. Nothing unclear ever becomes a yes."""

import pytest

from actors.features import FEATURES
from actors.osm.access import DOORS, PLACES, facts


def said(tags: dict[str, str], rules=PLACES) -> dict[str, tuple[str, float | None]]:
    return {name: (one.value, one.number) for name, one in facts(tags, "node/1", rules)[0].items()}


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"wheelchair": "yes"}, {"wheelchair": ("yes", None)}),
        ({"wheelchair": "designated"}, {"wheelchair": ("yes", None)}),
        ({"wheelchair": "limited"}, {"wheelchair": ("no", None), "wheelchair_help": ("yes", None)}),
        ({"wheelchair": "no"}, {"wheelchair": ("no", None), "wheelchair_help": ("no", None)}),
        ({"wheelchair": "unknown"}, {}),
        ({"toilets:wheelchair": "yes"}, {"toilet_wheelchair": ("yes", None)}),
        ({"toilets:wheelchair": "no"}, {"toilet_wheelchair": ("no", None)}),
        (
            {"amenity": "toilets", "wheelchair": "yes"},
            {"wheelchair": ("yes", None), "toilet_wheelchair": ("yes", None)},
        ),
        ({"step_count": "3"}, {"entrance_steps": ("yes", 3)}),
        ({"step_count": "0"}, {"entrance_steps": ("no", 0)}),
        (
            {"wheelchair:step_count": "1", "wheelchair:step_height": "7 cm"},
            {"entrance_steps": ("yes", 1), "step_height": ("yes", 7)},
        ),
        ({"step_height": "0.14"}, {"step_height": ("yes", 14)}),
        ({"door:width": "0.9"}, {"door_width": ("yes", 90)}),
        ({"door:width": "95 cm"}, {"door_width": ("yes", 95)}),
        ({"automatic_door": "button"}, {"door_automatic": ("yes", None)}),
        ({"automatic_door": "no"}, {"door_automatic": ("no", None)}),
        ({"ramp:wheelchair": "yes"}, {"ramp": ("yes", None)}),
        ({"ramp": "no"}, {"ramp": ("no", None)}),
        ({"ramp:incline": "6.9%"}, {"ramp_slope": ("yes", 6.9)}),
        ({"ramp:incline": "-6,5 %"}, {"ramp_slope": ("yes", 6.5)}),
        ({"ramp:incline": "6"}, {"ramp_slope": ("yes", 6)}),
        ({"handrail": "both"}, {"handrail": ("yes", None)}),
        ({"elevator": "yes"}, {"lift": ("yes", None)}),
        ({"hearing_loop": "yes"}, {"hearing_loop": ("yes", None)}),
        ({"tactile_paving": "yes"}, {"tactile_guidance": ("yes", None)}),
        ({"tactile_paving": "incorrect"}, {"tactile_guidance": ("no", None)}),
        ({"lit": "yes"}, {"good_lighting": ("yes", None)}),
        ({"lit": "limited"}, {}),
        ({"bench": "yes"}, {"seating": ("yes", None)}),
        ({"amenity": "bench"}, {"seating": ("yes", None)}),
        ({"amenity": "cafe"}, {}),
        ({"capacity:disabled": "2"}, {"parking_disabled": ("yes", None)}),
        ({"capacity:disabled": "0"}, {"parking_disabled": ("no", None)}),
        ({"dog": "yes"}, {"assistance_dog": ("yes", None)}),
        ({"dog": "no"}, {}),
        ({}, {}),
    ],
)
def test_tags_become_facts(tags: dict[str, str], expected: dict[str, tuple[str, float | None]]):
    assert said(tags) == expected


@pytest.mark.parametrize(
    "tags",
    [
        {"wheelchair": "yes;no"},
        {"wheelchair": "only_with_ramp"},
        {"wheelchair": "ja"},
        {"toilets:wheelchair": "yes;no"},
        {"ramp:incline": "up"},
        {"ramp:incline": "10°"},
        {"ramp:incline": "٦%"},
        {"ramp:incline": "60%"},
        {"ramp:incline": "6.9.1"},
        {"step_count": "-2"},
        {"step_count": "many"},
        {"step_count": "99999"},
        {"step_height": "3 m"},
        {"door:width": "breit"},
        {"door:width": "9 m"},
        {"automatic_door": "perhaps"},
        {"handrail": "left;no"},
        {"capacity:disabled": "viele"},
        {"tactile_paving": "lowered;no"},
    ],
)
def test_what_is_not_understood_is_told_and_no_fact(tags: dict[str, str]):
    found, findings = facts(tags, "node/1")
    assert found == {}
    assert [(one.code, one.ref, one.raw) for one in findings] == [
        ("access-not-understood", "node/1", next(iter(tags.values())))
    ]


def test_the_width_of_a_door_counts_on_its_node_only():
    assert said({"width": "0.85"}, DOORS) == {"door_width": ("yes", 85)}
    assert said({"width": "0.85"}) == {}


def test_every_rule_names_a_feature_of_the_registry():
    tags = [{key: value} for rule in (*PLACES, *DOORS) for key in rule.keys for value in ("yes", "no", "1", "2")]
    assert {name for one in tags for name in said(one, DOORS) | said(one)} <= set(FEATURES)


def test_numbers_lie_in_the_window_of_their_feature():
    for raw in ("0.01", "0.1", "0.5", "1", "5", "100", "4000"):
        for key in ("door:width", "step_height", "threshold:height", "wheelchair:turning_circle"):
            for name, (_value, number) in said({key: raw}).items():
                assert number is not None
                assert FEATURES[name].low <= number <= FEATURES[name].high


def test_what_a_mapper_wrote_about_the_entrance_is_kept_beside_the_judgement():
    tags = {"wheelchair": "limited", "wheelchair:description": "Am Eingang kleine Stufe; Toiletten eng."}
    found = facts(tags, "node/1")[0]
    assert found["wheelchair"].note == "Am Eingang kleine Stufe; Toiletten eng."
    assert found["wheelchair_help"].note == ""
    assert facts({"wheelchair:description": "Stufe"}, "node/1")[0] == {}
