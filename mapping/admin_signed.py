"""Signed routes in the admin: on our own map or from way points, with what the checks say of them."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from common.admin import PublishedAdmin
from mapping import profiles, signed_routes, signed_words
from mapping.admin_map import OwnMapAdmin
from mapping.admin_quarters import LineInQuarter
from mapping.models import SignedRoute
from mapping.routing import signed
from mapping.routing.signed import BLOCKED, OFF
from mapping.signed_forms import SignedRouteForm
from mapping.signed_routes import Checked

CHANGES_SHOWN = 10
REASONS_SHOWN = 5


@admin.register(SignedRoute)
class SignedRouteAdmin(OwnMapAdmin, PublishedAdmin, TranslationAdmin):
    form = SignedRouteForm
    list_display = ("name", "is_round", "meant_for", "keeper", "verified_on", "status")
    list_filter = ("status", LineInQuarter, "is_round")
    search_fields = ("name", "slug", "summary", "keeper")
    prepopulated_fields = {"slug": ("name",)}
    date_hierarchy = "verified_on"
    readonly_fields = ("verdicts", "changes", *PublishedAdmin.readonly_fields)
    fields = (*SignedRouteForm.Meta.fields, "seen", *readonly_fields)

    @admin.display(description=_("gedacht für"))
    def meant_for(self, route: SignedRoute) -> str:
        known = profiles.profiles().by_slug
        return ", ".join(profiles.label(known[slug]) for slug in route.profiles if slug in known)

    @admin.display(description=_("Prüfung am Wegenetz"))
    def verdicts(self, route: SignedRoute) -> str | SafeString:
        if route.pk is None:
            return gettext("Das zeigt sich nach dem Speichern.")
        (found,) = signed_routes.checked(SignedRoute.objects.filter(pk=route.pk).with_home())
        if found.home is None:
            return gettext("Hier sind keine Wege eingetragen, an denen dieser geprüft werden kann.")
        return format_html_join(SafeString("<br>"), "{}", ((line,) for line in _told(found)))

    @admin.display(description=_("Änderungen"))
    def changes(self, route: SignedRoute) -> str | SafeString:
        known = profiles.profiles().by_slug
        rows = route.changes.filter(profile__in=list(known), backward=False)[:CHANGES_SHOWN] if route.pk else ()
        told = ((signed_words.changed(row, profiles.inside(known[row.profile])),) for row in rows)
        return format_html_join(SafeString("<br>"), "{}", told) or "–"

    def save_model(self, request: HttpRequest, obj: SignedRoute, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        (found,) = signed_routes.checked(SignedRoute.objects.filter(pk=obj.pk).with_home())
        if found.home is None:
            text = gettext("Gespeichert. Hier sind keine Wege eingetragen, an denen der Verlauf geprüft werden kann.")
            self.message_user(request, text, messages.WARNING)
        for text in _warnings(found):
            self.message_user(request, text, messages.WARNING)


def _told(found: Checked) -> list[SafeString]:
    """One line for each profile and direction: those that it is meant for are in bold."""
    lines = []
    for profile in profiles.profiles().by_slug.values():
        for backward in (False, True):
            if (row := found.check(profile, backward=backward)) is None:
                continue
            said = signed_words.verdict(row.verdict)
            reasons = [signed_words.reason(one) for one in signed.read(row.found) if one.level == row.verdict]
            name = gettext("{profile}, umgekehrt") if backward else "{profile}"
            shape = "<b>{}</b>: {} {}{}" if profile.slug in found.route.profiles else "{}: {} {}{}"
            told = f" – {'; '.join(reasons[:REASONS_SHOWN])}" if reasons else ""
            lines.append(format_html(shape, name.format(profile=profiles.label(profile)), said.symbol, said.word, told))
    return lines


def _warnings(found: Checked) -> list[str]:
    """For whom it is meant and who cannot take it."""
    known = profiles.profiles().by_slug
    rows = [found.check(known[slug]) for slug in found.route.profiles if slug in known]
    return [
        gettext("{profile}: {verdict}. {reasons}").format(
            profile=profiles.label(known[row.profile]),
            verdict=signed_words.verdict(row.verdict).word,
            reasons="; ".join(signed_words.reason(one) for one in signed.read(row.found) if one.level == row.verdict),
        )
        for row in rows
        if row is not None and row.verdict in (OFF, BLOCKED)
    ]
