"""The web server's log stays short while the server runs. gunicorn reads this file as its settings.

All processes of the server append to one open file, so it is copied and emptied, never renamed. Only the master does
that, each time before it starts a worker; as workers are replaced after some thousand requests, that is often enough.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from typing import Any

from scripts import facts

LOG = facts.LOGS / "server.log"
LIMIT_BYTES = 5_000_000


def shorten() -> None:
    """Moves what was written so far to `server.old.log` once it is long; a line written just then may be lost."""
    with contextlib.suppress(OSError):  # a log that cannot be kept is no reason to stand still
        if LOG.stat().st_size > LIMIT_BYTES:
            shutil.copyfile(LOG, LOG.with_suffix(".old.log"))
            os.truncate(LOG, 0)


def pre_fork(_server: Any, _worker: Any) -> None:
    shorten()
