"""One event as its page tells it: when, where, whether one gets in, what comes next."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from actors.features import FEATURES
from actors.models import Place
from actors.verdict import Judgement, judge
from common.text import sentence_case
from initiatives.models import Event
from initiatives.recurrence import words
from portal.dates import coming
from portal.dates.rows import Row
from portal.find.access import facts_of
from portal.find.journey import Reach
from portal.presentation import FactSection, fact_row, sections_of
from portal.visit import Visit
from portal.way.question import FARTHEST, clock

OF_THE_ROOM, OF_THE_PLACE = gettext_lazy("zum Raum"), gettext_lazy("zum Haus")


@dataclass(frozen=True)
class Contact:
    """A public line; whose it is is said where it is not the event's own."""

    name: str
    phone: str
    email: str
    website: str


@dataclass(frozen=True)
class EventPage:
    """`event` with its place, facts of both, needs, initiative and organisation at hand."""

    event: Event
    here: Visit

    @property
    def place(self) -> Place | None:
        return self.event.place

    @property
    def when(self) -> str:
        """„Jeden letzten Freitag im Monat, 15 bis 17 Uhr“."""
        return sentence_case(words.told(self.event.ruled))

    @cached_property
    def rows(self) -> list[Row]:
        found = coming.coming_for(coming.of_event(self.event), self.here)
        for row in found:
            row.event_date.event = self.event  # with all that is read of it already
        return found

    @property
    def next(self) -> Row | None:
        """The next that does take place."""
        return next((row for row in self.rows if not row.is_cancelled), None)

    @cached_property
    def last(self) -> Row | None:
        """Of an event that is over."""
        return None if self.rows else coming.last_for(coming.of_event(self.event), self.here)

    @cached_property
    def reach(self) -> Reach | None:
        place = self.place
        return self.here.reach([place]).get(place.pk) if place else None

    @property
    def departure(self) -> str:
        """When to set out for the next date as the page of the way reads it; '' if that is not to be told."""
        if self.next is None or self.next.is_running or self.next.is_elsewhere or self.event.all_day:
            return ""
        takes_s = self.reach.way[0] if self.reach and self.reach.way else 0.0
        leaves = self.next.event_date.starts - timedelta(seconds=takes_s)
        is_near = self.here.at < leaves < self.here.at + FARTHEST
        return clock(leaves.replace(second=0, microsecond=0)) if is_near else ""

    @property
    def contact(self) -> Contact | None:
        """The event's own line, else that of who invites, else that of the place."""
        event = self.event
        asked = [*event.hosts, *([event.place] if event.place else [])]
        lines = [Contact("", event.phone, event.email, event.website)]
        lines += [Contact(str(one), one.phone, one.email, one.website) for one in asked]
        return next((line for line in lines if line.phone or line.email or line.website), None)

    # --- access ---

    @property
    def access(self) -> Judgement:
        at_place = facts_of(self.place) if self.place else {}
        return judge({**at_place, **facts_of(self.event)}, self.here.profile)

    @property
    def fact_sections(self) -> list[FactSection]:
        """What is known of the room goes before what is known of the place; each line says of which it is."""
        of_place = self.place.facts.all() if self.place else ()
        told = {fact.feature: fact_row(FEATURES[fact.feature], fact, self._about_place) for fact in of_place}
        of_room = {fact.feature: fact_row(FEATURES[fact.feature], fact, OF_THE_ROOM) for fact in self.event.facts.all()}
        return sections_of({**told, **of_room})

    @property
    def _about_place(self) -> str | Promise:
        """Said only where it could be something else."""
        return OF_THE_PLACE if self.event.facts.all() else ""
