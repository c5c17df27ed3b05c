"""One event as its page tells it: when, where, whether one gets in, what comes next."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from actors.models import Place
from actors.verdict import Fact, Judgement
from common.text import sentence_case
from initiatives.models import Event
from initiatives.recurrence import words
from portal.dates import coming
from portal.dates.access import judge_room, past_the_door
from portal.dates.rows import Row
from portal.find.access import facts_of
from portal.find.journey import Reach
from portal.presentation import Facts, Known, Subject, fact_rows
from portal.visit import Visit

OF_THE_ROOM, OF_THE_PLACE = gettext_lazy("Angabe zum Raum"), gettext_lazy("Angabe zum Haus")
IN_THE_ROOM, IN_THE_PLACE = gettext_lazy("Im Raum"), gettext_lazy("Im Haus")


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

    @property
    def is_series(self) -> bool:
        """Whether `when` tells of more than one day."""
        return bool(self.event.rule or self.event.added)

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

    @property
    def is_ever_elsewhere(self) -> bool:
        """Whether one of the next dates is not at the usual place, of which the rest of the page tells."""
        return any(row.is_elsewhere for row in self.rows)

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
        """When to set out to the usual place for the next date; '' if that is somewhere else."""
        return "" if self.next is None or self.next.is_elsewhere else self.next.departure

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
        """At the usual place."""
        house, room = self._of(self.place, OF_THE_PLACE), self._of(self.event, OF_THE_ROOM)
        return judge_room(house, room, self.here.profile, own_door=self._has_own_door)

    def _of(self, record: Any, about: str | Promise) -> dict[str, Fact]:
        """Its facts; of what they speak is said only where it could be something else."""
        known = facts_of(record) if record else {}
        return {slug: replace(fact, about=about) for slug, fact in known.items()} if self._are_two else known

    @property
    def _has_own_door(self) -> bool:
        return bool(self.event.entrance)

    @property
    def _are_two(self) -> bool:
        return bool(self.event.facts.all() and self.place and self.place.facts.all())

    @property
    def facts(self) -> Facts:
        """First those of the room, then those of the place, which name the answers that count in their stead.

        Nothing is replaced at an entrance that both share; to a door of its own that of the house says nothing.
        """
        room, house = fact_rows(self.event.facts.all()), fact_rows(self.place.facts.all()) if self.place else {}
        if self._has_own_door:
            house = past_the_door(house)
        replaced = past_the_door(house).keys() & room.keys()
        house |= {slug: replace(house[slug], instead=room[slug].answer) for slug in replaced}
        parts = (Known(room, self._room), Known(house, self._house))
        return Facts(tuple(part for part in parts if part.rows))

    @property
    def _room(self) -> Subject | None:
        return Subject(IN_THE_ROOM, self.event.room) if self.place else None

    @property
    def _house(self) -> Subject | None:
        """Not named where the event says of no room and no door that they are others."""
        event, place = self.event, self.place
        if place is None or not (event.room or event.entrance or event.facts.all()):
            return None
        return Subject(IN_THE_PLACE, place.name, place.get_absolute_url(), event.entrance)
