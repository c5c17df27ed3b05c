"""Access to where a date is: what is known of the room goes before what is known of the place.

What is known of the room holds only where the event usually is: a date that is moved to another place has other doors.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from django.db.models import Exists, F, OuterRef, Q

from actors.models import Place
from actors.verdict import Fact, Judgement, judge
from initiatives.models import EventDate, RoomFact
from initiatives.models.events import EventDateQuerySet
from mapping.routing.profiles import Profile
from portal.find import access
from portal.find.question import Find

At = tuple[int, int | None, int | None]  # event, where it usually is, where this date is
AT = ("event_id", "event__place_id", "place_id")
# At the usual place, or without any on both sides.
IN_ITS_ROOM = Q(place=F("event__place")) | Q(place__isnull=True, event__place__isnull=True)


@dataclass(frozen=True)
class Doors:
    """The facts of some places and rooms, by key of the place and of the event."""

    places: Mapping[int, Mapping[str, Fact]]
    rooms: Mapping[int, Mapping[str, Fact]]

    @classmethod
    def of(cls, dates: Iterable[At]) -> Self:
        """Two queries, whatever the number of dates."""
        every = list(dates)
        rooms = RoomFact.objects.filter(event__in={event for event, _usual, _place in every})
        return cls(
            access.facts_by_place({place for _event, _usual, place in every if place}),
            access.facts_by(rooms, "event_id"),
        )

    def judged(self, date: At, profile: Profile) -> Judgement:
        event, usual, place = date
        room = self.rooms.get(event, {}) if usual == place else {}
        return judge({**(self.places.get(place, {}) if place else {}), **room}, profile)


def at(date: EventDate) -> At:
    return date.event_id, date.event.place_id, date.place_id


def accessible(dates: EventDateQuerySet, find: Find) -> EventDateQuerySet:
    """Those whose verdict passes the filter. Exact: dates with facts of a room are judged one by one, few have them."""
    if not find.access:
        return dates
    in_a_room = Exists(RoomFact.objects.filter(event=OuterRef("event"))) & Q(IN_ITS_ROOM)
    rooms = list(dates.filter(in_a_room).order_by().values_list(*AT).distinct())
    doors = Doors.of(rooms)
    events = [date[0] for date in rooms if access.accepts(find.access, doors.judged(date, find.profile))]
    fitting = Place.objects.filter(access.passing(find.access, find.profile))
    nowhere = Q(place__isnull=True) if access.accepts(find.access, judge({}, find.profile)) else Q(pk__in=[])
    by_place = Q(place__in=fitting) | nowhere
    return dates.filter((~in_a_room & by_place) | (in_a_room & Q(event__in=events)))
