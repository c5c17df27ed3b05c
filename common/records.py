"""Abstract bases of stored things; the package itself has no tables.

`Published` is what everything public has. `Sourced` keeps the imported values beside the entered ones, so that a
later import can show differences and never overwrites a person's entry.
"""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

GERMAN = "de-x-icu"  # collation: Ä beside A, independent of the server's locale


class Status(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    PUBLISHED = "published", _("veröffentlicht")
    ARCHIVED = "archived", _("archiviert")


class Source(models.TextChoices):
    MANUAL = "manual", _("eigene Angabe")
    OSM = "osm", "OpenStreetMap"
    TABLE = "table", _("Tabelle")
    PARTNER = "partner", _("Partner")
    DEMO = "demo", _("Beispiel-Daten")


class PublishedQuerySet(models.QuerySet[Any]):
    def published(self) -> Self:
        return self.filter(status=Status.PUBLISHED)


class Published(models.Model):
    """A public thing: stable identity, address, life cycle, dates."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("Kürzel in der Adresse"), max_length=100, unique=True)
    status = models.CharField(_("Status"), max_length=10, choices=Status, default=Status.PUBLISHED)
    created_at = models.DateTimeField(_("angelegt"), auto_now_add=True)
    updated_at = models.DateTimeField(_("geändert"), auto_now=True)

    class Meta:
        abstract = True


class Sourced(models.Model):
    """Where a record comes from.

    `imported` holds the values of the last import by field name. A field whose present value equals its imported
    one was not touched by a person since, so an import may renew it.
    """

    source = models.CharField(_("Quelle"), max_length=10, choices=Source, default=Source.MANUAL)
    source_id = models.CharField(_("Kennung in der Quelle"), max_length=100, blank=True)
    source_version = models.PositiveIntegerField(_("Version in der Quelle"), null=True, blank=True)
    licence = models.CharField(_("Lizenz"), max_length=60, blank=True)
    fetched_at = models.DateTimeField(_("übernommen am"), null=True, blank=True)
    imported = models.JSONField(_("übernommene Werte"), default=dict, blank=True, editable=False)

    class Meta:
        abstract = True


def one_of(field: str, choices: type[models.TextChoices], *, model: str) -> models.CheckConstraint:
    """The database keeps to the list of values as well as the form does."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": choices.values}), name=f"{model}_{field}_known")


def lives(model: str) -> list[models.CheckConstraint]:
    """What the database promises of every `Published` record."""
    return [one_of("status", Status, model=model)]


def comes_from(model: str) -> list[models.BaseConstraint]:
    """What the database promises of every `Sourced` record with a place of its own in its source."""
    return [one_of("source", Source, model=model), unique_in_source(model)]


def verified_with_a_date(model: str) -> models.CheckConstraint:
    """Who checked is said only together with when."""
    condition = Q(verified_by="") | Q(verified_on__isnull=False)
    return models.CheckConstraint(condition=condition, name=f"{model}_verified_with_a_date")


def unique_in_source(model: str) -> models.UniqueConstraint:
    """One record per object of a source."""
    return models.UniqueConstraint(
        fields=["source", "source_id"], condition=~Q(source_id=""), name=f"{model}_once_per_source_id"
    )
