"""What one line of any list tells of one date; in the same words on every page."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import Place
from actors.verdict import Judgement, words
from common.geo import LonLat
from common.text import sentence_case
from initiatives.models import DateChange, EventDate
from initiatives.recurrence.series import wall
from mapping.routing.profiles import Profile
from portal.dates.access import Doors, at
from portal.dates.times import Span
from portal.dates.windows import full_day, near_day
from portal.find.journey import Reach
from portal.presentation import Text, cost_in_short, text
from portal.way.question import FARTHEST, clock


@dataclass(frozen=True)
class Telling:
    """What all lines of a list have in common. `query` is for links, without `?`."""

    now: datetime
    profile: Profile
    query: str = ""
    reach: Mapping[int, Reach] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)


@dataclass(frozen=True)
class Row:
    """One date of an event. Its time is told with the day (`when`), or for a list under the heading of a day."""

    event_date: EventDate
    telling: Telling
    access: Judgement
    listed_on: date | None = None  # the day under which the line stands, if that is not the first one

    # --- what it is ---

    @property
    def title(self) -> Text:
        return text(self.event_date.event, "title")

    @property
    def url(self) -> str:
        query = self.telling.query
        return self.event_date.event.get_absolute_url() + (f"?{query}" if query else "")

    # --- when ---

    @cached_property
    def span(self) -> Span:
        return Span.of(self.event_date.starts, self.event_date.ends, all_day=self.event_date.event.all_day)

    @property
    def times(self) -> str:
        """„15 bis 17 Uhr“ under the heading of its day."""
        return self.span.times_on(self.listed_on or self.span.first)

    @property
    def day(self) -> str:
        """„Heute, 27. November“, „Freitag, 4. Dezember“; „Heute“ also of what goes on."""
        return sentence_case(near_day(self._told_on, self.telling.today))

    @property
    def times_by_itself(self) -> str:
        """„15 bis 17 Uhr“ beside `day`."""
        return self.span.times_on(self._told_on)

    @property
    def when(self) -> str:
        """„Morgen, 15 bis 17 Uhr“, for texts; lists set the two apart."""
        return _("{day}, {times}").format(day=self.day, times=self.times_by_itself)

    @property
    def _told_on(self) -> date:
        first = self.span.first
        return self.telling.today if first < self.telling.today <= self.span.last else first

    @property
    def starts(self) -> str:
        """For machines."""
        moment = timezone.localtime(self.event_date.starts)
        return moment.date().isoformat() if self.event_date.event.all_day else moment.isoformat(timespec="minutes")

    @property
    def is_cancelled(self) -> bool:
        return self.event_date.cancelled

    @property
    def is_over(self) -> bool:
        return self.event_date.ends <= self.telling.now and self.event_date.starts < self.telling.now

    @property
    def is_running(self) -> bool:
        """Not said under the heading of another day than today."""
        is_on = self.event_date.starts <= self.telling.now and not self.is_over and not self.is_cancelled
        return is_on and self.listed_on in (None, self.telling.today)

    # --- what is other than usual ---

    @cached_property
    def change(self) -> DateChange | None:
        return self.event_date.change

    @property
    def note(self) -> Text:
        """Why all of the event is cancelled, else what was written to this date."""
        return text(self.event_date.event, "cancelled") or (text(self.change, "note") if self.change else Text(""))

    @property
    def moved_from(self) -> str:
        """„Freitag, 27. November, 15 Uhr“: when it would have been; '' if it is as usual."""
        if self.is_cancelled or self.change is None or self.change.starts is None:
            return ""
        before = Span(wall(self.event_date.original), wall(self.event_date.original), self.event_date.event.all_day)
        if before.start == self.span.start:
            return ""
        day = full_day(before.first, self.telling.today)
        return day if before.all_day else _("{day}, {times}").format(day=day, times=before.times)

    @property
    def is_elsewhere(self) -> bool:
        return not self.is_cancelled and self.event_date.is_elsewhere

    # --- where ---

    @property
    def place(self) -> Place | None:
        return self.event_date.place

    @property
    def room(self) -> str:
        """Where the event usually is; another place has other rooms."""
        return "" if self.event_date.is_elsewhere else self.event_date.event.room

    @property
    def address(self) -> str:
        """Street and number are enough within a quarter."""
        place = self.place
        return " ".join(filter(None, [place.street, place.number])) if place else ""

    @property
    def reach(self) -> Reach | None:
        return self.telling.reach.get(self.event_date.place_id) if self.event_date.place_id else None

    @property
    def departure(self) -> str:
        """When to set out as the page of the way reads it; '' if that is not to be told."""
        if self.is_running or self.event_date.event.all_day:
            return ""
        takes_s = self.reach.way[0] if self.reach and self.reach.way else 0.0
        leaves = self.event_date.starts - timedelta(seconds=takes_s)
        is_near = self.telling.now < leaves < self.telling.now + FARTHEST
        return clock(leaves.replace(second=0, microsecond=0)) if is_near else ""

    @property
    def verdict(self) -> dict[str, object]:
        symbol, word = words(self.access.verdict, self.telling.profile)
        return {"verdict": self.access.verdict, "symbol": symbol, "word": word}

    @property
    def cost(self) -> Text:
        """„kostenlos“, „3 Euro“; nothing if nobody knows."""
        return cost_in_short(self.event_date.event)


def rows(dates: Sequence[EventDate], telling: Telling) -> list[Row]:
    """Lines in the same order; two queries for dates that were read `with_all`."""
    doors = Doors.of(at(one) for one in dates)
    return [Row(one, telling, doors.judged(at(one), telling.profile)) for one in dates]


def reached(
    dates: Iterable[EventDate], reach: Callable[[Mapping[int, LonLat]], Mapping[int, Reach]]
) -> Mapping[int, Reach]:
    """How to get to the places of these dates, in one search."""
    return reach({one.place.pk: LonLat.of(one.place.point) for one in dates if one.place})
