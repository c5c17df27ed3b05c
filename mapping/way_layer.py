"""The path network in the map's tiles: stretches with what colours them, kerbs, barriers, benches and toilets.

What people measured stands before what the source says. Nothing here depends on the day: a barrier that lasts from and
until a day carries both, and the map decides.
"""

from mapping import layers
from mapping.layers import LAST_ZOOM, POINTS, Layer, Shape, Source
from mapping.routing.attributes import POINT_KINDS

FIRST_ZOOM = 15
WATCH = "ways"
PAVEMENT_M = 4.0  # from the middle of the street that a pavement shares its line with; for the eye only
# Mercator stretches a metre by cosh(y / radius).
_APART = f"{PAVEMENT_M} * cosh(ST_Y(ST_StartPoint(mercator)) / 6378137.0)"
_BESIDE = (
    f"CASE side WHEN 'left' THEN ST_OffsetCurve(mercator, {_APART}) "
    f"WHEN 'right' THEN ST_OffsetCurve(mercator, -{_APART}) END"
)
# Simplified below full detail, one feature each; an offset that has no line stays in the middle.
LINES = Shape(f"ST_Simplify(coalesce(nullif({_BESIDE}, 'LINESTRING EMPTY'::geometry), mercator), %(tolerance)s)")

_IN_USE = (
    "JOIN mapping_networkversion AS version ON version.id = {row}.version_id AND version.is_active "
    "JOIN mapping_quarter AS quarter ON quarter.id = version.quarter_id AND quarter.status <> 'archived'"
)
# Of several surveys of one attribute the newest is aggregated last and stays.
_SURVEYED = (
    "(SELECT edge_key, jsonb_object_agg(attribute, CASE WHEN word <> '' THEN to_jsonb(word) ELSE to_jsonb(value) END "
    "ORDER BY surveyed_on, id) AS found FROM mapping_pathsurvey WHERE status = 'published' AND is_matched "
    "GROUP BY edge_key)"
)
EDGES = (
    f"mapping_pathedge AS edge {_IN_USE.format(row='edge')} "
    f"LEFT JOIN {_SURVEYED} AS survey ON survey.edge_key = edge.key "
    "CROSS JOIN LATERAL (SELECT edge.facts || coalesce(survey.found, '{}') AS facts) AS known"
)
NODES = f"mapping_pathnode AS node {_IN_USE.format(row='node')}"


def _once(row: str, table: str) -> str:
    """Where quarters overlap, the older one draws what both have."""
    return (
        f"NOT EXISTS (SELECT FROM {table} AS other JOIN mapping_networkversion AS their ON their.id = other.version_id "
        f"JOIN mapping_quarter AS owner ON owner.id = their.quarter_id WHERE other.key = {row}.key "
        f"AND their.is_active AND owner.status <> 'archived' AND their.quarter_id < version.quarter_id "
        f"AND other.mercator && {row}.mercator)"
    )


def _text(name: str) -> str:
    return f"known.facts->>'{name}' AS {name}"


def _number(name: str) -> str:
    return f"(known.facts->>'{name}')::real AS {name}"


INCLINE = (
    "coalesce((survey.found->>'climb_pct')::real, greatest((edge.facts->>'climb_pct')::real, "
    "(edge.facts->>'descent_pct')::real)) AS incline_pct"
)
WAY = (
    *("edge.kind AS kind", "nullif(edge.name, '') AS name", "nullif(edge.side, '') AS side"),
    *map(_text, ("surface", "smoothness", "lit", "handrail", "closed", "wheelchair")),
    *map(_number, ("width_m", "step_count")),
    *(INCLINE, "nullif(edge.facts->>'access_forward', 'open') AS access", "edge.tags->>'layer' AS level"),
)
KERB = ("edge.kind AS kind", *map(_number, ("kerb_cm", "kerb_hi_cm")), _text("tactile"))
GATE = ("nullif(edge.word, '') AS kind", _text("barrier"), _text("locked"), _number("opening_m"))
BARRIER = (
    *("slug AS id", "kind", "value::real AS value", "nullif(word, '') AS word"),
    *("starts_on::text AS starts_on", "ends_on::text AS ends_on"),
)


def _edges(name: str, columns: tuple[str, ...], shape: Shape, *kinds: str) -> Source:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    chosen = f"edge.kind IN ({listed})" if kinds else f"edge.kind NOT IN ({', '.join(map(repr, sorted(POINT_KINDS)))})"
    where = f"{chosen} AND {_once('edge', 'mapping_pathedge')}"
    return Source(name, EDGES, columns, shape, where, watch=WATCH, min_zoom=FIRST_ZOOM)


def _nodes(name: str, column: str) -> Source:
    where = f"node.{column} AND {_once('node', 'mapping_pathnode')}"
    return Source(name, NODES, ("node.key AS id",), POINTS, where, watch=WATCH, min_zoom=FIRST_ZOOM)


def _barriers() -> Source:
    where = "status = 'published' AND state = 'confirmed'"
    return Source("obstacle", "mapping_barrier", BARRIER, POINTS, where, watch=WATCH, min_zoom=FIRST_ZOOM)


def way_layer() -> Layer:
    """`way`, `kerb`, `barrier` (of the map), `obstacle` (confirmed by people), `seat`, `toilet`."""
    sources = [
        _edges("way", WAY, LINES),
        _edges("kerb", KERB, POINTS, "kerb", "step"),
        _edges("barrier", GATE, POINTS, "barrier"),
        _barriers(),
        _nodes("seat", "seat"),
        _nodes("toilet", "toilet"),
    ]
    return Layer("ways", FIRST_ZOOM, LAST_ZOOM, sources)


def register() -> None:
    layers.register(way_layer())
