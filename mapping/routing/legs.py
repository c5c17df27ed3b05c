"""A route cut into legs that can be told one by one: where name, kind or heading changes, and at every crossing. Pure.

Spots belong to the leg where one meets them: kerb, crossing and kerb are one crossing with its kerbs. Short bits of way
between are merged into the leg after them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from mapping.routing.attributes import CARRIAGEWAYS, KINDS, SIDES
from mapping.routing.costs import ArcCosts
from mapping.routing.graph import Bools, Floats, Network, Value
from mapping.routing.paths import Line, Path
from mapping.routing.remarks import barrier_key
from mapping.routing.traveller import Traveller

BEND, TURN, SHARP = 25.0, 60.0, 140.0  # degrees
LOOK_M = 8.0  # a heading is that of the next metres, so that a wobble in the drawing is no turn
SHORT_M = 8.0
# What a kind of edge is in a route, if not a way; a kerb that nobody minds is a join, and so is a wait.
ROLES: Mapping[str, str] = MappingProxyType(
    {
        "crossing": "crossing",
        "island": "crossing",
        "wait": "join",
        "step": "barrier",
        "barrier": "barrier",
        "kerb": "kerb",
        "steps": "steps",
        "lift": "lift",
        "join": "join",
    }
)
# The same where one waits on both sides of a road that has no way drawn across it.
CROSSED: Mapping[str, str] = MappingProxyType({"kerb": "kerb", "wait": "crossing"})
WAITED_AT = [KINDS.index(kind) for kind in CROSSED]
ROADS = [KINDS.index(kind) for kind in sorted(CARRIAGEWAYS)]
CROSSING_FACTS = ("signals", "signals_sound", "tactile")
SPOTS = frozenset({"kerb", "join", "wait", "step", "barrier"})


@dataclass(frozen=True)
class Leg:
    """From one coordinate of the line to another. `turn` is how one enters it: start, straight, slight_left, left,
    sharp_left, slight_right, right, sharp_right; empty where one simply meets a kerb, a barrier, a lift or steps.

    `kerb_cm` are the heights of its kerbs in order, None for unknown ones. `heading` is in degrees from north.
    """

    kind: str
    name: str
    word: str
    turn: str
    heading: float
    distance_m: float
    duration_s: float
    from_index: int
    to_index: int
    kerb_cm: tuple[float | None, ...] = ()
    steps: float | None = None
    signals: bool | None = None
    sound: bool | None = None
    tactile: bool | None = None
    side: str = ""
    surface: str = ""


class Section(NamedTuple):
    """A bit of a path that is of one make: a piece, or a part of a piece between two corners."""

    edge: int
    kind: str
    way: tuple[int, int, int]  # kind, name and side: the same all along one way
    role: str  # way, crossing, kerb, steps, lift, barrier, join
    length_m: float
    duration_s: float
    first: int
    last: int


def legs_of(path: Path, line: Line, costs: ArcCosts, traveller: Traveller) -> list[Leg]:
    """Legs from the first coordinate to the last; their metres and seconds add up to those of the route."""
    shape = Shape.of(path.network.plane.metric(line.points))
    corners = corners_of(shape)
    sections = _sections(path, line, costs, traveller, shape, corners)
    groups = _merged_short(_grouped(path.network, sections, corners), corners)
    return [_leg(path.network, group, shape, is_first=not row) for row, group in enumerate(groups)]


# ------------------------------------------------------------------------------------------------------- headings


@dataclass(frozen=True)
class Shape:
    """A line in metres, and how far along each of its coordinates lies."""

    metric: Floats
    along: Floats

    @classmethod
    def of(cls, metric: Floats) -> Shape:
        return cls(metric, np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(metric, axis=0).T)))))

    @cached_property
    def metres(self) -> list[float]:
        """`along`, to be read one by one."""
        found: list[float] = self.along.tolist()
        return found

    def heading(self, index: int) -> float:
        """Degrees from north of the next metres after a coordinate, 0 at the end."""
        found = float(self._ahead[index])
        return 0.0 if math.isnan(found) else found

    @cached_property
    def _ahead(self) -> Floats:
        return self._headings(LOOK_M)

    @cached_property
    def _behind(self) -> Floats:
        """Of the last metres before each coordinate."""
        return self._headings(-LOOK_M)

    def _headings(self, look_m: float) -> Floats:
        """Of every coordinate, NaN where there is nothing to look at."""
        east, north = (
            (np.interp(self.along + look_m, self.along, column) - column) * np.sign(look_m) for column in self.metric.T
        )
        return np.where((east == 0) & (north == 0), np.nan, np.degrees(np.arctan2(east, north)) % 360.0)

    @cached_property
    def turns(self) -> Floats:
        """At every coordinate the angle between where one comes from and where one goes; right is positive."""
        return np.nan_to_num((self._ahead - self._behind + 180.0) % 360.0 - 180.0)

    def turn(self, index: int, other: int) -> float:
        """The same from where one comes from at one coordinate to where one goes at another."""
        found = (float(self._ahead[other]) - float(self._behind[index]) + 180.0) % 360.0 - 180.0
        return 0.0 if math.isnan(found) else found


def corners_of(shape: Shape) -> frozenset[int]:
    """Coordinates where the line turns by more than 25°; of neighbouring ones the sharpest."""
    size = np.abs(shape.turns)
    sharp = 1 + np.flatnonzero(size[1:-1] > BEND)
    kept: list[int] = []
    for index in sharp[np.argsort(-size[sharp], kind="stable")].tolist():
        if all(abs(shape.metres[index] - shape.metres[other]) >= LOOK_M for other in kept):
            kept.append(index)
    return frozenset(kept)


def turn_word(angle: float) -> str:
    size, side = abs(angle), "right" if angle > 0 else "left"
    if size <= BEND:
        return "straight"
    return f"slight_{side}" if size <= TURN else side if size <= SHARP else f"sharp_{side}"


# -------------------------------------------------------------------------------------------------------- sections


def _sections(
    path: Path, line: Line, costs: ArcCosts, traveller: Traveller, shape: Shape, corners: frozenset[int]
) -> list[Section]:
    network, edges = path.network, path.edges
    ways = zip(*(column[edges].tolist() for column in (network.kind, network.name, network.side)), strict=True)
    figures = zip(path.lengths_m.tolist(), path.durations_s(costs).tolist(), _crossed(path).tolist(), strict=True)
    along, found = shape.metres, []
    for edge, way, (first, last), (length_m, duration_s, is_crossed) in zip(
        edges.tolist(), ways, line.spans, figures, strict=True
    ):
        kind = KINDS[way[0]]
        role = CROSSED[kind] if is_crossed else ROLES.get(kind, "way")
        if role == "kerb" and not is_crossed and not _matters(network, edge, traveller):
            role = "join"
        stops = [first, *(index for index in range(first + 1, last) if role == "way" and index in corners), last]
        total = along[last] - along[first]
        for begin, end in pairwise(stops):
            share = (along[end] - along[begin]) / total if total > 0 else 1 / (len(stops) - 1)
            found.append(Section(edge, kind, way, role, length_m * share, duration_s * share, begin, end))
    return found


def _crossed(path: Path) -> Bools:
    """Where a road is crossed that has no way drawn across it: from one wait to the next.

    Whoever steps onto the carriageway and walks along it has not crossed it, even if that takes two waits: over the
    kerb of a sidewalk to a crossing that is drawn there, and from its middle onto the road.
    """
    network, edges = path.network, path.edges
    waits = np.isin(network.kind[edges], WAITED_AT) & (network.facts["wait_share"][edges] > 0)
    pairs = waits[1:] & waits[:-1]
    road = np.isin(network.kind[edges], ROADS)
    pairs[:-1] &= ~road[2:]
    pairs[1:] &= ~road[:-2]
    crossed = np.zeros(len(waits), dtype=bool)
    crossed[1:] |= pairs
    crossed[:-1] |= pairs
    return crossed


def _matters(network: Network, edge: int, traveller: Traveller) -> bool:
    """A kerb is worth a word to those who feel their way, and to those who have a limit for it unless it is level."""
    if traveller.word("kerb_edge") != "off":
        return True
    return traveller.number("max_kerb_cm") is not None and network.value("kerb_cm", edge) != 0


# ---------------------------------------------------------------------------------------------------------- groups

Group = list[Section]


def _grouped(network: Network, sections: Sequence[Section], corners: frozenset[int]) -> list[Group]:
    groups: list[Group] = []
    roles: set[str] = set()  # of the last group
    for section in sections:
        if groups and _continues(network, groups[-1][-1], roles, section, corners):
            groups[-1].append(section)
            roles.add(section.role)
        else:
            groups.append([section])
            roles = {section.role}
    return _without_joins(groups)


def _continues(network: Network, last: Section, roles: set[str], section: Section, corners: frozenset[int]) -> bool:
    """Whether a section belongs to the group with these roles that ends with `last`."""
    if section.role in ("crossing", "kerb", "join") and not roles.isdisjoint(("crossing", "kerb")):
        return True
    if section.role == "crossing" and roles <= {"join"}:
        return True
    if section.role == "join" or section.role not in roles:
        return roles == {"join"} and section.role == "join"
    if section.role == "barrier":
        return barrier_key(network, section.edge) == barrier_key(network, last.edge)
    return section.way == last.way and (section.role != "way" or section.first not in corners)


def _without_joins(groups: list[Group]) -> list[Group]:
    """Joins and kerbs that nobody minds belong to the leg after them, at the end to the one before; what they have
    parted is put together again by `_merged_short`."""
    found: list[Group] = []
    waiting: Group = []
    for group in groups:
        if {section.role for section in group} == {"join"}:
            waiting += group
            continue
        found.append([*waiting, *group])
        waiting = []
    if waiting and not found:
        return [waiting]
    if waiting:
        found[-1] += waiting
    return found


def _merged_short(groups: list[Group], corners: frozenset[int]) -> list[Group]:
    """Ways of a few metres join the way after them, else the way before; ways that only a join has parted are one."""
    found: list[Group] = []
    for group in groups:
        before = found[-1] if found else None
        both_ways = before is not None and _is_way(before) and _is_way(group)
        if before is not None and both_ways and (_is_short(before) or _is_one(before, group, corners)):
            found[-1] = [*before, *group]
        else:
            found.append(group)
    if len(found) > 1 and _is_way(found[-1]) and _is_way(found[-2]) and _is_short(found[-1]):
        found[-2:] = [[*found[-2], *found[-1]]]
    return found


def _is_one(before: Group, group: Group, corners: frozenset[int]) -> bool:
    return group[0].first not in corners and _chief(before).way == _chief(group).way


def _is_way(group: Group) -> bool:
    return {section.role for section in group} <= {"way", "join"}


def _is_short(group: Group) -> bool:
    return sum(section.length_m for section in group) < SHORT_M


# ------------------------------------------------------------------------------------------------------------ legs


def _leg(network: Network, group: Group, shape: Shape, *, is_first: bool) -> Leg:
    chief = _chief(group)
    kind = "crossing" if _is_crossing(network, group) else chief.kind
    first, last = group[0].first, group[-1].last
    facts = {column: _word(network, group, column) if kind == "crossing" else None for column in CROSSING_FACTS}
    return Leg(
        kind=kind,
        name=network.texts[chief.way[1]],
        word=network.texts[network.word[chief.edge]],
        turn=_turn(shape, (first, max(first, chief.first)), kind, is_first),
        heading=shape.heading(first),
        distance_m=sum(section.length_m for section in group),
        duration_s=sum(section.duration_s for section in group),
        from_index=first,
        to_index=last,
        kerb_cm=_kerbs(network, group),
        side=SIDES[chief.way[2]],
        surface=str(network.value("surface", chief.edge) or ""),
        steps=_steps(network, group),
        signals=facts["signals"],
        sound=facts["signals_sound"],
        tactile=facts["tactile"],
    )


def _chief(group: Group) -> Section:
    """The section that gives the leg its name: the longest one that is no spot."""
    return max(group, key=lambda section: (section.kind not in SPOTS, section.length_m))


def _is_crossing(network: Network, group: Group) -> bool:
    """With a crossing in it, or from one kerb straight to another."""
    roles = {section.role for section in group}
    kerbs = (barrier_key(network, section.edge) for section in group if section.kind == "kerb")
    return "crossing" in roles or ("kerb" in roles and len(set(kerbs)) > 1)


def _turn(shape: Shape, between: tuple[int, int], kind: str, is_first: bool) -> str:
    """From the heading before a leg to that of its main part: a few metres aside are no turn."""
    if is_first:
        return "start"
    return "" if kind in SPOTS or kind in ("steps", "lift") else turn_word(shape.turn(*between))


def _kerbs(network: Network, group: Group) -> tuple[float | None, ...]:
    """Heights of the kerbs that one takes, each barrier once; level ones of a crossing too."""
    heights: dict[str, float | None] = {}
    for section in group:
        if section.kind in ("kerb", "step"):
            height = network.value("kerb_cm", section.edge)
            heights[barrier_key(network, section.edge)] = None if height is None else float(height)
    return tuple(heights.values())


def _steps(network: Network, group: Group) -> float | None:
    """How many steps, as far as the whole flight is on the route; None if there are none or nobody knows."""
    edges = {section.edge for section in group if section.role == "steps"}
    counts = [network.value("step_count", edge) for edge in sorted(edges)]
    known = [float(count) for count in counts if count is not None]
    return sum(known) if known and len(known) == len(counts) else None


def _word(network: Network, group: Group, column: str) -> bool | None:
    """Whether somewhere in the group it is so; no if all that is known says no, None if nobody knows."""
    words: set[Value] = {value for section in group if (value := network.value(column, section.edge)) is not None}
    return True if "yes" in words else False if words else None
