"""Events: what takes place when, once or again and again.

An event keeps its first date and a rule (RFC 5545); `DateChange` says what is other on single dates. From these the
dates of some years are worked out and stored as `EventDate`, so that pages and feeds ask the database and expand
nothing (see `initiatives.dates`).
"""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Self

from django.contrib.gis.geos import MultiPolygon
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import (
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actors.models import Need, Organisation, Place
from actors.models.facts import Answer, answers
from actors.models.offerings import Cost
from actors.models.organisations import Reachable, Run
from common.records import GERMAN, Published, PublishedQuerySet, Sourced, Status, comes_from, lives, one_of
from common.sql import folded_in_all_languages
from initiatives.models.initiatives import Initiative
from initiatives.recurrence import Change, Rule, Series
from initiatives.recurrence.series import at, wall

HEAVY = ("area", "mercator", "folded", "words", "imported")  # of initiatives: for searching, drawing, importing
_UNTOLD = (
    *(f"place__{name}" for name in ("mercator", "folded", "words", "imported")),
    *("event__folded", "event__imported", "event__organisation__imported"),
)


class EventQuerySet(PublishedQuerySet):
    def published(self) -> Self:
        """At a public place; without a place, of an initiative that is public, or of none."""
        at_place = Q(place__in=Place.objects.published())
        invited = Q(initiative__isnull=True) | Q(initiative__in=Initiative.objects.published())
        return super().published().filter(at_place | (Q(place__isnull=True) & invited))

    def with_changes(self) -> Self:
        """What `Event.series` needs, in one more query for all."""
        return self.prefetch_related("changes")

    def not_over(self, now: datetime) -> Self:
        """Those that have a date, at a public place, that is not over."""
        coming = EventDate.objects.published().not_over(now).filter(event=OuterRef("pk"))
        return self.filter(Exists(coming))

    def within(self, area: MultiPolygon) -> Self:
        """At a place inside the area; without a place, where those are that invite, or everywhere."""
        return self.filter(_within(area, "place", ""))

    def at_place(self, place: Place) -> Self:
        """Usually there, or with one date that is moved there."""
        moved = DateChange.objects.filter(event=OuterRef("pk"), place=place)
        return self.filter(Q(place=place) | Exists(moved))

    def meeting(self, needs: list[str]) -> Self:
        """Events that meet any of the needs: by their own list if they have one, else by their initiative's."""
        own = Event.needs.through.objects.filter(event=OuterRef("pk"))
        inherited = Initiative.needs.through.objects.filter(
            initiative=OuterRef("initiative"), initiative__in=Initiative.objects.published(), need__slug__in=needs
        )
        return self.filter(Exists(own.filter(need__slug__in=needs)) | (Exists(inherited) & ~Exists(own)))


def _within(area: MultiPolygon, place: str, event: str) -> Q:
    """Condition on rows that name their place in `place` and their event behind the prefix `event`.

    Whose hosts are nowhere either, such as a group that meets on the telephone, belong to every area: else no list
    would have them.
    """
    nowhere = Q(**{f"{place}__isnull": True})
    here = _invited(event, Initiative.objects.published().within(area), Place.objects.published().within(area))
    placed = Q(area__isnull=False) | Q(pk__in=Initiative.places.through.objects.values("initiative"))
    anywhere = _invited(event, Initiative.objects.filter(placed), Place.objects.all())
    return Q(**{f"{place}__point__coveredby": area}) | (nowhere & (here | ~anywhere))


def _invited(event: str, initiatives: QuerySet[Initiative], places: QuerySet[Place]) -> Q:
    """By one of the initiatives, or by an organisation that has one of the places."""
    organisations = places.filter(organisation__isnull=False).values("organisation")
    return Q(**{f"{event}initiative__in": initiatives.values("pk")}) | Q(**{f"{event}organisation__in": organisations})


_parsed = lru_cache(1_000)(Rule.parse)  # many events have the same rule


def ruled(
    starts: datetime, ends: datetime, rule: str, *, all_day: bool, removed: list[datetime], added: list[datetime]
) -> Series:
    """The series that these columns of an event store."""
    return Series(
        wall(starts),
        wall(ends),
        _parsed(rule) if rule else None,
        all_day,
        frozenset(map(wall, removed)),
        tuple(sorted(map(wall, added))),
    )


class Event(Published, Sourced, Reachable, Run):
    """Termin. `starts` and `ends` are those of the first date; whole days begin and end at midnight.

    `removed` are starts that the rule gives and that do not count. `sequence` rises with every change that people who
    have subscribed must hear of.
    """

    title = models.CharField(_("Titel"), max_length=200, db_collation=GERMAN)
    about = models.TextField(_("Beschreibung"), blank=True)
    plain = models.TextField(_("In einfachen Worten"), blank=True)
    initiative = models.ForeignKey(
        Initiative,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="agenda",
        verbose_name=_("Initiative"),
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="agenda", verbose_name=_("Akteur")
    )
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="agenda", verbose_name=_("Ort")
    )
    room = models.CharField(_("Raum"), max_length=120, blank=True)
    entrance = models.CharField(
        _("Eingang"), max_length=200, blank=True, help_text=_("zum Beispiel: über den Hof, die Tür neben der Küche")
    )
    needs = models.ManyToManyField(Need, related_name="agenda", verbose_name=_("Bedarfe"), blank=True)
    starts = models.DateTimeField(_("Beginn"))
    ends = models.DateTimeField(_("Ende"))
    all_day = models.BooleanField(_("ganztags"), default=False)
    rule = models.CharField(_("Wiederholung"), max_length=300, blank=True)
    removed = ArrayField(models.DateTimeField(), verbose_name=_("fällt weg am"), default=list, blank=True)
    added = ArrayField(models.DateTimeField(), verbose_name=_("außerdem am"), default=list, blank=True)
    cost = models.CharField(_("Kosten"), max_length=10, choices=Cost, default=Cost.UNKNOWN)
    cost_text = models.CharField(_("Kosten in Worten"), max_length=200, blank=True)
    registration = models.CharField(_("Anmeldung"), max_length=300, blank=True)
    cancelled = models.CharField(_("abgesagt, weil"), max_length=200, blank=True)
    sequence = models.PositiveIntegerField(default=0, editable=False)

    folded = models.GeneratedField(
        expression=folded_in_all_languages("title"), output_field=models.TextField(), db_persist=True
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("Termin")
        verbose_name_plural = _("Termine")
        ordering = ["starts", "pk"]
        constraints = [
            one_of("cost", Cost, model="event"),
            *lives("event"),
            *comes_from("event"),
            models.CheckConstraint(condition=~Q(title_de=""), name="event_has_title"),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="event_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(all_day=False) | Q(ends__gt=F("starts")), name="event_of_whole_days_lasts_one"
            ),
        ]
        indexes = [GinIndex(OpClass(F("folded"), name="gin_trgm_ops"), name="event_folded_trgm")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("portal:event", args=[self.slug])

    def effective_needs(self) -> list[Need]:
        """Own needs if there are any, else the initiative's. Prefetch `needs` and `initiative__needs` for lists."""
        found = self.public_initiative
        return list(self.needs.all()) or (list(found.needs.all()) if found else [])

    @property
    def public_initiative(self) -> Initiative | None:
        """The only one that pages, files and answers may name; read with `public_initiatives`."""
        found = self.initiative
        return found if found and found.status == Status.PUBLISHED else None

    @property
    def hosts(self) -> list[Initiative | Organisation]:
        """Who invites, as far as anybody may know it: the initiative, then the organisation."""
        return [one for one in (self.public_initiative, self.public_organisation) if one]

    @property
    def ruled(self) -> Series:
        """As the rule says, without the changes of single dates. UsageError for a rule that no form lets pass."""
        return ruled(self.starts, self.ends, self.rule, all_day=self.all_day, removed=self.removed, added=self.added)

    @property
    def series(self) -> Series:
        """Read for many events after `with_changes`."""
        return replace(self.ruled, changes={wall(one.original): one.change for one in self.changes.all()})

    def take(self, series: Series) -> None:
        """Sets the times, the rule and what does not count; changes of single dates are rows of their own."""
        self.starts, self.ends, self.all_day = at(series.start), at(series.end), series.all_day
        self.rule = series.rule.text(all_day=series.all_day) if series.rule else ""
        self.removed = [at(start) for start in sorted(series.removed)]
        self.added = [at(start) for start in sorted(series.added)]


class DateChange(models.Model):
    """One date that is moved, somewhere else, or cancelled. `original` is its start by the rule."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="changes", verbose_name=_("Termin"))
    original = models.DateTimeField(_("eigentlich am"))
    starts = models.DateTimeField(_("jetzt von"), null=True, blank=True)
    ends = models.DateTimeField(_("jetzt bis"), null=True, blank=True)
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("anderer Ort")
    )
    cancelled = models.BooleanField(_("fällt aus"), default=False)
    note = models.CharField(_("Hinweis"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("geänderter Termin")
        verbose_name_plural = _("geänderte Termine")
        ordering = ["original", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "original"], name="datechange_once_per_date"),
            models.CheckConstraint(
                condition=Q(starts__isnull=True, ends__isnull=True)
                | Q(starts__isnull=False, ends__isnull=False, ends__gte=F("starts")),
                name="datechange_has_both_times_in_order",
            ),
            models.CheckConstraint(
                condition=Q(cancelled=True) | Q(starts__isnull=False) | Q(place__isnull=False) | ~Q(note=""),
                name="datechange_changes_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event}, {wall(self.original):%d.%m.%Y}"

    @property
    def change(self) -> Change:
        times = {name: wall(moment) for name, moment in (("start", self.starts), ("end", self.ends)) if moment}
        return Change(**times, cancelled=self.cancelled)


class RoomFact(Answer):
    """Angabe zur Barrierefreiheit of the room of an event; it goes before what is known of the place."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="facts", verbose_name=_("Termin"))

    class Meta:
        verbose_name = _("Angabe zum Raum")
        verbose_name_plural = _("Angaben zum Raum")
        ordering = ["pk"]
        constraints = [*answers("roomfact", "event")]


CLOCKS = timedelta(hours=2)  # more than a date lasts longer than its event when clocks are changed


def public_initiatives(lookup: str) -> Prefetch:
    """Gives events only what may be named: an initiative that is a draft, or only on closed ground, is None."""
    found = Initiative.objects.published().select_related("lead").defer(*HEAVY).prefetch_related("needs")
    return Prefetch(lookup, found)


class EventDateQuerySet(models.QuerySet["EventDate"]):
    """Dates in order; those that are cancelled are among them, because people must hear of it."""

    def published(self) -> Self:
        moved = Q(place__isnull=True) | Q(place__in=Place.objects.published())
        return self.filter(moved, event__in=Event.objects.published())

    def between(self, begin: datetime, end: datetime) -> Self:
        """Those that touch the time from `begin` to `end`, the end not included."""
        return self._ending_after(begin).filter(Q(ends__gt=begin) | Q(starts__gte=begin), starts__lt=end)

    def not_over(self, now: datetime) -> Self:
        return self._ending_after(now).filter(ends__gt=now)

    def first_of_each(self) -> Self:
        """Of these dates, the first of each event."""
        firsts = self.order_by("event_id", "starts", "ends", "pk").distinct("event_id")
        return type(self)(self.model).filter(pk__in=firsts.values("pk"))

    def _ending_after(self, moment: datetime) -> Self:
        """Leaves out what began so long before that it must be over, so that the index of starts is of use."""
        lasts = ExpressionWrapper(F("ends") - F("starts"), output_field=DurationField())
        longest = (
            model.objects.annotate(lasts=lasts).filter(lasts__isnull=False).order_by("-lasts").values("lasts")[:1]
            for model in (Event, DateChange)
        )
        most = Greatest(*(Subquery(one) for one in longest), Value(CLOCKS), output_field=DurationField())
        begun = ExpressionWrapper(Value(moment) - most - Value(CLOCKS), output_field=DateTimeField())
        return self.filter(starts__gte=begun)

    def at_place(self, place: Place) -> Self:
        return self.filter(place=place)

    def within(self, area: MultiPolygon) -> Self:
        """At a place inside the area; without a place, where those are that invite, or everywhere."""
        return self.filter(_within(area, "place", "event__"))

    def meeting(self, needs: list[str]) -> Self:
        return self.filter(event__in=Event.objects.meeting(needs))

    def with_all(self) -> Self:
        """What a line of a list tells, in a fixed number of queries, without columns for searching and drawing."""
        found = self.select_related("event__organisation", "place__kind__group").defer(*_UNTOLD)
        return found.prefetch_related("event__needs", "event__changes", public_initiatives("event__initiative"))


class EventDate(models.Model):
    """Worked out, never edited: one date of an event. `original` tells it from the others of the event."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="dates", verbose_name=_("Termin"))
    original = models.DateTimeField()
    starts = models.DateTimeField(_("Beginn"))
    ends = models.DateTimeField(_("Ende"))
    cancelled = models.BooleanField(_("fällt aus"), default=False)
    place = models.ForeignKey(Place, on_delete=models.CASCADE, null=True, related_name="dates", verbose_name=_("Ort"))

    objects = EventDateQuerySet.as_manager()

    class Meta:
        verbose_name = _("einzelner Termin")
        verbose_name_plural = _("einzelne Termine")
        ordering = ["starts", "ends", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "original"], name="eventdate_once"),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="eventdate_ends_after_it_starts"),
        ]
        indexes = [models.Index(fields=["starts", "event"], name="eventdate_starts")]

    def __str__(self) -> str:
        return f"{self.event}, {wall(self.starts):%d.%m.%Y}"

    @property
    def change(self) -> DateChange | None:
        """What is other than the rule says. Read for many dates after `with_all`."""
        original = wall(self.original)
        return next((one for one in self.event.changes.all() if wall(one.original) == original), None)

    @property
    def is_elsewhere(self) -> bool:
        """Then room, entrance and what is known of the room are not those of this date."""
        return self.place_id != self.event.place_id
