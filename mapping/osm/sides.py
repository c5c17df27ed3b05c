"""Sidewalks that have no line of their own: edges beside the carriageway, joined at corners, left over kerbs. Pure.

At a node the carriageways part the ground into corners. What lies in one corner belongs together: the sidewalks of the
two roads beside it are one, and footways that come in there reach them without a kerb. Service roads and tracks part
nothing; a sidewalk goes on across them. Steps over to the road lead over a kerb of the sidewalk's own.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from mapping.osm import path_tags, paths, spot_tags
from mapping.osm.crossings import waits
from mapping.osm.ground import Arm, Place, Spot
from mapping.osm.path_tags import Reading, Tags, Value
from mapping.osm.stretches import Path, Stretch, day

LEFT, RIGHT, UNKNOWN = "left", "right", "unknown"
TURNED = {LEFT: RIGHT, RIGHT: LEFT, UNKNOWN: UNKNOWN}


@dataclass(frozen=True)
class SideArm:
    """The end of a sidewalk beside a carriageway."""

    arm: Arm
    side: str

    @property
    def key(self) -> str:
        return f"{self.arm.key}:{self.side}"


@dataclass(eq=False)
class Group:
    """Ends of sidewalks that are one vertex, and what else lies in their corner."""

    members: list[SideArm]
    walked: list[Arm] = field(default_factory=list)
    level: list[Arm] = field(default_factory=list)  # ways that are crossed without a kerb

    def vertex(self, place: Place) -> str:
        return f"{place.hub}:side:{min(member.key for member in self.members)}"


@dataclass(eq=False)
class Sides:
    """What the sidewalks at one place become. `vertices` by the key of the side arm: where its edge ends."""

    groups: list[Group]
    kerbs: list[tuple[Group, str, Spot]] = field(default_factory=list)  # from the group to the road; key of the arm
    gates: list[tuple[Group, SideArm, Spot]] = field(default_factory=list)  # between the group and its member
    joins: list[tuple[Group, str, str]] = field(default_factory=list)  # to another vertex; key of what is joined

    def gate_of(self, key: str) -> Spot | None:
        return next((spot for _, member, spot in self.gates if member.key == key), None)


def side_stretch(stretch: Stretch, side: str) -> Stretch:
    """The sidewalk beside a stretch of carriageway."""
    path = stretch.path
    own = path_tags.side_tags(path.tags, side)
    reading = path_tags.side(path.tags, side, path.reading)
    facts: dict[str, Value] = reading.facts | paths.of_side(own, path.tags).facts
    return replace(
        stretch, name=stretch.name._replace(side=side), facts=facts, sources=reading.sources, word="", share=1.0
    )


def notes(path: Path) -> Iterator[path_tags.Note]:
    """What was odd in the tags of the sides."""
    for side in path.sides:
        own = path_tags.side_tags(path.tags, side)
        yield from path_tags.way(own, "sidewalk").notes
        yield from paths.of_side(own, path.tags).notes
        yield from spot_tags.kerb(own).notes if spot_tags.has_kerb(own) else ()


def sides_at(place: Place) -> Sides | None:
    """None where no sidewalk ends."""
    major = [arm for arm in place.arms if arm.is_carriageway and (arm.path.sides or not arm.path.is_service)]
    if not any(arm.path.sides for arm in major):
        return None
    major.sort(key=lambda arm: (bearing(arm), arm.key))
    sides = Sides(_groups(place, major))
    _leave(place, major, sides)
    _bar(place, sides)
    return sides


# --------------------------------------------------------------------------------------------------------- corners


def bearing(arm: Arm) -> float:
    """Direction in which the arm leaves its node, radians against the clock from east."""
    line = arm.stretch.line if arm.end == 0 else arm.stretch.line[::-1]
    lon, lat = line[0]
    east, north = next(((x - lon, y - lat) for x, y in line[1:] if (x, y) != (lon, lat)), (1.0, 0.0))
    return math.atan2(north, east * math.cos(math.radians(lat)))


def outward(arm: Arm, side: str) -> str:
    """The side of the way that is on this side when one looks out along the arm."""
    return side if arm.end == 0 else TURNED[side]


def _groups(place: Place, major: list[Arm]) -> list[Group]:
    """One group a corner; sidewalks of a road that ends here, or on nobody knows which side, are alone."""
    groups = []
    if len(major) > 1:
        for arm, following in zip(major, [*major[1:], *major[:1]], strict=True):
            members = [*_member(arm, outward(arm, LEFT)), *_member(following, outward(following, RIGHT))]
            if members:
                inside = [one for one in place.arms if one not in major and _lies_between(one, arm, following)]
                walked = [one for one in inside if one.is_walked]
                groups.append(Group(members, walked, [one for one in inside if one.is_road and not _is_closed(one)]))
    else:
        groups += [Group(_member(major[0], side)) for side in (LEFT, RIGHT) if side in major[0].path.sides]
    unknown = [member for arm in major for member in _member(arm, UNKNOWN)]
    if len(major) == len(unknown) == 2:
        groups.append(Group(unknown))
    else:
        groups += [Group([member]) for member in unknown]
    return groups


def _member(arm: Arm, side: str) -> list[SideArm]:
    return [SideArm(arm, side)] if side in arm.path.sides else []


def _is_closed(arm: Arm) -> bool:
    return arm.path.access.is_closed


def _lies_between(arm: Arm, first: Arm, second: Arm) -> bool:
    """Whether one meets the arm when turning against the clock from the first to the second."""
    full = 2 * math.pi
    gap = (bearing(second) - bearing(first)) % full or full
    return 0 < (bearing(arm) - bearing(first)) % full < gap


# ------------------------------------------------------------------------------------------ to the road and to paths


def _leave(place: Place, major: list[Arm], sides: Sides) -> None:
    roads = [arm for arm in place.arms if arm.is_carriageway]
    for group in sides.groups:
        reached = [arm for arm in group.walked if _is_behind_kerb(place, arm)]
        for arm in reached:
            sides.joins.append((group, place.outermost(arm), arm.key))
        for arm in group.level[:1]:
            sides.joins.append((group, place.outermost(arm), arm.key))
        passes_on = len(major) == 2 and len(group.members) == 2
        opposite = not reached and any(not arm.is_carriageway and not _is_closed(arm) for arm in place.arms)
        stays = passes_on and len(roads) == 2 and not place.is_crossing and not opposite
        if not stays and not group.level:
            sides.kerbs.extend(_kerbs(place, group, reached))


def _is_behind_kerb(place: Place, arm: Arm) -> bool:
    """Whether the arm begins behind a kerb of its own, where the sidewalk is; else its kerb is further out."""
    return any(spot.what == "kerb" for spot in place.spots.get(arm.key, ()))


def _kerbs(place: Place, group: Group, reached: list[Arm]) -> Iterator[tuple[Group, str, Spot]]:
    """One for each way, or less where they are alike; none where a footway's kerb already leads to the road."""
    plain = not place.is_crossing and sum(arm.is_carriageway for arm in place.arms) < 3
    if reached and plain:
        return
    seen = []
    for member in sorted(group.members, key=lambda member: member.key):
        spot = _kerb(place, member)
        if spot.reading.facts not in seen:
            seen.append(spot.reading.facts)
            yield group, member.key, spot


def _kerb(place: Place, member: SideArm) -> Spot:
    path = member.arm.path
    own = _kerb_tags(place, member)
    if spot_tags.has_kerb(own):
        spot = Spot("kerb", spot_tags.kerb(own), path.ref, dated=path.dated)
    elif place.kerb is not None:
        spot = Spot("kerb", place.kerb, place.ref, dated=day(place.node))
    else:
        spot = Spot("kerb", Reading(), place.ref)
    is_bare = place.is_crossing and not any(arm.is_crossing for arm in place.arms)
    return waits(spot, place, busy=path.kind == "busy") if is_bare or member.arm.has_kerbs else spot


KERB_TAGS = ("kerb", "kerb:height", "curb", "curb:height")


def _kerb_tags(place: Place, member: SideArm) -> Tags:
    """`sidewalk:left:kerb`; at the ends of the way `sidewalk:left:kerb:start` and `:end` know better."""
    path = member.arm.path
    own = path_tags.side_tags(path.tags, member.side)
    found = {key: own[key] for key in KERB_TAGS if key in own}
    for word, end in (("start", path.runs[0][0]), ("end", path.runs[-1][-1])):
        there = {key: own[f"{key}:{word}"] for key in KERB_TAGS if f"{key}:{word}" in own}
        if there and place.node.id == end and end not in path.cut and member.arm.end == (word == "end"):
            return there
    return found


# --------------------------------------------------------------------------------------------------------- barriers


def _bar(place: Place, sides: Sides) -> None:
    """What stands across the whole road stands across its sidewalks: half of it before, half of it behind the node."""
    spot = next((one for spots in place.spots.values() for one in spots if one.what == "barrier"), None)
    words = spot_tags.barrier_words(place.tags)
    if spot is None or not words or spot_tags.NOT_FOR_SIDES.issuperset(words):
        return
    for group in sides.groups:
        for member in group.members:
            half = replace(spot, group=f"{group.vertex(place)}:barrier", share=0.5)
            sides.gates.append((group, member, half))
