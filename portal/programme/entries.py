"""Dates as a sheet tells them: each with all that is known, or in short where a list of regular ones has the rest."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from actors.models import Place
from actors.verdict import Verdict
from actors.verdict import words as verdict_words
from common.text import fold
from initiatives.models import Event, EventDate
from initiatives.recurrence.words import told
from mapping.routing.profiles import Profile
from portal.dates.access import Doors, at
from portal.presentation import Link, Text, cost, text
from portal.programme import words
from portal.programme.month import Month
from portal.programme.words import NOTHING, Note

MANY = 3  # dates of a series in a month, from which on telling their details once is shorter


@dataclass(frozen=True)
class Venue:
    """A place with its number on the map and in the list."""

    number: int
    place: Place
    street: str


@dataclass(frozen=True)
class Entry:
    """`when` are the times of a date, of a series how often it is."""

    event: Event
    when: str
    title: Text
    venue: Venue | None
    notes: tuple[Note, ...] = ()
    is_short: bool = False
    room: str = ""
    entrance: str = ""
    cost: Text = NOTHING
    registration: Text = NOTHING
    phones: tuple[Link, ...] = ()
    access: str = ""
    inviter: str = ""

    @property
    def is_off(self) -> bool:
        return any(note.off for note in self.notes)


@dataclass(frozen=True)
class EntryTeller:
    """Knows what single dates do not: the other dates of the month, the numbers of places, the doors, for whom."""

    month: Month
    profile: Profile
    doors: Doors
    venues: Mapping[int, Venue]
    regular: frozenset[int]

    def date(self, one: EventDate) -> Entry:
        notes = tuple(words.notes(one))
        is_usual = not one.is_elsewhere and (one.cancelled or not notes)
        when = words.times(one, self.month)
        if one.event_id in self.regular and is_usual:
            title, venue = text(one.event, "title"), self._venue(one.place)
            return Entry(one.event, when, title, venue, notes, is_short=True)
        return self._all(one, when, notes)

    def series(self, one: EventDate) -> Entry:
        """`one` is any usual date of the series."""
        return self._all(one, told(one.event.ruled), ())

    def _all(self, one: EventDate, when: str, notes: tuple[Note, ...]) -> Entry:
        event, at_home = one.event, not one.is_elsewhere
        return Entry(
            event=event,
            when=when,
            title=text(event, "title"),
            venue=self._venue(one.place),
            notes=notes,
            room=event.room if at_home else "",
            entrance=event.entrance if at_home else "",
            cost=cost(event),
            registration=text(event, "registration"),
            phones=tuple(words.numbers(event, one.place)),
            access=self._access(one),
            inviter="" if one.place else words.inviter(event),
        )

    def _venue(self, place: Place | None) -> Venue | None:
        return self.venues[place.pk] if place else None

    def _access(self, one: EventDate) -> str:
        judgement = self.doors.judged(at(one), self.profile)
        if judgement.verdict == Verdict.UNKNOWN:
            return ""
        return str(verdict_words(judgement.verdict, self.profile)[1])


def venues_of(dates: Iterable[EventDate]) -> dict[int, Venue]:
    """Places by key, numbered in the order of their names, as one looks for them in a list."""
    places = {one.place_id: one.place for one in dates if one.place}
    in_order = sorted(places.values(), key=lambda place: (fold(place.name), place.pk))
    return {place.pk: Venue(number, place, words.street(place)) for number, place in enumerate(in_order, 1)}


def regular_ones(dates: Sequence[EventDate]) -> frozenset[int]:
    """Events whose details stand in a list of their own. What is cancelled altogether is told where it falls out."""
    counted = Counter(one.event_id for one in dates if one.event.rule and not one.cancelled)
    return frozenset(event for event, count in counted.items() if count >= MANY)
