"""Which events a file holds, and all it tells of them: plain values in the active language.

Thousands of events take longer to become model instances than their file to write. So they are read as rows, and what
many of them share (places, who invites, needs) is read once.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple, Self, TypeVar
from uuid import UUID

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable

from actors.models import Need, Organisation, Place
from actors.models.offerings import cost_in_words
from common import languages
from common.records import Source
from common.sql import among, in_language
from initiatives.dates import BACK
from initiatives.models import DateChange, Event, EventDate, Initiative
from initiatives.models.events import EventQuerySet, ruled
from initiatives.recurrence import Change, Series
from initiatives.recurrence.series import wall
from initiatives.translation import TRANSLATED

Item = TypeVar("Item")


class Venue(NamedTuple):
    """A place as a file names it; degrees with the six digits that files give them."""

    pk: int
    name: str
    address: str
    phone: str
    lat: float
    lon: float
    from_osm: bool

    @classmethod
    def of(cls, place: Place) -> Self:
        lon, lat = place.point.coords
        known = place.name, place.address, place.phone
        return cls(place.pk, *known, round(lat, 6), round(lon, 6), place.source == Source.OSM)


class Host(NamedTuple):
    """Who invites."""

    name: str
    phone: str
    email: str

    @classmethod
    def of(cls, one: Initiative | Organisation) -> Self:
        return cls(str(one), one.phone, one.email)


class ChangedDate(NamedTuple):
    """One date that is other than the rule says. `original` is local, without a zone."""

    original: datetime
    change: Change
    place: Venue | None
    note: str
    is_public: bool  # not if it is moved to where nobody may look


@dataclass(slots=True)
class _Stored:
    """What is told as it is stored; texts in the active language, '' if there are none."""

    pk: int
    uuid: UUID
    slug: str
    title: str
    about: str
    room: str
    entrance: str
    registration: str
    cancelled: str  # the reason
    phone: str
    email: str
    created_at: datetime
    updated_at: datetime
    sequence: int


@dataclass(slots=True)
class Told(_Stored):
    """An event. `cost` is in words; `hosts` and `needs` are those that anybody may know."""

    language: str  # of all texts
    cost: str
    series: Series
    place: Venue | None
    hosts: tuple[Host, ...]
    needs: tuple[str, ...]
    changes: tuple[ChangedDate, ...]


def current(events: EventQuerySet, now: datetime) -> EventQuerySet:
    """Those that are not over for longer than dates are kept; a rule without an end is never over."""
    since = now - BACK
    endless = ~Q(rule="") & ~Q(rule__contains="UNTIL") & ~Q(rule__contains="COUNT")
    stored = EventDate.objects.filter(event=OuterRef("pk"), ends__gt=since)
    return events.filter(Q(starts__gt=since) | endless | Q(Exists(stored))).order_by("pk")


def told(events: EventQuerySet) -> list[Told]:
    """In the order of the events, in a fixed number of queries."""
    rows = [_Row(*values) for values in events.rewrite(False).values_list(*_columns())]
    shared = _Shared(rows)
    return [_told(row, shared) for row in rows]


def changes() -> QuerySet[DateChange]:
    """With `is_public`: not if a date is moved to where nobody may look."""
    shown = Q(place__isnull=True) | Q(place__in=Place.objects.published())
    return DateChange.objects.annotate(is_public=shown)


# ------------------------------------------------------------------------------------------------------------- reading


@dataclass(slots=True)
class _Row(_Stored):
    """The other columns of `Event` that are read: what is told of them is worked out."""

    cost: str
    cost_text: str
    starts: datetime
    ends: datetime
    rule: str
    all_day: bool
    removed: list[datetime]
    added: list[datetime]
    place: int | None
    initiative: int | None
    organisation: int | None


def _columns() -> list[Combinable]:
    return [in_language(name) if name in TRANSLATED[Event] else F(name) for name in _names(_Row)]


def _names(of: type[_Stored]) -> tuple[str, ...]:
    return tuple(one.name for one in fields(of))


_as_stored = attrgetter(*_names(_Stored))


class _Shared:
    """What the rows lead to: a place, a host and a need are read once, however many events name them."""

    def __init__(self, rows: list[_Row]) -> None:
        self.language = languages.active()
        events = [row.pk for row in rows]
        changed = list(changes().filter(among("event", events)).order_by("original"))
        self.venues = _venues([*(row.place for row in rows), *(one.place_id for one in changed)])
        self.initiatives = _hosts(
            Initiative.objects.published().only("title_de", "title_en", "phone", "email"),
            [row.initiative for row in rows],
        )
        self.organisations = _hosts(
            Organisation.objects.published().only("name", "phone", "email"), [row.organisation for row in rows]
        )
        labels = {need.pk: need.label for need in Need.objects.all()}
        self.needs = _labelled(Event.needs.through, "event", events, labels)
        self.inherited = _labelled(Initiative.needs.through, "initiative", self.initiatives, labels)
        self.cost = cache(cost_in_words)
        self.changes = _grouped((one.event_id, self._changed(one)) for one in changed)

    def _changed(self, one: DateChange) -> ChangedDate:
        place = self.venues.get(one.place_id)
        return ChangedDate(wall(one.original), one.change, place, one.note, one.is_public)


def _told(row: _Row, shared: _Shared) -> Told:
    hosts = shared.initiatives.get(row.initiative), shared.organisations.get(row.organisation)
    changed = tuple(shared.changes.get(row.pk, ()))
    series = ruled(row.starts, row.ends, row.rule, all_day=row.all_day, removed=row.removed, added=row.added)
    return Told(
        *_as_stored(row),
        language=shared.language,
        cost=shared.cost(row.cost, row.cost_text),
        series=replace(series, changes={one.original: one.change for one in changed}) if changed else series,
        place=shared.venues.get(row.place),
        hosts=tuple(one for one in hosts if one),
        needs=shared.needs.get(row.pk) or shared.inherited.get(row.initiative, ()),
        changes=changed,
    )


def _venues(pks: Iterable[int | None]) -> dict[int | None, Venue]:
    named = Place.objects.only("name", "street", "number", "postcode", "city", "phone", "point", "source")
    return {place.pk: Venue.of(place) for place in named.filter(among("pk", _known(pks)))}


def _hosts(public: QuerySet[Any], pks: Iterable[int | None]) -> dict[int | None, Host]:
    return {one.pk: Host.of(one) for one in public.filter(among("pk", _known(pks)))}


def _known(pks: Iterable[int | None]) -> set[int]:
    return {pk for pk in pks if pk is not None}


def _labelled(
    links: type[Model], owner: str, pks: Iterable[int | None], labels: dict[int, str]
) -> dict[int | None, tuple[str, ...]]:
    """The labels of needs that these owners are linked to, in the order of `labels`."""
    rows = links.objects.filter(among(owner, _known(pks))).values_list(owner, "need")
    owned = {pk: set(needs) for pk, needs in _grouped(rows).items()}
    return {pk: tuple(label for need, label in labels.items() if need in needs) for pk, needs in owned.items()}


def _grouped(pairs: Iterable[tuple[int, Item]]) -> dict[int, list[Item]]:
    found: defaultdict[int, list[Item]] = defaultdict(list)
    for owner, item in pairs:
        found[owner].append(item)
    return found
