"""The dates of a month from the database, with what is known of their doors: a fixed number of queries."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta

from actors.models.facts import Answer
from actors.verdict import Fact, Facts, Judgement, Verdict, judge
from common.access import Access
from initiatives.models import EventDate, RoomFact
from mapping.routing.profiles import Profile
from portal.find.access import facts_by_place
from portal.programme.question import Question

NIGHT = timedelta(hours=12)  # what began the evening before and ends in the morning belongs to the month before


@dataclass(frozen=True)
class Doors:
    """Facts by place and, of rooms, by event; those of a room go before those of the place it is in."""

    places: Mapping[int, Facts]
    rooms: Mapping[int, Facts]

    def judged(self, date: EventDate, profile: Profile) -> Judgement | None:
        """None without a place. A date that is somewhere else is not in the event's room."""
        if date.place_id is None:
            return None
        room = self.rooms.get(date.event_id, {}) if date.place_id == date.event.place_id else {}
        return judge({**self.places.get(date.place_id, {}), **room}, profile)


def dates_of(question: Question) -> list[EventDate]:
    """In order; what is still going on from before the month is among them."""
    begin, end = question.month.begin, question.month.end
    found = question.whose.dates().between(begin, end).with_all()
    return [one for one in found if one.starts >= begin or one.ends > begin + NIGHT]


def doors_of(dates: Collection[EventDate]) -> Doors:
    return Doors(
        facts_by_place({one.place_id for one in dates if one.place_id}), _rooms({one.event_id for one in dates})
    )


def _rooms(events: Collection[int]) -> Mapping[int, Facts]:
    found: dict[int, dict[str, Fact]] = {}
    for fact in RoomFact.objects.filter(event__in=events):
        found.setdefault(fact.event_id, {})[fact.feature] = _fact(fact)
    return found


def _fact(fact: Answer) -> Fact:
    number = None if fact.number is None else float(fact.number)
    return Fact(Access(fact.value), number, fact.source, fact.surveyed_on)


def is_known(judgement: Judgement | None) -> bool:
    return judgement is not None and judgement.verdict != Verdict.UNKNOWN
