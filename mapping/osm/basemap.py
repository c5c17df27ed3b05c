"""Elements → objects of the base map. Pure; what becomes what stands in `basemap_tables`."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import shapely
from shapely.geometry.base import BaseGeometry

from mapping.osm import basemap_tables as tables
from mapping.osm.elements import Element, Finding
from mapping.osm.plane import Plane
from mapping.osm.rules import Rule
from mapping.osm.tags import count

NAME_LENGTH = 200
LETTERS = re.compile(r"[^\W\d_]{2}")
LEVELS = range(-5, 6)


@dataclass(frozen=True)
class Feature:
    """One row of the base map; `geometry` in degrees, `whole` if the frame has cut nothing off."""

    layer: str
    kind: str
    min_zoom: int
    geometry: BaseGeometry
    ref: str
    version: int | None
    name: str = ""
    level: int = 0
    whole: bool = True


def features(element: Element, plane: Plane) -> Iterator[Feature]:
    """At most one object per layer."""
    done: set[str] = set()
    for rule in tables.RULES:
        shape = getattr(element, rule.shape)
        if rule.layer in done or shape is None or not rule.matches(element.tags):
            continue
        if rule.shape == "line" and element.area is not None and not rule.closed_line_too:
            continue
        done.add(rule.layer)
        if rule.kind(element.tags):
            yield _feature(element, rule, shape, plane)
    if label := _label(element, plane):
        yield label


def _feature(element: Element, rule: Rule, shape: BaseGeometry, plane: Plane) -> Feature:
    kind = rule.kind(element.tags)
    zoom = rule.min_zoom(kind, plane.metric(shape).area if rule.shape == "area" else 0)
    geometry = shape.boundary if rule.outline else shape
    return Feature(rule.layer, kind, zoom, geometry, element.key, element.version, _name(element), level(element))


def _name(element: Element) -> str:
    return element.tags.get("name", "")[:NAME_LENGTH]


def level(element: Element) -> int:
    """Height order: the `layer` tag, else 1 on bridges and -1 in tunnels."""
    tags = element.tags
    raw = tags.get("layer", "")
    number = count(raw.lstrip("+-"))
    if number is not None and (signed := -number if raw.startswith("-") else number) in LEVELS:
        return signed
    return int(tags.get("bridge", "no") != "no") - int(tags.get("tunnel", "no") != "no")


def _label(element: Element, plane: Plane) -> Feature | None:
    """A name on the map for what has no line of its own to write it along."""
    name, spot = _name(element), element.spot
    name = name if LETTERS.search(name) else ""  # plots in allotments are numbered
    rule = name and spot is not None and next((rule for rule in tables.LABELS if rule.matches(element.tags)), None)
    if not rule or (rule.shape == "area" and element.area is None) or spot is None:
        return None
    kind = rule.kind(element.tags)
    zoom = rule.min_zoom(kind, plane.metric(element.area).area if element.area else 0)
    return Feature(rule.layer, kind, zoom, spot, element.key, element.version, name)


def within(found: Iterable[Feature], frame: BaseGeometry) -> tuple[list[Feature], list[Finding]]:
    """What lies in the frame, cut at its edge and valid; findings for forms that could not be kept."""
    shapely.prepare(frame)
    kept: list[Feature] = []
    findings: list[Finding] = []
    for feature in found:
        if not frame.intersects(feature.geometry):
            continue
        geometry = cut(feature.geometry, frame)
        if geometry is None:
            findings.append(Finding("geometry-invalid", feature.ref, feature.layer))
        else:
            kept.append(replace(feature, geometry=geometry, whole=frame.covers(feature.geometry)))
    return kept, findings


def cut(shape: BaseGeometry, frame: BaseGeometry) -> BaseGeometry | None:
    """The part inside the frame, same dimension as before; None if nothing valid is left."""
    if frame.contains(shape) and shape.is_valid:
        return shape
    inside = shapely.intersection(shape if shape.is_valid else shapely.make_valid(shape), frame)
    parts = [part for part in shapely.get_parts(inside, return_index=False) if _same(part, shape)]
    flat = [piece for part in parts for piece in shapely.get_parts(part)]
    joined = shapely.union_all(flat) if len(flat) > 1 else flat[0] if flat else None
    return joined if joined is not None and joined.is_valid and not joined.is_empty else None


def _same(part: BaseGeometry, shape: BaseGeometry) -> bool:
    return shapely.get_dimensions(part) == shapely.get_dimensions(shape) and not part.is_empty


def street_names(elements: Iterable[Element]) -> Iterator[tuple[str, BaseGeometry]]:
    """Named streets and ways with their line or area, for telling where something stands."""
    for element in elements:
        shape = element.line if element.line is not None else element.area
        if shape is not None and element.name and element.tags.get("highway") in tables.STREETS:
            yield element.name, shape
