"""Initiatives: what people have started together, who takes part, and what has come of it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Self

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from actors.ground import PublicAtPlaces
from actors.models import Need, Organisation, Place
from actors.models.at_places import AtPlacesQuerySet
from actors.models.organisations import Reachable
from common.errors import Conflict
from common.geo import WGS84
from common.records import (
    GERMAN,
    Published,
    Sourced,
    Status,
    comes_from,
    lives,
    one_of,
    verified_with_a_date,
)
from common.sql import folded_in_all_languages, in_mercator, valid_geometry
from common.text import join_words
from initiatives.models.programmes import Programme
from mapping.models import layer_changed
from mapping.models.pictures import StoredPicture, pictured


class State(models.TextChoices):
    IDEA = "idea", _("Idee")
    PLANNED = "planned", _("geplant")
    ACTIVE = "active", _("läuft")
    PAUSED = "paused", _("ruht")
    FINISHED = "finished", _("abgeschlossen")


TRANSITIONS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        State.IDEA: frozenset({State.PLANNED, State.ACTIVE, State.FINISHED}),
        State.PLANNED: frozenset({State.IDEA, State.ACTIVE, State.PAUSED, State.FINISHED}),
        State.ACTIVE: frozenset({State.PAUSED, State.FINISHED}),
        State.PAUSED: frozenset({State.ACTIVE, State.FINISHED}),
        State.FINISHED: frozenset({State.ACTIVE}),
    }
)


def check_move(before: str, after: str) -> None:
    """Raises Conflict with the steps that are possible from here."""
    if before != after and after not in TRANSITIONS[before]:
        steps = [str(State(one).label) for one in State.values if one in TRANSITIONS[before]]
        possible = join_words(steps, last=gettext("oder"))
        right = gettext("von „{before}“ aus: {possible}").format(before=State(before).label, possible=possible)
        raise Conflict("state", State(after).label, right)


class PublicInitiative(PublicAtPlaces):
    links, link = "initiatives_initiative_places", "initiative_id"


class InitiativeQuerySet(AtPlacesQuerySet):
    public = PublicInitiative

    def of(self, organisation: Organisation) -> Self:
        """Those that it leads or takes part in."""
        takes_part = Participation.objects.filter(initiative=OuterRef("pk"), organisation=organisation)
        return self.filter(Q(lead=organisation) | Exists(takes_part))

    def going_on(self) -> Self:
        """What one can still join."""
        return self.exclude(state=State.FINISHED)


class Initiative(Published, Sourced, Reachable):
    """`area` is a part of the town, `places` are where one meets; either, both, or none while it is an idea."""

    title = models.CharField(_("Titel"), max_length=200, db_collation=GERMAN)
    programmes = models.ManyToManyField(Programme, related_name="initiatives", verbose_name=_("Programme"), blank=True)
    needs = models.ManyToManyField(Need, related_name="initiatives", verbose_name=_("Bedarfe"))
    summary = models.TextField(_("Kurz gesagt"), blank=True)
    plain = models.TextField(_("In einfachen Worten"), blank=True)
    goal = models.TextField(_("Ziel"), blank=True)
    results = models.TextField(_("Was erreicht ist"), blank=True)
    joining = models.TextField(_("Mithelfen"), blank=True, help_text=_("Wie man mitmachen kann"))
    state = models.CharField(
        pgettext_lazy("how far something has come", "Stand"), max_length=10, choices=State, default=State.IDEA
    )
    begins_on = models.DateField(_("seit"), null=True, blank=True)
    ends_on = models.DateField(_("bis"), null=True, blank=True)
    funding = models.CharField(_("Förderung"), max_length=300, blank=True)
    area = models.MultiPolygonField(_("Gebiet"), srid=WGS84, null=True, blank=True)
    places = models.ManyToManyField(Place, related_name="initiatives", verbose_name=_("Orte"), blank=True)
    lead = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="led_initiatives",
        verbose_name=_("federführend"),
    )
    verified_on = models.DateField(_("zuletzt geprüft am"), null=True, blank=True)
    verified_by = models.CharField(_("geprüft von"), max_length=120, blank=True)
    review_on = models.DateField(_("wieder prüfen am"), null=True, blank=True)

    mercator = in_mercator("area", models.MultiPolygonField)
    folded = models.GeneratedField(
        expression=folded_in_all_languages("title"), output_field=models.TextField(), db_persist=True
    )
    words = models.GeneratedField(
        expression=SearchVector("title_de", "title_en", weight="A", config="german")
        + SearchVector("summary_de", "plain", "goal_de", "joining_de", weight="C", config="german")
        + SearchVector("summary_en", "goal_en", "joining_en", weight="C", config="german"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        verbose_name = _("Initiative")
        verbose_name_plural = _("Initiativen")
        ordering = ["title"]
        constraints = [
            one_of("state", State, model="initiative"),
            *lives("initiative"),
            *comes_from("initiative"),
            valid_geometry("area", model="initiative"),
            verified_with_a_date("initiative"),
            models.CheckConstraint(condition=~Q(title_de=""), name="initiative_has_title"),
            models.CheckConstraint(
                condition=Q(begins_on__isnull=True) | Q(ends_on__isnull=True) | Q(begins_on__lte=F("ends_on")),
                name="initiative_begins_before_it_ends",
            ),
        ]
        indexes = [
            GinIndex(OpClass(F("folded"), name="gin_trgm_ops"), name="initiative_folded_trgm"),
            GinIndex(F("words"), name="initiative_words"),
        ]
        triggers = [layer_changed("places")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("portal:initiative", args=[self.slug])

    @property
    def public_lead(self) -> Organisation | None:
        """The only one that pages, files and answers may name. Select `lead` for lists."""
        return self.lead if self.lead and self.lead.status == Status.PUBLISHED else None


class Role(models.TextChoices):
    PARTNER = "partner", _("macht mit")
    HOST = "host", _("stellt Räume")
    FUNDER = "funder", _("fördert")
    SUPPORTER = "supporter", _("unterstützt")


class Participation(models.Model):
    """An organisation in an initiative; the one that leads it is `Initiative.lead`."""

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="participations", verbose_name=_("Initiative")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="participations", verbose_name=_("Akteur")
    )
    role = models.CharField(_("Rolle"), max_length=10, choices=Role, default=Role.PARTNER)
    since = models.DateField(_("seit"), null=True, blank=True)

    class Meta:
        verbose_name = _("Beteiligung")
        verbose_name_plural = _("Beteiligungen")
        ordering = ["organisation__name", "pk"]
        constraints = [
            one_of("role", Role, model="participation"),
            models.UniqueConstraint(fields=["initiative", "organisation", "role"], name="participation_once_per_role"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_role_display()}"


class Milestone(models.Model):
    """A step on the way; `on` is when it was or shall be done."""

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="milestones", verbose_name=_("Initiative")
    )
    on = models.DateField(_("am"))
    text = models.CharField(_("Schritt"), max_length=300)
    done = models.BooleanField(_("erreicht"), default=False)

    class Meta:
        verbose_name = _("Meilenstein")
        verbose_name_plural = _("Meilensteine")
        ordering = ["on", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text_de=""), name="milestone_has_text")]

    def __str__(self) -> str:
        return self.text


class InitiativePicture(StoredPicture):
    """Bild einer Initiative; the first one is also shown in lists and where the page is shared."""

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="pictures", verbose_name=_("Initiative")
    )
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)

    class Meta:
        verbose_name = _("Bild einer Initiative")
        verbose_name_plural = _("Bilder von Initiativen")
        ordering = ["order", "pk"]
        constraints = [*pictured("initiativepicture")]
