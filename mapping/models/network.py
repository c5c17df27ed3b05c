"""The path network as an import has left it: versions, of which one is in use, with their vertices and edges."""

from typing import Self

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.geo import WGS84
from common.records import Source
from common.sql import in_mercator, valid_geometry
from mapping.models.ground import Quarter, layer_changed
from mapping.path_words import KIND_LABELS, YES_NO
from mapping.routing.attributes import KINDS, SIDES, TRI

SOURCE_KEY = 120  # characters; the longest keys name a node, an arm and a side


class NetworkVersionQuerySet(models.QuerySet["NetworkVersion"]):
    def active(self) -> Self:
        return self.filter(is_active=True)


class NetworkVersion(models.Model):
    """One state of a quarter's paths. `checksum` names the network, `digest` everything that is stored of it."""

    quarter = models.ForeignKey(Quarter, on_delete=models.CASCADE, related_name="networks", verbose_name=_("Quartier"))
    checksum = models.CharField(_("Prüfsumme"), max_length=64)
    digest = models.CharField(_("Prüfsumme mit allen Angaben"), max_length=64)
    is_active = models.BooleanField(_("in Gebrauch"), default=False)
    source = models.CharField(_("Quelle"), max_length=10, choices=Source, default=Source.OSM)
    area = models.MultiPolygonField(_("Gebiet"), srid=WGS84)
    data_until = models.DateTimeField(_("Stand der Daten"), null=True)
    created_at = models.DateTimeField(_("angelegt"), auto_now_add=True)
    figures = models.JSONField(_("Zahlen"), default=dict)

    objects = NetworkVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Stand des Wegenetzes")
        verbose_name_plural = _("Stände des Wegenetzes")
        ordering = ["-created_at", "-pk"]
        constraints = [
            valid_geometry("area", model="networkversion"),
            models.UniqueConstraint(
                fields=["quarter"], condition=Q(is_active=True), name="networkversion_one_active_per_quarter"
            ),
        ]
        triggers = [layer_changed("ways")]

    def __str__(self) -> str:
        return f"{self.quarter} ({self.created_at:%d.%m.%Y %H:%M})"


class OfVersion(models.Model):
    """A row of one version; `key` is the same in the next version as long as the objects in the source are."""

    version = models.ForeignKey(
        NetworkVersion, on_delete=models.CASCADE, db_index=False, verbose_name=_("Stand des Wegenetzes")
    )
    key = models.CharField(_("Kennung"), max_length=SOURCE_KEY)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.key


class PathNode(OfVersion):
    """A place where paths meet or something stands between them. `boundary`: the file ends here, not the way."""

    point = models.PointField(_("Lage"), srid=WGS84, spatial_index=False)
    boundary = models.BooleanField(_("am Rand der Datei"), default=False)
    seat = models.BooleanField(_("Sitzgelegenheit"), default=False)
    toilet = models.BooleanField(_("Toilette"), default=False)
    backrest = models.CharField(_("Rückenlehne"), max_length=3, blank=True, default="", choices=list(YES_NO.items()))
    armrest = models.CharField(_("Armlehne"), max_length=3, blank=True, default="", choices=list(YES_NO.items()))
    mercator = in_mercator("point", models.PointField, spatial_index=False)

    class Meta:
        verbose_name = _("Punkt im Wegenetz")
        verbose_name_plural = _("Punkte im Wegenetz")
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="pathnode_once_per_version"),
            valid_geometry("point", model="pathnode"),
            models.CheckConstraint(condition=Q(backrest__in=("", *TRI)), name="pathnode_backrest_known"),
            models.CheckConstraint(condition=Q(armrest__in=("", *TRI)), name="pathnode_armrest_known"),
        ]
        indexes = [
            GistIndex(fields=["mercator"], condition=Q(seat=True) | Q(toilet=True), name="pathnode_mercator"),
        ]


class PathEdge(OfVersion):
    """A stretch of way, or one spot on it: then its geometry is a point.

    `facts` have the names, units and words of `routing.attributes`; what is missing is unknown. They are the
    source's: what people have found out stands beside them (`Barrier`, `PathSurvey`) and is never written here.
    """

    tail = models.CharField(_("erster Punkt"), max_length=SOURCE_KEY)
    head = models.CharField(_("letzter Punkt"), max_length=SOURCE_KEY)
    kind = models.CharField(_("Art"), max_length=12, choices=list(KIND_LABELS.items()))
    side = models.CharField(_("Straßenseite"), max_length=8, blank=True)
    name = models.CharField(_("Name"), max_length=255, blank=True)
    word = models.CharField(_("Wort der Quelle"), max_length=255, blank=True)
    geometry = models.GeometryField(_("Form"), srid=WGS84, spatial_index=False)
    length_m = models.FloatField(_("Länge in Metern"))
    share = models.FloatField(_("Anteil"), default=1.0)
    group = models.CharField(_("gehört zusammen"), max_length=SOURCE_KEY, blank=True)
    limits = models.TextField(_("zeitweise Beschränkungen"), blank=True)
    facts = models.JSONField(_("Angaben"), default=dict)
    sources = models.JSONField(_("Quellen der Angaben"), default=dict)
    osm = models.CharField(_("Objekt in OpenStreetMap"), max_length=40, blank=True)
    osm_version = models.PositiveIntegerField(_("Version des Objekts"), null=True)
    dated = models.DateField(_("Stand"), null=True)
    tags = models.JSONField(_("Angaben der Quelle"), default=dict)
    mercator = in_mercator("geometry", models.GeometryField, spatial_index=False)

    class Meta:
        verbose_name = _("Weg im Wegenetz")
        verbose_name_plural = _("Wege im Wegenetz")
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="pathedge_once_per_version"),
            valid_geometry("geometry", model="pathedge"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="pathedge_kind_known"),
            models.CheckConstraint(condition=Q(side__in=SIDES), name="pathedge_side_known"),
            models.CheckConstraint(condition=Q(length_m__gte=0), name="pathedge_length_not_negative"),
        ]
        indexes = [
            GistIndex(fields=["mercator"], name="pathedge_mercator"),
            models.Index(fields=["key"], name="pathedge_key"),
        ]


class Entrance(OfVersion):
    """A door of any building. `facts`: step_cm, width_m, wheelchair, automatic_door, opening_hours; else unknown."""

    kind = models.CharField(_("Art"), max_length=60)
    point = models.PointField(_("Lage"), srid=WGS84, spatial_index=False)
    facts = models.JSONField(_("Angaben"), default=dict)

    class Meta:
        verbose_name = _("Eingang")
        verbose_name_plural = _("Eingänge")
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="entrance_once_per_version"),
            valid_geometry("point", model="entrance"),
        ]
        indexes = [GistIndex(fields=["point"], name="entrance_point")]
