"""„So rechnen wir“: the numbers behind every way."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.context import Site
from portal.way import reckoning as tables


@require_safe
def reckoning(request: HttpRequest) -> HttpResponse:
    context = {
        "site": Site.asked(request),
        "heading": _("So rechnen wir"),
        "profiles": tables.profile_tables(),
        "classes": tables.class_tables(),
        "kerbs": tables.kerb_rows(),
        "attributes": tables.attributes(),
        "reasons": tables.reasons(),
        "crossings": tables.crossing_rows(),
    }
    return render(request, "portal/reckoning.html", context)
