"""Kerbs that are mapped, kerbs that must be there, and what else is passed at a node. Pure."""

from __future__ import annotations

from mapping.osm import paths, spot_tags
from mapping.osm.ground import Arm, Ground, Place, Spot
from mapping.osm.path_tags import Note, Reading, way
from mapping.osm.stretches import day
from mapping.osm.tags import listed

NEAR_M = 10.0  # a kerb that is mapped so close along an arm is the kerb of this arm
KERB_AT_ROAD = listed("sidewalk footway path cycleway bridleway island")


# ---------------------------------------------------------------------------------------------------- mapped kerbs


def place_mapped(ground: Ground) -> None:
    """Every kerb on a node becomes one edge for each arm that passes it."""
    for place in ground.ordered():
        if place.kerb is not None:
            ground.note(place.kerb.notes, place.ref)
            _place_kerb(place, mapped(place, place.kerb))


def mapped(place: Place, reading: Reading) -> Spot:
    return Spot("kerb", reading, place.ref, paths.of_node(place.tags).facts, dated=day(place.node))


def _place_kerb(place: Place, spot: Spot) -> None:
    roads = [arm for arm in place.arms if arm.is_carriageway]
    crossings = [arm for arm in place.arms if arm.is_crossing]
    others = [
        arm for arm in place.arms if not arm.is_carriageway and not arm.is_crossing and not arm.path.access.is_closed
    ]
    if roads and (others or crossings) and (place.lies_on_road or not crossings):
        for arm in others:
            place.put(arm, spot)
    elif crossings and (others or roads):
        for arm in crossings:
            place.put(arm, spot)
    elif not (roads and place.is_crossing):  # the kerbs of a crossing on a bare road are those of its sides
        place.between(spot, [*roads, *crossings, *others] or place.arms)


def is_near(ground: Ground, arm: Arm, limit_m: float = NEAR_M) -> bool:
    """Whether a kerb is mapped along the arm, before it forks or meets a road."""
    seen, gone = set(), 0.0
    while not arm.path.is_area and arm.stretch not in seen:
        seen.add(arm.stretch)
        gone += arm.stretch.length_m
        place = ground.far(arm)
        if gone > limit_m or any(one.is_carriageway for one in place.arms):
            return False
        if place.kerb is not None:
            return True
        onward = [one for one in place.arms if one.ends != ((arm.stretch, 1 - arm.end),)]
        if len(onward) != 1:
            return False
        arm = onward[0]
    return False


# -------------------------------------------------------------------------------------------------- expected kerbs


def expect_at_roads(ground: Ground) -> None:
    """Where a footway meets a carriageway there is a kerb, also if nobody has mapped it."""
    for place in ground.ordered():
        if place.kerb is None and any(arm.has_kerbs for arm in place.arms):
            for arm in place.arms:
                if meets_kerb(arm) and not is_near(ground, arm):
                    place.put(arm, expected(place))


def meets_kerb(arm: Arm) -> bool:
    return arm.kind in KERB_AT_ROAD and not arm.path.access.is_closed


def expected(place: Place) -> Spot:
    """A kerb nobody knows anything about."""
    return Spot("kerb", Reading(), place.ref)


# ------------------------------------------------------------------------------------------- barriers, steps, lifts


def place_barriers(ground: Ground) -> None:
    for place in ground.ordered():
        for spot in _standing(place):
            ground.note(spot.reading.notes, place.ref)
            if spot.what == "lift":
                place.star(spot, place.arms)
            else:
                place.between(spot, place.arms)


def _standing(place: Place) -> list[Spot]:
    tags, found = place.tags, []
    access = paths.of_node(tags)
    words = spot_tags.barrier_words(tags)
    if tags.get("highway") == "elevator":
        found.append(Spot("lift", way(tags, "lift"), place.ref))
    if tags.get("barrier") == "step" or tags.get("highway") == "step":
        found.append(Spot("step", spot_tags.step(tags), place.ref))
    if words or spot_tags.is_narrow(tags):
        found.append(Spot("barrier", spot_tags.barrier(tags), place.ref, word=(words or ["narrow"])[0]))
    for spot in found:
        spot.access, spot.limits, spot.dated = access.facts, paths.limits(tags), day(place.node)
        spot.reading.notes.extend(access.notes)
    return found


PLAIN = frozenset({"barrier", "entrance", "door", "kerb", "highway", "curb", "kerb:height"})


def look_at_lines(ground: Ground, standing: dict[int, list[str]]) -> None:
    """Fences and walls that share a plain node with a path: whether one gets through is not mapped."""
    for node, refs in sorted(standing.items()):
        place = ground.places.get(node)
        tags = place.node.tags if place else ground.raw.nodes[node].tags
        if PLAIN.isdisjoint(tags):
            ground.note([Note("line_barrier_without_gate", "barrier", ", ".join(sorted(refs)))], f"node/{node}")
