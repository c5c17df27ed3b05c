from django.contrib import admin
from modeltranslation.admin import TranslationAdmin

from common.admin import FromImportAdmin, PublishedAdmin
from mapping.admin_map import OwnMapAdmin
from mapping.models import Address, BaseFeature, Quarter


@admin.register(Quarter)
class QuarterAdmin(OwnMapAdmin, PublishedAdmin, TranslationAdmin):
    list_display = ("name", "land", "is_default", "status")
    prepopulated_fields = {"slug": ("name",)}
    filter_horizontal = ("neighbours",)


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
