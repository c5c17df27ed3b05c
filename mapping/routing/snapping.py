"""From a point on the ground to the network: the foot on the nearest way that the traveller may use. Pure.

Nobody starts on a kerb, on steps or in a lift. Ways side by side (a road and its two pavements drawn as one line) are
taken together, so that the search decides between them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from mapping.routing.graph import Bools, Floats, Ints, Network
from mapping.routing.search import Seeds
from mapping.routing.weights import Weights

NEAR_M = 50.0
FAR_M = 150.0  # tried once where nothing is near, and said so
TOGETHER_M = 0.5
SAME_SPOT_M = 0.1  # closer to a vertex than that is at the vertex
NEVER = ("steps", "lift")

Degrees = tuple[float, float]  # longitude, latitude


@dataclass(frozen=True)
class Foot:
    """A point on one edge: `fraction` of its length from the tail."""

    edge: int
    fraction: float


@dataclass(frozen=True)
class Snap:
    """Where a traveller enters or leaves the network; several feet stand side by side."""

    asked: Degrees
    at: Degrees
    distance_m: float
    feet: tuple[Foot, ...]

    @property
    def is_far(self) -> bool:
        return self.distance_m > NEAR_M


@dataclass(frozen=True)
class Ground:
    """The index of all edges one may stand on; one per network."""

    network: Network
    edges: NDArray[np.intp] = field(init=False)
    tree: STRtree = field(init=False)

    def __post_init__(self) -> None:
        standing = ~self.network.is_point & ~self.network.is_kind(*NEVER)
        object.__setattr__(self, "edges", np.flatnonzero(standing))
        object.__setattr__(self, "tree", STRtree(self.network.lines[self.edges]))

    def near(self, points: Sequence[Degrees], usable: Bools, radius_m: float) -> Near:
        """Usable edges (mask over e) within the radius of each point, nearest first, then in canonical order."""
        metric = self.network.plane.metric(np.array(points, dtype=np.float64).reshape(-1, 2))
        spots = np.asarray(shapely.points(metric), dtype=object)
        owner, row = self.tree.query(spots, predicate="dwithin", distance=radius_m)
        edge = self.edges[row]
        kept = usable[edge]
        owner, edge = owner[kept], edge[kept]
        distance = np.asarray(shapely.distance(spots[owner], self.network.lines[edge]), dtype=np.float64)
        order = np.lexsort((edge, distance, owner))
        return Near(spots, owner[order], edge[order], distance[order])


@dataclass(frozen=True)
class Near:
    """Candidates: `owner` is the number of the point, sorted; beside it the edge and its distance."""

    spots: NDArray[np.object_]
    owner: NDArray[np.intp]
    edge: NDArray[np.intp]
    distance_m: Floats


def snap(ground: Ground, usable: Bools, point: Degrees, part: Ints | None = None) -> list[Snap]:
    """Ways into the network near a point, nearest first; one per part of the network if `part` (per vertex) is given.

    What lies beside the very nearest way is taken with it, whatever part it belongs to. Empty if there is no usable way
    within `FAR_M`.
    """
    for radius_m in (NEAR_M, FAR_M):
        near = ground.near([point], usable, radius_m)
        if len(near.edge):
            return _snaps(ground.network, near, point, part)
    return []


def _snaps(network: Network, near: Near, point: Degrees, part: Ints | None) -> list[Snap]:
    distance = near.distance_m.tolist()
    labels = np.zeros(len(near.edge), dtype=int) if part is None else part[network.tail[near.edge]]
    groups = _side_by_side(labels.tolist(), distance)
    feet = iter(_feet(network, near.edge[list(chain.from_iterable(groups))], near.spots[0]))
    found = [(distance[rows[0]], tuple(islice(feet, len(rows)))) for rows in groups]
    places = positions(network, [beside[0] for _, beside in found])
    return [Snap(point, at, distance_m, beside) for at, (distance_m, beside) in zip(places, found, strict=True)]


def _side_by_side(labels: Sequence[int], distance_m: Sequence[float]) -> list[list[int]]:
    """Rows that stand together, of each label those at its nearest; rows and groups from near to far."""
    nearest = [row for row, far_m in enumerate(distance_m) if far_m <= distance_m[0] + TOGETHER_M]
    taken = {labels[row] for row in nearest}
    others: dict[int, list[int]] = {}
    for row, label in enumerate(labels):
        if label not in taken:
            others.setdefault(label, []).append(row)
    return [
        nearest,
        *([row for row in rows if distance_m[row] <= distance_m[rows[0]] + TOGETHER_M] for rows in others.values()),
    ]


def _feet(network: Network, edges: NDArray[np.intp], spot: shapely.Point) -> list[Foot]:
    lines = network.lines[edges]
    along = np.asarray(shapely.line_locate_point(lines, spot), dtype=np.float64)
    shares = fractions(along, np.asarray(shapely.length(lines), dtype=np.float64))
    return [Foot(edge, share) for edge, share in zip(edges.tolist(), shares.tolist(), strict=True)]


def fractions(along_m: Floats, length_m: Floats) -> Floats:
    """Shares of lengths; next to an end it is the end."""
    at_tail = (along_m < SAME_SPOT_M) | (length_m <= 0)
    at_head = ~at_tail & (length_m - along_m < SAME_SPOT_M)
    return np.where(at_tail, 0.0, np.where(at_head, 1.0, along_m / np.where(length_m > 0, length_m, 1.0)))


def position(network: Network, foot: Foot) -> Degrees:
    """Longitude and latitude of a foot."""
    return positions(network, [foot])[0]


def positions(network: Network, feet: Sequence[Foot]) -> list[Degrees]:
    lines, shares = network.lines[[foot.edge for foot in feet]], [foot.fraction for foot in feet]
    metric = shapely.get_coordinates(shapely.line_interpolate_point(lines, shares, normalized=True))
    return [(lon, lat) for lon, lat in network.plane.degrees(metric).tolist()]


@dataclass(frozen=True)
class Door:
    """How one gets from a foot to a node, or from a node to a foot: along `part` of `arc`, for `weight`."""

    node: int
    weight: float
    arc: int
    part: float
    foot: Foot


def doors(weights: Weights, feet: Sequence[Foot], *, arriving: bool) -> dict[int, Door]:
    """The cheapest door for each node at the ends of the edges; of equal ones the first."""
    found: dict[int, Door] = {}
    for door in all_doors(weights, feet, arriving=arriving):
        if door.node not in found or door.weight < found[door.node].weight:
            found[door.node] = door
    return found


def all_doors(weights: Weights, feet: Sequence[Foot], *, arriving: bool) -> list[Door]:
    """Every door that is open.

    A way for neighbours only leads to the copies of its ends, so that it stays at the beginning or the end of a route.
    """
    every = (door for foot in feet for door in _doors(weights, foot, arriving))
    return [door for door in every if np.isfinite(door.weight)]


def seeds(found: Mapping[int, Door]) -> Seeds:
    return Seeds.of({node: door.weight for node, door in found.items()})


def _doors(weights: Weights, foot: Foot, arriving: bool) -> list[Door]:
    network, forward, backward = weights.network, 2 * foot.edge, 2 * foot.edge + 1
    tail, head = int(network.tail[foot.edge]), int(network.head[foot.edge])
    along, against = foot.fraction, 1 - foot.fraction
    ways = (
        ((forward, tail, along), (backward, head, against))
        if arriving
        else ((forward, head, against), (backward, tail, along))
    )
    return [_door(weights, foot, arriving, *way) for way in ways]


def _door(weights: Weights, foot: Foot, arriving: bool, arc: int, vertex: int, part: float) -> Door:
    copies = weights.into if arriving else weights.out
    if part == 0:  # at the vertex itself, whatever holds on the edge
        return Door(int(copies[vertex]), 0.0, arc, part, foot)
    return Door(int(copies[vertex]) if weights.limited[arc] else vertex, weights.part_of(arc, part), arc, part, foot)
