"""What the base map has inside of a frame, as paths of SVG in the units of paper: two statements, whatever the size.

Everything is cut at the frame, simplified to what paper shows, and moved to whole units, so that a drawing stays small.
"""

from dataclasses import dataclass

import shapely
from django.db import connection

from portal.printed_map.frame import Frame

TOLERANCE = 1.5  # units, 0.15 mm
SMALLEST = 90.0  # square units: what is smaller is a speck
NAMED_KINDS = (
    *("motorway", "trunk", "primary", "secondary", "tertiary"),
    *("residential", "unclassified", "living_street", "pedestrian"),
)

_FRAME = "SELECT ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 3857) AS box"
# Cut a little outside, so that no outline is drawn along the edge of the map.
_CUT = "ST_ClipByBox2D(mercator, ST_Expand(box, 20 / %(scale)s))"
_ON_PAPER = "ST_TransScale({}, -%(west)s::float8, -%(north)s::float8, %(scale)s::float8, %(scale)s::float8)"
_SHAPE = f"ST_Simplify({_ON_PAPER.format(_CUT)}, {TOLERANCE})"

# Cut at the edge a street may be in parts; a tiny ring is nothing on paper.
_NAMED = f"ST_Simplify({_ON_PAPER.format('ST_ClipByBox2D(mercator, box)')}, {TOLERANCE})"

SHAPES = f"""
WITH frame AS ({_FRAME}), piece AS (
  SELECT layer, kind, level < 0 AS below, source, ST_Dimension(mercator) AS dimension, {_SHAPE} AS shape
  FROM mapping_basefeature, frame
  WHERE drawn AND mercator && box AND min_zoom <= %(zoom)s
    AND layer IN ('landuse', 'green', 'water', 'building', 'street', 'rail')
)
SELECT layer, kind, dimension,
  ST_AsSVG(ST_SnapToGrid(ST_CollectionExtract(ST_Collect(shape), dimension + 1), 1), 1, 0), array_agg(DISTINCT source)
FROM piece
WHERE shape IS NOT NULL AND NOT below AND dimension > 0 AND (dimension = 1 OR ST_Area(shape) >= {SMALLEST})
GROUP BY layer, kind, dimension
"""  # noqa: S608 (constants)

NAMES = f"""
WITH frame AS ({_FRAME})
SELECT name, min(array_position(%(kinds)s::text[], kind::text)),
  ST_AsBinary(ST_LineMerge(ST_CollectionExtract(ST_Collect({_NAMED}), 2)))
FROM mapping_basefeature, frame
WHERE drawn AND mercator && box AND layer = 'street' AND level >= 0
  AND kind = ANY(%(kinds)s) AND name <> '' AND ST_Dimension(mercator) = 1
GROUP BY name HAVING count({_NAMED}) > 0 ORDER BY 2, ST_Length(ST_Collect(mercator)) DESC, name
"""  # noqa: S608 (constants)


@dataclass(frozen=True)
class Shape:
    """All of one kind as one path."""

    layer: str
    kind: str
    is_area: bool
    path: str


@dataclass(frozen=True)
class Ground:
    """`streets` are names with the lines that bear them, the important ones first."""

    shapes: tuple[Shape, ...]
    streets: tuple[tuple[str, shapely.Geometry], ...]
    sources: frozenset[str]


def read(frame: Frame) -> Ground:
    west, south, east, north = frame.box
    box = {"west": west, "south": south, "east": east, "north": north, "scale": frame.scale, "zoom": frame.zoom}
    with connection.cursor() as cursor:
        cursor.execute(SHAPES, box)
        rows = [row for row in cursor.fetchall() if row[3]]
        cursor.execute(NAMES, {**box, "kinds": list(NAMED_KINDS)})
        streets = [(name, shapely.transform(shapely.from_wkb(bytes(line)), _flipped)) for name, _, line in cursor]
    shapes = tuple(Shape(layer, kind, dimension == 2, path) for layer, kind, dimension, path, _ in sorted(rows))
    return Ground(shapes, tuple(streets), frozenset(source for row in rows for source in row[4]))


def _flipped(points):
    """PostGIS turns y around for SVG only."""
    return points * (1, -1)
