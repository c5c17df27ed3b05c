"""pgRouting's `pgr_dijkstra` over the same arcs: a table of edges where blocked directions have a negative cost."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import Any

import numpy as np
from django.db import connection

from mapping.routing.graph import Bools, Ints
from mapping.routing.weights import Weights, ends

EDGES = "SELECT id, source, target, cost, reverse_cost FROM bench_arcs"
QUESTION = f"SELECT agg_cost FROM pgr_dijkstra('{EDGES}', %s, %s, directed => true) ORDER BY seq DESC LIMIT 1"


def available() -> str:
    """Its version; empty if the database does not have it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT default_version FROM pg_available_extensions WHERE name = 'pgrouting'")
        found = cursor.fetchone()
        if found is None:
            return ""
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pgrouting")
    return str(found[0])


def rows_of(weights: Weights) -> Iterator[tuple[int, int, float, float]]:
    """Source, target, cost, reverse cost; every edge is there, however blocked. Ways for neighbours only exist among
    the copies of their ends."""
    tail, head = (side[0::2] for side in ends(weights.network))
    cost = np.where(np.isfinite(weights.arc_weight), weights.arc_weight, -1.0)
    for nodes, mine in _layers(weights):
        there, back = np.where(mine[0::2], cost[0::2], -1.0), np.where(mine[1::2], cost[1::2], -1.0)
        rows = mine[0::2] | mine[1::2]
        table = (nodes[tail][rows], nodes[head][rows], there[rows], back[rows])
        yield from zip(*(column.tolist() for column in table), strict=True)
    copied = np.flatnonzero(weights.out != np.arange(len(weights.out)))
    copies = (copied.tolist(), weights.out[copied].tolist(), weights.into[copied].tolist())
    for vertex, out, into in zip(*copies, strict=True):
        yield from ((out, vertex, 0.0, -1.0), (vertex, into, 0.0, -1.0), (out, into, 0.0, -1.0))


def _layers(weights: Weights) -> list[tuple[Ints, Bools]]:
    vertices = np.arange(weights.network.vertices)
    return [
        (vertices, ~weights.limited),
        (weights.out, weights.limited & np.isfinite(weights.arc_weight)),
        (weights.into, weights.limited & np.isfinite(weights.arc_weight)),
    ]


def fill(weights: Weights) -> int:
    """The table anew; how many rows."""
    rows = list(rows_of(weights))
    file = StringIO("".join(f"{n}\t{s}\t{t}\t{c!r}\t{r!r}\n" for n, (s, t, c, r) in enumerate(rows, 1)))
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_arcs")
        columns = "source bigint, target bigint, cost double precision, reverse_cost double precision"
        cursor.execute(f"CREATE TABLE bench_arcs (id bigint PRIMARY KEY, {columns})")
        cursor.cursor.copy_from(file, "bench_arcs")
        cursor.execute("VACUUM ANALYZE bench_arcs")
    return len(rows)


class Asker:
    """Costs between nodes, on one open cursor."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.cursor: Any = connection.cursor()

    def cost(self, origin: int, goal: int) -> float:
        self.cursor.execute(QUESTION, [int(self.weights.out[origin]), int(self.weights.into[goal])])
        found = self.cursor.fetchone()
        return 0.0 if origin == goal else np.inf if found is None else float(found[0])
