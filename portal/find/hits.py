"""One hit of the result: a place or an offering with what a card, a table row or a feature says of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from django.conf import settings
from django.db.models import F, FloatField, Value
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from actors.models import Kind, Need, Offering, Place
from actors.models.offerings import Channel
from actors.verdict import Facts, Judgement, judge, words
from common import hours
from common.geo import LonLat
from common.hours import OpenState
from common.hours import words as hours_words
from common.records import Source
from mapping.routing.targets import Arrival
from portal import presentation
from portal.find import distance
from portal.find.access import facts_by_place
from portal.find.journey import Journey, Reach
from portal.find.narrowing import Narrowing
from portal.find.question import Find
from portal.find.sources import venues

HitType = Literal["place", "offering"]
OSM_LICENCE = "ODbL 1.0"
OSM_ATTRIBUTION = "© OpenStreetMap-Mitwirkende"


@dataclass(frozen=True)
class Hit:
    """A thing that was found. `place`: the place itself, or where an offering is; None if that is an area."""

    find: Find
    record: Place | Offering
    place: Place | None
    metres: float | None  # in a straight line
    needs: list[Need]
    facts: Facts
    arrival: Arrival | None = None  # along the ways; None where the network has nothing to say

    @property
    def reach(self) -> Reach:
        return Reach(self.find.profile, self.metres, self.arrival)

    @property
    def type(self) -> HitType:
        return "place" if isinstance(self.record, Place) else "offering"

    @property
    def id(self) -> str:
        """The same in list, map and API."""
        return f"{self.type}-{self.record.slug}"

    @property
    def name(self) -> str:
        return self.record.name if isinstance(self.record, Place) else self.record.title

    @property
    def name_lang(self) -> str:
        """Language of the name if it is a title that is not translated; '' otherwise, as for names of places."""
        return presentation.text(self.record, "title").lang if isinstance(self.record, Offering) else ""

    @property
    def slug(self) -> str:
        return str(self.record.slug)

    @property
    def url(self) -> str:
        """The page of the hit, with the profile and start of the question."""
        query = self.find.way_query()
        return self.record.get_absolute_url() + (f"?{query}" if query else "")

    # --- what it is ---

    @property
    def kind(self) -> Kind | None:
        """An offering is of no kind; its place may be."""
        return self.place.kind if self.place else None

    @property
    def kind_label(self) -> str:
        if isinstance(self.record, Place):
            return str(self.record.kind.label)
        return _("Angebot")

    @property
    def kind_slug(self) -> str:
        return self.record.kind.slug if isinstance(self.record, Place) else ""

    @property
    def group_slug(self) -> str:
        """Colour and shape on the map: an offering stands where its place does."""
        return self.kind.group.slug if self.kind else ""

    @property
    def icon(self) -> str:
        if isinstance(self.record, Place):
            return str(self.record.kind.icon)
        return str(self.needs[0].icon) if self.needs else ""

    @property
    def organisation_name(self) -> str:
        found = self.record.public_organisation
        return found.name if found else ""

    # --- where it is and how to reach it ---

    @property
    def point(self) -> LonLat | None:
        return LonLat.of(self.place.point) if self.place else None

    @property
    def place_label(self) -> str:
        if isinstance(self.record, Place):
            return ""
        return self.place.name if self.place else _("im ganzen Quartier")

    @property
    def address(self) -> str:
        return self.place.address if self.place else ""

    @property
    def phone(self) -> str:
        return self.record.phone

    @property
    def website(self) -> str:
        return self.record.website

    @property
    def distance_m(self) -> int | None:
        metres = self.reach.way[1] if self.reach.way else self.metres
        return None if metres is None else round(metres)

    @property
    def duration_s(self) -> int | None:
        return round(self.reach.way[0]) if self.reach.way else None

    @property
    def distance_basis(self) -> distance.Basis | None:
        return self.reach.basis

    @property
    def distance_basis_word(self) -> str:
        return distance.basis_word(self.distance_basis) if self.distance_basis else ""

    @property
    def distance_text(self) -> str:
        return self.reach.text

    @property
    def no_way(self) -> str:
        """Why one cannot get there along the ways, as a code; '' if one can, or nobody knows."""
        return self.reach.no_way

    @property
    def no_way_text(self) -> str:
        """„mit Rollator kein Weg: Bordstein zu hoch“."""
        return self.reach.no_way_text

    # --- open, accessible ---

    @cached_property
    def open(self) -> OpenState:
        return hours.state(self.record.hours, self.find.open_at or self.find.now, self.find.calendar)

    @property
    def open_text(self) -> str:
        """„heute geöffnet bis 18 Uhr“; what is said of the times in words only, if that is all there is."""
        told = hours_words.takes_place if isinstance(self.record, Offering) else hours_words.now
        return self._said or told(self.open, self.find.open_at or self.find.now)

    @property
    def _said(self) -> str:
        if self.record.hours:
            return ""
        return self._when.text or hours_words.unread(self.record.hours_typed)

    @property
    def open_lang(self) -> str:
        """Language of `open_text` if it is a text that is not translated; '' otherwise."""
        return "" if self.record.hours else self._when.lang

    @property
    def _when(self) -> presentation.Text:
        return (
            presentation.text(self.record, "when_text") if isinstance(self.record, Offering) else presentation.Text("")
        )

    @cached_property
    def access(self) -> Judgement:
        return judge(self.facts, self.find.profile)

    @property
    def is_visited(self) -> bool:
        """Whether people go there, so that its access matters: not for what comes home or over the telephone."""
        if isinstance(self.record, Place):
            return True
        return self.place is not None and (not self.record.how or Channel.ON_SITE in self.record.how)

    @property
    def access_symbol(self) -> str:
        return words(self.access.verdict, self.find.profile)[0]

    @property
    def access_word(self) -> Promise:
        return words(self.access.verdict, self.find.profile)[1]

    # --- where we know it from ---

    @property
    def verified_at(self) -> date | None:
        return self.record.verified_on

    @property
    def source(self) -> str:
        return self.record.source

    @property
    def source_label(self) -> str:
        return str(Source(self.record.source).label)

    @property
    def licence(self) -> str:
        return self.record.licence or (OSM_LICENCE if self.source == Source.OSM else settings.OWN_DATA_LICENCE)

    @property
    def attribution(self) -> str:
        return OSM_ATTRIBUTION if self.source == Source.OSM else str(settings.OPERATOR)


Row = tuple[str, int, int, float | None, str]
Found = tuple[Place | Offering, Place | None, list[Need]]
COMPUTED = ("mercator", "folded", "words", "imported")  # columns for searching and drawing, heavy to load


def hits(rows: Iterable[Row], narrowing: Narrowing, journey: Journey | None = None) -> list[Hit]:
    """Light rows → hits in the same order, with the same number of queries for one row and for a thousand."""
    rows, find = list(rows), narrowing.find
    found = {
        "place": _places([pk for type_, pk, *_rest in rows if type_ == "place"], find),
        "offering": _offerings([pk for type_, pk, *_rest in rows if type_ == "offering"], narrowing, journey),
    }
    # a row that went away between the two queries is left out
    kept = [(found[type_][pk], metres) for type_, pk, _rank, metres, _title in rows if pk in found[type_]]
    facts = facts_by_place({place.pk for (_record, place, _needs), _metres in kept if place})
    return [
        Hit(
            find=find,
            record=record,
            place=place,
            metres=metres,
            needs=needs,
            facts=facts.get(place.pk, {}) if place else {},
            arrival=journey.arrival(place.pk) if journey and place else None,
        )
        for (record, place, needs), metres in kept
    ]


def _places(keys: list[int], find: Find) -> dict[int, Found]:
    if not keys:
        return {}
    own = _needs(Place.needs.through.objects.filter(place__in=keys).values_list("place", "need"), find)
    found = Place.objects.filter(pk__in=keys).defer(*COMPUTED).select_related("organisation")
    usual = {place: _with_kind(place, find) for place in found}
    return {place.pk: (place, place, own.get(place.pk) or needs) for place, needs in usual.items()}


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


def _offerings(keys: list[int], narrowing: Narrowing, journey: Journey | None) -> dict[int, Found]:
    if not keys:
        return {}
    pairs = Offering.needs.through.objects.filter(offering__in=keys).values_list("offering", "need")
    needs, at = _needs(pairs, narrowing.find), _shown_places(keys, narrowing, journey)
    found = Offering.objects.filter(pk__in=keys).defer("folded", "words", "imported").select_related("organisation")
    return {one.pk: (one, at.get(one.pk), needs.get(one.pk, [])) for one in found}


def _shown_places(keys: list[int], narrowing: Narrowing, journey: Journey | None) -> dict[int, Place]:
    """The place shown with each offering: the nearest one that fits the question, else the first by name."""
    start = narrowing.find.start
    metres = distance.metres_to(start.point) if start else Value(0.0, output_field=FloatField())
    at = venues(narrowing).defer(*COMPUTED).filter(offerings__in=keys).annotate(offering=F("offerings"), metres=metres)
    fitting: dict[int, dict[int, Place]] = {}
    for place in at.order_by("metres", "name", "pk"):
        _with_kind(place, narrowing.find)
        fitting.setdefault(place.offering, {})[place.pk] = place
    return {offering: places[_nearest(places, journey)] for offering, places in fitting.items()}


def _nearest(places: dict[int, Place], journey: Journey | None) -> int:
    """Key of the place where one is first; of the first one if there is no journey."""
    if journey is None:
        return next(iter(places))
    return journey.first({key: place.metres for key, place in places.items()})
