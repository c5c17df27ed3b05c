"""Pictures that people send. They lie in the database: one backup holds everything, and every machine has them."""

from typing import Any

from django.db import models
from django.db.models import F, Func, IntegerField, Q
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from mapping.models.barriers import Barrier
from mapping.pictures import Picture

BYTES_MAX = 1_000_000  # a picture of `mapping.pictures` has a third of that


class StoredPicture(models.Model):
    """A JPEG and what can be seen on it, in words: without `alternative` there is none.

    It has no history. What is taken away, because somebody can be recognised in it, is gone.
    """

    jpeg = models.BinaryField(_("Bild"))
    width_px = models.PositiveIntegerField(_("Breite"))
    height_px = models.PositiveIntegerField(_("Höhe"))
    digest = models.CharField(_("Prüfsumme"), max_length=64)
    alternative = models.CharField(_("Was auf dem Bild zu sehen ist"), max_length=200)
    added_at = models.DateTimeField(_("hochgeladen"), auto_now=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.alternative


def columns(picture: Picture, alternative: str) -> dict[str, Any]:
    """What a picture is in the table."""
    return {
        "jpeg": picture.jpeg,
        "width_px": picture.width_px,
        "height_px": picture.height_px,
        "digest": picture.digest,
        "alternative": alternative,
    }


def pictured(model: str) -> list[models.CheckConstraint]:
    """What the database promises of every `StoredPicture`."""
    length = Func(F("jpeg"), function="octet_length", output_field=IntegerField())
    return [
        models.CheckConstraint(condition=~Q(alternative=""), name=f"{model}_with_words"),
        models.CheckConstraint(condition=LessThanOrEqual(length, BYTES_MAX), name=f"{model}_not_too_large"),
    ]


class BarrierPicture(StoredPicture):
    """Bild eines Hindernisses."""

    barrier = models.OneToOneField(
        Barrier, on_delete=models.CASCADE, related_name="picture", verbose_name=_("Hindernis")
    )

    class Meta:
        verbose_name = _("Bild eines Hindernisses")
        verbose_name_plural = _("Bilder von Hindernissen")
        constraints = [*pictured("barrierpicture")]
