"""Addresses under which dates are taken along: as a calendar, as a file, as a feed of what is new."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from initiatives.models import Event
from portal.dates.whose import Whose


@dataclass(frozen=True)
class Subscription:
    """Whole addresses. `calendar` opens the calendar program of the device; `feed` is '' for a single event."""

    title: str
    calendar: str
    file: str
    feed: str = ""

    @classmethod
    def to(cls, whose: Whose, request: HttpRequest) -> "Subscription":
        file, feed = (_address(request, name, whose.query()) for name in ("portal:calendar", "portal:dates_feed"))
        return cls(whose.title, as_calendar(file), file, feed)

    @classmethod
    def to_event(cls, event: Event, request: HttpRequest) -> "Subscription":
        file = request.build_absolute_uri(reverse("portal:event_calendar", args=[event.slug]))
        return cls(event.title, as_calendar(file), file)


def _address(request: HttpRequest, name: str, query: str) -> str:
    return request.build_absolute_uri(reverse(name) + (f"?{query}" if query else ""))


def as_calendar(address: str) -> str:
    """With the scheme that devices give to their calendar."""
    return f"webcal:{address.partition(':')[2]}"
