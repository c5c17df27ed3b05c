"""Which ways people on foot may use, of which kind they are, and for whom they are open in which direction. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mapping.osm.path_tags import Note, Tags, Value
from mapping.osm.raw import PLATFORMS
from mapping.osm.tags import listed
from mapping.osm.values import normal, nothing, parts

# ----------------------------------------------------------------------------------------------------------- kinds

KIND_OF_HIGHWAY: Mapping[str, str] = {
    **dict.fromkeys(("footway", "corridor", "platform"), "footway"),
    **dict.fromkeys(("pedestrian", "living_street"), "shared"),
    **{kind: kind for kind in ("path", "track", "cycleway", "bridleway", "steps")},
    **dict.fromkeys(("residential", "service", "unclassified", "road", "tertiary", "tertiary_link"), "quiet"),
    **{f"{road}{link}": "busy" for road in ("secondary", "primary", "trunk") for link in ("", "_link")},
    "elevator": "lift",
}
KIND_OF_PART: Mapping[str, str] = {"sidewalk": "sidewalk", "crossing": "crossing", "traffic_island": "island"}
WITH_PARTS = ("footway", "path", "cycleway")
TOO_HARD = listed(
    "mountain_hiking demanding_mountain_hiking alpine_hiking demanding_alpine_hiking difficult_alpine_hiking"
)
NO_KERB_ROADS = frozenset({"track", "shared"})  # and service roads: nobody expects a kerb where they are crossed


def kind(tags: Tags) -> str | None:
    """The kind of an edge, None where nobody walks."""
    highway = tags.get("highway", "")
    if not highway:
        return "footway" if any(tags.get(key) == value for key, value in PLATFORMS) else None
    if tags.get("motorroad") == "yes" or (highway in ("path", "track") and tags.get("sac_scale") in TOO_HARD):
        return None
    if highway in WITH_PARTS:
        named = (KIND_OF_PART.get(tags.get(key, "")) for key in WITH_PARTS)
        if found := next((one for one in named if one), None):
            return found
    return KIND_OF_HIGHWAY.get(highway)


def is_under_construction(tags: Tags) -> bool:
    """A way that may be known from earlier, and is closed now."""
    return tags.get("highway") == "construction"


def is_area(tags: Tags) -> bool:
    """Whether a closed way is a place and not a path that comes back to its beginning."""
    if tags.get("area") == "no":
        return False
    platform = ("highway", "platform"), ("railway", "platform"), ("public_transport", "platform")
    return tags.get("area") == "yes" or any(tags.get(key) == value for key, value in platform)


# ---------------------------------------------------------------------------------------------------------- access

WORDS: Mapping[str, str] = {
    **dict.fromkeys(("yes", "designated", "permissive", "official", "public", "discouraged"), "open"),
    **dict.fromkeys(("private", "customers", "destination", "permit", "delivery", "residents"), "limited"),
    **dict.fromkeys(("no", "military", "forestry", "agricultural", "restricted", "emergency"), "access_no"),
    "use_sidepath": "use_sidepath",
}
WORST_FIRST = ("access_no", "use_sidepath", "limited", "open")
ASKED_FOR = frozenset({"cycleway", "bridleway"})  # ways on which people on foot have to be named
WELCOME = listed("yes designated permissive official public")


@dataclass
class Access:
    """Words of `attributes.ACCESS` along the way and against it. None: nobody says anything, so it is open."""

    forward: str | None = None
    backward: str | None = None
    discouraged: bool = False
    notes: list[Note] = field(default_factory=list)

    @property
    def facts(self) -> dict[str, Value]:
        found: dict[str, Value] = {}
        if self.forward:
            found["access_forward"] = self.forward
        if self.backward:
            found["access_backward"] = self.backward
        if self.discouraged:
            found["discouraged"] = "yes"
        return found

    @property
    def is_open(self) -> bool:
        """Anybody may go here in at least one direction."""
        return (self.forward or "open") == "open" or (self.backward or "open") == "open"

    @property
    def is_closed(self) -> bool:
        """Nobody may go here."""
        return not {self.forward or "open", self.backward or "open"} & {"open", "limited"}


def of_way(tags: Tags, kind: str) -> Access:
    found = Access()
    word = _word(found, tags, kind)
    found.forward = found.backward = word
    _directions(found, tags)
    return found


def of_node(tags: Tags) -> Access:
    """Access tags on a gate or another spot."""
    return of_way(tags, "")


def of_side(own: Tags, road: Tags) -> Access:
    """A sidewalk beside a carriageway: what is said of it, else what the road says of walkers.

    That walkers may not use the carriageway, or that strangers may not drive in, closes no sidewalk.
    """
    if not {"foot", "access"}.isdisjoint(own):
        return of_way(own, "")
    found = of_way({key: value for key, value in road.items() if key != "access"}, "")
    for name in ("forward", "backward"):
        if getattr(found, name) in ("access_no", "use_sidepath"):
            setattr(found, name, None)
    found.discouraged = False
    return found


def _word(found: Access, tags: Tags, kind: str) -> str | None:
    if tags.get("highway") in ASKED_FOR and kind:
        return _named(found, tags)
    if "foot" in tags and (word := _read(found, tags, "foot")):
        return word
    if kind == "sidewalk":
        return None
    return _read(found, tags, "access") if "access" in tags else None


def _named(found: Access, tags: Tags) -> str:
    """On a cycle track people on foot are strangers unless they are named."""
    raw = normal(tags.get("foot", ""))
    word = _read(found, tags, "foot") if raw else None
    found.discouraged = False
    if word == "open":
        return "open" if WELCOME.intersection(parts(raw)) else "access_no"
    return word or "access_no"


def _read(found: Access, tags: Tags, key: str) -> str | None:
    """The word of an access tag; None if the tag says nothing. What is not understood is open, and told."""
    raw = tags[key]
    if (empty := nothing(raw)) is not None:
        found.notes.extend(Note(code, key, raw) for code in sorted(empty.codes))
        return None
    named = parts(raw)
    if any(part not in WORDS for part in named):
        found.notes.append(Note("unknown_value", key, raw))
    words = {WORDS[part] for part in named if part in WORDS}
    found.discouraged |= "discouraged" in named
    return next((word for word in WORST_FIRST if word in words), "open")


def _directions(found: Access, tags: Tags) -> None:
    """`oneway:foot`, `foot:forward`, `foot:backward`."""
    oneway = normal(tags.get("oneway:foot", ""))
    closed = {"yes": "backward", "1": "backward", "true": "backward", "-1": "forward", "reverse": "forward"}.get(oneway)
    for name in ("forward", "backward"):
        word = _read(found, tags, f"foot:{name}") if f"foot:{name}" in tags else None
        if word:
            setattr(found, name, word)
    for name in ("forward", "backward"):
        other = found.backward if name == "forward" else found.forward
        shut = getattr(found, name) == "access_no" and (other or "open") in ("open", "limited")
        if (name == closed and not found.is_closed) or (shut and f"foot:{name}" in tags):
            setattr(found, name, "oneway_foot")


# ---------------------------------------------------------------------------------------------------------- limits

CONDITIONAL = ("foot", "access")


def limits(tags: Tags) -> str:
    """Conditional access and opening hours as written, one `key=value` a line."""
    keys = sorted(
        key
        for key in tags
        if key == "opening_hours" or (key.endswith(":conditional") and key.split(":")[0] in CONDITIONAL)
    )
    return "\n".join(f"{key}={tags[key]}" for key in keys)
