"""Calendars of organisations in the admin: whose, from where, and the page that takes their events over."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.admin import TicksAdmin
from common.errors import Conflict, UsageError
from common.text import visible
from upkeep.forms import CalendarFileForm, CalendarForm
from upkeep.imports.ical import report
from upkeep.imports.ical.address import Address
from upkeep.imports.ical.comparison import Plan, What
from upkeep.imports.ical.fetch import fetch
from upkeep.imports.ical.run import import_calendar, preview, wait
from upkeep.models import Calendar, CalendarFile

TAKE = "admin:upkeep_calendar_take"
NEEDED = ("initiatives.add_event", "initiatives.change_event", "upkeep.change_calendar")


class CalendarAdmin(TicksAdmin):
    form = CalendarForm
    list_display = ("organisation", "source", "fetched_at", "result", "take_link")
    list_display_links = ("organisation", "source")
    list_select_related = ("organisation",)
    search_fields = ("organisation__name", "url")
    autocomplete_fields = ("organisation", "place", "initiative")
    readonly_fields = ("fetched_at", "result")
    ticks = ("needs",)
    change_form_template = "admin/upkeep/calendar/change_form.html"

    def save_model(self, request: HttpRequest, obj: Calendar, form: Any, change: bool) -> None:
        obj.etag = obj.last_modified = ""  # with another place or initiative the same file gives other events
        super().save_model(request, obj, form, change)

    @admin.display(description=_("Quelle"), ordering="url")
    def source(self, calendar: Calendar) -> str:
        return calendar.host or gettext("Datei")

    @admin.display(description=_("Übernahme"))
    def take_link(self, calendar: Calendar) -> SafeString:
        text = gettext("Termine übernehmen")
        whose = gettext("Termine übernehmen: {organisation}").format(organisation=calendar.organisation)
        return format_html('<a href="{}" aria-label="{}">{}</a>', reverse(TAKE, args=[calendar.pk]), whose, text)

    def get_readonly_fields(self, _request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Events know whose calendar they came from: that stays."""
        return ("organisation", *self.readonly_fields) if obj else self.readonly_fields

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        every: Any = super().get_fields(request, obj)
        return sorted(every, key=lambda name: name != "organisation")

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """The notes about its imports go with a calendar; its events stay."""
        deleted, counts, needed, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, {name for name in needed if name == self.opts.verbose_name}, protected

    def get_urls(self) -> list[URLPattern]:
        own = path("<int:pk>/termine/", self.admin_site.admin_view(self.take), name="upkeep_calendar_take")
        return [own, *super().get_urls()]

    def take(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page „Termine übernehmen“: send or fetch, look, confirm. Each step leads back to it."""
        user: Any = request.user
        if not user.has_perms(NEEDED):
            raise PermissionDenied
        calendar = get_object_or_404(self._calendars(), pk=pk)
        form = CalendarFileForm(request.POST or None, request.FILES or None) if _asks(request, "file") else None
        step = STEPS.get(request.POST.get("step", ""))
        if request.method != "POST" or step is None or (form and not form.is_valid()):
            return self._page(request, calendar, form or CalendarFileForm())
        try:
            step(request, calendar, form)
        except UsageError as error:
            messages.error(request, error.detail)
        return HttpResponseRedirect(reverse(TAKE, args=[calendar.pk]))

    @staticmethod
    def _calendars() -> QuerySet[Calendar]:
        return Calendar.objects.select_related("organisation", "place", "initiative")

    def _page(self, request: HttpRequest, calendar: Calendar, form: CalendarFileForm) -> HttpResponse:
        waiting = CalendarFile.objects.filter(calendar=calendar).first()
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Termine übernehmen"),
            "opts": self.opts,
            "calendar": calendar,
            "form": form,
            "waiting": waiting,
            **(_preview(calendar, waiting) if waiting else {}),
        }
        return TemplateResponse(request, "admin/upkeep/calendar/take.html", context)


def _asks(request: HttpRequest, step: str) -> bool:
    return request.method == "POST" and request.POST.get("step") == step


def _preview(calendar: Calendar, waiting: CalendarFile) -> dict[str, Any]:
    """What the template shows; an error if the file has become useless meanwhile."""
    try:
        plan = preview(calendar, bytes(waiting.content), at=timezone.now())
    except UsageError as error:
        return {"error": error.detail}
    return {"plan": plan, "summary": report.summary(plan), **_tables(plan)}


def _tables(plan: Plan) -> dict[str, Any]:
    return {
        "new": plan.of(What.NEW),
        "changed": plan.of(What.CHANGED),
        "gone": plan.of(What.GONE),
        "kept": plan.kept,
        "remarks": report.remarks(plan),
        "ignored": report.ignored(plan),
    }


# ------------------------------------------------------------------------------------------------------------- steps


def _send(_request: HttpRequest, calendar: Calendar, form: CalendarFileForm | None) -> None:
    file: Any = form and form.cleaned_data["file"]
    _wait(calendar, file.read(), visible(file.name))


def _fetch(_request: HttpRequest, calendar: Calendar, _form: CalendarFileForm | None) -> None:
    address = Address.parse(calendar.url)
    _wait(calendar, fetch(address).content or b"", calendar.host)


def _wait(calendar: Calendar, content: bytes, name: str) -> None:
    """Only what can be read is kept."""
    now = timezone.now()
    preview(calendar, content, at=now)
    wait(calendar, content, name=name, at=now)


def _confirm(request: HttpRequest, calendar: Calendar, _form: CalendarFileForm | None) -> None:
    """Exactly what was shown: the same bytes, and a plan with the same digest."""
    waiting = CalendarFile.objects.filter(calendar=calendar).first()
    if waiting is None or waiting.sha256 != request.POST.get("file"):
        right = _("der Kalender, der jetzt hier steht; der von vorhin ist schon übernommen, verworfen oder ersetzt")
        raise Conflict(gettext("Vorschau"), gettext("von vorhin"), right)
    user: Any = request.user
    plan = import_calendar(
        calendar,
        bytes(waiting.content),
        name=waiting.name,
        at=timezone.now(),
        by=user,
        expected=request.POST.get("plan", "") or "-",
    )
    messages.success(request, gettext("Übernommen: {summary}.").format(summary=report.summary(plan)))


def _drop(request: HttpRequest, calendar: Calendar, _form: CalendarFileForm | None) -> None:
    CalendarFile.objects.filter(calendar=calendar).delete()
    messages.info(request, gettext("Verworfen. Es wurde nichts geändert."))


STEPS = {"file": _send, "fetch": _fetch, "take": _confirm, "drop": _drop}
