"""Barriers and surveys in the admin: on our own map, with the edge they belong to and what they change there."""

import base64
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from common.admin import PublishedAdmin
from common.errors import UsageError
from mapping import anchors
from mapping.admin_map import OwnMapAdmin
from mapping.admin_quarters import PointInQuarter
from mapping.barrier_actions import move
from mapping.finding_forms import BarrierForm, PathSurveyForm
from mapping.models import Anchored, Barrier, BarrierPicture, PathSurvey, State

PREVIEW_PX = 320
OSM_PAGE = "https://www.openstreetmap.org/{}"


class FindingAdmin(OwnMapAdmin, PublishedAdmin):
    """Shared by all findings."""

    search_fields: tuple[str, ...] = ("slug", "osm", "edge_key")
    readonly_fields = (*PublishedAdmin.readonly_fields, "belongs_to", "changes")

    @admin.display(description=_("gehört zu"))
    def belongs_to(self, finding: Anchored) -> str | SafeString:
        if finding.pk is None:
            return gettext("Das zeigt sich nach dem Speichern.")
        place = anchors.whereabouts(finding)
        if not finding.osm or not anchors.is_of_osm(finding):
            return place
        link = OSM_PAGE.format(finding.osm)
        return format_html('{} – <a href="{}">{}</a>', place, link, gettext("in OpenStreetMap ansehen"))

    @admin.display(description=_("ändert im Wegenetz"))
    def changes(self, finding: Anchored) -> str | SafeString:
        effects = anchors.effects(finding) if finding.pk else []
        if not effects:
            return "–"
        rows = ((one.attribute, one.before, one.after) for one in effects)
        return format_html_join(SafeString("<br>"), "{}: {} → {}", rows)

    @admin.display(description=_("Wert"))
    def said(self, finding: Anchored) -> str:
        return "" if finding.told is None else anchors.said(finding.row.attribute, finding.told)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not obj.is_matched:
            text = gettext("Gespeichert, aber in der Nähe ist kein passender Weg. Bitte prüfen Sie die Stelle.")
            self.message_user(request, text, messages.WARNING)


@admin.register(Barrier)
class BarrierAdmin(FindingAdmin):
    form = BarrierForm
    readonly_fields = (*FindingAdmin.readonly_fields, "picture_now")
    list_display = ("__str__", "said", "state", "is_matched", "osm", "starts_on", "ends_on", "verified_on", "status")
    list_filter = ("state", "is_matched", PointInQuarter, "kind", "status")
    search_fields = (*FindingAdmin.search_fields, "description", "evidence", "verified_by")
    date_hierarchy = "created_at"
    actions = (*PublishedAdmin.actions, "confirm", "fix", "reject")

    def save_model(self, request: HttpRequest, obj: Barrier, form: Any, change: bool) -> None:
        if obj.state == State.CONFIRMED and not obj.verified_by:
            obj.verified_by = _name(request)
        super().save_model(request, obj, form, change)
        form.save_picture()

    @admin.display(description=_("Bild jetzt"))
    def picture_now(self, barrier: Barrier) -> str | SafeString:
        found = BarrierPicture.objects.filter(barrier=barrier.pk).first() if barrier.pk else None
        if found is None:
            return "–"
        source = f"data:image/jpeg;base64,{base64.b64encode(found.jpeg).decode()}"
        return format_html('<img src="{}" alt="{}" width="{}">', source, found.alternative, PREVIEW_PX)

    @admin.action(description=_("Auswahl bestätigen (ab jetzt zählt sie für Wege)"), permissions=["change"])
    def confirm(self, request: HttpRequest, queryset: QuerySet[Barrier]) -> None:
        self._move(request, queryset, State.CONFIRMED)

    @admin.action(description=_("Auswahl ist behoben"), permissions=["change"])
    def fix(self, request: HttpRequest, queryset: QuerySet[Barrier]) -> None:
        self._move(request, queryset, State.FIXED)

    @admin.action(description=_("Auswahl ablehnen"), permissions=["change"])
    def reject(self, request: HttpRequest, queryset: QuerySet[Barrier]) -> None:
        self._move(request, queryset, State.REJECTED)

    def _move(self, request: HttpRequest, queryset: QuerySet[Barrier], to: State) -> None:
        """What may not be moved stays as it is, and is named."""
        done = 0
        for barrier in queryset.order_by("pk"):
            try:
                move(barrier.pk, to=to, by=_name(request), on=timezone.localdate())
                done += 1
            except UsageError as error:
                self.message_user(request, f"{barrier} ({barrier.slug}): {error.detail}", messages.ERROR)
        text = ngettext("%(count)d Eintrag geändert.", "%(count)d Einträge geändert.", done) % {"count": done}
        self.message_user(request, text)


def _name(request: HttpRequest) -> str:
    """As everybody may read it: never what somebody signs in with. Who has no name is known to the history."""
    user: Any = request.user
    return str(user.get_full_name())


@admin.register(PathSurvey)
class PathSurveyAdmin(FindingAdmin):
    form = PathSurveyForm
    list_display = ("__str__", "said", "is_matched", "osm", "surveyed_on", "surveyed_by", "status")
    list_filter = ("is_matched", PointInQuarter, "attribute", "status")
    search_fields = (*FindingAdmin.search_fields, "note", "surveyed_by")
    date_hierarchy = "surveyed_on"
