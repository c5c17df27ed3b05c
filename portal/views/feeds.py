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
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common import params
from common.records import Source
from common.text import german_slug
from initiatives.feeds import atom, ical
from initiatives.feeds.events import complete, current, fingerprint
from initiatives.models import Event
from initiatives.models.events import EventQuerySet
from portal.dates.memory import Kept
from portal.dates.whose import KNOWN, Whose, parse
from portal.find.hits import OSM_ATTRIBUTION, OSM_LICENCE
from portal.find.question import PAGE

CALENDAR_TYPE = "text/calendar; charset=utf-8"
ATOM_TYPE = "application/atom+xml; charset=utf-8"
FRESH_S = 300  # a date that is cancelled today is heard of today
KEPT = Kept(room_bytes=16_000_000)
WHOSE = (PAGE.needs, *KNOWN, PAGE.quarter)


@require_safe
def calendar(request: HttpRequest) -> HttpResponseBase:
    """All dates of those who are asked for."""
    whose = _whose(request)
    events = current(whose.events(), timezone.now())
    return _calendar(request, events, whose.title, whose)


@require_safe
def event_calendar(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One event, also when it is long over."""
    params.only(request.GET, (PAGE.quarter,))
    events = Event.objects.published().filter(slug=slug)
    return _calendar(request, events, get_object_or_404(events).title)


def _calendar(request: HttpRequest, events: EventQuerySet, name: str, whose: Whose | None = None) -> HttpResponseBase:
    """The file is made only if neither they nor we have it: what it depends on is asked first."""
    year, place = localtime().year, whose.place if whose else None

    def make() -> bytes:
        found = list(complete(events))
        about = ical.CalendarHead(name, rights(found), request.build_absolute_uri())
        return ical.calendar(found, about, url=page_of(request), year=year, place=place)

    state = fingerprint(events, name, year, ical.FORMAT, settings.OWN_DATA_LICENCE, settings.OPERATOR)
    key = (request.build_absolute_uri(), state)
    response = _unless_known(request, lambda: KEPT.get(key, make), CALENDAR_TYPE, f'"{state}"')
    response["Content-Disposition"] = f'inline; filename="{german_slug(name)}.ics"'
    return response


@require_safe
def dates_feed(request: HttpRequest) -> HttpResponseBase:
    """New and changed events. What it says depends on the clock too, so it is made for everybody; it is short."""
    whose, now = _whose(request), timezone.now()
    found = list(complete(atom.latest(whose.events(), now))[: atom.MOST])
    content = atom.feed(found, atom.next_dates(found, now), _about(request, whose, found), url=page_of(request))
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


def page_of(request: HttpRequest) -> Callable[[str], str]:
    """Addresses of the pages of events, by slug; to reverse thousands takes long."""
    pages = request.build_absolute_uri(reverse("portal:events"))
    return lambda slug: f"{pages}{slug}/"


def _about(request: HttpRequest, whose: Whose, events: Sequence[Event]) -> atom.FeedHead:
    query, language = whose.query(), get_language() or settings.LANGUAGE_CODE
    quarter = whose.quarter
    return atom.FeedHead(
        name=whose.title,
        language=language,
        identity=uuid5(quarter.uuid, f"{language}?{query}"),
        page=request.build_absolute_uri(reverse("portal:events") + (f"?{query}" if query else "")),
        source=request.build_absolute_uri(),
        author=quarter.contact_name or str(settings.OPERATOR),
        email=quarter.contact_email,
        rights=rights(events),
        since=quarter.updated_at,
    )


def rights(events: Sequence[Event]) -> str:
    """Under which licences a file of these events stands."""
    own = _("Termine: {own}, {operator}.").format(own=settings.OWN_DATA_LICENCE, operator=settings.OPERATOR)
    if not any(event.place and event.place.source == Source.OSM for event in events):
        return own
    osm = _("Angaben zu Orten aus OpenStreetMap: {osm}, {attribution}.").format(
        osm=OSM_LICENCE, attribution=OSM_ATTRIBUTION
    )
    return f"{own} {osm}"
