"""Typed text → tokens of OSM opening-hours syntax. Knows words and signs, not their order."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import NamedTuple

from common.hours import errors, vocabulary
from common.hours.errors import HoursError

LIMIT = 1000

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_QUOTES = dict.fromkeys(map(ord, "„“”‟«»"), '"')


class Token(NamedTuple):
    """One word or sign. `kind`: see `_KINDS` and `_TOKENS`; `text` in OSM spelling."""

    kind: str
    text: str


_KINDS = (
    dict.fromkeys(vocabulary.DAYS, "day")
    | dict.fromkeys(vocabulary.MONTHS, "month")
    | {"PH": "holiday", "SH": "holiday", "week": "week", "easter": "easter", "24/7": "always", "from": "from"}
    | dict.fromkeys(("off", "open", "unknown"), "modifier")
    | dict.fromkeys(("sunrise", "sunset", "dawn", "dusk"), "sun")
    | {sign: sign for sign in ("-", ",", ";", "||", "+", "(", ")", "/", "except")}
)
_TOKENS = re.compile(
    r"""
      (?P<comment>"[^"]*")
    | (?P<always>24/7)
    | (?P<offset>[+-]\s*\d{1,2}\s*(?:days?|tage?)\b)
    | (?P<nth>\[[-\d,\s]{1,20}\])
    | (?P<date>\d{1,2}\.\s?\d{1,2}\.(?:\s?\d{4}\b)?)
    | (?P<named>\d{1,2}\.\s?[^\W\d_]{3,}\.?(?:\s\d{4}\b)?)
    | (?P<time>\d{1,2}[:.]\d{2}(?![\d.]))
    | (?P<year>(?:19|20)\d{2}(?!\d))
    | (?P<number>\d{1,2}(?!\d))
    | (?P<word>[^\W\d_]+\.?)
    | (?P<sign>\|\||[-,;+()/])
    | (?P<amp>&)
    | (?P<line>[\r\n]+)
    | (?P<skip>[\s:]+?)
    """,
    re.VERBOSE | re.IGNORECASE,
)


def tokens(typed: str) -> list[Token]:
    """Raises HoursError for a word, sign or length that cannot be meant."""
    if len(typed) > LIMIT:
        raise HoursError(typed[:80] + "…", errors.TOO_LONG, limit=LIMIT)
    text = unicodedata.normalize("NFKC", typed).translate(_DASHES).translate(_QUOTES)
    if text.count('"') % 2:
        raise HoursError(typed, errors.OPEN_QUOTE)
    return list(_scan(_plain(text, typed), typed))


def _plain(text: str, typed: str) -> str:
    """Phrases of more than one word → OSM syntax, outside of quoted comments."""
    parts = re.split(r'("[^"]*")', text)
    return "".join(part if part.startswith('"') else _without_phrases(part, typed) for part in parts)


def _without_phrases(part: str, typed: str) -> str:
    if vocabulary.HALF_DAY_PHRASE.search(part):
        raise HoursError(typed, errors.HALF_DAY)
    for pattern, replacement in _PHRASES:
        part = pattern.sub(replacement, part)
    return part


def _arrangement(found: re.Match[str]) -> str:
    joined = "||" if found["joined"] else ""
    return f' {joined} "{" ".join(found["phrase"].split())}" '


_PHRASES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (vocabulary.ARRANGEMENT_PHRASE, _arrangement),
    (vocabulary.ALL_DAY_PHRASE, " 24/7 "),
    (vocabulary.EVERY_DAY_PHRASE, " Mo-Su "),
    (vocabulary.NTH_DAY_PHRASE, vocabulary.nth_day),
    (vocabulary.CLOCK_PHRASE, vocabulary.clock),
)


def _scan(text: str, typed: str) -> Iterator[Token]:
    at = 0
    while at < len(text):
        found = _TOKENS.match(text, at)
        if found is None:
            raise HoursError(typed, errors.CHARACTER, part=text[at])
        at = found.end()
        yield from _READERS[found.lastgroup or ""](found[0], typed)


def _word(text: str, typed: str) -> Iterator[Token]:
    word = text.rstrip(".").casefold()
    osm = vocabulary.WORDS.get(word)
    if osm is None:
        wrong = errors.WORKDAYS if word in vocabulary.UNCLEAR_WORDS else errors.WORD
        raise HoursError(typed, wrong, part=text)
    yield from (Token(_KINDS[part], part) for part in re.findall(r"\w+|[-,]", osm))


def _named_date(text: str, typed: str) -> Iterator[Token]:
    found = re.fullmatch(r"(\d+)\.\s?([^\W\d_]+)\.?(?:\s(\d{4}))?", text)
    month = vocabulary.WORDS.get(found[2].casefold(), "") if found else ""
    if found is None or month not in vocabulary.MONTHS:
        raise HoursError(typed, errors.SELECTOR, part=text)
    yield from _date_tokens(found[1], month, found[3])


def _numeric_date(text: str, typed: str) -> Iterator[Token]:
    day, month, year = (part.strip() for part in text.split("."))
    if not 1 <= int(month) <= 12:
        raise HoursError(typed, errors.SELECTOR, part=text)
    yield from _date_tokens(day, vocabulary.MONTHS[int(month) - 1], year)


def _date_tokens(day: str, month: str, year: str | None) -> Iterator[Token]:
    if year:
        yield Token("year", year)
    yield Token("month", month)
    yield Token("number", f"{int(day):02}")


def _time(text: str, typed: str) -> Iterator[Token]:
    hour, minute = map(int, re.split("[:.]", text))
    if hour > 48 or minute > 59:
        raise HoursError(typed, errors.TIME, part=text)
    yield Token("time", f"{hour:02}:{minute:02}")


def _comment(text: str, _typed: str) -> Iterator[Token]:
    if inner := " ".join(text.strip('"').split()):
        yield Token("comment", inner)


def _offset(text: str, _typed: str) -> Iterator[Token]:
    days = int("".join(filter(str.isdecimal, text)))
    yield Token("offset", f"{text[0]}{days} day")


def _nothing(_text: str, _typed: str) -> Iterator[Token]:
    yield from ()


def _as(kind: str) -> Callable[[str, str], Iterator[Token]]:
    return lambda text, _typed: iter((Token(kind, text),))


def _sign(text: str, _typed: str) -> Iterator[Token]:
    yield Token(text, text)


_READERS: dict[str, Callable[[str, str], Iterator[Token]]] = {
    "comment": _comment,
    "always": _as("always"),
    "offset": _offset,
    "nth": lambda text, _typed: iter((Token("nth", re.sub(r"\s", "", text)),)),
    "date": _numeric_date,
    "named": _named_date,
    "time": _time,
    "year": _as("year"),
    "number": lambda text, _typed: iter((Token("number", f"{int(text):02}"),)),
    "word": _word,
    "sign": _sign,
    "amp": lambda _text, _typed: iter((Token(",", ","),)),
    "line": lambda _text, _typed: iter((Token(";", ";"),)),
    "skip": _nothing,
}
