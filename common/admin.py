"""What every admin page shares: records are archived instead of deleted, and no change of others is written over."""

from collections.abc import Collection
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.db.models import Model, QuerySet
from django.forms import BaseInlineFormSet, CharField, CheckboxSelectMultiple, ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from common.errors import UsageError
from common.forms import FreshForm, RowsFormSet, check_readable, say_what_is_right
from common.records import Status
from common.text import join_words, visible


class _Numbers:
    """Shows again what was sent, as long as it can be the key of a record; the field itself refuses the rest."""

    def optgroups(self, name: str, value: list[Any], attrs: Any = None) -> Any:
        return super().optgroups(name, [one for one in value if str(one).isdecimal()], attrs)  # type: ignore[misc]


class LinkSelect(_Numbers, AutocompleteSelect):
    pass


class LinksSelect(_Numbers, AutocompleteSelectMultiple):
    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        """Without the cross that takes all away at once: no key reaches it, and each one has its own."""
        return {**super().build_attrs(base_attrs, extra_attrs), "data-allow-clear": "false"}


class LinkedAdmin(BaseModelAdmin):
    """Every field of the form is on the page; nonsense in place of a record that is searched for gets a sentence."""

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """With the fields that a form has of its own: `modeltranslation` would show those of its `Meta` alone."""
        fields = list(super().get_fields(request, obj))
        return [*fields, *(name for name in self._own_fields if name not in fields)]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Without those for who may only look, because they have nothing to show."""
        found = super().get_fieldsets(request, obj)
        if self.has_change_permission(request, obj):
            return found
        own = self._own_fields
        return [(title, {**more, "fields": [one for one in more["fields"] if one not in own]}) for title, more in found]

    @property
    def _own_fields(self) -> Collection[str]:
        return getattr(self.form, "declared_fields", {}).keys()

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, CharField):
            field.validators.append(partial(check_readable, str(db_field.verbose_name)))
        if field:
            say_what_is_right(field)
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_foreignkey(
            db_field, request, **self._searched(LinkSelect, db_field, request, kwargs)
        )

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_manytomany(
            db_field, request, **self._searched(LinksSelect, db_field, request, kwargs)
        )

    def _searched(self, widget: Any, db_field: Any, request: HttpRequest, kwargs: dict[str, Any]) -> dict[str, Any]:
        if "widget" in kwargs or db_field.name not in self.get_autocomplete_fields(request):
            return kwargs
        return {**kwargs, "widget": widget(db_field, self.admin_site, using=kwargs.get("using"))}


class PublishedAdmin(LinkedAdmin, admin.ModelAdmin):
    """Public things are archived, never deleted: nothing that somebody typed is lost."""

    form: type[ModelForm] = FreshForm
    actions: tuple[str, ...] = ("archive", "publish")
    list_filter: tuple[Any, ...] = ("status",)
    readonly_fields: tuple[str, ...] = ("created_at", "updated_at")

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What the address wants to fill in; a link to another record is a number."""
        given = super().get_changeform_initial_data(request)
        for name, value in given.items():
            _check_link(self.opts, name, value)
        return given

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """A page that comes back after a refusal cannot hold a file; browsers forget it without a word."""
        if request.FILES:
            sent = [file for name in request.FILES for file in request.FILES.getlist(name)]
            names = join_words(visible(str(file.name)) for file in sent)
            text = gettext("Bitte auch die Datei noch einmal auswählen: {names}.").format(names=names)
            self.message_user(request, text, messages.WARNING)
        return super().render_change_form(request, context, *args, **kwargs)

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


def _check_link(model: Any, name: str, value: Any) -> None:
    links = {field.name for field in model.get_fields() if field.is_relation}
    for key in (value if isinstance(value, list) else [value]) if name in links else []:
        if not str(key).isdecimal():
            raise UsageError(name, key, gettext("eine ganze Zahl"))


class TicksAdmin(LinkedAdmin, admin.ModelAdmin):
    """Words of a short list are chosen by ticks: all of them are seen, and a tap takes none of the others away."""

    ticks: tuple[str, ...] = ()

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.ticks:
            kwargs["widget"] = CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class FewInline(LinkedAdmin, admin.TabularInline):
    """Rows of one record. More than anybody types are not even read: each costs time."""

    extra = 0
    max_num = 100
    formset: type[BaseInlineFormSet] = RowsFormSet

    def get_formset(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> Any:
        return super().get_formset(request, obj, **kwargs, absolute_max=self.max_num)


class FromImportAdmin(admin.ModelAdmin):
    """Rows that belong to an import: to look at, not to edit."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
