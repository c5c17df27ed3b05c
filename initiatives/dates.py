"""The dates of events as rows: worked out for some years around today, renewed when an event changes and once a day.

Reading pages and feeds never expands a rule; what is stored is what `initiatives.recurrence` says.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from common.counts import Counts
from initiatives.models import Event, EventDate
from initiatives.recurrence import occurrences
from initiatives.recurrence.series import at, wall

BACK, AHEAD = timedelta(days=400), timedelta(days=800)
EVENTS, DATES = 100, 2_000  # of one transaction, of one statement

Row = tuple[datetime, datetime, datetime, bool, int | None]

# One array for each column: a row of values each, as `bulk_create` sends, takes three times as long.
WRITE = """
INSERT INTO initiatives_eventdate (event_id, original, starts, ends, cancelled, place_id)
SELECT * FROM unnest(
    %s::bigint[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[], %s::boolean[], %s::bigint[]
)
ON CONFLICT (event_id, original) DO UPDATE
SET starts = excluded.starts, ends = excluded.ends, cancelled = excluded.cancelled, place_id = excluded.place_id
"""


def renew(events: Iterable[Event], now: datetime) -> Counts:
    """Writes only dates that differ. Which events they are is all that counts: they are read again under a lock."""
    keys = [event.pk for event in events]
    batches = (keys[begin : begin + EVENTS] for begin in range(0, len(keys), EVENTS))
    return sum((_renew(batch, now) for batch in batches), Counts())


@transaction.atomic
def _renew(keys: list[int], now: datetime) -> Counts:
    # Two renewals at once would write dates twice, and what was read before may have been edited since.
    events = Event.objects.filter(pk__in=keys).order_by("pk").select_for_update().with_changes()
    wanted = {(event.pk, row[0]): row for event in events for row in rows(event, now)}
    columns = ("event", "original", "starts", "ends", "cancelled", "place")
    found = EventDate.objects.filter(event__in=keys).order_by().values_list("pk", *columns)
    stored = {(event, row[0]): (pk, tuple(row)) for pk, event, *row in found}
    gone = [pk for key, (pk, _row) in stored.items() if key not in wanted]
    new = {key: row for key, row in wanted.items() if key not in stored}
    changed = {key: row for key, row in wanted.items() if key in stored and stored[key][1] != row}
    EventDate.objects.filter(pk__in=gone).delete()
    _write([(event, *row) for (event, _original), row in (new | changed).items()])
    return Counts(len(new), len(changed), len(wanted) - len(new) - len(changed), len(gone))


def _write(dates: list[tuple[Any, ...]]) -> None:
    """New ones, and others in the place of those with the same event and original start."""
    with connection.cursor() as cursor:
        for begin in range(0, len(dates), DATES):
            columns = zip(*dates[begin : begin + DATES], strict=True)
            cursor.execute(WRITE, list(map(list, columns)))


def rows(event: Event, now: datetime) -> list[Row]:
    """Original start, start, end, whether it is cancelled, and the place, of every date from `BACK` to `AHEAD`.

    Moments are in UTC, as they are read: one of the hour that comes twice in autumn equals none of another zone.
    """
    changes = {wall(one.original): one for one in event.changes.all()}
    is_called_off = bool(event.cancelled)
    found = []
    for one in occurrences(event.series, now - BACK, now + AHEAD):
        change = changes.get(one.original)
        place = change.place_id if change and change.place_id else event.place_id
        cancelled = one.cancelled or is_called_off
        original, start, end = (moment.astimezone(UTC) for moment in (at(one.original), one.start, one.end))
        found.append((original, start, end, cancelled, place))
    return found
