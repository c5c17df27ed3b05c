"""What people have found out about paths: barriers that were reported, and measurements. Laid over the network."""

import uuid
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Self

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.errors import Conflict
from common.geo import WGS84
from common.records import Published, PublishedQuerySet, lives, one_of, verified_with_a_date
from common.sql import in_mercator, valid_geometry
from mapping.correctable import BARRIERS, MEASURES, Row
from mapping.models.ground import Quarter, layer_changed
from mapping.models.network import SOURCE_KEY
from mapping.path_words import ATTRIBUTE_LABELS, THREE, words_of
from mapping.routing.attributes import RANKED
from mapping.routing.graph import Value

CLOSURE = "closed"
REMARK = 120  # characters of a description that a route tells
_ROWS = (*BARRIERS.values(), *MEASURES.values())
# By attribute, as a person would look for them; what all share is an answer.
WORDS = [
    (ATTRIBUTE_LABELS[name], [(word, words_of(name)[word]) for word in RANKED[name]])
    for name in dict.fromkeys(row.attribute for row in _ROWS if row.attribute in RANKED)
] + [(_("Antwort"), list(THREE.items()))]


class AnchoredQuerySet(PublishedQuerySet):
    def within(self, area: Any) -> Self:
        return self.filter(point__coveredby=area)


class Anchored(Published):
    """A finding at one point of the network. The point is the person's own entry; the rest follows from it.

    `edge_key`, `edge_kind` and `osm` tell of which edge it was last known to be; they stay when a new network lacks
    that edge, so that it can be found again. `is_matched` says whether it counts now. See `mapping.anchors`.
    """

    point = models.PointField(_("Lage"), srid=WGS84)
    edge_key = models.CharField(_("Kennung im Wegenetz"), max_length=SOURCE_KEY, blank=True, editable=False)
    edge_kind = models.CharField(max_length=12, blank=True, editable=False)
    osm = models.CharField(_("Objekt in OpenStreetMap"), max_length=40, blank=True, editable=False)
    is_matched = models.BooleanField(_("im Wegenetz gefunden"), default=False, editable=False)
    value = models.DecimalField(_("Wert"), max_digits=6, decimal_places=2, null=True, blank=True)
    word = models.CharField(_("Einstufung"), max_length=20, blank=True, choices=WORDS)
    mercator = in_mercator("point", models.PointField, spatial_index=False)

    objects = AnchoredQuerySet.as_manager()
    ROWS: Mapping[str, Row]  # what such findings can set
    DECIDES: str  # the field that names the row
    FOUND: str  # the field that says when it was found
    _stood: tuple[str, str] | None = None  # row and place as stored, to see whether it was moved

    class Meta:
        abstract = True

    @property
    def row(self) -> Row:
        """The row of the table that says what this finding sets."""
        return self.ROWS[getattr(self, self.DECIDES)]

    @property
    def anchor_key(self) -> str:
        """Stable and unique among all findings."""
        return f"{self._meta.model_name}:{self.pk}"

    @property
    def found_on(self) -> date | None:
        found: date | None = getattr(self, self.FOUND)
        return found

    @property
    def until(self) -> date | None:
        """The last day of a closure, None if it has none."""
        return None

    @property
    def remark(self) -> str:
        """What travellers are told of a closure."""
        return ""

    @property
    def told(self) -> Value | None:
        """The value as the network wants it: a word, a number or nothing."""
        return self.word or (None if self.value is None else float(self.value))

    @property
    def quarter(self) -> Quarter | None:
        """The quarter whose boundary holds the point."""
        return Quarter.objects.filter(boundary__covers=self.point).order_by("pk").first()

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        made = super().from_db(*args, **kwargs)
        made._stood = made._standing() if {"point", cls.DECIDES} <= made.__dict__.keys() else None
        return made

    def _standing(self) -> tuple[str, str]:
        return self.row.slug, self.point.wkt

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new or moved finding looks for its edge anew; one that stays where it is keeps it."""
        from mapping import anchors

        self.slug = self.slug or f"{self.row.slug}-{uuid.uuid4().hex[:10]}".replace("_", "-")
        if not self.edge_key or self._standing() != self._stood:
            anchors.attach(self)
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "slug", *anchors.FIELDS}
        super().save(*args, **kwargs)
        self._stood = self._standing()


def value_fits(column: str, rows: Mapping[str, Row]) -> Q:
    """Every kind has its own range of numbers or list of words, and what has no value has none."""
    allowed = Q()
    for slug, row in rows.items():
        fits = Q(**{column: slug})
        if row.words:
            fits &= Q(value__isnull=True, word__in=list(row.words))
        elif row.window:
            in_range = Q(value__isnull=False, value__gte=row.window.low, value__lte=row.window.high)
            fits &= Q(word="") & (in_range if row.required else in_range | Q(value__isnull=True))
        else:
            fits &= Q(value__isnull=True, word="")
        allowed |= fits
    return allowed


def anchored(model: str) -> list[Any]:
    """What the database promises of every finding."""
    return [
        *lives(model),
        valid_geometry("point", model=model),
        models.CheckConstraint(
            condition=Q(is_matched=False) | (~Q(edge_key="") & ~Q(edge_kind="")), name=f"{model}_matched_to_an_edge"
        ),
    ]


class State(models.TextChoices):
    REPORTED = "reported", _("gemeldet")
    CONFIRMED = "confirmed", _("bestätigt")
    FIXED = "fixed", _("behoben")
    REJECTED = "rejected", _("abgelehnt")


# What may follow on what. Mistakes can be taken back: a fixed barrier may be there again, a rejected one be looked at.
TRANSITIONS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        State.REPORTED.value: frozenset({State.CONFIRMED.value, State.FIXED.value, State.REJECTED.value}),
        State.CONFIRMED.value: frozenset({State.FIXED.value, State.REJECTED.value}),
        State.FIXED.value: frozenset({State.CONFIRMED.value}),
        State.REJECTED.value: frozenset({State.REPORTED.value}),
    }
)


class BarrierQuerySet(AnchoredQuerySet):
    def in_force(self, on: date) -> Self:
        """Those that count on a day: published, confirmed, within their dates (first and last day included)."""
        begun = Q(starts_on__isnull=True) | Q(starts_on__lte=on)
        lasting = Q(ends_on__isnull=True) | Q(ends_on__gte=on)
        return self.published().filter(begun & lasting, state=State.CONFIRMED)

    def public(self) -> Self:
        """Those that everybody may read of: checked by somebody. What is fixed stays, so that its address does."""
        return self.published().filter(state__in=(State.CONFIRMED, State.FIXED))


class Barrier(Anchored):
    """Hindernis. It counts for routes once it is confirmed, from its first to its last day.

    `evidence` is for the team: who saw it, a reference number. A picture for everybody is a `BarrierPicture`.
    """

    kind = models.CharField(_("Art"), max_length=12, choices=[(row.slug, row.label) for row in BARRIERS.values()])
    state = models.CharField(_("Bearbeitung"), max_length=10, choices=State, default=State.REPORTED)
    description = models.TextField(
        _("Beschreibung"), blank=True, help_text=_("Bei einer Sperrung steht der Text auf der Seite der Wege.")
    )
    evidence = models.TextField(_("Beleg"), blank=True, help_text=_("Wer hat es gesehen? Gibt es ein Aktenzeichen?"))
    starts_on = models.DateField(_("ab"), null=True, blank=True, help_text=_("leer: schon jetzt"))
    ends_on = models.DateField(_("bis einschließlich"), null=True, blank=True, help_text=_("leer: bis auf Weiteres"))
    verified_on = models.DateField(_("geprüft am"), null=True, blank=True)
    verified_by = models.CharField(_("geprüft von"), max_length=120, blank=True)
    fixed_on = models.DateField(_("behoben am"), null=True, blank=True, help_text=_("leer: nicht bekannt"))

    objects = BarrierQuerySet.as_manager()
    ROWS, DECIDES, FOUND = BARRIERS, "kind", "verified_on"

    class Meta:
        verbose_name = _("Hindernis")
        verbose_name_plural = _("Hindernisse")
        ordering = ["-created_at"]
        constraints = [
            *anchored("barrier"),
            one_of("state", State, model="barrier"),
            verified_with_a_date("barrier"),
            models.CheckConstraint(condition=value_fits("kind", BARRIERS), name="barrier_value_fits_kind"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="barrier_ends_after_start",
                violation_error_message=_("Das Ende liegt vor dem Beginn."),
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(verified_on__isnull=False), name="barrier_confirmed_with_a_date"
            ),
            models.CheckConstraint(
                condition=Q(state="fixed") | Q(fixed_on__isnull=True), name="barrier_fixed_on_a_day_if_fixed"
            ),
        ]
        indexes = [GistIndex(fields=["mercator"], name="barrier_mercator")]
        triggers = [layer_changed("ways")]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def until(self) -> date | None:
        return self.ends_on if self.kind == CLOSURE else None

    @property
    def remark(self) -> str:
        return Truncator(" ".join(self.description.split())).chars(REMARK) if self.kind == CLOSURE else ""

    def get_absolute_url(self) -> str:
        return reverse("portal:barrier", args=[self.slug])


def check_move(before: str, after: str) -> None:
    """Conflict if a barrier in state `before` may not become `after`."""
    allowed = TRANSITIONS[before]
    if after in allowed:
        return
    labels = ", ".join(str(State(state).label) for state in sorted(allowed))
    raise Conflict(
        gettext("Bearbeitung"),
        State(after).label,
        gettext("von „{now}“ aus eines von: {list}").format(now=State(before).label, list=labels),
    )


def can_move(before: str, after: str) -> bool:
    return after in TRANSITIONS[before]


class PathSurvey(Anchored):
    """Messung am Weg: one attribute, measured or seen by a person. Of several the newest counts."""

    attribute = models.CharField(
        _("Merkmal"), max_length=20, choices=[(row.slug, row.label) for row in MEASURES.values()]
    )
    surveyed_on = models.DateField(_("gemessen am"))
    surveyed_by = models.CharField(_("gemessen von"), max_length=120, blank=True)
    note = models.CharField(_("Anmerkung"), max_length=200, blank=True)

    ROWS, DECIDES, FOUND = MEASURES, "attribute", "surveyed_on"

    class Meta:
        verbose_name = _("Messung am Weg")
        verbose_name_plural = _("Messungen am Weg")
        ordering = ["-surveyed_on", "-pk"]
        constraints = [
            *anchored("pathsurvey"),
            models.CheckConstraint(condition=value_fits("attribute", MEASURES), name="pathsurvey_value_fits_attribute"),
        ]
        indexes = [models.Index(fields=["edge_key"], name="pathsurvey_edge")]
        triggers = [layer_changed("ways")]

    def __str__(self) -> str:
        return str(self.get_attribute_display())
