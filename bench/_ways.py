"""What the comparison of routing asks of ourselves: networks, pairs of points, and our own contestants."""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely

from bench._paired import timed
from mapping import profiles
from mapping.osm.network import draft
from mapping.osm.reader import read
from mapping.routing.costs import arc_costs
from mapping.routing.engine import Engine, Trip
from mapping.routing.graph import Floats, Ints, Network, compile_network
from mapping.routing.paths import Path as WayPath
from mapping.routing.paths import bound_of, find_path, line_of
from mapping.routing.route import Route, Wishes, connect, find_route, ways_in
from mapping.routing.search import Seeds, grow
from mapping.routing.snapping import Degrees, Foot
from mapping.routing.targets import Entrance, Target, times
from mapping.routing.traveller import Traveller
from mapping.routing.trees import nearest
from mapping.routing.weights import Weights, weigh

JITTER_DEG = 0.00015  # about 10 to 17 m, so that points lie beside ways as those of people do
Pair = tuple[Degrees, Degrees]


def traveller(slug: str, **limits: float | str | None) -> Traveller:
    return Traveller(profiles.profiles().by_slug[slug], limits)


# -------------------------------------------------------------------------------------------------------- the ground


@dataclass(frozen=True)
class Built:
    """A network from a file, and the seconds for reading, drafting and compiling it."""

    network: Network
    read_s: float
    draft_s: float
    compile_s: float


def build(extract: Path) -> Built:
    marks = [time.perf_counter()]
    raw = read(extract, max_mb=1000).raw
    marks.append(time.perf_counter())
    assert raw is not None
    found = draft(raw)
    marks.append(time.perf_counter())
    network = compile_network(found.vertices, found.edges)
    marks.append(time.perf_counter())
    return Built(network, *(after - before for before, after in itertools.pairwise(marks)))


def places(engine: Engine, count: int, seed: int, within: shapely.Geometry | None = None) -> list[int]:
    """Random vertices of the largest part that people on foot reach, in the area."""
    weights = engine.weights(traveller("walk"), "cost")
    part = weights.part
    joined = np.zeros(engine.network.vertices, dtype=bool)
    joined[engine.network.tail[weights.usable]] = True
    mine = joined & (part == np.bincount(part[joined]).argmax()) & ~engine.network.boundary
    if within is not None:
        shapely.prepare(within)
        mine &= shapely.intersects_xy(within, engine.network.points)
    return random.Random(seed).choices(np.flatnonzero(mine).tolist(), k=count)


def pairs(engine: Engine, count: int, seed: int, within: shapely.Geometry | None = None) -> list[Pair]:
    """Random points near such vertices."""
    chance = random.Random(seed + 1)
    spots = [near(engine.network, vertex, chance) for vertex in places(engine, 2 * count, seed, within)]
    return list(zip(spots[0::2], spots[1::2], strict=True))


def near(network: Network, vertex: int, chance: random.Random) -> Degrees:
    lon, lat = network.points[vertex].tolist()
    return lon + chance.uniform(-JITTER_DEG, JITTER_DEG), lat + chance.uniform(-JITTER_DEG, JITTER_DEG)


def foot_at(network: Network, vertex: int) -> Foot:
    """A foot that stands on a vertex, at a stretch of way if there is one."""
    beside = np.flatnonzero((network.tail == vertex) | (network.head == vertex))
    edge = int(beside[np.argmin(network.is_point[beside])])
    return Foot(edge, 0.0 if network.tail[edge] == vertex else 1.0)


# ----------------------------------------------------------------------------------------------------- contestants


def each(run: Callable[..., object], tasks: Iterable[Sequence[object]]) -> list[float]:
    return [timed(lambda task=task: run(*task)) for task in tasks]  # type: ignore[misc]


@dataclass(frozen=True)
class Asker:
    """Point to point for one traveller."""

    engine: Engine
    who: Traveller

    def bare(self, origin: Degrees, goal: Degrees) -> WayPath | None:
        """Only the way and its line."""
        trip = Trip(self.engine, self.who)
        starts, goals = ways_in(trip, origin), ways_in(trip, goal)
        if not starts or not goals:
            return None
        _ends, path, _free = connect(trip, starts, goals)
        if path is not None:
            line_of(path)
        return path

    def told(self, origin: Degrees, goal: Degrees) -> object:
        """With legs and warnings."""
        return find_route(self.engine, self.who, origin, goal, wishes=Wishes(looser=False))

    def full(self, origin: Degrees, goal: Degrees) -> object:
        """With legs, warnings and the looser way; without a way what blocks it."""
        return find_route(self.engine, self.who, origin, goal)

    def metres(self, pair: Pair) -> float | None:
        found = self.full(*pair)
        return found.distance_m if isinstance(found, Route) else None


@dataclass(frozen=True)
class Searcher:
    """From vertex to vertex over weights, as pgRouting does it."""

    weights: Weights
    who: Traveller

    def path(self, origin: Foot, goal: Foot) -> WayPath | None:
        network = self.weights.network
        at = [tuple(network.points[_vertex(network, foot)].tolist()) for foot in (origin, goal)]
        bound = bound_of(network, *at, "cost", self.who.speed_m_per_s)
        return find_path(self.weights, [origin], [goal], bound=bound)

    def cost(self, origin: Foot, goal: Foot) -> float:
        found = self.path(origin, goal)
        return np.inf if found is None else found.weight


def _vertex(network: Network, foot: Foot) -> int:
    return int(network.head[foot.edge] if foot.fraction else network.tail[foot.edge])


@dataclass(frozen=True)
class Reach:
    """To the nearest of some facilities from everywhere, and from some places to everything near."""

    weights: Weights
    goals: list[int]
    origins: list[int]

    def nearest(self, limit: float) -> Floats:
        seeds = [Seeds.of({int(self.weights.into[goal]): 0.0}) for goal in self.goals]
        return nearest(self.weights, seeds, limit=limit).weight

    def within(self, limit: float) -> list[Floats]:
        out = self.weights.out
        return [grow(self.weights, Seeds.of({int(out[one]): 0.0}), limit=limit).distance for one in self.origins]

    def changed(self, network: Network, who: Traveller, limit: float) -> Floats:
        """The nearest facilities for somebody whom the engine does not know yet."""
        weights = weigh(network, arc_costs(network, who).measure("distance"))
        return Reach(weights, self.goals, self.origins).nearest(limit)


def arcs_of(weights: Weights) -> tuple[Ints, Ints, Floats]:
    """Tail, head and weight of everything that a search may use, copies of vertices included."""
    rows = np.repeat(np.arange(weights.nodes), np.diff(weights.matrix.indptr))
    return rows, weights.matrix.indices, weights.matrix.data


def list_of(engine: Engine, count: int, seed: int) -> tuple[Target, ...]:
    """Places as a list of results has them: one entrance each."""
    chance = random.Random(seed)
    return tuple((Entrance(near(engine.network, one, chance)),) for one in places(engine, count, seed))


def ask_list(engine: Engine, who: Traveller, targets: tuple[Target, ...]) -> Callable[[Degrees], object]:
    return lambda origin: times(engine, who, origin, targets)
