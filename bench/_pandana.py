"""pandana answers in its own process: `python bench/_pandana.py`; see `bench.routing`.

Nodes get their own number as place, so that facilities are put onto the very node and not onto one beside it.
"""

from __future__ import annotations

import itertools
import time

import numpy as np
import pandana
import pandas as pd
from _worker import serve


class Peer:
    def __init__(self) -> None:
        self.network: pandana.Network | None = None
        self.arcs: dict[str, np.ndarray] = {}
        self.nodes = 0

    def load(self, file: str) -> dict[str, object]:
        """Arcs from a file of numpy: tail, head, weight, nodes."""
        with np.load(file) as found:
            self.arcs = {name: found[name] for name in ("tail", "head", "weight")}
            self.nodes = int(found["nodes"])
        return {"version": pandana.__version__}

    def build(self, goals: list[int], limit: float, precompute: float) -> list[float]:
        """Milliseconds to build the network, to prepare it, and to place the facilities."""
        marks = [time.perf_counter()]
        number = np.arange(self.nodes, dtype=float)
        x, y = pd.Series(number), pd.Series(np.zeros(self.nodes))
        weights = pd.DataFrame({"weight": self.arcs["weight"]})
        tail, head = pd.Series(self.arcs["tail"].astype(np.int64)), pd.Series(self.arcs["head"].astype(np.int64))
        self.network = pandana.Network(x, y, tail, head, weights, twoway=False)
        marks.append(time.perf_counter())
        if precompute:
            self.network.precompute(precompute)
        marks.append(time.perf_counter())
        places = pd.Series(np.array(goals, dtype=float))
        self.network.set_pois("goal", limit, 1, places, pd.Series(np.zeros(len(goals))))
        marks.append(time.perf_counter())
        return [(after - before) * 1000 for before, after in itertools.pairwise(marks)]

    def nearest(self, limit: float) -> list[float]:
        return self.network.nearest_pois(limit, "goal", num_pois=1)[1].to_numpy().tolist()

    def nearest_round(self, limit: float) -> list[float]:
        started = time.perf_counter()
        self.network.nearest_pois(limit, "goal", num_pois=1)
        return [(time.perf_counter() - started) * 1000]

    def within(self, origins: list[int], limit: float) -> list[list[float]]:
        """Origin, node and weight of everything within reach."""
        found = self.network.nodes_in_range(origins, limit)
        return found.to_numpy().astype(float).tolist()

    def within_round(self, origins: list[int], limit: float) -> list[float]:
        started = time.perf_counter()
        self.network.nodes_in_range(origins, limit)
        return [(time.perf_counter() - started) * 1000]


def main() -> None:
    peer = Peer()
    names = ("load", "build", "nearest", "nearest_round", "within", "within_round")
    serve({name: getattr(peer, name) for name in names})


if __name__ == "__main__":
    main()
