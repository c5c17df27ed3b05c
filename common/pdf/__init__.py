"""Pages as tagged PDF files (PDF/UA-1), made from HTML when somebody asks for them.

WeasyPrint needs libraries of the system. It is loaded with the first file, so that everything else works without them.
"""

import ctypes
import hashlib

from django.utils.translation import gettext as _

from common.errors import Unavailable
from common.pdf import disk

# What WeasyPrint opens, each with the package that brings it on Debian and Ubuntu.
LIBRARIES = {
    "libgobject-2.0.so.0": "libpango-1.0-0",
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libfontconfig.so.1": "libpangoft2-1.0-0",
    "libharfbuzz.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}


def missing_libraries() -> list[str]:
    """Names of the libraries that cannot be loaded here."""
    return [name for name in LIBRARIES if not _loads(name)]


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def made(html: str, address: str) -> bytes:
    """The page as a file; kept for some minutes, because many ask for the same one.

    `html` is complete, with `lang` and `<title>`; relative addresses in it count from `address`, the page's own.
    Unavailable if the libraries are missing or too many others wait.
    """
    if missing_libraries():
        raise Unavailable(
            "pdf", "", _("Die PDF-Datei lässt sich hier gerade nicht machen. Bitte drucken Sie die Seite.")
        )
    name = hashlib.sha256(f"{address}\n{html}".encode()).hexdigest()
    return disk.get(name, lambda: _written(html, address))


def _written(html: str, address: str) -> bytes:
    from common.pdf import writer

    return writer.pdf(html, address)
