"""Marks of events: another one as soon as anything changes that a calendar tells of an event."""

from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Case, CharField, DecimalField, Exists, F, Func, OuterRef, QuerySet, Sum, When

from actors.models import Need
from common.records import Source
from initiatives.feeds.records import changes
from initiatives.models import DateChange, Event, Initiative
from initiatives.models.events import EventQuerySet
from mapping.models import Quarter

# A number alone may be given twice, and two places may have been changed at the same moment.
IDENTITY = ("pk", "uuid", "place", "initiative", "organisation")
# What is seen in a file says when it was changed.
CHANGED = ("updated_at", "place__updated_at", "initiative__updated_at", "organisation__updated_at")


class Hashed(Func):
    """A number of 64 bits for the values of a row; sums of them do not depend on the order of rows."""

    template = "hashtextextended(ROW(%(expressions)s)::text, 0)"
    output_field = DecimalField()  # sums of them leave the range of whole numbers


class RowVersion(Func):
    """Which transaction has stored the row; in queries of one table."""

    template = "xmin"
    output_field = CharField()


class Mark(NamedTuple):
    """Of one event: another one as soon as anything changes that a calendar tells of it, but words of needs."""

    pk: int
    from_osm: bool  # what it tells of a place, be it only of one date
    own: Decimal
    changes: Decimal | None
    needs: Decimal | None
    inherited: Decimal | None  # needs of the initiative


def marks(events: EventQuerySet) -> list[Mark]:
    """In the order of the events, in four queries."""
    changed, needs, inherited = (_by_owner(*one) for one in _linked())
    public = Exists(Initiative.objects.published().filter(pk=OuterRef("initiative")))
    own = Hashed(*map(F, (*IDENTITY, *CHANGED)), public)
    moved = Exists(DateChange.objects.filter(event=OuterRef("pk"), place__source=Source.OSM))
    osm = Case(When(place__source=Source.OSM, then=True), default=moved)
    rows = events.values_list("pk", "initiative", osm, own)
    return [
        Mark(pk, osm, own, changed.get(pk), needs.get(pk), inherited.get(initiative))
        for pk, initiative, osm, own in rows
    ]


def mark_of_needs() -> Decimal | None:
    """Another one as soon as a need is called something else, or stands elsewhere among the others.

    Also when it is called again what it was called before: a text made in between would else be there again.
    """
    columns = map(F, ("pk", "label_de", "label_en", "order"))
    return Need.objects.aggregate(sum=Sum(Hashed(*columns, RowVersion())))["sum"]


def mark_of_quarters() -> Decimal | None:
    """Another one as soon as a quarter is stored: what it closes and opens has no time of its own.

    A text made while a quarter was opened would else be there again when it is closed.
    """
    return Quarter.objects.aggregate(sum=Sum(Hashed(F("pk"), F("updated_at"))))["sum"]


def _linked() -> list[tuple[QuerySet[Any], tuple[str, ...]]]:
    """Rows, and their columns that are told; the first one says to whom a row belongs."""
    changed = ("event", "original", "starts", "ends", "cancelled", "note_de", "note_en", "place", "place__updated_at")
    return [
        (changes(), (*changed, "is_public")),
        (Event.needs.through.objects.all(), ("event", "need")),
        (Initiative.needs.through.objects.all(), ("initiative", "need")),
    ]


def _by_owner(rows: QuerySet[Any], columns: tuple[str, ...]) -> dict[int, Decimal]:
    """For all there are: they are few, and to ask which of them are needed takes longer."""
    return dict(rows.order_by().values_list(columns[0]).annotate(sum=Sum(Hashed(*map(F, columns)))))
