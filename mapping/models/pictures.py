"""The picture that shows a barrier. It lies in the database: one backup holds everything, and every machine has it."""

from django.db import models
from django.db.models import F, Func, IntegerField, Q
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from mapping.models.barriers import Barrier

BYTES_MAX = 1_000_000  # a picture of `mapping.pictures` has a third of that


class BarrierPicture(models.Model):
    """Bild eines Hindernisses, in words as well: without `alternative` there is none.

    It has no history. What is taken away, because somebody can be recognised in it, is gone.
    """

    barrier = models.OneToOneField(
        Barrier, on_delete=models.CASCADE, related_name="picture", verbose_name=_("Hindernis")
    )
    jpeg = models.BinaryField(_("Bild"))
    width_px = models.PositiveIntegerField(_("Breite"))
    height_px = models.PositiveIntegerField(_("Höhe"))
    digest = models.CharField(_("Prüfsumme"), max_length=64)
    alternative = models.CharField(_("Was auf dem Bild zu sehen ist"), max_length=200)
    added_at = models.DateTimeField(_("hochgeladen"), auto_now=True)

    class Meta:
        verbose_name = _("Bild eines Hindernisses")
        verbose_name_plural = _("Bilder von Hindernissen")
        constraints = [
            models.CheckConstraint(condition=~Q(alternative=""), name="barrierpicture_with_words"),
            models.CheckConstraint(
                condition=LessThanOrEqual(
                    Func(F("jpeg"), function="octet_length", output_field=IntegerField()), BYTES_MAX
                ),
                name="barrierpicture_not_too_large",
            ),
        ]

    def __str__(self) -> str:
        return self.alternative
