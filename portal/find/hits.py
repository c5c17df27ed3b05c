"""One hit of the result: a place, offering or initiative with what a card, a table row or a feature says of it."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from django.conf import settings
from django.contrib.gis.geos import MultiPolygon
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from actors.models import Kind, Need, Offering, Place
from actors.models.offerings import Channel
from actors.verdict import Facts, Judgement, judge, words
from common import hours
from common.geo import LonLat
from common.hours import Opening, OpenState
from common.hours import words as hours_words
from common.records import Source
from initiatives.models import EventDate, Initiative, State
from initiatives.recurrence.series import wall
from mapping.routing.targets import Arrival
from portal import presentation
from portal.find import distance
from portal.find.journey import Reach
from portal.find.question import Find

HitType = Literal["place", "offering", "initiative"]
OSM_LICENCE = "ODbL 1.0"
OSM_ATTRIBUTION = "© OpenStreetMap-Mitwirkende"
NEARLY_ALL = 0.98  # of the quarter; boundaries of different sources differ by a garden


@dataclass(frozen=True, kw_only=True)
class Hit(ABC):
    """A thing that was found. `places`: where it is and fits the question, the one that is shown first."""

    find: Find
    record: Place | Offering | Initiative
    places: tuple[Place, ...]
    metres: float | None  # in a straight line
    needs: list[Need]
    facts: Facts
    arrival: Arrival | None = None  # along the ways; None where the network has nothing to say

    type: HitType

    @property
    def reach(self) -> Reach:
        return Reach(self.find.profile, self.metres, self.arrival)

    @property
    def id(self) -> str:
        """The same in list, map and API."""
        return f"{self.type}-{self.record.slug}"

    @property
    def place(self) -> Place | None:
        """The place itself, or where one goes for it; None if that is an area."""
        return self.places[0] if self.places else None

    @property
    @abstractmethod
    def name(self) -> str: ...

    @property
    def name_lang(self) -> str:
        """Language of the name if it is a title that is not translated; '' otherwise, as for names of places."""
        return presentation.text(self.record, "title").lang

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
        """Only places are of a kind; for the rest it is that of the place."""
        return self.place.kind if self.place else None

    @property
    @abstractmethod
    def kind_label(self) -> str: ...

    @property
    @abstractmethod
    def type_label(self) -> str: ...

    @property
    def kind_slug(self) -> str:
        return ""

    @property
    def group_slug(self) -> str:
        """Colour and shape on the map: what is at a place stands there as the place does."""
        return self.kind.group.slug if self.kind else ""

    @property
    def icon(self) -> str:
        return str(self.needs[0].icon) if self.needs else ""

    @property
    @abstractmethod
    def organisation_name(self) -> str: ...

    # --- where it is and how to reach it ---

    @property
    def point(self) -> LonLat | None:
        return LonLat.of(self.place.point) if self.place else None

    @property
    def area(self) -> MultiPolygon | None:
        """What the map shows of a thing that is at no place."""
        return None

    @property
    def place_label(self) -> str:
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

    @property
    def hours(self) -> str:
        """Opening hours in the syntax of OpenStreetMap; '' if there are none."""
        return ""

    @property
    @abstractmethod
    def open(self) -> OpenState: ...

    @property
    @abstractmethod
    def open_text(self) -> str:
        """„heute geöffnet bis 18 Uhr“; '' if there is nothing to say."""

    @property
    def open_lang(self) -> str:
        """Language of `open_text` if it is a text that is not translated; '' otherwise."""
        return ""

    @cached_property
    def access(self) -> Judgement:
        return judge(self.facts, self.find.profile)

    @property
    def is_visited(self) -> bool:
        """Whether people go there, so that its access matters: not for what comes home or over the telephone."""
        return self.place is not None

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


@dataclass(frozen=True, kw_only=True)
class OpenHit(Hit):
    """With opening hours, of somebody."""

    record: Place | Offering

    @property
    def organisation_name(self) -> str:
        found = self.record.public_organisation
        return found.name if found else ""

    @property
    def hours(self) -> str:
        return self.record.hours

    @cached_property
    def open(self) -> OpenState:
        return hours.state(self.record.hours, self.find.open_at or self.find.now, self.find.calendar)

    @property
    def _said(self) -> str:
        """What is said of the times in words only, if that is all there is."""
        return "" if self.record.hours else hours_words.unread(self.record.hours_typed)


@dataclass(frozen=True, kw_only=True)
class PlaceHit(OpenHit):
    record: Place
    type: HitType = "place"

    @property
    def name(self) -> str:
        return self.record.name

    @property
    def name_lang(self) -> str:
        return ""

    @property
    def kind_label(self) -> str:
        return str(self.record.kind.label)

    @property
    def type_label(self) -> str:
        return _("Ort")

    @property
    def kind_slug(self) -> str:
        return self.record.kind.slug

    @property
    def icon(self) -> str:
        return str(self.record.kind.icon)

    @property
    def place_label(self) -> str:
        return ""

    @property
    def open_text(self) -> str:
        return self._said or hours_words.now(self.open, self.find.open_at or self.find.now)


@dataclass(frozen=True, kw_only=True)
class OfferingHit(OpenHit):
    record: Offering
    type: HitType = "offering"

    @property
    def name(self) -> str:
        return self.record.title

    @property
    def kind_label(self) -> str:
        return _("Angebot")

    @property
    def type_label(self) -> str:
        return _("Angebot")

    @property
    def open_text(self) -> str:
        said = self._when.text if not self.record.hours else ""
        return said or self._said or hours_words.takes_place(self.open, self.find.open_at or self.find.now)

    @property
    def open_lang(self) -> str:
        return "" if self.record.hours else self._when.lang

    @property
    def _when(self) -> presentation.Text:
        return presentation.text(self.record, "when_text")

    @property
    def is_visited(self) -> bool:
        return self.place is not None and (not self.record.how or Channel.ON_SITE in self.record.how)


@dataclass(frozen=True, kw_only=True)
class InitiativeHit(Hit):
    """`next_date`: the one that goes on or comes next, seen from the time of the question; None if none is known."""

    record: Initiative
    next_date: EventDate | None
    type: HitType = "initiative"

    @property
    def name(self) -> str:
        return self.record.title

    @property
    def kind_label(self) -> str:
        """„Initiative“; one that does not go on says so."""
        if self.record.state == State.ACTIVE:
            return _("Initiative")
        return _("Initiative ({state})").format(state=self.record.get_state_display())

    @property
    def type_label(self) -> str:
        return _("Initiative")

    @property
    def organisation_name(self) -> str:
        lead = self.record.public_lead
        return lead.name if lead else ""

    @property
    def area(self) -> MultiPolygon | None:
        return None if self.place else self.record.area

    @property
    def place_label(self) -> str:
        if self.place or self._is_everywhere:
            return super().place_label
        return _("in einem Teil des Quartiers")

    @cached_property
    def _is_everywhere(self) -> bool:
        whole, area = self.find.quarter.boundary, self.record.area
        return area is None or area.intersection(whole).area >= NEARLY_ALL * whole.area

    @cached_property
    def open(self) -> OpenState:
        """Open while a date goes on; a known next one says from when."""
        one, at = self.next_date, self.find.open_at or self.find.now
        if one is None:
            return OpenState(Opening.UNKNOWN)
        if one.starts <= at:
            return OpenState(Opening.OPEN, until=one.ends.astimezone(hours.ZONE))
        starts = one.starts.astimezone(hours.ZONE)
        return OpenState(Opening.CLOSED, until=starts, then=Opening.OPEN, opens=starts)

    @property
    def open_text(self) -> str:
        """„nächster Termin am Freitag um 15 Uhr“, with the place if that is another one than the hit tells."""
        if self.next_date is None:
            return ""
        where = self.next_date.place
        return self._next if where in (None, self.place) else f"{self._next}, {where.name}"

    @property
    def _next(self) -> str:
        assert self.next_date is not None
        if self.open.state == Opening.OPEN:
            return hours_words.takes_place(self.open, self.find.open_at or self.find.now)
        starts, today = wall(self.next_date.starts), wall(self.find.now).date()
        day = hours_words.which_day(starts.date(), today)
        if self.next_date.event.all_day:
            return _("nächster Termin {day}").format(day=day)
        return _("nächster Termin {day} um {time} Uhr").format(day=day, time=hours_words.clock(starts))
