"""Readers for single tag values. Nonsense gives None, never an exception and never a guess."""

import re
import unicodedata
from collections.abc import Mapping

_NOT_TEXT = {"Cc", "Cs", "Co", "Cn"}
_BIDI = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200B, 0x200E, 0x200F, 0xFEFF))
_LENGTH = re.compile(r"^(\d{1,4}(?:[.,]\d{1,3})?)\s*(mm|cm|m|')?$")
_COUNT = re.compile(r"^\d{1,5}$")
_PER_METRE = {"m": 1.0, "": 1.0, "cm": 0.01, "mm": 0.001}


def clean(text: str) -> str:
    """Printable text with single blanks; control and direction signs are dropped."""
    if not text.isprintable():
        text = "".join(" " if unicodedata.category(sign) in _NOT_TEXT else sign for sign in text)
    return " ".join(text.translate(_BIDI).split())


def listed(text: str) -> frozenset[str]:
    """A table written as words with blanks between them."""
    return frozenset(text.split())


def values(raw: str | None) -> list[str]:
    """`senior;dementia` → both, trimmed, empty parts left out."""
    return [part.strip() for part in (raw or "").split(";") if part.strip()]


def words(raw: str | None) -> list[str]:
    """Like `values`, lower case: for values that are codes."""
    return [value.lower() for value in values(raw)]


def first(tags: Mapping[str, str], *keys: str) -> tuple[str, str]:
    """The first of the keys that is there, and its value; two empty texts if none is."""
    return next(((key, tags[key]) for key in keys if tags.get(key)), ("", ""))


def metres(raw: str | None) -> float | None:
    """`0.9`, `0,9 m`, `90 cm` → 0.9."""
    found = _LENGTH.match((raw or "").strip().lower())
    if not found or found[2] == "'":
        return None
    return float(found[1].replace(",", ".")) * _PER_METRE[found[2] or ""]


def count(raw: str | None) -> int | None:
    """A plain whole number."""
    text = (raw or "").strip()
    return int(text) if _COUNT.match(text) and text.isascii() else None
