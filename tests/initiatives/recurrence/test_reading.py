"""Nothing typed is passed over: it is part of the rule, or one of the few signs that mean nothing, or refused."""

import unicodedata
from collections.abc import Iterable
from datetime import date, datetime

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from common.errors import UsageError
from common.text import fold
from initiatives.recurrence import Series
from initiatives.recurrence.reading import read
from initiatives.recurrence.rhythms import VOCABULARY
from initiatives.recurrence.words import sentence
from tests.initiatives.recurrence.rules import series as any_series

TODAY = date(2026, 11, 26)
SENTENCES = (
    "jeden letzten Freitag im Monat, 15 bis 17 Uhr",
    "jeden ersten und dritten Montag im Monat, 9:30 bis 11 Uhr, bis 30. Juni 2027",
    "alle zwei Wochen am Dienstag, 10 bis 12 Uhr, ab 5.12.2026",
    "14-tägig am Dienstag, 19.30 bis 21 Uhr",
    "Montag bis Freitag, 8 Uhr",
    "jeden Montag und Mittwoch, nur von September bis Juli, von 9 bis 11 Uhr, 10 Mal",
    "jeden Freitag, nur im April und Mai, um 18 Uhr",
    "am 1. und 15. jedes Monats, ganztags",
    "am 3.-letzten Tag jedes Monats, 10 bis 11 Uhr",
    "am 31. jedes Monats (in Monaten, die ihn haben), 15 bis 17 Uhr",
    "jeden letzten Werktag (Montag bis Freitag) im Monat, 22 bis 0:30 Uhr",
    "jedes Jahr am 24. Dezember, 16 Uhr",
    "jedes Jahr am 29. Februar (nur in Schaltjahren), 16 Uhr",
    "Samstag, den 5. Dezember 2026, 15 bis 17 Uhr",
    "5.12.2026 bis 7.12.2026, ganztags",
)
DASHES = set("-–—−‐‑")
HARMLESS = {*",.:!", *DASHES}
FILLERS = {
    "am",
    "dem",
    "den",
    "im",
    "jeden",
    "jeweils",
    "monatlich",
    "nur",
    "uhr",
    "um",
    "und",
    "von",
    "woechentlich",
    "zum",
}
UNKNOWN = (
    "außer",
    "nicht",
    "Ferien",
    "kostenlos",
    "ca",
    "Mo",
    "Hof",
    "ausgebucht",
    "x",
    "2026",
    "115",
    "Привет",
    "Café",
)


@pytest.mark.parametrize(
    ("plain", "typed"),
    [
        ("jeden Freitag, 15 bis 17 Uhr", "jeden Freitag 15 bis 17 Uhr"),
        ("jeden Freitag, 15 bis 17 Uhr", "jeden Freitag,15 bis 17 Uhr"),
        ("jeden Freitag, 15 bis 17 Uhr", "jeden Freitag: 15 bis 17 Uhr"),
        ("jeden Freitag, 15 bis 17 Uhr", "Jeden Freitag. 15 bis 17 Uhr."),
        ("jeden Freitag, 15 bis 17 Uhr", "jeden Freitag – 15–17 Uhr"),
        ("jeden Freitag, 15 bis 17 Uhr", "jeden Freitag - 15 - 17 Uhr"),
        ("jeden Freitag, 15 bis 17 Uhr", " jeden   Freitag ,\n\t15 bis\u00a017 Uhr !"),
        ("jeden Freitag, 15 bis 17 Uhr", "15 Uhr bis 17 Uhr, jeden Freitag,"),
        ("jeden Freitag, 15 bis 17 Uhr", "JEDEN FREITAG, 15.00 BIS 17.00 UHR"),
        ("jeden Samstag, 10 Uhr", "samstags, 10 Uhr"),
        ("Montag bis Freitag, 8 Uhr", "Montag-Freitag, 8 Uhr"),
        ("Montag bis Freitag, 8 Uhr", "montags – freitags: um 8 Uhr"),
        ("jeden Montag, nur von Mai bis Juli, 8 Uhr", "jeden Montag, von Mai - Juli, 8 Uhr"),
        ("5.12.2026 bis 7.12.2026, ganztags", "vom 5.12.2026 bis 7.12.2026 ganztags"),
        ("5.12.2026 bis 7.12.2026, ganztags", "Samstag, 5. Dezember 2026 – Montag, 7. Dez. 2026: ganztags"),
        ("am 1. und 15. jedes Monats, 8 Uhr", "am 1., 15. jeden Monats, 8 Uhr"),
        ("am 1. März 2027, 8 Uhr", "am 1. Ma\u0308rz 2027, 8 Uhr"),
        ("jeden zweiten Dienstag im Monat, 8 Uhr", "jeden 2. Dienstag im Monat, 8 Uhr"),
        ("jeden ersten und dritten Mittwoch im Monat, 8 Uhr", "jeden 1. und 3. Mittwoch im Monat, 8 Uhr"),
        ("jedes Jahr am ersten Samstag im Dezember, 8 Uhr", "jedes Jahr am 1. Samstag im Dezember, 8 Uhr"),
    ],
)
def test_few_signs_mean_nothing(plain: str, typed: str):
    assert read(typed, today=TODAY) == read(plain, today=TODAY)


@pytest.mark.parametrize(
    ("plain", "typed"),
    [
        ("jeden ersten Freitag im Monat, 8 Uhr", "jeden 1. Freitag im Monat, 8 Uhr"),
        ("jeden ersten Freitag im Monat, 8 Uhr", "jeden 1. Freitag, 8 Uhr"),
        ("jeden zweiten und vierten Mittwoch im Monat, 8 Uhr", "jeden 2. und 4. Mittwoch im Monat, 8 Uhr"),
        ("jeden ersten und letzten Montag im Monat, 8 Uhr", "am 1. und letzten Montag jedes Monats, 8 Uhr"),
        ("alle zwei Monate am ersten Montag, 8 Uhr", "alle 2 Monate am 1. Montag, 8 Uhr"),
        ("jedes Jahr am zweiten Sonntag im Mai, 8 Uhr", "jedes Jahr am 2. Sonntag im Mai, 8 Uhr"),
        ("jeden Montag, 15:30 bis 17 Uhr", "jeden Montag, 15:30–17:00"),
        ("jeden Montag, 15:30 bis 17 Uhr", "15:30 bis 17:00, montags"),
        ("jeden Montag, 9 Uhr, 12 Mal", "jeden Montag 9:00, 12 Mal"),
        ("jeden Montag, 9 Uhr, bis 15. Dezember 2026", "jeden Montag 9:00 bis 15.12.2026"),
        ("27. November 2026, 15:30 Uhr", "27.11.2026 15:30"),
    ],
)
def test_the_same_in_digits(plain: str, typed: str):
    assert read(typed, today=TODAY) == read(plain, today=TODAY)


def test_a_day_has_24_hours():
    found = read("jeden Freitag, 0 bis 24 Uhr", today=TODAY)
    assert (found.start, found.end) == (datetime(2026, 11, 27), datetime(2026, 11, 28))
    assert sentence(found) == "jeden Freitag, 0 bis 24 Uhr"


SIGN = "ohne dieses Zeichen"
SINGLE = "nur einzeln zwischen zwei Angaben"
BRACKETS = "ein Satz ohne Klammern"
EXCEPTION = "Tage, die ausfallen, stehen unter „geänderte Termine“"
WORD = "dieses Wort ist hier nicht bekannt"
BESIDE = "nur noch Uhrzeit, Tage mit Jahr"
RHYTHM = "eine Wiederholung wie"
ONE_TIME = "nur eine Uhrzeit"
WITH_YEAR = "ein Tag mit Monat und vierstelligem Jahr"
OTHER_DAY = "oder ein anderer Tag"

# What is typed, the part of it that is quoted, and what is said to be right.
REFUSED = (
    ("5. bis 7. Dezember 2026, ganztags", "5.", WITH_YEAR),
    ("vom 1. bis 24. Dezember 2026 täglich 17 Uhr", "vom 1.", WITH_YEAR),
    ("15 Uhr", "15 Uhr", "oder ein Tag wie „5. Dezember 2026“"),
    ("jeden 2. Dienstag, 15 Uhr", "jeden 2. Dienstag", "„jeden 2. Dienstag im Monat“ oder"),
    ("jeden 6. Dienstag im Monat, 15 Uhr", "jeden 6. Dienstag im Monat", RHYTHM),
    ("jeden Freitag, 15 Uhr, 1000 Mal", "1000 Mal", "1 bis 500 Mal"),
    ("jeden Freitag!!, 15 bis 17 Uhr", "Freitag!!,", SINGLE),
    ("jeden Freitag!, 15 bis 17 Uhr", "Freitag!,", SINGLE),
    ("jeden Freitag, 15 bis 17 Uhr ###", "###", SIGN),
    ("jeden Freitag ; 15–17 Uhr", ";", "ein Komma statt"),
    ("jeden Freitag 🎉, 15 Uhr", "🎉", SIGN),
    ("* jeden Montag, 15 Uhr", "*", SIGN),
    ("- jeden Montag, 15 Uhr", "- jeden Montag", SINGLE),
    ("jeden Montag, 15 Uhr -", "-", SINGLE),
    ("jeden Montag,, 15 Uhr", "Montag,,", SINGLE),
    ("jeden Montag, 15 Uhr...", "...", SINGLE),
    ("jeden Montag …, 15 Uhr", "…", SIGN),
    ("jeden Montag?, 15 Uhr", "Montag?", SIGN),
    ("jeden Montag, „15 Uhr“", "„15", SIGN),
    ("jeden Montag <b>, 15 Uhr", "<b>", SIGN),
    ("jeden Montag = 15 Uhr", "=", SIGN),
    ("jeden Montag, 15³ Uhr", "15³", SIGN),
    ("jeden Montag, ١٥ Uhr", "١٥", SIGN),
    ("jeden Montag, 15 Uhr Привет", "Привет", SIGN),
    ("jeden Móntag, 15 Uhr", "Móntag", SIGN),
    ("jeden Mo\u00adntag, 15 Uhr", "Mo\u00adntag", "Text ohne Steuerzeichen"),
    ("jeden\x1fMontag, 15 Uhr", "jeden\x1fMontag", "Text ohne Steuerzeichen"),
    ("Montag & Freitag, 15 Uhr", "&", "das Wort „und“"),
    ("montags/dienstags, 15 Uhr", "montags/dienstags", "das Wort „und“"),
    ("jeden Mon-tag, 15 Uhr", "Mon-tag", WORD),
    ("jeden M.ontag, 15 Uhr", "M.ontag", WORD),
    ("jeden: Freitag, 15 Uhr", "jeden: Freitag", RHYTHM),
    # brackets
    ("jeden Freitag (nicht am 24.12.), 15 Uhr", "(nicht am 24.12.)", BRACKETS),
    ("jeden Freitag (außer in den Ferien), 15 Uhr", "(außer in den Ferien)", BRACKETS),
    ("jeden Freitag (17 Uhr), 15 Uhr", "(17 Uhr)", BRACKETS),
    ("jeden Freitag (alle zwei Wochen), 15 Uhr", "(alle zwei Wochen)", BRACKETS),
    ("jeden Freitag, 15 Uhr (im Hof", "(im Hof", BRACKETS),
    ("jeden Freitag), 15 Uhr", ")", BRACKETS),
    ("jeden Freitag [nicht im Mai], 15 Uhr", "[nicht", SIGN),
    ("jeden Freitag, 15 Uhr (Montag bis Freitag)", "(Montag bis Freitag)", BESIDE),
    ("jedes Jahr am 1. Mai (nur in Schaltjahren), 15 Uhr", "(nur in Schaltjahren)", BESIDE),
    # exceptions
    ("jeden Freitag, außer in den Ferien, 15 Uhr", "außer", EXCEPTION),
    ("jeden Freitag, 15 Uhr, nicht am 24.12.2027", "nicht", EXCEPTION),
    ("nicht montags, 15 Uhr", "nicht", EXCEPTION),
    ("kein Freitag, 15 Uhr", "kein", EXCEPTION),
    ("jeden Freitag ohne Feiertage, 15 Uhr", "ohne", EXCEPTION),
    ("jeden Freitag, nicht nur im Mai, 15 Uhr", "nicht", EXCEPTION),
    ("jeden Freitag, 15 Uhr, vor dem 24.12.2026", "vor", WORD),
    # from and until
    ("jeden Freitag, ab 15 Uhr", "ab", "„ab“ und „bis“ mit einem Tag und Jahr"),
    ("jeden Freitag, bis 15 Uhr", "bis", "„ab“ und „bis“ mit einem Tag und Jahr"),
    ("jeden Freitag ab Mai, 15 Uhr", "ab Mai", "„ab“ und „bis“ mit einem Tag und Jahr"),
    ("jeden Freitag bis Mai, 15 Uhr", "bis Mai", "„ab“ und „bis“ mit einem Tag und Jahr"),
    ("jeden Freitag ab sofort, 15 Uhr", "sofort", WORD),
    ("jeden Freitag, gegen 15 Uhr", "gegen", "eine genaue Uhrzeit"),
    ("5.12.2026, ab 15 Uhr", "ab", "„ab“ und „bis“ mit einem Tag und Jahr"),
    # more than one
    ("jeden Freitag, 15 Uhr, 15 Uhr", "15 Uhr, 15 Uhr", ONE_TIME),
    ("jeden Freitag, 15 Uhr oder 16 Uhr", "15 Uhr oder 16 Uhr", ONE_TIME),
    ("jeden Freitag, 9 bis 12 Uhr und 14 bis 16 Uhr", "9 bis 12 Uhr und 14 bis 16 Uhr", ONE_TIME),
    ("jeden Freitag, ganztags, ganztags", "ganztags, ganztags", "„ganztags“ nur einmal"),
    ("jeden Freitag, 15 Uhr, 10 Mal, 12 Mal", "10 Mal, 12 Mal", "nur eine Anzahl"),
    ("jeden Freitag, 15 Uhr, 10 Mal 10 Mal", "10 Mal 10 Mal", "die Anzahl nach einem Komma"),
    ("jeden Freitag, nur im Mai, nur im Juni, 15 Uhr", "nur im Mai, nur im Juni", "Monate nur einmal"),
    ("jeden Freitag, nur im Mai und Mai, 15 Uhr", "nur im Mai und Mai", "jeder Tag und jeder Monat nur einmal"),
    ("jeden Freitag und Freitag, 15 Uhr", "Freitag und Freitag", "jeder Tag und jeder Monat nur einmal"),
    ("Montag bis Montag, 15 Uhr", "Montag bis Montag", "jeder Tag und jeder Monat nur einmal"),
    ("am 1. und 1. jedes Monats, 15 Uhr", "1. und 1.", "jeder Tag und jeder Monat nur einmal"),
    ("jeden Freitag, bis 1.5.2027, bis 1.6.2027, 15 Uhr", "bis 1.5.2027, bis 1.6.2027", "nur ein letzter Tag"),
    ("jeden Freitag, ab 1.5.2027, ab 1.6.2027, 15 Uhr", "ab 1.5.2027, ab 1.6.2027", "nur ein erster Tag"),
    ("5.12.2026 und 7.12.2026, 15 Uhr", "5.12.2026 und 7.12.2026", "nur ein Tag; ein weiterer"),
    ("jeden Montag jeden Dienstag, 15 Uhr", "jeden Dienstag", BESIDE),
    ("jeden Montag, täglich, 15 Uhr", "täglich", BESIDE),
    ("jeden Montag, 15 Uhr, alle zwei Wochen am Montag", "alle zwei Wochen am Montag", "nur eine Wiederholung"),
    ("jeden Montag, 15 Uhr, jeden Freitag", "jeden Freitag", "nur eine Wiederholung"),
    ("jeden Montag, 5.12.2026, 15 Uhr", "jeden", "neben „Montag, 5.12.2026“ nur noch eine Uhrzeit"),
    ("freitags, 27.11.2026, 15 Uhr", "freitags", "entweder ein einzelner Tag oder eine Wiederholung"),
    ("5.12.2026, 15 Uhr, 10 Mal", "10 Mal", "entweder ein einzelner Tag oder eine Wiederholung"),
    ("5.12.2026, nur im Mai, 15 Uhr", "nur im Mai", "entweder ein einzelner Tag oder eine Wiederholung"),
    ("5.12.2026 bis 7.12.2026, 15 Uhr", "bis 7.12.2026", "entweder ein einzelner Tag oder eine Wiederholung"),
    ("jedes Jahr am 1. Mai, nur im Juni, 15 Uhr", "nur im Juni", "bei „jedes Jahr“ nur ein Monat"),
    ("am 1. jedes Monats, nur im Juni, 15 Uhr", "nur im Juni", "Monate nur bei Tagen der Woche"),
    # what stands too much or in the wrong place
    ("jeden Freitag im Monat, 15 Uhr", "im Monat", BESIDE),
    ("jeden Freitag im Mai, 15 Uhr", "im Mai", BESIDE),
    ("jeden Freitag Samstag, 15 Uhr", "Samstag", BESIDE),
    ("jeden Freitag und, 15 Uhr", "und", BESIDE),
    ("am 1. und jedes Monats, 15 Uhr", "am 1. und jedes Monats", RHYTHM),
    ("jeden letzten letzten Freitag im Monat, 15 Uhr", "jeden letzten letzten Freitag im Monat", RHYTHM),
    ("am ersten Montag, Dienstag im Monat, 15 Uhr", "Dienstag im Monat", BESIDE),
    ("jeden 15 Uhr Freitag", "jeden", BESIDE),
    ("zweimal täglich, 15 Uhr", "zweimal täglich", "die Anzahl nach einem Komma"),
    ("täglich zweimal, 15 Uhr", "zweimal", "die Anzahl nach einem Komma"),
    ("alle zwei Wochen, 15 Uhr", "alle zwei Wochen", RHYTHM),
    ("am -1. jedes Monats, 15 Uhr", "am -1. jedes Monats", RHYTHM),
    ("am 1-15 jedes Monats, 15 Uhr", "am 1-15 jedes Monats", RHYTHM),
    ("am 3. letzten Tag jedes Monats, 15 Uhr", "am 3. letzten Tag jedes Monats", RHYTHM),
    ("alle -2 Wochen am Montag, 15 Uhr", "alle -2 Wochen am Montag", RHYTHM),
    ("alle 2. Wochen am Montag, 15 Uhr", "alle 2. Wochen am Montag", RHYTHM),
    # times and days
    ("jeden Freitag, 15-17", "15-17", "die Uhrzeit mit „Uhr“"),
    ("jeden Freitag, 15 Uhr 30", "30", "die Uhrzeit mit „Uhr“"),
    ("jeden Freitag, -15 Uhr", "-15 Uhr", SINGLE),
    ("jeden Freitag, 15--17 Uhr", "15--17", SINGLE),
    ("jeden Freitag, 1:15:30 Uhr", "1:15:30 Uhr", BESIDE),
    ("jeden Freitag, 9,15 Uhr", "9,15 Uhr", BESIDE),
    ("jeden Freitag, 15 bis 14 Uhr", "15 bis 14 Uhr", "ein Ende nach dem Beginn"),
    ("jeden Freitag, 15 bis 15 Uhr", "15 bis 15 Uhr", "zwei verschiedene Uhrzeiten"),
    ("jeden Freitag, 24 bis 2 Uhr", "24 bis 2 Uhr", "ein Beginn von 0 Uhr bis 23:59 Uhr"),
    ("jeden Freitag, 15 bis 16:75 Uhr", "15 bis 16:75 Uhr", "eine Uhrzeit von 0 bis 24 Uhr"),
    ("Freitag, 15 bis 17 Uhr", "Freitag", "„jeden Freitag“, oder ein einzelner Tag mit Datum"),
    ("am Montag und Mittwoch, 15 Uhr", "am Montag und Mittwoch", "„jeden Montag und Mittwoch“, oder ein einzelner Tag"),
    ("Montag, 5.12.2026, 15 Uhr", "Montag, 5.12.2026", "„Samstag, 5. Dezember 2026“, oder ein anderer Tag"),
    ("jeden Montag, 15 Uhr, bis Freitag, 24.12.2026", "bis Freitag, 24.12.2026", OTHER_DAY),
    ("5.12.26, 15 Uhr", "5.12.26", WITH_YEAR),
    ("am 5.12., 15 Uhr", "am 5.12.", WITH_YEAR),
    ("am 24. Dezember, 15 Uhr", "am 24. Dezember", WITH_YEAR),
    ("jeden Freitag, 15 Uhr, bis zum 30. Juni", "bis zum 30. Juni", WITH_YEAR),
    ("jeden Freitag, 15h", "15h", "eine genaue Uhrzeit"),
    ("jedes Jahr am 1.5., 15 Uhr", "jedes Jahr am 1.5.", WITH_YEAR),
    ("5. Quartal 2027, 15 Uhr", "5. Quartal 2027", "ein Tag, den es gibt"),
    ("jeden Freitag, 15 Uhr, 2027", "2027", WITH_YEAR),
    ("jeden Freitag, Sommer 2027, 15 Uhr", "Sommer", WORD),
    ("bis 30. ab Juni 2027, 15 Uhr, jeden Freitag", "bis 30. ab Juni 2027", WITH_YEAR),
    ("125.12.2026, 15 Uhr", "125.12.2026", WITH_YEAR),
    ("25.12.20266, 15 Uhr", "25.12.20266", WITH_YEAR),
    ("Mo-Fr, 15 Uhr", "Mo-Fr", "der Wochentag ausgeschrieben"),
    ("jedes Jahr am 30. Februar, 15 Uhr", "30. Februar", "ein Tag, den es in diesem Monat gibt"),
)


@pytest.mark.parametrize(("typed", "quoted", "right"), REFUSED, ids=[typed for typed, *_ in REFUSED])
def test_what_is_not_understood_is_quoted_with_what_would_be_right(typed: str, quoted: str, right: str):
    with pytest.raises(UsageError) as refusal:
        read(typed, today=TODAY)
    assert (refusal.value.field, refusal.value.value) == ("Wann", quoted)
    assert right in refusal.value.detail


def test_what_would_be_right_is_german_on_an_english_page_too():
    with translation.override("en"), pytest.raises(UsageError) as refusal:
        read("Montag, 5.12.2026, 15 Uhr", today=TODAY)
    assert refusal.value.right == "“Samstag, 5. Dezember 2026”, or another day"


def understood() -> st.SearchStrategy[str]:
    """Sentences that the field takes: as people write them and as we say them."""
    with translation.override("de"):
        return st.sampled_from(SENTENCES) | any_series().map(sentence)


@st.composite
def inserted(draw: st.DrawFn, places: str = "") -> tuple[str, int]:
    """A sentence and a place in it: any, or one of a blank."""
    said = draw(understood())
    return said, draw(st.sampled_from([n for n, sign in enumerate(f"{said} ") if sign == places or not places]))


def refused(text: str) -> UsageError | Series:
    try:
        return read(text, today=TODAY)
    except UsageError as error:
        return error


def told(error: UsageError) -> str:
    return f"{error.value} {error.right}"


SIGNS = st.sampled_from(sorted(HARMLESS | set(";/&+*#()[]„“\"'?=<>_~§$€%…·•🎉²\u00ad\u200b\x1f"))) | st.characters(
    exclude_categories=["L", "N", "Z", "Cs"], exclude_characters="\t\r\n"
)


@settings(max_examples=200, deadline=None)
@given(inserted(), SIGNS, st.integers(1, 3))
def test_a_sign_too_much_means_nothing_or_is_quoted(at: tuple[str, int], sign: str, count: int):
    said, place = at
    found = refused(said[:place] + sign * count + said[place:])
    if isinstance(found, UsageError):
        has_a_meaning = sign in DASHES  # „15 bis 1-7 Uhr“: then „15 bis“ is quoted
        assert has_a_meaning or unicodedata.normalize("NFD", sign) in unicodedata.normalize("NFD", told(found))
    else:
        is_a_span = sign in DASHES and (said[:place][-1:] + said[place : place + 1]).isdecimal()  # „1-6 Uhr“
        assert sign in HARMLESS
        assert is_a_span or found == read(said, today=TODAY)


@settings(max_examples=200, deadline=None)
@given(inserted(" "), st.sampled_from([*UNKNOWN, *sorted(VOCABULARY)]) | st.from_regex(r"\A[a-zäöü]{1,12}\Z"))
def test_a_word_too_much_is_part_of_the_rule_or_quoted(at: tuple[str, int], word: str):
    said, place = at
    found = refused(f"{said[:place]} {word} {said[place:]}")
    if isinstance(found, UsageError):
        assert word in VOCABULARY or fold(word) in fold(told(found))
    else:
        assert word in FILLERS or (word in VOCABULARY and found != read(said, today=TODAY))


@pytest.mark.parametrize("said", SENTENCES)
def test_no_word_of_a_sentence_can_be_left_out_unnoticed(said: str):
    """Without one of its words it says something else, or is refused, or the word is a filler."""
    whole = read(said, today=TODAY)
    for less, word in without_one(said.split()):
        found = refused(less)
        assert isinstance(found, UsageError) or found != whole or fold(word) in FILLERS, less


def without_one(words: list[str]) -> Iterable[tuple[str, str]]:
    for n, word in enumerate(words):
        yield " ".join([*words[:n], *words[n + 1 :]]), word
