"""A calendar into events: preview and import are the same comparison, in one transaction.

Twice the same calendar changes nothing. What people entered wins, and the difference is told.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable
from datetime import datetime, timedelta

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from actors.models import Need, Organisation, Place
from common.errors import Conflict
from common.records import Source
from common.text import fold
from initiatives import dates
from initiatives.models import DateChange, Event
from upkeep.imports.ical import report, values
from upkeep.imports.ical.comparison import Plan, Step, What, compare
from upkeep.imports.ical.entries import Entry, read
from upkeep.imports.slugs import Slugs
from upkeep.imports.stamp import Stamp
from upkeep.models import Calendar, CalendarFile, ImportRun

KEPT = timedelta(days=1)
BATCH = 500  # rows of one statement

Written = tuple[Step, Event]


def preview(calendar: Calendar, content: bytes, *, at: datetime) -> Plan:
    """What an import would do now; nothing is stored. UsageError if this is no calendar."""
    reading = read(content, at)
    with transaction.atomic():
        return compare(calendar, reading, at)


def import_calendar(
    calendar: Calendar,
    content: bytes,
    *,
    name: str,
    at: datetime,
    by: AbstractBaseUser | None = None,
    expected: str = "",
) -> Plan:
    """Raises UsageError with nothing changed; Conflict if it would not do what the plan `expected` (a digest) said."""
    started = time.monotonic()
    reading = read(content, at)
    with transaction.atomic(), pghistory.context(reason=f"import_dates {name}"[:200]):
        # One import of an organisation at a time.
        Organisation.objects.select_for_update(no_key=True).get(pk=calendar.organisation_id)
        plan = compare(calendar, reading, at)
        if expected and plan.digest != expected:
            raise Conflict(
                str(_("Vorschau")), _("von vorhin"), _("eine neue Vorschau, denn inzwischen hat sich etwas geändert")
            )
        _Writer(plan, at).run()
        CalendarFile.objects.filter(calendar=calendar).delete()
        calendar.fetched_at, calendar.result = at, report.summary(plan)
        calendar.save(update_fields=["fetched_at", "result"])
        if plan.counts.touched:
            _remember(plan, content, name, at, by, time.monotonic() - started)
    return plan


def _remember(
    plan: Plan, content: bytes, name: str, at: datetime, by: AbstractBaseUser | None, duration_s: float
) -> None:
    """Only imports that changed something: a timer asks every day."""
    ImportRun.objects.create(
        calendar=plan.calendar,
        source=Source.PARTNER.value,
        file_name=name[:200],
        sha256=hashlib.sha256(content).hexdigest(),
        data_until=plan.reading.newest,
        started_at=at,
        duration_s=round(duration_s, 2),
        by=by,
        report=report.as_json(plan),
    )


class _Writer:
    """A few statements for many events; the triggers keep the history of each."""

    def __init__(self, plan: Plan, at: datetime) -> None:
        self.plan, self.at, self.calendar = plan, at, plan.calendar
        self.stamp = Stamp(Source.PARTNER.value, "", at)

    def run(self) -> None:
        self.places = {place.slug: place for place in Place.objects.filter(slug__in=self._place_slugs())}
        self.slugs = Slugs(Event)
        told = [(step, self._event(step)) for step in self.plan.steps if step.what != What.UNCHANGED]
        new = [(step, event) for step, event in told if step.event is None]
        known = [(step, event) for step, event in told if step.event is not None]
        Event.objects.bulk_create((event for _step, event in new), batch_size=BATCH)
        _overwrite([event for _step, event in known], _columns())
        self._link_needs(new)
        self._forget_changes(known)
        self._change_dates(told)
        self._remember()
        dates.renew((event for _step, event in told), self.at)

    def _place_slugs(self) -> set[str]:
        every = [step.write for step in self.plan.steps]
        every += [change for step in self.plan.steps for change in step.changes.values() if change]
        return {one["place"] for one in every if one.get("place")}

    def _event(self, step: Step) -> Event:
        """As the calendar says; not stored yet."""
        event = step.event or self._made(step)
        values.put(event, step.write, self.places)
        event.imported, event.fetched_at, event.source_version = step.remember, self.at, step.version
        event.sequence += step.event is not None  # those who have subscribed must hear of it
        return event

    def _made(self, step: Step) -> Event:
        """Who invites is said once; from then on it is what stands there."""
        return Event(
            slug=self.slugs.free(step.title),
            source_id=step.source_id,
            organisation=self.calendar.organisation,
            initiative=self.calendar.initiative,
            **self.stamp.columns(),
        )

    def _link_needs(self, new: Iterable[Written]) -> None:
        needs, links = Needs(self.calendar), Event.needs.through
        every = ((event, need) for step, event in new if step.entry for need in needs.of(step.entry))
        links.objects.bulk_create((links(event=event, need=need) for event, need in every), batch_size=BATCH)

    @staticmethod
    def _forget_changes(known: Iterable[Written]) -> None:
        """What takes their place is written anew."""
        gone = [one.pk for step, event in known for one in event.changes.all() if values.key(one) in step.changes]
        DateChange.objects.filter(pk__in=gone).delete()

    def _change_dates(self, told: Iterable[Written]) -> None:
        every = ((event, *change) for step, event in told for change in step.changes.items())
        made = (values.change(event, original, change, self.places) for event, original, change in every if change)
        DateChange.objects.bulk_create(made, batch_size=BATCH)

    def _remember(self) -> None:
        """The calendar has caught up with an entry, or counts its own versions: nobody need hear of it."""
        found = []
        for step in self.plan.of(What.UNCHANGED):
            if step.event is not None and not step.is_remembered:
                step.event.imported, step.event.source_version = step.remember, step.version
                found.append(step.event)
        _overwrite(found, ["imported", "source_version"])


def _overwrite(events: list[Event], columns: list[str]) -> None:
    """Of events that are there, read whole and locked: one that was deleted meanwhile would come back.

    `bulk_update` says the same with a CASE that has a WHEN for each event and column, which takes many times as long.
    """
    Event.objects.bulk_create(
        events, batch_size=BATCH, update_conflicts=True, unique_fields=["pk"], update_fields=columns
    )


def _columns() -> list[str]:
    """Those that saving an event writes again."""
    own = [one for one in Event._meta.concrete_fields if not one.primary_key and not one.generated]
    return [one.name for one in own if one.name != "created_at"]


class Needs:
    """Those of the calendar, and those that its categories name with our words."""

    def __init__(self, calendar: Calendar) -> None:
        self.usual = set(calendar.needs.all())
        every = Need.objects.all()
        self.by_word = {fold(word): need for need in every for word in (need.label, need.short_label)}

    def of(self, entry: Entry) -> set[Need]:
        named = (self.by_word.get(fold(word)) for word in entry.categories)
        return self.usual | {need for need in named if need}


# ------------------------------------------------------------------------------------- between preview and confirmation


def wait(calendar: Calendar, content: bytes, *, name: str, at: datetime) -> CalendarFile:
    """Keeps what a person has sent until they say yes or no; what others left lying is forgotten."""
    forget(CalendarFile.objects.filter(at__lt=at - KEPT))
    found, _made = CalendarFile.objects.update_or_create(
        calendar=calendar,
        defaults={"content": content, "sha256": hashlib.sha256(content).hexdigest(), "name": name[:200], "at": at},
    )
    return found


def forget(files: Iterable[CalendarFile]) -> None:
    CalendarFile.objects.filter(pk__in=[file.pk for file in files]).delete()
