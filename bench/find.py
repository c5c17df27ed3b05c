"""How fast is the search? `python -m bench.find` from the project's folder.

Fills a database of its own (`qk_bench`, dropped afterwards) with synthetic places, asks `/api/find` through the whole
of Django, and compares with the bare SQL that the same request runs: the captured statements, sent again through a
cursor. Rows grow from 1,000 to 100,000, so that the table shows how the time grows too.
"""

import argparse
import logging
import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

import pgtrigger  # noqa: E402
from django.contrib.gis.geos import MultiPolygon, Point, Polygon  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from actors.models import AccessFact, Kind, Need, Offering, Organisation, Place  # noqa: E402
from bench._paired import Times, in_turns, ratio, timed  # noqa: E402
from common.geo import WGS84  # noqa: E402
from mapping.models import Address, Quarter  # noqa: E402

NAME = "qk_bench"
SIZES = (1_000, 10_000, 100_000)
BATCH = 5_000
EXPLAINED = 3
BOX = (13.20, 52.45, 13.50, 52.62)  # about 20 × 19 km, so that 100,000 places lie as dense as in a city
CENTRE = "13.3500,52.5350"
MOMENT = "2026-03-03T10:30"
QUESTIONS: dict[str, str] = {
    "need + near + open": f"need=gesundheit&near={CENTRE}&open={MOMENT}",
    "… + 15 minutes": f"need=gesundheit&near={CENTRE}&open={MOMENT}&minutes=15&profile=rollator",
    "… + only accessible": f"need=gesundheit&near={CENTRE}&open={MOMENT}&access=yes&profile=manual_wheelchair",
    "… + no known barrier": f"need=gesundheit&near={CENTRE}&open={MOMENT}&access=not-no&profile=manual_wheelchair",
    "text, exact": f"q=Apotheke&near={CENTRE}",
    "text, two words, a slip": f"q=Apoteke+Lindenstr&near={CENTRE}",
    "text, in names only": f"q=Sonnenblume&near={CENTRE}",
    "everything, page 1": "",
}
NAMES = ("Nord", "Linden", "Sonnenblume", "Adler", "Markt", "Kastanien", "Rosen", "Brunnen", "Stern", "Anker")
STREETS = ("Linden", "Kirch", "Schul", "Garten", "Berg", "Wald", "Wiesen", "Bach", "Mühlen", "Haupt")
FACTS = (("wheelchair", "yes"), ("wheelchair", "no"), ("wheelchair_help", "yes"), ("toilet_wheelchair", "yes"))


@contextmanager
def own_database() -> Iterator[None]:
    """A fresh database with the whole schema; the project's own one is not touched."""
    usual = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {NAME}")
        cursor.execute(f"CREATE DATABASE {NAME}")
    _switch(NAME)
    try:
        yield
    finally:
        _switch(usual)
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {NAME}")


def _switch(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def schema() -> Quarter:
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    boundary = MultiPolygon(Polygon.from_bbox(BOX), srid=WGS84)
    return Quarter.objects.create(slug="bench", name="Bench", boundary=boundary, land="BE", is_default=True)


def fill(quarter: Quarter, start: int, end: int, chance: random.Random) -> None:
    """Rows `start` to `end`, with the share of kinds, hours and facts that real extracts have."""
    with transaction.atomic(), pgtrigger.ignore():
        operators = organisations(start, end)
        for at in range(start, end, BATCH):
            places = [place(number, operators, chance) for number in range(at, min(at + BATCH, end))]
            made = Place.objects.bulk_create(places)
            belongings(quarter, made, chance)
        offerings(start, end, operators, chance)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def organisations(start: int, end: int) -> list[Organisation]:
    names = [f"Träger {NAMES[n % len(NAMES)]} {n}" for n in range(start // 20, end // 20)]
    rows = [Organisation(slug=f"o-{name.split()[-1]}", name=name, kind="provider") for name in names]
    return Organisation.objects.bulk_create(rows)


def hours(chance: random.Random) -> str:
    """Some hundred different texts; a third of the places has none."""
    if chance.random() < 0.35:
        return ""
    opens, closes = chance.randrange(7, 11), chance.randrange(16, 21)
    pause = chance.choice(("", "-12:00,13:00"))
    saturday = f"Sa {opens:02}:00-{chance.randrange(12, 15)}:00"
    return f"Mo-Fr {opens:02}:{chance.choice(('00', '30'))}{pause}-{closes}:00; {saturday}"


def place(number: int, operators: list[Organisation], chance: random.Random) -> Place:
    kind = chance.choice(KINDS)
    word, street = chance.choice(NAMES), chance.choice(STREETS)
    return Place(
        slug=f"p-{number}",
        name=f"{kind.label_de.split(',')[0]} {word} {number}",
        kind=kind,
        organisation=chance.choice(operators) if chance.random() < 0.2 else None,
        point=spot(chance),
        street=f"{street}{chance.choice(('straße', 'weg', 'platz'))}",
        number=str(chance.randrange(1, 90)),
        postcode="13435",
        city="Berlin",
        hours=hours(chance),
        verified_on=date(2026, 3, 3),
    )


def spot(chance: random.Random) -> Point:
    return Point(chance.uniform(BOX[0], BOX[2]), chance.uniform(BOX[1], BOX[3]), srid=WGS84)


def belongings(quarter: Quarter, places: list[Place], chance: random.Random) -> None:
    """Own needs for a tenth, facts for a third, an address for a fifth."""
    own = [entry for entry in places if chance.random() < 0.1]
    Place.needs.through.objects.bulk_create(Place.needs.through(place=p, need=chance.choice(NEEDS)) for p in own)
    known = [(entry, chance.choice(FACTS)) for entry in places if chance.random() < 0.33]
    AccessFact.objects.bulk_create(AccessFact(place=p, feature=feature, value=value) for p, (feature, value) in known)
    housed = [entry for entry in places if chance.random() < 0.2]
    Address.objects.bulk_create(
        Address(quarter=quarter, street=p.street, number=p.number, point=p.point, source_id=f"n/{p.pk}") for p in housed
    )


def offerings(start: int, end: int, operators: list[Organisation], chance: random.Random) -> None:
    """One offering for every fifty places, half of them with a place."""
    rows = [
        Offering(slug=f"a-{n}", title=f"Angebot {NAMES[n % len(NAMES)]} {n}", organisation=chance.choice(operators))
        for n in range(start // 50, end // 50)
    ]
    made = Offering.objects.bulk_create(rows)
    Offering.needs.through.objects.bulk_create(
        Offering.needs.through(offering=entry, need=chance.choice(NEEDS)) for entry in made
    )
    at = list(Place.objects.values_list("pk", flat=True)[: len(made)])
    Offering.places.through.objects.bulk_create(
        Offering.places.through(offering=entry, place_id=pk) for entry, pk in zip(made[::2], at, strict=False)
    )


@dataclass(frozen=True)
class Measure:
    """Milliseconds of the whole answer and of its bare statements."""

    whole: Times
    sql: Times
    queries: int
    matched: int
    bytes: int


def client_here() -> Client:
    return Client(SERVER_NAME="localhost")


def measure(query: str, rounds: int) -> Measure:
    client, url = client_here(), f"/api/find?{query}"
    client.get(url)  # the vocabulary and the opening hours are read once per process
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    assert response.status_code == 200, response.content
    statements = [entry["sql"] for entry in captured.captured_queries]
    runs = {"whole": lambda: [timed(lambda: client.get(url))], "sql": lambda: [timed(lambda: bare(statements))]}
    taken = in_turns(runs, rounds, warm=1)
    matched = response.json()["numberMatched"]
    return Measure(taken["whole"], taken["sql"], len(statements), matched, len(response.content))


def bare(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.cursor.execute(statement)
            if cursor.cursor.description:
                cursor.cursor.fetchall()


def table(sizes: tuple[int, ...], rounds: int) -> Iterator[str]:
    yield f"{'question':26} {'places':>8} {'matched':>8} {'SQL':>4} {'bare ms':>9} {'api ms':>9} {'ratio':>6} {'kB':>6}"
    quarter, done, chance = schema(), 0, random.Random(7)
    KINDS.extend(Kind.objects.all())
    NEEDS.extend(Need.objects.all())
    for size in sizes:
        started = time.perf_counter()
        fill(quarter, done, size, chance)
        done = size
        yield f"-- {size:,} places filled in {time.perf_counter() - started:.0f} s"
        for name, query in QUESTIONS.items():
            found = measure(query, rounds)
            yield (
                f"{name:26} {size:8,} {found.matched:8,} {found.queries:4} {found.sql.median_ms:9.1f}"
                f" {found.whole.median_ms:9.1f} {ratio(found.whole, found.sql):6.2f} {found.bytes / 1000:6.0f}"
            )


def explain(query: str) -> Iterator[str]:
    """The slowest statements of a question with their plans."""
    with CaptureQueriesContext(connection) as captured:
        client_here().get(f"/api/find?{query}")
    for entry in sorted(captured.captured_queries, key=lambda entry: -float(entry["time"]))[:EXPLAINED]:
        with connection.cursor() as cursor:
            statement = (
                entry["sql"].split("; ", 1)[-1] if entry["sql"].startswith("SELECT set_config") else entry["sql"]
            )
            cursor.cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {statement}")
            yield f"\n{entry['time']} s: {statement[:3000]}"
            yield from (row[0] for row in cursor.cursor.fetchall())


KINDS: list[Kind] = []
NEEDS: list[Need] = []


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--explain", choices=QUESTIONS, nargs="*", default=[])
    chosen = parser.parse_args()
    logging.disable(logging.INFO)
    with own_database():
        for line in table(tuple(chosen.sizes), chosen.rounds):
            print(line, flush=True)
        for name in chosen.explain:
            print(f"\n=== {name}", *explain(QUESTIONS[name]), sep="\n", flush=True)


if __name__ == "__main__":
    from config import cluster

    if not os.environ.get("DATABASE_URL"):
        cluster.ensure_running(say=print)
    main()
