"""Which program this is, for what one process leaves on disk for another."""

import hashlib
import platform
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import django
from django.conf import settings

PARTS = ("actors", "common", "config", "initiatives", "mapping", "portal")


@cache
def program() -> str:
    """Another one as soon as a line of the source or a translation is another one; read once in a process."""
    known = hashlib.sha256(f"{platform.python_version()} {django.__version__}".encode())
    for file in _files(Path(settings.BASE_DIR)):
        known.update(file.read_bytes())
    return known.hexdigest()


def _files(base: Path) -> Iterator[Path]:
    for part in PARTS:
        yield from sorted((base / part).rglob("*.py"))
    yield from sorted((base / "locale").rglob("*.mo"))
