"""The German and English words of opening hours and the OSM syntax each stands for."""

import re

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_DAY_WORDS = {
    "Mo": "mo mon montag montags monday mondays",
    "Tu": "di tu tue dienstag dienstags tuesday tuesdays",
    "We": "mi we wed mittwoch mittwochs wednesday wednesdays",
    "Th": "do th thu donnerstag donnerstags thursday thursdays",
    "Fr": "fr fri freitag freitags friday fridays",
    "Sa": "sa sat samstag samstags sonnabend sonnabends saturday saturdays",
    "Su": "so su sun sonntag sonntags sunday sundays",
    "PH": "ph feiertag feiertags feiertage feiertagen",
    "SH": "sh schulferien",
}
_MONTH_WORDS = {
    "Jan": "jan januar jänner january",
    "Feb": "feb februar february",
    "Mar": "mar mär märz maerz mrz march",
    "Apr": "apr april",
    "May": "may mai",
    "Jun": "jun juni june",
    "Jul": "jul juli july",
    "Aug": "aug august",
    "Sep": "sep sept september",
    "Oct": "oct okt oktober october",
    "Nov": "nov november",
    "Dec": "dec dez dezember december",
}
_OTHER_WORDS = {
    "Mo-Su": "täglich taeglich daily",
    "Sa,Su": "wochenende wochenenden wochenends",
    "off": "off closed geschlossen ruhetag ruhetage",
    "open": "open offen geöffnet geoeffnet",
    "unknown": "unknown",
    "week": "week kw kalenderwoche kalenderwochen",
    "easter": "easter",
    "sunrise": "sunrise sonnenaufgang",
    "sunset": "sunset sonnenuntergang",
    "dawn": "dawn",
    "dusk": "dusk",
    "-": "bis",
    ",": "und u sowie and",
    "from": "ab",
    "except": "außer ausser except",
    "": "von vom um an am im in den dem der jeweils jede jeden jeder immer uhr gesetzliche gesetzlichen allen "
    "öffnungszeit öffnungszeiten sprechzeit sprechzeiten sprechstunde sprechstunden bürozeiten from",
}
WORDS: dict[str, str] = {
    word.casefold(): osm
    for table in (_DAY_WORDS, _MONTH_WORDS, _OTHER_WORDS)
    for osm, words in table.items()
    for word in words.split()
}
UNCLEAR_WORDS = frozenset(
    ("werktag", "werktags", "werktage", "werktagen", "werktäglich", "wochentag", "wochentags", "wochentage")
)

_STEM = (
    r"(?:\w*vereinbarung(?:en)?|\w*absprachen?|verabredung|termin(?:e|en)?|(?:vor)?anmeldung|(?:an|nach|voran)frage"
    r"|appointments?|arrangement|request)"
)
_JOINED = r"(?:und|oder|sowie|sonst|ansonsten|außerdem|weitere|zusätzlich|darüber\s+hinaus|außerhalb|and|or|otherwise)"
_LEAD = (
    r"(?:nur|auch|gerne?|bitte|jederzeit|zeiten|termine?|besuche?|führungen|beratung|nach|auf|mit|per|by|upon|on|only"
    r"|vorherige[rn]?|telefonische[rn]?|tel\.|persönliche[rn]?|individuelle[rn]?|gesonderte[rn]?|kurze[rn]?|prior)"
)
_TAIL = r"(?:möglich|erforderlich|nötig|notwendig|erbeten|gewünscht|only|required)"
ARRANGEMENT_PHRASE = re.compile(
    rf"(?P<joined>\b{_JOINED}\s+)*(?P<phrase>\b(?:{_LEAD}\s+){{1,6}}{_STEM}\b(?:\s+{_TAIL}\b)*)", re.IGNORECASE
)
_ASKS_FIRST = re.compile(
    r"vereinbar|\btermin(?!al|ier)|termine?\b|absprache|verabredung|anmeld|anfrage"
    r"|appointment|arrangement|on request|\bn\. ?v\.",
    re.IGNORECASE,
)
_NEED_NOT_ASK = re.compile(
    rf"\b(?:ohne|keine?|without|no)\s+(?:\w+\s+){{0,2}}?{_STEM}\b"
    rf"|\b{_STEM}\s+(?:ist\s+|sind\s+|is\s+)?(?:nicht|not)\s+(?:erforderlich|nötig|notwendig|required|necessary)\b",
    re.IGNORECASE,
)


def asks_first(comment: str) -> bool:
    """True if the comment says that one has to arrange a visit first ("nach Vereinbarung", not "ohne Termin")."""
    return bool(_ASKS_FIRST.search(_NEED_NOT_ASK.sub(" ", comment)))


_ORDINALS = {
    "erste": "1",
    "zweite": "2",
    "dritte": "3",
    "vierte": "4",
    "fünfte": "5",
    "letzte": "-1",
    "vorletzte": "-2",
}
_ORDINAL = rf"(?:[1-5]\.|(?:{'|'.join(_ORDINALS)})[nrs]?)"
_WEEKDAY = "|".join(word for osm in DAYS for word in _DAY_WORDS[osm].split() if len(word) > 3)
NTH_DAY_PHRASE = re.compile(
    rf"(?:\b(?:an\s+|am\s+)?(?:jede[nmr]?|de[nmr])\s+)?(?<!\w)(?P<nths>{_ORDINAL}(?:\s*(?:,|und|u\.|/)\s*{_ORDINAL})*)"
    rf"\s+(?P<day>{_WEEKDAY})\s+(?:im|des|eines|jeden)\s+monate?s?\b",
    re.IGNORECASE,
)


def nth_day(found: re.Match[str]) -> str:
    """'1. und 3. Mittwoch im Monat' → 'We[1,3]'."""
    nths = re.findall(_ORDINAL, found["nths"], re.IGNORECASE)
    return f"{WORDS[found['day'].casefold()]}[{','.join(_nth(n.casefold()) for n in nths)}]"


def _nth(ordinal: str) -> str:
    return _ORDINALS[ordinal.rstrip("nrs")] if ordinal[0].isalpha() else ordinal[0]


ALL_DAY_PHRASE = re.compile(
    r"\b(?:rund\s+um\s+die\s+uhr|24\s*(?:h|stunden)(?:\s+(?:am\s+tag|täglich))?)\b", re.IGNORECASE
)
EVERY_DAY_PHRASE = re.compile(r"\b(?:jeden\s+tag|alle\s+tage|an\s+allen\s+tagen)\b", re.IGNORECASE)
CLOCK_PHRASE = re.compile(r"\b(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?:uhr|h)\b", re.IGNORECASE)
HALF_DAY_PHRASE = re.compile(r"\d\s*(?:a\.?m|p\.?m)\b(?!\s+\w)", re.IGNORECASE)


def clock(found: re.Match[str]) -> str:
    """'8.30 Uhr' → '8:30'."""
    return f"{found['hour']}:{found['minute'] or '00'}"
