"""Places to walk across: their outline, and straight ways between their entries. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

import shapely
from shapely import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from mapping.osm.ground import Ground, Place
from mapping.osm.path_tags import Note
from mapping.osm.raw import RawArea, RawNode, RawWay, Ring
from mapping.osm.stretches import EdgeName, Path, Stretch, is_entrance, measure, stretch

MOST_ENTRIES = 40
ACROSS = "across"


def straight_ways(ground: Ground) -> list[Stretch]:
    """Between all entries of an area that see each other."""
    found = [one for path in ground.paths if path.is_area for one in _across(path, ground)]
    measure(found)
    return found


def _across(path: Path, ground: Ground) -> Iterator[Stretch]:
    entries = sorted(_entries(path, ground))
    if len(entries) > MOST_ENTRIES:
        ground.note([Note("area_too_complex", "", str(len(entries)))], path.ref)
        return
    polygon = _polygon(path, ground)
    if polygon is None:
        return
    drawn = {frozenset((one.nodes[0], one.nodes[-1])) for one in ground.stretches if _is_straight(one, path)}
    pairs = [pair for pair in combinations(entries, 2) if frozenset(pair) not in drawn]
    nodes = ground.raw.nodes
    lines = [[(nodes[ref].lon, nodes[ref].lat) for ref in pair] for pair in pairs]
    shapely.prepare(polygon)
    for pair, line in zip(pairs, lines, strict=True):
        if polygon.covers(LineString(line)):
            yield stretch(path, pair, EdgeName(path.code, str(pair[0]), str(pair[1]), ACROSS), nodes)


def _is_straight(one: Stretch, path: Path) -> bool:
    return one.path is path and len(one.nodes) == 2


def _entries(path: Path, ground: Ground) -> Iterator[int]:
    """Nodes of the outline where another path comes in, and entrances."""
    for node in {ref for run in path.runs for ref in run}:
        place = ground.places.get(node)
        if place and (is_entrance(place.tags) or any(arm.path is not path for arm in place.arms)):
            yield node


def _polygon(path: Path, ground: Ground) -> BaseGeometry | None:
    """The area itself; None if its rings cross each other."""
    areas = {f"r{area.id}": area for area in ground.raw.areas}
    rings = _rings(areas[path.code]) if path.code in areas else [(path.runs[0], ())]
    shapes = [
        Polygon(_line(outer, ground.raw.nodes), [_line(hole, ground.raw.nodes) for hole in holes])
        for outer, holes in rings
        if len(outer) > 3
    ]
    whole: BaseGeometry = shapes[0] if len(shapes) == 1 else MultiPolygon(shapes)
    return whole if shapes and whole.is_valid else None


def _rings(area: RawArea) -> list[tuple[Ring, tuple[Ring, ...]]]:
    return [(outer, tuple(hole for hole in holes if len(hole) > 3)) for outer, holes in sorted(area.rings)]


def _line(ring: Ring, nodes: Mapping[int, RawNode]) -> list[tuple[float, float]]:
    return [(nodes[ref].lon, nodes[ref].lat) for ref in ring]


# ------------------------------------------------------------------------------------------- lifts drawn as an area


def lift_doors(way: RawWay, places: Mapping[int, Place]) -> list[Place]:
    """Where paths come to the walls of a lift."""
    return [places[ref] for ref in sorted(set(way.nodes)) if ref in places and places[ref].arms]


def middle(way: RawWay, nodes: Mapping[int, RawNode]) -> tuple[float, float]:
    there = [nodes[ref] for ref in sorted(set(way.nodes)) if ref in nodes]
    return sum(node.lon for node in there) / len(there), sum(node.lat for node in there) / len(there)
