"""What is known of access: one current fact per feature, with source and date."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actors.features import FEATURES
from actors.models.places import Place
from common.access import Access
from common.records import Source, Sourced, one_of


class Answer(Sourced):
    """`value` answers whether the feature is there; `number` measures it in the feature's unit (`actors.features`)."""

    feature = models.CharField(
        _("Angabe"), max_length=40, choices=[(feature.slug, feature.label) for feature in FEATURES.values()]
    )
    value = models.CharField(_("Antwort"), max_length=10, choices=Access, default=Access.UNKNOWN)
    number = models.DecimalField(_("Maß"), max_digits=8, decimal_places=2, null=True, blank=True)
    note = models.CharField(_("Anmerkung"), max_length=200, blank=True)
    surveyed_on = models.DateField(_("erhoben am"), null=True, blank=True)
    surveyed_by = models.CharField(_("erhoben von"), max_length=120, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.get_feature_display()}: {self.get_value_display()}"


def answers(model: str, of: str) -> list[models.BaseConstraint]:
    """What the database promises of every `Answer` about `of`."""
    return [
        models.UniqueConstraint(fields=[of, "feature"], name=f"{model}_once_per_{of}"),
        models.CheckConstraint(condition=Q(feature__in=list(FEATURES)), name=f"{model}_feature_known"),
        one_of("value", Access, model=model),
        one_of("source", Source, model=model),
        models.CheckConstraint(
            condition=Q(number__isnull=True) | Q(number__gte=0), name=f"{model}_number_not_negative"
        ),
        models.CheckConstraint(
            condition=Q(number__isnull=True) | ~Q(value=Access.UNKNOWN), name=f"{model}_number_is_an_answer"
        ),
    ]


class AccessFact(Answer):
    """Angabe zur Barrierefreiheit eines Ortes."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="facts", verbose_name=_("Ort"))

    class Meta:
        verbose_name = _("Angabe zur Barrierefreiheit")
        verbose_name_plural = _("Angaben zur Barrierefreiheit")
        ordering = ["pk"]
        constraints = [*answers("accessfact", "place")]
