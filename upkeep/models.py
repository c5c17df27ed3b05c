"""How entries came in."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mapping.models import Quarter


class ImportRun(models.Model):
    """One import: which file, into which quarter, what it changed and what it had to say."""

    quarter = models.ForeignKey(Quarter, on_delete=models.CASCADE, related_name="imports", verbose_name=_("Quartier"))
    source = models.CharField(_("Quelle"), max_length=10)
    file_name = models.CharField(_("Datei"), max_length=200)
    sha256 = models.CharField(_("Prüfsumme"), max_length=64)
    data_until = models.DateTimeField(_("Stand der Daten"), null=True)
    started_at = models.DateTimeField(_("Beginn"))
    duration_s = models.FloatField(_("Dauer in Sekunden"))
    report = models.JSONField(_("Bericht"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, verbose_name=_("von"))

    class Meta:
        verbose_name = _("Import")
        verbose_name_plural = _("Importe")
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.started_at:%d.%m.%Y})"
