"""What a sheet says of one date, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from actors.models import Place
from common.hours.words import clock
from initiatives.models import Event, EventDate
from initiatives.recurrence.series import wall
from portal.dates.times import Span
from portal.dates.windows import full_day, plain_day
from portal.presentation import Link, Text, phones, text
from portal.programme.month import Month

NOTHING = Text("")
A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Note:
    """What is other than usual. `off`: it does not take place."""

    label: str
    text: Text = NOTHING
    off: bool = False


def week(monday: date) -> str:
    """„Woche vom 30. November bis 6. Dezember“."""
    first, last = (date_format(one, "MONTH_DAY_FORMAT") for one in (monday, monday + timedelta(days=6)))
    return _("Woche vom {first} bis {last}").format(first=first, last=last)


def times(one: EventDate, month: Month) -> str:
    """„15 bis 17 Uhr“; of several days until which one, and since when if it has begun before the month."""
    span = Span.of(one.starts, one.ends, all_day=one.event.all_day)
    if span.first >= month.first or span.is_one_evening:
        return span.times
    first, last = (plain_day(day, month.first) for day in (span.first, span.last))
    return _("seit {first} bis {last}").format(first=first, last=last)


def notes(one: EventDate) -> Iterator[Note]:
    change = one.change
    if one.cancelled:
        reasons = [text(one.event, "cancelled"), *([text(change, "note")] if change else [])]
        yield Note(_("Fällt aus"), next(filter(None, reasons), NOTHING), off=True)
        return
    if change and change.starts and change.starts != one.original:
        usual = wall(one.original)
        said = _("{day}, {time} Uhr").format(day=full_day(usual.date(), wall(one.starts).date()), time=clock(usual))
        yield Note(_("Verschoben, eigentlich am {day}").format(day=said))
    if change and change.place_id and change.place_id != one.event.place_id:
        yield Note(_("Diesmal an einem anderen Ort"))
    if change and (remark := text(change, "note")):
        yield Note(_("Hinweis"), remark)


def numbers(event: Event, place: Place | None) -> list[Link]:
    """Whom to call: who holds it, else who invites, else where it is."""
    lines = (one.phone for one in (event, *event.hosts, place) if one)
    return next((found for line in lines if (found := phones(line))), [])


def street(place: Place) -> str:
    """„Lindenstraße 4, Hinterhaus“, the number beside its street; the town only where no street is known."""
    known = f"{place.street}\u00a0{place.number}".strip() if place.street else place.address
    return ", ".join(filter(None, (known, place.addition)))


def inviter(event: Event) -> str:
    """Who holds it, for dates without a place; '' if nobody is named."""
    found = next(iter(event.hosts), None)
    return _("Es lädt ein: {name}").format(name=found) if found else ""
