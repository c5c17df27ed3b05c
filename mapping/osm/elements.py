"""Plain frozen objects of an OpenStreetMap file: everything behind the reader is pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

import shapely
from shapely import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

if TYPE_CHECKING:
    from mapping.osm.raw import Raw

Box = tuple[float, float, float, float]  # west, south, east, north, in degrees


@dataclass(frozen=True)
class Element:
    """One node, way or relation with tags. Degrees, longitude first; a closed way has a line and an area."""

    type: str  # node, way, relation
    id: int
    version: int | None
    timestamp: datetime | None
    tags: Mapping[str, str]
    point: Point | None = None
    line: LineString | None = None
    area: MultiPolygon | None = None

    @property
    def key(self) -> str:
        """`way/123`."""
        return f"{self.type}/{self.id}"

    @property
    def name(self) -> str:
        return self.tags.get("name", "")

    @property
    def shape(self) -> BaseGeometry | None:
        """The fullest form known: area before line before point."""
        return self.area or self.line or self.point

    @cached_property
    def spot(self) -> Point | None:
        """One point that stands for the whole: the node, a point surely on the area, the middle of the line."""
        if self.point is not None:
            return self.point
        if self.area is not None:
            return _inside(self.area)
        return None if self.line is None else self.line.interpolate(0.5, normalized=True)


def _inside(area: MultiPolygon) -> Point:
    """The centre where it lies on the area (so that houses get their number in the middle), else a point on it."""
    largest: Polygon = max(area.geoms, key=lambda part: part.area)
    centre = largest.centroid
    return centre if largest.contains(centre) else shapely.point_on_surface(largest)


@dataclass(frozen=True)
class Finding:
    """Something odd in the data that stopped nothing. `ref` is `node/123`, `code` is a key of `findings.TEXTS`."""

    code: str
    ref: str
    key: str = ""
    raw: str = ""


@dataclass(frozen=True)
class Extract:
    """A whole file, read. `box` is that of its header, `raw` is what paths are made of."""

    elements: tuple[Element, ...]
    box: Box | None = None
    newest: datetime | None = None
    findings: tuple[Finding, ...] = field(default=())
    raw: "Raw | None" = None
