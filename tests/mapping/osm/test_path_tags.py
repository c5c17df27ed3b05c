"""Tags of one object → facts, row by row, and for any text."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mapping.osm import path_tags, spot_tags
from mapping.osm.path_tags import Reading
from mapping.routing.attributes import ATTRIBUTES, rank

ROWS = yaml.safe_load((Path(__file__).parent / "path_tags.yaml").read_text(encoding="utf-8"))
READERS: dict[str, Callable[[dict[str, str]], Reading]] = {
    "kerb node": spot_tags.kerb,
    "footway": lambda tags: path_tags.way(tags, "footway"),
    "track": lambda tags: path_tags.way(tags, "track"),
    "steps": lambda tags: path_tags.way(tags, "steps"),
    "barrier node": spot_tags.barrier,
    "crossing node": spot_tags.crossing,
    "seat": spot_tags.seat,
    "toilet": spot_tags.toilet,
}
SIDES = ("left", "right", "unknown")
WORDS = {"walk": "yes"}  # what the column keeps of a word


def tags_of(row: dict[str, Any]) -> dict[str, str]:
    return dict(text.split("=", 1) for text in row["tags"])


def slope_sign(facts: dict[str, Any]) -> str:
    climb, descent = facts.get("climb_pct"), facts.get("descent_pct")
    return "?" if climb == descent else "+" if descent == 0 else "-"


def signed(facts: dict[str, Any]) -> float | None:
    climb, descent = facts.get("climb_pct"), facts.get("descent_pct")
    return climb - descent if climb is not None and descent is not None and 0 in (climb, descent) else None


def told(reading: Reading, name: str) -> Any:
    """What a reading says under the name that a row uses."""
    facts = reading.facts
    if name == "incline_sign":
        return slope_sign(facts)
    if name == "incline_pct":
        return signed(facts)
    if name == "incline_abs_pct":
        return max(facts["climb_pct"], facts["descent_pct"])
    if name == "estimated":
        return "yes" if reading.estimated else "no"
    if name.endswith("_rank"):
        word = facts.get(name.removesuffix("_rank"))
        return word and rank(name.removesuffix("_rank"), word)
    return facts.get(name)


def agrees(value: Any, expected: str) -> bool:
    if expected == "?":
        return value is None or value == "?"
    if isinstance(value, float | int):
        digits = len(expected.partition(".")[2])
        return round(value, digits) == float(expected)
    return value == WORDS.get(expected, expected)


@pytest.mark.parametrize("row", [row for row in ROWS if row["object"] != "road"], ids=lambda row: row["row"])
def test_tags_say_what_the_row_says(row: dict[str, Any]):
    reading = READERS[row["object"]](tags_of(row))
    for text in row["expected"]:
        name, expected = text.split("=", 1)
        assert agrees(told(reading, name), expected), f"{text}, not {told(reading, name)}"
    assert {note.code for note in reading.notes} == set(row.get("notes", ()))


@pytest.mark.parametrize("row", [row for row in ROWS if row["object"] == "road"], ids=lambda row: row["row"])
def test_tags_of_a_road_say_what_its_sides_are_like(row: dict[str, Any]):
    tags = tags_of(row)
    sides = path_tags.sidewalks(tags).sides
    for text in row["expected"]:
        name, expected = text.split("=", 1)
        side, _, fact = name.partition(".")
        if name == "sides":
            assert (",".join(sides) or "none") == expected
        elif fact.startswith("kerb"):
            assert agrees(told(spot_tags.kerb(path_tags.side_tags(tags, side)), fact), expected)
        else:
            assert agrees(told(path_tags.side(tags, side, path_tags.way(tags, "quiet")), fact), expected)


def test_every_row_of_the_table_is_there():
    assert [row["row"] for row in ROWS] == list(range(1, 52))


@pytest.mark.parametrize(
    ("tags", "sides", "present"),
    [
        ({}, (), None),
        ({"sidewalk": "both"}, ("left", "right"), "yes"),
        ({"sidewalk": "yes"}, ("unknown",), "yes"),
        ({"sidewalk": "yes", "sidewalk:left": "yes"}, ("left",), "yes"),
        ({"sidewalk": "separate"}, (), "yes"),
        ({"sidewalk": "both", "sidewalk:left": "separate"}, ("right",), "yes"),
        ({"sidewalk:left": "separate", "sidewalk:right": "no"}, (), "yes"),
        ({"sidewalk:left": "no"}, (), None),
        ({"sidewalk": "no"}, (), "no"),
        ({"sidewalk:both": "None"}, (), "no"),
        ({"sidewalk": "left;right"}, ("left", "right"), "yes"),
        ({"sidewalk": "vielleicht"}, (), None),
    ],
)
def test_a_road_tells_on_which_sides_one_walks(tags: dict[str, str], sides: tuple[str, ...], present: str | None):
    found = path_tags.sidewalks(tags)
    assert (found.sides, found.present) == (sides, present)


def test_a_side_has_slope_and_light_of_its_road_and_nothing_else_of_it():
    tags = {"surface": "sett", "width": "6", "smoothness": "bad", "incline": "4%", "lit": "yes", "wheelchair": "no"}
    side = path_tags.side(tags, "left", path_tags.way(tags, "quiet"))
    assert side.facts == {"climb_pct": 4.0, "descent_pct": 0.0, "lit": "yes"}


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"ramp": "no"}, {"ramp_wheelchair": "no", "ramp_stroller": "no"}),
        ({"ramp": "yes", "ramp:bicycle": "yes"}, {}),
        ({"ramp:wheelchair": "separate"}, {"ramp_wheelchair": "no"}),
        ({"handrail:left": "no"}, {}),
        ({"handrail:left": "no", "handrail:right": "no"}, {"handrail": "no"}),
        ({"handrail": "no", "handrail:center": "yes"}, {"handrail": "yes"}),
        ({"incline": "60%"}, {"descent_pct": 0.0}),
        ({"incline": "-30%"}, {"climb_pct": 0.0}),
        ({"incline": "0%"}, {}),
        ({"incline": "steep"}, {}),
        ({"step_count": "12;14"}, {"step_count": 14.0}),
        ({"conveying": "reversible"}, {"conveying": "both"}),
    ],
)
def test_steps_tell_of_rails_ramps_and_direction(tags: dict[str, str], expected: dict[str, Any]):
    assert path_tags.way(tags, "steps").facts == expected


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"barrier": "bollard", "maxwidth:physical": "0.9", "width": "0.2"}, ("gap", 0.9)),
        ({"barrier": "gate", "opening": "1 m"}, ("open", 1.0)),
        ({"barrier": "fence"}, ("closed", None)),
        ({"barrier": "fence", "foot": "yes"}, ("open", None)),
        ({"barrier": "fence", "gate": "yes"}, ("open", None)),
        ({"barrier": "wall;gate"}, ("open", None)),
        ({"barrier": "gate;bollard"}, ("gap", None)),
        ({"barrier": "block", "width": "30"}, ("gap", 0.3)),
        ({"maxwidth:physical": "0.8"}, ("gap", 0.8)),
    ],
)
def test_barriers_are_judged_by_type_and_opening(tags: dict[str, str], expected: tuple[str, float | None]):
    facts = spot_tags.barrier(tags).facts
    assert (facts["barrier"], facts.get("opening_m")) == expected


def test_a_single_step_that_nobody_measured_has_the_height_of_its_class():
    reading = spot_tags.step({"barrier": "step"})
    assert (reading.facts["kerb_cm"], reading.facts["kerb_hi_cm"]) == (15, 20)
    assert reading.sources["kerb_cm"] == "class"
    assert spot_tags.step({"barrier": "step", "height": "0.04"}).facts["kerb_hi_cm"] == 4


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"crossing": "uncontrolled"}, ("marked", "no")),
        ({"crossing": "yes"}, (None, None)),
        ({"crossing": "yes", "crossing:markings": "zebra"}, ("zebra", "no")),
        ({"crossing:markings": "no"}, ("unmarked", "no")),
        ({"crossing:markings": "lines", "crossing:signals": "yes"}, ("signals", "yes")),
        ({"crossing:island": "yes"}, ("island", "no")),
        ({"crossing:signals": "no"}, (None, "no")),
        ({}, (None, None)),
    ],
)
def test_crossings_tell_their_kind_and_whether_there_are_signals(tags: dict[str, str], expected: tuple[str, str]):
    facts = spot_tags.crossing(tags).facts
    assert (facts.get("crossing"), facts.get("signals")) == expected


def test_a_signal_that_vibrates_counts_like_one_that_sounds():
    tags = {"traffic_signals:sound": "no", "traffic_signals:vibration": "yes"}
    assert spot_tags.crossing(tags).facts["signals_sound"] == "yes"


def test_tactile_paving_that_misleads_is_none_and_is_told():
    facts = spot_tags.crossing({"tactile_paving": "incorrect"}).facts
    assert (facts["tactile"], facts["tactile_incorrect"]) == ("no", "yes")


@pytest.mark.parametrize("access", ["private", "no", "customers"])
def test_a_seat_that_is_not_for_all_is_no_seat(access: str):
    assert not spot_tags.is_seat({"amenity": "bench", "access": access})
    assert spot_tags.is_seat({"amenity": "bench", "access": "yes"})


KEYS = sorted(
    {"incline", "incline:across", "width", "est_width", "maxwidth:physical", "maxheight", "surface", "smoothness"}
    | {"tracktype", "step_count", "handrail", "handrail:left", "ramp", "ramp:wheelchair", "conveying", "tactile_paving"}
    | {"lit", "wheelchair", "kerb", "kerb:height", "curb", "barrier", "opening", "height", "locked", "gate", "foot"}
    | {"crossing", "crossing:signals", "crossing:markings", "traffic_signals:sound", "sidewalk", "sidewalk:left"}
    | {"sidewalk:both:width", "toilets:wheelchair", "backrest", "amenity", "access"}
)
PIECES = [
    "1",
    "0.5",
    ",",
    "-",
    "−",
    "~",
    "ca.",
    "<",
    ">=",
    "m",
    "cm",
    "'",
    '"',
    "%",
    "°",
    ":",
    "/",
    ";",
    "±",
    "up",
    "yes",
]
TEXT = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from([*PIECES, "raised", "lowered", "no", "sett", "bollard", " ", "99999", "bis"])).map(
        "".join
    ),
)


@given(st.dictionaries(st.sampled_from(KEYS), TEXT, max_size=6))
def test_any_text_gives_facts_that_the_network_can_hold(tags: dict[str, str]):
    readings = [read(tags) for read in READERS.values()]
    readings += [path_tags.side(tags, side, path_tags.way(tags, "busy")) for side in SIDES]
    readings.append(spot_tags.step(tags))
    path_tags.sidewalks(tags)
    for reading in readings:
        assert reading.estimated <= reading.facts.keys()
        for name, value in reading.facts.items():
            if name in ATTRIBUTES:
                assert ATTRIBUTES[name].word(ATTRIBUTES[name].code(value)) == value


def test_of_a_divided_path_the_walkers_part_counts():
    tags = {"surface": "asphalt", "footway:surface": "sett", "footway:width": "1.2", "width": "4"}
    facts = path_tags.way({**tags, "segregated": "yes"}, "path").facts
    assert (facts["surface"], facts["width_m"]) == ("sett", 1.2)
    assert path_tags.way({"footway:surface": "paving_stones"}, "sidewalk").facts["surface"] == "paving_stones"
    assert path_tags.way(tags, "quiet").facts["surface"] == "asphalt"  # there it is about a pavement beside the road
