"""Which vector tiles there are, and of what rows each is made.

A `Layer` is an address (`/tiles/<name>/…`), a `Source` one named group of features inside its tiles. Higher rooms add
their own with `register` and `extend` in `AppConfig.ready()`. All SQL here is constant text; only z, x, y and what
follows from z are parameters.

Zoom is the tile's own. The map draws a tile 512 pixels wide, so a tile of zoom z fills the screen's zoom z + 1.
"""

from dataclasses import dataclass, field, replace
from hashlib import blake2s

MARGIN = 1 / 64  # of a tile: strokes and labels run over the edge by as much
TILE_PIXELS = 512
MERCATOR_WIDTH_M = 2 * 20_037_508.342789244  # of the square world, EPSG:3857
# From here on coordinates are rounded to the tile's own grid and nothing else: the last zoom is enlarged on screen.
FULL_DETAIL_ZOOM = 16
FINE, COARSE = 4096, 2048  # steps of a tile's own grid; the coarse one still parts a quarter of a pixel

LAST_ZOOM = 18
IN_TILE = "mercator && wide"  # said of rows; both names stand for the tile's address in `Layer.statement`

Columns = tuple[str, ...]


@dataclass(frozen=True)
class Shape:
    """How rows become geometry: an SQL expression over `mercator`, which is an aggregate if rows are `joined`.

    `gathered` areas stay as they are, but those with equal attributes are one feature: that halves their bytes.
    """

    geometry: str
    margin: float = MARGIN
    joined: bool = False
    gathered: bool = False

    def feature(self) -> str:
        """The same in the tile's own grid."""
        buffer = f"(%(extent)s * {self.margin})::int"
        geometry = f"ST_AsMVTGeom({self.geometry}, box, %(extent)s, {buffer})"
        # Neighbours behind each other, because each corner is told by its distance from the one before.
        return f"ST_CollectionExtract(ST_Collect({geometry} ORDER BY mercator), 3)" if self.gathered else geometry


POINTS = Shape("mercator", margin=0)
AREAS = Shape("ST_Simplify(mercator, %(tolerance)s)")
MANY_AREAS = replace(AREAS, gathered=True)
# Mappers cut streets at every change of a tag; joined again they are small in the tile and long enough for a name.
JOINED_LINES = Shape("ST_Simplify(ST_LineMerge(ST_Collect(mercator)), %(tolerance)s)", joined=True)


@dataclass(frozen=True)
class Rows:
    """Rows that several sources of a layer pick from; a tile reads them from their table once. `where` as there."""

    name: str
    table: str
    columns: Columns
    where: str = "true"

    def sql(self) -> str:
        columns = ", ".join((*self.columns, "mercator"))
        rows = f"SELECT {columns} FROM {self.table}, tile WHERE {IN_TILE} AND {self.where}"  # noqa: S608 (constants)
        return f"{self.name} AS MATERIALIZED ({rows})"


@dataclass(frozen=True)
class Source:
    """Features of one kind inside a tile, from a table of their own or from `Rows`.

    `columns` are SQL expressions and become attributes; `where` is SQL and may use %(z)s and %(pixel)s (size of a
    pixel in mercator metres). `watch` names the change log that tells when the rows changed.
    """

    name: str
    table: str | Rows
    columns: Columns
    shape: Shape
    where: str = "true"
    watch: str = "base"
    min_zoom: int = 0
    max_zoom: int = LAST_ZOOM

    def sql(self) -> str:
        together = self.shape.joined or self.shape.gathered
        grouping = f"GROUP BY box, {', '.join(map(_unnamed, self.columns))}" if together else ""
        return (
            f"(SELECT ST_AsMVT(feature, '{self.name}', %(extent)s, 'geometry') FROM ("  # noqa: S608 (constants)
            f"SELECT {self.shape.feature()} AS geometry, {', '.join(self.columns)} "
            f"FROM {self._rows()} {grouping}) AS feature)"
        )

    def _rows(self) -> str:
        if isinstance(self.table, Rows):
            return f"{self.table.name}, tile WHERE {self.where}"
        return f"{self.table}, tile WHERE {IN_TILE} AND {self.where}"


def _unnamed(column: str) -> str:
    return column.rpartition(" AS ")[0] or column


@dataclass
class Layer:
    """Tiles under one address, from `min_zoom` to `max_zoom`."""

    name: str
    min_zoom: int
    max_zoom: int
    sources: list[Source] = field(default_factory=list)

    def at(self, zoom: int) -> list[Source]:
        return [source for source in self.sources if source.min_zoom <= zoom <= source.max_zoom]

    def watches(self, zoom: int) -> list[str]:
        return sorted({source.watch for source in self.at(zoom)})

    def statement(self, zoom: int) -> str:
        """The one statement of a tile; parameters as from `parameters`."""
        tile = (
            "tile AS NOT MATERIALIZED (SELECT ST_TileEnvelope(%(z)s, %(x)s, %(y)s) AS box, "
            f"ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => {MARGIN}) AS wide)"
        )
        common = dict.fromkeys(source.table for source in self.at(zoom) if isinstance(source.table, Rows))
        parts = " || ".join(source.sql() for source in self.at(zoom))
        return f"WITH {', '.join((tile, *(rows.sql() for rows in common)))} SELECT {parts}"

    def recipe(self, zoom: int) -> str:
        """Changes whenever the statement does, so that a new version of the program makes new tiles."""
        made_of = f"{self.statement(zoom)} {parameters(zoom, 0, 0)}"
        return blake2s(made_of.encode(), digest_size=5).hexdigest()


def parameters(zoom: int, x: int, y: int) -> dict[str, float]:
    pixel = MERCATOR_WIDTH_M / (1 << zoom) / TILE_PIXELS
    full = zoom >= FULL_DETAIL_ZOOM
    detail = {"extent": FINE, "tolerance": 0} if full else {"extent": COARSE, "tolerance": pixel / 2}
    return {"z": zoom, "x": x, "y": y, "pixel": pixel, **detail}


LAYERS: dict[str, Layer] = {}


def register(layer: Layer) -> None:
    """Add a layer; ValueError if the name is taken."""
    if layer.name in LAYERS:
        raise ValueError(f"There is a tile layer {layer.name!r} already.")
    LAYERS[layer.name] = layer


def extend(name: str, source: Source) -> None:
    """Add features to the tiles of an existing layer, drawn in the same style; ValueError if they are there already."""
    layer = LAYERS[name]
    if any(known.name == source.name for known in layer.sources):
        raise ValueError(f"The tile layer {name!r} has {source.name!r} already.")
    layer.sources.append(source)


# --- the base map ---------------------------------------------------------------------------------------------------

DRAWN = "drawn"  # not archived, and the one copy of what several quarters hold
# An object says from which zoom of the screen on it is worth drawing; a tile of zoom z is drawn at z + 1.
WORTHWHILE = "min_zoom <= %(z)s + 1"
GROUND = Rows(
    "ground", "mapping_basefeature", ("layer", "kind", "name", "min_zoom", "level"), f"{DRAWN} AND {WORTHWHILE}"
)
LINE, AREA = "ST_Dimension(mercator) = 1", "ST_Dimension(mercator) = 2"
KIND = ("kind",)
WITH_LEVEL = ("kind", "nullif(level, 0) AS level")


def not_smaller_than(pixels: int) -> str:
    """Boxes that would cover less than `pixels` square pixels are left out, until the zoom before full detail."""
    box = "(ST_XMax(mercator) - ST_XMin(mercator)) * (ST_YMax(mercator) - ST_YMin(mercator))"
    return f"(%(z)s >= {FULL_DETAIL_ZOOM - 1} OR {box} >= {pixels} * %(pixel)s * %(pixel)s)"


def _of(layer: str, *conditions: str) -> str:
    return " AND ".join((f"layer = '{layer}'", *conditions))


def _areas(name: str, pixels: int) -> Source:
    return _ground(name, KIND, AREAS, _of(name, AREA, not_smaller_than(pixels)))


def _ground(name: str, columns: Columns, shape: Shape, where: str, min_zoom: int = 0) -> Source:
    return Source(name, GROUND, columns, shape, where, min_zoom=min_zoom)


def _buildings() -> list[Source]:
    """One by one at full detail, where a tile is enlarged and only what is in view shall be painted."""
    close = Source("building", GROUND, KIND, AREAS, _of("building", AREA), min_zoom=FULL_DETAIL_ZOOM)
    far = _of("building", AREA, not_smaller_than(14))
    return [Source("building", GROUND, KIND, MANY_AREAS, far, min_zoom=13, max_zoom=FULL_DETAIL_ZOOM - 1), close]


def _names(name: str, layer: str, *conditions: str) -> Source:
    """Lines to write a name along; no name is written before zoom 14 of the screen."""
    where = _of(layer, LINE, "name <> ''", *conditions)
    return _ground(name, ("name", "kind"), JOINED_LINES, where, min_zoom=13)


# From which zoom of the screen on the names of streets are written, as in the map's style; all others from the last.
STREET_NAMES = {
    14: ("motorway", "trunk", "primary", "secondary", "tertiary"),
    15: ("residential", "unclassified", "construction", "living_street", "pedestrian"),
    17: (),
}


def _written(names: dict[int, tuple[str, ...]]) -> str:
    *zooms, last = sorted(names)
    rows = " ".join(f"WHEN kind IN {names[zoom]} THEN {zoom}" for zoom in zooms)
    return f"CASE {rows} ELSE {last} END <= %(z)s + 1"


def base_layer() -> Layer:
    """Ground, water, buildings, ways, names and house numbers."""
    return Layer(
        "base",
        min_zoom=8,
        max_zoom=LAST_ZOOM,
        sources=[
            _areas("landuse", 24),
            _areas("green", 12),
            _areas("water", 8),
            _ground("waterway", KIND, JOINED_LINES, _of("water", LINE), min_zoom=10),
            *_buildings(),
            _ground("street", WITH_LEVEL, JOINED_LINES, _of("street", LINE)),
            _ground("rail", WITH_LEVEL, JOINED_LINES, _of("rail", LINE)),
            _ground("boundary", KIND, JOINED_LINES, _of("boundary", LINE)),
            _names("street_name", "street", _written(STREET_NAMES)),
            _names("waterway_name", "water"),
            _ground("label", ("name", "kind", "min_zoom AS zoom"), POINTS, _of("label", "name <> ''")),
            _house_numbers(),
        ],
    )


def _house_numbers() -> Source:
    columns = ("number",)
    zoom = FULL_DETAIL_ZOOM
    return Source("house_number", "mapping_address", columns, POINTS, DRAWN, watch="address", min_zoom=zoom)


def register_base() -> None:
    register(base_layer())
