from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from common.admin import FromImportAdmin, PublishedAdmin, TicksAdmin
from mapping import admin_findings, admin_signed  # noqa: F401  (registers findings and signed routes)
from mapping.admin_map import OwnMapAdmin
from mapping.models import Address, BaseFeature, Entrance, NetworkVersion, PathEdge, PathNode, Quarter


@admin.register(Quarter)
class QuarterAdmin(OwnMapAdmin, PublishedAdmin, TicksAdmin, TranslationAdmin):
    list_display = ("name", "land", "is_default", "status")
    prepopulated_fields = {"slug": ("name",)}
    ticks = ("neighbours",)


@admin.register(BaseFeature)
class BaseFeatureAdmin(FromImportAdmin):
    list_display = ("source_id", "layer", "kind", "name", "quarter")
    list_filter = ("quarter", "layer")
    search_fields = ("name", "source_id")
    exclude = ("geometry",)


@admin.register(Address)
class AddressAdmin(FromImportAdmin):
    list_display = ("street", "number", "postcode", "city", "quarter")
    list_filter = ("quarter",)
    search_fields = ("street", "number")
    exclude = ("point",)


@admin.register(NetworkVersion)
class NetworkVersionAdmin(FromImportAdmin):
    list_display = ("quarter", "is_active", "source", "data_until", "created_at", "checksum")
    list_filter = ("is_active", "quarter", "source")
    search_fields = ("checksum", "quarter__name")
    list_select_related = ("quarter",)
    exclude = ("area",)


class OfVersionAdmin(FromImportAdmin):
    """Tens of thousands of rows: they are not counted twice for every page."""

    list_select_related = ("version__quarter",)
    show_full_result_count = False

    @admin.display(description=_("Quartier"))
    def quarter(self, row: Any) -> str:
        return str(row.version.quarter)


@admin.register(PathEdge)
class PathEdgeAdmin(OfVersionAdmin):
    list_display = ("key", "kind", "side", "name", "osm", "length_m", "dated", "quarter")
    list_filter = ("version__is_active", "version__quarter", "kind", "side")
    search_fields = ("=key", "=osm", "name", "word")
    exclude = ("geometry",)


@admin.register(PathNode)
class PathNodeAdmin(OfVersionAdmin):
    list_display = ("key", "seat", "toilet", "boundary", "quarter")
    list_filter = ("version__is_active", "version__quarter", "seat", "toilet", "boundary")
    search_fields = ("=key",)
    exclude = ("point",)


@admin.register(Entrance)
class EntranceAdmin(OfVersionAdmin):
    list_display = ("key", "kind", "facts", "quarter")
    list_filter = ("version__is_active", "version__quarter", "kind")
    search_fields = ("=key",)
    exclude = ("point",)
