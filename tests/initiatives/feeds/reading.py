"""Calendars as other programs read them."""

import re

import icalendar
import recurring_ical_events
from ics import Calendar as OtherCalendar

from initiatives.feeds import ical
from initiatives.feeds.records import told
from initiatives.models import Event

ABOUT = ical.CalendarHead(
    "Termine: Wittenau", "Termine: CC BY 4.0, Caritas.", "https://example.org/termine/kalender.ics"
)

DAY_AND_TIME = "%Y-%m-%d %H:%M"


PAGES = "https://example.org/termine/"


def page(slug: str) -> str:
    return f"{PAGES}{slug}/"


def exported(*events: Event, year: int = 2026) -> bytes:
    found = told(Event.objects.filter(pk__in=[event.pk for event in events]).order_by("pk"))
    return ical.calendar((ical.entry(event, page(event.slug), year=year) for event in found), ABOUT)


def parts(content: bytes) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical(content).walk("VEVENT")


def check(content: bytes) -> None:
    """What RFC 5545 asks of a file, and that two parsers that know nothing of each other read all of it."""
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, content.split(b"\r\n"))) <= 75
    calendar = icalendar.Calendar.from_ical(content)
    assert not [error for part in calendar.walk() for error in part.errors]
    assert unfolded(calendar.to_ical(sorted=False)) == unfolded(content)
    events = calendar.walk("VEVENT")
    _check_zones(calendar, events)
    keys = [(str(one["UID"]), one["RECURRENCE-ID"].to_ical() if "RECURRENCE-ID" in one else b"") for one in events]
    assert len(set(keys)) == len(keys)
    assert all(key in one for one in events for key in ("DTSTAMP", "UID", "DTSTART", "SUMMARY"))
    assert _told(OtherCalendar(content.decode())) == sorted(map(_begin_and_summary, events))


def _told(calendar: OtherCalendar) -> list[tuple[str, str]]:
    return sorted((f"{event.begin.datetime:{DAY_AND_TIME}}", event.name) for event in calendar.events)


def _begin_and_summary(event: icalendar.Event) -> tuple[str, str]:
    return f"{event['DTSTART'].dt:{DAY_AND_TIME}}", str(event["SUMMARY"])


def _check_zones(calendar: icalendar.Calendar, events: list[icalendar.Event]) -> None:
    named = {str(value.params["TZID"]) for one in events for value in _values(one) if "TZID" in value.params}
    assert named <= {str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")}


def _values(part: icalendar.Event) -> list:
    found = [value for _name, value in part.property_items(recursive=False)]
    return [value for value in found if hasattr(value, "params")]


def unfolded(content: bytes) -> list[str]:
    """Whole lines; the parts of a rule may stand in any order."""
    lines = content.decode().replace("\r\n ", "").split("\r\n")
    return [";".join(sorted(re.split("[:;]", line))) if line.startswith("RRULE:") else line for line in lines]


def dates(content: bytes, begin: object, end: object) -> list[icalendar.Event]:
    return recurring_ical_events.of(icalendar.Calendar.from_ical(content)).between(begin, end)
