"""A calendar → its entries, each with the series of its dates; and what was left out, with the reason.

One entry that cannot be read costs nobody the others.
"""

from __future__ import annotations

import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import UsageError
from common.hours.calendars import ZONE
from initiatives.recurrence import Series
from initiatives.recurrence.series import LONGEST
from upkeep.imports.ical import texts
from upkeep.imports.ical.amount import check_amount
from upkeep.imports.ical.component import A_TIME, Moment, Properties
from upkeep.imports.ical.gate import FIELD, Block, cut
from upkeep.imports.ical.repetition import Said, Window, series
from upkeep.imports.ical.zones import Zones, at_home

UID_LENGTH = 500
PATIENCE_S = 20
MAIL = re.compile(r"^(?:mailto:)?([^\s@<>\"]{1,64}@[A-Za-z0-9.-]{1,180}\.[A-Za-z]{2,})$", re.IGNORECASE)
PHONE = re.compile(r"^(?:tel:|tel\.?:?\s*)?(\+?[\d\s()/.-]{5,40})$", re.IGNORECASE)
CLOSED = frozenset({"PRIVATE", "CONFIDENTIAL"})
OTHERS = {
    "VTODO": gettext_lazy("Aufgaben (VTODO)"),
    "VJOURNAL": gettext_lazy("Notizen (VJOURNAL)"),
    "private": gettext_lazy("private und vertrauliche Einträge"),
}


@dataclass(frozen=True)
class Other:
    """What is other on one date; no times mean the same times."""

    start: datetime | None = None
    end: datetime | None = None
    cancelled: bool = False
    title: str = ""
    location: str = ""


@dataclass(frozen=True)
class Entry:
    """One event as the calendar tells it; `others` by the start that its rule gives. Times as in `Series`."""

    uid: str
    line: int
    title: str
    series: Series
    about: str = ""
    location: str = ""
    website: str = ""
    email: str = ""
    phone: str = ""
    cancelled: bool = False
    categories: tuple[str, ...] = ()
    sequence: int | None = None
    modified: datetime | None = None
    others: dict[datetime, Other] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class LeftOut:
    """An entry, or one date of it, that was not taken, and why."""

    line: int
    uid: str
    title: str
    reason: str


@dataclass
class Reading:
    """`held` are identifiers of entries that are in the calendar but could not be read: they are not gone."""

    entries: list[Entry] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    ignored: Counter[str] = field(default_factory=Counter)
    held: set[str] = field(default_factory=set)

    @property
    def newest(self) -> datetime | None:
        return max((one.modified for one in self.entries if one.modified), default=None)


@dataclass(frozen=True)
class _Part:
    """A VEVENT that could be parsed: an event, or one date of one."""

    block: Block
    uid: str
    title: str
    properties: Properties
    sequence: int


def read(content: bytes, now: datetime) -> Reading:
    """Raises UsageError if this is no calendar; `now` decides which dates of rules without words are taken."""
    return _Reader(now).read(content)


class _Reader:
    def __init__(self, now: datetime) -> None:
        self.window, self.out = Window.around(now), Reading()
        self.ends_at = time.monotonic() + PATIENCE_S

    def read(self, content: bytes) -> Reading:
        raw = cut(content)
        zones = Zones(raw.zones)
        self.out.ignored += raw.others
        masters: dict[str, list[_Part]] = defaultdict(list)
        others: dict[str, list[_Part]] = defaultdict(list)
        for block in raw.events:
            part = self._part(block, zones)
            if part:
                single = part.properties.all("RECURRENCE-ID")
                (others if single else masters)[part.uid].append(part)
        for uid, parts in masters.items():
            self._event(uid, parts, others.pop(uid, []))
        for uid, orphans in others.items():
            self._orphans(uid, orphans)
        check_amount(one.series for one in self.out.entries)
        return self.out

    def _part(self, block: Block, zones: Zones) -> _Part | None:
        uid, title = "", ""
        try:
            properties = Properties(block.lines, zones)
            uid, title = properties.text("UID").strip(), texts.line(properties.text("SUMMARY"))
            if properties.text("CLASS").strip().upper() in CLOSED:
                self.out.ignored["private"] += 1
                return None
            if not uid or len(uid) > UID_LENGTH:
                raise UsageError("UID", uid, _("eine Kennung, die nur dieser Eintrag hat"))
            if properties.text("STATUS").strip().upper() == "TENTATIVE":
                raise UsageError("STATUS", "TENTATIVE", _("ein Termin, der fest steht"))
        except UsageError as error:
            self._leave_out(block, uid, title, error)
            return None
        return _Part(block, uid, title, properties, properties.number("SEQUENCE") or 0)

    def _leave_out(self, block: Block, uid: str, title: str, error: UsageError) -> None:
        self.out.left_out.append(LeftOut(block.line, uid, title, error.detail))
        if uid:
            self.out.held.add(uid)

    def _event(self, uid: str, masters: list[_Part], others: list[_Part]) -> None:
        """The newest of several with one identifier; of two that are equally new the first."""
        master = max(masters, key=lambda part: part.sequence)
        for part in masters:
            if part is not master:
                right = _("eine Kennung, die nur ein Eintrag hat; es gilt der in Zeile {line}")
                error = UsageError("UID", uid, right.format(line=master.block.line))
                self.out.left_out.append(LeftOut(part.block.line, uid, part.title, error.detail))
        self._check_time()
        try:
            entry = _entry(master, self.window)
        except UsageError as error:
            self._leave_out(master.block, uid, master.title, error)
            return
        self.out.entries.append(self._with_others(entry, master, others))

    def _check_time(self) -> None:
        """The calendar is refused as a whole: how much of it is read must not depend on the machine."""
        if time.monotonic() > self.ends_at:
            right = _("ein Kalender, der in {seconds} Sekunden gelesen ist").format(seconds=PATIENCE_S)
            raise UsageError(FIELD, _("zu aufwendig"), right)

    def _with_others(self, entry: Entry, master: _Part, others: list[_Part]) -> Entry:
        found: dict[datetime, Other] = {}
        for part in sorted(others, key=lambda part: part.sequence):
            self._check_time()
            try:
                original = _original(part, entry.series)
                found[original] = _other(part, original, entry, master)
            except UsageError as error:
                self.out.left_out.append(LeftOut(part.block.line, entry.uid, part.title, error.detail))
        return replace(entry, others={start: other for start, other in found.items() if other != Other()})

    def _orphans(self, uid: str, parts: list[_Part]) -> None:
        """Single dates of a series that the calendar does not show: each is an event of its own."""
        for part in parts:
            self._check_time()
            try:
                original = part.properties.moment("RECURRENCE-ID")
                made = _entry(part, self.window)
            except UsageError as error:
                self._leave_out(part.block, uid, part.title, error)
                continue
            own = f"{uid}#{original.home:%Y%m%dT%H%M%S}" if original else uid
            if own in {one.uid for one in self.out.entries}:
                error = UsageError("RECURRENCE-ID", own.rpartition("#")[2], _("diese Angabe einmal"))
                self.out.left_out.append(LeftOut(part.block.line, uid, part.title, error.detail))
                continue
            self.out.entries.append(replace(made, uid=own))


# ------------------------------------------------------------------------------------------------------- one of them


def _entry(part: _Part, window: Window) -> Entry:
    properties = part.properties
    if not part.title:
        raise UsageError("SUMMARY", "", _("eine Überschrift"))
    start, end = _times(properties)
    made, spelled = series(_said(properties, start, end), window)
    contact = _contact(properties.text("CONTACT"))
    about = "\n\n".join(filter(None, (texts.plain(properties.text("DESCRIPTION")), contact.pop("about", ""))))
    return Entry(
        uid=part.uid,
        line=part.block.line,
        title=part.title,
        series=made,
        about=texts.plain(about),
        location=texts.plain(properties.text("LOCATION"), texts.ABOUT),
        website=_website(properties.text("URL")),
        cancelled=properties.text("STATUS").strip().upper() == "CANCELLED",
        categories=tuple(properties.words("CATEGORIES")),
        sequence=properties.number("SEQUENCE"),
        modified=properties.changed_at(),
        remarks=(_spelled(made, window),) if spelled else (),
        **contact,
    )


def _times(properties: Properties) -> tuple[Moment, Moment]:
    start = properties.moment("DTSTART")
    if start is None:
        raise UsageError("DTSTART", "", A_TIME)
    end = properties.moment("DTEND") or start.later(properties.length() or timedelta(days=start.whole_day))
    if start.whole_day and end.home == start.home:
        end = start.later(timedelta(days=1))  # as some programs write a single day
    if start.whole_day != end.whole_day:
        raise UsageError(
            "DTEND", f"{end.home}", _("ein Ende der gleichen Art wie der Beginn: beides Tage oder beides Zeiten")
        )
    if _true(end) < _true(start) or end.home < start.home - timedelta(hours=1):
        raise UsageError(
            "DTEND",
            f"{end.home:%d.%m.%Y %H:%M}",
            _("ein Ende nach dem Beginn, {start}").format(start=f"{start.home:%d.%m.%Y %H:%M}"),
        )
    if end.home - start.home > LONGEST:
        right = _("ein Termin, der höchstens {n} Tage dauert").format(n=LONGEST.days)
        raise UsageError("DTEND", f"{end.home:%d.%m.%Y}", right)
    return start, end


def _true(moment: Moment) -> datetime:
    return moment.wall.replace(tzinfo=moment.zone).astimezone(UTC)


def _said(properties: Properties, start: Moment, end: Moment) -> Said:
    if properties.all("EXRULE"):
        raise UsageError(
            "EXRULE", properties.text("EXRULE"), _("EXDATE; Ausnahmen nach einer Regel gibt es nicht mehr")
        )
    added, removed = properties.moments("RDATE"), properties.moments("EXDATE")
    rule = properties.raw("RRULE")
    return Said(
        start=start.home,
        end=max(start.home, end.home),
        first=start.wall,
        all_day=start.whole_day,
        rule=rule,
        home=partial(at_home, zone=start.zone),
        away=partial(_away, zone=start.zone),
        is_at_home=start.zone is ZONE,
        added=tuple(_alike(one, start) for one in added),
        removed=tuple(_alike(one, start) for one in removed),
    )


def _away(moment: datetime, zone: tzinfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def _alike(moment: Moment, start: Moment) -> datetime:
    """A day named where times are meant is the date of that day; of a whole day only the day counts."""
    if moment.whole_day and not start.whole_day:
        return at_home(datetime.combine(moment.wall.date(), start.wall.time()), start.zone)
    if start.whole_day and not moment.whole_day:
        return datetime.combine(moment.home.date(), datetime.min.time())
    return moment.home


def _spelled(made: Series, window: Window) -> str:
    text = _(
        "Diese Wiederholung kann man hier nicht in einem Satz sagen; übernommen: {n} einzelne Termine bis Ende {year}."
    )
    return text.format(n=len(made.added) + 1, year=window.end.year)


# ----------------------------------------------------------------------------------------------- one date of a series


def _original(part: _Part, of: Series) -> datetime:
    """The start by the rule that the date stands for."""
    (named, *_more) = part.properties.all("RECURRENCE-ID")
    if "RANGE" in named.params:
        raise UsageError("RANGE", str(named.params["RANGE"]), _("eine Änderung, die nur einen Termin meint"))
    found = part.properties.moment("RECURRENCE-ID")
    if found is None:
        raise UsageError("RECURRENCE-ID", "", A_TIME)
    day = datetime.combine(found.home.date(), datetime.min.time())
    starts = of.starts_between(day, day + timedelta(days=1, seconds=-1))
    exact = [start for start in starts if start == found.home]
    same_day = starts if len(starts) == 1 and (found.whole_day or of.all_day) else []
    for start in exact or same_day:
        return start
    raise UsageError(
        "RECURRENCE-ID", f"{found.home:%d.%m.%Y %H:%M}", _("ein Termin, den es nach der Wiederholung gibt")
    )


def _other(part: _Part, original: datetime, entry: Entry, master: _Part) -> Other:
    start, end = _times(part.properties)
    length = entry.series.end - entry.series.start
    moved = start.home != original or end.home - start.home != length
    location = texts.plain(part.properties.text("LOCATION"))
    elsewhere = location if part.properties.all("LOCATION") and location != entry.location else ""
    return Other(
        start=start.home if moved else None,
        end=max(start.home, end.home) if moved else None,
        cancelled=part.properties.text("STATUS").strip().upper() == "CANCELLED" and not entry.cancelled,
        title=part.title if part.title and part.title != master.title else "",
        location=elsewhere,
    )


# ------------------------------------------------------------------------------------------------------------- words


def _website(text: str) -> str:
    address = text.strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    fits = parts.scheme.lower() in ("http", "https") and parts.hostname and len(address) <= texts.WEBSITE
    return address if fits and address.isprintable() and " " not in address else ""


def _contact(text: str) -> dict[str, Any]:
    """An address or a number where it is one; other words stand below the description."""
    said = texts.line(text)
    if mail := MAIL.match(said):
        return {"email": mail[1]}
    if phone := PHONE.match(said):
        return {"phone": phone[1].strip()}
    return {"about": f"Kontakt: {said}"} if said else {}


def ignored_in_words(ignored: Iterable[tuple[str, int]]) -> list[str]:
    return [f"{OTHERS[kind]}: {number}" for kind, number in sorted(ignored)]
