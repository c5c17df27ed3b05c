"""Organisations and how to reach them."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.records import GERMAN, Published, PublishedQuerySet, Sourced, Status, comes_from, lives, one_of


class OrganisationKind(models.TextChoices):
    PROVIDER = "provider", _("Träger")
    PARISH = "parish", _("Kirchengemeinde")
    ASSOCIATION = "association", _("Verein")
    MUNICIPALITY = "municipality", _("Kommune")
    COMPANY = "company", _("Unternehmen")
    INITIATIVE = "initiative", _("Initiative")
    SELF_HELP = "self_help", _("Selbsthilfe")


class Reachable(models.Model):
    """The public line of something; persons are `Contact` rows."""

    phone = models.CharField(_("Telefon"), max_length=60, blank=True)
    email = models.EmailField(_("E-Mail"), blank=True)
    website = models.URLField(_("Internet-Seite"), max_length=500, blank=True)

    class Meta:
        abstract = True


class Organisation(Published, Sourced, Reachable):
    """Akteur, Träger."""

    name = models.CharField(_("Name"), max_length=200, db_collation=GERMAN)
    kind = models.CharField(_("Art"), max_length=20, choices=OrganisationKind)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("gehört zu")
    )
    about = models.TextField(_("Beschreibung"), blank=True)

    objects = PublishedQuerySet.as_manager()

    class Meta:
        verbose_name = _("Akteur")
        verbose_name_plural = _("Akteure")
        ordering = ["name"]
        constraints = [
            one_of("kind", OrganisationKind, model="organisation"),
            *lives("organisation"),
            *comes_from("organisation"),
            models.CheckConstraint(condition=~Q(name=""), name="organisation_has_name"),
            models.CheckConstraint(condition=~Q(parent=models.F("pk")), name="organisation_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("portal:organisation", args=[self.slug])


class Run(models.Model):
    """Run or offered by an organisation, which may be a draft or archived."""

    organisation: Organisation | None

    class Meta:
        abstract = True

    @property
    def public_organisation(self) -> Organisation | None:
        """The only one that pages, files and answers may name. Select `organisation` for lists."""
        found = self.organisation
        return found if found and found.status == Status.PUBLISHED else None


class Contact(Reachable):
    """A person or desk to ask. Internal unless somebody says that it is public."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="contacts", verbose_name=_("Akteur")
    )
    place = models.ForeignKey(
        "actors.Place", on_delete=models.CASCADE, null=True, blank=True, related_name="contacts", verbose_name=_("Ort")
    )
    offering = models.ForeignKey(
        "actors.Offering",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="contacts",
        verbose_name=_("Angebot"),
    )
    name = models.CharField(_("Name"), max_length=120, blank=True)
    role = models.CharField(_("Aufgabe"), max_length=120, blank=True)
    public = models.BooleanField(_("öffentlich"), default=False)

    class Meta:
        verbose_name = _("Kontakt")
        verbose_name_plural = _("Kontakte")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(organisation__isnull=False, place__isnull=True, offering__isnull=True)
                    | Q(organisation__isnull=True, place__isnull=False, offering__isnull=True)
                    | Q(organisation__isnull=True, place__isnull=True, offering__isnull=False)
                ),
                name="contact_belongs_to_one",
            ),
            models.CheckConstraint(condition=~Q(name="", role=""), name="contact_has_name_or_role"),
        ]

    def __str__(self) -> str:
        return self.name or self.role
