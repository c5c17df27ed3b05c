from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from actors.forms import AccessFactForm, NeedForm, OfferingForm, PlaceForm
from actors.models import AccessFact, Attribute, Contact, Group, Kind, Need, Offering, Organisation, Place, TargetGroup
from actors.models.places import PlaceQuerySet
from common.admin import FewInline, PublishedAdmin, TicksAdmin
from mapping.admin_map import OwnMapAdmin

# What only an import can know.
FROM_SOURCE = (*PublishedAdmin.readonly_fields, "source_version", "licence", "fetched_at")


class UnreadHours(admin.SimpleListFilter):
    title = _("Öffnungszeiten")
    parameter_name = "hours_state"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, Any]]:
        return [("unread", _("nicht lesbar")), ("none", _("keine Angabe"))]

    def queryset(self, _request: HttpRequest, queryset: PlaceQuerySet) -> QuerySet[Place]:
        narrowed = {
            "unread": queryset.with_unread_hours(),
            "none": queryset.filter(hours="", hours_typed=""),
        }
        return narrowed.get(self.value() or "", queryset)


class AccessFactInline(FewInline):
    model = AccessFact
    form = AccessFactForm


class ContactInline(FewInline):
    model = Contact
    fields = ("name", "role", "phone", "email", "website", "public")


@admin.register(Place)
class PlaceAdmin(OwnMapAdmin, PublishedAdmin, TicksAdmin, TranslationAdmin):
    form = PlaceForm
    inlines = (AccessFactInline, ContactInline)
    list_display = ("name", "kind", "street", "number", "status", "source", "verified_on")
    list_filter = ("status", "source", UnreadHours, "kind__group", "kind")
    list_select_related = ("kind",)
    search_fields = ("name", "street", "source_id")
    autocomplete_fields = ("organisation",)
    ticks = ("needs", "target_groups", "attributes")
    prepopulated_fields = {"slug": ("name",)}
    readonly_fields = (*FROM_SOURCE, "hours_typed")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The question about the position stands below the position."""
        ((title, more),) = super().get_fieldsets(request, obj)
        fields = [name for name in more["fields"] if name != "outside"]
        if len(fields) < len(more["fields"]):
            fields.insert(fields.index("point") + 1, "outside")
        return [(title, {**more, "fields": fields})]


@admin.register(Organisation)
class OrganisationAdmin(PublishedAdmin, TranslationAdmin):
    inlines = (ContactInline,)
    list_display = ("name", "kind", "parent", "status", "source")
    list_filter = ("status", "kind", "source")
    search_fields = ("name",)
    autocomplete_fields = ("parent",)
    prepopulated_fields = {"slug": ("name",)}
    readonly_fields = FROM_SOURCE


@admin.register(Offering)
class OfferingAdmin(OwnMapAdmin, PublishedAdmin, TicksAdmin, TranslationAdmin):
    form = OfferingForm
    inlines = (ContactInline,)
    list_display = ("title", "organisation", "cost", "status", "verified_on")
    list_filter = ("status", "cost", "needs")
    list_select_related = ("organisation",)
    search_fields = ("title", "organisation__name")
    autocomplete_fields = ("organisation", "places")
    ticks = ("needs", "target_groups", "attributes")
    prepopulated_fields = {"slug": ("title",)}
    readonly_fields = (*FROM_SOURCE, "hours_typed")


class TermAdmin(TicksAdmin, TranslationAdmin):
    list_display: tuple[str, ...] = ("label", "slug", "order")
    search_fields = ("label", "slug")

    def get_readonly_fields(self, _request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A slug is permanent once it is in addresses."""
        return ("slug",) if obj else ()

    def has_delete_permission(self, _request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Kind)
class KindAdmin(TermAdmin):
    list_display = ("label", "group", "slug", "quiet")
    list_select_related = ("group",)
    list_filter = ("group", "quiet")
    ticks = ("needs",)


@admin.register(Need)
class NeedAdmin(TermAdmin):
    form = NeedForm
    ticks = ("quarters",)


admin.site.register((Group, TargetGroup, Attribute), TermAdmin)
