"""How much memory a process needs for a network, and how fast it answers: `python -m bench._memory FOLDER`.

A worker of `bench.routing`. It maps the arrays of a folder, as the service does, and tells what the system says of it.
"""

from __future__ import annotations

import os
import re
import statistics
import sys
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from bench._paired import timed  # noqa: E402
from bench._ways import Asker, Reach, ask_list, each, list_of, pairs, places, traveller  # noqa: E402
from bench._worker import serve  # noqa: E402
from mapping import profiles  # noqa: E402
from mapping.routing.engine import Engine  # noqa: E402
from mapping.routing.graph import load  # noqa: E402

ROLLUP = Path("/proc/self/smaps_rollup")
LIMIT_M = 2000.0


class Process:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.engine: Engine | None = None

    def memory(self) -> dict[str, float]:
        """Megabytes: in all, of its own, shared with other processes."""
        found = {name: int(kb) / 1024 for name, kb in re.findall(r"(\w+):\s+(\d+) kB", ROLLUP.read_text())}
        own = found["Private_Clean"] + found["Private_Dirty"]
        return {"rss_mb": found["Rss"], "own_mb": own, "shared_mb": found["Rss"] - own}

    def load(self) -> dict[str, float]:
        started = time.perf_counter()
        self.engine = Engine(load(self.folder))
        loaded = (time.perf_counter() - started) * 1000
        for array in (self.engine.network.points, *self.engine.network.facts.values()):
            array.sum()  # touched, so that it counts
        ground = timed(lambda: self.engine.ground)
        return {"load_ms": loaded, "ground_ms": ground}

    def warm(self, slugs: list[str]) -> dict[str, float]:
        taken = [timed(lambda slug=slug: self.engine.weights(traveller(slug), "cost")) for slug in slugs]
        return {"profile_ms": statistics.median(taken)}

    def slugs(self) -> list[str]:
        return sorted(profiles.profiles().by_slug)

    def speed(self, count: int) -> dict[str, float]:
        """Medians: one route bare and whole, a list of 100 targets, the nearest facility for all."""
        engine, who = self.engine, traveller("manual_wheelchair")
        asker, asked = Asker(engine, who), pairs(engine, count, 3)
        targets = list_of(engine, 100, 5)
        reach = Reach(engine.weights(who, "distance"), places(engine, 20, 7), [])
        question = ask_list(engine, who, targets)
        question(asked[0][0])
        return {
            "vertices": engine.network.vertices,
            "edges": engine.network.edges,
            "bare_ms": statistics.median(each(asker.bare, asked)),
            "full_ms": statistics.median(each(asker.full, asked)),
            "targets_ms": statistics.median(each(question, ([origin] for origin, _goal in asked))),
            "nearest_ms": statistics.median(timed(lambda: reach.nearest(LIMIT_M)) for _ in range(5)),
        }


def main() -> None:
    process = Process(Path(sys.argv[1]))
    serve({name: getattr(process, name) for name in ("memory", "load", "warm", "slugs", "speed")})


if __name__ == "__main__":
    main()
