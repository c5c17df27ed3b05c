"""Path networks drawn with letters and lines, so that tests read like pictures.

    A---B---C        Letters are nodes. `-` and `|` between two letters are links. One column is 5 m, one row 10 m.
        |            `sketch(text, ways={"ABC": "highway=residential"}, nodes={"B": "kerb=lowered"})` makes ways of
        D            OpenStreetMap and reads them; links that no way names are ways with the tags `rest`.

`drawn(text, edges={"AB": {"surface": "sett"}})` makes the arrays of a network from the links directly. A key gives the
direction of its edge. `kind`, `name`, `word`, `limits`, `group`, `share`, `side` and `length_m` are what they are in
`Edge`, all else are facts. Edges of spots (`"kind": "kerb"`) have no length.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import pairwise
from typing import Any

from mapping.osm.geodesy import lengths
from mapping.osm.network import Draft, draft
from mapping.osm.raw import Raw, RawNode, RawPlace, RawWay
from mapping.routing.attributes import POINT_KINDS
from mapping.routing.graph import Edge, Network, Vertex, compile_network

LON, LAT = 13.31, 52.585
COLUMN_M, ROW_M = 5.0, 10.0
EAST, NORTH = 1 / 67_790.0, 1 / 111_290.0  # degrees of a metre at this place, a hair less
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
FIRST_WAY = 100
EDGE_FIELDS = {one.name for one in fields(Edge)} - {"key", "tail", "head", "line", "facts"}

Tags = str | Mapping[str, str]


def tags(written: Tags) -> dict[str, str]:
    """`highway=footway foot=yes`, or a mapping where values have blanks."""
    if isinstance(written, str):
        return dict(pair.split("=", 1) for pair in written.split())
    return dict(written)


def places(text: str) -> dict[str, tuple[float, float]]:
    """lon and lat of every letter."""
    return {
        sign: (LON + column * COLUMN_M * EAST, LAT - row * ROW_M * NORTH)
        for row, line in enumerate(text.splitlines())
        for column, sign in enumerate(line)
        if sign in LETTERS
    }


def links(text: str) -> list[str]:
    """Pairs of letters with a line between them, `AB`; from left to right and from top to bottom."""
    rows = text.splitlines()
    width = max(map(len, rows), default=0)
    columns = ["".join(column) for column in zip(*(row.ljust(width) for row in rows), strict=True)]
    found = [one for row in rows for one in re.findall(r"([A-Za-z])(?=-+([A-Za-z]))", row)]
    found += [one for column in columns for one in re.findall(r"([A-Za-z])(?=\|+([A-Za-z]))", column)]
    return ["".join(pair) for pair in found]


def number(letter: str) -> int:
    """The id of the node."""
    return LETTERS.index(letter) + 1


# ------------------------------------------------------------------------------------------------- OpenStreetMap


def raw(
    text: str,
    ways: Mapping[str, Tags] | None = None,
    nodes: Mapping[str, Tags] | None = None,
    *,
    rest: Tags = "highway=footway",
    lines: Mapping[str, Tags] | None = None,
    seats: Iterable[str] = (),
    missing: str = "",
) -> Raw:
    """`lines` are further ways (fences, kerbs), `seats` letters of benches, `missing` letters are not in the file."""
    spots = places(text)
    known = dict(ways or {})
    taken = {frozenset(pair) for way in known for pair in pairwise(way)}
    known |= {link: rest for link in links(text) if frozenset(link) not in taken}
    named = known | dict(lines or {})
    return Raw(
        tuple(
            RawWay(FIRST_WAY + index, tags(written), tuple(number(letter) for letter in letters))
            for index, (letters, written) in enumerate(named.items())
        ),
        {
            number(letter): RawNode(number(letter), *spots[letter], tags((nodes or {}).get(letter, "")))
            for letter in spots
            if letter not in missing
        },
        places=tuple(RawPlace(f"node/{number(one)}", *spots[one], {"amenity": "bench"}) for one in seats),
    )


@dataclass(frozen=True)
class Sketch:
    """A drawing that was read as OpenStreetMap. Names in `edges` and `spots` are those of the drawing."""

    raw: Raw
    ways: tuple[str, ...]

    @cached_property
    def draft(self) -> Draft:
        return draft(self.raw)

    @cached_property
    def network(self) -> Network:
        return compile_network(self.draft.vertices, self.draft.edges)

    @cached_property
    def edges(self) -> dict[str, Edge]:
        """Stretches of way: `AB`, `AB left`; from the first letter to the second."""
        return {self._stretch(edge): edge for edge in self.draft.edges if edge.kind not in POINT_KINDS | {"lift"}}

    @cached_property
    def spots(self) -> dict[str, Edge]:
        """`B kerb BD+`: the kind at a node on the way to one arm; `+` if the way leaves there, `-` if it comes."""
        kinds = POINT_KINDS | {"lift"}
        return {self.name(edge.key): edge for edge in self.draft.edges if edge.kind in kinds}

    def kind(self, kind: str) -> dict[str, Edge]:
        return {name: edge for name, edge in self.spots.items() if edge.kind == kind}

    @property
    def kerbs(self) -> dict[str, Any]:
        """Height in centimetres, None where nobody knows it; by `B BD+`."""
        return {name.replace(" kerb", ""): edge.facts.get("kerb_cm") for name, edge in self.kind("kerb").items()}

    @property
    def codes(self) -> list[str]:
        return [finding.code for finding in self.draft.findings]

    def name(self, key: str) -> str:
        """`n2:kerb:w101+` → `B kerb BD+`."""
        text = re.sub(r"\bn(\d+)", lambda found: LETTERS[int(found[1]) - 1], key)
        text = re.sub(r"\bw(\d+)", lambda found: self.ways[int(found[1]) - FIRST_WAY], text)
        return text.replace(":", " ")

    def _stretch(self, edge: Edge) -> str:
        _, ends, side, occurrence = edge.key.split(":")
        begin, end = (self._end(one) for one in ends.split("-"))
        return " ".join(part for part in (begin + end, side, occurrence if occurrence != "0" else "") if part)

    def _end(self, label: str) -> str:
        return LETTERS[int(label) - 1] if label.isdigit() else f"({LETTERS[int(label.removeprefix('snode')) - 1]})"

    def route(self, begin: str, end: str, *, without: Iterable[str] = ()) -> list[str] | None:
        """Names of what one passes on the shortest way between two nodes; None if there is none."""
        shut = set(without)
        usable = [edge for edge in self.draft.edges if edge.kind not in shut]
        names = {edge.key: name for name, edge in (self.edges | self.spots).items()}
        found = shortest(usable, f"n{number(begin)}", f"n{number(end)}")
        return None if found is None else [names[key] for key in found]


def sketch(text: str, ways: Mapping[str, Tags] | None = None, nodes: Mapping[str, Tags] | None = None, **more: Any):
    """The drawing as OpenStreetMap; see `raw` for what else there may be."""
    taken = {frozenset(pair) for way in ways or {} for pair in pairwise(way)}
    rest = [link for link in links(text) if frozenset(link) not in taken]
    return Sketch(raw(text, ways, nodes, **more), (*(ways or {}), *rest, *more.get("lines", {})))


def shortest(edges: Iterable[Edge], begin: str, end: str) -> list[str] | None:
    """Keys of the edges on the way with the fewest metres, spots counted as a centimetre."""
    around: dict[str, list[tuple[float, str, str]]] = {}
    for edge in edges:
        for here, there in ((edge.tail, edge.head), (edge.head, edge.tail)):
            around.setdefault(here, []).append((edge.length_m + 0.01, edge.key, there))
    heap: list[tuple[float, str, tuple[str, ...]]] = [(0.0, begin, ())]
    done = set()
    while heap:
        metres, here, way = heapq.heappop(heap)
        if here == end:
            return list(way)
        if here not in done:
            done.add(here)
            for length, key, there in around.get(here, ()):
                heapq.heappush(heap, (metres + length, there, (*way, key)))
    return None


# ------------------------------------------------------------------------------------------------------- networks


def drawn(
    text: str,
    edges: Mapping[str, Mapping[str, Any]] | None = None,
    vertices: Mapping[str, Mapping[str, Any]] | None = None,
) -> Network:
    """The arrays of a network with one edge for every link; a vertex has its letter, an edge its two letters as key."""
    spots = places(text)
    wanted = dict(edges or {})
    known = {frozenset(key[:2]) for key in wanted}
    wanted |= {link: {} for link in links(text) if frozenset(link) not in known}
    found = [Vertex(letter, *spots[letter], **(vertices or {}).get(letter, {})) for letter in spots]
    return compile_network(found, list(_edges(wanted, spots)))


def _edges(wanted: Mapping[str, Mapping[str, Any]], spots: Mapping[str, tuple[float, float]]) -> Iterator[Edge]:
    """Keys may be longer than two letters where two edges lie side by side: `AB`, `AB2`."""
    for key, about in wanted.items():
        own = {"kind": "footway"} | {name: value for name, value in about.items() if name in EDGE_FIELDS}
        facts = {name: value for name, value in about.items() if name not in EDGE_FIELDS}
        line = (spots[key[0]], spots[key[1]])
        if own["kind"] in POINT_KINDS:
            line, own["length_m"] = line[:1], 0.0
        own.setdefault("length_m", float(lengths([line])[0]))
        yield Edge(key, key[0], key[1], line=line, facts=facts, **own)
