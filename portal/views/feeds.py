"""Dates for other programs: calendars to subscribe to, and a feed of what is new."""

import hashlib
from collections.abc import Callable, Sequence
from uuid import uuid5

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from actors.models import Place
from common import languages, params
from common.text import german_slug
from initiatives.feeds import atom
from initiatives.feeds.records import Venue, current, told
from initiatives.models import Event
from initiatives.models.events import EventQuerySet
from portal.dates.calendars import CalendarOf, rights
from portal.dates.whose import KNOWN, Whose, parse
from portal.find.question import PAGE

CALENDAR_TYPE = "text/calendar; charset=utf-8"
ATOM_TYPE = "application/atom+xml; charset=utf-8"
FRESH_S = 300  # a date that is cancelled today is heard of today
WHOSE = (PAGE.needs, *KNOWN, PAGE.quarter)


@require_safe
def calendar(request: HttpRequest) -> HttpResponseBase:
    """All dates of those who are asked for."""
    whose = _whose(request)
    events = current(whose.events(), timezone.now())
    return _calendar(request, events, whose.title, whose.place)


@require_safe
def event_calendar(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One event, also when it is long over."""
    params.only(request.GET, (PAGE.quarter,))
    events = Event.objects.published().filter(slug=slug)
    return _calendar(request, events, get_object_or_404(events).title)


def _calendar(request: HttpRequest, events: EventQuerySet, name: str, place: Place | None = None) -> HttpResponseBase:
    file = CalendarOf(events, name, request.build_absolute_uri(), pages(request), place)
    response = _unless_known(request, file.content, CALENDAR_TYPE, f'"{file.state}"')
    response["Content-Disposition"] = f'inline; filename="{german_slug(name)}.ics"'
    return response


@require_safe
def dates_feed(request: HttpRequest) -> HttpResponseBase:
    """New and changed events. What it says depends on the clock too, so it is made for everybody; it is short."""
    whose, now = _whose(request), timezone.now()
    found = told(atom.latest(whose.events(), now)[: atom.MOST])
    dates = atom.next_dates(found, now)
    about = _about(request, whose, [one.place for one in (*found, *dates.values()) if one.place])
    content = atom.feed(found, dates, about, pages=pages(request))
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    return _unless_known(request, lambda: content, ATOM_TYPE, etag)


def _whose(request: HttpRequest) -> Whose:
    params.only(request.GET, WHOSE, (PAGE.needs,))
    return parse(request.GET)


def _unless_known(request: HttpRequest, make: Callable[[], bytes], kind: str, etag: str) -> HttpResponseBase:
    """304 for who has this state already. No time tells it as well: nothing is younger when something is gone."""
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(make(), content_type=kind)
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={FRESH_S}"
    return response


def pages(request: HttpRequest) -> str:
    """The whole address below which the pages of events are; to reverse thousands takes long."""
    return request.build_absolute_uri(reverse("portal:events"))


def _about(request: HttpRequest, whose: Whose, places: Sequence[Venue]) -> atom.FeedHead:
    query, language = whose.query(), languages.active()
    quarter = whose.quarter
    return atom.FeedHead(
        name=whose.title,
        language=language,
        identity=uuid5(quarter.uuid, f"{language}?{query}"),
        page=request.build_absolute_uri(reverse("portal:events") + (f"?{query}" if query else "")),
        source=request.build_absolute_uri(),
        author=quarter.contact_name or str(settings.OPERATOR),
        email=quarter.contact_email,
        rights=rights(from_osm=any(place.from_osm for place in places)),
        since=quarter.updated_at,
    )
