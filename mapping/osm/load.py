"""Base map and addresses → database: COPY into a temporary table, then only what differs is written.

Tables are compared row by row inside PostgreSQL, so that the same file twice writes nothing at all, not even an entry
in the change log of the tiles.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import shapely
from django.db import connection
from django.db.backends.utils import CursorWrapper
from shapely.geometry.base import BaseGeometry

from common.counts import Counts
from common.geo import WGS84
from mapping import overlaps
from mapping.models import Quarter
from mapping.osm.addresses import House
from mapping.osm.basemap import Feature
from mapping.overlaps import Shared

INCOMING = "incoming_rows"


@dataclass(frozen=True)
class Table:
    """Columns that an import fills, beside `quarter_id` and `source`, with the types that a temporary table needs.

    `keys` identify a row within quarter and source.
    """

    shared: Shared
    keys: Mapping[str, str]
    values: Mapping[str, str]

    @property
    def name(self) -> str:
        return self.shared.table

    @property
    def columns(self) -> dict[str, str]:
        return {**self.keys, **self.values}


GEOMETRY = f"geometry(Geometry,{WGS84})"
FEATURES = Table(
    overlaps.FEATURES,
    {"source_id": "text", "layer": "text"},
    {
        "source_version": "integer",
        "kind": "text",
        "name": "text",
        "min_zoom": "smallint",
        "level": "smallint",
        "whole": "boolean",
        "geometry": GEOMETRY,
    },
)
ADDRESSES = Table(
    overlaps.ADDRESSES,
    {"source_id": "text"},
    {
        "source_version": "integer",
        "street": "text",
        "number": "text",
        "postcode": "text",
        "city": "text",
        "point": GEOMETRY,
    },
)


def load_features(quarter: Quarter, source: str, features: Iterable[Feature]) -> Counts:
    """Replaces the base map of a quarter by `features`."""
    rows = (
        (f.ref, f.layer, f.version, f.kind, f.name, f.min_zoom, f.level, f.whole, ewkb(f.geometry)) for f in features
    )
    return sync(FEATURES, quarter, source, rows)


def load_addresses(quarter: Quarter, source: str, houses: Iterable[House]) -> Counts:
    """Replaces the addresses of a quarter by `houses`."""
    rows = ((h.ref, h.version, h.street, h.number, h.postcode, h.city, ewkb(h.point)) for h in houses)
    return sync(ADDRESSES, quarter, source, rows)


def ewkb(shape: BaseGeometry) -> str:
    return shapely.to_wkb(shapely.set_srid(shape, WGS84), hex=True, include_srid=True)


def sync(table: Table, quarter: Quarter, source: str, rows: Iterable[Sequence[object]]) -> Counts:
    """Makes the quarter's rows of `source` equal to `rows`; statements that would change nothing are not sent.

    To be called in a transaction, which ends with the temporary table.
    """
    owner: dict[str, int | str] = {"quarter": quarter.pk, "source": source}
    with connection.cursor() as cursor:
        _copy(cursor, table, rows)
        counts = _counts(cursor, table, owner)
        for needed, statement in (
            (counts.gone, _delete(table)),
            (counts.changed, _update(table)),
            (counts.new, _insert(table)),
        ):
            if needed:
                cursor.execute(statement, owner)
        cursor.execute(f"DROP TABLE {INCOMING}")
        if counts.touched:
            overlaps.settle(cursor, table.shared)
    return counts


def _copy(cursor: CursorWrapper, table: Table, rows: Iterable[Sequence[object]]) -> None:
    """Empty text stays text, None becomes NULL."""
    definition = ", ".join(f"{name} {kind}" for name, kind in table.columns.items())
    cursor.execute(f"CREATE TEMPORARY TABLE {INCOMING} ({definition}) ON COMMIT DROP")
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    text.seek(0)
    filled = ", ".join(name for name, kind in table.columns.items() if kind == "text")
    columns = ", ".join(table.columns)
    command = f"COPY {INCOMING} ({columns}) FROM STDIN WITH (FORMAT csv, FORCE_NOT_NULL ({filled}))"
    cursor.copy_expert(command, text)
    cursor.execute(f"ANALYZE {INCOMING}")


def _counts(cursor: CursorWrapper, table: Table, owner: dict[str, int | str]) -> Counts:
    cursor.execute(
        f"SELECT count(*) FILTER (WHERE t.id IS NULL), "  # noqa: S608 (constants)
        f"count(*) FILTER (WHERE t.id IS NOT NULL AND i.source_id IS NOT NULL AND ({_differs(table)})), "
        f"count(*) FILTER (WHERE i.source_id IS NULL), count(*) "
        f"FROM (SELECT * FROM {table.name} WHERE quarter_id = %(quarter)s AND source = %(source)s) t "
        f"FULL JOIN {INCOMING} i ON {_same_key(table)}",
        owner,
    )
    new, changed, gone, total = cursor.fetchone()
    return Counts(new, changed, total - new - changed - gone, gone)


def _same_key(table: Table) -> str:
    return " AND ".join(f"t.{key} = i.{key}" for key in table.keys)


def _differs(table: Table) -> str:
    """Geometry by its bytes: `=` on geometries compares boxes only."""
    return " OR ".join(
        f"ST_AsBinary(t.{name}) <> ST_AsBinary(i.{name})" if kind == GEOMETRY else f"t.{name} IS DISTINCT FROM i.{name}"
        for name, kind in table.values.items()
    )


def _delete(table: Table) -> str:
    return (
        f"DELETE FROM {table.name} t WHERE quarter_id = %(quarter)s AND source = %(source)s "  # noqa: S608
        f"AND NOT EXISTS (SELECT FROM {INCOMING} i WHERE {_same_key(table)})"
    )


def _update(table: Table) -> str:
    assignments = ", ".join(f"{name} = i.{name}" for name in table.values)
    return (
        f"UPDATE {table.name} t SET {assignments} FROM {INCOMING} i WHERE t.quarter_id = %(quarter)s "  # noqa: S608
        f"AND t.source = %(source)s AND {_same_key(table)} AND ({_differs(table)})"
    )


def _insert(table: Table) -> str:
    columns = ", ".join(table.columns)
    return (
        f"INSERT INTO {table.name} (quarter_id, source, {columns}) "  # noqa: S608
        f"SELECT %(quarter)s, %(source)s, {', '.join(f'i.{name}' for name in table.columns)} FROM {INCOMING} i "
        f"WHERE NOT EXISTS (SELECT FROM {table.name} t WHERE t.quarter_id = %(quarter)s AND t.source = %(source)s "
        f"AND {_same_key(table)})"
    )
