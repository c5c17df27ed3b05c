"""Signed routes: the list of a quarter, and one of them with everything that is known of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from common import params
from common.geo import LonLat
from mapping import profiles
from mapping.models import SignedRoute
from mapping.routing.profiles import Profile
from mapping.signed_routes import checked
from portal.api.views import as_json
from portal.find.export import GEOJSON_TYPE, licence
from portal.find.features import collection
from portal.find.question import chosen_quarter
from portal.signed import page
from portal.signed.summary import Card, Summary, as_feature, first_meant, meant
from portal.views.choices import profile_choices
from portal.visit import Visit, visit

FORMS = ("geojson",)
BACK = "umgekehrt"


@require_safe
def signed_routes(request: HttpRequest) -> HttpResponse:
    """With `profil` those that are meant for it, judged for it; else all, each for those it is meant for."""
    wanted = params.choice(request.GET, "format", FORMS, "")
    profile = _chosen(request)
    quarter, _is_default = chosen_quarter(request.GET, "quartier")
    here = visit(request, quarter.boundary)
    every = list(SignedRoute.objects.published().in_quarter(quarter).with_home())
    shown = checked(route for route in every if profile is None or profile.slug in route.profiles)
    if wanted:
        return _collection([as_feature(one, _address(request, one.route)) for one in shown])
    context = {
        "site": here.site,
        "visit": here,
        "quarter": quarter,
        "profile": profile,
        "profile_label": profiles.inside(profile) if profile else "",
        "profiles": _filters(here, profile),
        "cards": [Card.of(one, profile) for one in shown],
        "hidden": len(every) - len(shown),
        "total": len(every),
    }
    return render(request, "portal/signed_routes.html", context)


def _chosen(request: HttpRequest) -> Profile | None:
    return profiles.chosen(request.GET, "profil") if params.text(request.GET, "profil") else None


def _filters(here: Visit, profile: Profile | None) -> list[dict[str, Any]]:
    """Every profile as a link that keeps the rest; none of them is chosen on the list of all."""
    return [
        {"slug": one.slug, "label": one.label, "icon": one.icon, "chosen": profile is not None and one.chosen}
        for one in profile_choices(here.profile)
    ]


def _collection(features: list[dict[str, Any]]) -> HttpResponse:
    return as_json(collection(features, numberReturned=len(features), licence=licence()), GEOJSON_TYPE)


def _address(request: HttpRequest, route: SignedRoute) -> str:
    return request.build_absolute_uri(route.get_absolute_url())


@require_safe
def signed_route(request: HttpRequest, slug: str) -> HttpResponse:
    """For the profile asked for, else the first that it is meant for; `richtung=umgekehrt` is the way back."""
    route = get_object_or_404(SignedRoute.objects.published().with_home(), slug=slug)
    wanted = params.choice(request.GET, "format", FORMS, "")
    backward = params.choice(request.GET, "richtung", (BACK,), "") == BACK
    profile = _chosen(request) or first_meant(route)
    here = visit(request, route.line)
    (found,) = checked([route])
    if wanted:
        return as_json({**as_feature(found, _address(request, route)), "licence": licence()}, GEOJSON_TYPE)
    return render(request, "portal/signed_route.html", _context(request, here, Summary(found, profile, backward)))


def _context(request: HttpRequest, here: Visit, summary: Summary) -> dict[str, Any]:
    route = summary.route
    shown = page.shown(summary, here.quarter) if here.quarter else None
    first = LonLat(*(route.points[-1] if summary.backward else route.points[0]))
    return {
        "site": here.site,
        "visit": here,
        "route": route,
        "summary": summary,
        "back": summary.other_way(),
        "direction": BACK if summary.backward else "",
        "other_direction": "" if summary.backward else BACK,
        "meant": [profiles.inside(profile) for profile in meant(route)],
        "rows": page.table(summary.checked, summary.profile, backward=summary.backward),
        "changes": page.changes(summary),
        "told": shown.told if shown else None,
        "way": shown.way if shown else None,
        "map_data": shown.map_data if shown else None,
        "begin": str(first),
        "page_address": request.build_absolute_uri(reverse("portal:signed_route", args=[route.slug])),
    }
