"""Facts that set-up, container images and tests have in common: one place each."""

from __future__ import annotations

import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
VAR = PROJECT / "var"
LOGS = VAR / "log"
ENVIRONMENT = PROJECT / ".venv"
PYTHON = str(ENVIRONMENT / "bin" / "python")
REQUIREMENTS = PROJECT / "requirements"
NODE_MODULES = PROJECT / "node_modules"

OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 18
PORT = 8000

APPLICATION = "config.wsgi:application"
GUNICORN = (
    # Threads, because browsers open connections ahead of need and an idle one would block a worker without them.
    "--workers=2",
    # gthread with our words for requests that never reach Django; addresses as long as gunicorn takes.
    "--worker-class=common.server_worker.Worker",
    "--limit-request-line=8190",
    "--threads=4",
    # gunicorn would otherwise open a control socket in the home directory of whoever started it.
    "--no-control-socket",
    # All workers run the code that was there at the start, also those that are started later.
    "--preload",
    "--max-requests=2000",
    "--max-requests-jitter=200",
    "--timeout=60",
    # gunicorn's own one writes the address of a visitor whose request it cannot read, and what was asked for.
    "--logger-class=common.server_log.ServerLog",
)

# What brings a database and what is kept of it to the present code, in this order; every line may be run again at any
# time.
PREPARE = (
    ("migrate", "--no-input"),
    ("load_reference",),
    ("load_demo", "--if-empty"),
    ("renew_calendars",),
)
# Django looks for catalogues below the working folder; these belong to others.
MESSAGES = ("compilemessages", "--ignore=.venv", "--ignore=node_modules", "--ignore=var")
STATIC = ("collectstatic", "--no-input")

# A fresh test database each time: the one of an earlier state of the code may lack a migration.
PYTEST = ("-q", "--numprocesses=2", "--create-db")

# Base images of Dockerfile and docker-compose.yml.
PYTHON_IMAGE = "python:3.11-slim-bookworm"
NODE_IMAGE = "node:24-bookworm-slim"
POSTGIS_IMAGE = "postgis/postgis:15-3.4"


def python_is_new_enough(version: tuple[int, ...] = sys.version_info[:2]) -> bool:
    return version >= OLDEST_PYTHON
