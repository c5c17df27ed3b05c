"""Tiles per second, side by side with tipg. `python -m bench.tiles` from the project's folder.

Both serve the same rows of the same tables from the same database over TCP, one worker process each, in one run on one
machine, taking turns round by round. tipg goes into an environment of its own under `var/bench`; where it cannot be
installed the table says so and claims nothing.

Lines of the table: `base` is the map's own tile (simplified, joined, sorted into layers); `plain` is the whole table as
it is, which is what tipg delivers too; `again` asks for an unchanged tile with its ETag.
"""

import argparse
import contextlib
import http.client
import json
import math
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import quote

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from bench._paired import Times, in_turns, ratio, timed  # noqa: E402
from bench._tiles_app import COLUMNS  # noqa: E402
from mapping.models import BaseFeature, Quarter  # noqa: E402

PEER = "tipg==1.6.1"
ENVIRONMENT = settings.VAR / "bench" / "tipg"
ZOOMS = (13, 14, 15, 16)
CLIENTS = 2
Tile = tuple[int, int, int]


@dataclass
class Contestant:
    """One way to get a tile: server, address and headers; `times` are milliseconds per tile, by zoom."""

    name: str
    port: int
    path: Callable[[Tile], str]
    headers: Callable[[Tile], dict[str, str]] = lambda _tile: {}
    times: dict[int, Times] = field(default_factory=dict)
    sizes: dict[int, float] = field(default_factory=dict)

    def get(self, line: http.client.HTTPConnection, tile: Tile) -> tuple[int, bytes, str]:
        line.request("GET", self.path(tile), headers={"Accept-Encoding": "gzip", **self.headers(tile)})
        answer = line.getresponse()
        return answer.status, answer.read(), answer.getheader("ETag") or ""

    def measure(self, tiles: list[Tile]) -> list[float]:
        """Milliseconds per tile with a few clients at a time, each on one open connection."""
        return [timed(lambda: self._fetch_all(tiles)) / len(tiles)]

    def _fetch_all(self, tiles: list[Tile]) -> None:
        with ThreadPoolExecutor(CLIENTS) as pool:
            list(pool.map(self._fetch, (tiles[client::CLIENTS] for client in range(CLIENTS))))

    def _fetch(self, tiles: list[Tile]) -> None:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        for tile in tiles:
            status, _body, _etag = self.get(line, tile)
            if status not in (200, 204, 304):
                raise SystemExit(f"{self.name} answered {status} to {self.path(tile)}.")

    def weigh(self, zoom: int, tiles: list[Tile]) -> None:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self.sizes[zoom] = statistics.mean(len(self.get(line, tile)[1]) for tile in tiles)


# --- servers --------------------------------------------------------------------------------------------------------


def database_url() -> str:
    """The same address for both, over TCP, because asyncpg does not know our socket's user mapping."""
    given = settings.DATABASES["default"]
    password = given.get("PASSWORD") or _own_password()
    host = given.get("HOST", "")
    host = "127.0.0.1" if not host or host.startswith("/") else host
    user = f"{given['USER']}:{quote(password)}" if password else given["USER"]
    return f"postgresql://{user}@{host}:{given.get('PORT') or 5432}/{given['NAME']}"


def _own_password() -> str:
    file = settings.VAR / "postgres-password"
    return file.read_text().strip() if file.exists() else ""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def served(command: list[str], port: int, **more: str) -> Iterator[int]:
    """A server of ours for the time of the measurement."""
    environment = {**os.environ, "DATABASE_URL": database_url(), "DEBUG": "0", "LOG_LEVEL": "ERROR", **more}
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=quiet, stderr=quiet)
    try:
        _wait(process, port)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    for _attempt in range(150):
        if process.poll() is not None:
            raise SystemExit(f"{' '.join(map(str, process.args[:4]))} … stopped at once.")  # type: ignore[index]
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.2)
    raise SystemExit("A server did not start within 30 seconds.")


def own_command(port: int) -> list[str]:
    gunicorn = [sys.executable, "-m", "gunicorn", "bench._tiles_app:application", f"--bind=127.0.0.1:{port}"]
    return [*gunicorn, "--workers=1", "--threads=2", "--no-control-socket"]


def peer_program() -> Path | None:
    """uvicorn of tipg's own environment, installed when missing; None if that is not possible here."""
    program = ENVIRONMENT / "bin" / "uvicorn"
    if not program.exists():
        make = [sys.executable, "-m", "venv", str(ENVIRONMENT)]
        install = [str(ENVIRONMENT / "bin" / "pip"), "install", "--quiet", PEER, "uvicorn"]
        print(f"Installing {PEER} for the comparison …", flush=True)
        with contextlib.suppress(OSError, subprocess.CalledProcessError):
            subprocess.run(make, check=True)
            subprocess.run(install, check=True)
    return program if program.exists() else None


def peer_command(program: Path, port: int) -> list[str]:
    return [str(program), "tipg.main:app", f"--port={port}", "--workers=1", "--no-access-log"]


# --- contestants ----------------------------------------------------------------------------------------------------


def own(port: int) -> list[Contestant]:
    def path(layer: str) -> Callable[[Tile], str]:
        return lambda tile: f"/tiles/{layer}/{tile[0]}/{tile[1]}/{tile[2]}.mvt"

    etags: dict[Tile, str] = {}

    def known(tile: Tile) -> dict[str, str]:
        if tile not in etags:
            etags[tile] = base.get(http.client.HTTPConnection("127.0.0.1", port), tile)[2]
        return {"If-None-Match": etags[tile]}

    base = Contestant("own base", port, path("base"))
    return [base, Contestant("own plain", port, path("plain")), Contestant("own again", port, path("base"), known)]


def peer(port: int) -> Contestant:
    columns = ",".join(COLUMNS)
    start = "/collections/public.mapping_basefeature/tiles/WebMercatorQuad"
    query = f"?geom-column=mercator&properties={columns}"
    return Contestant("tipg", port, lambda tile: f"{start}/{tile[0]}/{tile[1]}/{tile[2]}{query}")


def tiles_of(quarter: Quarter, zoom: int) -> list[Tile]:
    """Every tile that touches the quarter's box."""
    side = 1 << zoom

    def row(lat: float) -> int:
        return int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * side)

    box = quarter.box
    columns = range(int((box.west + 180) / 360 * side), int((box.east + 180) / 360 * side) + 1)
    return [(zoom, x, y) for x in columns for y in range(row(box.north), row(box.south) + 1)]


# --- the run --------------------------------------------------------------------------------------------------------


def compare(contestants: list[Contestant], quarter: Quarter, rounds: int, least: int) -> None:
    for zoom in ZOOMS:
        tiles = tiles_of(quarter, zoom)
        repeated = tiles * math.ceil(least / len(tiles))
        for one in contestants:
            one.weigh(zoom, tiles)
        # The round that does not count fills the caches of the database and the headers of the unchanged.
        taken = in_turns({one.name: partial(one.measure, repeated) for one in contestants}, rounds, warm=1)
        for one in contestants:
            one.times[zoom] = taken[one.name]


def report(contestants: list[Contestant], quarter: Quarter, rounds: int) -> None:
    rows = BaseFeature.objects.of(quarter).count()
    print(f"\nQuarter {quarter.slug}: {rows} objects of the ground. Tiles per second, median of {rounds} rounds")
    print(f"(slowest to fastest), {CLIENTS} clients, one worker each; KB over the wire per tile, gzip.\n")
    print(f"{'zoom':>4} {'tiles':>6}  " + "  ".join(f"{one.name:^28}" for one in contestants) + "  plain : tipg")
    for zoom in ZOOMS:
        cells = [cell(one, zoom) for one in contestants]
        print(
            f"{zoom:>4} {len(tiles_of(quarter, zoom)):>6}  "
            + "  ".join(cells)
            + f"  {against_peer(contestants, zoom):>12}"
        )


def cell(one: Contestant, zoom: int) -> str:
    speeds = [1000 / each_ms for (each_ms,) in one.times[zoom].rounds]
    spread = f"({min(speeds):.0f}–{max(speeds):.0f})"
    return f"{statistics.median(speeds):7.0f} {spread:>12} {one.sizes[zoom] / 1000:5.1f}KB"


def against_peer(contestants: list[Contestant], zoom: int) -> str:
    """Speed of our plain tiles by that of tipg's: the same rows, the same columns; '–' if there is no peer."""
    times = {one.name: one.times[zoom] for one in contestants}
    return f"{ratio(times['tipg'], times['own plain']):.2f}" if "tipg" in times else "–"


def chosen(slug: str) -> Quarter:
    quarters = Quarter.objects.filter(slug=slug) if slug else Quarter.objects.all()
    found = max(quarters, key=lambda one: BaseFeature.objects.of(one).count(), default=None)
    if found is None:
        raise SystemExit("There is no quarter to measure: run “make up” or import one first.")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--quarter", default="", help="slug; the one with most objects if not given")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--least", type=int, default=60, help="tiles per round")
    wanted, _others = parser.parse_known_args()
    quarter = chosen(wanted.quarter)
    connection.close()
    program = peer_program()
    with contextlib.ExitStack() as stack:
        port = free_port()
        contestants = own(stack.enter_context(served(own_command(port), port)))
        if program:
            port = free_port()
            schemas = {"TIPG_DB_SCHEMAS": json.dumps(["public"]), "TIPG_MAX_FEATURES_PER_TILE": "100000"}
            contestants.append(peer(stack.enter_context(served(peer_command(program, port), port, **schemas))))
        compare(contestants, quarter, wanted.rounds, wanted.least)
    report(contestants, quarter, wanted.rounds)
    if not program:
        print(f"\n{PEER} could not be installed here, so there is nothing to compare with.")


if __name__ == "__main__":
    main()
