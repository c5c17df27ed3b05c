"""Tags of nodes → facts about one spot: a kerb, a barrier, a crossing, a seat, a toilet. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mapping.osm.path_tags import LIT as LIT_WORDS
from mapping.osm.path_tags import WHEELCHAIR, YES_NO, Reading, Tags, headroom, tactile
from mapping.osm.tags import listed
from mapping.osm.values import KERB_CM, OPENING_M, Parsed, normal, nothing, parts, unknown, words
from mapping.osm.values import listed as of_list

# ---------------------------------------------------------------------------------------------------------- kerbs

# (likely height, upper height, is there a kerb); heights in centimetres
KERB_CLASSES: Mapping[str, tuple[float | None, float | None, str]] = {
    **dict.fromkeys(("flush", "at_grade", "level"), (0.0, 0.0, "yes")),
    **dict.fromkeys(("no", "none"), (0.0, 0.0, "no")),
    **dict.fromkeys(("lowered", "low", "dropped", "sloped"), (3.0, 3.0, "yes")),
    "rolled": (8.0, 12.0, "yes"),
    **dict.fromkeys(("raised", "regular", "high"), (12.0, 25.0, "yes")),
    **dict.fromkeys(("yes", "both"), (None, None, "yes")),
}
# What a measured height must be so that it does not contradict the class: from, to
FITTING: Mapping[str, tuple[float, float]] = {
    **dict.fromkeys(("flush", "at_grade", "level"), (0, 1)),
    **dict.fromkeys(("no", "none"), (0, 0)),
    **dict.fromkeys(("lowered", "low", "dropped", "sloped"), (0, 4)),
    **dict.fromkeys(("raised", "regular", "high"), (3.000001, 50)),
}
KERB_KEYS = ("kerb", "curb")
KERB_HEIGHT_KEYS = ("kerb:height", "curb:height")
STEP_CM, STEP_HIGH_CM = 15.0, 20.0  # a single step that nobody has measured


def has_kerb(tags: Tags) -> bool:
    """Whether the tags of a node speak of a kerb."""
    return tags.get("barrier") == "kerb" or any(key in tags for key in (*KERB_KEYS, *KERB_HEIGHT_KEYS))


def kerb(tags: Tags) -> Reading:
    """`kerb_cm` (likely), `kerb_hi_cm` (at most), `kerb_min_cm` (lowest part), `kerb_present`, and what is felt."""
    reading = Reading()
    key = next((key for key in KERB_KEYS if key in tags), "")
    classes = _kerb_classes(reading, key, tags.get(key, "")) if key else Parsed()
    height_key = next((key for key in KERB_HEIGHT_KEYS if key in tags), "")
    height = reading.take(tags, height_key, KERB_CM)
    if height.value is not None:
        _check(reading, key, tags, float(height.value))
    _put_kerb(reading, height if height.value is not None else classes)
    if tags.get("barrier") == "kerb":
        reading.facts.setdefault("kerb_present", "yes")
    tactile(reading, tags)
    reading.fact("wheelchair", tags, "wheelchair", WHEELCHAIR)
    return reading


def _put_kerb(reading: Reading, found: Parsed) -> None:
    if found.value is None:
        return
    for name, value in (("kerb_cm", found.value), ("kerb_hi_cm", found.high), ("kerb_min_cm", found.low)):
        reading.put(name, value, estimated=found.estimated)
    reading.facts.setdefault("kerb_present", "yes")


def _kerb_classes(reading: Reading, key: str, raw: str) -> Parsed:
    """The heights that class words stand for; a number under this key is a height all the same."""
    present = [KERB_CLASSES[word][2] for word in parts(raw) if word in KERB_CLASSES]
    if present:
        reading.put("kerb_present", "yes" if "yes" in present else "no")
    found = of_list(raw, _kerb_class, _worst_kerb)
    reading.note(found.codes, key, raw)
    return found


def _kerb_class(text: str) -> Parsed:
    if text in KERB_CLASSES:
        likely, upper, _present = KERB_CLASSES[text]
        return Parsed(likely, likely, upper, estimated=True)
    height = KERB_CM.part(text)
    return unknown("unknown_value") if "bad_number" in height.codes else height.coded("wrong_key")


def _worst_kerb(found: Sequence[Parsed]) -> Parsed:
    worst = max(found, key=lambda one: (float(one.value or 0), one.high or 0))
    return replace(worst, low=min(one.low for one in found if one.low is not None))


def _check(reading: Reading, key: str, tags: Tags, height: float) -> None:
    fits = [FITTING[word] for word in parts(tags.get(key, "")) if word in FITTING]
    if any(not low <= height <= high for low, high in fits):
        reading.note(("contradiction",), key, tags[key])
        reading.put("kerb_present", "yes" if height else "no")


def step(tags: Tags) -> Reading:
    """A single step: judged like a kerb."""
    reading = Reading()
    key = next((key for key in ("step:height", "height") if key in tags), "")
    height = reading.take(tags, key, KERB_CM)
    if height.value is None:
        height = Parsed(STEP_CM, STEP_CM, STEP_HIGH_CM, estimated=True)
    _put_kerb(reading, height)
    tactile(reading, tags)
    reading.fact("wheelchair", tags, "wheelchair", WHEELCHAIR)
    return reading


# -------------------------------------------------------------------------------------------------------- barriers

OPEN = listed(
    "entrance gate lift_gate swing_gate sliding_gate wicket_gate toll_booth border_control height_restrictor no"
)
GAPS = listed(
    "bollard block planter jersey_barrier cycle_barrier motorcycle_barrier chain rope bump_gate sump_buster log narrow"
)
FOOT_ONLY = listed("stile turnstile full-height_turnstile kissing_gate hampshire_gate horse_stile cattle_grid squeeze")
CLOSED = listed("fence wall hedge retaining_wall city_wall guard_rail wire_fence ditch debris")
NOT_FOR_SIDES = listed("lift_gate swing_gate bump_gate bollard cattle_grid toll_booth height_restrictor")
BARRIERS: Mapping[str, str] = {
    **dict.fromkeys(OPEN, "open"),
    **dict.fromkeys(GAPS, "gap"),
    **dict.fromkeys(FOOT_ONLY, "foot_only"),
    **dict.fromkeys(CLOSED, "closed"),
}
SEVERITY = ("open", "gap", "unknown", "foot_only", "closed")
FOR_WALKERS = listed("yes designated permissive official public")
NOT_NARROW = listed("highway entrance door barrier amenity natural public_transport railway")
OPENING_KEYS = ("maxwidth:physical", "width", "opening")


def barrier_words(tags: Tags) -> list[str]:
    """What stands in the way at a node; kerbs and steps are judged by their height instead."""
    return [word for word in parts(tags.get("barrier", "")) if word not in ("kerb", "step", "no")]


def barrier(tags: Tags) -> Reading:
    """`barrier` (the class), `opening_m`, `headroom_m`, `locked`, `wheelchair`."""
    reading = Reading()
    named = barrier_words(tags) or ["narrow"]
    found = [BARRIERS.get(word, "unknown") for word in named]
    if "unknown" in found:
        reading.note(("unknown_value",), "barrier", tags["barrier"])
    if len(found) > 1:
        reading.note(("multi_value",), "barrier", tags["barrier"])
    worst = max(found, key=SEVERITY.index)
    reading.put("barrier", "open" if worst == "closed" and _has_way_through(tags, found) else worst)
    opening(reading, tags)
    headroom(reading, tags)
    if normal(tags.get("locked", "")) == "yes":
        reading.put("locked", "yes")
    reading.fact("wheelchair", tags, "wheelchair", WHEELCHAIR)
    return reading


def _has_way_through(tags: Tags, found: list[str]) -> bool:
    gate = normal(tags.get("gate", "no")) not in ("", "no") or "open" in found
    return gate or normal(tags.get("foot", "")) in FOR_WALKERS


def is_narrow(tags: Tags) -> bool:
    """A width on a bare node is that of a narrow point; on a kerb, a door or a crossing it is theirs."""
    return "maxwidth:physical" in tags or ("width" in tags and NOT_NARROW.isdisjoint(tags) and not has_kerb(tags))


def opening(reading: Reading, tags: Tags) -> None:
    key = next((key for key in OPENING_KEYS if key in tags), "")
    reading.fact("opening_m", tags, key, OPENING_M)


# ------------------------------------------------------------------------------------------------------- crossings

KIND = words(
    "signals",
    "zebra",
    "marked",
    "island",
    "unmarked",
    "informal",
    "none",
    signals="traffic_signals pelican toucan puffin pegasus",
    marked="uncontrolled",
    none="no",
)
SAYS_LITTLE = listed("yes")  # crossing=yes: there is one, nobody says of which kind
MARKINGS_NONE = listed("no none")
SOUND = words("yes", "no", yes="walk locate")
CROSSING_ORDER = ("signals", "zebra", "marked", "unmarked", "informal", "island", "none")


def is_crossing(tags: Tags) -> bool:
    """A node where people on foot cross; at a junction with signals the tag `crossing` alone says so."""
    if tags.get("highway") == "crossing":
        return True
    named = normal(tags.get("crossing", "no")) not in ("", "no", "none")
    return named and "railway" not in tags and tags.get("highway") in (None, "traffic_signals")


def crossing(tags: Tags) -> Reading:
    """`crossing` (its kind), `signals`, `signals_sound`, `tactile`, `wheelchair`."""
    reading = Reading()
    kind = None
    if normal(tags.get("crossing", "")) not in SAYS_LITTLE:
        kind = reading.take(tags, "crossing", KIND).value
    lights = reading.take(tags, "crossing:signals", YES_NO).value
    if kind == "signals" and lights == "no":
        reading.note(("contradiction",), "crossing:signals", tags["crossing:signals"])
    elif lights == "yes":
        kind = "signals"
    kind = kind or _painted(tags) or _with_island(tags)
    reading.put("crossing", kind)
    reading.put("signals", "yes" if kind == "signals" else "no" if kind or lights == "no" else None)
    _sound(reading, tags)
    tactile(reading, tags)
    reading.fact("wheelchair", tags, "wheelchair", WHEELCHAIR)
    return reading


def _painted(tags: Tags) -> str | None:
    raw = normal(tags.get("crossing:markings", ""))
    if not raw or nothing(raw):
        return None
    return "unmarked" if raw in MARKINGS_NONE else "zebra" if raw.startswith("zebra") else "marked"


def _with_island(tags: Tags) -> str | None:
    return "island" if normal(tags.get("crossing:island", "")) == "yes" else None


def _sound(reading: Reading, tags: Tags) -> None:
    """A signal that vibrates is as good to those who cannot see as one that sounds."""
    sound = reading.take(tags, "traffic_signals:sound", SOUND).value
    felt = reading.take(tags, "traffic_signals:vibration", YES_NO).value
    reading.put("signals_sound", "yes" if "yes" in (sound, felt) else sound)


# ----------------------------------------------------------------------------------------------- seats and toilets

NOT_FOR_ALL = listed("private no customers")


def is_seat(tags: Tags) -> bool:
    """A bench that anybody may use."""
    there = normal(tags.get("amenity", "")) == "bench" or normal(tags.get("bench", "")) == "yes"
    return there and normal(tags.get("access", "")) not in NOT_FOR_ALL


def is_toilet(tags: Tags) -> bool:
    """A toilet that anybody may use."""
    return normal(tags.get("amenity", "")) == "toilets" and normal(tags.get("access", "")) not in NOT_FOR_ALL


def seat(tags: Tags) -> Reading:
    reading = Reading()
    if is_seat(tags):
        reading.put("seat", "yes")
    for name in ("backrest", "armrest"):
        reading.fact(name, tags, name, YES_NO)
    reading.fact("lit", tags, "lit", LIT_WORDS)
    return reading


def toilet(tags: Tags) -> Reading:
    reading = Reading()
    own = reading.take(tags, "toilets:wheelchair", WHEELCHAIR).value
    whole = reading.take(tags, "wheelchair", WHEELCHAIR).value
    if own and whole and own != whole:
        reading.note(("contradiction",), "wheelchair", tags["wheelchair"])
    reading.put("toilets_wheelchair", own or whole)
    return reading
