"""OpenStreetMap files → frozen elements. Bad files raise one `UsageError`; bad data becomes a finding."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import osmium
import shapely
from django.utils.translation import gettext_lazy as _
from shapely import LineString, MultiPolygon, Point
from shapely.geometry.base import BaseGeometry

from common.errors import UsageError
from mapping.osm.elements import Box, Element, Extract, Finding
from mapping.osm.gate import COORDINATE, NO_OBJECTS, ORDER, admit, refuse
from mapping.osm.raw import Gatherer, is_wanted
from mapping.osm.tags import clean

UNREADABLE = _("eine fehlerfreie Datei; beim Lesen fiel auf: {reason}")
AREA_TYPES = ("multipolygon", "boundary")
UNKNOWN_TIME = datetime(1971, 1, 1, tzinfo=UTC)  # osmium gives 1970 where a file holds no time
UNDEFINED = 2**31 - 1  # osmium's mark for a missing coordinate
EVERY = 50_000  # objects between two signs of life

Progress = Callable[[int], None]


def read(path: Path, *, max_mb: int, frame: Box | None = None, progress: Progress = lambda _seen: None) -> Extract:
    """All tagged objects, or only those that reach into `frame`. UsageError if the file cannot be used."""
    form = admit(path, max_mb=max_mb)
    try:
        extract = _Collector(path, progress, frame).collect(osmium.io.File(str(path), form))
    except (RuntimeError, ValueError, OverflowError, IndexError, osmium.InvalidLocationError) as error:
        raise _refusal(path, clean(str(error))) from None
    if not extract.elements:
        raise refuse(path, NO_OBJECTS)
    return extract


def _refusal(path: Path, reason: str) -> UsageError:
    """osmium's words, except where there is a remedy."""
    return refuse(path, ORDER) if "out of order" in reason else refuse(path, UNREADABLE, reason=reason[:120])


@dataclass
class _Collector:
    """Gathers what osmium streams: nodes and ways first, areas as soon as their ways are known."""

    path: Path
    progress: Progress
    frame: Box | None = None
    elements: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)
    areas: dict[tuple[str, int], MultiPolygon | None] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    newest: datetime | None = None
    wkb: osmium.geom.WKBFactory = field(default_factory=osmium.geom.WKBFactory)
    paths: Gatherer = field(default_factory=Gatherer)

    def collect(self, file: osmium.io.File) -> Extract:
        processor = osmium.FileProcessor(file).with_areas()
        for seen, found in enumerate(processor):
            self._take(found)
            if not seen % EVERY:
                self.progress(seen)
        self._drop_outside()
        self._broken_areas()
        built, box = {(one.type, one.id): one for one in self._built()}, _box(processor.header)
        raw = self.paths.raw(built, self.frame or box)
        return Extract(tuple(built.values()), box, self.newest, tuple(self.findings), raw)

    def _take(self, found: Any) -> None:
        if found.is_node() and not found.location.valid() and not found.deleted:
            place = found.location
            raw = "" if place.x == UNDEFINED else f"{place.x / 1e7} {place.y / 1e7}"
            raise refuse(self.path, COORDINATE, ref=f"node/{found.id}", raw=raw)
        if not len(found.tags) or found.deleted:
            return
        if found.is_area():
            self._area(found)
        elif found.is_node() or found.is_way() or found.is_relation():
            self._object(found, {"n": "node", "w": "way", "r": "relation"}[found.type_str()])

    def _object(self, found: Any, kind: str) -> None:
        known = self.elements.get((kind, found.id))
        if known and (known["version"] or 0) > found.version:
            return
        point = Point(found.location.lon, found.location.lat) if kind == "node" else None
        line = self._line(found) if kind == "way" else None
        if self._outside(point or line):
            return
        if (tags := _tags(found)) is None:
            self.findings.append(Finding("tags-unreadable", f"{kind}/{found.id}"))
            return
        if kind == "way" and is_wanted(tags):
            self.paths.way(found)
        self.elements[kind, found.id] = {
            "type": kind,
            "id": found.id,
            "version": found.version or None,
            "timestamp": self._time(found),
            "tags": tags,
            "point": point,
            "line": line,
        }

    def _outside(self, shape: BaseGeometry | None) -> bool:
        if self.frame is None or shape is None:
            return False
        (west, south, east, north), (left, low, right, high) = shape.bounds, self.frame
        return east < left or west > right or north < low or south > high

    def _time(self, found: Any) -> datetime | None:
        at = found.timestamp
        if at < UNKNOWN_TIME:
            return None
        self.newest = max(self.newest or at, at)
        return at

    def _line(self, way: Any) -> LineString | None:
        try:
            line: Any = shapely.from_wkb(self.wkb.create_linestring(way))
        except (RuntimeError, osmium.InvalidLocationError):
            self.findings.append(Finding("geometry-incomplete", f"way/{way.id}"))
            return None
        return line

    def _area(self, area: Any) -> None:
        """Of a relation it comes as soon as its last way is read, which is mostly before the relation itself."""
        kind = "way" if area.from_way() else "relation"
        try:
            shape = _valid(shapely.from_wkb(self.wkb.create_multipolygon(area)))
        except (RuntimeError, osmium.InvalidLocationError, shapely.errors.GEOSException):
            shape = None
        self.areas[kind, area.orig_id()] = shape
        if kind == "relation" and shape is not None and not self._outside(shape) and is_wanted(_tags(area) or {}):
            self.paths.area(area.orig_id(), area)

    def _drop_outside(self) -> None:
        for key, shape in self.areas.items():
            if self._outside(shape):
                self.elements.pop(key, None)

    def _broken_areas(self) -> None:
        """What should have become an area and did not: cut at the border, or crossing itself."""
        for (kind, ref), found in self.elements.items():
            is_area = found["tags"].get("type") in AREA_TYPES if kind == "relation" else (kind, ref) in self.areas
            if is_area and self.areas.get((kind, ref)) is None:
                self.findings.append(Finding("area-broken", f"{kind}/{ref}", "name", found["tags"].get("name", "")))

    def _built(self) -> Iterator[Element]:
        return (Element(**values, area=self.areas.get(key)) for key, values in self.elements.items())


def _tags(found: Any) -> dict[str, str] | None:
    """None if a text of them cannot be read."""
    try:
        return {clean(tag.k): clean(tag.v) for tag in found.tags}
    except UnicodeDecodeError:
        return None


def _valid(area: Any) -> MultiPolygon | None:
    """The area, healed if necessary; None if nothing of it is left."""
    healed = area if area.is_valid else shapely.make_valid(area)
    parts = [part for part in shapely.get_parts(healed) if part.geom_type == "Polygon" and not part.is_empty]
    return MultiPolygon(parts) if parts else None


def _box(header: Any) -> Box | None:
    box = header.box()
    if not box.valid():
        return None
    low, high = box.bottom_left, box.top_right
    return (low.lon, low.lat, high.lon, high.lat) if low.lon < high.lon and low.lat < high.lat else None
