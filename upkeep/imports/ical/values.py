"""An entry and an event as the same JSON-ready values, so that they can be compared and remembered."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext

from actors.models import Place
from common.records import Status
from initiatives.models import DateChange, Event
from initiatives.recurrence import words
from initiatives.recurrence.series import at
from upkeep.imports.ical import texts
from upkeep.imports.ical.entries import Entry, Other
from upkeep.imports.ical.whereabouts import Where, Whereabouts

Values = dict[str, Any]

TIMES = ("starts", "ends", "all_day", "rule", "removed", "added")
TEXTS = ("title_de", "about_de", "website", "email", "phone", "cancelled_de", "room")
WHERE = ("place", "room")
FIELDS = (*TEXTS, "place", *TIMES, "status")
TOGETHER = (TIMES, WHERE)
CHANGE = ("starts", "ends", "cancelled", "note_de", "place")
ID_LENGTH = 100
CANCELLED = "so steht es im Kalender"  # content, like the texts of the calendar: in German whoever imports
LABELS: Mapping[str, Promise] = {
    "title_de": gettext_lazy("Titel"),
    "about_de": gettext_lazy("Beschreibung"),
    "website": gettext_lazy("Internet-Seite"),
    "email": gettext_lazy("E-Mail"),
    "phone": gettext_lazy("Telefon"),
    "cancelled_de": gettext_lazy("abgesagt, weil"),
    "room": gettext_lazy("Raum"),
    "place": gettext_lazy("Ort"),
    "starts": gettext_lazy("Wann"),
    "status": gettext_lazy("Status"),
}


def source_id(organisation: str, uid: str) -> str:
    """Stable, and short enough: two calendars may use the same identifiers for different things."""
    plain = f"{organisation}/{uid}"
    if len(plain) <= ID_LENGTH:
        return plain
    return f"{organisation[:50]}/{hashlib.sha256(plain.encode()).hexdigest()[:48]}"


# ------------------------------------------------------------------------------------------------- what the entry says


def values(entry: Entry, where: Where) -> Values:
    made = Event()
    made.take(entry.series)
    return {
        "title_de": entry.title,
        "about_de": entry.about,
        "website": entry.website,
        "email": entry.email,
        "phone": entry.phone,
        "cancelled_de": CANCELLED if entry.cancelled else "",
        "place": where.place,
        "room": where.room,
        **_times(made),
        "status": Status.PUBLISHED.value,
    }


def changes(entry: Entry, where: Where, whereabouts: Whereabouts) -> dict[str, Values]:
    """By the start that the rule gives; what turns out to change nothing is left out."""
    found = {_iso(at(original)): _change(other, where, whereabouts) for original, other in entry.others.items()}
    return {original: change for original, change in found.items() if any(change.values())}


def _change(other: Other, usual: Where, whereabouts: Whereabouts) -> Values:
    there = whereabouts.of(other.location) if other.location else Where(usual.place)
    notes = (other.title, there.room)
    return {
        "starts": _iso(at(other.start)) if other.start else None,
        "ends": _iso(at(other.end)) if other.end else None,
        "cancelled": other.cancelled,
        "note_de": texts.line("; ".join(filter(None, notes)), texts.NOTE),
        "place": "" if there.place == usual.place else there.place,
    }


# --------------------------------------------------------------------------------------------------- what stands there


def present(event: Event) -> Values:
    return {
        **{name: getattr(event, name) or "" for name in TEXTS},
        "place": event.place.slug if event.place else "",
        **_times(event),
        "status": event.status,
    }


def key(change: DateChange) -> str:
    """By which an entry and an event name the same date."""
    return _iso(change.original)


def present_changes(event: Event) -> dict[str, Values]:
    return {
        key(one): {
            "starts": one.starts and _iso(one.starts),
            "ends": one.ends and _iso(one.ends),
            "cancelled": one.cancelled,
            "note_de": one.note_de or "",
            "place": one.place.slug if one.place else "",
        }
        for one in event.changes.all()
    }


def _times(event: Event) -> Values:
    return {
        "starts": _iso(event.starts),
        "ends": _iso(event.ends),
        "all_day": event.all_day,
        "rule": event.rule,
        "removed": sorted(map(_iso, event.removed)),
        "added": sorted(map(_iso, event.added)),
    }


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


# ------------------------------------------------------------------------------------------------------------- writing


def put(event: Event, wanted: Mapping[str, Any], places: Mapping[str, Place]) -> None:
    """Sets the values that are given; does not save."""
    for name, value in wanted.items():
        if name == "place":
            event.place = places[value] if value else None
        else:
            setattr(event, name, _stored(name, value))


def change(event: Event, original: str, wanted: Mapping[str, Any], places: Mapping[str, Place]) -> DateChange:
    """A row that is not stored yet."""
    times = {name: wanted[name] and datetime.fromisoformat(wanted[name]) for name in ("starts", "ends")}
    place = places[wanted["place"]] if wanted["place"] else None
    return DateChange(
        event=event,
        original=datetime.fromisoformat(original),
        cancelled=wanted["cancelled"],
        note_de=wanted["note_de"],
        place=place,
        **times,
    )


def _stored(name: str, value: Any) -> Any:
    if name in ("starts", "ends"):
        return datetime.fromisoformat(value)
    return [datetime.fromisoformat(one) for one in value] if name in ("removed", "added") else value


# ------------------------------------------------------------------------------------------------------------ in words


def shown(name: str, of: Mapping[str, Any], places: Mapping[str, str]) -> str:
    """A value as people read it; `places` has names by slug."""
    if name == "starts":
        return when(of)
    if name == "place":
        return places.get(of["place"], of["place"])
    return str(Status(of["status"]).label) if name == "status" else str(of[name])


def when(of: Mapping[str, Any]) -> str:
    """„jeden Freitag, 18 bis 20 Uhr; 2 Termine fallen weg“."""
    event = Event()
    put(event, {name: of[name] for name in TIMES}, {})
    more, fewer = len(event.added), len(event.removed)
    parts = [words.sentence(event.ruled)]
    if more:
        parts.append(ngettext("dazu {n} einzelner Termin", "dazu {n} einzelne Termine", more).format(n=more))
    if fewer:
        parts.append(ngettext("{n} Termin fällt weg", "{n} Termine fallen weg", fewer).format(n=fewer))
    return "; ".join(parts)
