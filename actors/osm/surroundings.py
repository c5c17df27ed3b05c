"""Where something stands, for things without an address: the nearest named street, the park around it."""

from collections.abc import Iterable, Mapping

import shapely
from shapely import Point, STRtree
from shapely.geometry.base import BaseGeometry

from mapping.osm.addresses import BUSINESS
from mapping.osm.basemap import street_names
from mapping.osm.elements import Element
from mapping.osm.plane import Plane
from mapping.osm.tags import values

STREET_M = 120.0
AREA_TAGS = (("leisure", ("park", "garden")), ("landuse", ("cemetery",)), ("place", ("square",)))
DOOR_M = 1.5


class Surroundings:
    """Named streets and areas, houses and doors of a file; all geometry inside is metric."""

    def __init__(self, elements: Iterable[Element], plane: Plane) -> None:
        elements = list(elements)
        named = list(street_names(elements))
        around = [element for element in elements if element.area is not None and element.name and _is_area(element)]
        self.plane = plane
        self.streets = [name for name, _shape in named]
        self.areas = [element.name for element in around]
        self.doors = [element for element in elements if element.point is not None and "entrance" in element.tags]
        self._street_tree = self._tree(shape for _name, shape in named)
        self._area_tree = self._tree(element.area for element in around)
        self._door_tree = self._tree(door.point for door in self.doors)
        numbered = [element for element in elements if "addr:housenumber" in element.tags and element.shape is not None]
        self.houses = [element for element in numbered if "building" in element.tags and element.area is not None]
        self.plates = [element for element in numbered if element.point is not None and not _is_business(element)]
        self._house_tree = self._tree(house.area for house in self.houses)
        self._plate_tree = self._tree(plate.point for plate in self.plates)
        self.street_set = frozenset(self.streets) | {element.tags.get("addr:street", "") for element in elements} - {""}

    def _tree(self, shapes: Iterable[BaseGeometry | None]) -> STRtree:
        return STRtree([self.plane.metric(shape) for shape in shapes if shape is not None])

    def where(self, spot: Point) -> str:
        """„Göschenpark“ or „Lindenstraße“; '' in the middle of nowhere."""
        metric = self.plane.metric(spot)
        inside = list(self._area_tree.query(metric, predicate="within"))
        if inside:
            return self.areas[min(inside, key=lambda index: self._area_tree.geometries[index].area)]
        nearest = self._street_tree.query_nearest(metric, max_distance=STREET_M, all_matches=False)
        return self.streets[nearest[0]] if len(nearest) else ""

    def address_tags(self, element: Element) -> Mapping[str, str]:
        """The tags of the only house number around or on a place; {} if there is none or more than one."""
        assert element.spot is not None  # places without a position were left out before
        around = [self.houses[n] for n in self._house_tree.query(self.plane.metric(element.spot), predicate="within")]
        if element.area is not None and "building" in element.tags:
            shape = self.plane.metric(element.area)
            around += [self.plates[n] for n in self._plate_tree.query(shape, predicate="dwithin", distance=DOOR_M)]
        found = {(house.tags.get("addr:street"), house.tags["addr:housenumber"]): house.tags for house in around}
        return next(iter(found.values())) if len(found) == 1 else {}

    def doors_of(self, area: BaseGeometry) -> list[Element]:
        """Entrances on the outline of a house, in file order."""
        outline = shapely.boundary(self.plane.metric(area))
        return [
            self.doors[index] for index in sorted(self._door_tree.query(outline, predicate="dwithin", distance=DOOR_M))
        ]


def _is_business(element: Element) -> bool:
    return any(key in element.tags for key in BUSINESS)


def _is_area(element: Element) -> bool:
    return any(not set(values(element.tags.get(key))).isdisjoint(wanted) for key, wanted in AREA_TAGS)
