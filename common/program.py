"""Which program this is, for what one process leaves on disk for another, and all of it that Django would read late."""

import hashlib
import logging
import platform
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.template import TemplateSyntaxError
from django.template.loader import get_template
from django.utils.formats import get_format
from django.utils.translation import gettext, override

LOG = logging.getLogger("quartierskarte.program")
PARTS = ("actors", "common", "config", "initiatives", "mapping", "portal")


@cache
def program() -> str:
    """Another one as soon as a line of the source, a translation or a package is; read once in a process."""
    known = hashlib.sha256(platform.python_version().encode())
    for file in _files(Path(settings.BASE_DIR)):
        known.update(file.read_bytes())
    return known.hexdigest()


def load() -> None:
    """Reads what Django reads at the first request that needs it: views, catalogues, formats, templates.

    A process that runs while the source is changed would else run some of the old and some of the new, and call what
    it leaves on disk by the wrong name. A template that cannot be read takes away the pages that need it, no others.
    """
    program()
    import_module(settings.ROOT_URLCONF)
    for language, _name in settings.LANGUAGES:
        with override(language):
            gettext("Termine")
            get_format("DATE_FORMAT")
    base = Path(settings.BASE_DIR)
    for folder in (base / "templates", *(base / part / "templates" for part in PARTS)):
        for file in _present(folder, "*.html"):
            try:
                get_template(str(file.relative_to(folder)))
            except (TemplateSyntaxError, UnicodeDecodeError) as error:
                LOG.warning("%s cannot be read: %s", file, error)


def _files(base: Path) -> Iterator[Path]:
    for part in PARTS:
        yield from _present(base / part, "*.py")
    yield from _present(base / "locale", "*.mo")
    yield from _present(base / "requirements", "*.txt")


def _present(folder: Path, pattern: str) -> Iterator[Path]:
    """Files in a fixed order, without what editors put beside them."""
    for file in sorted(folder.rglob(pattern)):
        if file.is_file() and not any(part.startswith(".") for part in file.relative_to(folder).parts):
            yield file
