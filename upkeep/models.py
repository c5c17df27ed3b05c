"""How entries came in, and whose calendars bring new ones."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actors.models import Need, Organisation, Place
from common.errors import UsageError
from initiatives.models import Initiative
from mapping.models import Quarter
from upkeep.imports.ical.address import LONGEST, Address

COMPARED_ANEW = timedelta(days=7)


def check_address(value: str) -> None:
    """As a validator of a field."""
    try:
        Address.parse(value)
    except UsageError as error:
        raise ValidationError(error.detail) from error


class Calendar(models.Model):
    """Kalender eines Akteurs: where events come from again and again. Without an address it is uploaded as a file.

    `needs`, `initiative` and `place` are for events that have none; what stands there once is not changed by them.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="calendars", verbose_name=_("Akteur")
    )
    url = models.CharField(
        _("Adresse des Kalenders"),
        max_length=LONGEST,
        blank=True,
        validators=[check_address],
        help_text=_("beginnt mit https:// oder webcal://; leer, wenn der Kalender als Datei kommt"),
    )
    needs = models.ManyToManyField(
        Need,
        related_name="calendars",
        verbose_name=_("Bedarfe"),
        blank=True,
        help_text=_("für neue Termine aus diesem Kalender"),
    )
    initiative = models.ForeignKey(
        Initiative,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="calendars",
        verbose_name=_("Initiative"),
        help_text=_("für neue Termine aus diesem Kalender"),
    )
    place = models.ForeignKey(
        Place,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="calendars",
        verbose_name=_("Ort"),
        help_text=_("für Termine, bei denen im Kalender kein Ort steht"),
    )
    fetched_at = models.DateTimeField(_("zuletzt übernommen"), null=True, editable=False)
    result = models.TextField(_("Ergebnis"), blank=True, editable=False)
    etag = models.CharField(max_length=200, blank=True, editable=False)
    last_modified = models.CharField(max_length=60, blank=True, editable=False)

    class Meta:
        verbose_name = _("Kalender")
        verbose_name_plural = pgettext_lazy("Mehrzahl", "Kalender")
        ordering = ["organisation__name", "pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "url"], name="calendar_once_per_address")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.host or _('Datei')}"

    def marks(self, now: datetime) -> tuple[str, str]:
        """ETag and time that tell its server that we have it; none now and then, because places change too."""
        is_fresh = self.fetched_at is not None and now - self.fetched_at < COMPARED_ANEW
        return (self.etag, self.last_modified) if is_fresh else ("", "")

    @property
    def host(self) -> str:
        """The readable part of the address; the rest may be a secret of the organisation."""
        return urlsplit(self.url).hostname or ""


class CalendarFile(models.Model):
    """A calendar between preview and confirmation. It is deleted with either answer, or after a day."""

    calendar = models.OneToOneField(Calendar, on_delete=models.CASCADE, related_name="waiting")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("wartender Kalender")
        verbose_name_plural = _("wartende Kalender")

    def __str__(self) -> str:
        return self.name


class ImportRun(models.Model):
    """One import: which file, into which quarter or from which calendar, what it changed and what it had to say."""

    quarter = models.ForeignKey(
        Quarter, on_delete=models.CASCADE, null=True, related_name="imports", verbose_name=_("Quartier")
    )
    calendar = models.ForeignKey(
        Calendar, on_delete=models.CASCADE, null=True, related_name="imports", verbose_name=_("Kalender")
    )
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
        constraints = [
            models.CheckConstraint(
                condition=Q(quarter__isnull=True, calendar__isnull=False)
                | Q(quarter__isnull=False, calendar__isnull=True),
                name="importrun_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.started_at:%d.%m.%Y})"
