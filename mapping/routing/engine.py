"""What is worth keeping between two requests on one network: costs, weights, the index of the ground. Pure.

Everything is a function of the network and a traveller; the caches only save time, and forget what was used least.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import Any, TypeVar

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from mapping.routing.costs import ArcCosts, arc_costs
from mapping.routing.graph import Ints, Network
from mapping.routing.snapping import Ground
from mapping.routing.timetable import Group, Shut, Verdict, groups_of, shut
from mapping.routing.traveller import Traveller
from mapping.routing.weights import Weights, weigh

CACHES = ("costs", "weights", "targets", "tracks", "times", "classes", "shares", "drawings")
MOST, LEAST = 64, 6  # entries per cache
EDGES_KEPT = 2_000_000  # edges that all entries of one cache may have together

T = TypeVar("T")


class Cache:
    """Forgets what has not been asked for longest. Two threads may compute the same thing twice, never a wrong one."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._found: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                known: T = self._found[key]
                return known
        made = make()
        with self._lock:
            self._found[key] = made
            while len(self._found) > self._size:
                self._found.popitem(last=False)
        return made

    def __len__(self) -> int:
        return len(self._found)


@dataclass(frozen=True)
class Engine:
    """One network with its caches; keep one per process and network version."""

    network: Network
    caches: dict[str, Cache] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        size = max(LEAST, min(MOST, EDGES_KEPT // max(1, self.network.edges)))
        object.__setattr__(self, "caches", {name: Cache(size) for name in CACHES})

    @cached_property
    def ground(self) -> Ground:
        return Ground(self.network)

    @cached_property
    def islands(self) -> Ints:
        """v: vertices with the same number are joined by some way, whoever may use it."""
        network = self.network
        graph = csr_array((np.ones(network.edges), (network.tail, network.head)), shape=(network.vertices,) * 2)
        labels: Ints = connected_components(graph, directed=False)[1]
        return labels

    def cached(self, cache: str, key: Hashable, make: Callable[[], T]) -> T:
        """What was computed of this network before, by the name of a cache and a key."""
        return self.caches[cache].get(key, make)

    @cached_property
    def timetable(self) -> tuple[Group, ...]:
        return groups_of(self.network)

    def shut(self, judge: Callable[[Group], Verdict]) -> Shut | None:
        """What a moment makes of the arcs; None where nothing depends on the time. `judge` knows the moment."""
        verdicts = tuple(judge(group) for group in self.timetable)
        if not verdicts:
            return None
        return self.caches["times"].get(verdicts, lambda: shut(self.network.edges, self.timetable, verdicts))

    def costs(self, traveller: Traveller, shut: Shut | None = None) -> ArcCosts:
        key = (traveller.key, digest(shut))
        return self.caches["costs"].get(key, lambda: arc_costs(self.network, traveller, shut=shut))

    def weights(self, traveller: Traveller, measure: str, shut: Shut | None = None, ignore: int = 0) -> Weights:
        """Ready for search; `ignore` leaves out reasons (`reasons.mask`)."""
        key = (traveller.key, digest(shut), measure, ignore)
        return self.caches["weights"].get(key, lambda: self._weigh(traveller, measure, shut, ignore))

    def _weigh(self, traveller: Traveller, measure: str, shut: Shut | None, ignore: int) -> Weights:
        costs = self.costs(traveller, shut)
        return weigh(self.network, (costs.ignoring(ignore) if ignore else costs).measure(measure))

    @classmethod
    def of(cls, way_network: Network | Engine) -> Engine:
        return way_network if isinstance(way_network, Engine) else cls(way_network)


def digest(shut: Shut | None) -> str:
    """A short name for what a moment makes of arcs; empty for none."""
    return "" if shut is None else shut.name


@dataclass(frozen=True)
class Trip:
    """One traveller on one network who minimises one measure; `shut` is what the time of travel makes of arcs."""

    engine: Engine
    traveller: Traveller
    measure: str = "cost"
    shut: Shut | None = None

    @property
    def network(self) -> Network:
        return self.engine.network

    @cached_property
    def costs(self) -> ArcCosts:
        return self.engine.costs(self.traveller, self.shut)

    @cached_property
    def weights(self) -> Weights:
        return self.engine.weights(self.traveller, self.measure, self.shut)

    def ignoring(self, mask: int) -> Weights:
        return self.engine.weights(self.traveller, self.measure, self.shut, mask)

    def by(self, measure: str) -> Trip:
        return Trip(self.engine, self.traveller, measure, self.shut)

    def as_(self, traveller: Traveller) -> Trip:
        return Trip(self.engine, traveller, self.measure, self.shut)
