"""Benches and toilets: where on the network one finds them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from mapping.osm.geodesy import lengths
from mapping.osm.raw import RawPlace
from mapping.osm.spot_tags import is_seat, is_toilet, seat
from mapping.osm.stretches import EdgeName
from mapping.routing.attributes import CARRIAGEWAYS, SEATS
from mapping.routing.graph import Edge, Plane, Vertex

SEAT_M, TOILET_M = 15.0, 30.0  # how far from a path something may stand and still be at it
AT_END_M = 0.1
SAME_M = 0.05  # two paths that are as close as this are equally close
WHERE = frozenset({"sidewalk", "island", "footway", "shared", "path", "track", "cycleway", "bridleway", "quiet"})

Lines = NDArray[np.object_]


@dataclass(frozen=True)
class _Find:
    """A bench or a toilet at a path: how many metres after its beginning."""

    edge: int
    at_m: float
    ref: str
    seat: bool
    toilet: bool
    has: Mapping[str, str]  # of a bench, by SEATS: yes or no


def snapped(
    vertices: Mapping[str, Vertex], edges: Sequence[Edge], names: Mapping[str, EdgeName], places: Iterable[RawPlace]
) -> tuple[list[Vertex], list[Edge]]:
    """The network with a vertex for every bench and toilet; their edges are split there."""
    known = dict(vertices)
    open_edges = [index for index, edge in enumerate(edges) if _is_open(edge)]
    if not open_edges:
        return list(known.values()), list(edges)
    plane = Plane(*np.mean([edges[index].line[0] for index in open_edges], axis=0))
    lines = np.array([shapely.LineString(plane.metric(np.array(edges[index].line))) for index in open_edges])
    by_edge: dict[int, list[_Find]] = {}
    for find in _finds(sorted(places, key=lambda place: place.ref), edges, open_edges, lines, plane):
        by_edge.setdefault(find.edge, []).append(find)
    rows = {index: row for row, index in enumerate(open_edges)}
    found: list[Edge] = []
    for index, edge in enumerate(edges):
        if index in by_edge:
            finds = sorted(by_edge[index], key=lambda find: (find.at_m, find.ref))
            found.extend(_split(edge, names[edge.key], lines[rows[index]], finds, known, plane))
        else:
            found.append(edge)
    return list(known.values()), found


def _is_open(edge: Edge) -> bool:
    directions = (edge.facts.get("access_forward", "open"), edge.facts.get("access_backward", "open"))
    return edge.kind in WHERE and "open" in directions and edge.length_m > 0


def _finds(
    places: Sequence[RawPlace], edges: Sequence[Edge], open_edges: Sequence[int], lines: Lines, plane: Plane
) -> Iterator[_Find]:
    tree = shapely.STRtree(lines)
    for place in places:
        sits, toilet = is_seat(place.tags), is_toilet(place.tags)
        if not (sits or toilet):
            continue
        spot = shapely.Point(plane.metric(np.array([place.lon, place.lat])))
        rows = tree.query(spot, predicate="dwithin", distance=TOILET_M if toilet else SEAT_M)
        if len(rows):
            row = min(rows, key=lambda row: _rank(spot, lines[row], edges[open_edges[row]]))
            has = {name: str(value) for name, value in seat(place.tags).facts.items() if sits and name in SEATS}
            yield _Find(open_edges[row], float(lines[row].project(spot)), place.ref, sits, toilet, has)


def _rank(spot: shapely.Point, line: Any, edge: Edge) -> tuple[float, int, str]:
    """The nearest first; of a road and its sidewalks, which share one line, the sidewalk on the side of the bench."""
    near = round(spot.distance(line) / SAME_M)
    if edge.kind in CARRIAGEWAYS:
        return near, 2, edge.key
    return near, int(bool(edge.side) and edge.side != _side(spot, line)), edge.key


def _side(spot: shapely.Point, line: shapely.LineString) -> str:
    """On which side of the line the spot lies."""
    at = line.project(spot)
    before, after = line.interpolate(max(0.0, at - 0.5)), line.interpolate(min(line.length, at + 0.5))
    turn = (after.x - before.x) * (spot.y - before.y) - (after.y - before.y) * (spot.x - before.x)
    return "left" if turn > 0 else "right"


def _split(
    edge: Edge,
    name: EdgeName,
    line: shapely.LineString,
    finds: Sequence[_Find],
    vertices: dict[str, Vertex],
    plane: Plane,
) -> list[Edge]:
    """The edge in pieces; what stands at one of its ends, or where another one stands, shares the vertex."""
    stops: list[tuple[float, str]] = [(0.0, edge.tail)]
    for find in finds:
        key = _stop(find, edge, line.length, stops)
        if key not in vertices:
            lon, lat = plane.degrees(np.array(line.interpolate(find.at_m).coords[0]))
            vertices[key] = Vertex(key, float(lon), float(lat))
            stops.append((find.at_m, key))
        vertices[key] = _with(vertices[key], find)
    return [edge] if len(stops) == 1 else list(_pieces(edge, name, line, [*stops, (line.length, edge.head)], vertices))


def _with(vertex: Vertex, find: _Find) -> Vertex:
    """What one finds at the vertex now. Of two benches that stand together one may choose."""
    if not find.seat:
        return replace(vertex, toilet=vertex.toilet or find.toilet)
    words: dict[str, Any] = {name: find.has.get(name, "") for name in SEATS}
    if vertex.seat:
        words = {name: _better(getattr(vertex, name), word) for name, word in words.items()}
    return replace(vertex, seat=True, toilet=vertex.toilet or find.toilet, **words)


def _better(one: str, other: str) -> str:
    """Yes if one of them has it, no if neither has, else nobody knows."""
    return "yes" if "yes" in (one, other) else one if one == other else ""


def _stop(find: _Find, edge: Edge, length_m: float, stops: Sequence[tuple[float, str]]) -> str:
    if find.at_m - stops[-1][0] < AT_END_M:
        return stops[-1][1]
    return edge.head if length_m - find.at_m < AT_END_M else f"s{find.ref.replace('/', '')}"


def _pieces(
    edge: Edge,
    name: EdgeName,
    line: shapely.LineString,
    stops: Sequence[tuple[float, str]],
    vertices: Mapping[str, Vertex],
) -> Iterator[Edge]:
    at_m = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(np.array(line.coords), axis=0).T))))
    labels = [name.begin, *(key for _, key in stops[1:-1]), name.end]
    parts = []
    for (start, tail), (end, head) in pairwise(stops):
        inside = [edge.line[row] for row in range(1, len(at_m) - 1) if start < at_m[row] < end]
        begin = edge.line[0] if start == 0.0 else (vertices[tail].lon, vertices[tail].lat)
        finish = edge.line[-1] if end == line.length else (vertices[head].lon, vertices[head].lat)
        parts.append((begin, *inside, finish))
    metres = lengths(parts)
    for number, part in enumerate(parts):
        key = name._replace(begin=labels[number], end=labels[number + 1]).key
        yield replace(
            edge, key=key, tail=stops[number][1], head=stops[number + 1][1], line=part, length_m=float(metres[number])
        )
