"""All pictures of the pages in one SVG file: our own, and of Maki and Temaki those that the taxonomy names.

The foreign ones come from node_modules, so the file is made where static files are gathered and is never committed.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

NAME = "portal/icons.svg"
OWN = Path(__file__).resolve().parent / "icons"
FOREIGN = {"maki": "@mapbox/maki/icons", "temaki": "@rapideditor/temaki/icons"}
OWN_STYLE = 'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"'
FOREIGN_STYLE = 'fill="currentColor"'
_NAMED = re.compile(r"\bicon: (maki|temaki):([a-z0-9_-]+)")
_SVG = re.compile(r'<svg[^>]*?viewBox="(?P<box>[\d. ]+)"[^>]*>(?P<drawing>.*)</svg>', re.DOTALL)
_BREAKS = re.compile(r"(?:&#x[A9];|\s)+")
_FINE = re.compile(r"\.(\d\d)\d+")


def symbol_id(icon: str) -> str:
    """`maki:doctor` → `maki-doctor`."""
    return icon.replace(":", "-")


def taxonomy() -> Path:
    return settings.BASE_DIR / "fixtures" / "taxonomy.yaml"


def sources() -> Iterator[tuple[str, Path, str]]:
    """(id, file, style) of every picture; a foreign one whose file is missing is left out."""
    for file in sorted(OWN.glob("*/*.svg")):
        yield f"{file.parent.name}-{file.stem}", file, OWN_STYLE
    for family, name in sorted(set(_NAMED.findall(taxonomy().read_text(encoding="utf-8")))):
        file = settings.NODE_MODULES / FOREIGN[family] / f"{name}.svg"
        if file.exists():
            yield f"{family}-{name}", file, FOREIGN_STYLE


def symbol(name: str, svg: str, style: str) -> str:
    """One file as a <symbol>; ValueError if it is no SVG with a viewBox."""
    found = _SVG.search(svg)
    if not found:
        raise ValueError(f"{name} is not an SVG with a viewBox.")
    drawing = _FINE.sub(r".\1", _BREAKS.sub(" ", found["drawing"]).strip())  # a hundredth of a unit is not seen
    return f'<symbol id="{name}" viewBox="{found["box"]}"><g {style}>{drawing}</g></symbol>'


def sprite() -> str:
    symbols = (symbol(name, file.read_text(encoding="utf-8"), style) for name, file, style in sources())
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


class SpriteFinder(BaseFinder):
    """Lets Django find the sprite among the static files; it is written anew whenever its sources differ."""

    def __init__(self, *_arguments: Any, **_options: Any) -> None:
        self.storage = FileSystemStorage(location=settings.VAR / "assets")

    def check(self, **_options: Any) -> list[Any]:
        return []

    def write(self) -> Path:
        file = Path(self.storage.path(NAME))
        text = sprite()
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return file

    def find(self, path: str, find_all: bool = False, **_options: Any) -> Any:
        if path != NAME:
            return []
        file = str(self.write())
        return [file] if find_all else file

    def list(self, _ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        self.write()
        yield NAME, self.storage
