"""Pages of text that the law asks for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.context import Site


def _page(request: HttpRequest, template: str) -> HttpResponse:
    return render(request, template, {"site": Site.asked(request)})


@require_safe
def imprint(request: HttpRequest) -> HttpResponse:
    return _page(request, "portal/imprint.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return _page(request, "portal/privacy.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return _page(request, "portal/accessibility.html")
