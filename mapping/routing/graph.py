"""The path network as arrays: what an import has found, numbered in one canonical order, ready for costs and search.

Vertices and edges are sorted by their keys, so that the same data gives the same arrays and the same checksum whatever
order it came in. Arc `2e` runs along edge `e`, arc `2e + 1` against it.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property, reduce
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from mapping.routing.attributes import (
    ATTRIBUTES,
    KINDS,
    POINT_KINDS,
    SEATS,
    SIDES,
    SOURCES,
    TRI,
    UNKNOWN_CODE,
    Column,
    empty_columns,
)

FORMAT = 3  # of the files; a network saved by an older one is compiled anew
ARRAYS, FACT = "arrays.bin", "fact."
ALIGNED = 64  # bytes; where an array may begin in the file
NO_DATE = np.iinfo(np.int32).min
EPOCH = date(1970, 1, 1)
OSM_TYPES = ("node", "way", "relation")
NOT_OSM = -1

Floats = NDArray[np.float64]
Ints = NDArray[np.integer[Any]]
Bools = NDArray[np.bool_]
Value = float | str


@dataclass(frozen=True)
class Vertex:
    """A place where edges meet. `seat` and `toilet` are what one finds there: a bench, a public toilet.

    `backrest` and `armrest` are those of the bench: yes, no or unknown.
    """

    key: str
    lon: float
    lat: float
    boundary: bool = False  # the file ends here, not the way
    seat: bool = False
    toilet: bool = False
    backrest: str = ""
    armrest: str = ""


@dataclass(frozen=True)
class Edge:
    """A stretch of way, or one spot on it (`kind` in POINT_KINDS, length 0, one coordinate).

    `facts` hold words and numbers of `ATTRIBUTES`; what is missing is unknown. `sources` name the source of a fact
    where it is not OpenStreetMap. The halves of one barrier share a `group`, and each counts with `share` of its time.
    """

    key: str
    tail: str
    head: str
    kind: str
    line: tuple[tuple[float, float], ...]
    length_m: float
    facts: Mapping[str, Value] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    word: str = ""  # the raw kind of a barrier or a crossing, for texts: `bollard`, `kissing_gate`
    osm: str = ""  # `way/123`
    dated: date | None = None
    side: str = ""
    group: str = ""
    share: float = 1.0
    limits: str = ""  # conditional access and hours as written
    until: date | None = None  # the last day on which it is closed, if it is and somebody knows
    note: str = ""  # what people say of the closure


@dataclass(frozen=True)
class Plane:
    """Metres around one point on the ellipsoid WGS 84, true to a millimetre per hundred metres within a city."""

    lon: float
    lat: float

    @cached_property
    def scale(self) -> Floats:
        """Metres per degree of longitude and latitude."""
        sin = math.sin(math.radians(self.lat))
        across, flat = 6_378_137.0, 0.006_694_379_990_14  # semi-major axis, squared eccentricity
        bend = 1 - flat * sin * sin
        east = across / math.sqrt(bend) * math.cos(math.radians(self.lat))
        north = across * (1 - flat) / bend**1.5
        return np.radians(np.array([east, north]))

    def metric(self, degrees: Floats) -> Floats:
        """lon, lat (…, 2) → x, y in metres."""
        return (degrees - (self.lon, self.lat)) * self.scale

    def degrees(self, metres: Floats) -> Floats:
        return metres / self.scale + (self.lon, self.lat)


@dataclass(frozen=True)
class Network:
    """Read-only arrays; `e` edges, `v` vertices. Text stands in tables that columns point into."""

    checksum: str
    vertex_keys: NDArray[np.bytes_]  # v, sorted
    points: Floats  # v × 2, lon and lat
    boundary: Bools  # v
    seat: Bools  # v
    toilet: Bools  # v
    seats: NDArray[np.int8]  # v × SEATS, codes of TRI
    edge_keys: NDArray[np.bytes_]  # e, sorted
    tail: Ints  # e
    head: Ints  # e
    kind: NDArray[np.int8]  # e, codes of KINDS
    side: NDArray[np.int8]  # e, codes of SIDES
    length_m: Floats  # e
    share: Floats  # e
    group: Ints  # e, edges of one barrier have the same number; -1 for none
    name: Ints  # e, into texts
    word: Ints  # e, into texts
    limits: Ints  # e, into texts
    osm_type: NDArray[np.int8]  # e
    osm_id: NDArray[np.int64]  # e
    dated: Ints  # e, days since 1970
    until: Ints  # e, days since 1970
    note: Ints  # e, into texts
    coordinates: Floats  # c × 2
    first: NDArray[np.int64]  # e + 1, where the coordinates of an edge begin
    sources: NDArray[np.int8]  # attributes × e, codes of SOURCES
    facts: Mapping[str, Column]
    texts: tuple[str, ...]

    @property
    def vertices(self) -> int:
        return len(self.points)

    @property
    def edges(self) -> int:
        return len(self.tail)

    def is_kind(self, *kinds: str) -> Bools:
        return is_one_of(self.kind, (KINDS.index(kind) for kind in kinds))

    @cached_property
    def is_point(self) -> Bools:
        """e: spots, not stretches of way."""
        return self.is_kind(*sorted(POINT_KINDS))

    @cached_property
    def plane(self) -> Plane:
        centre = self.points.mean(axis=0) if self.vertices else np.zeros(2)
        return Plane(float(centre[0]), float(centre[1]))

    @cached_property
    def xy(self) -> Floats:
        """v × 2 in metres."""
        return self.plane.metric(self.points)

    @cached_property
    def lines(self) -> NDArray[np.object_]:
        """e shapely lines in metres; spots are lines from a point to itself."""
        metric = self.plane.metric(self.coordinates)
        counts = np.diff(self.first)
        single = counts == 1
        repeats = np.where(single, 2, 1)
        twice = np.repeat(np.arange(len(metric)), np.repeat(repeats, counts))
        owner = np.repeat(np.arange(self.edges), np.where(single, 2, counts))
        return np.asarray(shapely.linestrings(metric[twice], indices=owner), dtype=object)

    @cached_property
    def tree(self) -> STRtree:
        """The index of `lines`."""
        return STRtree(self.lines)

    def line(self, edge: int) -> Floats:
        """n × 2, lon and lat from tail to head."""
        return self.coordinates[self.first[edge] : self.first[edge + 1]]

    def edge_of(self, key: str) -> int | None:
        """Number of the edge with this key."""
        return _position(self.edge_keys, key)

    def vertex_of(self, key: str) -> int | None:
        return _position(self.vertex_keys, key)

    def value(self, attribute: str, edge: int) -> Value | None:
        """A fact in words or as a number, None if unknown."""
        return ATTRIBUTES[attribute].word(self.facts[attribute][edge])

    def source(self, attribute: str, edge: int) -> str:
        return SOURCES[self.sources[ATTRIBUTE_ROWS[attribute], edge]]

    def day(self, edge: int) -> date | None:
        """When the object was last changed, or surveyed."""
        return _day(self.dated[edge])

    def last_day(self, edge: int) -> date | None:
        """The last day of a closure, None if nobody knows or nothing is closed."""
        return _day(self.until[edge])

    def seat_word(self, name: str, vertex: int) -> str:
        """`yes`, `no` or '' for what a bench has; `name` is one of SEATS."""
        code = int(self.seats[vertex, SEATS.index(name)])
        return "" if code == UNKNOWN_CODE else TRI[code]

    def osm(self, edge: int) -> str:
        """`way/123`, empty for what does not come from OpenStreetMap."""
        kind = int(self.osm_type[edge])
        return "" if kind == NOT_OSM else f"{OSM_TYPES[kind]}/{self.osm_id[edge]}"

    def kind_word(self, edge: int) -> str:
        return KINDS[self.kind[edge]]


ATTRIBUTE_ROWS: Mapping[str, int] = {name: row for row, name in enumerate(ATTRIBUTES)}


def _day(days: int) -> date | None:
    return None if days == NO_DATE else date.fromordinal(EPOCH.toordinal() + int(days))


def is_one_of(column: NDArray[Any], codes: Iterable[float]) -> Bools:
    """Where a column has one of a few codes, at least one: for so few quicker than numpy's `isin`."""
    return reduce(np.logical_or, (column == code for code in codes))


def _position(keys: NDArray[np.bytes_], key: str) -> int | None:
    wanted = key.encode()
    at = int(np.searchsorted(keys, np.bytes_(wanted)))
    return at if at < len(keys) and keys[at] == wanted else None


# ------------------------------------------------------------------------------------------------------- compiling


def compile_network(vertices: Sequence[Vertex], edges: Sequence[Edge]) -> Network:
    """ValueError if an edge names a vertex, a kind, a fact or a word that does not exist, or a key comes twice."""
    vertices = sorted(vertices, key=lambda vertex: vertex.key.encode())
    edges = sorted(edges, key=lambda edge: edge.key.encode())
    number = {vertex.key: index for index, vertex in enumerate(vertices)}
    if len(number) < len(vertices) or len({edge.key for edge in edges}) < len(edges):
        raise ValueError("two vertices or two edges have the same key")
    texts = sorted({"", *(text for edge in edges for text in (edge.name, edge.word, edge.limits, edge.note))})
    place = {text: index for index, text in enumerate(texts)}
    facts, sources = _facts(edges)
    kinds = {kind: code for code, kind in enumerate(KINDS)}
    arrays: dict[str, Any] = {
        "vertex_keys": _keys([vertex.key for vertex in vertices]),
        "points": np.array([(vertex.lon, vertex.lat) for vertex in vertices], dtype=np.float64).reshape(-1, 2),
        "boundary": np.array([vertex.boundary for vertex in vertices], dtype=bool),
        "seat": np.array([vertex.seat for vertex in vertices], dtype=bool),
        "toilet": np.array([vertex.toilet for vertex in vertices], dtype=bool),
        "seats": np.array([_seat(vertex) for vertex in vertices], dtype=np.int8).reshape(-1, len(SEATS)),
        "edge_keys": _keys([edge.key for edge in edges]),
        "tail": np.array([_of(number, edge.tail, edge) for edge in edges], dtype=np.int32),
        "head": np.array([_of(number, edge.head, edge) for edge in edges], dtype=np.int32),
        "kind": np.array([_of(kinds, edge.kind, edge) for edge in edges], dtype=np.int8),
        "side": np.array([SIDES.index(edge.side) for edge in edges], dtype=np.int8),
        "length_m": np.array([edge.length_m for edge in edges], dtype=np.float64),
        "share": np.array([edge.share for edge in edges], dtype=np.float64),
        "group": _groups(edges),
        "name": np.array([place[edge.name] for edge in edges], dtype=np.int32),
        "word": np.array([place[edge.word] for edge in edges], dtype=np.int32),
        "limits": np.array([place[edge.limits] for edge in edges], dtype=np.int32),
        "osm_type": np.array([_osm(edge)[0] for edge in edges], dtype=np.int8),
        "osm_id": np.array([_osm(edge)[1] for edge in edges], dtype=np.int64),
        "dated": np.array([_days(edge.dated) for edge in edges], dtype=np.int32),
        "until": np.array([_days(edge.until) for edge in edges], dtype=np.int32),
        "note": np.array([place[edge.note] for edge in edges], dtype=np.int32),
        "coordinates": np.array([point for edge in edges for point in edge.line], dtype=np.float64).reshape(-1, 2),
        "first": np.concatenate(([0], np.cumsum([len(edge.line) for edge in edges], dtype=np.int64))),
        "sources": sources,
    }
    return Network(checksum=_checksum(arrays, facts, texts), facts=facts, texts=tuple(texts), **arrays)


def _of(table: Mapping[str, int], key: str, edge: Edge) -> int:
    if key not in table:
        raise ValueError(f"edge {edge.key}: {key!r} is not known")
    return table[key]


def _seat(vertex: Vertex) -> list[int]:
    words = (getattr(vertex, name) for name in SEATS)
    return [TRI.index(word) if word else UNKNOWN_CODE for word in words]


def _keys(keys: list[str]) -> NDArray[np.bytes_]:
    return np.array([key.encode() for key in keys], dtype=np.bytes_)


def _groups(edges: Sequence[Edge]) -> Ints:
    names = sorted({edge.group for edge in edges if edge.group})
    place = {name: index for index, name in enumerate(names)}
    return np.array([place.get(edge.group, -1) for edge in edges], dtype=np.int32)


def _osm(edge: Edge) -> tuple[int, int]:
    kind, _, number = edge.osm.partition("/")
    return (OSM_TYPES.index(kind), int(number)) if number else (NOT_OSM, 0)


def _days(day: date | None) -> int:
    return NO_DATE if day is None else day.toordinal() - EPOCH.toordinal()


def _facts(edges: Sequence[Edge]) -> tuple[dict[str, Column], NDArray[np.int8]]:
    facts = dict(empty_columns(len(edges)))
    sources = np.zeros((len(ATTRIBUTES), len(edges)), dtype=np.int8)
    for index, edge in enumerate(edges):
        for name, value in edge.facts.items():
            if name not in facts:
                raise ValueError(f"edge {edge.key}: {name!r} is no attribute")
            facts[name][index] = ATTRIBUTES[name].code(value)
            sources[ATTRIBUTE_ROWS[name], index] = SOURCES.index(edge.sources.get(name, "osm"))
    return facts, sources


def _checksum(arrays: Mapping[str, NDArray[Any]], facts: Mapping[str, Column], texts: Sequence[str]) -> str:
    digest = hashlib.sha256(json.dumps([FORMAT, list(texts)]).encode())
    for name, array in [*sorted(arrays.items()), *sorted(facts.items())]:
        digest.update(name.encode())
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()


# ---------------------------------------------------------------------------------------------------------- files


def save(network: Network, folder: Path) -> None:
    """All arrays in one file, so that processes can share them as mapped memory at the price of one open file."""
    folder.mkdir(parents=True)
    places: dict[str, tuple[str, tuple[int, ...], int]] = {}
    with (folder / ARRAYS).open("wb") as file:
        for name, array in _arrays(network).items():
            file.write(bytes(-file.tell() % ALIGNED))
            places[name] = array.dtype.str, array.shape, file.tell()
            file.write(np.ascontiguousarray(array).tobytes())
    about = {"format": FORMAT, "checksum": network.checksum, "texts": network.texts, "places": places}
    (folder / "about.json").write_text(json.dumps(about), encoding="utf-8")


def load(folder: Path) -> Network:
    """The network that `save` wrote, mapped into memory; ValueError if another format wrote it, OSError if none did."""
    about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    if about["format"] != FORMAT:
        raise ValueError(f"{folder} has format {about['format']}, not {FORMAT}")
    whole = np.asarray(np.memmap(folder / ARRAYS, mode="r"))  # a plain view: quicker to read from
    arrays: dict[str, Any] = {}
    facts: dict[str, Column] = {}
    for name, (dtype, shape, begin) in about["places"].items():
        size = np.dtype(dtype).itemsize * math.prod(shape)
        array = whole[begin : begin + size].view(dtype).reshape(shape)
        (facts if name.startswith(FACT) else arrays)[name.removeprefix(FACT)] = array
    return Network(checksum=about["checksum"], facts=facts, texts=tuple(about["texts"]), **arrays)


def _arrays(network: Network) -> dict[str, NDArray[Any]]:
    own = {entry.name: getattr(network, entry.name) for entry in fields(network)}
    plain = {name: value for name, value in own.items() if isinstance(value, np.ndarray)}
    return plain | {f"{FACT}{name}": column for name, column in network.facts.items()}
