"""Which vector tiles there are, and of what rows each is made.

A `Layer` is an address (`/tiles/<name>/…`), a `Source` one named group of features inside its tiles. Higher rooms add
their own with `register` and `extend` in `AppConfig.ready()`. All SQL here is constant text; only z, x, y and what
follows from z are parameters.

Zoom is the tile's own. The map draws a tile 512 pixels wide, so a tile of zoom z fills the screen's zoom z + 1.
"""

from dataclasses import dataclass, field
from hashlib import blake2s

MARGIN = 1 / 64  # of a tile: strokes and labels run over the edge by as much
TILE_PIXELS = 512
MERCATOR_WIDTH_M = 2 * 20_037_508.342789244  # of the square world, EPSG:3857
# From here on coordinates are rounded to the tile's own grid and nothing else: the last zoom is enlarged on screen.
FULL_DETAIL_ZOOM = 16
NEIGHBOURS = 0.02  # degrees; an import takes in some hundred metres around the quarter
FINE, COARSE = 4096, 2048  # steps of a tile's own grid; the coarse one still parts a quarter of a pixel

Columns = tuple[str, ...]


@dataclass(frozen=True)
class Shape:
    """How rows become geometry: an SQL expression over `mercator`, and an aggregate if rows are joined first."""

    geometry: str
    margin: float = MARGIN
    joined: bool = False


POINTS = Shape("mercator", margin=0)
AREAS = Shape("ST_Simplify(mercator, %(tolerance)s)")
# Mappers cut streets at every change of a tag; joined again they are small in the tile and long enough for a name.
JOINED_LINES = Shape("ST_Simplify(ST_LineMerge(ST_Collect(mercator)), %(tolerance)s)", joined=True)


@dataclass(frozen=True)
class Source:
    """Features of one kind inside a tile.

    `columns` are SQL expressions and become attributes; `where` is SQL and may use %(z)s and %(pixel)s (size of a
    pixel in mercator metres). `watch` names the change log that tells when the rows changed. `once` are the columns by
    which rows of two quarters are one object, drawn once.
    """

    name: str
    table: str
    columns: Columns
    shape: Shape
    where: str = "true"
    watch: str = "base"
    min_zoom: int = 0
    once: Columns = ()

    def sql(self, *, overlap: bool = True) -> str:
        buffer = f"(%(extent)s * {self.shape.margin})::int"
        geometry = f"ST_AsMVTGeom({self.shape.geometry}, box, %(extent)s, {buffer})"
        grouping = f"GROUP BY box, {', '.join(map(_unnamed, self.columns))}" if self.shape.joined else ""
        twins = _only_once(self.table, self.once) if overlap else ""
        return (
            f"(SELECT ST_AsMVT(feature, '{self.name}', %(extent)s, 'geometry') FROM ("  # noqa: S608 (constants)
            f"SELECT {geometry} AS geometry, {', '.join(self.columns)} FROM {self.table}, tile "
            f"WHERE mercator && wide AND {self.where} {twins} {grouping}) AS feature)"
        )


def _only_once(table: str, keys: Columns) -> str:
    """Leaves a row out if another quarter holds all of it.

    Quarters that overlap cut the same object at edges of their own, so the box tells which piece holds which; of equal
    pieces that of the older quarter is drawn. OFFSET 0 keeps this a look into the unique index, row by row, where a
    join would read the whole table for every tile.
    """
    if not keys:
        return ""
    same = " AND ".join(f"twin.{key} = {table}.{key}" for key in keys)
    return (
        "AND NOT EXISTS (SELECT FROM mapping_quarter AS other "
        f"JOIN {table} AS twin ON twin.quarter_id = other.id AND {same} "
        f"WHERE other.id <> {table}.quarter_id AND twin.mercator ~ {table}.mercator "
        f"AND (other.id < {table}.quarter_id OR NOT {table}.mercator ~ twin.mercator) OFFSET 0)"
    )


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
        return [source for source in self.sources if source.min_zoom <= zoom]

    def watches(self, zoom: int) -> list[str]:
        return sorted({source.watch for source in self.at(zoom)})

    def statement(self, zoom: int, *, overlap: bool = True) -> str:
        """The one statement of a tile; parameters as from `parameters`. Without `overlap` no object is there twice."""
        return (
            "WITH tile AS NOT MATERIALIZED (SELECT ST_TileEnvelope(%(z)s, %(x)s, %(y)s) AS box, "
            f"ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => {MARGIN}) AS wide) "
            f"SELECT {' || '.join(source.sql(overlap=overlap) for source in self.at(zoom))}"
        )

    def recipe(self, zoom: int) -> str:
        """Changes whenever the statement does, so that a new version of the program makes new tiles."""
        made_of = f"{self.statement(zoom)} {parameters(zoom, 0, 0)}"
        return blake2s(made_of.encode(), digest_size=5).hexdigest()


# Whether the ground of any two quarters may overlap; looking for twins costs a tile more than this question.
OVERLAP = (
    "SELECT EXISTS (SELECT FROM mapping_quarter AS one JOIN mapping_quarter AS other "  # noqa: S608 (constants)
    f"ON one.id < other.id AND ST_Expand(one.boundary, {NEIGHBOURS}) && other.boundary)"
)


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

GROUND = "mapping_basefeature"
OBJECT = ("source", "source_id", "layer")
# An object says from which zoom of the screen on it is worth drawing; a tile of zoom z is drawn at z + 1.
WORTHWHILE = "min_zoom <= %(z)s + 1"
LINE, AREA = "ST_Dimension(mercator) = 1", "ST_Dimension(mercator) = 2"
KIND = ("kind",)
WITH_LEVEL = ("kind", "nullif(level, 0) AS level")


def not_smaller_than(pixels: int) -> str:
    """Boxes that would cover less than `pixels` square pixels are left out below full detail."""
    box = "(ST_XMax(mercator) - ST_XMin(mercator)) * (ST_YMax(mercator) - ST_YMin(mercator))"
    return f"(%(z)s >= {FULL_DETAIL_ZOOM - 1} OR {box} >= {pixels} * %(pixel)s * %(pixel)s)"


def _of(layer: str, *conditions: str) -> str:
    return " AND ".join((f"layer = '{layer}'", WORTHWHILE, *conditions))


def _areas(name: str, pixels: int) -> Source:
    return _ground(name, KIND, AREAS, _of(name, AREA, not_smaller_than(pixels)))


def _ground(name: str, columns: Columns, shape: Shape, where: str, min_zoom: int = 0) -> Source:
    return Source(name, GROUND, columns, shape, where, min_zoom=min_zoom, once=OBJECT)


def base_layer() -> Layer:
    """Ground, water, buildings, ways, names and house numbers."""
    return Layer(
        "base",
        min_zoom=8,
        max_zoom=18,
        sources=[
            _areas("landuse", 24),
            _areas("green", 12),
            _areas("water", 8),
            _ground("waterway", KIND, JOINED_LINES, _of("water", LINE), min_zoom=10),
            _ground("building", KIND, AREAS, _of("building", AREA, not_smaller_than(14)), min_zoom=13),
            _ground("street", WITH_LEVEL, JOINED_LINES, _of("street", LINE)),
            _ground("rail", WITH_LEVEL, JOINED_LINES, _of("rail", LINE)),
            _ground("boundary", KIND, JOINED_LINES, _of("boundary", LINE)),
            _ground(
                "street_name",
                ("name", "kind"),
                JOINED_LINES,
                _of("street", LINE, "name <> ''"),
                min_zoom=12,
            ),
            _ground("waterway_name", ("name", "kind"), JOINED_LINES, _of("water", LINE, "name <> ''"), min_zoom=12),
            _ground("label", ("name", "kind", "min_zoom AS zoom"), POINTS, _of("label", "name <> ''")),
            Source(
                "house_number",
                "mapping_address",
                ("number",),
                POINTS,
                watch="address",
                min_zoom=FULL_DETAIL_ZOOM,
                once=("source", "source_id"),
            ),
        ],
    )


def register_base() -> None:
    register(base_layer())
