"""A sentence as somebody typed it: parts are taken out, and what is left can still be quoted. Pure.

Nothing gets lost on the way. Signs that mean nothing here are few and named: one comma, colon, full stop or dash
between two parts, one full stop, comma or exclamation mark at the end, and blanks however many. The rest stands in
`pieces` until somebody has understood it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from common.text import UMLAUTS

TAKEN = "|"
_DASHES = dict.fromkeys("–—−‐‑", "-")
_FOLD = str.maketrans(UMLAUTS | _DASHES)
_BLANKS = re.compile(r"[ \t\r\n\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_UNKNOWN = re.compile(r"[^ 0-9a-zA-ZäöüßÄÖÜẞ.,:!()\-–—−‐‑]+")
_RUN = re.compile(rf"[^{re.escape(TAKEN)}]+")
_FIRST = r"(?<![,:!-])(?<![,:!-] )(?<!\D\.)"  # of several signs in a row none is without a meaning
_LAST = r"(?! ?[,.:!-])"
_AFTER = re.compile(rf"(?:(?: ?, ?| ?: |\. | - ){_LAST}| )?")
_BEFORE = re.compile(rf"(?:{_FIRST}(?: ?, ?| ?: ?|(?<=[a-z)])\. ?| - )| )?$")
_END = re.compile(rf"(?:{_FIRST} ?[.!,])?$")


@dataclass(frozen=True)
class Piece:
    """Something that nobody has taken: folded, where it stands, and where with all signs around it."""

    folded: str
    start: int
    around: tuple[int, int]
    typed: Typed

    def said(self, start: int = 0, end: int | None = None) -> str:
        """From one place of `folded` to another as it was typed."""
        last = len(self.folded) if end is None else end
        return self.typed.said(self.start + start, self.start + last)

    def said_from(self, start: int) -> str:
        """From there to its end as it was typed, with the signs around it; a comma there is of no interest."""
        begin, end = self.around
        return self.typed.said(self.start + start if start else begin, end).strip(" ,") or self.said(start)

    def word_at(self, start: int, end: int) -> str:
        """What stands there with all that hangs on it: „Freitag!!“, „15:30:20“."""
        begin = self.folded.rfind(" ", 0, start) + 1
        blank = self.folded.find(" ", end)
        return self.said(begin, len(self.folded) if blank < 0 else blank)


class Typed:
    """`rest` is in small letters with umlauts written out, every dash a hyphen; what was taken is a run of `TAKEN`."""

    def __init__(self, text: str) -> None:
        self.text = _BLANKS.sub(" ", unicodedata.normalize("NFC", text)).strip(" ")
        folded = [sign.lower().translate(_FOLD) for sign in self.text]
        self.rest = "".join(folded)
        self._places = [place for place, signs in enumerate(folded) for _ in signs]

    def said(self, start: int, end: int) -> str:
        """This part of `rest` as it was typed."""
        return self.text[self._places[start] : self._places[end - 1] + 1].strip(" ") if start < end else ""

    def unknown(self) -> tuple[str, str] | None:
        """The first signs that no sentence has, and the word that they stand in."""
        if not (match := _UNKNOWN.search(self.text)):
            return None
        begin, blank = self.text.rfind(" ", 0, match.start()) + 1, self.text.find(" ", match.end())
        return match[0], self.text[begin : len(self.text) if blank < 0 else blank].rstrip(",")

    def take(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Each place where it is found is taken out."""
        for match in pattern.finditer(self.rest):
            start, end = match.span()
            self.rest = self.rest[:start] + TAKEN * (end - start) + self.rest[end:]
            yield match

    def pieces(self) -> list[Piece]:
        """What is left between the parts that were taken, without the signs that mean nothing."""
        runs = ((run.span(), self._bare(*run.span())) for run in _RUN.finditer(self.rest))
        return [Piece(self.rest[start:end], start, around, self) for around, (start, end) in runs if start < end]

    def _bare(self, start: int, end: int) -> tuple[int, int]:
        """A sign between two parts counts once: what would be nothing but two of them stays."""
        run, is_last = self.rest[start:end], end == len(self.rest)
        before = _END if is_last else _BEFORE
        begin = match.end() if start and (match := _AFTER.match(run)) else 0
        if begin == len(run) or (start and before.match(run)):
            return end, end
        match = before.search(run, begin)
        last = match.start() if match else len(run)
        return (start, end) if last <= begin else (start + begin, start + last)
