"""How fast are the ways, and are they right? `python -m bench.routing` from the project's folder, after `make setup`.

In one run, on OpenStreetMap extracts (`--extracts`; those beside the project if there are any):

* point to point against Valhalla (`pyvalhalla`, in process and its service over HTTP), on tiles of the same extract,
* the same between vertices against pgRouting (`pgr_dijkstra` over a table of the same edges),
* the nearest facility for all vertices and 50 origins to everything within 1,000 m against pandana,
* a list of 100 targets, seconds from file to network, memory per process, and how all that grows to a city of 250,000
  vertices.

Answers are compared before anything is timed: the same costs as pgRouting (1e-6) and pandana (0.1 % or 1 m), the share
of pairs within 5 % of Valhalla, which reads the map differently. Then 3 warm-ups and `--rounds` rounds in alternating
order (a sixth of them for 500 pairs, in turns after every 20). The table has medians, 95th percentiles, the median of
the ratios round by round, and a quiet ratio from the quickest round of every task, which a busy machine does not touch.
A peer that is missing is said to be missing.

Needs a database of its own (`qk_bench_ways`, dropped afterwards) and environments for the peers under `var/bench`,
which are made on the first run: Valhalla's wheel needs Python 3.12 or newer. pgRouting is a package of the system
(Debian: postgresql-15-pgrouting); nothing else needs it. Results also go to `var/bench/routing-<time>.json`.
"""

import argparse
import contextlib
import hashlib
import http.client
import logging
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import django
import shapely

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from bench import _contests as contests  # noqa: E402
from bench import _ways as ways  # noqa: E402
from bench._contests import Table  # noqa: E402
from bench._growth import growth  # noqa: E402
from bench._peers import HOME, environment, worker  # noqa: E402
from bench.tiles import database_url, free_port, served  # noqa: E402
from mapping.models import Quarter  # noqa: E402
from mapping.network import engine as engine_of  # noqa: E402
from mapping.routing.engine import Engine  # noqa: E402
from mapping.routing.graph import Network  # noqa: E402

NAME = "qk_bench_ways"
BESIDE = settings.BASE_DIR.parent / "shared" / "data" / "osm"
VALHALLA, PANDANA = ("pyvalhalla==3.9.1",), ("pandana==0.8",)
PARTS = ("valhalla", "http", "pgrouting", "pandana", "targets", "growth")


@contextlib.contextmanager
def own_database() -> Iterator[str]:
    """A fresh database and folder for arrays; gives the address of the database."""
    usual, place = connection.settings_dict["NAME"], settings.VAR
    address = urlsplit(database_url())
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {NAME}")
    _switch(NAME, HOME / "ways")
    try:
        call_command("migrate", verbosity=0)
        call_command("load_reference", verbosity=0)
        yield urlunsplit(address._replace(path=f"/{NAME}"))
    finally:
        _switch(usual, place)
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


def _switch(name: str, var: Path) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
    settings.VAR = var
    var.mkdir(parents=True, exist_ok=True)


def imported(extract: Path) -> tuple[Quarter, Engine]:
    slug = short(extract)
    call_command("import_osm", extract, "--quarter", slug, "--name", slug.title(), stdout=StringIO())
    quarter = Quarter.objects.get(slug=slug)
    quarter.status = "published"
    quarter.save()
    found = engine_of(quarter)
    if found is None:
        raise SystemExit(f"{extract.name} gave no network.")
    return quarter, found


class Service:
    """One service over one open connection."""

    def __init__(self, port: int) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def get(self, path: str) -> tuple[int, bytes]:
        self.line.request("GET", path)
        answer = self.line.getresponse()
        return answer.status, answer.read()

    def own(self, slug: str, pair: ways.Pair) -> tuple[int, bytes]:
        (west, south), (east, north) = pair
        return self.get(f"/api/route?from={west:.7f},{south:.7f}&to={east:.7f},{north:.7f}&profile={slug}")

    def valhalla(self, request: str) -> tuple[int, bytes]:
        return self.get(f"/route?json={quote(request)}")


@contextlib.contextmanager
def own_service(address: str) -> Iterator[Service]:
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "config.wsgi:application", f"--bind=127.0.0.1:{port}"]
    command += ["--workers=1", "--threads=2", "--no-control-socket"]
    with served(command, port, DATABASE_URL=address, VAR_DIR=str(HOME / "ways")):
        yield Service(port)


# --- the run --------------------------------------------------------------------------------------------------------


def short(extract: Path) -> str:
    return extract.name.split("-")[0]


def measure(extract: Path, table: Table, chosen: argparse.Namespace, address: str) -> Network:
    """Everything that one extract is measured for."""
    name = short(extract)
    built = ways.build(extract)
    table.note(name, "file → network", read_s=built.read_s, draft_s=built.draft_s, compile_s=built.compile_s)
    quarter, engine = imported(extract)
    network = engine.network
    checksum = hashlib.sha256(extract.read_bytes()).hexdigest()[:12]
    table.note(name, "network", vertices=network.vertices, edges=network.edges, sha256=checksum)
    pairs = ways.pairs(engine, chosen.pairs, chosen.seed, shapely.from_wkb(bytes(quarter.boundary.wkb)))
    rounds = max(1, chosen.rounds // 6)
    if "valhalla" in chosen.parts:
        with contextlib.ExitStack() as stack:
            own = stack.enter_context(own_service(address)) if "http" in chosen.parts else None
            with_valhalla(stack, contests.PointToPoint(table, name, engine, pairs, rounds), extract, own)
    if "pgrouting" in chosen.parts:
        contests.against_pgrouting(table, name, engine, chosen)
    if "pandana" in chosen.parts:
        with_pandana(table, name, engine, chosen)
    if "targets" in chosen.parts:
        contests.list_of_targets(table, name, engine, chosen)
    return network


def with_valhalla(
    stack: contextlib.ExitStack, contest: contests.PointToPoint, extract: Path, own: Service | None
) -> None:
    python, why = environment("valhalla", VALHALLA, (3, 12))
    if python is None:
        contest.table.missing(contest.name, "Valhalla", why)
        contest.alone(own)
        return
    port = free_port()
    peer = stack.enter_context(worker(python, "_valhalla.py", str(HOME / "valhalla-tiles" / contest.name)))
    contest.table.note(contest.name, "Valhalla", **peer.ask("build", extract=str(extract), port=port))
    for profile, kind in contests.KINDS.items():
        contest.in_process(peer, profile, kind)
    if own is None:
        return
    why = peer.ask("start")
    if why:
        contest.table.missing(contest.name, "Valhalla's service", why)
        contest.alone(own)
        return
    try:
        for profile, kind in contests.KINDS.items():
            contest.over_http(own, Service(port), profile, kind)
    finally:
        peer.ask("stop")


def with_pandana(table: Table, name: str, engine: Engine, chosen: argparse.Namespace) -> None:
    python, why = environment("pandana", PANDANA)
    if python is None:
        table.missing(name, "pandana", why)
        return
    for threads in ("1", ""):
        with worker(python, "_pandana.py", **({"OMP_NUM_THREADS": threads} if threads else {})) as peer:
            contests.against_pandana(table, name, engine, peer, chosen, "1 thread" if threads else "default threads")


def about() -> dict[str, Any]:
    git = subprocess.run(["git", "rev-parse", "--short", "HEAD"], check=False, capture_output=True, text=True)
    told = Path("/proc/cpuinfo").read_text().splitlines()
    model = [line.partition(":")[2].strip() for line in told if line.startswith("model name")]
    return {
        "at": datetime.now().astimezone().isoformat(timespec="seconds"),
        "commit": git.stdout.strip(),
        "python": platform.python_version(),
        "cpu": model[0] if model else platform.machine(),
        "cores": os.cpu_count(),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--extracts", type=Path, nargs="+", default=sorted(BESIDE.glob("*.osm.pbf")))
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--pairs", type=int, default=500)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--city", type=int, default=500, help="side of the synthetic city: 500 × 500 vertices")
    chosen = parser.parse_args()
    logging.disable(logging.INFO)
    table, networks = Table(about()), {}
    if not chosen.extracts:
        table.missing("-", "extracts", f"none in {BESIDE}; name some with --extracts")
    with own_database() as address:
        for extract in chosen.extracts:
            print(f"\n--- {extract.name}", flush=True)
            networks[short(extract)] = measure(extract, table, chosen, address)
    if "growth" in chosen.parts:
        growth(table, networks, chosen.city)
    print(f"\nWritten: {table.save(HOME)}")


if __name__ == "__main__":
    from config import cluster

    if not os.environ.get("DATABASE_URL"):
        cluster.ensure_running(say=print)
    main()
