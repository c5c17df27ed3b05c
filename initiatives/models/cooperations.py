"""Who works together with whom, as far as it does not follow from initiatives."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from actors.models import Organisation
from common.records import one_of
from initiatives.models.initiatives import Initiative


class Strength(models.TextChoices):
    """How closely two organisations work together."""

    LOOSE = "loose", _("ab und zu")
    REGULAR = "regular", _("regelmäßig")
    CLOSE = "close", _("eng, mit Absprachen")
    UNKNOWN = "unknown", _("nicht bekannt")


class Cooperation(models.Model):
    """Zusammenarbeit. It has no direction: which of the two is `one` means nothing."""

    one = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("Akteur"))
    other = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("zusammen mit"))
    what = models.CharField(_("was sie zusammen tun"), max_length=300)
    since = models.DateField(_("seit"), null=True, blank=True)
    strength = models.CharField(_("wie eng"), max_length=10, choices=Strength, default=Strength.UNKNOWN)
    initiative = models.ForeignKey(
        Initiative,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="cooperations",
        verbose_name=_("durch die Initiative"),
    )

    class Meta:
        verbose_name = _("Zusammenarbeit")
        verbose_name_plural = _("Zusammenarbeit")
        ordering = ["one__name", "other__name", "pk"]
        constraints = [
            one_of("strength", Strength, model="cooperation"),
            models.CheckConstraint(condition=~Q(one=F("other")), name="cooperation_of_two"),
            models.CheckConstraint(condition=~Q(what_de=""), name="cooperation_says_what"),
            models.UniqueConstraint(
                Least("one", "other"), Greatest("one", "other"), F("what_de"), name="cooperation_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} – {self.other}"
