"""Where one gets into the house that stands at a point: the entrances on its outline, as targets of a way."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
import shapely
from django.db import connection

from mapping.models import NetworkVersion, Quarter
from mapping.osm.plane import Plane
from mapping.routing.snapping import Degrees
from mapping.routing.targets import Entrance, Target

OF_THE_PLACE_M = 30.0  # a long building has doors that lead to somebody else
ON_THE_OUTLINE_M = 0.5
NOT_FOR_VISITORS = ("service", "garage", "fire_exit", "shed", "cellar")
KEPT = 8  # versions per process

# Every entrance with the building on whose outline it lies; small, because few entrances are mapped.
ON_BUILDINGS = """
SELECT ST_AsBinary(building.geometry), ST_X(door.point), ST_Y(door.point),
  (door.facts->>'step_cm')::float, (door.facts->>'width_m')::float, coalesce(door.facts->>'wheelchair', '')
FROM mapping_entrance AS door
JOIN mapping_basefeature AS building
  ON building.mercator && ST_Transform(door.point, 3857) AND building.layer = 'building' AND building.drawn
 AND ST_DWithin(building.geometry::geography, door.point::geography, %s)
WHERE door.version_id = %s AND NOT door.kind = ANY(%s)
ORDER BY door.key, building.source_id
"""


@dataclass(frozen=True)
class Doors:
    """All known entrances of a quarter, by the building that they lead into."""

    buildings: shapely.STRtree
    entrances: list[list[Entrance]]

    def targets(self, points: Sequence[Degrees]) -> list[Target]:
        """One target per point: the near entrances of its building, or the point itself where none is known."""
        spots = np.asarray(shapely.points(np.reshape(points, (-1, 2))), dtype=object)
        inside: dict[int, list[Entrance]] = {}
        for point, building in zip(*self.buildings.query(spots, predicate="within"), strict=True):
            inside.setdefault(int(point), []).extend(self.entrances[int(building)])
        return [_target(point, inside.get(row, [])) for row, point in enumerate(points)]


def _target(point: Degrees, entrances: list[Entrance]) -> Target:
    plane = Plane(point[1])
    here = plane.metric(shapely.Point(point))
    near = [one for one in entrances if plane.metric(shapely.Point(one.at)).distance(here) <= OF_THE_PLACE_M]
    return tuple(near) or (Entrance(point),)


_KNOWN: OrderedDict[int, Doors] = OrderedDict()
_LOCK = Lock()


def doors_of(quarter: Quarter) -> Doors:
    """Kept per process and version of the network; one query to know which version counts."""
    version = NetworkVersion.objects.active().filter(quarter=quarter).values_list("pk", flat=True).first() or 0
    with _LOCK:
        if version not in _KNOWN:
            _KNOWN[version] = _read(version)
        _KNOWN.move_to_end(version)
        while len(_KNOWN) > KEPT:
            _KNOWN.popitem(last=False)
        return _KNOWN[version]


def _read(version: int) -> Doors:
    with connection.cursor() as cursor:
        cursor.execute(ON_BUILDINGS, [ON_THE_OUTLINE_M, version, list(NOT_FOR_VISITORS)])
        rows = cursor.fetchall()
    grouped: dict[bytes, list[Entrance]] = {}
    for shape, lon, lat, step_cm, width_m, wheelchair in rows:
        grouped.setdefault(bytes(shape), []).append(Entrance((lon, lat), step_cm, width_m, wheelchair))
    return Doors(shapely.STRtree(shapely.from_wkb(list(grouped))), list(grouped.values()))
