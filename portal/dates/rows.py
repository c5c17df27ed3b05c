"""What one line of any list tells of one date; in the same words on every page."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from actors.models import Place
from actors.models.offerings import Cost
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
from portal.presentation import Text, text

# Columns for searching, drawing and importing, heavy to load.
HEAVY = (
    *(f"place__{name}" for name in ("mercator", "folded", "words", "imported")),
    *(f"event__initiative__{name}" for name in ("area", "mercator", "folded", "words", "imported")),
    "event__imported",
)


class State(StrEnum):
    """Of a date; what is over is said on the page of its day only by the place where it stands."""

    COMING = "coming"
    RUNNING = "running"
    OVER = "over"
    CANCELLED = "cancelled"


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

    date: EventDate
    telling: Telling
    access: Judgement
    listed_on: date | None = None  # the day under which the line stands, if that is not the first one

    # --- what it is ---

    @property
    def title(self) -> Text:
        return text(self.date.event, "title")

    @property
    def url(self) -> str:
        query = self.telling.query
        return self.date.event.get_absolute_url() + (f"?{query}" if query else "")

    @property
    def inviting(self) -> str:
        """Who invites: the initiative, else the organisation; '' if neither is public."""
        event = self.date.event
        found = event.public_initiative or event.public_organisation
        return str(found) if found else ""

    # --- when ---

    @cached_property
    def span(self) -> Span:
        return Span.of(self.date.starts, self.date.ends, all_day=self.date.event.all_day)

    @property
    def times(self) -> str:
        """„15 bis 17 Uhr“ under the heading of its day."""
        return self.span.times_on(self.listed_on or self.span.first, self.telling.today)

    @property
    def day(self) -> str:
        """„Heute“, „Morgen“, „Freitag, 27. November“."""
        return sentence_case(near_day(self.span.first, self.telling.today))

    @property
    def when(self) -> str:
        """„Morgen, 15 bis 17 Uhr“."""
        return _("{day}, {times}").format(day=self.day, times=self.span.times)

    @property
    def starts(self) -> str:
        """For machines."""
        moment = timezone.localtime(self.date.starts)
        return moment.date().isoformat() if self.date.event.all_day else moment.isoformat(timespec="minutes")

    @property
    def state(self) -> State:
        if self.date.cancelled:
            return State.CANCELLED
        if self.date.ends <= self.telling.now and self.date.starts < self.telling.now:
            return State.OVER
        return State.RUNNING if self.date.starts <= self.telling.now else State.COMING

    @property
    def is_cancelled(self) -> bool:
        return self.state == State.CANCELLED

    @property
    def is_over(self) -> bool:
        """Also of what was cancelled, once its time has passed."""
        return self.date.ends <= self.telling.now and self.date.starts < self.telling.now

    @property
    def is_running(self) -> bool:
        return self.state == State.RUNNING

    # --- what is other than usual ---

    @cached_property
    def change(self) -> DateChange | None:
        """Read for many dates after `with_all`."""
        original = wall(self.date.original)
        return next((one for one in self.date.event.changes.all() if wall(one.original) == original), None)

    @property
    def note(self) -> Text:
        """What was written to this date; why it is cancelled, if all of the event is."""
        said = text(self.change, "note") if self.change else Text("")
        return said or (text(self.date.event, "cancelled") if self.is_cancelled else said)

    @property
    def moved_from(self) -> str:
        """„Freitag, 27. November, 15 Uhr“: when it would have been; '' if it is as usual."""
        if self.is_cancelled or self.change is None or self.change.starts is None:
            return ""
        before = Span(wall(self.date.original), wall(self.date.original), self.date.event.all_day)
        if before.start == self.span.start:
            return ""
        day = full_day(before.first, self.telling.today)
        return day if before.all_day else _("{day}, {times}").format(day=day, times=before.times)

    @property
    def is_elsewhere(self) -> bool:
        return not self.is_cancelled and self.date.place_id != self.date.event.place_id

    # --- where ---

    @property
    def place(self) -> Place | None:
        return self.date.place

    @property
    def room(self) -> str:
        """Where the event usually is; another place has other rooms."""
        return "" if self.date.place_id != self.date.event.place_id else self.date.event.room

    @property
    def address(self) -> str:
        """Street and number are enough within a quarter."""
        place = self.place
        return " ".join(filter(None, [place.street, place.number])) if place else ""

    @property
    def group(self) -> str:
        return str(self.place.kind.group.slug) if self.place else ""

    @property
    def icon(self) -> str:
        return str(self.place.kind.icon) if self.place else ""

    @property
    def reach(self) -> Reach | None:
        return self.telling.reach.get(self.date.place_id) if self.date.place_id else None

    @property
    def verdict(self) -> dict[str, object]:
        symbol, word = words(self.access.verdict, self.telling.profile)
        return {"verdict": self.access.verdict, "symbol": symbol, "word": word}

    @property
    def cost(self) -> str | Promise:
        """„kostenlos“; '' if nobody knows."""
        cost = self.date.event.cost
        return "" if cost == Cost.UNKNOWN else Cost(cost).label


def rows(dates: Sequence[EventDate], telling: Telling) -> list[Row]:
    """Lines in the same order; two queries for dates that were read `with_all`."""
    doors = Doors.of(at(one) for one in dates)
    return [Row(one, telling, doors.judged(at(one), telling.profile)) for one in dates]


def reached(
    dates: Iterable[EventDate], reach: Callable[[Mapping[int, LonLat]], Mapping[int, Reach]]
) -> Mapping[int, Reach]:
    """How to get to the places of these dates, in one search."""
    return reach({one.place.pk: LonLat.of(one.place.point) for one in dates if one.place})
