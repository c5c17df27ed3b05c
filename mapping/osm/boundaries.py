"""The edge of a quarter. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

import shapely
from shapely import MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

from common.text import fold
from mapping.osm.elements import Box, Element, Extract
from mapping.osm.plane import Plane

BOUNDARIES = frozenset({"administrative", "place", "political", "census", "postal_code", "local"})
PLACES = frozenset({"quarter", "suburb", "neighbourhood", "borough", "city_block", "village", "town", "square"})
HULL_MARGIN_M = 50.0
RANKS = ("neighbourhood", "quarter", "suburb", "borough", "village", "town", "city")


@dataclass(frozen=True)
class Edge:
    """`how` is one of `bbox`, `relation`, `header`, `hull`; `ref` the object it came from."""

    area: MultiPolygon
    how: str
    ref: str = ""


def edge(extract: Extract, *, bbox: Box | None, name: str) -> Edge | None:
    """The given box, else the boundary of that name, else the header's box, else the hull of the houses."""
    if bbox:
        return Edge(MultiPolygon([box(*bbox)]), "bbox")
    if named := _named(extract.elements, name):
        assert named.area is not None
        return Edge(named.area, "relation", named.key)
    if extract.box:
        return Edge(MultiPolygon([box(*extract.box)]), "header")
    hull = _hull(extract.elements)
    return Edge(hull, "hull") if hull else None


def _named(elements: Iterable[Element], name: str) -> Element | None:
    """The smallest boundary or place area with this name."""
    wanted = fold(name)
    found = [
        element
        for element in elements
        if element.area is not None
        and fold(element.name) == wanted
        and (element.tags.get("boundary") in BOUNDARIES or element.tags.get("place") in PLACES)
    ]
    return min(found, key=lambda element: element.area.area if element.area else 0.0, default=None)


def _hull(elements: Iterable[Element]) -> MultiPolygon | None:
    """Round houses and house numbers; where there are none, round everything."""
    elements = list(elements)
    houses = [element.shape for element in elements if "building" in element.tags or "addr:housenumber" in element.tags]
    shapes = [shape for shape in houses if shape is not None] or [e.shape for e in elements if e.shape is not None]
    if not shapes:
        return None
    hull = shapely.convex_hull(shapely.GeometryCollection(shapes))
    widened = Plane(hull.centroid.y).buffered(hull, HULL_MARGIN_M)
    return MultiPolygon([widened]) if isinstance(widened, Polygon) else None


def covered(extract: Extract) -> BaseGeometry:
    """What the file can speak of: its header's box, else the hull of everything in it."""
    if extract.box:
        return box(*extract.box)
    return shapely.convex_hull(shapely.MultiPoint([e.spot for e in extract.elements if e.spot is not None]))


def place_name(elements: Iterable[Element], area: MultiPolygon) -> str:
    """The name a quarter has on the map: of the place nearest to its centre; '' if there is none inside."""
    centre = area.centroid
    found = [
        (centre.distance(element.spot), element.name)
        for element in elements
        if element.name
        and element.tags.get("place") in RANKS
        and element.spot is not None
        and area.contains(element.spot)
    ]
    return min(found, default=(0.0, ""))[1]
