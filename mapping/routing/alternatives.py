"""What a barrier costs, and which other ways there are, each with its price. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from mapping.routing.attributes import SURFACES
from mapping.routing.engine import Trip
from mapping.routing.graph import Floats
from mapping.routing.paths import Path, find_path, line_of
from mapping.routing.reasons import codes
from mapping.routing.remarks import Remark, barrier_key, grouped, remarks_on
from mapping.routing.snapping import Degrees, Foot
from mapping.routing.weights import Weights

WORTH_M, WORTH_SHARE = 50.0, 0.1  # a looser route is told if it is so much shorter
OTHERS = 2
DIFFERENT = 0.4  # share of its length that another way must not share with one that is told already
DEARER = 1.4  # what another way may cost at most, times the best
PENALTY = 1.4  # on the ways used so far
ROUNDS = 6
WORTH_TELLING_S = 30.0  # a way that spares nothing else has to be so much faster
TOLD_M = 10.0  # stretches below that are no difference
ROUGH = SURFACES.index("sett") + 1


@dataclass(frozen=True)
class Looser:
    """The way without the barriers that works or a survey could remove, and every barrier on it."""

    line: tuple[Degrees, ...]
    distance_m: float
    duration_s: float
    saved_m: float
    saved_s: float
    blocked: tuple[Remark, ...]
    path: Path


@dataclass(frozen=True)
class Difference:
    """So many places more or less, and so many metres of them (0 for spots)."""

    code: str
    count: int
    length_m: float


@dataclass(frozen=True)
class Choice:
    """Another way: what it spares the traveller and what it brings instead; negative figures are savings."""

    line: tuple[Degrees, ...]
    distance_m: float
    duration_s: float
    more_m: float
    more_s: float
    spares: tuple[Difference, ...]
    brings: tuple[Difference, ...]
    path: Path


def looser_way(trip: Trip, path: Path, free: Path) -> Looser | None:
    """`free` is the best way if no removable reason counted, at the same weights. It is told if it is 50 m or a tenth
    shorter; None if removing barriers would not be worth telling."""
    saved_m = path.length_m - free.length_m
    worth = saved_m >= WORTH_M or (saved_m > 0 and saved_m >= WORTH_SHARE * path.length_m)
    return without_barriers(trip, path, free) if worth else None


def without_barriers(trip: Trip, path: Path, free: Path) -> Looser:
    """What the free way would save, with every blocked arc on it."""
    line = line_of(free)
    before_s, after_s = (float(way.durations_s(trip.costs).sum()) for way in (path, free))
    return Looser(
        line=line.degrees,
        distance_m=free.length_m,
        duration_s=after_s,
        saved_m=path.length_m - free.length_m,
        saved_s=before_s - after_s,
        blocked=tuple(grouped(remarks_on(free, line, trip.traveller, trip.costs.reasons))),
        path=free,
    )


# ------------------------------------------------------------------------------------------------------ other ways


def other_ways(trip: Trip, origin: Sequence[Foot], goal: Sequence[Foot], path: Path) -> list[Choice]:
    """At most two other ways that are mostly different, not much dearer, and better in something; cheapest first.

    The ways used so far are made dearer and the search is run again.
    """
    best = _weight(trip, path)
    told, weights = [path], trip.weights
    used = path
    for _round in range(ROUNDS):
        if len(told) > OTHERS:
            break
        weights = _dearer(weights, used)
        now = PENALTY * used.weight  # what has just been found costs so much now
        found = find_path(weights, origin, goal, bound=now * (1 + 1e-9))
        if found is None:
            break
        if _weight(trip, found) <= DEARER * best and all(_is_different(found, other) for other in told):
            told.append(found)
        used = found
    choices = (_choice(trip, path, other) for other in sorted(told[1:], key=lambda way: _weight(trip, way)))
    return [choice for choice in choices if choice.spares or choice.more_s <= -WORTH_TELLING_S]


def _weight(trip: Trip, path: Path) -> float:
    """What a path costs in the measure of the trip."""
    return _sum(path, trip.costs.open_measure(trip.measure))


def _sum(path: Path, weight: Floats) -> float:
    return float(sum(weight[piece.arc] * piece.part for piece in path.pieces))


def _dearer(weights: Weights, path: Path) -> Weights:
    """Both directions of the arcs of a path cost more; parallel arcs do not."""
    arcs = path.arc_column
    used = np.zeros(len(weights.arc_weight) + 1, dtype=bool)  # the last one stands for links between copies
    used[arcs] = used[arcs ^ 1] = True
    matrix = weights.matrix.copy()
    matrix.data = np.where(used[weights.arcs], matrix.data * PENALTY, matrix.data)
    return replace(
        weights, matrix=matrix, arc_weight=np.where(used[:-1], weights.arc_weight * PENALTY, weights.arc_weight)
    )


def _is_different(path: Path, other: Path) -> bool:
    """More than 40 % of its length is not on the other one."""
    shared = {piece.edge: piece.part for piece in other.pieces}
    common_m = sum(
        float(path.network.length_m[piece.edge]) * min(piece.part, shared.get(piece.edge, 0.0)) for piece in path.pieces
    )
    return path.length_m > 0 and common_m < (1 - DIFFERENT) * path.length_m


def _choice(trip: Trip, path: Path, other: Path) -> Choice:
    had, has = features_on(trip, path), features_on(trip, other)
    before_s, after_s = (float(way.durations_s(trip.costs).sum()) for way in (path, other))
    return Choice(
        line=line_of(other).degrees,
        distance_m=other.length_m,
        duration_s=after_s,
        more_m=other.length_m - path.length_m,
        more_s=after_s - before_s,
        spares=_differences(had, has),
        brings=_differences(has, had),
        path=other,
    )


Features = Mapping[str, tuple[int, float]]  # code → places, metres


def features_on(trip: Trip, path: Path) -> Features:
    """What people like to avoid, counted along a path: unknown facts and notices by their codes, and rough ground,
    steps, carriageways, kerbs and dark ways. Neighbouring stretches are one place."""
    found: dict[str, tuple[int, float]] = {}
    before: set[str] = set()
    seen: set[tuple[str, str]] = set()
    for row, piece in enumerate(path.pieces):
        length_m, barrier = float(path.lengths_m[row]), barrier_key(path.network, piece.edge)
        here = _features(trip, piece.arc)
        for code in here:
            count, metres = found.get(code, (0, 0.0))
            is_new = (code, barrier) not in seen and (length_m == 0 or code not in before)
            found[code] = (count + is_new, metres + length_m)
            seen.add((code, barrier))
        if length_m > 0:
            before = here
    return found


def _features(trip: Trip, arc: int) -> set[str]:
    network, edge = trip.network, arc >> 1
    kind = network.kind_word(edge)
    present = {
        "rough_ground": not network.is_point[edge] and int(network.facts["surface"][edge]) >= ROUGH,
        "steps": kind == "steps",
        "quiet_road": kind == "quiet",
        "busy_road": kind == "busy",
        "kerb": kind == "kerb" and float(network.facts["kerb_cm"][edge]) > 0,
        "crossing_without_signals": kind == "crossing" and network.value("signals", edge) != "yes",
        "unlit": network.value("lit", edge) == "no",
    }
    told = codes(int(trip.costs.unknowns[arc]) | int(trip.costs.notices[arc]))
    return {code for code, holds in present.items() if holds} | {code.name for code in told}


def _differences(more: Features, less: Features) -> tuple[Difference, ...]:
    """What one has more of than the other, by code."""
    found = []
    for code, (count, metres) in sorted(more.items()):
        other_count, other_m = less.get(code, (0, 0.0))
        extra_m = metres - other_m if metres - other_m >= TOLD_M else 0.0
        if extra_m > 0 or (metres == 0 and count > other_count):
            found.append(Difference(code, max(0, count - other_count), extra_m))
    return tuple(found)
