"""The ground: quarters, base map, addresses."""

from typing import Any, Self

import pgtrigger
from django.contrib.gis.db import models
from django.contrib.gis.geos import Point
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.geo import WGS84, BBox
from common.hours import Calendar
from common.records import GERMAN, Published, PublishedQuerySet, Source, lives
from common.sql import Fold, in_mercator, valid_geometry
from mapping import overlaps

LAENDER = {
    "BW": "Baden-Württemberg",
    "BY": "Bayern",
    "BE": "Berlin",
    "BB": "Brandenburg",
    "HB": "Bremen",
    "HH": "Hamburg",
    "HE": "Hessen",
    "MV": "Mecklenburg-Vorpommern",
    "NI": "Niedersachsen",
    "NW": "Nordrhein-Westfalen",
    "RP": "Rheinland-Pfalz",
    "SL": "Saarland",
    "SN": "Sachsen",
    "ST": "Sachsen-Anhalt",
    "SH": "Schleswig-Holstein",
    "TH": "Thüringen",
}


def layer_changed(layer: str) -> pgtrigger.Trigger:
    """Note every write to a table, whoever makes it, so that tiles of `layer` get a new version."""
    return pgtrigger.Trigger(
        name=f"{layer}_changed",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate,
        func=f"INSERT INTO mapping_layerchange (layer, at) VALUES ('{layer}', now()); RETURN NULL;",  # noqa: S608 (a constant)
    )


def overlaps_settled() -> list[pgtrigger.Trigger]:
    """Whatever takes a quarter's ground off the map, or brings it back, decides anew which copies are drawn."""
    settle = overlaps.settle_all()
    return [
        pgtrigger.Trigger(
            name="status_settles_overlaps",
            level=pgtrigger.Row,
            when=pgtrigger.After,
            operation=pgtrigger.Update,
            condition=pgtrigger.AnyChange("status"),
            func=settle,
        ),
        pgtrigger.Trigger(
            name="delete_settles_overlaps",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Delete,
            func=settle,
        ),
    ]


class LayerChange(models.Model):
    """Append-only log of writes per tile layer.

    Its count and highest number name the state of a layer. A counter row would make two writers wait for each other
    until commit; a sequence would tell readers of changes that are not committed yet.
    """

    layer = models.CharField(max_length=20)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["layer", "id"], name="layerchange_layer")]


class QuarterQuerySet(PublishedQuerySet):
    def default(self) -> "Quarter | None":
        """The quarter shown when an address names none: the marked one, else the oldest."""
        return self.published().order_by("-is_default", "pk").first()


class Quarter(Published):
    """A neighbourhood (Quartier) that the map serves."""

    name = models.CharField(_("Name"), max_length=120, db_collation=GERMAN)
    boundary = models.MultiPolygonField(_("Grenze"), srid=WGS84)
    welcome = models.CharField(_("Begrüßung"), max_length=300, blank=True)
    land = models.CharField(_("Bundesland"), max_length=2, choices=LAENDER, help_text=_("bestimmt die Feiertage"))
    catholic_holidays = models.BooleanField(_("auch katholische Feiertage"), default=False)
    is_default = models.BooleanField(_("zeigen, wenn kein Quartier gewählt ist"), default=False)
    imprint = models.TextField(_("Impressum"), blank=True)
    contact_name = models.CharField(_("Ansprechperson"), max_length=120, blank=True)
    contact_phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    contact_email = models.EmailField(_("E-Mail"), blank=True)
    neighbours = models.ManyToManyField("self", verbose_name=_("Nachbar-Quartiere"), blank=True)

    objects = QuarterQuerySet.as_manager()

    class Meta:
        verbose_name = _("Quartier")
        verbose_name_plural = _("Quartiere")
        ordering = ["name"]
        constraints = [
            *lives("quarter"),
            valid_geometry("boundary", model="quarter"),
            models.CheckConstraint(condition=Q(land__in=list(LAENDER)), name="quarter_land_known"),
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="quarter_one_default"),
        ]
        triggers = [*overlaps_settled(), layer_changed("places"), layer_changed("ways")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("portal:start") + f"?quartier={self.slug}"

    @property
    def box(self) -> BBox:
        return BBox(*self.boundary.extent)

    @property
    def centre(self) -> Point:
        return self.boundary.centroid

    @property
    def calendar(self) -> Calendar:
        """Public holidays and sun."""
        return Calendar(self.land, self.catholic_holidays, round(self.centre.x, 2), round(self.centre.y, 2))


class FromMapQuerySet(models.QuerySet[Any]):
    def of(self, quarter: Quarter) -> Self:
        return self.filter(quarter=quarter)


class FromMap(models.Model):
    """A row of a quarter's ground. It belongs to the import alone and is renewed by it; people do not edit it."""

    quarter = models.ForeignKey(Quarter, on_delete=models.CASCADE, verbose_name=_("Quartier"))
    source = models.CharField(_("Quelle"), max_length=10, choices=Source, default=Source.OSM)
    source_id = models.CharField(_("Kennung in der Quelle"), max_length=40)
    source_version = models.PositiveIntegerField(_("Version in der Quelle"), null=True)
    # Kept by `mapping.overlaps`.
    drawn = models.BooleanField(_("auf der Karte"), default=True, db_default=True, editable=False)

    objects = FromMapQuerySet.as_manager()

    class Meta:
        abstract = True


class Layer(models.TextChoices):
    LANDUSE = "landuse", _("Fläche")
    GREEN = "green", _("Grün")
    WATER = "water", _("Wasser")
    BUILDING = "building", _("Gebäude")
    STREET = "street", _("Straße oder Weg")
    RAIL = "rail", _("Schiene")
    BOUNDARY = "boundary", _("Grenze")
    LABEL = "label", _("Beschriftung")


class BaseFeature(FromMap):
    """One object of the base map. `kind` is the class within the layer (`residential`, `river`, `church` …)."""

    layer = models.CharField(_("Ebene"), max_length=10, choices=Layer)
    kind = models.CharField(_("Klasse"), max_length=40)
    name = models.CharField(_("Name"), max_length=200, blank=True)
    min_zoom = models.PositiveSmallIntegerField(_("ab Zoomstufe"), default=0)
    level = models.SmallIntegerField(_("Höhenlage"), default=0, help_text=_("Brücken über 0, Tunnel darunter"))
    geometry = models.GeometryField(_("Form"), srid=WGS84)
    whole = models.BooleanField(_("nicht am Rand abgeschnitten"), default=True, db_default=True)
    mercator = in_mercator("geometry", models.GeometryField)

    class Meta:
        verbose_name = _("Objekt der Grundkarte")
        verbose_name_plural = _("Objekte der Grundkarte")
        constraints = [
            valid_geometry("geometry", model="basefeature"),
            models.CheckConstraint(condition=Q(layer__in=Layer.values), name="basefeature_layer_known"),
            models.CheckConstraint(condition=Q(min_zoom__lte=22), name="basefeature_min_zoom_in_range"),
            models.UniqueConstraint(
                fields=["quarter", "source", "source_id", "layer"], name="basefeature_once_per_source_id"
            ),
        ]
        indexes = [GistIndex(fields=["mercator"], name="basefeature_mercator")]
        triggers = [layer_changed("base")]

    def __str__(self) -> str:
        return f"{self.name or self.kind} ({self.source_id})"


class Address(FromMap):
    """A house number."""

    street = models.CharField(_("Straße"), max_length=120, db_collation=GERMAN)
    number = models.CharField(_("Hausnummer"), max_length=20)
    postcode = models.CharField(_("Postleitzahl"), max_length=10, blank=True)
    city = models.CharField(pgettext_lazy("Adresse", "Ort"), max_length=80, blank=True)
    point = models.PointField(_("Lage"), srid=WGS84)
    mercator = in_mercator("point", models.PointField)
    folded = models.GeneratedField(
        expression=Fold(Concat(F("street"), Value(" "), F("number"))),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("Adresse")
        verbose_name_plural = _("Adressen")
        constraints = [
            valid_geometry("point", model="address"),
            models.CheckConstraint(condition=~Q(street="") & ~Q(number=""), name="address_street_and_number"),
            models.UniqueConstraint(fields=["quarter", "source", "source_id"], name="address_once_per_source_id"),
        ]
        indexes = [
            GinIndex(OpClass(F("folded"), name="gin_trgm_ops"), name="address_folded_trgm"),
            GistIndex(fields=["mercator"], name="address_mercator"),
        ]
        triggers = [layer_changed("address")]

    def __str__(self) -> str:
        return f"{self.street} {self.number}"
