"""Programmes that initiatives belong to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.records import GERMAN


class Programme(models.Model):
    """A programme that initiatives work under, such as „Lokale Allianzen für Menschen mit Demenz“. Extendable."""

    slug = models.SlugField(_("Kürzel"), max_length=60, unique=True)
    label = models.CharField(_("Name"), max_length=160, db_collation=GERMAN)
    website = models.URLField(_("Internet-Seite"), blank=True)
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)

    class Meta:
        verbose_name = _("Programm")
        verbose_name_plural = _("Programme")
        ordering = ["order", "label"]

    def __str__(self) -> str:
        return self.label
