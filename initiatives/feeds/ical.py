"""Events as an iCalendar file (RFC 5545), to be subscribed to (METHOD:PUBLISH, RFC 5546; names of RFC 7986).

One VEVENT for an event with its rule, and one more with the same UID for each date that is other than the rule says.
The same state gives the same bytes: the file holds no time at which it was made.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from initiatives.feeds import said
from initiatives.feeds.lines import clean, escaped, file, listed, quoted
from initiatives.feeds.nights import uneven
from initiatives.feeds.records import ChangedDate, Told, Venue
from initiatives.recurrence import Series
from initiatives.recurrence.series import occurrence, wall

PRODUCT = "-//Quartierskarte//Termine//DE"
UID_SUFFIX = "quartierskarte"  # not the name of a server: an installation that moves keeps its dates
REFRESHED = "PT6H"
ZONE_ID = "Europe/Berlin"
# Summer time as it is since 1996, and will be as long as the law stands.
ZONE_LINES = (
    "BEGIN:VTIMEZONE",
    f"TZID:{ZONE_ID}",
    "BEGIN:DAYLIGHT",
    "DTSTART:19960331T020000",
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
    "TZNAME:CEST",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
    "TZNAME:CET",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "END:STANDARD",
    "END:VTIMEZONE",
)


@dataclass(frozen=True)
class CalendarHead:
    """Of the whole calendar. `source` is its own address, `note` names licences."""

    name: str
    note: str
    source: str


@dataclass(frozen=True)
class Shown:
    """What one VEVENT tells of when and where, in local times."""

    start: datetime
    end: datetime
    place: Venue | None
    cancelled: bool
    note: str = ""


def calendar(entries: Iterable[bytes], about: CalendarHead) -> bytes:
    """The file of these `entry` bytes."""
    return b"".join([file(_head(about)), *entries, file(["END:VCALENDAR"])])


def entry(event: Told, url: str, *, year: int, place: int | None = None) -> bytes:
    """What a calendar holds of an event; `url` is the address of its page.

    In the calendar of a `place`, of an event that is usually somewhere else only the dates that are moved there.

    In the nights around `year` in which clocks are changed dates that last longer or shorter than others are named.
    """
    is_guest = place is not None and (event.place is None or event.place.pk != place)
    return file(_guest(event, url, place) if is_guest else _event(event, url, year))


def _head(about: CalendarHead) -> Iterator[str]:
    name, note = escaped(about.name), escaped(about.note)
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield f"PRODID:{PRODUCT}"
    yield "CALSCALE:GREGORIAN"
    yield "METHOD:PUBLISH"
    yield f"NAME:{name}"
    yield f"X-WR-CALNAME:{name}"
    yield f"DESCRIPTION:{note}"
    yield f"X-WR-CALDESC:{note}"
    yield f"X-WR-TIMEZONE:{ZONE_ID}"
    yield f"SOURCE;VALUE=URI:{clean(about.source)}"
    yield f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESHED}"
    yield f"X-PUBLISHED-TTL:{REFRESHED}"
    yield from ZONE_LINES


def _guest(event: Told, url: str, place: int | None) -> Iterator[str]:
    """Single dates of a series that is not in this calendar."""
    for change in event.changes:
        if change.is_public and change.place and change.place.pk == place and event.series.has(change.original):
            yield from _moved(event, change, url)


def _event(event: Told, url: str, year: int) -> Iterator[str]:
    series = event.series
    usual = Shown(series.start, series.end, event.place, bool(event.cancelled))
    changes = [one for one in event.changes if series.has(one.original)]
    if not (series.rule or series.added):
        if all(one.is_public for one in changes):
            yield from _component(event, _changed(event, changes[0]) if changes else usual, url)
        return
    hidden = {one.original for one in changes if not one.is_public}
    yield from _component(event, usual, url, _recurrence(series, hidden))
    for change in changes:
        if change.is_public:
            yield from _moved(event, change, url)
    for date in uneven(series, year):
        one = replace(usual, start=wall(date.start), end=wall(date.end))
        yield from _component(event, one, url, [_time("RECURRENCE-ID", date.original, series.all_day)])


def _moved(event: Told, change: ChangedDate, url: str) -> Iterator[str]:
    original = _time("RECURRENCE-ID", change.original, event.series.all_day)
    yield from _component(event, _changed(event, change), url, [original])


def _changed(event: Told, change: ChangedDate) -> Shown:
    """A date with its own times, place and note; what it does not say is as usual."""
    date = occurrence(event.series, change.original)
    is_cancelled = date.cancelled or bool(event.cancelled)
    return Shown(wall(date.start), wall(date.end), change.place or event.place, is_cancelled, change.note)


def _recurrence(series: Series, hidden: Iterable[datetime]) -> Iterator[str]:
    """`hidden` are dates that nobody may see."""
    if series.rule:
        yield f"RRULE:{series.rule.text(all_day=series.all_day)}"
    if away := sorted(series.removed.union(hidden)):
        yield _times("EXDATE", away, series.all_day)
    if series.added:
        yield _times("RDATE", series.added, series.all_day)


def _component(event: Told, one: Shown, url: str, when: Iterable[str] = ()) -> Iterator[str]:
    changed = _utc(event.updated_at)
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uuid}@{UID_SUFFIX}"
    yield f"DTSTAMP:{changed}"
    yield f"CREATED:{_utc(event.created_at)}"
    yield f"LAST-MODIFIED:{changed}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"STATUS:{'CANCELLED' if one.cancelled else 'CONFIRMED'}"
    yield _time("DTSTART", one.start, event.series.all_day)
    if one.end > one.start:
        yield _time("DTEND", one.end, event.series.all_day)
    yield from when
    yield f"SUMMARY:{escaped(said.title(event, cancelled=one.cancelled))}"
    yield f"DESCRIPTION:{escaped(said.description(event, one.place, note=one.note, url=url))}"
    yield from _where(event, one.place)
    yield f"URL:{clean(url)}"
    if event.needs:
        yield f"CATEGORIES:{listed(event.needs)}"
    yield from _whom_to_ask(event)
    yield "END:VEVENT"


def _where(event: Told, place: Venue | None) -> Iterator[str]:
    if location := said.location(event, place):
        yield f"LOCATION:{escaped(location)}"
    if place:
        yield f"GEO:{place.lat};{place.lon}"


def _whom_to_ask(event: Told) -> Iterator[str]:
    """An organiser is known by an address of e-mail; without one people get a name and a number."""
    email, contact = said.email(event), said.contact(event)
    if email:
        name = f";CN={quoted(host)}" if (host := said.host(event)) else ""
        yield f"ORGANIZER{name}:mailto:{clean(email)}"
    elif contact:
        yield f"CONTACT:{escaped(contact)}"


def _time(name: str, local: datetime, all_day: bool) -> str:
    return _times(name, [local], all_day)


def _times(name: str, locals_: Iterable[datetime], all_day: bool) -> str:
    """As dates for whole days, else as times on the wall with their zone: a series in UTC would move by an hour."""
    kind, form = ("VALUE=DATE", "%Y%m%d") if all_day else (f"TZID={ZONE_ID}", "%Y%m%dT%H%M%S")
    return f"{name};{kind}:{','.join(local.strftime(form) for local in locals_)}"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
