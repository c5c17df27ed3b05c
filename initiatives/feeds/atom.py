"""What is new and what has changed among dates, as an Atom feed (RFC 4287)."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape, linebreaks
from django.utils.translation import gettext as _

from initiatives.feeds import said
from initiatives.feeds.lines import clean
from initiatives.feeds.records import Told, Venue
from initiatives.models import EventDate
from initiatives.models.events import EventQuerySet
from initiatives.recurrence import Series, words
from initiatives.recurrence.series import wall

MOST = 50


class NextDate(NamedTuple):
    """Local times, without a zone. `place` is where it really is, also if that is not where the event usually is."""

    start: datetime
    end: datetime
    cancelled: bool
    place: Venue | None


@dataclass(frozen=True)
class FeedHead:
    """Of the whole feed. `identity` never changes, wherever the feed lives; `since` is its time while it is empty."""

    name: str
    language: str
    identity: uuid.UUID
    page: str
    source: str
    author: str
    email: str
    rights: str
    since: datetime


def latest(events: EventQuerySet, now: datetime) -> EventQuerySet:
    """What was last written or changed first, of events that still have a date."""
    coming = EventDate.objects.published().filter(event=OuterRef("pk"), ends__gt=now)
    return events.filter(Q(Exists(coming)) | Q(ends__gt=now)).order_by("-updated_at", "-pk")


def next_dates(events: Iterable[Told], now: datetime) -> dict[int, NextDate]:
    """By event, the first date that is not over, in one query and one more for places."""
    dates = EventDate.objects.published().not_over(now).filter(event__in=[event.pk for event in events])
    found = dates.first_of_each().prefetch_related("place")
    return {date.event_id: _next_date(date) for date in found}


def _next_date(date: EventDate) -> NextDate:
    place = Venue.of(date.place) if date.place else None
    return NextDate(wall(date.starts), wall(date.ends), date.cancelled, place)


def feed(events: Sequence[Told], dates: dict[int, NextDate], about: FeedHead, *, pages: str) -> bytes:
    """The events in the order of the feed; below the address `pages` are the pages of events."""
    made = _Feed(
        title=clean(about.name),
        link=about.page,
        description=None,
        language=about.language,
        author_name=clean(about.author),
        author_email=about.email or None,
        feed_url=about.source,
        feed_copyright=clean(about.rights),
        feed_guid=about.identity.urn,
        since=about.since,
    )
    for event in events:
        made.add_item(**_entry(event, dates.get(event.pk), f"{pages}{event.slug}/"))
    return made.writeString("utf-8").encode()


class _Feed(Atom1Feed):
    """As Django writes it, but the same state gives the same bytes: an empty feed would be as new as the clock."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=self.feed["since"])


def _entry(event: Told, date: NextDate | None, url: str) -> dict[str, Any]:
    return {
        "title": clean(headline(event)),
        "link": url,
        "description": linebreaks(escape(clean(summary(event, date)))),
        "unique_id": event.uuid.urn,
        "pubdate": event.created_at,
        "updateddate": event.updated_at,
        "categories": [*map(clean, event.needs)],
    }


def headline(event: Told) -> str:
    """„Neu: Rudelsingen“, „Geändert: Rudelsingen“, „Fällt aus: Rudelsingen“."""
    if event.cancelled:
        return said.title(event, cancelled=True)
    return (_("Geändert: {title}") if event.sequence else _("Neu: {title}")).format(title=event.title)


def summary(event: Told, date: NextDate | None) -> str:
    """A line each: when by the rule, why not, when next and where."""
    place = date.place if date else event.place
    lines = [
        words.told(event.series),
        _("Abgesagt, weil: {reason}").format(reason=event.cancelled) if event.cancelled else "",
        _next(event, date) if date and not event.cancelled else "",
        said.location(event, place),
        event.about,
    ]
    return "\n".join(filter(None, lines))


def _next(event: Told, date: NextDate) -> str:
    """„Nächster Termin: Freitag, 4. Dezember 2026, 18 bis 20 Uhr“; also of one that falls out."""
    times = words.sentence(Series(date.start, date.end, all_day=event.series.all_day))
    text = _("Nächster Termin: {date} – fällt aus") if date.cancelled else _("Nächster Termin: {date}")
    return text.format(date=times)
