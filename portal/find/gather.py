"""Light rows become hits with everything a page says of them; as many queries for one row as for a thousand."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, FloatField, Value

from actors.models import Need, Offering, Place
from initiatives.models import EventDate, Initiative
from portal.find import distance
from portal.find.access import facts_by_place
from portal.find.hits import Hit, InitiativeHit, OfferingHit, PlaceHit
from portal.find.journey import Journey
from portal.find.narrowing import Narrowing
from portal.find.question import Find
from portal.find.sources import venues

Row = tuple[str, int, int, float | None, str]
COMPUTED = ("mercator", "folded", "words", "imported")  # columns for searching and drawing, heavy to load


@dataclass(frozen=True)
class Asked:
    """What all hits of one answer share."""

    narrowing: Narrowing
    journey: Journey | None

    @property
    def find(self) -> Find:
        return self.narrowing.find


@dataclass(frozen=True)
class Found:
    """A record with what only its own table and its links know."""

    kind: type[Hit]
    record: Any
    places: tuple[Place, ...]
    needs: list[Need]
    more: Mapping[str, Any]


def hits(rows: Iterable[Row], narrowing: Narrowing, journey: Journey | None = None) -> list[Hit]:
    """In the order of the rows."""
    rows, asked = list(rows), Asked(narrowing, journey)
    found = {type_: gather(_keys(rows, type_), asked) for type_, gather in GATHER.items()}
    # a row that went away between the two queries is left out
    kept = [(found[type_][pk], metres) for type_, pk, _rank, metres, _title in rows if pk in found[type_]]
    facts = facts_by_place({one.places[0].pk for one, _metres in kept if one.places})
    return [_hit(one, metres, facts, asked) for one, metres in kept]


def _keys(rows: Sequence[Row], type_: str) -> list[int]:
    return [pk for of_type, pk, *_rest in rows if of_type == type_]


def _hit(one: Found, metres: float | None, facts: Mapping[int, Any], asked: Asked) -> Hit:
    place = one.places[0] if one.places else None
    return one.kind(
        find=asked.find,
        record=one.record,
        places=one.places,
        metres=metres,
        needs=one.needs,
        facts=facts.get(place.pk, {}) if place else {},
        arrival=asked.journey.arrival(place.pk) if asked.journey and place else None,
        **one.more,
    )


def _places(keys: list[int], asked: Asked) -> dict[int, Found]:
    if not keys:
        return {}
    own = _needs(Place.needs.through.objects.filter(place__in=keys).values_list("place", "need"), asked.find)
    found = Place.objects.filter(pk__in=keys).defer(*COMPUTED).select_related("organisation")
    usual = {place: _with_kind(place, asked.find) for place in found}
    return {
        place.pk: Found(PlaceHit, place, (place,), own.get(place.pk) or needs, {}) for place, needs in usual.items()
    }


def _with_kind(place: Place, find: Find) -> list[Need]:
    """Give the place its kind from the vocabulary, which is in memory anyway; what that kind usually meets."""
    place.kind = find.vocabulary.kind_by_pk.get(place.kind_id) or place.kind
    return list(place.kind.needs.all())


def _needs(pairs: Iterable[tuple[int, int]], find: Find) -> dict[int, list[Need]]:
    """Record → its own needs in the order of the vocabulary."""
    own: dict[int, set[int]] = {}
    for record, need in pairs:
        own.setdefault(record, set()).add(need)
    return {record: [need for need in find.vocabulary.needs if need.pk in keys] for record, keys in own.items()}


def _offerings(keys: list[int], asked: Asked) -> dict[int, Found]:
    if not keys:
        return {}
    pairs = Offering.needs.through.objects.filter(offering__in=keys).values_list("offering", "need")
    needs, at = _needs(pairs, asked.find), _places_of("offerings", keys, asked)
    found = Offering.objects.filter(pk__in=keys).defer("folded", "words", "imported").select_related("organisation")
    # Of several places an offering is told at one: people go to the nearest.
    return {one.pk: Found(OfferingHit, one, at.get(one.pk, ())[:1], needs.get(one.pk, []), {}) for one in found}


def _initiatives(keys: list[int], asked: Asked) -> dict[int, Found]:
    if not keys:
        return {}
    pairs = Initiative.needs.through.objects.filter(initiative__in=keys).values_list("initiative", "need")
    needs, at, coming = _needs(pairs, asked.find), _places_of("initiatives", keys, asked), _next_dates(keys, asked.find)
    found = Initiative.objects.filter(pk__in=keys).defer(*COMPUTED).select_related("lead")
    return {
        one.pk: Found(InitiativeHit, one, at.get(one.pk, ()), needs.get(one.pk, []), {"next_date": coming.get(one.pk)})
        for one in found
    }


def _next_dates(keys: list[int], find: Find) -> dict[int, EventDate]:
    """Initiative → the date that goes on or comes next, seen from the time of the question."""
    dates = EventDate.objects.published().not_over(find.open_at or find.now).filter(cancelled=False)
    first = dates.filter(event__initiative__in=keys).order_by("event__initiative_id", "starts", "ends", "pk")
    first = first.distinct("event__initiative_id").select_related("event", "place")
    return {one.event.initiative_id: one for one in first.defer(*(f"place__{name}" for name in COMPUTED))}


GATHER: Mapping[str, Callable[[list[int], Asked], dict[int, Found]]] = {
    "place": _places,
    "offering": _offerings,
    "initiative": _initiatives,
}


def _places_of(links: str, keys: list[int], asked: Asked) -> dict[int, tuple[Place, ...]]:
    """Record → its places that fit the question: where one is first, then the others by the straight line or name."""
    start = asked.find.start
    metres = distance.metres_to(start.point) if start else Value(0.0, output_field=FloatField())
    at = venues(asked.narrowing).defer(*COMPUTED).filter(**{f"{links}__in": keys}).annotate(of=F(links), metres=metres)
    fitting: dict[int, list[Place]] = {}
    for place in at.order_by("metres", "name", "pk"):
        _with_kind(place, asked.find)
        fitting.setdefault(place.of, []).append(place)
    return {record: _first(places, asked.journey) for record, places in fitting.items()}


def _first(places: list[Place], journey: Journey | None) -> tuple[Place, ...]:
    """The one where one is first goes before the others."""
    if journey is None:
        return tuple(places)
    key = journey.first({place.pk: place.metres for place in places})
    return tuple(sorted(places, key=lambda place: place.pk != key))
