"""What people have found out about single spots and ways, laid over an imported network. Pure.

A correction replaces a fact of an edge, or puts a spot (a bollard, a kerb that the map did not know) onto a way, which
is then split there: both parts stay usable. Only the edges concerned are taken apart and compiled again; everything
else is copied, so that the time does not grow with the number of corrections that other places have.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np

from mapping.routing.attributes import ATTRIBUTES, KINDS, SEATS, SIDES, SOURCES
from mapping.routing.graph import ATTRIBUTE_ROWS, FORMAT, Edge, Network, Plane, Value, Vertex, compile_network

PART = "@"  # in the key of a later part of an edge that was split
AT_THE_END = 1e-6  # of an edge's length: a spot there goes between the edge and its vertex


@dataclass(frozen=True)
class Correction:
    """`facts` that hold for the edge `edge` from now on; with `spot`, for a new spot of that kind at `fraction` of it.

    A fact of one half of a barrier holds for the whole barrier. `key` names the finding it comes from; those of spots
    are unique. Of several corrections of one fact the newest counts. `word` is what stands there, for texts; `until`
    is the last day of a closure, and `note` what people say of it.
    """

    key: str
    edge: str
    facts: Mapping[str, Value] = field(default_factory=dict)
    dated: date | None = None
    spot: str = ""
    fraction: float = 0.0
    word: str = ""
    until: date | None = None
    note: str = ""

    @property
    def order(self) -> tuple[date, str]:
        """The newest last; of the same day the greater key, so that the order they come in does not matter."""
        return self.dated or date.min, self.key


def corrected(network: Network, corrections: Iterable[Correction]) -> Network:
    """The network with all corrections whose edge it has; the same network if there are none."""
    known = sorted(_known(network, corrections), key=lambda one: (*one.order, one.edge))
    if not known:
        return network
    by_edge: dict[int, list[Correction]] = defaultdict(list)
    for correction in known:
        for number in _concerned(network, correction):
            by_edge[number].append(correction)
    fresh_edges: list[Edge] = []
    fresh_vertices: dict[str, Vertex] = {}
    for number in sorted(by_edge):
        edges, vertices = _rewritten(edge_at(network, number), by_edge[number], network.plane)
        fresh_edges += edges
        ends = (vertex_at(network, int(at)) for at in (network.tail[number], network.head[number]))
        fresh_vertices |= {vertex.key: vertex for vertex in (*ends, *vertices)}
    patch = compile_network(list(fresh_vertices.values()), fresh_edges)
    return _merged(network, np.array(sorted(by_edge)), patch, _groups(fresh_edges, patch), digest(network, known))


def digest(network: Network, corrections: Iterable[Correction]) -> str:
    """Names the network with its corrections; that of the network itself if none has an edge in it."""
    known = sorted(_known(network, corrections), key=lambda one: (*one.order, one.edge))
    if not known:
        return network.checksum
    told = [
        (c.key, c.edge, sorted(c.facts.items()), str(c.dated), c.spot, c.fraction, c.word, str(c.until), c.note)
        for c in known
    ]
    return hashlib.sha256(json.dumps([FORMAT, network.checksum, told]).encode()).hexdigest()


def origins(network: Network, corrections: Iterable[Correction]) -> dict[tuple[str, str], str]:
    """(key of an edge, fact) → key of the correction that decides it. A spot put onto a way has no fact, but ''."""
    found = {}
    for correction in sorted(_known(network, corrections), key=lambda one: (*one.order, one.edge)):
        if correction.spot:
            found[correction.key, ""] = correction.key
            continue
        for number in _concerned(network, correction):
            edge = network.edge_keys[number].decode()
            found.update({(edge, fact): correction.key for fact in correction.facts})
    return found


def origin_of(found: Mapping[tuple[str, str], str], edge: str, facts: Iterable[str]) -> str:
    """Key of the correction that decides one of these facts of an edge of the corrected network; '' if none does."""
    whole = edge.partition(PART)[0]
    return found.get((edge, "")) or next((found[whole, fact] for fact in facts if (whole, fact) in found), "")


def _known(network: Network, corrections: Iterable[Correction]) -> list[Correction]:
    """Those of an edge of this network that say anything."""
    return [c for c in corrections if (c.facts or c.spot) and network.edge_of(c.edge) is not None]


def _concerned(network: Network, correction: Correction) -> list[int]:
    """The edge, or all edges of the barrier it belongs to."""
    number = network.edge_of(correction.edge)
    if number is None:
        return []
    group = int(network.group[number])
    if correction.spot or group < 0:
        return [number]
    return [int(one) for one in np.flatnonzero(network.group == group)]


def edge_at(network: Network, number: int) -> Edge:
    """An edge taken out of the arrays again."""
    facts, sources = {}, {}
    for name, attribute in ATTRIBUTES.items():
        code = SOURCES[network.sources[ATTRIBUTE_ROWS[name], number]]
        value = attribute.word(float(network.facts[name][number]))
        if code != "none" and value is not None:
            facts[name], sources[name] = value, code
    group = int(network.group[number])
    return Edge(
        key=network.edge_keys[number].decode(),
        tail=network.vertex_keys[network.tail[number]].decode(),
        head=network.vertex_keys[network.head[number]].decode(),
        kind=KINDS[network.kind[number]],
        line=tuple((float(lon), float(lat)) for lon, lat in network.line(number)),
        length_m=float(network.length_m[number]),
        facts=facts,
        sources=sources,
        name=network.texts[network.name[number]],
        word=network.texts[network.word[number]],
        osm=network.osm(number),
        dated=network.day(number),
        side=SIDES[network.side[number]],
        group="" if group < 0 else f"#{group:09d}",
        share=float(network.share[number]),
        limits=network.texts[network.limits[number]],
        until=network.last_day(number),
        note=network.texts[network.note[number]],
    )


def vertex_at(network: Network, number: int) -> Vertex:
    lon, lat = network.points[number]
    return Vertex(
        key=network.vertex_keys[number].decode(),
        lon=float(lon),
        lat=float(lat),
        boundary=bool(network.boundary[number]),
        seat=bool(network.seat[number]),
        toilet=bool(network.toilet[number]),
        **{name: network.seat_word(name, number) for name in SEATS},
    )


# ------------------------------------------------------------------------------------------------------- one edge


def _rewritten(edge: Edge, corrections: Sequence[Correction], plane: Plane) -> tuple[list[Edge], list[Vertex]]:
    """The edge with its new facts, cut where spots stand on it."""
    for correction in corrections:
        if not correction.spot:
            edge = with_facts(edge, correction)
    spots = sorted((c for c in corrections if c.spot), key=lambda c: (c.fraction, c.key))
    return _cut(edge, spots, plane) if spots else ([edge], [])


def with_facts(edge: Edge, correction: Correction) -> Edge:
    return replace(
        edge,
        facts={**edge.facts, **correction.facts},
        sources={**edge.sources, **dict.fromkeys(correction.facts, "survey")},
        dated=correction.dated or edge.dated,
        word=correction.word or edge.word,
        until=_last_day(edge, correction),
        note=correction.note or edge.note,
    )


def _last_day(edge: Edge, correction: Correction) -> date | None:
    """Of several closures the last one counts, and one without an end lasts longest."""
    if "closed" not in correction.facts:
        return edge.until
    last_days = [correction.until, *([edge.until] if edge.facts.get("closed") == "yes" else [])]
    return None if None in last_days else max(day for day in last_days if day)


def _cut(edge: Edge, spots: Sequence[Correction], plane: Plane) -> tuple[list[Edge], list[Vertex]]:
    """Parts and spots in turn. Between spots at one place, and at the ends of the edge, there is no part."""
    trace = Trace(edge, plane)
    edges: list[Edge] = []
    vertices: list[Vertex] = []
    tail, begin = edge.tail, 0.0
    for number, spot in enumerate(spots, start=1):
        at = 0.0 if spot.fraction < AT_THE_END else 1.0 if spot.fraction > 1 - AT_THE_END else spot.fraction
        place = trace.at(at)
        if at - begin > AT_THE_END:
            before = Vertex(f"{spot.key}:a", *place)
            edges.append(_part(edge, trace, (tail, before.key), begin, at))
            vertices.append(before)
            tail, begin = before.key, at
        is_last = number == len(spots) and at == 1.0
        head = edge.head if is_last else f"{spot.key}:b"
        if not is_last:
            vertices.append(Vertex(head, *place))
        edges.append(_spot(spot, tail, head, place))
        tail = head
    if begin < 1.0:
        edges.append(_part(edge, trace, (tail, edge.head), begin, 1.0))
    return edges, vertices


class Trace:
    """The line of an edge, told by shares of its length."""

    def __init__(self, edge: Edge, plane: Plane) -> None:
        self.line = np.array(edge.line, dtype=np.float64)
        steps = np.hypot(*np.diff(plane.metric(self.line), axis=0).T) if len(self.line) > 1 else np.empty(0)
        along = np.concatenate(([0.0], np.cumsum(steps)))
        self.marks = along / along[-1] if along[-1] > 0 else np.linspace(0.0, 1.0, len(along))

    def at(self, fraction: float) -> tuple[float, float]:
        """Longitude and latitude; the ends exactly."""
        lon, lat = (float(np.interp(fraction, self.marks, self.line[:, axis])) for axis in (0, 1))
        return lon, lat

    def between(self, begin: float, end: float) -> tuple[tuple[float, float], ...]:
        if len(self.line) == 1:
            return (self.at(0.0),)
        inside = self.line[(self.marks > begin) & (self.marks < end)]
        return (self.at(begin), *((float(lon), float(lat)) for lon, lat in inside), self.at(end))


def _part(edge: Edge, trace: Trace, ends: tuple[str, str], begin: float, end: float) -> Edge:
    """A stretch of the edge; what counts once for the whole is shared out by length."""
    share = end - begin
    facts = dict(edge.facts)
    for name in ("step_count", "wait_share"):
        if name in facts:
            facts[name] = float(facts[name]) * share
    return replace(
        edge,
        key=edge.key if ends[0] == edge.tail else f"{edge.key}{PART}{ends[0]}",
        tail=ends[0],
        head=ends[1],
        line=trace.between(begin, end),
        length_m=edge.length_m * share,
        share=edge.share * share,
        facts=facts,
    )


def _spot(spot: Correction, tail: str, head: str, place: tuple[float, float]) -> Edge:
    return with_facts(Edge(spot.key, tail, head, spot.spot, (place,), 0.0), spot)


# -------------------------------------------------------------------------------------------------------- merging


def _merged(base: Network, replaced: np.ndarray, patch: Network, groups: np.ndarray, checksum: str) -> Network:
    """`base` without the edges `replaced`, with everything of `patch`, again in canonical order."""
    kept = np.setdiff1d(np.arange(base.edges), replaced)
    new = np.flatnonzero(~np.isin(patch.vertex_keys, base.vertex_keys))
    vertex_keys = _joined(base.vertex_keys, patch.vertex_keys[new])
    v_order = np.argsort(vertex_keys, kind="stable")
    edge_keys = _joined(base.edge_keys[kept], patch.edge_keys)
    e_order = np.argsort(edge_keys, kind="stable")
    place = np.empty(len(v_order), dtype=np.int32)
    place[v_order] = np.arange(len(v_order), dtype=np.int32)
    sorted_keys = vertex_keys[v_order]
    of_patch = np.searchsorted(sorted_keys, patch.vertex_keys.astype(sorted_keys.dtype)).astype(np.int32)
    texts = tuple(sorted({*base.texts, *patch.texts}))
    arrays: dict[str, Any] = {
        "vertex_keys": sorted_keys,
        "edge_keys": edge_keys[e_order],
        "tail": np.concatenate((place[base.tail[kept]], of_patch[patch.tail]))[e_order],
        "head": np.concatenate((place[base.head[kept]], of_patch[patch.head]))[e_order],
        "group": np.concatenate((base.group[kept], groups))[e_order],
        "sources": np.concatenate((base.sources[:, kept], patch.sources), axis=1)[:, e_order],
    }
    for name in ("points", "boundary", "seat", "toilet", "seats"):
        arrays[name] = np.concatenate((getattr(base, name), getattr(patch, name)[new]))[v_order]
    for name in ("kind", "side", "length_m", "share", "osm_type", "osm_id", "dated", "until"):
        arrays[name] = np.concatenate((getattr(base, name)[kept], getattr(patch, name)))[e_order]
    for name in ("name", "word", "limits", "note"):
        columns = (_retold(base, name, texts)[kept], _retold(patch, name, texts))
        arrays[name] = np.concatenate(columns)[e_order]
    arrays["coordinates"], arrays["first"] = _coordinates(base, kept, patch, e_order)
    facts = {name: np.concatenate((base.facts[name][kept], patch.facts[name]))[e_order] for name in ATTRIBUTES}
    return Network(checksum=checksum, facts=facts, texts=texts, **arrays)


def _joined(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Two columns of keys; the wider type holds both."""
    width = max(first.dtype.itemsize, second.dtype.itemsize)
    return np.concatenate((first.astype(f"S{width}"), second.astype(f"S{width}")))


def _retold(network: Network, name: str, texts: Sequence[str]) -> np.ndarray:
    """A column of text numbers, in the numbers of another table of texts."""
    place = {text: index for index, text in enumerate(texts)}
    table = np.array([place[text] for text in network.texts], dtype=np.int32)
    return table[getattr(network, name)]


def _groups(edges: Iterable[Edge], patch: Network) -> np.ndarray:
    """Edges of the patch keep the number that their group had: names of `edge_at` sort as these numbers do."""
    known = sorted({edge.group for edge in edges if edge.group})
    table = np.array([*(int(name.removeprefix("#")) for name in known), -1], dtype=np.int32)
    return table[patch.group]


def _coordinates(base: Network, kept: np.ndarray, patch: Network, order: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    counts = np.concatenate((np.diff(base.first)[kept], np.diff(patch.first)))
    starts = np.concatenate((base.first[:-1][kept], patch.first[:-1] + len(base.coordinates)))
    every = np.concatenate((base.coordinates, patch.coordinates))
    counts, starts = counts[order], starts[order]
    first = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    rows = np.arange(first[-1]) - np.repeat(first[:-1], counts) + np.repeat(starts, counts)
    return every[rows], first
