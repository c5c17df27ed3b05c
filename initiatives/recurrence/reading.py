"""What people write, in German, → an event's times and rule: „jeden letzten Freitag im Monat, 15 bis 17 Uhr“.

Part by part is taken out of the text: dates, times of day, how many times, months; what is left must be a rhythm. A
word or a sign that nobody understood is refused by name: half understood is not understood. What is stored says all
that was typed and nothing else. Rules and times within one day are read back as the same if `words` has said them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import UsageError
from common.hours.words import weekday as day_name
from initiatives.recurrence.rhythms import (
    FIELD,
    MONTH,
    MONTHS,
    NOTES,
    NUMBER,
    ONE_DAY,
    TO,
    check_once_each,
    check_rhythms,
    check_words,
    how_often,
    month,
    number,
    one_after_another,
    rhythm,
    weekday,
)
from initiatives.recurrence.rules import COUNT_MAX, EARLIEST, LATEST, Frequency, Rule
from initiatives.recurrence.series import LONGEST as LONGEST_DATE
from initiatives.recurrence.series import Series, is_skipped
from initiatives.recurrence.typed import Piece, Typed
from initiatives.recurrence.words import MORNING_H

LONGEST = 300
DAY = timedelta(days=1)

_ALONE = r"(?<![\d.:-])(?<!\d,)"  # no number that belongs to something before
_DATE = re.compile(
    r"(?:(?<![a-z])(?P<word>bis(?: zum)?|ab(?: dem)?|vom|von|seit|(?:beginnt |erstmals )?am) |(?<=\d{4})(?P<to> ?- ?))?"
    rf"(?:(?P<weekday>{ONE_DAY}),? (?:den |dem )?)?(?:(?<=\d{{4}}-)|{_ALONE})"
    r"(?P<day>\d{1,2})\. ?(?:(?P<number>\d{1,2})\. ?|(?P<name>[a-z]{3,9})\.? )(?P<year>\d{4})(?!\d)"
)
_CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?"
_HOURS = r"(?: ?uhr\b|(?<=:\d{2})(?! ?[.:-]? ?\d))"  # „15:30“ is a time of day without it too
_SPAN = re.compile(rf"(?<![a-z])(?:von )?{_ALONE}{_CLOCK} ?(?:uhr ?)?(?:bis|-) ?{_CLOCK}{_HOURS}")
_MOMENT = re.compile(rf"(?<![a-z])(?:um )?{_ALONE}{_CLOCK}{_HOURS}")
_WHOLE_DAY = re.compile(r"\b(?:ganztags|ganztaegig|den ganzen tag)\b")
_TIMES = re.compile(rf"(?:(?<=[|,])(?<!\d,)|(?<=[|,] )|^)(?P<n>{NUMBER}|\d{{3,4}})[ -]?mal(?= ?(?:[.,:!|]|$))")
_ONLY = re.compile(rf"(?<![a-z])nur (?:im|in) {one_after_another(MONTH)}")
_FROM_TO = re.compile(rf"(?<![a-z])(?:nur )?von {MONTH}{TO}{MONTH}")
_BRACKETS = re.compile(r"\([^()]*\)?|\)")

_ONLY_ONE: Mapping[str, Promise] = {
    "single": gettext_lazy("nur ein Tag; ein weiterer Tag ist ein eigener Termin"),
    "begins": gettext_lazy("nur ein erster Tag"),
    "until": gettext_lazy("nur ein letzter Tag"),
    "times": gettext_lazy("nur eine Uhrzeit; andere Zeiten sind ein eigener Termin"),
    "all_day": gettext_lazy("„ganztags“ nur einmal"),
    "count": gettext_lazy("nur eine Anzahl"),
    "months": gettext_lazy("Monate nur einmal"),
}
_SIGNS: Mapping[str, Promise] = {
    **dict.fromkeys("&+/", gettext_lazy("das Wort „und“ statt dieses Zeichens")),
    ";": gettext_lazy("ein Komma statt dieses Zeichens"),
}


@dataclass
class _Parts:
    """What has been taken out of the text, by name, and where it stood."""

    typed: Typed
    matches: dict[str, re.Match[str]] = field(default_factory=dict)

    def put(self, name: str, match: re.Match[str]) -> None:
        """UsageError if it is there already: who says it twice means one of the two."""
        if before := self.matches.get(name):
            begin, end = min(before.start(), match.start()), max(before.end(), match.end())
            raise UsageError(FIELD, self.typed.said(begin, end), _ONLY_ONE[name])
        self.matches[name] = match

    def said(self, name: str) -> str:
        """As it was typed; '' if it is not there."""
        return self.typed.said(*self.matches[name].span()) if name in self.matches else ""


@dataclass(frozen=True)
class _Found:
    """The same as values."""

    begins: date | None = None
    until: date | None = None
    single: date | None = None
    times: tuple[timedelta, timedelta] | None = None  # from midnight to the begin, and to the end
    all_day: bool = False
    count: int | None = None
    months: tuple[int, ...] = ()


def read(text: str, *, today: date) -> Series:
    """The series, beginning with its first date from `today` (or the day that the text names) on.

    UsageError quotes what was not understood, or says what is missing.
    """
    if len(text) > LONGEST:
        raise UsageError(FIELD, text, _("höchstens {n} Zeichen").format(n=LONGEST))
    typed = Typed(text)
    _check_signs(typed)
    taken = [(name or _role(match), match) for pattern, name in _PARTS for match in typed.take(pattern)]
    pieces = typed.pieces()
    for piece in pieces:
        check_words(piece)
    parts = _parts(typed, taken)
    check_rhythms(pieces, parts.said("single"))
    series = _series(parts, pieces, today)
    if is_skipped(series.start) or is_skipped(series.end):
        right = _("eine Uhrzeit, die es an diesem Tag gibt: Die Uhr wird in dieser Stunde vorgestellt")
        raise UsageError(FIELD, text, right)
    return series


def _check_signs(typed: Typed) -> None:
    if unknown := typed.unknown():
        signs, word = unknown
        raise UsageError(FIELD, word, _SIGNS.get(signs[0]) or _without(signs))
    for match in _BRACKETS.finditer(typed.rest):
        if match[0] not in NOTES:
            right = _("ein Satz ohne Klammern; was an einzelnen Tagen anders ist, steht unter „geänderte Termine“")
            raise UsageError(FIELD, typed.said(*match.span()), right)


def _without(signs: str) -> str:
    if not any(map(str.isprintable, signs)):
        return _("Text ohne Steuerzeichen")
    return _("der Satz ohne dieses Zeichen; möglich sind Buchstaben, Ziffern, Kommas, Punkte und Striche")


def _parts(typed: Typed, taken: list[tuple[str, re.Match[str]]]) -> _Parts:
    """Each only once, and none that another one rules out."""
    parts = _Parts(typed)
    for name, match in taken:
        parts.put(name, match)
    if {"times", "all_day"} <= parts.matches.keys():
        raise UsageError(FIELD, typed.text, _("entweder eine Uhrzeit oder „ganztags“"))
    if {"until", "count"} <= parts.matches.keys():
        raise UsageError(FIELD, typed.text, _("entweder ein letzter Tag oder eine Anzahl"))
    return parts


def _series(parts: _Parts, pieces: list[Piece], today: date) -> Series:
    found = _Found(**{name: _VALUES[name](match, parts.said(name)) for name, match in parts.matches.items()})
    day = found.single or (None if pieces or not found.until or not found.all_day else found.begins)
    if day:
        return _once(found, day, parts, pieces)
    rule = _ruled(rhythm(pieces), found, parts) if pieces else None
    _check_time(found, parts)
    if rule is None:
        raise UsageError(FIELD, parts.typed.text, how_often())
    start, end = found.times or (timedelta(), DAY)
    first = _first(rule, _midnight(found.begins or today) + start)
    if first is None:
        raise UsageError(FIELD, parts.typed.text, _("ein letzter Tag, vor dem es noch einen Termin gibt"))
    return Series(first, first - start + end, rule, found.all_day)


def _check_time(found: _Found, parts: _Parts) -> None:
    if not (found.times or found.all_day):
        right = _("auch mit Uhrzeit, zum Beispiel „15 bis 17 Uhr“, oder „ganztags“")
        raise UsageError(FIELD, parts.typed.text, right)


def _ruled(rule: Rule, found: _Found, parts: _Parts) -> Rule:
    """The rhythm with its months and its end."""
    if found.months and rule.frequency == Frequency.YEARLY:
        raise UsageError(FIELD, parts.said("months"), _("bei „jedes Jahr“ nur ein Monat"))
    if found.months and rule.frequency == Frequency.MONTHLY and not rule.position:
        right = _("Monate nur bei Tagen der Woche; sonst für jeden Monat ein Termin mit „jedes Jahr am …“")
        raise UsageError(FIELD, parts.said("months"), right)
    rule = replace(rule, months=rule.months or found.months, count=found.count)
    rule = rule.ending(found.until) if found.until else rule
    rule.check()
    return rule


def _first(rule: Rule, start: datetime) -> datetime | None:
    """The next day that fits: "every second Tuesday" begins on the next Tuesday."""
    return replace(rule, interval=1, count=None).first_from(start)


def _once(found: _Found, day: date, parts: _Parts, pieces: list[Piece]) -> Series:
    """On one day, or several whole ones: „5. Dezember 2026 bis 7. Dezember 2026, ganztags“."""
    may = {"single" if found.single else "begins", "times", "all_day", *(["until"] if found.all_day else [])}
    if more := [*(piece.said() for piece in pieces), *(parts.said(name) for name in parts.matches if name not in may)]:
        raise UsageError(FIELD, more[0], _("entweder ein einzelner Tag oder eine Wiederholung"))
    _check_time(found, parts)
    if found.until:
        return Series(_midnight(day), _end_of_days(day, found.until, parts.typed.text), None, all_day=True)
    start, end = found.times or (timedelta(), DAY)
    return Series(_midnight(day) + start, _midnight(day) + end, None, found.all_day)


def _end_of_days(first: date, last: date, text: str) -> datetime:
    if last < first:
        raise UsageError(FIELD, text, _("ein letzter Tag nach dem ersten"))
    if last - first >= LONGEST_DATE:
        raise UsageError(FIELD, text, _("ein Termin, der höchstens {n} Tage dauert").format(n=LONGEST_DATE.days))
    return _midnight(last) + DAY


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


# ---------------------------------------------------------------------------------------------- parts and their values


def _role(match: re.Match[str]) -> str:
    """What a day is to the others."""
    word = "bis" if match["to"] else (match["word"] or "am").split()[0]
    return {"bis": "until", "am": "single"}.get(word, "begins")


def _day(match: re.Match[str], said: str) -> date:
    try:
        day = date(int(match["year"]), int(match["number"] or _named(match["name"])), int(match["day"]))
    except ValueError:
        raise UsageError(FIELD, said, _("ein Tag, den es gibt, zum Beispiel 5. Dezember 2026")) from None
    if not EARLIEST <= day.year < LATEST:
        right = _("ein Jahr von {first} bis {last}").format(first=EARLIEST, last=LATEST - 1)
        raise UsageError(FIELD, said, right)
    if match["weekday"] and weekday(match["weekday"]) != day.weekday():
        right = _("„{day}“, oder ein anderer Tag").format(day=_in_german(day))
        raise UsageError(FIELD, said, right)
    return day


def _in_german(day: date) -> str:
    with translation.override("de"):  # as the field reads it, in whichever language the page is
        return f"{day_name(day)}, {date_format(day, 'DATE_FORMAT')}"


def _named(name: str) -> int:
    """The month that begins like this; 0 if none does."""
    return next((nth for nth, one in enumerate(MONTHS, 1) if one.startswith(name)), int(name == "jaenner"))


def _times(match: re.Match[str], said: str) -> tuple[timedelta, timedelta]:
    """An end before the start is in the night or the morning after."""
    start, *ends = (_clock(*one, said) for one in zip(match.groups()[::2], match.groups()[1::2], strict=True))
    if start >= DAY:
        raise UsageError(FIELD, said, _("ein Beginn von 0 Uhr bis 23:59 Uhr"))
    if ends == [start]:
        raise UsageError(FIELD, said, _("zwei verschiedene Uhrzeiten, oder nur der Beginn"))
    end = ends[0] if ends else start
    if end < start and end >= timedelta(hours=MORNING_H + 1):
        right = _("ein Ende nach dem Beginn; über Nacht spätestens {hour}:59 Uhr").format(hour=MORNING_H)
        raise UsageError(FIELD, said, right)
    return start, end + DAY if end < start else end


def _clock(hour: str, minute: str | None, said: str) -> timedelta:
    """From midnight to midnight, both included."""
    found = timedelta(hours=int(hour), minutes=int(minute or 0))
    if int(minute or 0) > 59 or found > DAY:
        raise UsageError(FIELD, said, _("eine Uhrzeit von 0 bis 24 Uhr"))
    return found


def _all_day(_match: re.Match[str], _said: str) -> bool:
    return True


def _count(match: re.Match[str], said: str) -> int:
    if not 1 <= (count := number(match["n"])) <= COUNT_MAX:
        raise UsageError(FIELD, said, _("1 bis {n} Mal").format(n=COUNT_MAX))
    return count


def _months(match: re.Match[str], said: str) -> tuple[int, ...]:
    """„nur im April und Mai“; from October to April goes over the turn of the year."""
    months = [month(word) for word in re.findall(MONTH, match[0])]
    if match.re is _ONLY:
        check_once_each(months, said)
        return tuple(sorted(months))
    begin, end = months
    return tuple(n for n in range(1, 13) if (begin <= n <= end if begin <= end else n >= begin or n <= end))


_PARTS = (
    (_DATE, ""),  # its name is said by the words before it
    (_SPAN, "times"),
    (_MOMENT, "times"),
    (_WHOLE_DAY, "all_day"),
    (_TIMES, "count"),
    (_ONLY, "months"),
    (_FROM_TO, "months"),
)
_VALUES: Mapping[str, Callable[[re.Match[str], str], Any]] = {
    "begins": _day,
    "until": _day,
    "single": _day,
    "times": _times,
    "all_day": _all_day,
    "count": _count,
    "months": _months,
}
