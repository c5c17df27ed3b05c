"""PostgreSQL and PostGIS functions as small classes, and columns that stand in several languages."""

from collections.abc import Iterable
from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.db.models.functions import Transform
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    ExpressionWrapper,
    F,
    Func,
    GeneratedField,
    Q,
    TextField,
    Value,
)
from django.db.models.constraints import CheckConstraint
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Concat, NullIf

from common import languages
from common.geo import WEB_MERCATOR


class Fold(Func):
    """`common.text.fold` inside the database."""

    function = "qk_fold"
    output_field = CharField()


def folded_in_all_languages(name: str) -> Fold:
    """The German text first; for a column that is searched in, whatever language a page is in."""
    return Fold(Concat(F(f"{name}_{languages.SOURCE}"), Value(" "), F(f"{name}_en"), output_field=TextField()))


def in_language(name: str) -> Combinable:
    """The text in the active language, in German where nobody has translated it; '' if there is none."""
    nothing = Value("")
    own = NullIf(F(f"{name}_{languages.active()}"), nothing)
    return Coalesce(own, F(f"{name}_{languages.SOURCE}"), nothing, output_field=TextField())


class IsValid(Func):
    function = "ST_IsValid"


class IsEmpty(Func):
    function = "ST_IsEmpty"


class Geography(Func):
    """A geometry in degrees as geography: distances in metres on the ellipsoid."""

    template = "(%(expressions)s)::geography"
    output_field = GeometryField(srid=4326, geography=True)


class Nearness(Func):
    """Distance in metres by which a spatial index can sort (`<->`)."""

    arg_joiner = " <-> "
    template = "(%(expressions)s)"


class Unindexed(Func):
    """A geometry as it is, hidden from the spatial index."""

    function = "ST_Force2D"
    output_field = GeometryField(srid=4326)


class OneOfMany(Func):
    """Whether a column is in an array: one parameter, where `IN` would have thousands."""

    arg_joiner = " = ANY("
    template = "%(expressions)s)"
    output_field = BooleanField()


class WithinMetres(Func):
    """Whether two geographies are at most so many metres apart; uses a spatial index."""

    function = "ST_DWithin"
    output_field = BooleanField()


def among(column: str | Combinable, keys: Iterable[int]) -> Q:
    """What `column__in=keys` says, for thousands of keys: to write a parameter for each takes longer than the rows."""
    expression = F(column) if isinstance(column, str) else column
    return Q(OneOfMany(expression, Value(list(keys), output_field=ArrayField(BigIntegerField()))))


def valid_geometry(field: str, *, model: str) -> CheckConstraint:
    """Valid and not empty, whoever writes it."""
    condition = Q(IsValid(F(field), output_field=BooleanField())) & ~Q(
        ExpressionWrapper(IsEmpty(F(field)), output_field=BooleanField())
    )
    return CheckConstraint(condition=condition, name=f"{model}_{field}_valid")


def in_mercator(field: str, shape: type[GeometryField], **options: Any) -> GeneratedField:
    """The column for map tiles: another one of the row in Web Mercator, kept by the database.

    `options` are those of the geometry field; without `spatial_index=False` it has an index of its own.
    """
    return GeneratedField(
        expression=Transform(F(field), WEB_MERCATOR),
        output_field=shape(srid=WEB_MERCATOR, **options),
        db_persist=True,
    )
