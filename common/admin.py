"""What every admin page shares: records are archived instead of deleted, and no change of others is written over."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common.forms import FreshForm
from common.records import Status


class PublishedAdmin(admin.ModelAdmin):
    """Public things are archived, never deleted: nothing that somebody typed is lost."""

    form: type[ModelForm] = FreshForm
    actions: tuple[str, ...] = ("archive", "publish")
    list_filter: tuple[Any, ...] = ("status",)
    readonly_fields: tuple[str, ...] = ("created_at", "updated_at")

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    @admin.action(description=_("Auswahl archivieren"), permissions=["change"])
    def archive(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._set(request, queryset, Status.ARCHIVED)

    @admin.action(description=_("Auswahl veröffentlichen"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._set(request, queryset, Status.PUBLISHED)

    def _set(self, request: HttpRequest, queryset: QuerySet[Any], status: Status) -> None:
        count = queryset.exclude(status=status).update(status=status, updated_at=timezone.now())
        text = ngettext("%(count)d Eintrag geändert.", "%(count)d Einträge geändert.", count) % {"count": count}
        self.message_user(request, text)


class FromImportAdmin(admin.ModelAdmin):
    """Rows that belong to an import: to look at, not to edit."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
