"""The dates of events as rows: worked out for some years around today, renewed when an event changes and once a day.

Reading pages and feeds never expands a rule; what is stored is what `initiatives.recurrence` says.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from common.counts import Counts
from initiatives.models import Event, EventDate
from initiatives.recurrence import occurrences
from initiatives.recurrence.series import at, wall

BACK, AHEAD = timedelta(days=400), timedelta(days=800)
BATCH = 500

Row = tuple[datetime, datetime, datetime, bool, int | None]


def renew(events: Iterable[Event], now: datetime) -> Counts:
    """Writes only dates that differ. Give events `with_changes`."""
    total = Counts()
    for event in events:
        with transaction.atomic():
            total += _renew(event, now)
    return total


def _renew(event: Event, now: datetime) -> Counts:
    # Two renewals at once would write dates twice, and what was read before may have been edited since.
    event = Event.objects.select_for_update().get(pk=event.pk)
    wanted = {row[0]: row for row in rows(event, now)}
    stored = {one.original: one for one in event.dates.all()}
    gone = [one.pk for original, one in stored.items() if original not in wanted]
    changed = [one for original, one in stored.items() if original in wanted and _take(one, wanted[original])]
    new = [_new(event, row) for original, row in wanted.items() if original not in stored]
    EventDate.objects.filter(pk__in=gone).delete()
    EventDate.objects.bulk_update(changed, ["starts", "ends", "cancelled", "place"], batch_size=BATCH)
    EventDate.objects.bulk_create(new, batch_size=BATCH)
    same = len(stored) - len(gone) - len(changed)
    return Counts(new=len(new), changed=len(changed), unchanged=same, gone=len(gone))


def rows(event: Event, now: datetime) -> list[Row]:
    """Original start, start, end, whether it is cancelled, and the place, of every date from `BACK` to `AHEAD`."""
    changes = {wall(one.original): one for one in event.changes.all()}
    found = []
    for one in occurrences(event.series, now - BACK, now + AHEAD):
        change = changes.get(one.original)
        place = change.place_id if change and change.place_id else event.place_id
        cancelled = one.cancelled or bool(event.cancelled)
        found.append((at(one.original), one.start, one.end, cancelled, place))
    return found


def _take(stored: EventDate, row: Row) -> bool:
    """Whether something was other than the row says."""
    before = (stored.original, stored.starts, stored.ends, stored.cancelled, stored.place_id)
    _, stored.starts, stored.ends, stored.cancelled, stored.place_id = row
    return before != row


def _new(event: Event, row: Row) -> EventDate:
    original, starts, ends, cancelled, place = row
    return EventDate(event=event, original=original, starts=starts, ends=ends, cancelled=cancelled, place_id=place)
