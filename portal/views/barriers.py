"""Barriers of a quarter as a list, one barrier, its picture."""

from django.contrib.gis.geos import Point
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from common import params
from common.geo import LonLat
from mapping import profiles
from mapping.models import Barrier, BarrierPicture, Quarter
from portal import barriers
from portal.context import Site
from portal.find import features
from portal.find.question import chosen_quarter
from portal.pictures import jpeg
from portal.visit import holding, visit

MOST = 300  # in one list; a quarter has a few dozen
PROFILE = "profil"


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """UsageError for a profile or a quarter that does not exist."""
    quarter, _is_default = chosen_quarter(request.GET, "quartier")
    known = profiles.profiles().by_slug
    chosen = params.choice(request.GET, PROFILE, known, "", lambda slug: profiles.label(known[slug]))
    stored = list(Barrier.objects.public().within(quarter.boundary)[:MOST])
    found = barriers.sorted_by_state(barriers.told(stored, quarter, timezone.localdate()))
    if chosen:
        found = [one for one in found if any(stop.slug == chosen for stop in one.stops)]
    context = {
        "site": Site(request, quarter),
        "quarter": quarter,
        "all": len(stored),
        "open": [one for one in found if not one.is_over],
        "over": [one for one in found if one.is_over],
        "profiles": [(slug, profiles.label(profile), slug == chosen) for slug, profile in known.items()],
        "chosen": profiles.label(known[chosen]) if chosen else "",
    }
    return render(request, "portal/barriers.html", context)


@require_safe
def barrier(request: HttpRequest, slug: str) -> HttpResponse:
    """What is only reported, or was rejected, is not told to everybody: 404."""
    found = get_object_or_404(Barrier.objects.public(), slug=slug)
    here = visit(request, found.point)
    (told,) = barriers.told([found], _home(here.quarter, found.point), here.today)
    picture = BarrierPicture.objects.filter(barrier=found).defer("jpeg").first()
    context = {
        "site": here.site,
        "visit": here,
        "told": told,
        "barrier": found,
        "picture": picture,
        "page_address": request.build_absolute_uri(request.path),
        "map_data": features.on_one_map([_marker(told, found.point)], bbox=None, start=None, quarter=here.quarter),
    }
    return render(request, "portal/barrier.html", context)


def _home(named: Quarter | None, point: Point) -> Quarter | None:
    """The quarter whose ways tell of a point: the one in the address only if it holds the point."""
    return named if named and named.boundary.covers(point) else holding(point)


def _marker(told: barriers.Told, point: Point) -> dict[str, object]:
    return features.marker(
        LonLat.of(point),
        id=f"barrier-{told.barrier.slug}",
        type="barrier",
        name=told.title,
        kind="",
        group="hindernis",
        icon="ui:warning",
        word=told.state,
        url=told.barrier.get_absolute_url(),
    )


@require_safe
def picture(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The JPEG of a public barrier; 304 if the browser has it."""
    found = get_object_or_404(
        BarrierPicture.objects.defer("jpeg"), barrier__in=Barrier.objects.public().filter(slug=slug)
    )
    return jpeg(request, found)
