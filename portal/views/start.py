"""The start page: what do you need?"""

from collections import Counter
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from actors.models import Kind, Need, Offering, Place
from common import params
from initiatives.models import Initiative
from mapping import profiles
from mapping.models import Quarter
from mapping.routing.profiles import Profile
from portal import presentation
from portal.context import Site
from portal.dates import coming
from portal.dates.rows import Row, Telling
from portal.linked_data import Teller
from portal.views.choices import profile_choices

PROMISE = gettext_lazy(
    "Hilfe, Pflege, Treffpunkte und Angebote in Ihrer Nähe: was es gibt, wie Sie hinkommen, wen Sie anrufen."
)
COUNTS_KEPT_S = 300  # the order of cards may lag behind a change by five minutes


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    site = Site.asked(request)
    needs = ordered_needs(site.quarter)
    profile = profiles.chosen(request.GET, "profil")
    context = {
        "site": site,
        "about": Teller(request).about(
            site.quarter.name if site.quarter else _("Quartierskarte"),
            str(PROMISE),
            query=urlencode({"quartier": site.carried["quartier"]}) if "quartier" in site.carried else "",
        ),
        "needs": needs,
        "emergency": presentation.emergency(needs),
        "profiles": profile_choices(profile),
        "start": params.text(request.GET, "von"),
        "dates": _next_dates(site, profile),
    }
    return render(request, "portal/start.html", context)


def _next_dates(site: Site, profile: Profile) -> list[Row]:
    """In the quarter; for who sets out with this profile."""
    if site.quarter is None:
        return []
    kept = dict(site.carried) | ({} if profile == profiles.profiles().default else {"profil": profile.slug})
    return coming.coming(coming.of_quarter(site.quarter), Telling(timezone.now(), profile, urlencode(kept)))


def ordered_needs(quarter: Quarter | None) -> list[Need]:
    """The needs that a quarter offers, the ones met by most of its entries first."""
    if quarter is None:
        return list(Need.objects.filter(optional=False))
    counts, needs = _counts(quarter), Need.objects.offered_in(quarter)
    return sorted(needs, key=lambda need: (-counts.get(need.slug, 0), need.order))


def _counts(quarter: Quarter) -> dict[str, int]:
    key = f"need-counts-{settings.DATABASES['default']['NAME']}-{quarter.pk}"
    return cache.get_or_set(key, lambda: count_by_need(quarter), COUNTS_KEPT_S) or {}


def count_by_need(quarter: Quarter) -> dict[str, int]:
    """Need slug → public places, offerings and initiatives that meet it. Five queries whatever the size."""
    boundary = Quarter.objects.values_list("boundary", flat=True).get(pk=quarter.pk)
    places = Place.objects.published().within(boundary).filter(kind__quiet=False)
    offerings = Offering.objects.published().offered_on(localdate()).within(boundary)
    counts = Counter(places.filter(needs__isnull=False).values_list("needs__slug", flat=True))
    counts.update(offerings.values_list("needs__slug", flat=True))
    initiatives = Initiative.objects.published().going_on().within(boundary)
    counts.update(initiatives.values_list("needs__slug", flat=True))
    by_kind = Counter(places.filter(needs__isnull=True).values_list("kind__slug", flat=True))
    for kind, need in Kind.needs.through.objects.values_list("kind__slug", "need__slug"):
        counts[need] += by_kind[kind]
    return dict(counts)
