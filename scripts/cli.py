"""The targets of the Makefile, each a row in one table."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from config import cluster
from scripts import checks, environment, facts, locks, server, system
from scripts.steps import RefusedError, Report, Step, program, run_all

DATABASE_HINTS = (
    (
        r"OperationalError|could not (connect|translate)|connection refused|authentication failed",
        "The database cannot be reached; check host, database, user and password in DATABASE_URL.",
    ),
    (
        r"permission denied for schema",
        "The user of DATABASE_URL may not create tables in that database; let an administrator make it the owner "
        "with “alter database … owner to …”.",
    ),
    (
        r"extension \"postgis\" is not available|permission denied to create extension",
        "The database has no PostGIS; install PostGIS 3.3 or newer there and let an administrator run "
        "“create extension postgis” in it.",
    ),
)
ADDRESS = "http://127.0.0.1:{port}/"


@dataclass(frozen=True)
class Target:
    name: str
    about: str
    work: Callable[[], int]


def own_database() -> bool:
    """Whether the project's own cluster is used, and not a server that DATABASE_URL names."""
    return not os.environ.get("DATABASE_URL", "").strip()


# ----------------------------------------------------------------------------------------------------------- targets


def up() -> int:
    began = time.monotonic()
    port = server.port_of(os.environ.get("PORT"))
    environment.check_machine()
    server.check_port(port)
    run_all(
        [
            system.step(needs()),
            *environment.steps(),
            *database_steps(),
            *environment.generated_steps(),
            *(_manage_step(name, command) for name, command in zip(PREPARE_NAMES, facts.PREPARE, strict=True)),
            server.step(port),
        ]
    )
    print(f"\nQuartierskarte is ready after {time.monotonic() - began:.0f} s: {ADDRESS.format(port=port)}", flush=True)
    return 0


def setup() -> int:
    """Everything for working on the project: with development packages, the browser for tests and the database."""
    environment.check_machine()
    run_all(
        [
            system.step([*needs(), *system.BROWSER]),
            *environment.steps(development=True),
            *database_steps(),
            *environment.generated_steps(),
        ]
    )
    return 0


def test() -> int:
    setup()
    print(flush=True)
    return _hand_over([facts.PYTHON, "-m", "pytest", *facts.PYTEST, *_words("ARGS")])


def check() -> int:
    setup()
    print(flush=True)
    return checks.run_all()


def down() -> int:
    print("Web server:", "stopped" if server.stop() else "was not running")
    print("Database:  ", "stopped" if cluster.stop() else "was not running")
    return 0


def reset() -> int:
    server.stop()
    cluster.destroy()
    shutil.rmtree(facts.VAR, ignore_errors=True)
    if facts.VAR.exists():
        raise RefusedError("Some files in var/ belong to another user; run “make reset” as that user or as root.")
    print("Server and database are stopped and var/ is deleted.")
    return 0


def lock() -> int:
    environment.check_machine()
    run_all([*environment.steps(), *locks.steps()])
    return 0


def messages() -> int:
    """Brings the catalogues up to the present code; new sentences in locale/ wait for translation."""
    setup()
    run_all([Step("Catalogues", checks.update_catalogues), Step("Translations", environment.compile_messages)])
    return 0


def screenshots() -> int:
    setup()
    return _hand_over([facts.PYTHON, "-m", "scripts.screenshots", *_words("ARGS")])


def bench() -> int:
    setup()
    files = sorted((facts.PROJECT / "bench").glob("[a-z]*.py"))
    codes = [_hand_over([facts.PYTHON, "-m", f"bench.{file.stem}", *_words("ARGS")]) for file in files]
    return max(codes, default=0)


def serve() -> int:
    """In the foreground, on all addresses, as containers do it: prepares the database, then becomes the web server."""
    for command in facts.PREPARE:
        subprocess.run([sys.executable, "manage.py", *command], cwd=facts.PROJECT, check=True)
    bind = f"0.0.0.0:{server.port_of(os.environ.get('PORT'))}"
    # Heartbeat files in memory: on a container's disk they can stall a worker until it is taken for dead.
    os.execv(sys.executable, [sys.executable, *server.command(bind, "--worker-tmp-dir=/dev/shm")])


def show_help() -> int:
    print("Quartierskarte: make TARGET\n")
    for target in TARGETS:
        print(f"  make {target.name:<12} {target.about}")
    return 0


TARGETS = (
    Target("up", "install what is missing and serve the map; PORT=8000", up),
    Target("down", "stop web server and database", down),
    Target("reset", "stop both and delete var/ with the database", reset),
    Target("test", 'run the whole test suite; ARGS="-k name" chooses', test),
    Target("check", "formatting, lint, types, migrations, translations, import arrows", check),
    Target("setup", "install what tests and checks need, without running them", setup),
    Target("messages", "collect sentences for translation and compile the catalogues", messages),
    Target("screenshots", "take the pictures of the documentation", screenshots),
    Target("bench", "measure side by side with peers", bench),
    Target("lock", "renew the lock files in requirements/ and package-lock.json", lock),
    Target("help", "show this list", show_help),
)
INSIDE = (Target("serve", "the service of a container image", serve),)


# ------------------------------------------------------------------------------------------------------------- parts

PREPARE_NAMES = ("Database structure", "Needs and kinds", "Demo quarter", "Calendars")


def needs() -> list[system.Need]:
    """What serving takes from the system."""
    return [*system.TOOLS, *system.LIBRARIES, *system.PRINTING, *([system.DATABASE] if own_database() else [])]


def database_steps() -> list[Step]:
    return [Step("Database server", start_cluster)] if own_database() else []


def start_cluster(_: Report) -> str:
    said: list[str] = []
    was_running = cluster.is_running()
    found = cluster.ensure_running(say=said.append)
    return " ".join([f"{'runs' if was_running else 'started'} on port {found.port}", *said])


def _manage_step(name: str, command: Sequence[str]) -> Step:
    def work(report: Report) -> str:
        output = program(name, [facts.PYTHON, "manage.py", *command], report, hints=DATABASE_HINTS)
        return "unchanged" if "No migrations to apply" in output else ""

    return Step(name, work)


def _hand_over(command: Sequence[str]) -> int:
    return subprocess.run(command, cwd=facts.PROJECT, check=False).returncode


def _words(variable: str) -> list[str]:
    return shlex.split(os.environ.get(variable, ""))


def main(arguments: Sequence[str]) -> int:
    targets = {target.name: target for target in (*TARGETS, *INSIDE)}
    name = arguments[0] if arguments else "help"
    if len(arguments) > 1 or name not in targets:
        print(f"“{' '.join(arguments)}” is no target; there are: {', '.join(targets)}.", file=sys.stderr)
        return 2
    try:
        return targets[name].work()
    except (RefusedError, cluster.ClusterError) as refusal:
        print(f"\n{refusal}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:  # its own output has said why
        return error.returncode
    except OSError as error:
        print(f"\n{error.strerror or error} ({error.filename}).", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped; run the same command again to go on.", file=sys.stderr)
        return 130
