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
        try:
            tags = {clean(tag.k): clean(tag.v) for tag in found.tags}
        except UnicodeDecodeError:
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
            "area": known and known["area"],
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
        kind = "way" if area.from_way() else "relation"
        known = self.elements.get((kind, area.orig_id()))
        if known is None:
            return
        try:
            known["area"] = _valid(shapely.from_wkb(self.wkb.create_multipolygon(area)))
            if self._outside(known["area"]):
                del self.elements[kind, area.orig_id()]
            elif kind == "relation" and is_wanted(known["tags"]):
                self.paths.area(area.orig_id(), area)
        except (RuntimeError, osmium.InvalidLocationError, shapely.errors.GEOSException):
            self.findings.append(Finding("area-broken", f"{kind}/{area.orig_id()}"))

    def _broken_areas(self) -> None:
        """Relations that should have become an area and did not: cut at the border, or crossing themselves."""
        for (kind, ref), found in self.elements.items():
            if kind == "relation" and found["tags"].get("type") in AREA_TYPES and found["area"] is None:
                self.findings.append(Finding("area-broken", f"relation/{ref}", "name", found["tags"].get("name", "")))

    def _built(self) -> Iterator[Element]:
        return (Element(**values) for values in self.elements.values())


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
