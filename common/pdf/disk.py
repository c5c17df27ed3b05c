"""Files that take seconds to make: kept for some minutes, shared by all processes, and made one at a time.

A file is named after what it is made of, so that it never has to change. The folder is a cache, nothing more.
"""

import fcntl
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from common.errors import Unavailable
from common.files import forget_old, replace

LOG = logging.getLogger("quartierskarte.pdf")
KEPT_S = 600.0
KEPT_MOST = 100  # files, in case somebody asks for everything there is
PATIENCE_S = 25.0  # of a visitor, for those before; gunicorn's own is longer
SEATS = threading.BoundedSemaphore(2)  # in each process: the others are answered at once, pages need threads too
LOOK_S = 0.05


def folder() -> Path:
    return Path(settings.VAR) / "pdf"


def get(name: str, make: Callable[[], bytes]) -> bytes:
    """The file of this name, made if there is none; Unavailable if others are being made for too long."""
    file = folder() / name
    if (found := _fresh(file)) is not None:
        return found
    with _seated():
        try:
            lock = _opened()
        except OSError as error:
            LOG.warning("files are made anew each time, %s cannot be used: %s", folder(), error.strerror or error)
            return make()
        with _alone(lock):
            found = _fresh(file)
            return _keep(file, make()) if found is None else found


def _fresh(file: Path) -> bytes | None:
    with suppress(OSError):
        if file.stat().st_mtime > time.time() - KEPT_S:
            return file.read_bytes()
    return None


def _opened() -> int:
    folder().mkdir(parents=True, exist_ok=True)
    return os.open(folder() / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


@contextmanager
def _seated() -> Iterator[None]:
    if not SEATS.acquire(blocking=False):
        raise _busy()
    try:
        yield
    finally:
        SEATS.release()


def _busy() -> Unavailable:
    return Unavailable("pdf", "", _("Gerade werden viele Dateien gemacht. Bitte versuchen Sie es gleich noch einmal."))


@contextmanager
def _alone(lock: int) -> Iterator[None]:
    """Nobody else on this machine is here; closes the lock."""
    try:
        deadline = time.monotonic() + PATIENCE_S
        while not _taken(lock):
            if time.monotonic() > deadline:
                raise _busy()
            time.sleep(LOOK_S)
        yield
    finally:
        os.close(lock)


def _taken(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _keep(file: Path, content: bytes) -> bytes:
    """Also forgets old files. A full disk takes nothing away from who asks."""
    try:
        replace(file, content)
        forget_old(folder(), most=KEPT_MOST, seconds=KEPT_S, but="lock")
    except OSError as error:
        LOG.warning("%s cannot be kept: %s", file, error.strerror or error)
    return content
