"""Opening hours as people say them."""

from datetime import date, datetime
from pathlib import Path

import pytest
from django.utils import translation

from common.hours import ZONE, Calendar, HoursError, normalise, state, week, words

NRW = Calendar("NW")
MONDAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _german():
    with translation.override("de"):
        yield


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Mo-Fr 09:00-18:00", "Montag bis Freitag 9 bis 18 Uhr"),
        ("Mo-Fr 09:30-12:00; Sa 10:00-13:30", "Montag bis Freitag 9:30 bis 12 Uhr, Samstag 10 bis 13:30 Uhr"),
        ("Mo,Tu 09:00-12:00,14:00-18:00", "Montag und Dienstag 9 bis 12 Uhr und 14 bis 18 Uhr"),
        ("Mo 08:00-09:00,10:00-11:00,12:00-13:00", "Montag 8 bis 9 Uhr, 10 bis 11 Uhr und 12 bis 13 Uhr"),
        ("24/7", "täglich rund um die Uhr"),
        ("Fr 18:00-24:00", "Freitag 18 bis 24 Uhr"),
        ("Fr 22:00-02:00", "Freitag 22 bis 2 Uhr"),
        ("Fr 00:00-02:00", "Freitag 0 bis 2 Uhr"),
        ("Fr 18:00+", "Freitag ab 18 Uhr"),
        ("Fr 18:00-22:00+", "Freitag 18 bis 22 Uhr oder länger"),
        ("off", "geschlossen"),
        ("nach Vereinbarung", "nach Vereinbarung"),
        (
            'Mo-Fr 08:00-12:00 || "nach Vereinbarung"',
            "Montag bis Freitag 8 bis 12 Uhr, sonst nach Vereinbarung, Samstag und Sonntag nach Vereinbarung",
        ),
        ('Mo 08:00-12:00 "nach Vereinbarung"', "Montag 8 bis 12 Uhr nach Vereinbarung"),
        ('Mo 08:00-12:00 "Eingang im Hof"', "Montag 8 bis 12 Uhr (Eingang im Hof)"),
        ('Mo "siehe Aushang"', "Montag bitte vorher fragen (siehe Aushang)"),
        ("", "Öffnungszeiten nicht bekannt"),
    ],
)
def test_a_week_in_words(text: str, said: str):
    assert words.sentence(week(text, MONDAY, NRW)) == said


def test_the_lines_of_a_week_say_closed_days_and_name_holidays():
    rows = week("Mo-Fr 09:00-18:00", date(2026, 6, 1), NRW)
    assert words.lines(rows) == [
        ("Montag bis Mittwoch", "9 bis 18 Uhr"),
        ("Donnerstag", "Fronleichnam: bitte vorher fragen"),
        ("Freitag", "9 bis 18 Uhr"),
        ("Samstag und Sonntag", "geschlossen"),
    ]


def test_a_holiday_with_a_rule_is_named_too():
    rows = week('Mo-Fr 09:00-18:00; PH off "Notdienst: 116117"', date(2026, 6, 1), NRW)
    assert words.day(rows[3]) == "geschlossen (Fronleichnam) (Notdienst: 116117)"
    rows = week("Mo-Fr 09:00-18:00; PH 10:00-12:00", date(2026, 6, 1), NRW)
    assert words.day(rows[3]) == "10 bis 12 Uhr (Fronleichnam)"


def test_only_the_words_know_django():
    modules = Path(words.__file__).parent.glob("*.py")
    assert [file.name for file in modules if "django" in file.read_text(encoding="utf-8").replace("Django", "")] == [
        "words.py"
    ]


@pytest.mark.parametrize(
    ("text", "when", "said"),
    [
        ("Mo-Fr 09:00-18:00", "2026-11-23 10:00", "heute geöffnet bis 18 Uhr"),
        ("Mo-Fr 09:00-18:00", "2026-11-23 08:00", "öffnet heute um 9 Uhr"),
        ("Mo-Fr 09:30-18:00", "2026-11-23 19:00", "öffnet morgen um 9:30 Uhr"),
        ("Mo-Fr 09:00-18:00", "2026-11-27 19:00", "öffnet am Montag um 9 Uhr"),
        ("Tu[1] 09:00-10:00", "2026-11-23 10:00", "öffnet am 1. Dezember um 9 Uhr"),
        ("Mo 09:00-24:00", "2026-11-23 10:00", "heute geöffnet bis 24 Uhr"),
        ("Mo 20:00-02:00", "2026-11-23 21:00", "geöffnet bis morgen 2 Uhr"),
        ("Mo 20:00-02:00", "2026-11-24 01:00", "heute geöffnet bis 2 Uhr"),
        ("Mo 20:00+", "2026-11-23 21:00", "jetzt geöffnet, Ende offen"),
        ("24/7", "2026-11-23 10:00", "rund um die Uhr geöffnet"),
        ("off", "2026-11-23 10:00", "geschlossen"),
        ("Mo-Fr 09:00-18:00", "2026-06-04 10:00", "Heute ist Fronleichnam: bitte vorher fragen"),
        (
            "Mo-Fr 09:00-18:00",
            "2026-06-03 20:00",
            "jetzt geschlossen, morgen ist Fronleichnam: bitte vorher fragen",
        ),
        ("nach Vereinbarung", "2026-11-23 10:00", "nach Vereinbarung"),
        ("nur nach Termin", "2026-11-23 10:00", "nach Vereinbarung (nur nach Termin)"),
        ('Mo 09:00-18:00; "nach Vereinbarung"', "2026-11-23 18:00", "nach Vereinbarung"),
        ("", "2026-11-23 10:00", "Öffnungszeiten nicht bekannt"),
        ("bla", "2026-11-23 10:00", "Öffnungszeiten nicht eindeutig: bitte vorher fragen"),
    ],
)
def test_now_in_words(text: str, when: str, said: str):
    at = datetime.fromisoformat(when).replace(tzinfo=ZONE)
    assert words.now(state(text, at, NRW), at) == said


@pytest.mark.parametrize(
    ("text", "when", "said"),
    [
        ("We[1] 20:00-21:00", "2026-11-23 10:00", "wieder am 2. Dezember um 20 Uhr"),
        ("We 20:00-21:00", "2026-11-25 20:30", "läuft bis 21 Uhr"),
        ("We 20:00+", "2026-11-25 20:30", "läuft, Ende offen"),
        ("24/7", "2026-11-25 20:30", "rund um die Uhr"),
        ("off", "2026-11-23 10:00", "zurzeit nicht"),
        ("Mo-Fr 09:00-18:00", "2026-06-03 20:00", "jetzt geschlossen, morgen ist Fronleichnam: bitte vorher fragen"),
        ("nach Vereinbarung", "2026-11-23 10:00", "nach Vereinbarung"),
    ],
)
def test_something_takes_place_instead_of_being_open(text: str, when: str, said: str):
    at = datetime.fromisoformat(when).replace(tzinfo=ZONE)
    assert words.takes_place(state(text, at, NRW), at) == said


def test_school_holidays_are_said_not_computed():
    assert words.school(normalise("Mo-Fr 08:00-12:00; SH off")) == "In den Schulferien geschlossen"
    assert words.school(normalise("Mo-Fr 08:00-12:00; SH 10:00-12:00")).endswith("andere Zeiten: SH 10:00-12:00")
    assert words.school(normalise("Mo-Fr 08:00-12:00")) == ""


def test_a_refusal_says_what_is_wrong_and_what_would_be_right():
    with pytest.raises(HoursError) as caught:
        normalise("werktags 8-12")
    assert words.explain(caught.value) == ("‚werktags‘ ist nicht eindeutig.", "Mo-Fr oder Mo-Sa")
