"""What people write, in German, → an event's times and rule: „jeden letzten Freitag im Monat, 15 bis 17 Uhr“.

Piece by piece is taken out of the text: notes in brackets, dates, times of day, how many times, months; what is left
must be one of the rhythms. A word that nobody understood is refused by name: half understood is not understood.
Everything that `words` says in German is read back as the same rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import NoReturn

from django.utils.translation import gettext as _

from common.errors import UsageError
from common.text import fold
from initiatives.recurrence.rules import COUNT_MAX, EARLIEST, INTERVAL_MAX, LATEST, Frequency, On, Rule
from initiatives.recurrence.series import LONGEST as LONGEST_DATE
from initiatives.recurrence.series import Series, is_skipped

FIELD = "Wann"
LONGEST = 300

WEEKDAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
MONTHS = (
    "januar",
    "februar",
    "maerz",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "dezember",
)
NTH = {"ersten": 1, "zweiten": 2, "dritten": 3, "vierten": 4, "fuenften": 5, "letzten": -1, "vorletzten": -2}
NTH |= {word.removesuffix("n"): number for word, number in NTH.items()}  # „jede erste Woche“
NUMBERS = {"zwei": 2, "drei": 3, "vier": 4, "fuenf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10}

_DAY = rf"(?:{'|'.join(WEEKDAYS)}|sonnabend)s?"
_MONTH = "|".join((*MONTHS, "jaenner"))
_NTH = "|".join(NTH)
_NUMBER = rf"(?:\d{{1,2}}|{'|'.join(NUMBERS)})"
_NTH_DAYS = rf"(?:(?:{_NTH}) (?:und )?)+{_DAY}(?: (?:und )?(?:(?:{_NTH}) (?:und )?)+{_DAY})*"
_DAYS = rf"{_DAY}(?: (?:und )?{_DAY})*"
_IN_MONTH = r"(?:im|des|jedes|jeden|eines jeden|in jedem) monats?"

_NOTE = re.compile(r"\([^()]*\)")
_DATE = re.compile(
    r"(?P<word>\b(?:bis(?: zum)?|ab(?: dem)?|vom|von|seit|am|beginnt am|erstmals am)\s+)?"
    rf"(?:(?:{_DAY}),?\s+(?:den\s+)?)?"
    r"(?P<day>\d{1,2})\.\s*(?:(?P<number>\d{1,2})\.|(?P<name>[A-Za-zäÄ]{3,9})\.?)\s*(?P<year>\d{4})",
    re.IGNORECASE,
)
_CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?"
_SPAN = re.compile(rf"\b(?:von\s+)?{_CLOCK}\s*(?:uhr\s*)?(?:bis|-)\s*{_CLOCK}\s*uhr\b", re.IGNORECASE)
_MOMENT = re.compile(rf"\b(?:um\s+)?{_CLOCK}\s*uhr\b", re.IGNORECASE)
_WHOLE_DAY = re.compile(r"\b(?:ganztags|ganztägig|den ganzen tag)\b", re.IGNORECASE)
_TIMES = re.compile(rf"\b({_NUMBER}|\d{{3}})[\s-]?mal\b", re.IGNORECASE)
_ONLY = re.compile(rf"\bnur (?:im|in) ((?:(?:{_MONTH})(?: und)? ?)+)$")
_FROM_TO = re.compile(rf"\b(?:nur )?von ({_MONTH}) bis ({_MONTH})$")


@dataclass
class _Found:
    """What has been taken out of the text so far."""

    begins: date | None = None
    until: date | None = None
    single: date | None = None
    start: time | None = None
    end: time | None = None
    all_day: bool = False
    count: int | None = None
    months: tuple[int, ...] = ()


def read(text: str, *, today: date) -> Series:
    """The series, beginning with its first date from `today` (or the day that the text names) on.

    UsageError says what was not understood, or what is missing.
    """
    if len(text) > LONGEST:
        raise UsageError(FIELD, text, _("höchstens {n} Zeichen").format(n=LONGEST))
    if not (plain := " ".join(text.split())).isprintable():
        raise UsageError(FIELD, text, _("Text ohne Steuerzeichen"))
    found = _Found()
    rest = _NOTE.sub(" ", plain.replace("–", "-").replace("−", "-"))
    rest = _take(_DATE, rest, lambda match: _date(found, match, text))
    rest = _take(_SPAN, rest, lambda match: _span(found, match, text))
    rest = _take(_MOMENT, rest, lambda match: _span(found, match, text))
    rest = _take(_WHOLE_DAY, rest, lambda _match: setattr(found, "all_day", True))
    rest = fold(_take(_TIMES, fold(rest), lambda match: setattr(found, "count", _number(match[1]))))
    rest = fold(_take(_ONLY, rest, lambda match: setattr(found, "months", _months(match[1]))))
    rest = fold(_take(_FROM_TO, rest, lambda match: setattr(found, "months", _range(*match.groups()))))
    series = _series(found, rest, text, today)
    if is_skipped(series.start) or is_skipped(series.end):
        right = _("eine Uhrzeit, die es an diesem Tag gibt: Die Uhr wird in dieser Stunde vorgestellt")
        raise UsageError(FIELD, text, right)
    return series


def _take(pattern: re.Pattern[str], text: str, use: Callable[[re.Match[str]], None]) -> str:
    """Uses what is found and leaves the rest."""

    def gone(match: re.Match[str]) -> str:
        use(match)
        return " "

    return pattern.sub(gone, text)


def _series(found: _Found, rest: str, text: str, today: date) -> Series:
    if found.start is None and not found.all_day:
        raise UsageError(FIELD, text, _("auch mit Uhrzeit, zum Beispiel „15 bis 17 Uhr“, oder „ganztags“"))
    if found.start is not None and found.all_day:
        raise UsageError(FIELD, text, _("entweder eine Uhrzeit oder „ganztags“"))
    if found.single:
        return _once(found, rest, text)
    if found.count is not None and not 1 <= found.count <= COUNT_MAX:
        raise UsageError(FIELD, text, _("1 bis {n} Mal").format(n=COUNT_MAX))
    rule = _rhythm(rest, text)
    rule = replace(rule, months=rule.months or found.months, count=found.count)
    if found.until and found.count:
        raise UsageError(FIELD, text, _("entweder ein letzter Tag oder eine Anzahl"))
    if found.until:
        rule = rule.ending(found.until)
    rule.check()
    first = _first(rule, datetime.combine(found.begins or today, found.start or time()))
    if first is None:
        raise UsageError(FIELD, text, _("ein letzter Tag, vor dem es noch einen Termin gibt"))
    return Series(first, _end(first, found), rule, found.all_day)


def _first(rule: Rule, start: datetime) -> datetime | None:
    """The next day that fits: "every second Tuesday" begins on the next Tuesday."""
    return replace(rule, interval=1, count=None).first_from(start)


def _once(found: _Found, rest: str, text: str) -> Series:
    if rest or found.count or found.months or found.begins or not found.single:
        raise UsageError(FIELD, text, _("entweder ein einzelner Tag oder eine Wiederholung"))
    start = datetime.combine(found.single, found.start or time())
    if found.until and found.all_day:
        return Series(start, _end_of_days(found.single, found.until, text), None, all_day=True)
    if found.until:
        raise UsageError(FIELD, text, _("entweder ein einzelner Tag oder eine Wiederholung"))
    return Series(start, _end(start, found), None, found.all_day)


def _end_of_days(first: date, last: date, text: str) -> datetime:
    if last < first:
        raise UsageError(FIELD, text, _("ein letzter Tag nach dem ersten"))
    if last - first >= LONGEST_DATE:
        raise UsageError(FIELD, text, _("ein Termin, der höchstens {n} Tage dauert").format(n=LONGEST_DATE.days))
    return datetime.combine(last + timedelta(days=1), time())


def _end(start: datetime, found: _Found) -> datetime:
    """Of the first date; an end before the start is on the next day."""
    if found.all_day:
        return start + timedelta(days=1)
    end = datetime.combine(start.date(), found.end or start.time())
    return end + timedelta(days=1) if end < start else end


# ------------------------------------------------------------------------------------------------- dates and times


def _date(found: _Found, match: re.Match[str], text: str) -> None:
    name = fold(match["name"] or "")
    month = int(match["number"]) if match["number"] else next((n for n, one in _named() if one.startswith(name)), 0)
    try:
        day = date(int(match["year"]), month, int(match["day"]))
    except ValueError:
        raise UsageError(FIELD, match[0].strip(), _("ein Tag, den es gibt, zum Beispiel 5. Dezember 2026")) from None
    if not EARLIEST <= day.year < LATEST:
        right = _("ein Jahr von {first} bis {last}").format(first=EARLIEST, last=LATEST - 1)
        raise UsageError(FIELD, match[0].strip(), right)
    word = fold(match["word"] or "am").split()[0]
    name_of = {"bis": "until", "am": "single"}.get(word, "begins")
    if getattr(found, name_of) is not None:
        raise UsageError(FIELD, text, _("jeden Tag nur einmal"))
    setattr(found, name_of, day)


def _named() -> Iterator[tuple[int, str]]:
    yield from enumerate(MONTHS, 1)
    yield 1, "jaenner"


def _span(found: _Found, match: re.Match[str], text: str) -> None:
    if found.start is not None:
        raise UsageError(FIELD, text, _("nur eine Uhrzeit; andere Zeiten sind ein eigener Termin"))
    groups = match.groups()
    found.start = _clock(*groups[:2], text=match[0])
    found.end = _clock(*groups[2:], text=match[0], ending=True) if len(groups) > 2 else found.start


def _clock(hour: str, minute: str | None, *, text: str, ending: bool = False) -> time:
    numbers = int(hour), int(minute or 0)
    if ending and numbers == (24, 0):
        return time()
    try:
        return time(*numbers)
    except ValueError:
        raise UsageError(FIELD, text.strip(), _("eine Uhrzeit von 0 bis 24 Uhr")) from None


def _number(word: str) -> int:
    return NUMBERS.get(word.lower()) or int(word)


def _months(words: str) -> tuple[int, ...]:
    return tuple(sorted({_month(word) for word in words.split() if word != "und"}))


def _month(word: str) -> int:
    return 1 if word == "jaenner" else MONTHS.index(word) + 1


def _range(first: str, last: str) -> tuple[int, ...]:
    """April to October; October to April goes over the turn of the year."""
    begin, end = _month(first), _month(last)
    return tuple(n for n in range(1, 13) if (begin <= n <= end if begin <= end else n >= begin or n <= end))


# -------------------------------------------------------------------------------------------------------- rhythms


def _rhythm(rest: str, text: str) -> Rule:
    for pattern, make in _RHYTHMS:
        if match := pattern.fullmatch(rest):
            return make(match, text)
    unknown = [word for word in rest.split() if word not in _VOCABULARY]
    if unknown:
        raise UsageError(FIELD, unknown[0], _("Tage, Uhrzeiten und Wiederholungen; dieses Wort ist hier nicht bekannt"))
    right = _("eine Wiederholung wie „jeden letzten Freitag im Monat“, „alle zwei Wochen am Dienstag“, „montags“")
    raise UsageError(FIELD, text, right)


def _weekdays(words: str) -> tuple[int, ...]:
    """„Montag und Mittwoch“, „Montag bis Freitag“, „montags“."""
    first, bis, last = words.partition(" bis ")
    if bis:
        begin, end = _weekday(first), _weekday(last)
        return tuple(sorted((begin + step) % 7 for step in range((end - begin) % 7 + 1)))
    return tuple(sorted({_weekday(word) for word in words.split() if word not in ("und", "oder")}))


def _weekday(word: str) -> int:
    plain = word.removesuffix("s") if word.removesuffix("s") in (*WEEKDAYS, "sonnabend") else word
    return WEEKDAYS.index("samstag" if plain == "sonnabend" else plain)


def _nth_days(words: str) -> tuple[On, ...]:
    """„ersten und dritten Montag“, „ersten Montag und letzten Freitag“."""
    found, waiting = [], []
    for word in words.split():
        if word in NTH:
            waiting.append(NTH[word])
        elif word != "und":
            found += [On(_weekday(word), nth) for nth in waiting]
            waiting = []
    return tuple(sorted(set(found), key=lambda on: (on.nth < 0, abs(on.nth), on.weekday)))


def _interval(word: str | None) -> int:
    number = _number(word) if word else 1
    if not 1 <= number <= INTERVAL_MAX:
        raise UsageError(FIELD, word, _("eine Zahl von 1 bis {n}").format(n=INTERVAL_MAX))
    return number


def _daily(match: re.Match[str], _text: str) -> Rule:
    return Rule(Frequency.DAILY, _interval(match["n"]))


def _fortnightly(match: re.Match[str], _text: str) -> Rule:
    return Rule(Frequency.WEEKLY, 2, _every(match["days"]))


def _weekly(match: re.Match[str], _text: str) -> Rule:
    return Rule(Frequency.WEEKLY, _interval(match.groupdict().get("n")), _every(match["days"]))


def _working_days(_match: re.Match[str], _text: str) -> Rule:
    return Rule(Frequency.WEEKLY, 1, tuple(map(On, range(5))))


def _every(days: str) -> tuple[On, ...]:
    return tuple(map(On, _weekdays(days)))


def _monthly(match: re.Match[str], _text: str) -> Rule:
    return Rule(Frequency.MONTHLY, _interval(match.groupdict().get("n")), _nth_days(match["days"]))


def _one_of(match: re.Match[str], _text: str) -> Rule:
    """The last working day, the first Saturday or Sunday."""
    days = tuple(range(5)) if match["days"].startswith("werktag") else _weekdays(match["days"])
    return Rule(
        Frequency.MONTHLY, _interval(match.groupdict().get("n")), tuple(map(On, days)), position=NTH[match["nth"]]
    )


def _dates(match: re.Match[str], text: str) -> Rule:
    numbers = _month_days(match["days"], text)
    return Rule(Frequency.MONTHLY, _interval(match.groupdict().get("n")), month_days=numbers)


def _month_days(words: str, text: str) -> tuple[int, ...]:
    """„1 und 15“, „letzten Tag“, „3.-letzten Tag“."""
    from_the_end = r"(\d{1,2}) letzten tag"
    rest = re.sub(from_the_end, " ", words)
    found = [-int(word) for word in re.findall(from_the_end, words)]
    found += [NTH[word] for word in re.findall(rf"({_NTH}) tag", rest)]
    found += [int(word) for word in re.findall(r"\d+", rest)]
    if not all(1 <= abs(number) <= 31 for number in found):
        raise UsageError(FIELD, text, _("Tage des Monats von 1. bis 31."))
    return tuple(sorted(set(found)))


def _yearly_date(match: re.Match[str], text: str) -> Rule:
    days, months = _month_days(match["day"], text), (_month(match["month"]),)
    return Rule(Frequency.YEARLY, _interval(match.groupdict().get("n")), month_days=days, months=months)


def _yearly_day(match: re.Match[str], text: str) -> Rule:
    months, interval = (_month(match["month"]),), _interval(match.groupdict().get("n"))
    if match["days"].strip().endswith(" tag"):
        return Rule(Frequency.YEARLY, interval, month_days=_month_days(match["days"], text), months=months)
    return Rule(Frequency.YEARLY, interval, _nth_days(match["days"]), months=months)


def _ambiguous(match: re.Match[str], text: str) -> NoReturn:
    """Every second Tuesday of the month, or every second one of all Tuesdays? The two differ by a week now and then."""
    day = match["day"].capitalize()
    right = _("„jeden {nth} {day} im Monat“ oder „alle … Wochen am {day}“").format(nth=match["nth"], day=day)
    raise UsageError(FIELD, text, right)


_LIST = rf"{_DAY}(?: bis {_DAY}|(?: (?:und )?{_DAY})*)"
_DATES = rf"(?:(?:\d{{1,2}}|(?:{_NTH}) tag|\d{{1,2}} letzten tag)(?: und)? ?)+"
_ONE_OF = rf"(?P<nth>{_NTH}) (?P<days>werktag|{_DAY}(?: oder {_DAY}| {_DAY})*)"
_RHYTHMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str], Rule]], ...] = tuple(
    (re.compile(pattern), make)
    for pattern, make in (
        (r"(?:taeglich|jeden tag)(?P<n>)", _daily),
        (rf"alle (?P<n>{_NUMBER}) tage", _daily),
        (r"werktags|jeden werktag", _working_days),
        (rf"(?:woechentlich |jede woche )?(?:jeden |am |jeweils )?(?:von )?(?P<days>{_LIST})", _weekly),
        (rf"(?:14 ?taegig|vierzehntaegig|jede zweite woche) (?:am |jeden )?(?P<days>{_LIST})", _fortnightly),
        (rf"alle 14 tage (?:am )?(?P<days>{_LIST})", _fortnightly),
        (rf"alle (?P<n>{_NUMBER}) wochen (?:am |jeden |von )?(?P<days>{_LIST})", _weekly),
        (rf"(?:jeden|am|jeweils am|monatlich am) (?P<days>{_NTH_DAYS}) {_IN_MONTH}", _monthly),
        (rf"(?:jeden|am) (?P<days>(?:ersten|letzten|vorletzten) {_DAY})", _monthly),
        (rf"(?:jeden|am) (?P<nth>zweiten|dritten|vierten|fuenften) (?P<day>{_DAY})", _ambiguous),
        (rf"alle (?P<n>{_NUMBER}) monate am (?P<days>{_NTH_DAYS})", _monthly),
        (rf"(?:jeden|am) {_ONE_OF} {_IN_MONTH}", _one_of),
        (rf"alle (?P<n>{_NUMBER}) monate am {_ONE_OF}", _one_of),
        (rf"(?:am|jeden|monatlich am) (?P<days>{_DATES}) ?(?:{_IN_MONTH})", _dates),
        (rf"alle (?P<n>{_NUMBER}) monate am (?P<days>{_DATES})", _dates),
        (rf"(?:jedes jahr|jaehrlich) am (?P<day>\d{{1,2}}) (?P<month>{_MONTH})", _yearly_date),
        (rf"alle (?P<n>{_NUMBER}) jahre am (?P<day>\d{{1,2}}) (?P<month>{_MONTH})", _yearly_date),
        (rf"(?:jedes jahr|jaehrlich) am (?P<days>{_NTH_DAYS}|{_DATES}) ?im (?P<month>{_MONTH})", _yearly_day),
        (rf"alle (?P<n>{_NUMBER}) jahre am (?P<days>{_NTH_DAYS}|{_DATES}) ?im (?P<month>{_MONTH})", _yearly_day),
    )
)
_FILLERS = (
    "jeden jede jedes jedem am im in des eines und oder bis von alle tag tage taeglich woche wochen woechentlich monat"
    " monats monate monatlich monatsende vor jahr jahre jaehrlich werktag werktags jeweils nur uhr um ab zum zweite"
)
_VOCABULARY = {*_FILLERS.split(), *NTH, *NUMBERS, *MONTHS, "jaenner", *map(str, range(100))} | {
    day + ending for day in (*WEEKDAYS, "sonnabend") for ending in ("", "s")
}
