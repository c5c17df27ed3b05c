"""What the path network is made of: ways with the ids of their nodes, and where these nodes are. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mapping.osm.elements import Box, Element

Ring = tuple[int, ...]
NO_TAGS: Mapping[str, str] = {}
KEYS = frozenset({"highway", "barrier"})
PLATFORMS = frozenset({("railway", "platform"), ("public_transport", "platform"), ("man_made", "pier")})


@dataclass(frozen=True)
class RawNode:
    id: int
    lon: float
    lat: float
    tags: Mapping[str, str] = field(default_factory=dict)
    version: int | None = None
    timestamp: datetime | None = None


@dataclass(frozen=True)
class RawWay:
    """`nodes` may name nodes that are not in the file."""

    id: int
    tags: Mapping[str, str]
    nodes: tuple[int, ...]
    version: int | None = None
    timestamp: datetime | None = None


@dataclass(frozen=True)
class RawArea:
    """A multipolygon to walk on. Rings are closed: their first node is their last one."""

    id: int
    tags: Mapping[str, str]
    rings: tuple[tuple[Ring, tuple[Ring, ...]], ...]  # outer ring, its holes
    version: int | None = None
    timestamp: datetime | None = None


@dataclass(frozen=True)
class RawPlace:
    """A bench or a toilet, whatever it is drawn as; `ref` is `node/1`."""

    ref: str
    lon: float
    lat: float
    tags: Mapping[str, str]


@dataclass(frozen=True)
class Raw:
    ways: tuple[RawWay, ...]
    nodes: Mapping[int, RawNode]
    areas: tuple[RawArea, ...] = ()
    places: tuple[RawPlace, ...] = ()
    frame: Box | None = None  # beyond it ways may be missing


def is_wanted(tags: Mapping[str, str]) -> bool:
    """Ways to walk on, and what may stand across them."""
    return not KEYS.isdisjoint(tags) or any(tags.get(key) == value for key, value in PLATFORMS)


def is_place(tags: Mapping[str, str]) -> bool:
    return tags.get("amenity") in ("bench", "toilets") or "bench" in tags


@dataclass
class Gatherer:
    """Takes node references from osmium's objects, which live only as long as they are looked at."""

    refs: dict[int, Ring] = field(default_factory=dict)
    rings: dict[int, tuple[tuple[Ring, tuple[Ring, ...]], ...]] = field(default_factory=dict)
    spots: dict[int, tuple[float, float]] = field(default_factory=dict)

    def way(self, way: Any) -> None:
        self.refs[way.id] = self._ring(way.nodes)

    def area(self, relation: int, area: Any) -> None:
        self.rings[relation] = tuple(
            (self._ring(outer), tuple(self._ring(inner) for inner in area.inner_rings(outer)))
            for outer in area.outer_rings()
        )

    def _ring(self, nodes: Any) -> Ring:
        for node in nodes:
            if node.location.valid():
                self.spots[node.ref] = (node.lon, node.lat)
        return tuple(node.ref for node in nodes)

    def raw(self, elements: Mapping[tuple[str, int], Element], frame: Box | None) -> Raw:
        """`elements` by type and id: their tags, versions and times."""
        ways = [
            RawWay(ref, one.tags, nodes, one.version, one.timestamp)
            for ref, nodes in sorted(self.refs.items())
            if (one := elements.get(("way", ref))) is not None
        ]
        areas = [
            RawArea(ref, one.tags, rings, one.version, one.timestamp)
            for ref, rings in sorted(self.rings.items())
            if (one := elements.get(("relation", ref))) is not None
        ]
        nodes = {ref: _node(ref, spot, elements.get(("node", ref))) for ref, spot in sorted(self.spots.items())}
        return Raw(tuple(ways), nodes, tuple(areas), tuple(_places(elements.values())), frame)


def _node(ref: int, spot: tuple[float, float], element: Element | None) -> RawNode:
    if element is None:
        return RawNode(ref, *spot, NO_TAGS)
    return RawNode(ref, *spot, element.tags, element.version, element.timestamp)


def _places(elements: Iterable[Element]) -> Iterable[RawPlace]:
    for element in elements:
        if is_place(element.tags) and element.spot is not None:
            yield RawPlace(element.key, element.spot.x, element.spot.y, element.tags)
