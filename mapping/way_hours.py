"""Hours of ways as they stand in the map, in words: „Mo-Fr 08:00-18:00“, „gesperrt 22:00-06:00“."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from django.utils.dates import MONTHS_3, WEEKDAYS_ABBR
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.hours import HoursError, normalise
from mapping.osm.conditional import HOURS, clauses

LONGEST = 120  # characters
MEANINGS: Mapping[frozenset[str], Promise] = MappingProxyType(
    {
        frozenset({"open"}): pgettext_lazy("Öffnungszeiten", "offen"),
        frozenset({"closed"}): pgettext_lazy("Öffnungszeiten", "gesperrt"),
        frozenset({"limited"}): pgettext_lazy("Öffnungszeiten", "nur für Anlieger"),
    }
)
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WORDS: Mapping[str, Promise] = MappingProxyType(
    {
        "sunrise": _("Sonnenaufgang"),
        "sunset": _("Sonnenuntergang"),
        "dawn": _("Morgendämmerung"),
        "dusk": _("Abenddämmerung"),
        "PH": _("Feiertage"),
        "SH": _("Schulferien"),
        "off": pgettext_lazy("Öffnungszeiten", "geschlossen"),
        "24/7": _("immer"),
    }
)
_WORD = re.compile(r"24/7|[A-Za-z]+")


def said(limits: str) -> str:
    """In the language of the reader; '' for a way without hours. What nobody can read stands as it was written."""
    found = []
    for line in limits.splitlines():
        key, _sign, value = line.partition("=")
        found += [_times(value)] if key == HOURS else _conditions(value)
    return Truncator("; ".join(dict.fromkeys(found))).chars(LONGEST)


def _conditions(value: str) -> list[str]:
    return [
        f"{MEANINGS[clause.means]} {_times(clause.condition)}" if clause.means in MEANINGS else clause.condition
        for clause in clauses(value)
    ]


def _times(text: str) -> str:
    try:
        text = normalise(text).text
    except HoursError:
        return text
    return _WORD.sub(lambda found: _word(found[0]), text)


def _word(word: str) -> str:
    if word in DAYS:
        return str(WEEKDAYS_ABBR[DAYS.index(word)])
    if word in MONTHS:
        return str(MONTHS_3[MONTHS.index(word) + 1]).capitalize()
    return str(WORDS.get(word, word))
