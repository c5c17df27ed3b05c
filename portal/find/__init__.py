"""Find: one question behind list, map, print, export and API, so that what one shows, all show."""

from portal.find.hits import Hit
from portal.find.question import API, PAGE, Find, Names, Start, parse
from portal.find.result import EVERY_MAX, PAGE_SIZE, Advice, Answer, Result, run

__all__ = [
    "API",
    "EVERY_MAX",
    "PAGE",
    "PAGE_SIZE",
    "Advice",
    "Answer",
    "Find",
    "Hit",
    "Names",
    "Result",
    "Start",
    "parse",
    "run",
]
