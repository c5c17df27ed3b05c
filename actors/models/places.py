"""Places: what stands where, when it is open, whom to call."""

from typing import Self

from django.contrib.gis.db import models
from django.contrib.gis.geos import MultiPolygon
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actors.ground import PublicPlace
from actors.models.described import Described, Open
from actors.models.organisations import Organisation, Reachable, Run
from actors.models.vocabulary import Kind, Need
from common.geo import WGS84
from common.records import GERMAN, Published, PublishedQuerySet, Sourced, comes_from, lives, verified_with_a_date
from common.sql import Fold, Geography, in_mercator, valid_geometry
from mapping.models import layer_changed


class PlaceQuerySet(PublishedQuerySet):
    def published(self) -> Self:
        """All that anybody may see; every public read begins here. Tiles ask the same (`actors.layers`)."""
        return super().published().filter(PublicPlace("point"))

    def with_unread_hours(self) -> Self:
        """Places whose hours nobody could read by rule: they stand only as they were typed."""
        return self.filter(hours="").exclude(hours_typed="")

    def within(self, area: MultiPolygon) -> Self:
        return self.filter(point__coveredby=area)

    def meeting(self, needs: "list[str]") -> Self:
        """Places that meet any of the needs: by their own list if they have one, else by their kind's."""
        return self.filter(met_by(need__slug__in=needs))


def met_by(**needs: object) -> Q:
    """Condition on places: they meet one of the needs that the filter (`need__in=`, `need__slug__in=`) names."""
    own = Place.needs.through.objects.filter(place=models.OuterRef("pk"))
    by_kind = Kind.needs.through.objects.filter(**needs).values("kind")
    return Q(models.Exists(own.filter(**needs))) | (Q(kind__in=by_kind) & Q(~models.Exists(own)))


class Place(Published, Sourced, Reachable, Run, Open, Described):
    """Ort: something at one spot."""

    name = models.CharField(_("Name"), max_length=200, db_collation=GERMAN)
    kind = models.ForeignKey(Kind, on_delete=models.PROTECT, related_name="places", verbose_name=_("Art"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="places", verbose_name=_("Akteur")
    )
    point = models.PointField(_("Lage"), srid=WGS84)
    street = models.CharField(_("Straße"), max_length=120, blank=True)
    number = models.CharField(_("Hausnummer"), max_length=20, blank=True)
    postcode = models.CharField(_("Postleitzahl"), max_length=10, blank=True)
    city = models.CharField(pgettext_lazy("Adresse", "Ort"), max_length=80, blank=True)
    addition = models.CharField(_("Zusatz"), max_length=120, blank=True, help_text=_("zum Beispiel: Hinterhaus"))
    level = models.CharField(_("Stockwerk"), max_length=20, blank=True)
    needs = models.ManyToManyField(
        Need, related_name="places", verbose_name=_("Bedarfe"), blank=True, help_text=_("leer: die der Art")
    )
    capacity_value = models.PositiveIntegerField(_("Kapazität"), null=True, blank=True)
    capacity_unit = models.CharField(_("Einheit der Kapazität"), max_length=40, blank=True)
    capacity_as_of = models.DateField(_("Stand der Kapazität"), null=True, blank=True)

    mercator = in_mercator("point", models.PointField)
    folded = models.GeneratedField(
        expression=Fold(Concat(F("name"), Value(" "), F("street"), Value(" "), F("number"))),
        output_field=models.TextField(),
        db_persist=True,
    )
    words = models.GeneratedField(
        expression=SearchVector("name", weight="A", config="german")
        + SearchVector("about_de", "about_en", "plain", weight="C", config="german"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("Ort")
        verbose_name_plural = _("Orte")
        ordering = ["name"]
        constraints = [
            valid_geometry("point", model="place"),
            *lives("place"),
            *comes_from("place"),
            verified_with_a_date("place"),
            models.CheckConstraint(
                condition=Q(capacity_value__isnull=True) | ~Q(capacity_unit=""), name="place_capacity_has_unit"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="place_has_name"),
        ]
        indexes = [
            GistIndex(Geography("point"), name="place_point_geography"),
            GistIndex(fields=["mercator"], name="place_mercator"),
            GinIndex(OpClass(F("folded"), name="gin_trgm_ops"), name="place_folded_trgm"),
            GinIndex(F("words"), name="place_words"),
            models.Index(fields=["status", "kind"], name="place_status_kind"),
        ]
        triggers = [layer_changed("places")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("portal:place", args=[self.slug])

    @property
    def address(self) -> str:
        """„Lindenstraße 4, 37999 Lindenau“; '' if none is known."""
        street = f"{self.street} {self.number}".strip()
        town = f"{self.postcode} {self.city}".strip()
        return ", ".join(part for part in (street, town) if part)

    def effective_needs(self) -> list[Need]:
        """Own needs if there are any, else the kind's. Prefetch `needs` and `kind__needs` for lists."""
        return list(self.needs.all()) or list(self.kind.needs.all())
