"""From one point to many targets, each with its entrances: one search for all. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray

from mapping.routing.blocked import removal_weights
from mapping.routing.engine import Engine, Trip, digest
from mapping.routing.graph import Floats, Ints, Network
from mapping.routing.reasons import codes
from mapping.routing.search import Tree, grow
from mapping.routing.snapping import (
    FAR_M,
    NEAR_M,
    TOGETHER_M,
    Degrees,
    Foot,
    Snap,
    doors,
    fractions,
    seeds,
    snap,
)
from mapping.routing.timetable import Shut
from mapping.routing.traveller import Traveller
from mapping.routing.trees import NONE, last_of, summed
from mapping.routing.weights import Weights

LIMITED_STEP_CM = 7.0  # what "partly accessible" means at a door: a step of at most 7 cm, by the definition of the tag


@dataclass(frozen=True)
class Entrance:
    """A point where one gets in; None and empty are unknown and stop nobody."""

    at: Degrees
    step_cm: float | None = None
    width_m: float | None = None
    wheelchair: str = ""  # yes, limited, no

    def obstacle(self, traveller: Traveller) -> str:
        """The code of what keeps this traveller out, empty if nothing is known to."""
        step_cm = LIMITED_STEP_CM if self.step_cm is None and self.wheelchair == "limited" else self.step_cm
        highest, narrowest = traveller.number("max_kerb_cm"), traveller.number("min_width_m")
        if step_cm is not None and highest is not None and step_cm > highest:
            return "entrance_step"
        if self.width_m is not None and narrowest is not None and self.width_m < narrowest:
            return "entrance_narrow"
        judged = self.wheelchair == "no" and traveller.profile.wheelchair_tag == "block"
        measured = self.step_cm is not None and self.width_m is not None
        return "wheelchair_no" if judged and not measured else ""


Target = tuple[Entrance, ...]


@dataclass(frozen=True)
class Arrival:
    """How one gets to a target: along the cheapest way, to `entrance` (its place in the target).

    `code` says why one cannot get in or there: an obstacle at the entrance (the figures lead up to it), the barrier
    nearest to the target, `private_way`, `not_connected` or `not-near-network` (no figures).
    """

    duration_s: float | None = None
    distance_m: float | None = None
    code: str = ""
    entrance: int = NONE

    @property
    def is_reached(self) -> bool:
        return not self.code


def times(
    way_network: Network | Engine,
    traveller: Traveller,
    origin: Degrees,
    targets: Sequence[Target],
    *,
    optimise: str = "cost",
    shut: Shut | None = None,
) -> list[Arrival]:
    """One arrival for each target, as `find_route` would find it to its best entrance; one search serves them all."""
    trip = Trip(Engine.of(way_network), traveller, optimise, shut)
    spots = spots_of(trip, tuple(targets))
    starts = snap(trip.engine.ground, trip.weights.usable, origin, trip.weights.part)
    best = _Best(len(spots.entrance_target))
    for way_in in starts:
        if not best.may_improve(spots, way_in.distance_m, _in_reach(trip, spots, way_in)):
            continue  # such as an island beside the way: no need to search it
        best.improve(spots, way_in.distance_m, *_reached(trip, spots, way_in))
        if best.is_done(spots, starts[0].distance_m):
            break
    return _arrivals(trip, spots, best, starts, origin)


# ------------------------------------------------------------------------------------------- where the targets are


@dataclass(frozen=True)
class Doors:
    """Columns, one row per door; see `snapping.Door`."""

    node: Ints
    arc: Ints
    part: Floats
    weight: Floats
    candidate: Ints


@dataclass(frozen=True)
class Spots:
    """All entrances of all targets on the network. One candidate is an entrance with one part of the network near it;
    one door is a way from a node to a candidate."""

    targets: tuple[Target, ...]
    entrance_target: Ints  # per entrance
    entrance_place: Ints  # per entrance, its place in the target
    obstacles: tuple[str, ...]  # per entrance
    candidate_entrance: Ints  # per candidate
    candidate_m: Floats  # per candidate, from the entrance to the way
    foot_edge: Ints  # per foot
    foot_fraction: Floats
    foot_candidate: Ints
    doors: Doors


def spots_of(trip: Trip, targets: tuple[Target, ...]) -> Spots:
    """Kept for the next request with the same targets by the same traveller."""
    key = (trip.traveller.key, trip.measure, digest(trip.shut), targets)
    return trip.engine.caches["targets"].get(key, lambda: _find_spots(trip, targets))


def _find_spots(trip: Trip, targets: tuple[Target, ...]) -> Spots:
    entrances = [entrance for target in targets for entrance in target]
    owner, edge, distance, spots = _near(trip, [entrance.at for entrance in entrances])
    part = trip.weights.part[trip.network.tail[edge]]
    order = np.lexsort((edge, distance, part, owner))
    owner, edge, distance, part = owner[order], edge[order], distance[order], part[order]
    begins = np.ones(len(order), dtype=bool)
    begins[1:] = (owner[1:] != owner[:-1]) | (part[1:] != part[:-1])
    candidate = np.cumsum(begins) - 1
    beside = distance <= distance[begins][candidate] + TOGETHER_M if len(order) else begins
    feet = edge[beside]
    lines = trip.network.lines[feet]
    along = np.asarray(shapely.line_locate_point(lines, spots[owner[beside]]), dtype=np.float64)
    fraction = fractions(along, np.asarray(shapely.length(lines), dtype=np.float64))
    return Spots(
        targets=targets,
        entrance_target=np.array([row for row, target in enumerate(targets) for _ in target], dtype=np.int32),
        entrance_place=np.array([place for target in targets for place in range(len(target))], dtype=np.int32),
        obstacles=tuple(entrance.obstacle(trip.traveller) for entrance in entrances),
        candidate_entrance=owner[begins].astype(np.int32),
        candidate_m=distance[begins],
        foot_edge=feet.astype(np.int32),
        foot_fraction=fraction,
        foot_candidate=candidate[beside].astype(np.int32),
        doors=_doors(trip.weights, feet, fraction, candidate[beside]),
    )


def _near(trip: Trip, points: Sequence[Degrees]) -> tuple[Ints, Ints, Floats, NDArray[np.object_]]:
    """Usable edges within 50 m of each point, for points without any within 150 m."""
    ground, usable = trip.engine.ground, trip.weights.usable
    near = ground.near(points, usable, NEAR_M)
    lonely = np.setdiff1d(np.arange(len(points)), near.owner)
    if not len(lonely):
        return near.owner, near.edge, near.distance_m, near.spots
    far = ground.near([points[row] for row in lonely], usable, FAR_M)
    return (
        np.concatenate((near.owner, lonely[far.owner])),
        np.concatenate((near.edge, far.edge)),
        np.concatenate((near.distance_m, far.distance_m)),
        near.spots,
    )


def _doors(weights: Weights, edge: Ints, fraction: Floats, candidate: Ints) -> Doors:
    """The same as `snapping.all_doors` for arriving, for many feet at once."""
    network = weights.network
    arc = np.concatenate((2 * edge, 2 * edge + 1)).astype(np.int64)
    vertex = np.concatenate((network.tail[edge], network.head[edge]))
    part = np.concatenate((fraction, 1 - fraction))
    there = part == 0
    node = np.where(there | weights.limited[arc], weights.into[vertex], vertex)
    weight = np.where(there, 0.0, np.where(np.isfinite(weights.arc_weight[arc]), 1.0, np.inf))
    known = np.isfinite(weight) & ~there
    weight[known] = weights.arc_weight[arc[known]] * part[known]
    order = np.argsort(np.concatenate((candidate, candidate)), kind="stable")
    order = order[np.isfinite(weight[order])]
    owner = np.concatenate((candidate, candidate))[order].astype(np.int32)
    return Doors(node[order].astype(np.int32), arc[order], part[order], weight[order], owner)


# ------------------------------------------------------------------------------------------------------- one search


def _in_reach(trip: Trip, spots: Spots, way_in: Snap) -> Ints:
    """Candidates that some way may lead to, without a search."""
    component = trip.weights.component
    begins = [int(component[node]) for node in doors(trip.weights, way_in.feet, arriving=False)]
    beyond = spots.doors.candidate[np.isin(component[spots.doors.node], begins)]
    here = spots.foot_candidate[np.isin(spots.foot_edge, [foot.edge for foot in way_in.feet])]
    return np.concatenate((beyond, here))


def _reached(trip: Trip, spots: Spots, way_in: Snap) -> tuple[Floats, Floats, Floats]:
    """Weight (inf if not reached), metres and seconds from one way in to each candidate."""
    leave = doors(trip.weights, way_in.feet, arriving=False)
    tree = grow(trip.weights, seeds(leave), predecessors=True)
    columns = [trip.costs.open_length_m, trip.costs.open_duration_s]
    starts = {node: [float(column[door.arc]) * door.part for column in columns] for node, door in leave.items()}
    distance = tree.distance[spots.doors.node]
    farthest = float(distance[np.isfinite(distance)].max(initial=0.0))
    metres, seconds = summed(tree, columns, starts, farthest)
    rows = [
        distance + spots.doors.weight,
        metres[spots.doors.node] + trip.costs.open_length_m[spots.doors.arc] * spots.doors.part,
        seconds[spots.doors.node] + trip.costs.open_duration_s[spots.doors.arc] * spots.doors.part,
    ]
    owner, direct = _direct(trip, spots, way_in.feet)
    total, length_m, duration_s = (np.concatenate(pair) for pair in zip(rows, direct, strict=True))
    return _cheapest(
        len(spots.candidate_m), np.concatenate((spots.doors.candidate, owner)), total, length_m, duration_s
    )


def _cheapest(
    size: int, owner: Ints, total: Floats, length_m: Floats, duration_s: Floats
) -> tuple[Floats, Floats, Floats]:
    """The cheapest row of each owner; inf for those without any."""
    order = np.lexsort((total, owner))
    found = np.full((3, size), np.inf)
    first = order[np.unique(owner[order], return_index=True)[1]] if len(order) else order
    found[:, owner[first]] = total[first], length_m[first], duration_s[first]
    return found[0], found[1], found[2]


def _direct(trip: Trip, spots: Spots, feet: Sequence[Foot]) -> tuple[Ints, tuple[Floats, Floats, Floats]]:
    """Candidates on the very edge where one starts."""
    owners: list[Ints] = [np.zeros(0, dtype=np.int32)]
    arcs: list[Ints] = [np.zeros(0, dtype=np.int64)]
    parts: list[Floats] = [np.zeros(0)]
    for foot in feet:
        mine = np.flatnonzero(spots.foot_edge == foot.edge)
        ahead = spots.foot_fraction[mine] - foot.fraction
        for backward, fits in ((0, ahead >= 0), (1, ahead <= 0)):
            owners.append(spots.foot_candidate[mine[fits]])
            arcs.append(np.full(int(fits.sum()), 2 * foot.edge + backward))
            parts.append(np.abs(ahead[fits]))
    arc, part = np.concatenate(arcs), np.concatenate(parts)
    weight = trip.weights.arc_weight[arc]
    total = np.where(np.isfinite(weight), np.where(np.isfinite(weight), weight, 0.0) * part, np.inf)
    columns = (trip.costs.open_length_m, trip.costs.open_duration_s)
    return np.concatenate(owners), (total, columns[0][arc] * part, columns[1][arc] * part)


# --------------------------------------------------------------------------------------------------------- answers


@dataclass
class _Best:
    """The best candidate of each entrance so far: the nearest way in and out that are connected."""

    size: int
    access_m: Floats = field(init=False)
    weight: Floats = field(init=False)
    length_m: Floats = field(init=False)
    duration_s: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.access_m, self.weight, self.length_m, self.duration_s = (np.full(self.size, np.inf) for _ in range(4))

    def may_improve(self, spots: Spots, start_m: float, candidates: Ints) -> bool:
        found = start_m + spots.candidate_m[candidates]
        return bool((found < self.access_m[spots.candidate_entrance[candidates]]).any())

    def improve(self, spots: Spots, start_m: float, weight: Floats, length_m: Floats, duration_s: Floats) -> None:
        access_m = np.where(np.isfinite(weight), start_m + spots.candidate_m, np.inf)
        order = np.lexsort((access_m, spots.candidate_entrance))
        entrance, first = np.unique(spots.candidate_entrance[order], return_index=True)
        candidate = order[first]
        better = access_m[candidate] < self.access_m[entrance]
        entrance, candidate = entrance[better], candidate[better]
        self.access_m[entrance] = access_m[candidate]
        self.weight[entrance] = weight[candidate]
        self.length_m[entrance] = length_m[candidate]
        self.duration_s[entrance] = duration_s[candidate]

    def is_done(self, spots: Spots, start_m: float) -> bool:
        """Whether every entrance is reached by the nearest ways of all."""
        least = np.full(self.size, np.inf)
        np.minimum.at(least, spots.candidate_entrance, spots.candidate_m)
        return bool((np.isfinite(self.access_m) & (self.access_m <= start_m + least)).all())


def _arrivals(trip: Trip, spots: Spots, best: _Best, starts: Sequence[Snap], origin: Degrees) -> list[Arrival]:
    found: list[Arrival | None] = [None] * len(spots.targets)
    open_door = np.array([not code for code in spots.obstacles], dtype=bool)
    order = np.lexsort(
        (spots.entrance_place, best.weight, ~open_door, ~np.isfinite(best.weight), spots.entrance_target)
    )
    targets, first = np.unique(spots.entrance_target[order], return_index=True)
    for target, entrance in zip(targets.tolist(), order[first].tolist(), strict=True):
        if np.isfinite(best.weight[entrance]):
            found[target] = Arrival(
                float(best.duration_s[entrance]),
                float(best.length_m[entrance]),
                spots.obstacles[entrance],
                int(spots.entrance_place[entrance]),
            )
    missing = [row for row, arrival in enumerate(found) if arrival is None]
    why = _why_not(trip, spots.targets, missing, starts, origin) if missing else {}
    return [arrival or Arrival(code=why[row]) for row, arrival in enumerate(found)]


def _why_not(
    trip: Trip, targets: Sequence[Target], missing: Sequence[int], starts: Sequence[Snap], origin: Degrees
) -> dict[int, str]:
    """The headline reason for each target that cannot be reached: of the barrier nearest to it on the way there."""
    ground, everything = trip.engine.ground, np.ones(trip.network.edges, dtype=bool)
    way_in = starts[0] if starts else next(iter(snap(ground, everything, origin)), None)
    if way_in is None:
        return dict.fromkeys(missing, "not-near-network")
    weights = removal_weights(trip, closed=True)
    tree = grow(weights, seeds(doors(weights, way_in.feet, arriving=False)), predecessors=True)
    nearest = last_of(tree, trip.costs.blocked)
    island = int(trip.engine.islands[trip.network.tail[way_in.feet[0].edge]])
    return {row: _reason(trip, tree, nearest, targets[row], island) for row in missing}


def _reason(trip: Trip, tree: Tree, nearest: Ints, target: Target, island: int) -> str:
    """`tree` is a search with removal weights; what it does not reach on the same island lies behind private ways."""
    ground, weights = trip.engine.ground, tree.weights
    for entrance in target:
        found = snap(ground, trip.weights.usable, entrance.at) or snap(ground, weights.usable, entrance.at)
        if not found:
            continue
        arrive = doors(weights, found[0].feet, arriving=True)
        total, node = tree.to(seeds(arrive))
        if not np.isfinite(total):
            here = trip.engine.islands[trip.network.tail[found[0].feet[0].edge]]
            return "private_way" if here == island else "not_connected"
        own = arrive[node]
        arc = own.arc if own.part > 0 and trip.costs.blocked[own.arc] else int(nearest[node])
        if arc == NONE and (blocked := _blocked_foot(trip, found[0].feet)) is not None:
            arc = blocked
        return codes(int(trip.costs.reasons[arc]))[0].name if arc != NONE else "not_connected"
    return "not-near-network"


def _blocked_foot(trip: Trip, feet: Sequence[Foot]) -> int | None:
    """An arc under the feet that is closed to the traveller."""
    arcs = (2 * foot.edge + way for foot in feet for way in (0, 1))
    return next((arc for arc in arcs if trip.costs.blocked[arc]), None)
