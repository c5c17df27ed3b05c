"""A route cut into legs that can be told one by one: where name, kind or heading changes, and at every crossing. Pure.

Spots belong to the leg where one meets them: kerb, crossing and kerb are one crossing with its kerbs. Short bits of way
between are merged into the leg after them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from mapping.routing.attributes import SIDES
from mapping.routing.costs import ArcCosts
from mapping.routing.graph import Floats, Network, Value
from mapping.routing.paths import Line, Path
from mapping.routing.remarks import barrier_key
from mapping.routing.traveller import Traveller

BEND, TURN, SHARP = 25.0, 60.0, 140.0  # degrees
LOOK_M = 8.0  # a heading is that of the next metres, so that a wobble in the drawing is no turn
SHORT_M = 8.0
CROSSING_KINDS = frozenset({"crossing", "island"})
WAITED_AT = ("kerb", "wait")
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


@dataclass(frozen=True)
class Section:
    """A bit of a path that is of one make: a piece, or a part of a piece between two corners."""

    edge: int
    arc: int
    role: str  # way, crossing, kerb, steps, lift, barrier, join
    length_m: float
    duration_s: float
    first: int
    last: int


def legs_of(path: Path, line: Line, costs: ArcCosts, traveller: Traveller) -> list[Leg]:
    """Legs from the first coordinate to the last; their metres and seconds add up to those of the route."""
    shape = Shape.of(path.network.plane.metric(line.points))
    corners = corners_of(shape)
    sections = _sections(path, line, costs, traveller, shape, frozenset(corners))
    groups = _merged_short(path.network, _grouped(path.network, sections, corners), corners)
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

    def heading(self, index: int, *, back: bool = False) -> float | None:
        """Degrees from north of the next metres after a coordinate, or of the last ones before it; None at an end."""
        found = (self._behind if back else self._ahead)[index]
        return None if math.isnan(found) else found

    @cached_property
    def _ahead(self) -> list[float]:
        return self._headings(LOOK_M)

    @cached_property
    def _behind(self) -> list[float]:
        return self._headings(-LOOK_M)

    def _headings(self, look_m: float) -> list[float]:
        """Of every coordinate, NaN where there is nothing to look at."""
        east, north = (
            (np.interp(self.along + look_m, self.along, column) - column) * np.sign(look_m) for column in self.metric.T
        )
        degrees = np.degrees(np.arctan2(east, north)) % 360.0
        found: list[float] = np.where((east == 0) & (north == 0), np.nan, degrees).tolist()
        return found

    def turn(self, index: int, other: int | None = None) -> float:
        """The angle between where one comes from and where one goes (from `other`, if given); right is positive."""
        before, after = self.heading(index, back=True), self.heading(index if other is None else other)
        if before is None or after is None:
            return 0.0
        return (after - before + 180.0) % 360.0 - 180.0


def corners_of(shape: Shape) -> dict[int, float]:
    """Coordinates where the line turns by more than 25°, with the angle; of neighbouring ones the sharpest."""
    angles = {index: angle for index in range(1, len(shape.metric) - 1) if abs(angle := shape.turn(index)) > BEND}
    kept: dict[int, float] = {}
    for index in sorted(angles, key=lambda index: (-abs(angles[index]), index)):
        if all(abs(shape.along[index] - shape.along[other]) >= LOOK_M for other in kept):
            kept[index] = angles[index]
    return kept


def turn_word(angle: float) -> str:
    size, side = abs(angle), "right" if angle > 0 else "left"
    if size <= BEND:
        return "straight"
    return f"slight_{side}" if size <= TURN else side if size <= SHARP else f"sharp_{side}"


# -------------------------------------------------------------------------------------------------------- sections


def _sections(
    path: Path, line: Line, costs: ArcCosts, traveller: Traveller, shape: Shape, corners: frozenset[int]
) -> list[Section]:
    along = shape.along
    durations = path.durations_s(costs)
    crossed = _crossed(path)
    found = []
    for row, piece in enumerate(path.pieces):
        first, last = line.spans[row]
        role = crossed.get(row) or _role(path.network, piece.edge, traveller)
        stops = [first, *(index for index in range(first + 1, last) if role == "way" and index in corners), last]
        total = along[last] - along[first]
        for begin, end in pairwise(stops):
            share = (along[end] - along[begin]) / total if total > 0 else 1 / (len(stops) - 1)
            length_m, duration_s = float(path.lengths_m[row]) * share, float(durations[row]) * share
            found.append(Section(piece.edge, piece.arc, role, length_m, duration_s, begin, end))
    return found


def _crossed(path: Path) -> dict[int, str]:
    """Rows where a road is crossed that has no way drawn across it: from one wait to the next; with their roles.

    Whoever steps onto the carriageway and walks along it has not crossed it.
    """
    network = path.network
    kinds = [network.kind_word(piece.edge) for piece in path.pieces]
    waits = [
        kind in WAITED_AT and bool(network.facts["wait_share"][piece.edge] > 0)
        for kind, piece in zip(kinds, path.pieces, strict=True)
    ]
    rows = {row for pair in pairwise(range(len(waits))) if all(waits[row] for row in pair) for row in pair}
    return {row: "kerb" if kinds[row] == "kerb" else "crossing" for row in rows}


def _role(network: Network, edge: int, traveller: Traveller) -> str:
    kind = network.kind_word(edge)
    if kind in CROSSING_KINDS:
        return "crossing"
    if kind in ("step", "barrier"):
        return "barrier"
    if kind == "kerb":
        return "kerb" if _matters(network, edge, traveller) else "join"
    return "join" if kind == "wait" else kind if kind in ("steps", "lift", "join") else "way"


def _matters(network: Network, edge: int, traveller: Traveller) -> bool:
    """A kerb is worth a word to those who feel their way, and to those who have a limit for it unless it is level."""
    if traveller.word("kerb_edge") != "off":
        return True
    return traveller.number("max_kerb_cm") is not None and network.value("kerb_cm", edge) != 0


# ---------------------------------------------------------------------------------------------------------- groups

Group = list[Section]


def _grouped(network: Network, sections: Sequence[Section], corners: dict[int, float]) -> list[Group]:
    groups: list[Group] = []
    for section in sections:
        if groups and _continues(network, groups[-1], section, corners):
            groups[-1].append(section)
        else:
            groups.append([section])
    return _without_joins(groups)


def _continues(network: Network, group: Group, section: Section, corners: dict[int, float]) -> bool:
    roles = {other.role for other in group}
    if roles & {"crossing", "kerb"} and section.role in ("crossing", "kerb", "join"):
        return True
    if section.role == "crossing" and roles <= {"join"}:
        return True
    if section.role == "join" or section.role not in roles:
        return roles == {"join"} and section.role == "join"
    last = group[-1]
    if section.role == "barrier":
        return barrier_key(network, section.edge) == barrier_key(network, last.edge)
    same = _same_way(network, last.edge, section.edge)
    return same and (section.role != "way" or section.first not in corners)


def _same_way(network: Network, edge: int, other: int) -> bool:
    columns: tuple[Callable[[int], object], ...] = (
        lambda index: int(network.kind[index]),
        lambda index: int(network.name[index]),
        lambda index: int(network.side[index]),
    )
    return all(column(edge) == column(other) for column in columns)


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


def _merged_short(network: Network, groups: list[Group], corners: dict[int, float]) -> list[Group]:
    """Ways of a few metres join the way after them, else the way before; ways that only a join has parted are one."""
    found: list[Group] = []
    for group in groups:
        before = found[-1] if found else None
        both_ways = before is not None and _is_way(before) and _is_way(group)
        if before is not None and both_ways and (_is_short(before) or _is_one(network, before, group, corners)):
            found[-1] = [*before, *group]
        else:
            found.append(group)
    if len(found) > 1 and _is_way(found[-1]) and _is_way(found[-2]) and _is_short(found[-1]):
        found[-2:] = [[*found[-2], *found[-1]]]
    return found


def _is_one(network: Network, before: Group, group: Group, corners: dict[int, float]) -> bool:
    return (
        _same_way(network, _chief(network, before).edge, _chief(network, group).edge) and group[0].first not in corners
    )


def _is_way(group: Group) -> bool:
    return {section.role for section in group} <= {"way", "join"}


def _is_short(group: Group) -> bool:
    return sum(section.length_m for section in group) < SHORT_M


# ------------------------------------------------------------------------------------------------------------ legs


def _leg(network: Network, group: Group, shape: Shape, *, is_first: bool) -> Leg:
    chief = _chief(network, group)
    kind = "crossing" if _is_crossing(network, group) else network.kind_word(chief.edge)
    first, last = group[0].first, group[-1].last
    ahead = shape.heading(first)
    facts = {column: _word(network, group, column) if kind == "crossing" else None for column in CROSSING_FACTS}
    return Leg(
        kind=kind,
        name=network.texts[network.name[chief.edge]],
        word=network.texts[network.word[chief.edge]],
        turn=_turn(shape, (first, max(first, chief.first)), kind, is_first),
        heading=0.0 if ahead is None else ahead,
        distance_m=sum(section.length_m for section in group),
        duration_s=sum(section.duration_s for section in group),
        from_index=first,
        to_index=last,
        kerb_cm=_kerbs(network, group),
        side=SIDES[network.side[chief.edge]],
        surface=str(network.value("surface", chief.edge) or ""),
        steps=_steps(network, group),
        signals=facts["signals"],
        sound=facts["signals_sound"],
        tactile=facts["tactile"],
    )


def _chief(network: Network, group: Group) -> Section:
    """The section that gives the leg its name: the longest one that is no spot."""
    return max(group, key=lambda section: (network.kind_word(section.edge) not in SPOTS, section.length_m))


def _is_crossing(network: Network, group: Group) -> bool:
    """With a crossing in it, or from one kerb straight to another."""
    kerbs = {barrier_key(network, section.edge) for section in group if network.kind_word(section.edge) == "kerb"}
    roles = [section.role for section in group]
    return "crossing" in roles or ("kerb" in roles and len(kerbs) > 1)


def _turn(shape: Shape, between: tuple[int, int], kind: str, is_first: bool) -> str:
    """From the heading before a leg to that of its main part: a few metres aside are no turn."""
    if is_first:
        return "start"
    return "" if kind in SPOTS or kind in ("steps", "lift") else turn_word(shape.turn(*between))


def _kerbs(network: Network, group: Group) -> tuple[float | None, ...]:
    """Heights of the kerbs that one takes, each barrier once; level ones of a crossing too."""
    heights: dict[str, float | None] = {}
    for section in group:
        if network.kind_word(section.edge) in ("kerb", "step"):
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
