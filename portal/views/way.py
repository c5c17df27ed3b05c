"""The page of one way: the form, the route with everything there is to know about it, or why there is none."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common import params
from common.errors import Text, UsageError
from mapping import limit_words, profiles
from mapping.routing.blocked import NoRoute
from portal import colouring
from portal.context import Site
from portal.way import page
from portal.way.answer import Answer, answer
from portal.way.form import form
from portal.way.question import PAGE, Way, parse

FORMS = ("druck",)


@require_safe
def way(request: HttpRequest) -> HttpResponse:
    """A mistake in the address gives the form again, with what was typed and one sentence."""
    try:
        wanted = params.choice(request.GET, "format", FORMS, "")
        asked = _question(request)
        found = answer(asked, (PAGE.start, PAGE.goal), others=not asked.other) if asked.ends else None
    except UsageError as error:
        context = {"form": form(request.GET), "error": error, "sentence": error.called(_label(error.field))}
        return render(request, "portal/way.html", context, status=error.status)
    answered = _answered(request, found) if found else {}
    template = "portal/way_print.html" if wanted and found else "portal/way.html"
    return render(request, template, {**_asked(request, asked), **answered})


def _label(field: str) -> Text:
    labels: dict[str, Text] = {
        PAGE.start: _("Wo beginnt der Weg?"),
        PAGE.goal: _("Wohin möchten Sie?"),
        **limit_words.LIMIT_LABELS,
    }
    return labels.get(field, field)


def _question(request: HttpRequest) -> Way:
    """The question, with the look that links on the page keep."""
    asked = parse(request.GET, now=timezone.now())
    colours = Site(request, asked.quarter).scheme_slug
    scheme = (("farben", colours),) if colours else ()
    return replace(asked, carried=(*scheme, *colouring.kept(request.GET)))


def _asked(request: HttpRequest, asked: Way) -> dict[str, Any]:
    own = asked.traveller.own.items()
    return {
        "site": Site(request, asked.quarter),
        "way": asked,
        "form": form(request.GET),
        "notices": [stop.notice for stop in (asked.start, asked.goal) if stop and stop.notice],
        "own_limits": [limit_words.limit_text(name, value) for name, value in own],
        "dropped": [limit_words.LIMIT_LABELS[name] for name in asked.dropped],
        "profile_label": profiles.label(asked.profile),
        "now": timezone.now(),
    }


def _answered(request: HttpRequest, found: Answer) -> dict[str, Any]:
    refused = isinstance(found.found, NoRoute)
    told = page.refusal_page(found) if refused else page.route_page(found)
    shared = page.url(replace(found.way, carried=()))
    return {
        "told": told,
        "refused": refused,
        "moment": page.moment(found.way),
        "back_url": page.url(found.way.back()),
        "best_url": page.url(found.way.changed()) if found.way.other else "",
        "print_url": page.url(found.way, ("format", "druck")),
        "page_url": page.url(found.way),
        "page_address": request.build_absolute_uri(shared),
        "map_data": page.map_data(found, told),
        "colouring": colouring.colouring(found.way.quarter, found.way.traveller, on=colouring.is_on(request.GET)),
    }
