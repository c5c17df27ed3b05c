"""The whole sheet: weeks with their days, what is regular, places with their map, and what nobody knows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actors.verdict import Verdict
from common.geo import LonLat
from common.text import join_words
from initiatives.models import EventDate
from initiatives.recurrence.series import wall
from mapping.models import Quarter
from portal import printed_map
from portal.dates.access import Doors, at
from portal.dates.windows import full_day
from portal.presentation import cost, text
from portal.printed_map import Drawing, Frame
from portal.programme import reading, words
from portal.programme.entries import Entry, EntryTeller, Venue, regular_ones, venues_of
from portal.programme.month import Month
from portal.programme.question import Question

NAMED_MOST = 6  # things a sentence names; more are counted


@dataclass(frozen=True)
class Day:
    label: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Week:
    """`before` and `after` say which days of it are on other sheets; '' if it is all here."""

    label: str
    days: tuple[Day, ...]
    before: str
    after: str


@dataclass(frozen=True)
class Sheet:
    month: Month
    weeks: tuple[Week, ...]
    regular: tuple[Entry, ...]
    venues: tuple[Venue, ...]
    drawing: Drawing | None
    unknown: tuple[str, ...]
    count: int


def sheet(question: Question) -> Sheet:
    dates = reading.dates_of(question)
    doors, venues = Doors.of(map(at, dates)), venues_of(dates)
    teller = EntryTeller(question.month, question.profile, doors, venues, regular_ones(dates))
    numbered = tuple(venues.values())
    return Sheet(
        month=question.month,
        weeks=tuple(_weeks(dates, teller)) if dates else (),
        regular=tuple(_regular(dates, teller)),
        venues=numbered,
        drawing=_drawing(numbered, question.whose.quarter),
        unknown=tuple(_unknown(dates, doors, question)),
        count=len(dates),
    )


def _weeks(dates: Sequence[EventDate], teller: EntryTeller) -> Iterator[Week]:
    month = teller.month
    days = {
        day: tuple(teller.date(one) for one in ones)
        for day, ones in groupby(dates, key=lambda one: max(wall(one.starts).date(), month.first))
    }
    for monday in month.mondays():
        own = (monday + timedelta(days=number) for number in range(7))
        filled = tuple(Day(full_day(day, month.first), days[day]) for day in own if day in days)
        yield Week(words.week(monday), filled, _before(monday, month), _after(monday, month))


def _before(monday: date, month: Month) -> str:
    other = month.plus(-1)
    told = _("Was bis zum {day} stattfindet, steht im Programm für {month}.")
    said = told.format(day=date_format(other.last, "MONTH_DAY_FORMAT"), month=other.label)
    return said if monday < month.first else ""


def _after(monday: date, month: Month) -> str:
    other = month.plus(1)
    told = _("Was ab dem {day} stattfindet, steht im Programm für {month}.")
    said = told.format(day=date_format(other.first, "MONTH_DAY_FORMAT"), month=other.label)
    return said if monday + timedelta(days=6) > month.last else ""


def _regular(dates: Iterable[EventDate], teller: EntryTeller) -> Iterator[Entry]:
    """In the order of the first date that takes place, told of a usual one if there is any."""
    told: dict[int, EventDate] = {}
    for one in dates:
        known = told.get(one.event_id)
        if one.event_id in teller.regular and not one.cancelled and (known is None or known.is_elsewhere):
            told[one.event_id] = one
    return map(teller.series, told.values())


def _drawing(venues: Sequence[Venue], quarter: Quarter) -> Drawing | None:
    """Places far outside of the quarter are in the list alone, or the others would lie on one spot."""
    points = [(venue.number, LonLat.of(venue.place.point)) for venue in venues]
    shown = [(number, point) for number, point in points if quarter.box.contains(point)] or points
    if not shown:
        return None
    title = ngettext(
        "Karte mit {n} Ort. Die Liste nennt seinen Namen.",
        "Karte mit {n} Orten. Die Liste nennt ihre Namen.",
        len(shown),
    )
    return printed_map.draw(Frame.around(point for _number, point in shown), shown, title.format(n=len(shown)))


def _unknown(dates: Sequence[EventDate], doors: Doors, question: Question) -> Iterator[str]:
    """A sentence for each thing that is not known of some."""
    going = [one for one in dates if not one.cancelled]
    lacking = {
        _("Ob es etwas kostet, wissen wir nicht bei: {list}."): [
            text(one.event, "title").text for one in going if not cost(one.event)
        ],
        _("Wie man hineinkommt, wissen wir nicht bei: {list}."): [
            one.place.name
            for one in going
            if one.place and doors.judged(at(one), question.profile).verdict == Verdict.UNKNOWN
        ],
        _("Wo es ist, wissen wir nicht bei: {list}."): [
            text(one.event, "title").text for one in going if one.place is None and not one.event.room
        ],
        _("Eine Telefonnummer fehlt uns bei: {list}."): [
            text(one.event, "title").text for one in going if not words.numbers(one.event, one.place)
        ],
    }
    for sentence, names in lacking.items():
        if names:
            yield sentence.format(list=_named(dict.fromkeys(names)))


def _named(names: Iterable[str]) -> str:
    every = list(names)
    if len(every) <= NAMED_MOST + 1:
        return join_words(every)
    return join_words([*every[:NAMED_MOST], _("{n} anderen").format(n=len(every) - NAMED_MOST)])
