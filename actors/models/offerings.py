"""Offerings: a service that people can use, with or without a place."""

from datetime import date
from typing import Self

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actors.ground import PublicOffering
from actors.models.at_places import AtPlacesQuerySet
from actors.models.described import Described, Open
from actors.models.organisations import Organisation, Reachable, Run
from actors.models.places import Place
from actors.models.vocabulary import Need
from common.geo import WGS84
from common.records import (
    GERMAN,
    Published,
    Sourced,
    comes_from,
    lives,
    one_of,
    verified_with_a_date,
)
from common.sql import folded_in_all_languages


class Cost(models.TextChoices):
    FREE = "free", _("kostenlos")
    DONATION = "donation", _("gegen Spende")
    FEE = "fee", _("kostet etwas")
    UNKNOWN = "unknown", _("nicht bekannt")


def cost_in_words(cost: str, said: str) -> str:
    """„kostenlos“, „gegen Spende, um 5 Euro“, „3 Euro“; '' if nobody knows. `said` is what was written beside it."""
    goes_without_saying = cost == Cost.UNKNOWN or (said and cost == Cost.FEE)
    return ", ".join(filter(None, ["" if goes_without_saying else str(Cost(cost).label), said]))


class Channel(models.TextChoices):
    """How an offering reaches people."""

    ON_SITE = "on_site", _("vor Ort")
    HOME_VISIT = "home_visit", _("bei Ihnen zu Hause")
    PHONE = "phone", _("am Telefon")
    ONLINE = "online", _("im Internet")


class OfferingQuerySet(AtPlacesQuerySet):
    public = PublicOffering

    def offered_on(self, day: date) -> Self:
        """Begun and not over; an end that is not known is none."""
        begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
        return self.filter(begun, Q(valid_until__isnull=True) | Q(valid_until__gte=day))


class Offering(Published, Sourced, Reachable, Run, Open, Described):
    """Angebot: at places, or in an area."""

    title = models.CharField(_("Titel"), max_length=200, db_collation=GERMAN)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="offerings", verbose_name=_("Akteur")
    )
    places = models.ManyToManyField(Place, related_name="offerings", verbose_name=_("Orte"), blank=True)
    area = models.MultiPolygonField(_("Gebiet"), srid=WGS84, null=True, blank=True)
    needs = models.ManyToManyField(Need, related_name="offerings", verbose_name=_("Bedarfe"))
    audience = models.CharField(_("für wen"), max_length=200, blank=True)
    cost = models.CharField(_("Kosten"), max_length=10, choices=Cost, default=Cost.UNKNOWN)
    cost_text = models.CharField(_("Kosten in Worten"), max_length=200, blank=True)
    when_text = models.CharField(_("wann, in Worten"), max_length=300, blank=True)
    how = ArrayField(models.CharField(max_length=12, choices=Channel), verbose_name=_("wie"), default=list, blank=True)
    registration = models.CharField(_("Anmeldung"), max_length=300, blank=True)
    recognised_45a = models.BooleanField(_("anerkannt nach § 45a SGB XI"), null=True, blank=True)
    valid_from = models.DateField(_("ab"), null=True, blank=True)
    valid_until = models.DateField(_("bis"), null=True, blank=True)

    folded = models.GeneratedField(
        expression=folded_in_all_languages("title"), output_field=models.TextField(), db_persist=True
    )
    words = models.GeneratedField(
        expression=SearchVector("title_de", "title_en", weight="A", config="german")
        + SearchVector("about_de", "about_en", "plain", weight="C", config="german"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = OfferingQuerySet.as_manager()

    class Meta:
        verbose_name = _("Angebot")
        verbose_name_plural = _("Angebote")
        ordering = ["title"]
        constraints = [
            one_of("cost", Cost, model="offering"),
            *lives("offering"),
            *comes_from("offering"),
            verified_with_a_date("offering"),
            models.CheckConstraint(condition=~Q(title_de=""), name="offering_has_title"),
            models.CheckConstraint(condition=Q(how__contained_by=Channel.values), name="offering_how_known"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_from__lte=F("valid_until")),
                name="offering_from_before_until",
            ),
        ]
        indexes = [
            GinIndex(OpClass(F("folded"), name="gin_trgm_ops"), name="offering_folded_trgm"),
            GinIndex(F("words"), name="offering_words"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("portal:offering", args=[self.slug])
