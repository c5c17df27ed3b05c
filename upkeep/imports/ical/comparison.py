"""What a calendar would change: every entry against what stands there, by the rule of three values (`merge`).

A plan writes nothing. The page shows it, and the same plan is carried out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from actors.models import Place
from common.counts import Counts
from common.errors import UsageError
from common.records import Source, Status
from initiatives.models import Event, EventDate
from initiatives.recurrence.series import wall
from upkeep.imports.ical import values
from upkeep.imports.ical.entries import Entry, LeftOut, Reading
from upkeep.imports.ical.gate import FIELD
from upkeep.imports.ical.values import FIELDS, LABELS, TIMES, TOGETHER, Values
from upkeep.imports.ical.whereabouts import Whereabouts
from upkeep.imports.merge import Merge, three_way
from upkeep.models import Calendar


class What(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    GONE = "gone"


@dataclass(frozen=True)
class Row:
    """One line of a table: a field, and its value before and after, or entered and in the calendar."""

    label: str
    before: str
    after: str


@dataclass
class Step:
    """One event. `write` and `changes` are what is set (None: no longer), `remember` what its memory becomes."""

    what: What
    source_id: str
    title: str
    when: str
    where: str = ""
    write: Values = field(default_factory=dict)
    changes: dict[str, Values | None] = field(default_factory=dict)
    remember: Values = field(default_factory=dict)
    event: Event | None = None
    entry: Entry | None = None
    rows: tuple[Row, ...] = ()
    kept: tuple[Row, ...] = ()

    @property
    def version(self) -> int | None:
        return (self.entry and self.entry.sequence) or (self.event and self.event.source_version) or None

    @property
    def is_remembered(self) -> bool:
        """Whether the event already knows all that the calendar says."""
        event = self.event
        return event is not None and self.remember == event.imported and self.version == event.source_version


@dataclass
class Plan:
    calendar: Calendar
    reading: Reading
    steps: list[Step] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    staying: list[str] = field(default_factory=list)

    @cached_property
    def counts(self) -> Counts:
        return sum((Counts(**{step.what.value: 1}) for step in self.steps), Counts())

    @cached_property
    def digest(self) -> str:
        """Two plans with the same digest write the same."""
        said = [
            [step.what, step.source_id, step.event and step.event.pk, step.write, step.changes, step.remember]
            for step in self.steps
        ]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

    def of(self, what: What) -> list[Step]:
        return [step for step in self.steps if step.what == what]

    @property
    def kept(self) -> list[Step]:
        return [step for step in self.steps if step.kept]


def compare(calendar: Calendar, reading: Reading, now: datetime) -> Plan:
    """To be called in a transaction: the events compared are locked until its end.

    Raises UsageError for a calendar without any entry where there were some: more likely broken than empty.
    """
    return _Comparison(calendar, reading, now).plan()


def _with_events(reading: Reading) -> str:
    """What would be right instead of a calendar without any event, and why there is none."""
    right = str(_("ein Kalender mit Terminen, wie beim letzten Mal"))
    if not reading.left_out:
        return right
    one = reading.left_out[0]
    why = _("{right}. Ausgelassen ist der Eintrag in Zeile {line}: {reason}")
    return str(why).format(right=right, line=one.line, reason=one.reason)


class _Comparison:
    def __init__(self, calendar: Calendar, reading: Reading, now: datetime) -> None:
        self.calendar, self.reading, self.now = calendar, reading, now
        self.whereabouts = Whereabouts(calendar.organisation, calendar.place)
        self.out = Plan(calendar, reading, left_out=list(reading.left_out))
        self.ids = {one.uid: values.source_id(calendar.organisation.slug, one.uid) for one in reading.entries}
        self.events = self._events()
        self.names = dict(Place.objects.values_list("slug", "name"))

    def plan(self) -> Plan:
        own = {event.imported.get("uid"): event for event in self.events if self._is_own(event)}
        by_id = {event.source_id: event for event in self.events}
        others = self._other_calendars()
        met = set()
        for entry in self.reading.entries:
            event = own.get(entry.uid) or by_id.get(self.ids[entry.uid])
            if event is not None:
                met.add(event.pk)
            self._entry(entry, event, others)
        lost = [event for uid, event in own.items() if event.pk not in met and not self._is_held(uid or "")]
        if lost and not self.reading.entries:
            raise UsageError(FIELD, _("ohne einen Termin"), _with_events(self.reading))
        for event in lost:
            self._lost(event)
        return self.out

    def _events(self) -> list[Event]:
        """Of this calendar, and those with an identifier of it."""
        known = Q(source_id__in=list(self.ids.values())) | Q(imported__calendar=self.calendar.pk)
        found = Event.objects.filter(known, source=Source.PARTNER).select_related("place").order_by("pk")
        later = EventDate.objects.filter(event=OuterRef("pk"), ends__gt=self.now)
        locked = found.annotate(has_later=Exists(later)).select_for_update(of=("self",))
        return list(locked.prefetch_related("changes__place"))

    def _is_own(self, event: Event) -> bool:
        return bool(event.imported.get("calendar") == self.calendar.pk)

    def _is_held(self, uid: str) -> bool:
        """In the calendar, but unreadable today; so are single dates of a series that is."""
        return uid in self.reading.held or uid.rpartition("#")[0] in self.reading.held

    def _other_calendars(self) -> Mapping[int, str]:
        """Those that are fetched; what came from a file may go on in another calendar."""
        fetched = Calendar.objects.exclude(pk=self.calendar.pk).exclude(url="")
        return dict(fetched.filter(organisation=self.calendar.organisation).values_list("pk", "url"))

    # --- one entry ------------------------------------------------------------------------------------------------

    def _entry(self, entry: Entry, event: Event | None, others: Mapping[int, str]) -> None:
        if event is None:
            self.out.steps.append(self._new(entry))
        elif event.imported.get("calendar") in others:
            self._leave_out(entry, _("Dieser Termin gehört schon zu einem anderen Kalender des Akteurs."))
        elif entry.sequence is not None and entry.sequence < (event.source_version or 0):
            self._leave_out(entry, _("Der Kalender hat eine ältere Fassung als die, die schon übernommen ist."))
        else:
            self.out.steps.append(self._known(entry, event))

    def _leave_out(self, entry: Entry, reason: str) -> None:
        self.out.left_out.append(LeftOut(entry.line, entry.uid, entry.title, reason))

    def _wanted(self, entry: Entry) -> tuple[Values, dict[str, Values]]:
        where = self.whereabouts.of(entry.location)
        return values.values(entry, where), values.changes(entry, where, self.whereabouts)

    def _memory(self, entry: Entry, fields: Mapping[str, Any], changes: Mapping[str, Values | None]) -> Values:
        known = {original: change for original, change in changes.items() if change}
        return {**fields, "changes": known, "uid": entry.uid, "calendar": self.calendar.pk}

    def _new(self, entry: Entry) -> Step:
        wanted, changes = self._wanted(entry)
        return Step(
            what=What.NEW,
            source_id=self.ids[entry.uid],
            title=entry.title,
            when=_when_new(wanted),
            where=", ".join(filter(None, (self.names.get(wanted["place"]), wanted["room"]))),
            write=wanted,
            changes=dict(changes),
            remember=self._memory(entry, wanted, changes),
            entry=entry,
        )

    def _known(self, entry: Entry, event: Event) -> Step:
        wanted, wanted_changes = self._wanted(entry)
        last = {name: value for name, value in event.imported.items() if name in FIELDS}
        now, now_changes = values.present(event), values.present_changes(event)
        merge = three_way(last=last, now=now, new=wanted, together=TOGETHER)
        changes = self._merged_changes(event, now_changes, wanted_changes, times_kept=_has_own_times(last, now))
        remember = self._memory(entry, merge.imported, changes.imported)
        write, set_changes = merge.write, dict(changes.write)
        return Step(
            what=What.CHANGED if write or set_changes else What.UNCHANGED,
            source_id=event.source_id,
            title=now["title_de"],
            when=values.when(now | write),
            write=write,
            changes=set_changes,
            remember=remember,
            event=event,
            entry=entry,
            rows=(*self._rows(write, now, now | write), *_change_rows(set_changes, now_changes)),
            kept=(*self._kept(merge, now, wanted), *_change_rows(_contradicted(changes), now_changes)),
        )

    @staticmethod
    def _merged_changes(
        event: Event, now: Mapping[str, Values], new: Mapping[str, Values], *, times_kept: bool
    ) -> Merge:
        """Each single date by itself. Where a person set the times, the dates of the calendar are of another rule."""
        last = event.imported.get("changes", {})
        every = sorted({*last, *new})
        wanted = last if times_kept else new
        return three_way(
            last={original: last.get(original) for original in every},
            now={original: now.get(original) for original in every},
            new={original: wanted.get(original) for original in every},
        )

    def _lost(self, event: Event) -> None:
        """What is over stays, as does what a person has changed, archived or brought back."""
        now, last = values.present(event), event.imported
        is_over = not (event.has_later or event.ends > self.now)
        if is_over or now["status"] != Status.PUBLISHED or last.get("status") != Status.PUBLISHED:
            return
        if _touched(event, now):
            self.out.staying.append(now["title_de"])
            return
        write = {"status": Status.ARCHIVED.value}
        self.out.steps.append(
            Step(
                what=What.GONE,
                source_id=event.source_id,
                title=now["title_de"],
                when=values.when(now),
                write=write,
                remember={**last, **write},
                event=event,
            )
        )

    # --- for people -----------------------------------------------------------------------------------------------

    def _rows(self, names: Mapping[str, Any], before: Values, after: Values) -> Iterator[Row]:
        """The times are one line, told in one sentence."""
        for name, label in LABELS.items():
            if any(one in names for one in TIMES) if name == "starts" else name in names:
                old, new = (values.shown(name, of, self.names) for of in (before, after))
                yield Row(str(label), old, new)

    def _kept(self, merge: Merge, now: Values, wanted: Values) -> Iterator[Row]:
        yield from self._rows({one.field: None for one in merge.kept}, now, wanted)


def _has_own_times(last: Values, now: Values) -> bool:
    return any(last.get(name, now[name]) != now[name] for name in TIMES)


def _touched(event: Event, now: Values) -> bool:
    last = event.imported
    by_hand = any(last.get(name, now[name]) != now[name] for name in FIELDS)
    return by_hand or values.present_changes(event) != last.get("changes", {})


def _contradicted(changes: Merge) -> dict[str, Values | None]:
    return {one.field: one.imported for one in changes.kept}


def _when_new(wanted: Values) -> str:
    return "; ".join(filter(None, (values.when(wanted), _("fällt aus") if wanted["cancelled_de"] else "")))


def _change_rows(changes: Mapping[str, Values | None], before: Mapping[str, Values]) -> Iterator[Row]:
    for original, change in sorted(changes.items()):
        label = date_format(wall(datetime.fromisoformat(original)), "j. F Y, H:i")
        yield Row(label, _change_in_words(before.get(original)), _change_in_words(change))


def _change_in_words(change: Values | None) -> str:
    if not change:
        return _("nach der Wiederholung")
    start = change["starts"] and wall(datetime.fromisoformat(change["starts"]))
    parts = (
        _("fällt aus") if change["cancelled"] else "",
        _("verlegt auf {date}").format(date=date_format(start, "j. F Y, H:i")) if start else "",
        _("an einem anderen Ort") if change["place"] else "",
        change["note_de"],
    )
    return ", ".join(filter(None, parts))
