"""From arcs with costs to the matrix that is searched: who may use which arc, at which price. Pure.

Ways that are open to their neighbours only may be the beginning or the end of a route, never its middle. Every vertex
`v` of such a way gets two copies, `out` and `into`; the way exists among `out` copies and among `into` copies, and arcs
without cost lead out → v → into. A route begins in `out` and ends in `into`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from mapping.routing.attributes import ACCESS
from mapping.routing.graph import Bools, Floats, Ints, Network

LINK = -1  # an entry of the matrix that is no arc: between copies of one vertex


@dataclass(frozen=True)
class Weights:
    """One measure of one traveller over a network, ready for search. `n` nodes: vertices, then their copies."""

    network: Network
    arc_weight: Floats  # 2e, inf where blocked
    limited: Bools  # 2e
    matrix: csr_array  # n × n; explicit zeros are arcs that cost nothing
    arcs: Ints  # the arc of each stored entry, LINK between copies
    vertex: Ints  # n, the vertex that a node is or is a copy of
    out: Ints  # v, the node where a route may begin; v itself where there is no copy
    into: Ints  # v, the node where a route may end
    toll: Floats | None = None  # 2e, the part of a weight that is due even for a bit of the arc

    @property
    def nodes(self) -> int:
        return len(self.vertex)

    @cached_property
    def reversed(self) -> csr_array:
        """The matrix with all arcs turned round: from targets back to those who want to reach them."""
        return csr_array(self.matrix.T)

    @cached_property
    def component(self) -> Ints:
        """n: nodes with the same number reach each other when directions are ignored."""
        from scipy.sparse.csgraph import connected_components

        labels: Ints = connected_components(self.matrix, directed=True, connection="weak")[1]
        return labels

    @cached_property
    def part(self) -> Ints:
        """v: vertices with the same number reach each other without ways for neighbours (directions ignored); where
        there are no other ways, with them."""
        from scipy.sparse.csgraph import connected_components

        tail, head = ends(self.network)
        free = np.isfinite(self.arc_weight) & ~self.limited
        lonely = np.ones(self.network.vertices, dtype=bool)
        lonely[tail[free]] = lonely[head[free]] = False
        joined = free | (np.isfinite(self.arc_weight) & lonely[tail] & lonely[head])
        size = self.network.vertices
        graph = csr_array((np.ones(int(joined.sum())), (tail[joined], head[joined])), shape=(size, size))
        labels: Ints = connected_components(graph, directed=False)[1]
        return labels

    @cached_property
    def usable(self) -> Bools:
        """e: edges with at least one direction that the traveller may go."""
        open_arcs = np.isfinite(self.arc_weight)
        usable: Bools = open_arcs[0::2] | open_arcs[1::2]
        return usable

    @cached_property
    def entries(self) -> NDArray[np.int64]:
        """One rising number per stored entry, made of its row and its column."""
        rows = np.repeat(np.arange(self.nodes, dtype=np.int64), np.diff(self.matrix.indptr))
        return rows * self.nodes + self.matrix.indices

    @cached_property
    def leading_out(self) -> tuple[Ints, Ints, Ints]:
        """All arcs by node, parallel ones too: where each node's begin (n + 1), the nodes they lead to, the arcs."""
        rows, columns, _, arcs, _ = _entries(self.network, self.arc_weight, self.limited)
        order = np.lexsort((arcs, columns, rows))
        starts = np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=self.nodes))))
        return starts, columns[order], arcs[order]

    def arcs_between(self, tails: Ints, heads: Ints) -> Ints:
        """`arc_between` for many pairs of neighbouring nodes at once."""
        found: Ints = self.arcs[np.searchsorted(self.entries, tails.astype(np.int64) * self.nodes + heads)]
        return found

    def part_of(self, arc: int, part: float) -> float:
        """What a share of an arc costs; no share of a blocked arc can be had."""
        weight = float(self.arc_weight[arc])
        if not np.isfinite(weight):
            return np.inf
        toll = 0.0 if self.toll is None else float(self.toll[arc])
        return toll + (weight - toll) * part

    def arc_between(self, tail: int, head: int) -> int:
        """The arc that a search took from one node to the next, LINK if it only changed the copy."""
        begin, end = self.matrix.indptr[tail], self.matrix.indptr[tail + 1]
        at = begin + int(np.searchsorted(self.matrix.indices[begin:end], head))
        return int(self.arcs[at])


def weigh(network: Network, arc_weight: Floats, *, toll: Floats | None = None, limited: Bools | None = None) -> Weights:
    """`arc_weight` per arc (2e): seconds or metres, inf where the traveller cannot go.

    `limited` replaces what the network says of ways for neighbours only.
    """
    limited = limited_arcs(network) if limited is None else limited
    rows, columns, weights, arcs, (vertex, out, into) = _entries(network, arc_weight, limited)
    matrix, kept = _cheapest(rows, columns, weights, len(vertex))
    return Weights(network, arc_weight, limited, matrix, arcs[kept].astype(np.int32), vertex, out, into, toll)


def _entries(
    network: Network, arc_weight: Floats, limited: Bools
) -> tuple[Ints, Ints, Floats, Ints, tuple[Ints, Ints, Ints]]:
    """Rows, columns, weights and arcs of all entries, parallel ones too; and `vertex`, `out`, `into` of `Weights`."""
    tail, head = ends(network)
    open_arcs = np.isfinite(arc_weight)
    special = np.unique(np.concatenate((tail[open_arcs & limited], head[open_arcs & limited])))
    copies = len(special)
    out, into = np.arange(network.vertices, dtype=np.int32), np.arange(network.vertices, dtype=np.int32)
    out[special] = network.vertices + np.arange(copies, dtype=np.int32)
    into[special] = network.vertices + copies + np.arange(copies, dtype=np.int32)
    free, bound = np.flatnonzero(open_arcs & ~limited), np.flatnonzero(open_arcs & limited)
    rows = np.concatenate((tail[free], out[tail[bound]], into[tail[bound]], out[special], special, out[special]))
    columns = np.concatenate((head[free], out[head[bound]], into[head[bound]], special, into[special], into[special]))
    arcs = np.concatenate((free, bound, bound, np.full(3 * copies, LINK)))
    weights = np.concatenate((arc_weight[free], arc_weight[bound], arc_weight[bound], np.zeros(3 * copies)))
    vertex = np.concatenate((np.arange(network.vertices), special, special)).astype(np.int32)
    return rows, columns, weights, arcs, (vertex, out, into)


def ends(network: Network) -> tuple[Ints, Ints]:
    """Tail and head of every arc: 2e each."""
    tail, head = np.empty(2 * network.edges, dtype=np.int32), np.empty(2 * network.edges, dtype=np.int32)
    tail[0::2] = head[1::2] = network.tail
    head[0::2] = tail[1::2] = network.head
    return tail, head


def limited_arcs(network: Network) -> Bools:
    """2e: arcs that only those may use who live there or want to get there."""
    code = ACCESS.index("limited")
    limited = np.empty(2 * network.edges, dtype=bool)
    limited[0::2] = network.facts["access_forward"] == code
    limited[1::2] = network.facts["access_backward"] == code
    enclosed = _enclosed(network, limited[0::2] | limited[1::2])
    limited[0::2] |= enclosed
    limited[1::2] |= enclosed
    return limited


def _enclosed(network: Network, limited: Bools) -> Bools:
    """e: spots, such as gates, at the end of ways that are all limited. They belong to these ways, whoever may open
    them: else nobody who lives behind would get to the street."""
    ways, bound = ~network.is_point, limited & ~network.is_point
    there, private = (
        np.bincount(np.concatenate((network.tail[some], network.head[some])), minlength=network.vertices)
        for some in (ways, bound)
    )
    inner = (there > 0) & (there == private)
    return network.is_point & (inner[network.tail] | inner[network.head])


def _cheapest(rows: Ints, columns: Ints, weights: Floats, size: int) -> tuple[csr_array, NDArray[np.intp]]:
    """Of parallel arcs the cheapest stays, of equally cheap ones the first; scipy would add them up."""
    place = rows.astype(np.int64) * size + columns
    order = np.argsort(place, kind="stable")  # parallel arcs come in the order of their numbers
    order = order[rows[order] != columns[order]]  # a loop is never part of a shortest way
    begins = np.flatnonzero(_is_new(place[order]))
    run = np.repeat(np.arange(len(begins)), np.diff(begins, append=len(order)))
    least = np.minimum.reduceat(weights[order], begins) if len(begins) else weights[order]
    cheap = np.flatnonzero(weights[order] == least[run])
    kept = order[cheap[_is_new(run[cheap])]]
    starts = np.concatenate(([0], np.cumsum(np.bincount(rows[kept], minlength=size)))).astype(np.int32)
    matrix = csr_array((weights[kept], columns[kept].astype(np.int32), starts), shape=(size, size))
    return matrix, kept


def _is_new(values: Ints) -> Bools:
    """Where a sorted column has another value than the row before."""
    new = np.ones(len(values), dtype=bool)
    new[1:] = values[1:] != values[:-1]
    return new
