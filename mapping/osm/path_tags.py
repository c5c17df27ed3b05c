"""Tags of ways → facts with the names and words of `routing.attributes`. Pure; what is missing is unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from mapping.osm.values import (
    HEADROOM_M,
    PATH_WIDTH_M,
    STEPS,
    WIDTH_M,
    Parsed,
    Quantity,
    Slope,
    Words,
    normal,
    nothing,
    parts,
    slope,
    words,
)
from mapping.routing.attributes import CARRIAGEWAYS, SMOOTHNESS, SURFACES, TRACKTYPES

Tags = Mapping[str, str]
Value = float | str
SIDE_WORDS = ("left", "right", "both")

SURFACE = words(
    *SURFACES,
    asphalt="tartan rubber acrylic",
    concrete="chipseal",
    paving_stones="bricks tiles paved",
    concrete_plates="concrete:plates wood metal artificial_turf",
    sett="cobblestone:flattened",
    fine_gravel="concrete:lanes",
    cobblestone="unhewn_cobblestone metal_grid",
    unpaved="grass_paver",
    gravel="pebblestone stepping_stones",
    dirt="earth ground clay",
    grass="woodchips",
    sand="mud snow ice salt rock stone bare_rock",
    estimated=("paved", "unpaved"),
    variants=True,
)
SMOOTH = words(*SMOOTHNESS)
TRACK = words(*TRACKTYPES)
YES_NO = words("yes", "no")
HANDRAIL = words("yes", "no", yes="both left right center")
RAMP = words("yes", "no", no="separate")
CONVEYING = words("no", "both", "forward", "backward", both="yes reversible")
TACTILE = words("yes", "limited", "no", yes="contrasted primitive", limited="partial", no="incorrect")
LIT = words(
    "yes", "limited", "no", yes="24/7 automatic sunset-sunrise", limited="interval operating_times", no="disused"
)
WHEELCHAIR = words("yes", "limited", "no", yes="designated")


class Note(NamedTuple):
    """A code that a value got, with its place."""

    code: str
    key: str
    raw: str


@dataclass
class Reading:
    """What the tags of one object say. `estimated` names the facts that only a class, a guess or a bound supports."""

    facts: dict[str, Value] = field(default_factory=dict)
    estimated: set[str] = field(default_factory=set)
    notes: list[Note] = field(default_factory=list)

    @property
    def sources(self) -> dict[str, str]:
        """Sources of facts that are not plainly what the map says."""
        return dict.fromkeys(sorted(self.estimated & self.facts.keys()), "class")

    def note(self, codes: Iterable[str], key: str, raw: str) -> None:
        self.notes.extend(Note(code, key, raw) for code in sorted(codes))

    def put(self, name: str, value: Value | None, *, estimated: bool = False) -> None:
        if value is None:
            return
        self.facts[name] = value
        (self.estimated.add if estimated else self.estimated.discard)(name)

    def take(self, tags: Tags, key: str, read: Words | Quantity) -> Parsed:
        """The parsed value of a tag, its codes noted; unknown if there is no such tag."""
        if key not in tags:
            return Parsed()
        parsed = read.parse(tags[key])
        self.note(parsed.codes, key, tags[key])
        return parsed

    def fact(self, name: str, tags: Tags, key: str, read: Words | Quantity) -> None:
        parsed = self.take(tags, key, read)
        self.put(name, parsed.value, estimated=parsed.estimated)

    def filled(self, other: Reading, *names: str) -> None:
        """Takes over what the other knows and this one does not; all facts, or only these."""
        for name in names or tuple(other.facts):
            if name in other.facts and name not in self.facts:
                self.put(name, other.facts[name], estimated=name in other.estimated)


def way(tags: Tags, kind: str) -> Reading:
    """The facts of a way of this kind (without its access)."""
    reading, tags = Reading(), of_walkers(tags, kind)
    if kind == "steps":
        _stairs(reading, tags)
    _slopes(reading, tags, kind)
    _width(reading, tags, WIDTH_M if kind in CARRIAGEWAYS else PATH_WIDTH_M)
    for name, key, read in SIMPLE:
        reading.fact(name, tags, key, read)
    headroom(reading, tags)
    tactile(reading, tags)
    return reading


WALKERS_OWN = ("surface", "smoothness", "width")


def of_walkers(tags: Tags, kind: str) -> Tags:
    """On a path that is divided between feet and bicycles, what is said of the walkers' part comes first."""
    prefix = "footway:"
    own = {key: tags[prefix + key] for key in WALKERS_OWN if prefix + key in tags and kind not in CARRIAGEWAYS}
    return {**tags, **own} if own else tags


SIMPLE: tuple[tuple[str, str, Words], ...] = (
    ("surface", "surface", SURFACE),
    ("smoothness", "smoothness", SMOOTH),
    ("tracktype", "tracktype", TRACK),
    ("conveying", "conveying", CONVEYING),
    ("lit", "lit", LIT),
    ("wheelchair", "wheelchair", WHEELCHAIR),
)


def tactile(reading: Reading, tags: Tags) -> None:
    reading.fact("tactile", tags, "tactile_paving", TACTILE)
    if "incorrect" in tags.get("tactile_paving", "").casefold():
        reading.put("tactile_incorrect", "yes")


def headroom(reading: Reading, tags: Tags) -> None:
    key = next((key for key in ("maxheight:physical", "maxheight") if key in tags), "")
    reading.fact("headroom_m", tags, key, HEADROOM_M)


def _slopes(reading: Reading, tags: Tags, kind: str) -> None:
    if "incline" in tags:
        found = slope(tags["incline"], sign_only=kind == "steps")
        reading.note(found.codes, "incline", tags["incline"])
        if kind != "steps" or found.size is None:  # of steps only the direction counts
            _put_slope(reading, found)
    if "incline:across" in tags:
        across = slope(tags["incline:across"])
        reading.note(across.codes, "incline:across", tags["incline:across"])
        reading.put("crossfall_pct", across.size, estimated=across.estimated)


def _put_slope(reading: Reading, found: Slope) -> None:
    reading.put("climb_pct", found.climb, estimated=found.estimated)
    reading.put("descent_pct", found.descent, estimated=found.estimated)


def _width(reading: Reading, tags: Tags, quantity: Quantity) -> None:
    width = reading.take(tags, "width", quantity)
    if width.value is None:
        width = reading.take(tags, "est_width", quantity)
        reading.put("width_m", width.value, estimated=True)
    else:
        reading.put("width_m", width.value, estimated=width.estimated)
    narrowest = reading.take(tags, "maxwidth:physical", quantity)
    if narrowest.value is not None and (width.value is None or float(narrowest.value) < float(width.value)):
        reading.put("width_m", narrowest.value, estimated=narrowest.estimated)


def _stairs(reading: Reading, tags: Tags) -> None:
    reading.fact("step_count", tags, "step_count", STEPS)
    _handrail(reading, tags)
    everything = reading.take(tags, "ramp", RAMP)
    for name in ("wheelchair", "stroller"):
        own = reading.take(tags, f"ramp:{name}", RAMP)
        if own.value == "yes" and everything.value == "no":
            reading.note(("contradiction",), f"ramp:{name}", tags[f"ramp:{name}"])
        said = own.value or ("no" if everything.value == "no" else None)
        reading.put(f"ramp_{name}", said)


def _handrail(reading: Reading, tags: Tags) -> None:
    """One side is enough; that there is none must be said of the whole, or of both sides."""
    whole = reading.take(tags, "handrail", HANDRAIL).value
    sides = {side: reading.take(tags, f"handrail:{side}", HANDRAIL).value for side in ("left", "right", "center")}
    if "yes" in sides.values() or whole == "yes":
        reading.put("handrail", "yes")
    elif whole == "no" or sides["left"] == sides["right"] == "no":
        reading.put("handrail", "no")


# ----------------------------------------------------------------------------------------------- sides of carriageways

SEPARATE_OR = {"yes": "yes", "separate": "separate", "no": "no", "none": "no"}
WHOLE_ROAD: Mapping[str, Mapping[str, str]] = {
    "left": {"left": "yes"},
    "right": {"right": "yes"},
    "both": {"left": "yes", "right": "yes"},
    "yes": {"unknown": "yes"},
    "separate": {"left": "separate", "right": "separate"},
    "no": {"left": "no", "right": "no"},
    "none": {"left": "no", "right": "no"},
}


@dataclass(frozen=True)
class Sidewalks:
    """What a carriageway says about its sides. `sides` are those that run beside it without a line of their own."""

    sides: tuple[str, ...] = ()
    present: str | None = None  # is there one: yes, no, None if nobody says
    notes: tuple[Note, ...] = ()


def sidewalks(tags: Tags) -> Sidewalks:
    said, notes = _whole_road(tags)
    for sides, key in ((("left", "right"), "both"), (("left",), "left"), (("right",), "right")):
        raw = tags.get(f"sidewalk:{key}")
        word = SEPARATE_OR.get(normal(raw)) if raw is not None else None
        if word:
            said |= dict.fromkeys(sides, word)
        elif raw is not None:
            notes.append(_not_understood(f"sidewalk:{key}", raw))
    if "yes" in (said.get("left"), said.get("right")):
        said.pop("unknown", None)
    beside = tuple(side for side in ("left", "right", "unknown") if said.get(side) == "yes")
    return Sidewalks(beside, _present(said), tuple(notes))


def _whole_road(tags: Tags) -> tuple[dict[str, str], list[Note]]:
    raw = tags.get("sidewalk")
    if raw is None:
        return {}, []
    found = [WHOLE_ROAD.get(part) for part in parts(raw)] or [None]
    said = {side: word for one in found for side, word in (one or {}).items()}
    return said, [_not_understood("sidewalk", raw)] if None in found else []


def _not_understood(key: str, raw: str) -> Note:
    empty = nothing(raw)
    return Note(next(iter(empty.codes)) if empty else "unknown_value", key, raw)


def _present(said: Mapping[str, str]) -> str | None:
    if {"yes", "separate"} & set(said.values()):
        return "yes"
    return "no" if said.get("left") == said.get("right") == "no" else None


def side_tags(tags: Tags, side: str) -> dict[str, str]:
    """The tags of one sidewalk under their plain keys: what is said of both sides, and over it what is said of this."""
    own: dict[str, str] = {}
    for prefix in ("sidewalk:both:", *((f"sidewalk:{side}:",) if side in SIDE_WORDS else ())):
        own |= {key.removeprefix(prefix): value for key, value in tags.items() if key.startswith(prefix)}
    return own


def side(tags: Tags, which: str, road: Reading) -> Reading:
    """The facts of a sidewalk without its own line; only slope and light are those of the road."""
    reading = way(side_tags(tags, which), "sidewalk")
    if not {"climb_pct", "descent_pct"} & reading.facts.keys():
        reading.filled(road, "climb_pct", "descent_pct")
    reading.filled(road, "lit")
    return reading
