"""Signed routes: ways that people have chosen and look after, and what the checks of them have found."""

from typing import Self

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.geo import WGS84
from common.records import (
    GERMAN,
    Published,
    PublishedQuerySet,
    Sourced,
    comes_from,
    lives,
    verified_with_a_date,
)
from common.sql import valid_geometry
from mapping.models.ground import Quarter
from mapping.models.network import NetworkVersion
from mapping.routing.signed import VERDICTS

PROFILE = 30  # characters of a profile's slug


class IsClosed(Func):
    function = "ST_IsClosed"
    output_field = models.BooleanField()


class SignedRouteQuerySet(PublishedQuerySet):
    def in_quarter(self, quarter: Quarter) -> Self:
        """Those that touch the quarter."""
        return self.filter(line__intersects=Quarter.objects.filter(pk=quarter.pk).values("boundary")[:1])

    def meant_for(self, profile: str) -> Self:
        return self.filter(profiles__contains=[profile])

    def with_home(self) -> Self:
        """`home`: the network in use that holds most of the line, first that of the quarter it lies in."""
        networks = NetworkVersion.objects.active().filter(
            area__intersects=OuterRef("line"), quarter__status="published"
        )
        ranked = networks.annotate(
            holds=Func(F("area"), OuterRef("line"), function="ST_Covers", output_field=models.BooleanField()),
            inside=Func(
                F("quarter__boundary"), OuterRef("line"), function="ST_Intersects", output_field=models.BooleanField()
            ),
        ).order_by("-holds", "-inside", "quarter")
        return self.annotate(home=Subquery(ranked.values("pk")[:1]))


class SignedRoute(Published, Sourced):
    """Weg. `line` is what somebody has walked and chosen; which ways of the network it takes is found by checks.

    `stops` are the points that the line was made of, one a row, if it was typed and not drawn.
    """

    name = models.CharField(_("Name"), max_length=120, db_collation=GERMAN)
    summary = models.TextField(
        _("Kurz gesagt"), blank=True, help_text=_("Zwei oder drei Sätze: Was macht diesen Weg aus?")
    )
    plain = models.TextField(_("In einfachen Worten"), blank=True)
    line = models.LineStringField(_("Verlauf"), srid=WGS84)
    stops = models.TextField(_("Wegpunkte"), blank=True)
    is_round = models.BooleanField(_("Rundweg"), default=False, help_text=_("endet, wo er beginnt"))
    profiles = ArrayField(models.CharField(max_length=PROFILE), verbose_name=_("gedacht für"))
    keeper = models.CharField(_("kümmert sich"), max_length=160, blank=True, help_text=_("Person oder Gruppe"))
    verified_on = models.DateField(_("zuletzt abgegangen am"), null=True, blank=True)
    verified_by = models.CharField(_("abgegangen von"), max_length=120, blank=True)

    objects = SignedRouteQuerySet.as_manager()

    class Meta:
        verbose_name = _("Weg")
        verbose_name_plural = _("Wege")
        ordering = ["name"]
        constraints = [
            *lives("signedroute"),
            *comes_from("signedroute"),
            valid_geometry("line", model="signedroute"),
            verified_with_a_date("signedroute"),
            models.CheckConstraint(condition=Q(profiles__len__gt=0), name="signedroute_meant_for_somebody"),
            models.CheckConstraint(
                condition=Q(is_round=False) | Q(IsClosed(F("line"))), name="signedroute_round_trip_is_closed"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("portal:signed_route", args=[self.slug])

    @property
    def points(self) -> tuple[tuple[float, float], ...]:
        """Longitude and latitude of the line's points."""
        return tuple((lon, lat) for lon, lat in self.line.coords)


class OfRoute(models.Model):
    """Something about one route for one profile; `backward` against the direction of the line."""

    profile = models.CharField(_("Profil"), max_length=PROFILE)
    backward = models.BooleanField(_("Gegenrichtung"), default=False)

    class Meta:
        abstract = True


class RouteCheck(OfRoute):
    """What the last check found. Computed, never edited; `network` names the state of the network it looked at.

    `rules` names the line and the profile that were compared with it: another line is another way, not a change.
    """

    route = models.ForeignKey(SignedRoute, on_delete=models.CASCADE, related_name="checks", verbose_name=_("Weg"))
    verdict = models.CharField(_("Ergebnis"), max_length=10)
    found = models.JSONField(_("gefunden"), default=list)
    length_m = models.FloatField(_("Länge in Metern"))
    duration_s = models.FloatField(_("Dauer in Sekunden"))
    seats = models.PositiveIntegerField(_("Sitzgelegenheiten"))
    toilets = models.PositiveIntegerField(_("Toiletten"))
    longest_gap_m = models.FloatField(_("weiteste Strecke ohne Sitzgelegenheit"))
    surveyed = models.FloatField(_("vor Ort gemessener Anteil"))
    version = models.ForeignKey(
        NetworkVersion, null=True, on_delete=models.SET_NULL, verbose_name=_("Stand des Wegenetzes")
    )
    network = models.CharField(_("Prüfsumme des Wegenetzes"), max_length=64)
    rules = models.CharField(_("Prüfsumme von Weg und Profil"), max_length=64)
    checked_at = models.DateTimeField(_("geprüft am"))

    class Meta:
        verbose_name = _("Prüfung eines Weges")
        verbose_name_plural = _("Prüfungen von Wegen")
        constraints = [
            models.UniqueConstraint(fields=["route", "profile", "backward"], name="routecheck_once_per_profile"),
            models.CheckConstraint(condition=Q(verdict__in=VERDICTS), name="routecheck_verdict_known"),
            models.CheckConstraint(
                condition=Q(length_m__gte=0, duration_s__gte=0, longest_gap_m__gte=0), name="routecheck_not_negative"
            ),
            models.CheckConstraint(condition=Q(surveyed__range=(0, 1)), name="routecheck_surveyed_is_a_share"),
        ]

    def __str__(self) -> str:
        return f"{self.route_id} {self.profile} {self.verdict}"


class RouteChange(OfRoute):
    """What one check found otherwise than the one before it."""

    route = models.ForeignKey(SignedRoute, on_delete=models.CASCADE, related_name="changes", verbose_name=_("Weg"))
    at = models.DateTimeField(_("bemerkt am"))
    before = models.CharField(_("vorher"), max_length=10)
    after = models.CharField(_("nachher"), max_length=10)
    appeared = models.JSONField(_("neu"), default=list)
    gone = models.JSONField(_("nicht mehr da"), default=list)

    class Meta:
        verbose_name = _("Änderung an einem Weg")
        verbose_name_plural = _("Änderungen an Wegen")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(before__in=VERDICTS, after__in=VERDICTS), name="routechange_verdicts_known"
            ),
        ]
        indexes = [models.Index(fields=["route", "profile", "-at"], name="routechange_newest")]

    def __str__(self) -> str:
        return f"{self.route_id} {self.profile} {self.before} → {self.after}"
