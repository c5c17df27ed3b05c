"""Which events a calendar holds, with what it needs of them, and a mark that changes when any of that changes."""

from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Case, DecimalField, Exists, F, Func, OuterRef, Prefetch, Q, QuerySet, Sum, When

from actors.models import Need, Organisation, Place
from common.records import Source
from initiatives.dates import BACK
from initiatives.models import DateChange, Event, EventDate, Initiative
from initiatives.models.events import EventQuerySet, public_initiatives
from mapping.models import Quarter

UNUSED = ("imported", "plain", "source", "source_id", "source_version", "licence", "fetched_at")
# What is seen in a file says when it was changed.
CHANGED = ("updated_at", "place__updated_at", "initiative__updated_at", "organisation__updated_at")


def current(events: EventQuerySet, now: datetime) -> EventQuerySet:
    """Those that are not over for longer than dates are kept; a rule without an end is never over."""
    since = now - BACK
    endless = ~Q(rule="") & ~Q(rule__contains="UNTIL") & ~Q(rule__contains="COUNT")
    stored = EventDate.objects.filter(event=OuterRef("pk"), ends__gt=since)
    return events.filter(Q(starts__gt=since) | endless | Q(Exists(stored))).order_by("pk")


def complete(events: EventQuerySet) -> EventQuerySet:
    """With all that is told of them, in a fixed number of queries; what many share is read once.

    Changes and needs are lists (`known_changes`, `known_needs`): a queryset for each takes longer than its rows.
    """
    changes = _changes().order_by("original").prefetch_related(_places())
    related = (
        Prefetch("changes", changes, to_attr="known_changes"),
        _places(),
        public_initiatives("initiative"),
        Prefetch("organisation", Organisation.objects.defer("imported", "about")),
        Prefetch("needs", to_attr="known_needs"),
    )
    return events.defer(*UNUSED).prefetch_related(*related)


def _changes() -> QuerySet[DateChange]:
    """A date that is moved to where nobody may look is not public (`is_public`)."""
    shown = Q(place__isnull=True) | Q(place__in=Place.objects.published())
    return DateChange.objects.annotate(is_public=shown)


def _places() -> Prefetch:
    return Prefetch("place", Place.objects.defer("mercator", "folded", "words", "imported"))


class Hashed(Func):
    """A number of 64 bits for the values of a row; sums of them do not depend on the order of rows."""

    template = "hashtextextended(ROW(%(expressions)s)::text, 0)"
    output_field = DecimalField()  # sums of them leave the range of whole numbers


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
    changes, needs, inherited = (_by_owner(*one) for one in _linked())
    public = Exists(Initiative.objects.published().filter(pk=OuterRef("initiative")))
    own = Hashed(*map(F, ("pk", *CHANGED)), public)
    moved = Exists(DateChange.objects.filter(event=OuterRef("pk"), place__source=Source.OSM))
    osm = Case(When(place__source=Source.OSM, then=True), default=moved)
    rows = events.values_list("pk", "initiative", osm, own)
    return [
        Mark(pk, osm, own, changes.get(pk), needs.get(pk), inherited.get(initiative))
        for pk, initiative, osm, own in rows
    ]


def mark_of_needs() -> Decimal | None:
    """Another one as soon as a need is called something else, or stands elsewhere among the others."""
    columns = map(F, ("pk", "label_de", "label_en", "order"))
    return Need.objects.aggregate(sum=Sum(Hashed(*columns)))["sum"]


def mark_of_quarters() -> Decimal | None:
    """Another one as soon as a quarter is stored: what it closes and opens has no time of its own.

    A text made while a quarter was opened would else be there again when it is closed.
    """
    return Quarter.objects.aggregate(sum=Sum(Hashed(F("pk"), F("updated_at"))))["sum"]


def _linked() -> list[tuple[QuerySet[Any], tuple[str, ...]]]:
    """Rows, and their columns that are told; the first one says to whom a row belongs."""
    changed = ("event", "original", "starts", "ends", "cancelled", "note_de", "note_en", "place", "place__updated_at")
    return [
        (_changes(), (*changed, "is_public")),
        (Event.needs.through.objects.all(), ("event", "need")),
        (Initiative.needs.through.objects.all(), ("initiative", "need")),
    ]


def _by_owner(rows: QuerySet[Any], columns: tuple[str, ...]) -> dict[int, Decimal]:
    """For all there are: they are few, and to ask which of them are needed takes longer."""
    return dict(rows.order_by().values_list(columns[0]).annotate(sum=Sum(Hashed(*map(F, columns)))))
