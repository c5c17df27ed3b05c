"""Tags → access facts (`actors.features`), by table.

What is not surely yes, no or a plausible measure is told and left out.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from actors.features import FEATURES
from mapping.osm.elements import Finding
from mapping.osm.tags import count, first, metres, words

Tags = Mapping[str, str]
CM_PER_M = 100
NOTES = ("wheelchair:description:de", "wheelchair:description", "description:wheelchair")
NOTE_LENGTH = 200
_PERCENT = re.compile(r"^[+-]?([0-9]{1,3}(?:[.,][0-9]{1,2})?)\s*%?$")


@dataclass(frozen=True)
class Said:
    """`value` yes or no; `number` in the feature's unit; `note` in the mapper's words."""

    feature: str
    value: str
    number: float | None = None
    note: str = ""


Reader = Callable[[str], list[Said] | None]  # None: not understood; []: understood, says nothing


@dataclass(frozen=True)
class Rule:
    """The first of `keys` that is there is read. `where`: only for objects with one of these tags."""

    keys: tuple[str, ...]
    read: Reader
    where: Mapping[str, tuple[str, ...]] | None = None

    def applies(self, tags: Tags) -> bool:
        return self.where is None or any(tags.get(key) in wanted for key, wanted in self.where.items())


def _one_of(feature: str, yes: Iterable[str], no: Iterable[str], silent: Iterable[str] = ()) -> Reader:
    answers = {**dict.fromkeys(yes, "yes"), **dict.fromkeys(no, "no"), **dict.fromkeys(silent, "")}

    def read(raw: str) -> list[Said] | None:
        said = {answers.get(word) for word in words(raw)}
        if len(said) != 1 or None in said:
            return None
        value = said.pop()
        return [Said(feature, value)] if value else []

    return read


def _flag(feature: str, *, yes: tuple[str, ...] = (), no: tuple[str, ...] = (), silent: tuple[str, ...] = ()) -> Reader:
    return _one_of(feature, ("yes", "designated", *yes), ("no", "none", *no), ("unknown", *silent))


def _wheelchair(raw: str) -> list[Said] | None:
    """`limited` means: with help, or only in parts. That is no to "without help" and yes to "with help"."""
    pairs = {"yes": ("yes", None), "designated": ("yes", None), "limited": ("no", "yes"), "no": ("no", "no")}
    if raw.lower() == "unknown":
        return []
    if raw.lower() not in pairs:
        return None
    alone, helped = pairs[raw.lower()]
    return [Said("wheelchair", alone), *([Said("wheelchair_help", helped)] if helped else [])]


def _steps(raw: str) -> list[Said] | None:
    number = {"yes": -1, "no": 0}.get(raw.lower(), count(raw))
    if number is None or number > FEATURES["entrance_steps"].high:
        return None
    return [Said("entrance_steps", "yes" if number else "no", number if number >= 0 else None)]


def _length(feature: str, factor: float = CM_PER_M) -> Reader:
    """A measure in metres (or with its unit) within the feature's plausible window."""
    window = FEATURES[feature]

    def read(raw: str) -> list[Said] | None:
        length = metres(raw)
        number = None if length is None else round(length * factor, 1)
        return [Said(feature, "yes", number)] if number is not None and window.low <= number <= window.high else None

    return read


def _slope(raw: str) -> list[Said] | None:
    """Per cent, uphill or down; decimals decide whether a ramp is still easy."""
    found = _PERCENT.match(raw.strip())
    number = float(found[1].replace(",", ".")) if found else None
    return [Said("ramp_slope", "yes", number)] if number is not None and number <= FEATURES["ramp_slope"].high else None


def _disabled_parking(raw: str) -> list[Said] | None:
    number = {"yes": 1, "no": 0, "none": 0}.get(raw.lower(), count(raw))
    return None if number is None else [Said("parking_disabled", "yes" if number else "no")]


LEFT_RIGHT = ("left", "right", "both", "center", "centre")
AUTOMATIC = ("button", "motion", "continuous", "slowdown_button", "floor")
SITS = {"amenity": ("bench",)}
TOILETS = {"amenity": ("toilets",)}
ENTRANCES: tuple[Rule, ...] = (
    Rule(("wheelchair:step_count", "step_count", "entrance:step_count", "entrance:steps"), _steps),
    Rule(("wheelchair:step_height", "step:height", "step_height", "entrance:step_height"), _length("step_height")),
    Rule(("threshold:height", "wheelchair:threshold_height", "door:threshold"), _length("threshold")),
    Rule(("ramp:wheelchair", "wheelchair:ramp", "ramp:portable", "ramp"), _flag("ramp", yes=("portable", "separate"))),
    Rule(("ramp:incline",), _slope),
    Rule(("handrail",), _flag("handrail", yes=LEFT_RIGHT)),
    Rule(("door:width", "entrance:width", "wheelchair:entrance_width"), _length("door_width")),
    Rule(("automatic_door",), _flag("door_automatic", yes=AUTOMATIC)),
)
# On the node of an entrance the plain keys mean the door.
DOORS: tuple[Rule, ...] = (*ENTRANCES, Rule(("width", "maxwidth:physical"), _length("door_width")))

PLACES: tuple[Rule, ...] = (
    Rule(("wheelchair",), _wheelchair),
    *ENTRANCES,
    Rule(("elevator", "lift"), _flag("lift", silent=("both",))),
    Rule(("wheelchair:turning_circle", "turning_circle:diameter"), _length("turning_space")),
    Rule(("toilets:wheelchair",), _flag("toilet_wheelchair", no=("limited",))),
    Rule(("wheelchair",), _flag("toilet_wheelchair", no=("limited",)), TOILETS),
    Rule(("capacity:disabled", "parking:disabled"), _disabled_parking),
    Rule(("bench", "indoor_seating"), _flag("seating", yes=("bench", "bar_table", "partial"))),
    Rule(("amenity",), lambda _raw: [Said("seating", "yes")], SITS),
    Rule(
        ("hearing_loop", "audio_loop", "deaf:induction_loop", "hearing_impaired:induction_loop"), _flag("hearing_loop")
    ),
    Rule(
        ("tactile_paving",),
        _flag("tactile_guidance", yes=("contrasted", "primitive"), no=("incorrect",), silent=("partial",)),
    ),
    Rule(("lit",), _flag("good_lighting", yes=("24/7", "automatic"), silent=("limited", "interval", "dusk-dawn"))),
    Rule(("assistance_dog", "guide_dog"), _flag("assistance_dog")),
    Rule(("dog",), _one_of("assistance_dog", ("yes", "leashed"), (), ("no", "unleashed", "outside", "unknown"))),
)


def facts(tags: Tags, ref: str, rules: tuple[Rule, ...] = PLACES) -> tuple[dict[str, Said], list[Finding]]:
    """By feature. The first rule that answers a feature wins."""
    found: dict[str, Said] = {}
    findings: list[Finding] = []
    for rule in rules:
        key = next((key for key in rule.keys if tags.get(key)), "")
        if not key or not rule.applies(tags):
            continue
        said = rule.read(tags[key])
        if said is None:
            findings.append(Finding("access-not-understood", ref, key, tags[key]))
        for one in said or ():
            found.setdefault(one.feature, one)
    return _noted(found, tags), findings


def _noted(found: dict[str, Said], tags: Tags) -> dict[str, Said]:
    """What a mapper wrote about the entrance stands beside the judgement of it."""
    note = first(tags, *NOTES)[1][:NOTE_LENGTH]
    judged = found.get("wheelchair")
    return found | {"wheelchair": replace(judged, note=note)} if judged and note else found
