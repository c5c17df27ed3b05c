"""Rows of a version of the path network: written by COPY, read back exactly as they were. All SQL is constant text."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import shapely
from django.db import connection

from common.counts import Counts
from common.geo import WGS84
from mapping.models.network import NetworkVersion
from mapping.osm.entrances import Door
from mapping.routing.attributes import SEATS
from mapping.routing.graph import Edge, Vertex

NODES = ("key", "point", "boundary", "seat", "toilet", *SEATS)
EDGES = (
    *("key", "tail", "head", "kind", "side", "name", "word", "geometry", "length_m", "share", '"group"', "limits"),
    *("facts", "sources", "osm", "osm_version", "dated", "tags"),
)
DOORS = ("key", "kind", "point", "facts")
TEXTS = {
    "mapping_pathnode": ("key", *SEATS),
    "mapping_pathedge": ("key", "tail", "head", "kind", "side", "name", "word", '"group"', "limits", "osm"),
    "mapping_entrance": ("key", "kind"),
}


@dataclass(frozen=True)
class Content:
    """Everything that a version stores. `tags` and `versions` are those of the objects that edges come from."""

    vertices: Sequence[Vertex]
    edges: Sequence[Edge]
    doors: Sequence[Door] = ()
    tags: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    versions: Mapping[str, int | None] = field(default_factory=dict)


def write(version: NetworkVersion, content: Content) -> None:
    """To be called in a transaction."""
    _copy("mapping_pathnode", NODES, version, map(_node, content.vertices))
    _copy("mapping_pathedge", EDGES, version, (_edge(edge, content) for edge in content.edges))
    _copy("mapping_entrance", DOORS, version, map(_door, content.doors))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE mapping_pathedge")  # so that the planner knows of the new rows at once


def _node(vertex: Vertex) -> Sequence[object]:
    words = (getattr(vertex, name) for name in SEATS)
    return vertex.key, _point(vertex.lon, vertex.lat), vertex.boundary, vertex.seat, vertex.toilet, *words


def _door(door: Door) -> Sequence[object]:
    return door.ref, door.kind, _point(door.lon, door.lat), _json(door.facts)


def _edge(edge: Edge, content: Content) -> Sequence[object]:
    tags, version = content.tags.get(edge.osm, {}), content.versions.get(edge.osm)
    return (
        *(edge.key, edge.tail, edge.head, edge.kind, edge.side, edge.name, edge.word, _line(edge), edge.length_m),
        *(edge.share, edge.group, edge.limits, _json(edge.facts), _json(edge.sources), edge.osm, version, edge.dated),
        _json(tags),
    )


def _json(found: Mapping[str, object]) -> str:
    return json.dumps(dict(found), ensure_ascii=False, sort_keys=True)


def _point(lon: float, lat: float) -> str:
    return _ewkb(shapely.Point(lon, lat))


def _line(edge: Edge) -> str:
    return _ewkb(shapely.Point(edge.line[0]) if len(edge.line) == 1 else shapely.LineString(edge.line))


def _ewkb(shape: Any) -> str:
    return shapely.to_wkb(shapely.set_srid(shape, WGS84), hex=True, include_srid=True)


def _copy(table: str, columns: Sequence[str], version: NetworkVersion, rows: Iterable[Sequence[object]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows((version.pk, *row) for row in rows)
    text.seek(0)
    named = ", ".join(("version_id", *columns))
    command = f"COPY {table} ({named}) FROM STDIN WITH (FORMAT csv, FORCE_NOT_NULL ({', '.join(TEXTS[table])}))"
    with connection.cursor() as cursor:
        cursor.copy_expert(command, text)


# --- reading --------------------------------------------------------------------------------------------------------


def read_nodes(version: int, keys: Sequence[str] | None = None) -> list[Vertex]:
    """All vertices of a version, or those with these keys."""
    where, told = ("", []) if keys is None else ("AND key = ANY(%s)", [list(keys)])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key, ST_X(point), ST_Y(point), boundary, seat, toilet, backrest, armrest FROM mapping_pathnode "  # noqa: S608
            f"WHERE version_id = %s {where}",
            [version, *told],
        )
        return [Vertex(*row) for row in cursor.fetchall()]


def read_edges(version: int, *, osm: Sequence[str] | None = None, at: Sequence[str] | None = None) -> list[Edge]:
    """All edges of a version, or those of these objects, or those that end at these vertices."""
    where, told = "", []
    if osm is not None:
        where, told = "AND osm = ANY(%s)", [list(osm)]
    elif at is not None:
        where, told = "AND (tail = ANY(%s) OR head = ANY(%s))", [list(at), list(at)]
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT key, tail, head, kind, side, name, word, ST_AsBinary(geometry), length_m, share, "group", '  # noqa: S608
            "limits, facts, sources, osm, dated FROM mapping_pathedge "
            f"WHERE version_id = %s {where}",
            [version, *told],
        )
        rows = cursor.fetchall()
    shapes = shapely.from_wkb([bytes(row[7]) for row in rows])
    return [_read_edge(row, shape) for row, shape in zip(rows, shapes, strict=True)]


def _read_edge(row: Sequence[Any], shape: Any) -> Edge:
    key, tail, head, kind, side, name, word, _shape, length_m, share, group, limits, facts, sources, osm, dated = row
    return Edge(
        key=key,
        tail=tail,
        head=head,
        kind=kind,
        line=tuple(shape.coords),
        length_m=length_m,
        facts=json.loads(facts),
        sources=json.loads(sources),
        name=name,
        word=word,
        osm=osm,
        dated=dated,
        side=side,
        group=group,
        share=share,
        limits=limits,
    )


COMPARED = (
    *("tail", "head", "kind", "side", "name", "word", "length_m", "share", '"group"', "limits"),
    *("facts", "sources", "osm", "osm_version", "dated", "tags"),
)


def compared(old: NetworkVersion | None, new: NetworkVersion) -> Counts:
    """What became of the edges from one version to the next."""
    sides = (", ".join(f"{side}.{name}" for name in COMPARED) for side in "on")
    differs = "ROW({}) IS DISTINCT FROM ROW({})".format(*sides)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE o.id IS NULL), count(*) FILTER (WHERE o.id IS NOT NULL AND n.id IS NOT NULL "  # noqa: S608
            f"AND ({differs} OR ST_AsBinary(o.geometry) <> ST_AsBinary(n.geometry))), "
            "count(*) FILTER (WHERE n.id IS NULL), count(*) "
            "FROM (SELECT * FROM mapping_pathedge WHERE version_id = %s) o "
            "FULL JOIN (SELECT * FROM mapping_pathedge WHERE version_id = %s) n ON o.key = n.key",
            [old.pk if old else None, new.pk],
        )
        added, changed, gone, total = cursor.fetchone()
    return Counts(added, changed, total - added - changed - gone, gone)
