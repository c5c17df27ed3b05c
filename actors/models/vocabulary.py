"""The words of the map: groups, kinds, needs, target groups, attributes (from `fixtures/taxonomy.yaml`)."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.records import GERMAN
from mapping.models import Quarter, layer_changed

HEX_COLOUR = RegexValidator(r"^#[0-9A-Fa-f]{6}$", _("Eine Farbe wie #05614F"))


class Term(models.Model):
    """A word of the vocabulary. The slug is permanent, the label is not."""

    slug = models.SlugField(_("Kürzel"), max_length=40, unique=True)
    label = models.CharField(_("Bezeichnung"), max_length=80, db_collation=GERMAN)
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)

    class Meta:
        abstract = True
        ordering = ["order", "label"]

    def __str__(self) -> str:
        return self.label


class Group(Term):
    """A group of kinds with its colour and shape on the map; the shape says the same without colour."""

    shape = models.CharField(_("Form"), max_length=20)
    color_light = models.CharField(_("Farbe auf Hell"), max_length=7, validators=[HEX_COLOUR])
    color_dark = models.CharField(_("Farbe auf Dunkel"), max_length=7, validators=[HEX_COLOUR])

    class Meta(Term.Meta):
        verbose_name = _("Gruppe")
        verbose_name_plural = _("Gruppen")
        triggers = [layer_changed("places")]


class NeedQuerySet(models.QuerySet["Need"]):
    def offered_in(self, quarter: Quarter) -> Self:
        """Needs to choose from in a quarter: all but the optional ones that it has not asked for."""
        asked_for = Need.quarters.through.objects.filter(need=models.OuterRef("pk"), quarter=quarter)
        return self.filter(models.Q(optional=False) | models.Exists(asked_for))


class Need(Term):
    """What somebody wants to do next (Bedarf); never a diagnosis of a person."""

    short_label = models.CharField(_("kurze Bezeichnung"), max_length=30)
    sentence = models.CharField(_("Satz in Ich-Form"), max_length=160)
    sentence_plain = models.CharField(_("Satz in Einfacher Sprache"), max_length=160, blank=True)
    synonyms = ArrayField(models.CharField(max_length=60), verbose_name=_("Suchwörter"), default=list, blank=True)
    icon = models.CharField(_("Symbol"), max_length=60, blank=True)
    emergency_numbers = models.JSONField(
        _("Notrufnummern"), default=list, blank=True, help_text=_("Liste aus number, label und label_en")
    )
    optional = models.BooleanField(_("nur auf Wunsch des Quartiers"), default=False)
    quarters = models.ManyToManyField(Quarter, verbose_name=_("gewünscht von"), blank=True, related_name="+")

    objects = NeedQuerySet.as_manager()

    class Meta(Term.Meta):
        verbose_name = _("Bedarf")
        verbose_name_plural = _("Bedarfe")

    @property
    def emergency(self) -> bool:
        return bool(self.emergency_numbers)


class Kind(Term):
    """What a place is (Art), with the needs it meets unless the place says otherwise."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="kinds", verbose_name=_("Gruppe"))
    needs = models.ManyToManyField(Need, related_name="kinds", verbose_name=_("übliche Bedarfe"), blank=True)
    synonyms = ArrayField(models.CharField(max_length=60), verbose_name=_("Suchwörter"), default=list, blank=True)
    icon = models.CharField(_("Symbol"), max_length=60, blank=True)
    quiet = models.BooleanField(
        _("nur auf Wunsch zeigen"), default=False, help_text=_("Bänke und Haltestellen würden alles andere verdecken")
    )

    class Meta(Term.Meta):
        verbose_name = _("Art")
        verbose_name_plural = _("Arten")
        triggers = [layer_changed("places")]


class TargetGroup(Term):
    """For whom something is."""

    class Meta(Term.Meta):
        verbose_name = _("Zielgruppe")
        verbose_name_plural = _("Zielgruppen")


class Attribute(Term):
    """Something any place or offering may have, beside its kind."""

    class Meta(Term.Meta):
        verbose_name = _("Merkmal")
        verbose_name_plural = _("Merkmale")
