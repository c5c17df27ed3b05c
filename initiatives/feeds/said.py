"""What calendars and feeds say of an event, in the language in which it is told."""

from collections.abc import Iterator
from functools import cache

from django.utils.translation import gettext, override

from initiatives.feeds.records import Told, Venue


def title(event: Told, *, cancelled: bool) -> str:
    """Said in the title too: many calendars show a date that is cancelled like any other."""
    return _("Fällt aus: {title}", event).format(title=event.title) if cancelled else event.title


def description(event: Told, place: Venue | None, *, note: str, url: str) -> str:
    """A line each, what is most urgent first; `note` is of a single date."""
    return "\n".join(filter(None, _lines(event, place, note, url)))


def _lines(event: Told, place: Venue | None, note: str, url: str) -> Iterator[str]:
    if event.cancelled:
        yield _("Abgesagt, weil: {reason}", event).format(reason=event.cancelled)
    yield note
    yield event.about
    if room := _room(event, place):
        yield _("Raum: {room}", event).format(room=room)
    if event.entrance and is_usual(event, place):
        yield _("Eingang: {entrance}", event).format(entrance=event.entrance)
    if event.cost:
        yield _("Kosten: {cost}", event).format(cost=event.cost)
    if event.registration:
        yield _("Anmeldung: {registration}", event).format(registration=event.registration)
    if words := contact(event):
        yield _("Kontakt: {contact}", event).format(contact=words)
    yield _("Mehr dazu: {address}", event).format(address=url)


def is_usual(event: Told, place: Venue | None) -> bool:
    """Room and entrance are those of the usual place."""
    return place == event.place


def _room(event: Told, place: Venue | None) -> str:
    return event.room if is_usual(event, place) else ""


def location(event: Told, place: Venue | None) -> str:
    """„Gemeindehaus, Raum 3, Lindenstraße 4, 37999 Lindenau“; the room only at the usual place."""
    name, address = (place.name, place.address) if place else ("", "")
    return ", ".join(filter(None, [name, _room(event, place), address]))


def host(event: Told) -> str:
    """Who invites, if anybody may know it; else ''."""
    return event.hosts[0].name if event.hosts else ""


def email(event: Told) -> str:
    """The event's own address, else the one of who invites."""
    return next((one.email for one in (event, *event.hosts) if one.email), "")


def contact(event: Told) -> str:
    """„Caritas Wittenau, 030 12345“: who invites and how to call; '' if neither is known."""
    phone = next((one.phone for one in (event, *event.hosts, event.place) if one and one.phone), "")
    return ", ".join(filter(None, [host(event), phone]))


def _(text: str, event: Told) -> str:
    """A few sentences are said of thousands of events: Django would find out for each in which language."""
    return _translated(text, event.language)


@cache
def _translated(text: str, language: str) -> str:
    with override(language):
        return gettext(text)
