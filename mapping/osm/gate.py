"""Refuses files that are not what they say, before any parser allocates memory for them.

Everything is streamed: a file that unpacks to a thousand times its size is left after its first megabytes.
"""

import gzip
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, BinaryIO
from xml.parsers import expat

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from common.errors import UsageError
from mapping.osm import pbf

MEGABYTE = 1_000_000
UNPACKED_FACTOR = 20  # real extracts unpack to 2 to 12 times their size
UNPACKED_FLOOR = 50 * MEGABYTE  # small files may shrink better
ELEMENT_BYTES = MEGABYTE
VALUE_CHARACTERS = 1000  # OpenStreetMap itself allows 255
DEPTH = 8
RANKS = {"node": 0, "way": 1, "relation": 2}
CHUNK = 1 << 16

MISSING = _("der Pfad einer Datei, die es gibt und die gelesen werden darf")
EMPTY = _("eine Datei mit Inhalt; diese ist leer")
FORMAT = _("eine OpenStreetMap-Datei (.osm.pbf, .osm oder .osm.gz); diese enthält etwas anderes")
TRUNCATED = _("eine vollständige Datei; diese endet mitten in den Daten")
NO_OBJECTS = _("eine Datei mit Objekten; in dieser steht keines")
DECLARATIONS = _("eine Datei ohne DOCTYPE und ENTITY; solche Dateien werden nicht geöffnet")
BOMB = _("eine Datei, die sich auf höchstens das 20-Fache entpackt; diese wird viel größer")
ELEMENT = _("eine Datei mit Objekten unter 1 MB; in dieser ist eines größer")
NESTED = _("eine OpenStreetMap-Datei; diese ist zu tief verschachtelt")
ORDER = _("eine geordnete Datei (Punkte, Wege, Relationen, jeweils nach Nummer); „osmium sort“ ordnet sie")
INCOMPLETE = _("eine vollständige Antwort; der Server hat die Abfrage abgebrochen („{remark}“)")
VALUE = _("eine Datei mit Texten bis {limit} Zeichen; bei {ref} ist einer länger")
NUL = _("eine Datei mit lesbaren Texten; in dieser steht das Zeichen Null")
PACKING = _("eine mit zlib gepackte Datei; „osmium cat“ packt sie um")
COORDINATE = _("eine Datei mit Koordinaten von -180 bis 180 und -90 bis 90; bei {ref} steht „{raw}“")
MALFORMED = _("eine fehlerfreie XML-Datei; Zeile {line} ist fehlerhaft")
TOO_BIG = _("eine Datei bis {limit} MB; diese hat {size} MB")


def refuse(path: Path, right: Any, **values: object) -> UsageError:
    return UsageError("Datei", path.name, format_lazy(right, **values) if values else right)


def admit(path: Path, *, max_mb: int) -> str:
    """The true format (`pbf`, `osm`, `osm.gz`) by content, not by name. UsageError says what is wrong."""
    try:
        size = path.stat().st_size
        if not path.is_file():  # a pipe would be waited for without end
            raise refuse(path, MISSING)
        with path.open("rb") as file:
            head = file.read(16)
    except (OSError, ValueError):
        raise refuse(path, MISSING) from None
    if not size:
        raise refuse(path, EMPTY)
    if size > max_mb * MEGABYTE:
        raise refuse(path, TOO_BIG, limit=max_mb, size=-(-size // MEGABYTE))
    return _check_by_content(path, head, max(UNPACKED_FLOOR, size * UNPACKED_FACTOR))


def _check_by_content(path: Path, head: bytes, limit_bytes: int) -> str:
    if head[6:15] == b"OSMHeader" or head[4:6] == b"\x0a\x09":
        _check_pbf(path, limit_bytes)
        return "pbf"
    if head.startswith(b"\x1f\x8b"):
        _check_xml(path, _gzip, limit_bytes)
        return "osm.gz"
    if head.lstrip(b"\xef\xbb\xbf \t\r\n\x00\xff\xfe").startswith(b"<"):
        _check_xml(path, _plain, limit_bytes)
        return "osm"
    raise refuse(path, FORMAT)


def _plain(path: Path) -> BinaryIO:
    return path.open("rb")


def _gzip(path: Path) -> Any:
    return gzip.GzipFile(path)


# --- PBF ------------------------------------------------------------------------------------------------------------


def _check_pbf(path: Path, limit_bytes: int) -> None:
    unpacked = data_blocks = 0
    try:
        with path.open("rb") as file:
            for block in pbf.blocks(file):
                unpacked += block.unpacked
                data_blocks += block.type == "OSMData"
                if unpacked > limit_bytes:
                    raise refuse(path, BOMB)
                if block.type == "OSMData" and block.has_nul():
                    raise refuse(path, NUL)
    except pbf.PackingError:
        raise refuse(path, PACKING) from None
    except pbf.TruncatedError:
        raise refuse(path, TRUNCATED) from None
    except (pbf.FormatError, struct.error):
        raise refuse(path, FORMAT) from None
    if not data_blocks:
        raise refuse(path, NO_OBJECTS)


# --- XML ------------------------------------------------------------------------------------------------------------


def _check_xml(path: Path, unpack: Callable[[Path], Any], limit_bytes: int) -> None:
    gate = _XmlGate(path)
    try:
        with unpack(path) as file:
            for fed in _chunks(path, file, limit_bytes):
                gate.feed(fed)
            gate.close()
    except (EOFError, zlib.error):
        raise refuse(path, TRUNCATED) from None
    except OSError:
        raise refuse(path, FORMAT) from None


def _chunks(path: Path, file: IO[bytes], limit_bytes: int) -> Iterator[bytes]:
    unpacked = 0
    while chunk := file.read(CHUNK):
        unpacked += len(chunk)
        if unpacked > limit_bytes:
            raise refuse(path, BOMB)
        yield chunk


class _XmlGate:
    """Sees every element once, keeps none."""

    def __init__(self, path: Path) -> None:
        self.path, self.fed, self.depth, self.rank, self.objects = path, 0, 0, 0, 0
        self.ref, self.remark = "", False
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self.declaration
        self.parser.EntityDeclHandler = self.declaration
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text

    def feed(self, chunk: bytes) -> None:
        self.fed += len(chunk)
        self._parse(chunk, final=False)
        if self.fed - max(self.parser.CurrentByteIndex, 0) > ELEMENT_BYTES:
            raise refuse(self.path, ELEMENT)

    def close(self) -> None:
        self._parse(b"", final=True)
        if not self.objects:
            raise refuse(self.path, NO_OBJECTS)

    def _parse(self, chunk: bytes, *, final: bool) -> None:
        try:
            self.parser.Parse(chunk, final)
        except (expat.ExpatError, ValueError) as error:
            cut = final or getattr(error, "code", None) in CUT_SHORT
            raise refuse(self.path, TRUNCATED if cut else MALFORMED, line=self.parser.CurrentLineNumber) from None

    def declaration(self, *_parts: object) -> None:
        raise refuse(self.path, DECLARATIONS)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if not self.depth and name != "osm":
            raise refuse(self.path, FORMAT)
        self.depth += 1
        self.remark = name == "remark"
        if self.depth > DEPTH:
            raise refuse(self.path, NESTED)
        if name in RANKS:
            self._object(name, attributes)
        if any(len(value) > VALUE_CHARACTERS for value in attributes.values()):
            raise refuse(self.path, VALUE, limit=VALUE_CHARACTERS, ref=self.ref or name)

    def end(self, _name: str) -> None:
        self.depth -= 1
        self.remark = False

    def text(self, text: str) -> None:
        """Overpass ends with status 200 and a remark when it ran out of time: the file is valid, but not whole."""
        if self.remark and "error" in text.lower():
            raise refuse(self.path, INCOMPLETE, remark=text.strip()[:120])

    def _object(self, name: str, attributes: dict[str, str]) -> None:
        self.objects += 1
        self.ref = f"{name}/{attributes.get('id', '')[:20]}"
        if RANKS[name] < self.rank:
            raise refuse(self.path, ORDER)
        self.rank = RANKS[name]
        for key, limit in (("lon", 180), ("lat", 90)) if name == "node" else ():
            raw = attributes.get(key, "0")
            if not _within(raw, limit):
                raise refuse(self.path, COORDINATE, ref=self.ref, raw=raw[:20])


CUT_SHORT = {
    expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS],
    expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN],
    expat.errors.codes[expat.errors.XML_ERROR_PARTIAL_CHAR],
}


def _within(raw: str, limit: int) -> bool:
    try:
        return abs(float(raw)) <= limit  # False for NaN
    except ValueError:
        return False
