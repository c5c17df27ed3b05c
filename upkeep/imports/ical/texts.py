"""Texts of calendars → plain text for people: no tags, no invisible signs, not endless. Pure."""

import re
from html.parser import HTMLParser

from django.utils.text import Truncator

TITLE, ABOUT, ROOM, NOTE, WEBSITE = 200, 4_000, 120, 200, 500
_TAG = re.compile(r"<(/?(p|br|div|span|a|b|i|u|em|strong|ul|ol|li|h\d|html|body|table|tr|td|font)\b[^<>]*)>", re.I)
_ENTITY = re.compile(r"&(nbsp|amp|lt|gt|quot|#\d{2,4}|[aouAOU]uml|szlig|ndash|bdquo|ldquo);")
_BLOCKS = frozenset({"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table"})
_SILENT = frozenset({"style", "script", "head", "title"})
_BLANKS = re.compile(r"[^\S\n]+")
_EMPTY_LINES = re.compile(r" ?\n ?(?:\n ?)+")


class _Words(HTMLParser):
    """Keeps the words and where lines end."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        self.silent += tag in _SILENT
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in _SILENT and self.silent > 0
        if tag in _BLOCKS - {"br", "li"}:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)


def plain(text: str, longest: int = ABOUT) -> str:
    """Several lines, at most one empty one between them."""
    words = _without_tags(text) if _TAG.search(text) or _ENTITY.search(text) else text
    lines = _BLANKS.sub(" ", "".join(filter(_seen, words)))
    return Truncator(_EMPTY_LINES.sub("\n\n", lines).strip()).chars(longest)


def line(text: str, longest: int = TITLE) -> str:
    return Truncator(" ".join(plain(text).split())).chars(longest)


def _without_tags(text: str) -> str:
    reader = _Words()
    reader.feed(text)
    reader.close()
    return "".join(reader.parts)


def _seen(sign: str) -> bool:
    """Blanks of every kind become one later; what has no shape, or turns the direction of a line, is left out."""
    return sign in "\n\t" or ((sign.isprintable() or sign.isspace()) and sign not in "\u200b\ufeff\u00ad")
