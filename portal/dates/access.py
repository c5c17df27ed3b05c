"""Access to where a date is: what is known of the room goes before what is known of the house.

Except at the entrance: who goes to a room comes through the house first, so the harder answer of both counts. If the
event has a door of its own, what is known of the main entrance says nothing of it. All this holds only where the event
usually is: a date that is moved to another place has other doors.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Self, TypeVar

from django.db.models import Exists, F, OuterRef, Q

from actors.features import FEATURES, Section
from actors.models import Place
from actors.verdict import Facts, Judgement, judge
from common.access import Access
from initiatives.models import EventDate, RoomFact
from initiatives.models.events import EventDateQuerySet
from mapping.routing.profiles import Profile
from portal.find import access
from portal.find.question import Find

One = TypeVar("One")


class At(NamedTuple):
    """Where a date of an event is."""

    event: int
    usual: int | None  # place
    place: int | None
    entrance: str  # in words, of a door of its own; '' if one comes through the main entrance


COUNTED = "entrance_steps"
HELP_WITH_STEPS = frozenset(
    {"step_height", "ramp", "ramp_slope", "handrail"}
)  # only with steps counted at the same door
AT_THE_DOOR = frozenset(feature.slug for feature in FEATURES.values() if feature.section == Section.ENTRANCE)
AT_COLUMNS = ("event_id", "event__place_id", "place_id", "event__entrance")
# At the usual place, or without any on both sides.
IN_ITS_ROOM = Q(place=F("event__place")) | Q(place__isnull=True, event__place__isnull=True)


@dataclass(frozen=True)
class Doors:
    """The facts of some places and rooms, by key of the place and of the event."""

    places: Mapping[int, Facts]
    rooms: Mapping[int, Facts]

    @classmethod
    def of(cls, dates: Iterable[At]) -> Self:
        """Two queries, whatever the number of dates."""
        every = list(dates)
        rooms = RoomFact.objects.filter(event__in={date.event for date in every})
        return cls(
            access.facts_by_place({date.place for date in every if date.place}),
            access.facts_by(rooms, "event_id"),
        )

    def judged(self, date: At, profile: Profile) -> Judgement:
        house = self.places.get(date.place, {}) if date.place else {}
        if date.usual != date.place:
            return judge(house, profile)
        return judge_room(house, self.rooms.get(date.event, {}), profile, own_door=bool(date.entrance))


def judge_room(house: Facts, room: Facts, profile: Profile, *, own_door: bool) -> Judgement:
    if own_door:
        return judge({**past_the_door(house), **room}, profile)
    inside = _before(house, room)
    entrance = {slug: fact for slug, fact in house.items() if slug in AT_THE_DOOR and fact.value != Access.UNKNOWN}
    both = judge(inside, profile), judge(_before(inside, entrance), profile)
    return min(both, key=lambda one: one.reasons[0].answer)


def past_the_door(known: Mapping[str, One]) -> dict[str, One]:
    """What is known of a house but of its main entrance, by feature."""
    return {slug: one for slug, one in known.items() if slug not in AT_THE_DOOR}


def _before(others: Facts, first: Facts) -> Facts:
    """The `first` facts go before the others; a ramp helps only with steps that were counted at the same door."""
    of_steps = first if COUNTED in first and first[COUNTED].value != Access.UNKNOWN else others
    known = {slug: fact for slug, fact in {**others, **first}.items() if slug not in HELP_WITH_STEPS}
    return known | {slug: fact for slug, fact in of_steps.items() if slug in HELP_WITH_STEPS}


def at(date: EventDate) -> At:
    return At(date.event_id, date.event.place_id, date.place_id, date.event.entrance)


def accessible(dates: EventDateQuerySet, find: Find) -> EventDateQuerySet:
    """Those whose verdict passes the filter. Exact: the few with facts of a room or a door of their own are judged."""
    if not find.access:
        return dates
    told = Exists(RoomFact.objects.filter(event=OuterRef("event"))) | ~Q(event__entrance="")
    in_a_room = told & Q(IN_ITS_ROOM)
    rooms = [At(*row) for row in dates.filter(in_a_room).order_by().values_list(*AT_COLUMNS).distinct()]
    doors = Doors.of(rooms)
    events = [date.event for date in rooms if access.accepts(find.access, doors.judged(date, find.profile))]
    fitting = Place.objects.filter(access.passing(find.access, find.profile))
    nowhere = Q(place__isnull=True) if access.accepts(find.access, judge({}, find.profile)) else Q(pk__in=[])
    by_place = Q(place__in=fitting) | nowhere
    return dates.filter((~in_a_room & by_place) | (in_a_room & Q(event__in=events)))
