"""What calendars and feeds say of an event, in the active language."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from actors.models import Organisation, Place
from actors.models.offerings import cost_in_words
from initiatives.models import Event, Initiative


def title(event: Event, *, cancelled: bool) -> str:
    """Said in the title too: many calendars show a date that is cancelled like any other."""
    return _("Fällt aus: {title}").format(title=event.title) if cancelled else event.title


def description(event: Event, place: Place | None, *, note: str, url: str) -> str:
    """A line each, what is most urgent first; `note` is of a single date."""
    return "\n".join(filter(None, _lines(event, place, note, url)))


def _lines(event: Event, place: Place | None, note: str, url: str) -> Iterator[str]:
    if event.cancelled:
        yield _("Abgesagt, weil: {reason}").format(reason=event.cancelled)
    yield note
    yield event.about
    if room := _room(event, place):
        yield _("Raum: {room}").format(room=room)
    if event.entrance and is_usual(event, place):
        yield _("Eingang: {entrance}").format(entrance=event.entrance)
    if words := cost_in_words(event.cost, event.cost_text):
        yield _("Kosten: {cost}").format(cost=words)
    if event.registration:
        yield _("Anmeldung: {registration}").format(registration=event.registration)
    if words := contact(event):
        yield _("Kontakt: {contact}").format(contact=words)
    yield _("Mehr dazu: {address}").format(address=url)


def is_usual(event: Event, place: Place | None) -> bool:
    """Room and entrance are those of the usual place."""
    return (place.pk if place else None) == event.place_id


def _room(event: Event, place: Place | None) -> str:
    return event.room if is_usual(event, place) else ""


def location(event: Event, place: Place | None) -> str:
    """„Gemeindehaus, Raum 3, Lindenstraße 4, 37999 Lindenau“; the room only at the usual place."""
    name, address = (place.name, place.address) if place else ("", "")
    return ", ".join(filter(None, [name, _room(event, place), address]))


def needs(event: Event) -> list[str]:
    """Own ones if there are any, else those of the initiative; for events `complete`."""
    initiative = event.public_initiative
    found = event.known_needs or (initiative.needs.all() if initiative else [])
    return [need.label for need in found]


def host(event: Event) -> Organisation | Initiative | None:
    """Who invites, if anybody may know it."""
    return next(iter(event.hosts), None)


def email(event: Event) -> str:
    """The event's own address, else the one of who invites."""
    return next((one.email for one in (event, *event.hosts) if one.email), "")


def contact(event: Event) -> str:
    """„Caritas Wittenau, 030 12345“: who invites and how to call; '' if neither is known."""
    inviting = host(event)
    phone = next((one.phone for one in (event, *event.hosts, event.place) if one and one.phone), "")
    return ", ".join(filter(None, [str(inviting or ""), phone]))
