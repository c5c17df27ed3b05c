"""How memory and times grow with the network, for `bench.routing`: processes that map the same folder."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from bench._contests import Table
from bench._peers import Worker
from mapping.routing.graph import Network, save
from tests.routing_networks import grid


def growth(table: Table, networks: Mapping[str, Network], side: int) -> None:
    for name, network in _sizes(networks, side):
        with tempfile.TemporaryDirectory() as folder:
            save(network, Path(folder) / "network")
            size = sum(file.stat().st_size for file in (Path(folder) / "network").iterdir())
            edges = network.edges
            del network
            _measure(table, name, Path(folder) / "network", size / 2**20, edges)


def _sizes(networks: Mapping[str, Network], side: int) -> Iterator[tuple[str, Network]]:
    yield from sorted(networks.items(), key=lambda item: item[1].edges)
    for part in (7, 3, 1):
        yield f"grid {(side // part) ** 2 // 1000}k", grid(side // part)


def _measure(table: Table, name: str, folder: Path, size_mb: float, edges: int) -> None:
    """Two processes, because memory is shared only with somebody."""
    workers = [Worker([sys.executable, "-m", "bench._memory", str(folder)]) for _ in range(2)]
    try:
        empty = workers[0].ask("memory")
        loaded, _also = [worker.ask("load") for worker in workers]
        opened = workers[0].ask("memory")
        warm, _also = [worker.ask("warm", slugs=["manual_wheelchair"]) for worker in workers]
        one = workers[0].ask("memory")
        workers[0].ask("warm", slugs=workers[0].ask("slugs"))
        all_of_them = workers[0].ask("memory")
        table.note(
            name,
            "memory, MB",
            edges=edges,
            files=size_mb,
            own_empty=empty["own_mb"],
            own_loaded=opened["own_mb"],
            shared_loaded=opened["shared_mb"],
            own_one_profile=one["own_mb"],
            own_all_profiles=all_of_them["own_mb"],
            rss_all_profiles=all_of_them["rss_mb"],
        )
        table.note(name, "times", **loaded, **warm, **workers[0].ask("speed", count=20))
    finally:
        for worker in workers:
            worker.close()
