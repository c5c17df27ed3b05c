"""The path network coloured for one traveller: tiles with four classes, and their shares in a quarter.

A tile is made of the same arrays that routes are searched in, with what people found out laid over them, so that the
map and the router cannot disagree. `way` are stretches, one feature per class; `spot` what stands on them (kerbs,
steps, gates), unless this traveller can pass it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2s
from typing import Any, Self

import numpy as np
import shapely
from django.db import connection
from numpy.typing import NDArray
from shapely import STRtree

from common.geo import WEB_MERCATOR, WGS84, BBox
from common.program import program
from mapping import network
from mapping.layers import LAST_ZOOM, MARGIN, Layer, parameters
from mapping.models import Quarter
from mapping.routing.attributes import SIDES
from mapping.routing.classes import CLASSES, PASSABLE, Codes, classes, is_for_feet, shares
from mapping.routing.engine import Engine
from mapping.routing.graph import Bools, Floats, Network
from mapping.routing.traveller import Traveller
from mapping.tiles import Tile
from mapping.way_layer import PAVEMENT_M

# A whole quarter is in view from here on; below, ways would be thinner than a pixel apart.
LAYER = Layer("ways-PROFILE", 13, LAST_ZOOM)
SIGNS = {"left": 1, "right": -1}

Rows = NDArray[np.intp]


# --- geometry -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Drawing:
    """Everything of one network that can be coloured, where the map draws it: metres around the network's centre."""

    network: Network
    edges: Rows = field(init=False)
    shapes: NDArray[np.object_] = field(init=False)
    tree: STRtree = field(init=False)

    def __post_init__(self) -> None:
        edges = np.flatnonzero(is_for_feet(self.network))
        shapes = _beside(self.network.lines[edges], self.network.side[edges])
        spots = self.network.is_point[edges]
        shapes[spots] = shapely.points(shapely.get_coordinates(shapes[spots])[::2])
        for name, value in (("edges", edges), ("shapes", shapes), ("tree", STRtree(shapes))):
            object.__setattr__(self, name, value)

    @cached_property
    def is_spot(self) -> Bools:
        found: Bools = self.network.is_point[self.edges]
        return found

    @cached_property
    def keys(self) -> NDArray[np.bytes_]:
        found: NDArray[np.bytes_] = self.network.edge_keys[self.edges]
        return found

    def within(self, box: BBox) -> Rows:
        """Rows of what touches a box."""
        corners = self.network.plane.metric(np.array([(box.west, box.south), (box.east, box.north)]))
        return np.sort(self.tree.query(shapely.box(*corners.ravel()), predicate="intersects"))

    def together(self, rows: Rows) -> bytes:
        """One geometry of many, in degrees."""
        parts = shapely.get_parts(self.shapes[rows])
        if self.is_spot[rows[0]]:
            made: Any = shapely.multipoints(parts)
        else:  # joined, so that a pattern of dashes runs on from edge to edge
            made = shapely.line_merge(shapely.multilinestrings(parts))
        return bytes(shapely.to_wkb(shapely.transform(made, self.network.plane.degrees)))


def _beside(lines: NDArray[np.object_], sides: NDArray[np.int8]) -> NDArray[np.object_]:
    """Pavements that share the line of their street stand beside it; an offset that has no line stays in the middle."""
    found = np.array(lines, dtype=object)
    for word, sign in SIGNS.items():
        rows = np.flatnonzero(sides == SIDES.index(word))
        moved = shapely.offset_curve(lines[rows], sign * PAVEMENT_M)
        kept = ~shapely.is_empty(moved)
        found[rows[kept]] = moved[kept]
    return found


def drawing(engine: Engine) -> Drawing:
    return engine.cached("drawings", "", lambda: Drawing(engine.network))


# --- classes --------------------------------------------------------------------------------------------------------


def classes_of(engine: Engine, traveller: Traveller) -> Codes:
    """e: computed once for each state of the network and each traveller."""
    return engine.cached("classes", traveller.key, lambda: classes(engine.costs(traveller)))


def shares_in(quarter: Quarter, traveller: Traveller) -> Mapping[str, float]:
    """Shares of the classes in the length of the quarter's ways; empty where no ways are known. One query."""
    engine = network.engine(quarter)
    if engine is None:
        return {}
    key = (traveller.key, quarter.pk, quarter.updated_at)
    return engine.cached("shares", key, lambda: _shares(engine, quarter, traveller))


def _shares(engine: Engine, quarter: Quarter, traveller: Traveller) -> Mapping[str, float]:
    return shares(engine.network, classes_of(engine, traveller), _inside(engine.network, quarter))


def _inside(known: Network, quarter: Quarter) -> Bools:
    """e: the middle of the edge lies in the quarter; the file reaches a little beyond."""
    boundary: Any = shapely.from_wkb(bytes(quarter.boundary.wkb))
    shapely.prepare(boundary)
    halfway = shapely.line_interpolate_point(known.lines, 0.5, normalized=True)
    middles: Floats = known.plane.degrees(shapely.get_coordinates(halfway))
    found: Bools = shapely.contains_xy(boundary, middles[:, 0], middles[:, 1])
    return found


# --- tiles ----------------------------------------------------------------------------------------------------------

PARTS = ("spot", "way")
_FEATURES = (
    "SELECT part, class, ST_AsMVTGeom("  # noqa: S608 (constants)
    f"ST_Simplify(ST_Transform(ST_GeomFromWKB(shape, {WGS84}), {WEB_MERCATOR}), %(tolerance)s), "
    f"ST_TileEnvelope(%(z)s, %(x)s, %(y)s), %(extent)s, (%(extent)s * {MARGIN})::int) AS geometry "
    "FROM unnest(%(parts)s::text[], %(classes)s::text[], %(shapes)s::bytea[]) AS given (part, class, shape)"
)


def _layer(part: str) -> str:
    features = f"SELECT class, geometry FROM feature WHERE part = '{part}' AND geometry IS NOT NULL"  # noqa: S608
    return f"(SELECT ST_AsMVT(one, '{part}', %(extent)s, 'geometry') FROM ({features}) AS one)"  # noqa: S608 (constants)


STATEMENT = f"WITH feature AS MATERIALIZED ({_FEATURES}) SELECT {' || '.join(map(_layer, PARTS))}"


@dataclass(frozen=True)
class ClassTile:
    """One tile for one traveller."""

    tile: Tile
    traveller: Traveller
    engines: Sequence[Engine]

    @classmethod
    def parse(cls, z: int, x: int, y: int, traveller: Traveller) -> Self:
        """NotFound outside of the layer or of the grid. One query, whatever there is to be drawn."""
        tile = Tile.within(LAYER, z, x, y)
        return cls(tile, traveller, network.engines_in(tile.box))

    def version(self) -> str:
        """Names the state of the networks, the traveller and the program."""
        told = (program(), STATEMENT, self.traveller.key, *(engine.network.checksum for engine in self.engines))
        return blake2s(repr(told).encode(), digest_size=10).hexdigest()

    def content(self) -> bytes:
        """Mapbox Vector Tile 2.1, b'' if there is nothing."""
        rows = list(self._features())
        if not rows:
            return b""
        parts, names, shapes = (list(column) for column in zip(*rows, strict=True))
        given: dict[str, Any] = {"parts": parts, "classes": names, "shapes": shapes}
        with connection.cursor() as cursor:
            cursor.execute(STATEMENT, given | parameters(self.tile.z, self.tile.x, self.tile.y))
            return bytes(cursor.fetchone()[0])

    def _features(self) -> Iterator[tuple[str, str, bytes]]:
        """What several networks hold is drawn by the oldest of their quarters."""
        seen: NDArray[np.bytes_] = np.array([], dtype=np.bytes_)
        box = _with_margin(self.tile.box)
        for engine in self.engines:
            drawn = drawing(engine)
            rows = drawn.within(box)
            rows = rows[~np.isin(drawn.keys[rows], seen)]
            seen = np.concatenate((seen, drawn.keys[rows])) if len(self.engines) > 1 else seen
            yield from _grouped(drawn, rows, classes_of(engine, self.traveller)[drawn.edges[rows]])


def _grouped(drawn: Drawing, rows: Rows, codes: Codes) -> Iterator[tuple[str, str, bytes]]:
    """One feature for each class. A spot that can be passed is no news."""
    for part, is_part in zip(PARTS, (drawn.is_spot[rows], ~drawn.is_spot[rows]), strict=True):
        for code, name in enumerate(CLASSES):
            chosen = rows[is_part & (codes == code)]
            if len(chosen) and not (part == "spot" and code == PASSABLE):
                yield part, name, drawn.together(chosen)


def _with_margin(box: BBox) -> BBox:
    across, up = (box.east - box.west) * MARGIN, (box.north - box.south) * MARGIN
    return BBox(box.west - across, box.south - up, box.east + across, box.north + up)
