from django.contrib import admin
from modeltranslation.admin import TranslationAdmin

from initiatives.models import Programme


@admin.register(Programme)
class ProgrammeAdmin(TranslationAdmin):
    list_display = ("label", "slug", "order")
