"""How often, in German words → a rule: „jeden letzten Freitag im Monat“, „alle zwei Wochen am Dienstag“. Pure.

A rhythm is one of the shapes of `_RHYTHMS` from its first word to its last; what stands beside it is refused by name.
"""

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import NoReturn

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import UsageError
from initiatives.recurrence.rules import INTERVAL_MAX, Frequency, On, Rule
from initiatives.recurrence.typed import Piece

FIELD = "Wann"

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
_IN_WORDS = {"ersten": 1, "zweiten": 2, "dritten": 3, "vierten": 4, "fuenften": 5, "letzten": -1, "vorletzten": -2}
NTH = _IN_WORDS | {f"{n}.": n for n in range(1, 6)}  # „jeden 1. Freitag im Monat“
NUMBERS = {"zwei": 2, "drei": 3, "vier": 4, "fuenf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10}
NOTES = ("(montag bis freitag)", "(in monaten, die ihn haben)", "(nur in schaltjahren)")  # which `words` says

SEP = r"(?: ?, ?(?:und )?| und )"
TO = r"(?: bis | ?- ?)"
ONE_DAY = rf"(?:{'|'.join(WEEKDAYS)}|sonnabend)"
MONTH = rf"(?:{'|'.join((*MONTHS, 'jaenner'))})(?![a-z])"
NUMBER = rf"(?:\d{{1,2}}|{'|'.join(NUMBERS)})"


def one_after_another(one: str) -> str:
    return rf"{one}(?:{SEP}{one})*"


_DAY = rf"{ONE_DAY}s?"
_LIST = rf"(?:{_DAY}{TO}{_DAY}|{one_after_another(_DAY)})"
_NTH = rf"(?:{'|'.join(map(re.escape, NTH))})"
_NTH_DAYS = one_after_another(rf"{one_after_another(_NTH)} {ONE_DAY}")
_MONTH_DAY = rf"(?:\d{{1,2}}\.-letzten tag|\d{{1,2}}\.?|{_NTH} tag)"
_MONTH_DAYS = one_after_another(_MONTH_DAY)
_WORKING_DAY = r"werktag(?: \(montag bis freitag\))?"
_ONE_OF = rf"(?P<nth>{_NTH}) (?P<days>{_WORKING_DAY}|{ONE_DAY}(?:(?: ?, ?{ONE_DAY})* oder {ONE_DAY})?)"
_IN_MONTH = r"(?:im|des|jedes|jeden|eines jeden|in jedem) monats?"
_SHORT_MONTHS = r"(?: \(in monaten, die ihn haben\))?"
_LEAP_YEARS = r"(?:(?<= 29\. februar) \(nur in schaltjahren\))?"
_YEARS = rf"(?:jedes jahr|jaehrlich|alle (?P<n>{NUMBER}) jahre)"


def check_rhythms(pieces: list[Piece], day: str) -> None:
    """Raises UsageError for what is no rhythm. `day` is the single one that stands beside, if there is one."""
    fitting = [piece for piece in pieces if _shape(piece)]
    for piece in pieces:
        if piece in fitting:
            continue
        if day:
            raise _too_much(piece, _("neben „{day}“ nur noch eine Uhrzeit oder „ganztags“").format(day=day))
        raise _too_much(piece, _beside(fitting[0].said())) if fitting else _not_understood(piece)


def rhythm(pieces: list[Piece]) -> Rule:
    """The rule of the one piece that says how often."""
    piece, *more = pieces
    if more:
        raise UsageError(FIELD, more[0].said(), _("nur eine Wiederholung, also „{said}“").format(said=piece.said()))
    if not (shape := _shape(piece)):
        raise _not_understood(piece)
    match, make = shape
    return make(match, piece)


def how_often() -> str:
    return _(
        "eine Wiederholung wie „jeden letzten Freitag im Monat“, „alle zwei Wochen am Dienstag“, „montags“,"
        " oder ein Tag wie „5. Dezember 2026“"
    )


def _beside(said: str) -> str:
    text = _("neben „{said}“ nur noch Uhrzeit, Tage mit Jahr, Monate („nur im Mai“) oder eine Anzahl („10 Mal“)")
    return text.format(said=said)


# ---------------------------------------------------------------------------------------------- what is not understood

_TOKEN = re.compile(r"\([^()]*\)|[a-z]+|\d+|[^ a-z\d]+")
_SIGNS = frozenset({",", ".", ":", "-", ".-", ".,", *NOTES, *(f"{note}," for note in NOTES)})
_DAY_WITHOUT_YEAR = re.compile(rf"^(?:(?:am|ab|seit|bis|vom|von)(?: dem| zum)? )?\d{{1,2}}\.(?: ?{MONTH}|$)")
_DAY_IN_DIGITS = re.compile(r"(?:(?:am|ab|bis|jedes jahr am|jaehrlich am) )?\d+\. ?\d+\.")
_WORDS = (
    "jeden jede jedes jedem am im in des dem den eines und oder bis von vom seit ab zum um tag tage taegig taeglich"
    " vierzehntaegig alle woche wochen woechentlich monat monats monate monatlich jahr jahre jaehrlich werktag werktags"
    " jeweils nur uhr mal zweite ganztags beginnt erstmals jaenner sonnabend sonnabends"
)
VOCABULARY = {*_WORDS.split(), *NTH, *NUMBERS, *MONTHS, *WEEKDAYS, *(f"{day}s" for day in WEEKDAYS)}
VOCABULARY |= {f"{word}mal" for word in NUMBERS}

_EXCEPTION = gettext_lazy("ein Satz ohne Ausnahmen; Tage, die ausfallen, stehen unter „geänderte Termine“")
_WHOLE_WEEKDAY = gettext_lazy("der Wochentag ausgeschrieben, zum Beispiel „montags“")
_EXACT = gettext_lazy("eine genaue Uhrzeit, zum Beispiel „15 Uhr“ oder „15 bis 17 Uhr“")
_SINGLE_SIGNS = gettext_lazy(
    "Kommas, Punkte, Doppelpunkte und Striche nur einzeln zwischen zwei Angaben, ein Ausrufezeichen nur am Ende"
)
_WITH_YEAR = gettext_lazy("ein Tag mit Monat und vierstelligem Jahr, zum Beispiel „5. Dezember 2026“")
_UNKNOWN_WORD = gettext_lazy("Tage, Uhrzeiten und Wiederholungen; dieses Wort ist hier nicht bekannt")
_HINTS: Mapping[str, Promise] = {
    **dict.fromkeys(("ausser", "ausgenommen", "ohne", "nicht", "kein", "keine", "keinen"), _EXCEPTION),
    **dict.fromkeys(("feiertag", "feiertage", "feiertags", "ferien", "schulferien"), _EXCEPTION),
    **dict.fromkeys(("mo", "di", "mi", "do", "fr", "sa", "so"), _WHOLE_WEEKDAY),
    **dict.fromkeys(("ca", "circa", "etwa", "gegen", "h"), _EXACT),
}


def check_words(piece: Piece) -> None:
    """Raises UsageError with the first word, number or sign that no sentence of this field has."""
    for match in _TOKEN.finditer(piece.folded):
        if _is_known(token := match[0]):
            continue
        if token.isdecimal() and len(token) == 4:  # of a day that is not read as one
            raise UsageError(FIELD, piece.said(0, match.end()), _WITH_YEAR)
        word = piece.word_at(*match.span())
        right = _HINTS.get(token, _UNKNOWN_WORD) if token.isalnum() else _SINGLE_SIGNS
        raise UsageError(FIELD, word, _WITH_YEAR if _DAY_IN_DIGITS.match(word) else right)


def _is_known(token: str) -> bool:
    return token in VOCABULARY or token in _SIGNS or (token.isdecimal() and len(token) < 3)


_LEFT: tuple[tuple[re.Pattern[str], Promise], ...] = (
    (re.compile(r"^[^a-z\d(]+"), _SINGLE_SIGNS),
    (_DAY_IN_DIGITS, _WITH_YEAR),
    (_DAY_WITHOUT_YEAR, _WITH_YEAR),
    (
        re.compile(r"^\d{1,2}(?:[:.]\d{2})?(?: ?(?:-|bis) ?\d{1,2}(?:[:.]\d{2})?)?$"),
        gettext_lazy("die Uhrzeit mit „Uhr“, zum Beispiel „15 bis 17 Uhr“"),
    ),
    (
        re.compile(rf"^(?:{NUMBER}|\d{{3}})[ -]?mal\b"),
        gettext_lazy("die Anzahl nach einem Komma, zum Beispiel „jeden Freitag, 15 Uhr, 10 Mal“"),
    ),
    (
        re.compile(r"^(?:ab|bis|seit|von|vom)\b"),
        gettext_lazy("„ab“ und „bis“ mit einem Tag und Jahr, „von“ und „bis“ mit zwei Uhrzeiten oder Monaten"),
    ),
)


def _too_much(piece: Piece, right: str, start: int = 0) -> UsageError:
    """Quotes the piece from there on; `right` if nothing there says more."""
    left = piece.folded[start:]
    hints = (hint for pattern, hint in _LEFT if pattern.search(left))
    return UsageError(FIELD, piece.said_from(start), next(hints, right))


def _not_understood(piece: Piece) -> UsageError:
    """Quotes what comes after the longest beginning that makes sense."""
    found = (match.end() for pattern, _make in _RHYTHMS if (match := pattern.match(piece.folded)))
    end = max((end for end in found if not piece.folded[end : end + 1].isalnum()), default=0)
    if not end:
        return _too_much(piece, how_often())
    blank = len(piece.folded[end:]) - len(piece.folded[end:].lstrip(" ,"))
    return _too_much(piece, _beside(piece.said(0, end)), min(end + blank, len(piece.folded) - 1))


# ---------------------------------------------------------------------------------------------------- single words


def number(word: str) -> int:
    return NUMBERS.get(word) or int(word)


def weekday(word: str) -> int:
    plain = word.removesuffix("s")
    return WEEKDAYS.index("samstag" if plain == "sonnabend" else plain)


def month(word: str) -> int:
    return 1 if word == "jaenner" else MONTHS.index(word) + 1


def check_once_each(found: Sequence[Hashable], said: str) -> None:
    """Who names a day twice may have meant another one."""
    if len(set(found)) < len(found):
        raise UsageError(FIELD, said, _("jeder Tag und jeder Monat nur einmal"))


def _weekdays(words: str, said: str) -> tuple[int, ...]:
    """„Montag und Mittwoch“, „Montag bis Freitag“, „montags“."""
    found = [weekday(word) for word in re.findall(_DAY, words)]
    check_once_each(found, said)
    if re.search(TO, words):
        begin, end = found
        found = [(begin + step) % 7 for step in range((end - begin) % 7 + 1)]
    return tuple(sorted(found))


def _nth_days(words: str, said: str) -> tuple[On, ...]:
    """„ersten und dritten Montag“, „ersten Montag und letzten Freitag“."""
    found = [
        On(weekday(day), NTH[nth])
        for nths, day in re.findall(rf"({one_after_another(_NTH)}) ({ONE_DAY})", words)
        for nth in re.findall(_NTH, nths)
    ]
    check_once_each(found, said)
    return tuple(sorted(found, key=lambda on: (on.nth < 0, abs(on.nth), on.weekday)))


def _month_days(words: str, said: str) -> tuple[int, ...]:
    """„1. und 15.“, „letzten Tag“, „3.-letzten Tag“."""
    found = [_month_day(word) for word in re.findall(_MONTH_DAY, words)]
    if not all(1 <= abs(day) <= 31 for day in found):
        raise UsageError(FIELD, said, _("Tage des Monats von 1. bis 31."))
    check_once_each(found, said)
    return tuple(sorted(found))


def _month_day(words: str) -> int:
    if words.endswith(".-letzten tag"):
        return -int(words.partition(".")[0])
    return NTH[words.removesuffix(" tag")] if words.endswith("tag") else int(words.rstrip("."))


# ---------------------------------------------------------------------------------------------------------- rhythms

Made = Callable[[re.Match[str], Piece], Rule]


def _interval(match: re.Match[str], piece: Piece) -> int:
    found = number(word) if (word := match.groupdict().get("n")) else 1
    if not 1 <= found <= INTERVAL_MAX:
        raise UsageError(FIELD, piece.said(*match.span("n")), _("eine Zahl von 1 bis {n}").format(n=INTERVAL_MAX))
    return found


def _daily(match: re.Match[str], piece: Piece) -> Rule:
    return Rule(Frequency.DAILY, _interval(match, piece))


def _fortnightly(match: re.Match[str], piece: Piece) -> Rule:
    return Rule(Frequency.WEEKLY, 2, _every(match, piece))


def _weekly(match: re.Match[str], piece: Piece) -> Rule:
    return Rule(Frequency.WEEKLY, _interval(match, piece), _every(match, piece))


def _working_days(_match: re.Match[str], _piece: Piece) -> Rule:
    return Rule(Frequency.WEEKLY, 1, tuple(map(On, range(5))))


def _every(match: re.Match[str], piece: Piece) -> tuple[On, ...]:
    return tuple(map(On, _weekdays(match["days"], piece.said(*match.span("days")))))


def _monthly(match: re.Match[str], piece: Piece) -> Rule:
    on = _nth_days(match["days"], piece.said(*match.span("days")))
    return Rule(Frequency.MONTHLY, _interval(match, piece), on)


def _one_of(match: re.Match[str], piece: Piece) -> Rule:
    """The last working day, the first Saturday or Sunday."""
    is_working = match["days"].startswith("werktag")
    days = range(5) if is_working else _weekdays(match["days"], piece.said(*match.span("days")))
    return Rule(Frequency.MONTHLY, _interval(match, piece), tuple(map(On, days)), position=NTH[match["nth"]])


def _dates(match: re.Match[str], piece: Piece) -> Rule:
    days = _month_days(match["days"], piece.said(*match.span("days")))
    return Rule(Frequency.MONTHLY, _interval(match, piece), month_days=days)


def _yearly_date(match: re.Match[str], piece: Piece) -> Rule:
    """„24. Dezember“, „letzten Tag im Mai“."""
    days, said = _month_days(match["day"], piece.said()), piece.said(match.start("day"), match.end("month"))
    rule = Rule(Frequency.YEARLY, _interval(match, piece), month_days=days, months=(month(match["month"]),))
    try:
        rule.check()
    except UsageError as error:
        raise UsageError(FIELD, said, error.right) from error
    return rule


def _yearly_day(match: re.Match[str], piece: Piece) -> Rule:
    on = _nth_days(match["days"], piece.said(*match.span("days")))
    return Rule(Frequency.YEARLY, _interval(match, piece), on, months=(month(match["month"]),))


def _which_tuesday(match: re.Match[str], piece: Piece) -> NoReturn:
    """Every second Tuesday of the month, or every second one of all Tuesdays? The two differ by a week now and then."""
    words = {name: piece.said(*match.span(name)) for name in ("nth", "day")}
    right = _("„jeden {nth} {day} im Monat“ oder „alle … Wochen am {day}“").format(**words)
    raise UsageError(FIELD, piece.said(), right)


def _once_or_weekly(match: re.Match[str], piece: Piece) -> NoReturn:
    """„Am Freitag“ on a poster is next Friday, in a list of courses every one."""
    right = _("„jeden {day}“, oder ein einzelner Tag mit Datum, zum Beispiel „am 5. Dezember 2026“")
    raise UsageError(FIELD, piece.said(), right.format(day=piece.said(*match.span(match.lastgroup or 0))))


_RHYTHMS: tuple[tuple[re.Pattern[str], Made], ...] = tuple(
    (re.compile(pattern), make)
    for pattern, make in (
        (r"taeglich|jeden tag", _daily),
        (rf"alle (?P<n>{NUMBER}) tage", _daily),
        (rf"werktags|jeden {_WORKING_DAY}", _working_days),
        (rf"(?P<day>{ONE_DAY})|am (?P<days>{_LIST})", _once_or_weekly),
        (rf"(?:(?:jeden|jeweils) |von (?={_DAY}{TO}))?(?P<days>{_LIST})", _weekly),
        (rf"(?:woechentlich|jede woche),? (?:jeden |am )?(?P<days>{_LIST})", _weekly),
        (rf"(?:14[ -]?taegig|vierzehntaegig|jede zweite woche),? (?:am |jeden )?(?P<days>{_LIST})", _fortnightly),
        (rf"alle 14 tage,? (?:am )?(?P<days>{_LIST})", _fortnightly),
        (rf"alle (?P<n>{NUMBER}) wochen,? (?:am |jeden |von (?={_DAY}{TO}))?(?P<days>{_LIST})", _weekly),
        (rf"(?:jeden|am|jeweils am|monatlich am) (?P<days>{_NTH_DAYS}) {_IN_MONTH}", _monthly),
        (rf"(?:jeden|am) (?P<days>(?:ersten|1\.|letzten|vorletzten) {ONE_DAY})", _monthly),
        (rf"(?:jeden|am) (?P<nth>zweiten|dritten|vierten|fuenften|[2-5]\.) (?P<day>{ONE_DAY})", _which_tuesday),
        (rf"alle (?P<n>{NUMBER}) monate,? am (?P<days>{_NTH_DAYS})", _monthly),
        (rf"(?:jeden|am) {_ONE_OF} {_IN_MONTH}", _one_of),
        (rf"alle (?P<n>{NUMBER}) monate,? am {_ONE_OF}", _one_of),
        (rf"(?:am|jeden|monatlich am) (?P<days>{_MONTH_DAYS}) {_IN_MONTH}{_SHORT_MONTHS}", _dates),
        (rf"alle (?P<n>{NUMBER}) monate,? am (?P<days>{_MONTH_DAYS}){_SHORT_MONTHS}", _dates),
        (rf"{_YEARS} am (?P<day>\d{{1,2}}\.?) (?P<month>{MONTH}){_LEAP_YEARS}", _yearly_date),
        (rf"{_YEARS} am (?P<day>{_MONTH_DAY}) im (?P<month>{MONTH})", _yearly_date),
        (rf"{_YEARS} am (?P<days>{_NTH} {ONE_DAY}) im (?P<month>{MONTH})", _yearly_day),
    )
)


def _shape(piece: Piece) -> tuple[re.Match[str], Made] | None:
    matches = ((pattern.fullmatch(piece.folded), make) for pattern, make in _RHYTHMS)
    return next(((match, make) for match, make in matches if match), None)
