"""What takes place: dates by day, week and month, and one event."""

from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from common import params
from initiatives.models import Event
from portal import presentation
from portal.context import Site
from portal.dates.page import Page
from portal.dates.question import Question, parse
from portal.dates.record import EventPage
from portal.dates.subscribe import Subscription
from portal.linked_data import About, Teller
from portal.programme.month import Month
from portal.programme.question import MONTH
from portal.views.find_form import form
from portal.views.records import common, judgement, map_data
from portal.views.unfound import read
from portal.visit import visit


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """UsageError for a day, a view or a filter that there is not; a start that cannot be found is said beside."""
    question, unfound = read(request.GET, partial(_question, request))
    page = Page(question)
    if params.choice(request.GET, "format", ("druck",), ""):
        return redirect(f"{reverse('portal:programme')}?{_programme(page.question)}")
    context = {
        "site": Site(request, page.question.find.quarter),
        "page": page,
        "form": form(page.question.find, unfound),
        "unfound": unfound,
        "subscribe": Subscription.to(page.question.whose, request),
        "programme": _programme(page.question),
        "about": Teller(request).about(page.sentence, page.sentence, query=page.question.whose.query()),
    }
    return render(request, "portal/events.html", context, status=unfound.status if unfound else 200)


def _question(request: HttpRequest, query: QueryDict) -> Question:
    """The question, with the look that links on the page keep."""
    asked = parse(query, now=timezone.now())
    colours = Site(request, asked.find.quarter).scheme_slug
    return replace(asked, carried=(("farben", colours),) if colours else ())


def _programme(question: Question) -> str:
    """Query string of the sheet for the month that is shown; '' where there is none."""
    month = Month.of(question.window.day)
    first, last = Month.range(question.window.today)
    return urlencode([(MONTH, str(month)), *question.whose.pairs()]) if first <= month <= last else ""


@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(_events(), slug=slug)
    here = visit(request, found.place.point if found.place else None)
    page = EventPage(found, here)
    access = judgement(page.access, here.profile)
    context: dict[str, Any] = {
        **common(here),
        "event": found,
        "page": page,
        "place": found.place,
        "judgement": access,
        "facts": page.facts,
        "needs": found.effective_needs(),
        "subscribe": Subscription.to_event(found, request),
        "about": _about(page),
        "map_data": map_data(found.place, here, str(access["word"])) if found.place else None,
    }
    return render(request, "portal/event.html", context)


def _about(page: EventPage) -> About:
    teller = Teller(page.here.site.request)
    said = " ".join(filter(None, [f"{page.when}.", presentation.text(page.event, "about").text]))
    nodes = (teller.date(row.event_date) for row in page.rows)
    return teller.about(presentation.text(page.event, "title").text, said, *nodes)


def _events() -> QuerySet[Event]:
    related = ("place__kind__group", "place__organisation", "organisation", "initiative__lead")
    also = ("place__facts", "facts", "needs", "initiative__needs", "changes")
    return Event.objects.published().select_related(*related).prefetch_related(*also)
