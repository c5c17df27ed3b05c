"""How fast are calendars and pages of dates? `python -m bench.dates` from the project's folder.

Fills the database of its own of `bench.find` with events, half of them recurring, and asks the service through the
whole of Django. Each answer is compared with bare SQL in turns: calendars and the feed with the statements that fetch
their rows, captured and sent again through a cursor; the month with one query for its dates and all they name.
"""

import argparse
import gc
import logging
import os
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from bench.find import bare, client_here, own_database, schema, spot  # sets Django up

import pgtrigger  # isort: skip
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actors.models import Kind, Need, Organisation, Place
from bench._paired import in_turns, ratio, timed
from initiatives.dates import rows
from initiatives.models import DateChange, Event, EventDate, Initiative
from initiatives.recurrence import Rule
from initiatives.recurrence.series import at, wall
from portal.dates import disk
from portal.dates.calendars import KEPT

SIZES = (300, 10_000)
BATCH = 2_000
PLACES, ORGANISATIONS, INITIATIVES = 500, 100, 200
RULES = (
    "FREQ=WEEKLY;BYDAY={day}",
    "FREQ=WEEKLY;BYDAY={day};COUNT=12",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY={day}",
    "FREQ=MONTHLY;BYDAY=-1{day}",
    "FREQ=MONTHLY;BYDAY=1{day},3{day}",
)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORDS = ("Rudelsingen", "Demenzcafé", "Sprechstunde", "Mittagstisch", "Sitzgymnastik", "Spaziergang", "Handarbeit")
ABOUT = "Wir treffen uns, reden, trinken Kaffee und lernen einander kennen; alle sind willkommen, auch ohne Anmeldung."
MONTH = """
SELECT * FROM initiatives_eventdate d JOIN initiatives_event e ON e.id = d.event_id
LEFT JOIN initiatives_initiative i ON i.id = e.initiative_id LEFT JOIN actors_organisation o ON o.id = e.organisation_id
LEFT JOIN actors_place p ON p.id = d.place_id LEFT JOIN actors_kind k ON k.id = p.kind_id
LEFT JOIN actors_group g ON g.id = k.group_id
WHERE e.status = 'published' AND d.ends > %s AND d.starts < %s ORDER BY d.starts, d.ends, d.id
"""


@dataclass(frozen=True)
class Contest:
    """`theirs` is the bare query to beat; None: the statements of the answer itself when it is made anew.

    `first`: nobody has made it before. `kept`: our process has, else another one before it was started. `renewed`: one
    event was changed since. `known`: the asker has it, and says so with its ETag.
    """

    address: str
    theirs: Callable[[], object] | None = None
    first: bool = False
    kept: bool = False
    renewed: bool = False
    known: bool = False


def month_rows() -> None:
    """All dates of this month with what a line tells of them."""
    first = wall(timezone.now()).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    last = (first + timedelta(days=32)).replace(day=1)
    with connection.cursor() as cursor:
        cursor.execute(MONTH, [at(first), at(last)])
        cursor.fetchall()


def change_one() -> None:
    Event.objects.filter(slug="t-7").update(updated_at=timezone.now())


CONTESTS: dict[str, Contest] = {
    "calendar of the quarter": Contest("/termine/kalender.ics"),
    "… never made before": Contest("/termine/kalender.ics", first=True),
    "… made before": Contest("/termine/kalender.ics", kept=True),
    "… after one change": Contest("/termine/kalender.ics", kept=True, renewed=True),
    "… that one has already": Contest("/termine/kalender.ics", kept=True, known=True),
    "calendar for a need": Contest("/termine/kalender.ics?bedarf=demenz"),
    "calendar of an initiative": Contest("/termine/kalender.ics?initiative=i-7"),
    "feed of what is new": Contest("/termine/neu.atom"),
    "month page": Contest("/termine/?ansicht=monat", month_rows),
}


# ------------------------------------------------------------------------------------------------------------- filling


def ground(chance: random.Random) -> tuple[list[Place], list[Organisation], list[Initiative]]:
    """Who invites, and where."""
    kinds, needs = list(Kind.objects.all()), list(Need.objects.all())
    organisations = Organisation.objects.bulk_create(
        Organisation(slug=f"o-{n}", name=f"Träger {n}", kind="provider", phone="030 12345")
        for n in range(ORGANISATIONS)
    )
    places = Place.objects.bulk_create(
        Place(slug=f"p-{n}", name=f"Haus {n}", kind=chance.choice(kinds), point=spot(chance), street="Lindenstraße")
        for n in range(PLACES)
    )
    initiatives = Initiative.objects.bulk_create(
        Initiative(slug=f"i-{n}", title=f"Initiative {n}", state="active", lead=chance.choice(organisations))
        for n in range(INITIATIVES)
    )
    for made in initiatives:
        made.needs.set(chance.sample(needs, 2))
        made.places.set(chance.sample(places, 2))
    return places, organisations, initiatives


def fill(start: int, end: int, belonging: tuple[list[Place], list[Organisation], list[Initiative]]) -> None:
    chance, now, needs = random.Random(start), timezone.now(), list(Need.objects.all())
    for begin in range(start, end, BATCH):
        with transaction.atomic(), pgtrigger.ignore():
            some = [event(n, chance, now, belonging) for n in range(begin, min(begin + BATCH, end))]
            made = Event.objects.bulk_create(some)
            links = Event.needs.through
            links.objects.bulk_create(links(event=one, need=chance.choice(needs)) for one in made[::3])
            DateChange.objects.bulk_create(changed(one) for one in made[::10] if one.rule)
            own = Event.objects.filter(pk__in=[one.pk for one in made]).with_changes()
            EventDate.objects.bulk_create((date(one, row) for one in own for row in rows(one, now)), batch_size=BATCH)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def event(
    number: int,
    chance: random.Random,
    now: datetime,
    belonging: tuple[list[Place], list[Organisation], list[Initiative]],
) -> Event:
    """Every second one recurs; the others lie in the year around today."""
    places, organisations, initiatives = belonging
    rule = chance.choice(RULES).format(day=chance.choice(DAYS)) if number % 2 else ""
    first = wall(now + timedelta(days=chance.randrange(-365, 180 if rule else 365)))
    start = first.replace(hour=chance.randrange(8, 20), minute=0, second=0, microsecond=0)
    start = Rule.parse(rule).first_from(start) if rule else start
    return Event(
        slug=f"t-{number}",
        title=f"{chance.choice(WORDS)} {number}",
        about=ABOUT,
        starts=at(start),
        ends=at(start + timedelta(hours=2)),
        rule=rule,
        place=chance.choice(places),
        organisation=chance.choice(organisations) if number % 3 else None,
        initiative=chance.choice(initiatives) if number % 4 == 0 else None,
        cost="free",
        updated_at=datetime(2026, 3, 3, tzinfo=UTC),
    )


def changed(one: Event) -> DateChange:
    return DateChange(event=one, original=one.starts, cancelled=True, note="Die Halle ist zu.")


def date(one: Event, row: tuple[datetime, datetime, datetime, bool, int | None]) -> EventDate:
    original, starts, ends, cancelled, place = row
    return EventDate(event=one, original=original, starts=starts, ends=ends, cancelled=cancelled, place_id=place)


# ----------------------------------------------------------------------------------------------------------- measuring


def measure(contest: Contest, rounds: int) -> str:
    """One line of the table without its name."""
    client = client_here()
    first = client.get(contest.address)  # what is read once per process is read now
    if first.status_code != 200:
        return f"   answers {first.status_code}: not measured"
    headers = {"If-None-Match": first["ETag"]} if contest.known else {}

    def ask() -> int:
        if contest.first:
            disk.forget()
        if not contest.kept:
            KEPT.forget()
        if contest.renewed:
            change_one()
        return client.get(contest.address, headers=headers).status_code

    disk.forget()
    KEPT.forget()
    with CaptureQueriesContext(connection) as captured:
        client.get(contest.address)
    statements = [entry["sql"] for entry in captured.captured_queries]
    theirs = contest.theirs or partial(bare, statements)
    runs = {"ours": lambda: [timed(ask)], "bare": lambda: [timed(theirs)]}
    taken = in_turns(runs, rounds, warm=1)
    return (
        f"{ask():5} {len(statements):5} {taken['bare'].median_ms:9.1f} {taken['ours'].median_ms:9.1f}"
        f" {ratio(taken['ours'], taken['bare']):6.2f} {len(first.content) / 1000:7.0f}"
    )


def table(sizes: tuple[int, ...], rounds: int, chosen: list[str]) -> Iterator[str]:
    yield f"{'answer':26} {'status':>5} {'SQL':>4} {'bare ms':>9} {'ours ms':>9} {'ratio':>6} {'kB':>7}"
    schema()
    belonging, done = ground(random.Random(7)), 0
    for size in sizes:
        started = time.perf_counter()
        fill(done, size, belonging)
        done = size
        filled = time.perf_counter() - started
        yield f"-- {size:,} events with {EventDate.objects.count():,} dates, filled in {filled:.0f} s"
        for name in chosen:
            yield f"{name:26} {measure(CONTESTS[name], rounds)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--only", choices=CONTESTS, nargs="+", default=list(CONTESTS))
    chosen = parser.parse_args()
    logging.disable(logging.INFO)
    gc.freeze()  # as the web server's worker does, for both contestants
    with own_database():
        for line in table(tuple(chosen.sizes), chosen.rounds, chosen.only):
            print(line, flush=True)


if __name__ == "__main__":
    from config import cluster

    if not os.environ.get("DATABASE_URL"):
        cluster.ensure_running(say=print)
    main()
