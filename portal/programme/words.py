"""What a sheet says of one date, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from actors.models import Place
from actors.models.offerings import Cost
from common.hours.words import clock, weekday
from initiatives.models import DateChange, Event, EventDate
from initiatives.recurrence import words
from initiatives.recurrence.series import Series, wall
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


def day(of: date) -> str:
    """„Dienstag, 1. Dezember“."""
    return f"{weekday(of)}, {date_format(of, 'MONTH_DAY_FORMAT')}"


def week(monday: date) -> str:
    """„Woche vom 30. November bis 6. Dezember“."""
    first, last = (date_format(one, "MONTH_DAY_FORMAT") for one in (monday, monday + timedelta(days=6)))
    return _("Woche vom {first} bis {last}").format(first=first, last=last)


def times(one: EventDate, month: Month) -> str:
    """„15 bis 17 Uhr“; of several days until which one, and since when if it has begun before the month."""
    start, end = wall(one.starts), wall(one.ends)
    last = (end - A_MOMENT).date() if end > start else end.date()
    is_one_evening = (last - start.date()).days == 1 and end.time() <= start.time() and not one.event.all_day
    if last == start.date() or is_one_evening:
        return words.times(Series(start, end, all_day=one.event.all_day))
    if start.date() < month.first:
        since = date_format(start, "MONTH_DAY_FORMAT")
        return _("seit {first} bis {last}").format(first=since, last=date_format(last, "MONTH_DAY_FORMAT"))
    if one.event.all_day:
        return _("ganztags bis {day}").format(day=day(last))
    return _("{start} Uhr bis {day}, {end} Uhr").format(start=clock(start), day=day(last), end=_clock_of(end, last))


def _clock_of(end: datetime, last: date) -> str:
    """Midnight is the end of the day before."""
    return clock(end, ending=end.date() > last)


def change_of(one: EventDate) -> DateChange | None:
    """Prefetch `event__changes` for lists."""
    return next((change for change in one.event.changes.all() if change.original == one.original), None)


def notes(one: EventDate) -> Iterator[Note]:
    change = change_of(one)
    if one.cancelled:
        reasons = [text(one.event, "cancelled"), *([text(change, "note")] if change else [])]
        yield Note(_("Fällt aus"), next(filter(None, reasons), NOTHING), off=True)
        return
    if change and change.starts and change.starts != one.original:
        usual = wall(one.original)
        said = _("{day}, {time} Uhr").format(day=day(usual), time=clock(usual))
        yield Note(_("Verschoben, eigentlich am {day}").format(day=said))
    if change and change.place_id and change.place_id != one.event.place_id:
        yield Note(_("Diesmal an einem anderen Ort"))
    if change and (remark := text(change, "note")):
        yield Note(_("Hinweis"), remark)


def cost(event: Event) -> Text:
    """Nothing if it is not known."""
    said = text(event, "cost_text")
    label = str(Cost(event.cost).label) if event.cost != Cost.UNKNOWN else ""
    if not said or event.cost not in (Cost.FREE, Cost.DONATION):
        return said or Text(label)
    return Text(f"{label}, {said.text}", said.lang)


def numbers(event: Event, place: Place | None) -> list[Link]:
    """Whom to call: who holds it, else who invites, else where it is."""
    initiative, organisation = event.public_initiative, event.public_organisation
    lines = (one.phone for one in (event, initiative, organisation, place) if one)
    return next((found for line in lines if (found := phones(line))), [])


def street(place: Place) -> str:
    """„Lindenstraße 4, Hinterhaus“, the number beside its street; the town only where no street is known."""
    known = f"{place.street}\u00a0{place.number}".strip() if place.street else place.address
    return ", ".join(filter(None, (known, place.addition)))


def inviter(event: Event) -> str:
    """Who holds it, for dates without a place; '' if nobody is named."""
    found = event.public_initiative or event.public_organisation
    return _("Es lädt ein: {name}").format(name=found) if found else ""
