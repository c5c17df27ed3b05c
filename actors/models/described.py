"""What places and offerings say of themselves alike."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from actors.models.vocabulary import Attribute, TargetGroup


class Open(models.Model):
    """Opening hours: OSM syntax for machines, what was typed for people."""

    hours = models.CharField(_("Öffnungszeiten"), max_length=500, blank=True)
    hours_typed = models.CharField(_("Öffnungszeiten wie eingegeben"), max_length=500, blank=True)
    hours_note = models.CharField(_("Hinweis zu den Öffnungszeiten"), max_length=300, blank=True)

    class Meta:
        abstract = True


class Described(models.Model):
    """For whom, in which languages, in words, and who has checked it when."""

    target_groups = models.ManyToManyField(
        TargetGroup, related_name="%(class)ss", verbose_name=_("Zielgruppen"), blank=True
    )
    attributes = models.ManyToManyField(Attribute, related_name="%(class)ss", verbose_name=_("Merkmale"), blank=True)
    languages = ArrayField(models.CharField(max_length=8), verbose_name=_("Sprachen"), default=list, blank=True)
    about = models.TextField(_("Beschreibung"), blank=True)
    plain = models.TextField(_("In einfachen Worten"), blank=True)
    verified_on = models.DateField(_("zuletzt geprüft am"), null=True, blank=True)
    verified_by = models.CharField(_("geprüft von"), max_length=120, blank=True)

    class Meta:
        abstract = True
