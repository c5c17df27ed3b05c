"""Bytes → the entries of a calendar as lines, with the number of the line each begins at. Pure but for the sentences.

Only what we use of an entry goes further: attachments, alarms and what programs keep for themselves are dropped here,
so that nothing of them can be large, deep or broken later.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from common.errors import Text, UsageError

FIELD = "Kalender"
MEGABYTE = 1_000_000
MOST_BYTES, MOST_ENTRIES, MOST_DEPTH = 5 * MEGABYTE, 2_000, 6
LONGEST_LINE, MOST_LINES, MOST_ZONES = 100_000, 600, 100  # signs of one line, lines of one entry, zones of a file
IN_TWO_BYTES = (b"\xff\xfe", b"\xfe\xff", b"B\0E\0", b"\0B\0E")
PACKED = {b"\x1f\x8b": "gzip", b"PK\x03\x04": "zip", b"BZh": "bzip2", b"\xfd7zXZ": "xz"}

EVENT, ZONE, ALL = "VEVENT", "VTIMEZONE", "VCALENDAR"
OTHERS = ("VTODO", "VJOURNAL")
USED = frozenset(
    {
        *("UID", "DTSTART", "DTEND", "DURATION", "RRULE", "EXRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "STATUS"),
        *("SUMMARY", "DESCRIPTION", "LOCATION", "URL", "CONTACT", "CATEGORIES", "SEQUENCE", "LAST-MODIFIED", "CLASS"),
    }
)
_NAME = re.compile(r"^[A-Za-z0-9-]+")
_CONTROLS = {code: None for code in range(32) if chr(code) not in "\t\n\r"} | {127: None}
_BREAKS = {0x85: " ", 0x2028: " ", 0x2029: " "}  # no ends of lines in a calendar


@dataclass(frozen=True)
class Block:
    """One entry: its lines without folds, and where it begins in the file."""

    line: int
    lines: tuple[str, ...]


@dataclass
class Raw:
    """`zones` are the definitions by their own lines; `others` counts tasks and journals."""

    events: list[Block] = field(default_factory=list)
    zones: list[Block] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)


def cut(content: bytes) -> Raw:
    """Raises UsageError if this is no whole calendar."""
    _check_bytes(content)
    raw, cutter = Raw(), _Cutter()
    for number, line in _unfolded(_text(content)):
        cutter.take(number, line, raw)
    cutter.check_whole()
    return raw


def _check_bytes(content: bytes) -> None:
    if len(content) > MOST_BYTES:
        right = format_lazy(_("eine Datei bis {limit} MB"), limit=MOST_BYTES // MEGABYTE)
        _refuse(f"{len(content) / MEGABYTE:.1f} MB", right)
    for head, name in PACKED.items():
        if content.startswith(head):
            _refuse(name, _("die ausgepackte Datei mit der Endung .ics"))
    if content.startswith(IN_TWO_BYTES):
        _refuse("UTF-16", _("eine Datei, die mit der Kodierung UTF-8 gespeichert ist"))
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].upper()
    if start.startswith((b"<!DOCTYPE HTML", b"<HTML")):
        _refuse("HTML", _("die Adresse des Kalenders selbst (.ics), nicht die einer Seite"))
    if not start.startswith(b"BEGIN:VCALENDAR"):
        _refuse(
            start[:30].decode("latin-1"), _("ein Kalender im Format iCalendar (.ics), der mit BEGIN:VCALENDAR beginnt")
        )


def _refuse(value: Text, right: Text) -> NoReturn:
    raise UsageError(FIELD, value, right)


def _text(content: bytes) -> str:
    """UTF-8 as the standard wants it, else as old programs for Windows write it."""
    plain = content.removeprefix(b"\xef\xbb\xbf")
    try:
        text = plain.decode("utf-8")
    except UnicodeDecodeError:
        text = plain.decode("cp1252", errors="replace")
    return text.translate(_CONTROLS).translate(_BREAKS)


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Lines with their numbers; a line that begins with a blank goes on the one before."""
    parts: list[str] = []
    begin = 0
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        if parts and line[:1] in (" ", "\t"):
            parts.append(line[1:])
            continue
        if parts:
            yield begin, "".join(parts)[:LONGEST_LINE]
        parts, begin = ([line], number) if line.strip() else ([], 0)
    if parts:
        yield begin, "".join(parts)[:LONGEST_LINE]


class _Cutter:
    """Knows which components are open."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.begin = 0
        self.lines: list[str] = []

    def take(self, number: int, line: str, raw: Raw) -> None:
        name, _colon, value = line.partition(":")
        kind = value.strip().upper()
        if name.strip().upper() == "BEGIN":
            self._begin(number, kind)
        elif name.strip().upper() == "END":
            self._end(number, kind, raw)
        elif self._wanted(line):
            self.lines.append(line)

    def _begin(self, number: int, kind: str) -> None:
        if not self.open and kind != ALL:
            _refuse(f"BEGIN:{kind}", _("ein Kalender, in dem alles zwischen BEGIN:VCALENDAR und END:VCALENDAR steht"))
        self.open.append(kind)
        if len(self.open) > MOST_DEPTH:
            right = format_lazy(_("ein Kalender, in dem nichts tiefer als {n} Mal ineinander steht"), n=MOST_DEPTH)
            _refuse(f"BEGIN:{kind}", right)
        if len(self.open) == 2:
            self.begin, self.lines = number, []
        elif self.open[1:2] == [ZONE]:
            self.lines.append(f"BEGIN:{kind}")

    def _end(self, number: int, kind: str, raw: Raw) -> None:
        if not self.open or self.open[-1] != kind:
            right = format_lazy(
                _("das Ende von {what}, das vorher begonnen hat"), what=self.open[-1] if self.open else ALL
            )
            raise UsageError(f"Zeile {number}", f"END:{kind}", right)
        if self.open[1:2] == [ZONE] and len(self.open) > 2:
            self.lines.append(f"END:{kind}")
        self.open.pop()
        if len(self.open) == 1:
            self._store(kind, raw)

    def _wanted(self, line: str) -> bool:
        """Of an event what we use; of a zone everything, because it is short and has parts."""
        if len(self.lines) >= MOST_LINES:
            return False
        if self.open[1:] == [EVENT]:
            found = _NAME.match(line)
            return found is not None and found[0].upper() in USED
        return self.open[1:2] == [ZONE]

    def _store(self, kind: str, raw: Raw) -> None:
        block = Block(self.begin, tuple(self.lines))
        if kind == EVENT:
            raw.events.append(block)
        elif kind == ZONE and len(raw.zones) < MOST_ZONES:
            raw.zones.append(block)
        elif kind in OTHERS:
            raw.others[kind] += 1
        if len(raw.events) > MOST_ENTRIES:
            right = format_lazy(_("ein Kalender mit höchstens {n} Einträgen"), n=MOST_ENTRIES)
            _refuse(format_lazy(_("mehr als {n} Einträge"), n=MOST_ENTRIES), right)

    def check_whole(self) -> None:
        """A download that broke off must not look as if the rest were gone."""
        if self.open:
            _refuse(_("abgebrochen"), _("die ganze Datei, bis END:VCALENDAR"))
