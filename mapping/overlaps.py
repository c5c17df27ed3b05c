"""Where quarters overlap, the same object is stored for each of them; here it is settled which one the map draws.

The answer is stored in the column `drawn` when something is written that it depends on (an import, a quarter that is
archived, revived or deleted), so that a tile need not ask. All SQL here is constant text.
"""

from dataclasses import dataclass

from django.db.backends.utils import CursorWrapper

LOCK = 7_310_211  # any number; whoever settles waits for the other's commit, or each would miss what the other wrote


@dataclass(frozen=True)
class Shared:
    """A table of `FromMap` rows: `same` columns make rows one object, `whole` is SQL: whether a row holds all of it."""

    table: str
    same: tuple[str, ...]
    whole: str


FEATURES = Shared("mapping_basefeature", ("source", "source_id", "layer"), "whole")
ADDRESSES = Shared("mapping_address", ("source", "source_id"), "true")

# Of two rows of an object the greater is the better: all of it before a piece, of whole ones the newer, of pieces the
# larger, at last that of the older quarter. A total order, so that the best of all is never left out.
_RANK = (
    "whole, CASE WHEN whole THEN version ELSE 0 END, (ST_XMax(mercator) - ST_XMin(mercator)) * "
    "(ST_YMax(mercator) - ST_YMin(mercator)), version, -quarter_id"
)


def settle_statement(shared: Shared) -> str:
    """UPDATE of `drawn` where it is no longer right: once, unless archived; pieces stay if no better row holds them.

    A draft's ground is drawn too: whoever prepares a quarter needs the map for it, and streets are no secret.

    Quarters cut an object at edges of their own, so two pieces may each have something that the other lacks. That one
    holds the other is told by their boxes, because both are cut from the same shape.
    """
    same = ", ".join(shared.same)
    return (
        f"WITH living AS (SELECT id, quarter_id, {same}, mercator, {shared.whole} AS whole, "  # noqa: S608 (constants)
        f"coalesce(source_version, 0) AS version FROM {shared.table} WHERE quarter_id IN "
        f"(SELECT id FROM mapping_quarter WHERE status <> 'archived')), "
        f"ranked AS (SELECT *, ROW({_RANK}) AS rank FROM living), "
        f"left_out AS (SELECT one.id FROM ranked AS one JOIN ranked AS better USING ({same}) "
        f"WHERE better.quarter_id <> one.quarter_id AND better.rank > one.rank "
        f"AND (better.whole OR better.mercator ~ one.mercator)) "
        f"UPDATE {shared.table} SET drawn = NOT drawn WHERE drawn <> "
        f"(id IN (SELECT id FROM living) AND id NOT IN (SELECT id FROM left_out))"
    )


def settle(cursor: CursorWrapper, shared: Shared) -> None:
    """To be called in the transaction that has written rows."""
    cursor.execute(f"SELECT pg_advisory_xact_lock({LOCK})")
    cursor.execute(settle_statement(shared))


def settle_all() -> str:
    """Body of a trigger function: all tables."""
    statements = [settle_statement(shared) for shared in (FEATURES, ADDRESSES)]
    return f"PERFORM pg_advisory_xact_lock({LOCK}); {'; '.join(statements)}; RETURN NULL;"
