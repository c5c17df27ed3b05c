"""Which program this is, for what one process leaves on disk for another; read whole before the first request."""

import hashlib
import platform
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import django
from django.conf import settings
from django.template.loader import get_template
from django.utils.translation import gettext, override

PARTS = ("actors", "common", "config", "initiatives", "mapping", "portal")


@cache
def program() -> str:
    """Another one as soon as a line of the source or a translation is another one; read once in a process."""
    known = hashlib.sha256(f"{platform.python_version()} {django.__version__}".encode())
    for file in _files(Path(settings.BASE_DIR)):
        known.update(file.read_bytes())
    return known.hexdigest()


def load() -> None:
    """Reads what Django reads at the first request that needs it: views, catalogues, templates.

    A process that runs while the source is changed would else run some of the old and some of the new, and call what
    it leaves on disk by the wrong name.
    """
    program()
    import_module(settings.ROOT_URLCONF)
    for language, _name in settings.LANGUAGES:
        with override(language):
            gettext("Termine")
    base = Path(settings.BASE_DIR)
    for folder in (base / "templates", *base.glob("*/templates")):
        for file in _present(folder.rglob("*")):
            get_template(str(file.relative_to(folder)))


def _files(base: Path) -> Iterator[Path]:
    for part in PARTS:
        yield from _present((base / part).rglob("*.py"))
    yield from _present((base / "locale").rglob("*.mo"))


def _present(files: Iterable[Path]) -> Iterator[Path]:
    """In a fixed order, without what editors put beside them."""
    return (file for file in sorted(files) if file.is_file() and not file.name.startswith("."))
