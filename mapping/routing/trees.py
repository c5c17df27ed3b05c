"""What a finished search knows of every node at once: sums along the way there, the last barrier, the nearest target.

Every node takes over what the node before it knows, and then looks twice as far back: as many rounds as the
logarithm of the longest way. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mapping.routing.graph import Bools, Floats, Ints
from mapping.routing.search import NOWHERE, Seeds, Tree, grow
from mapping.routing.weights import LINK, Weights

NONE = -1


def summed(tree: Tree, columns: Sequence[Floats], starts: Mapping[int, Sequence[float]], up_to: float) -> list[Floats]:
    """Sums of arc columns along the tree from its root to every node within a weight (elsewhere nothing sensible)."""
    nodes = tree.weights.nodes
    before = np.append(_before(tree), nodes)
    inner = np.flatnonzero((before[:-1] < nodes) & (tree.distance <= up_to))
    arcs = tree.weights.arcs_between(before[inner], inner)
    walked = arcs != LINK
    sums = np.zeros((len(columns), nodes + 1))
    for row, column in enumerate(columns):
        sums[row, inner[walked]] = column[arcs[walked]]
        for node, values in starts.items():
            if before[node] == nodes:
                sums[row, node] = values[row]
    while len(inner):
        sums[:, inner] += sums[:, before[inner]]
        before[inner] = before[before[inner]]
        inner = inner[before[inner] < nodes]
    return list(sums[:, :-1])


def _before(tree: Tree) -> Ints:
    """The node before each; `nodes` for those that a search began with and for those it did not reach."""
    if tree.before is None:
        raise ValueError("the search kept no predecessors")
    nodes = tree.weights.nodes
    return np.where((tree.before == NOWHERE) | (tree.before == tree.root), nodes, tree.before).astype(np.int64)


def last_of(tree: Tree, marked: Bools) -> Ints:
    """For every node the last marked arc on the way to it, NONE if there is none."""
    nodes = tree.weights.nodes
    before = np.append(_before(tree), nodes)
    inner = np.flatnonzero(before[:-1] < nodes)
    arcs = tree.weights.arcs_between(before[inner], inner)
    found = np.full(nodes + 1, NONE, dtype=np.int64)
    hits = (arcs != LINK) & marked[arcs]
    found[inner[hits]] = arcs[hits]
    while len(inner):
        found[inner] = np.where(found[inner] == NONE, found[before[inner]], found[inner])
        before[inner] = before[before[inner]]
        inner = inner[before[inner] < nodes]
    return found[:-1]


@dataclass(frozen=True)
class Nearest:
    """Per node: the weight of the way to the nearest target (inf if none can be reached), and which one (-1)."""

    weight: Floats
    target: Ints


def nearest(weights: Weights, goals: Sequence[Seeds], *, limit: float = np.inf) -> Nearest:
    """One search back from all targets; of equally near ones at a node the first."""
    offsets: dict[int, tuple[float, int]] = {}
    for row, goal in enumerate(goals):
        for node, offset in zip(goal.nodes.tolist(), goal.offsets.tolist(), strict=True):
            offsets[node] = min(offsets.get(node, (np.inf, row)), (offset, row))
    tree = grow(
        weights,
        Seeds.of({node: offset for node, (offset, _) in offsets.items()}),
        limit=limit,
        backwards=True,
        predecessors=True,
    )
    return Nearest(tree.distance, _labels(tree, {node: row for node, (_, row) in offsets.items()}))


def _labels(tree: Tree, rows: Mapping[int, int]) -> Ints:
    nodes = tree.weights.nodes
    before = _before(tree)
    root = np.where(before == nodes, np.arange(nodes), before)
    while not np.array_equal(again := root[root], root):
        root = again
    label = np.full(nodes, NONE, dtype=np.int32)
    for node, row in rows.items():
        label[node] = row
    found: Ints = np.where(np.isfinite(tree.distance), label[root], NONE).astype(np.int32)
    return found
