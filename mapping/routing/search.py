"""Shortest ways over weights, by scipy's Dijkstra; every search begins at seeds with an offset. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from mapping.routing.graph import Floats, Ints
from mapping.routing.weights import LINK, Weights

NOWHERE = -9999  # scipy's mark for a node without predecessor


@dataclass(frozen=True)
class Seeds:
    """Nodes where a search begins or ends, with the weight between the point and each node."""

    nodes: Ints
    offsets: Floats

    @classmethod
    def of(cls, pairs: dict[int, float]) -> Seeds:
        """Cheapest offset per node, in canonical order."""
        nodes = sorted(pairs)
        return cls(np.array(nodes, dtype=np.int32), np.array([pairs[node] for node in nodes], dtype=np.float64))

    @property
    def is_empty(self) -> bool:
        return not len(self.nodes)


@dataclass(frozen=True)
class Tree:
    """The result of one search: weight from the seeds to every node (inf = not reached), and the node before it."""

    weights: Weights
    distance: Floats  # n
    before: Ints | None  # n; `root` for nodes reached directly from the point
    root: int

    def to(self, goal: Seeds) -> tuple[float, int]:
        """Weight to the cheapest of the goal's nodes, and that node; inf and -1 if none is reached."""
        if goal.is_empty:
            return np.inf, -1
        totals = self.distance[goal.nodes] + goal.offsets
        best = int(np.argmin(totals))
        return (float(totals[best]), int(goal.nodes[best])) if np.isfinite(totals[best]) else (np.inf, -1)

    def arcs_to(self, node: int) -> list[int]:
        """The arcs from the first node to `node`, in the direction of travel."""
        if self.before is None:
            raise ValueError("the search kept no predecessors")
        nodes = [node]
        while (previous := int(self.before[nodes[-1]])) not in (self.root, NOWHERE):
            nodes.append(previous)
        passed = np.array(nodes[::-1], dtype=np.int64)
        arcs = self.weights.arcs_between(passed[:-1], passed[1:])
        found: list[int] = arcs[arcs != LINK].tolist()
        return found

    def first_of(self, node: int) -> int:
        """The seed node that the way to `node` begins with."""
        if self.before is None:
            raise ValueError("the search kept no predecessors")
        while (previous := int(self.before[node])) not in (self.root, NOWHERE):
            node = previous
        return node


def grow(
    weights: Weights, seeds: Seeds, *, limit: float = np.inf, backwards: bool = False, predecessors: bool = False
) -> Tree:
    """One search from all seeds at once; nodes beyond `limit` count as not reached.

    `backwards` follows arcs against their direction: the distance is then that from each node to the seeds.
    """
    matrix = weights.reversed if backwards else weights.matrix
    result = dijkstra(_with_source(matrix, seeds), indices=weights.nodes, limit=limit, return_predecessors=predecessors)
    distance, before = result if predecessors else (result, None)
    return Tree(weights, distance[:-1], None if before is None else before[:-1], weights.nodes)


def _with_source(matrix: csr_array, seeds: Seeds) -> csr_array:
    """The matrix with one more node, from which arcs with the offsets lead to the seeds."""
    size = matrix.shape[0] + 1
    return csr_array(
        (
            np.concatenate((matrix.data, seeds.offsets)),
            np.concatenate((matrix.indices, seeds.nodes.astype(matrix.indices.dtype))),
            np.append(matrix.indptr, matrix.indptr[-1] + len(seeds.nodes)).astype(matrix.indptr.dtype),
        ),
        shape=(size, size),
    )
