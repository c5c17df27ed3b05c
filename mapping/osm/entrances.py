"""Doors of buildings: nodes with `entrance=*`, and what is known of each. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from mapping.osm import spot_tags
from mapping.osm.elements import Element
from mapping.osm.path_tags import WHEELCHAIR, Reading, Tags, Value
from mapping.osm.stretches import NO_ENTRANCES
from mapping.osm.values import KERB_CM, OPENING_M, normal

WIDTH_KEYS = ("maxwidth:physical", "door:width", "width")
STEP_KEYS = ("step:height", "kerb:height", "entrance:step:height")
RAW = ("opening_hours", "door", "name", "ref", "level", "access")
BY_HAND = frozenset({"no", "none"})


@dataclass(frozen=True)
class Door:
    """`kind` is the value of the tag: main, yes, home, staircase, service …"""

    ref: str
    kind: str
    lon: float
    lat: float
    facts: dict[str, Value] = field(default_factory=dict)


def doors(elements: Iterable[Element]) -> list[Door]:
    """By their ids, so that the order of the file does not matter."""
    return sorted(_doors(elements), key=lambda door: int(door.ref.partition("/")[2]))


def _doors(elements: Iterable[Element]) -> Iterator[Door]:
    for one in elements:
        kind = normal(one.tags.get("entrance", "no"))
        if one.type == "node" and one.point is not None and kind and kind not in NO_ENTRANCES:
            yield Door(one.key, kind[:60], one.point.x, one.point.y, facts(one.tags))


def facts(tags: Tags) -> dict[str, Value]:
    """step_cm, width_m, wheelchair (yes, limited, no), automatic_door (yes, no) and raw texts; else unknown."""
    reading = Reading()
    reading.fact("step_cm", tags, _first(tags, STEP_KEYS), KERB_CM)
    if spot_tags.has_kerb(tags):
        reading.put("step_cm", spot_tags.kerb(tags).facts.get("kerb_cm"))
    reading.fact("width_m", tags, _first(tags, WIDTH_KEYS), OPENING_M)
    reading.fact("wheelchair", tags, "wheelchair", WHEELCHAIR)
    if automatic := normal(tags.get("automatic_door", "")):
        reading.put("automatic_door", "no" if automatic in BY_HAND else "yes")
    return reading.facts | {key: tags[key] for key in RAW if tags.get(key)}


def _first(tags: Tags, keys: Iterable[str]) -> str:
    return next((key for key in keys if key in tags), "")
