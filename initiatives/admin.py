"""Initiatives and their events in the admin."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin, TranslationTabularInline

from actors.admin import TermAdmin
from common.admin import FewInline, LinkedAdmin, PublishedAdmin, TicksAdmin
from initiatives import dates
from initiatives.forms import (
    CooperationForm,
    DateChangeForm,
    DateChangeFormSet,
    EventForm,
    InitiativeForm,
    InitiativePictureForm,
    MilestoneForm,
    ParticipationForm,
    RoomFactForm,
)
from initiatives.models import (
    Cooperation,
    DateChange,
    Event,
    Initiative,
    InitiativePicture,
    Milestone,
    Participation,
    Programme,
    RoomFact,
)
from initiatives.recurrence import words
from mapping.admin_map import OwnMapAdmin

DATES_TOLD = 3


@admin.register(Programme)
class ProgrammeAdmin(TermAdmin):
    """Kept like the vocabulary: `load_reference` would bring back what somebody deleted or gave another slug."""


class ParticipationInline(FewInline):
    model = Participation
    form = ParticipationForm
    autocomplete_fields = ("organisation",)


class MilestoneInline(FewInline, TranslationTabularInline):
    model = Milestone
    form = MilestoneForm


class InitiativePictureInline(FewInline):
    model = InitiativePicture
    form = InitiativePictureForm
    max_num = 10


@admin.register(Initiative)
class InitiativeAdmin(OwnMapAdmin, PublishedAdmin, TicksAdmin, TranslationAdmin):
    form = InitiativeForm
    inlines = (ParticipationInline, MilestoneInline, InitiativePictureInline)
    list_display = ("title", "state", "lead", "status", "review_on")
    list_filter = ("status", "state", "programmes", "needs")
    list_select_related = ("lead",)
    search_fields = ("title", "lead__name")
    autocomplete_fields = ("lead", "places")
    ticks = ("needs", "programmes")
    prepopulated_fields = {"slug": ("title",)}


@admin.register(Cooperation)
class CooperationAdmin(LinkedAdmin, TranslationAdmin):
    form = CooperationForm
    list_display = ("one", "other", "what", "strength", "since")
    list_filter = ("strength",)
    list_select_related = ("one", "other")
    search_fields = ("one__name", "other__name", "what")
    autocomplete_fields = ("one", "other", "initiative")


class DateChangeInline(FewInline, TranslationTabularInline):
    model = DateChange
    form = DateChangeForm
    formset = DateChangeFormSet
    autocomplete_fields = ("place",)


class RoomFactInline(FewInline):
    model = RoomFact
    form = RoomFactForm


@admin.register(Event)
class EventAdmin(PublishedAdmin, TicksAdmin, TranslationAdmin):
    form = EventForm
    inlines = (DateChangeInline, RoomFactInline)
    list_display = ("title", "when", "initiative", "place", "status")
    list_filter = ("status", "needs")
    list_select_related = ("initiative", "place")
    search_fields = ("title", "initiative__title", "organisation__name", "place__name")
    autocomplete_fields = ("initiative", "organisation", "place")
    ticks = ("needs",)
    readonly_fields = (*PublishedAdmin.readonly_fields, "when")
    prepopulated_fields = {"slug": ("title",)}
    date_hierarchy = "starts"

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who may only look reads when it is where others write it."""
        fields = super().get_fields(request, obj)
        if obj and not self.has_change_permission(request, obj):
            fields.insert(fields.index("said"), "when")
        return fields

    @admin.display(description=_("Wann"), ordering="starts")
    def when(self, event: Event) -> str:
        return words.told(event.ruled)

    def save_model(self, request: HttpRequest, obj: Event, form: Any, change: bool) -> None:
        obj.sequence += change  # those who have subscribed must hear of it
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The dates follow the event and the changes that were typed with it."""
        super().save_related(request, form, formsets, change)
        now = timezone.now()
        dates.renew([form.instance], now)
        coming = form.instance.dates.filter(ends__gte=now, cancelled=False)[:DATES_TOLD]
        self.message_user(request, _coming([one.starts for one in coming]))


def _coming(starts: Sequence[datetime]) -> str:
    if not starts:
        return gettext("In den nächsten zwei Jahren gibt es keinen Termin.")
    days = "; ".join(date_format(timezone.localtime(start), "l, j. F Y, H:i") for start in starts)
    return gettext("Die nächsten Termine: {dates}.").format(dates=days)
