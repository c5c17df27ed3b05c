"""Names of streets for pavements and crossings that have none of their own, and for corners. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely

from mapping.routing.engine import Engine
from mapping.routing.legs import Leg
from mapping.routing.snapping import Degrees

CORNER_M, CORNER_NAMES = 25.0, 2
BESIDE_M = 20.0  # a pavement that close to one street all along is that street's
SAMPLES = (0.15, 0.5, 0.85)
CROSSED_M = 3.0
STREETS = ("quiet", "busy", "shared")

Distances = dict[str, float]  # name of a street → metres


def named(engine: Engine, line: Sequence[Degrees], legs: Sequence[Leg]) -> list[Leg]:
    """The same legs; a pavement has the name of the street beside it, a crossing that of the street it crosses.

    Where several streets come into question a leg stays without a name.
    """
    rows = [row for row, leg in enumerate(legs) if not leg.name and leg.kind in ("sidewalk", "crossing")]
    near = iter(_near(engine, [at for row in rows for at in _samples(line, legs[row])], BESIDE_M))
    found = list(legs)
    for row in rows:
        around = [next(near) for _ in SAMPLES]
        name = _beside(around) if legs[row].kind == "sidewalk" else _crossed(around[len(around) // 2])
        found[row] = replace(legs[row], name=name)
    return found


def _samples(line: Sequence[Degrees], leg: Leg) -> list[Degrees]:
    points = line[leg.from_index : leg.to_index + 1]
    if len(points) < 2:
        return [points[0]] * len(SAMPLES)
    path = shapely.LineString(points)
    return [tuple(path.interpolate(share, normalized=True).coords[0]) for share in SAMPLES]


def _near(engine: Engine, points: Sequence[Degrees], radius_m: float) -> list[Distances]:
    """For each point the named streets around it, nearest first."""
    known = engine.network
    streets = known.is_kind(*STREETS) & (np.asarray(known.name) != known.texts.index(""))
    near = engine.ground.near(points, streets, radius_m)
    found: defaultdict[int, Distances] = defaultdict(dict)
    for owner, edge, distance in zip(near.owner, near.edge, near.distance_m, strict=True):
        found[int(owner)].setdefault(known.texts[known.name[edge]], float(distance))
    return [found[row] for row in range(len(points))]


def _beside(around: Sequence[Distances]) -> str:
    """The street that is near everywhere, the nearest one if there are several."""
    everywhere = set.intersection(*(set(names) for names in around))
    return min(everywhere, key=lambda name: (sum(names[name] for names in around), name), default="")


def _crossed(names: Distances) -> str:
    close = [name for name, distance in names.items() if distance <= CROSSED_M]
    return close[0] if len(close) == 1 else ""


def corners(engine: Engine, points: Sequence[Degrees]) -> list[list[str]]:
    """For each point the nearest streets around it, at most two."""
    return [list(names)[:CORNER_NAMES] for names in _near(engine, points, CORNER_M)]


def corner(engine: Engine, at: Degrees) -> list[str]:
    """The nearest streets around one point."""
    return corners(engine, [at])[0]
