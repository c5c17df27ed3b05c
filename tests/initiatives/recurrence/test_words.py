"""Rules in words, and words as rules."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.utils import translation
from hypothesis import given, settings

from common.errors import UsageError
from initiatives.recurrence import Rule, Series
from initiatives.recurrence.reading import read
from initiatives.recurrence.words import sentence
from tests.initiatives.recurrence.rules import series as any_series

TODAY = date(2026, 11, 26)
START, END = datetime(2026, 11, 27, 15), datetime(2026, 11, 27, 17)
TABLES = yaml.safe_load((Path(__file__).parent / "words.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", TABLES["said"], ids=[row["rule"] for row in TABLES["said"]])
def test_a_rule_is_said_in_both_languages(row: dict[str, str]):
    series = Series(START, END, Rule.parse(row["rule"]))
    assert sentence(series) == row["de"]
    with translation.override("en"):
        assert sentence(series) == row["en"]


@pytest.mark.parametrize(
    ("series", "german"),
    [
        (Series(START, END), "Freitag, 27. November 2026, 15 bis 17 Uhr"),
        (Series(START, START), "Freitag, 27. November 2026, 15 Uhr"),
        (Series(START, datetime(2026, 11, 28, 1, 30)), "Freitag, 27. November 2026, 15 bis 1:30 Uhr"),
        (Series(START, datetime(2026, 11, 29, 12)), "Freitag, 27. November 2026, 15 Uhr bis Sonntag 12 Uhr"),
        (Series(START.replace(hour=0), datetime(2026, 11, 28), all_day=True), "Freitag, 27. November 2026, ganztags"),
        (Series(START.replace(hour=0), datetime(2026, 11, 30), all_day=True), "Freitag, 27. November 2026, 3 Tage"),
        (Series(datetime(2026, 11, 27, 22), datetime(2026, 11, 28)), "Freitag, 27. November 2026, 22 bis 24 Uhr"),
    ],
)
def test_a_single_date_is_said_with_its_day(series: Series, german: str):
    assert sentence(series) == german


@settings(max_examples=200, deadline=None)
@given(any_series())
def test_what_we_say_is_read_back_as_the_same(series: Series):
    with translation.override("de"):
        again = read(sentence(series), today=series.start.date())
    assert again == series


@pytest.mark.parametrize("row", TABLES["read"], ids=[row["text"] for row in TABLES["read"]])
def test_what_people_write_is_understood(row: dict[str, Any]):
    found = read(row["text"], today=TODAY)
    assert (found.rule.text() if found.rule else "") == row["rule"]
    assert found.start == datetime.fromisoformat(row["start"])
    assert found.end - found.start == timedelta(minutes=row["minutes"])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "auch mit Uhrzeit"),
        ("jeden Freitag", "auch mit Uhrzeit"),
        ("jeden Freitag 15 bis 17 Uhr und 19 bis 20 Uhr", "nur eine Uhrzeit"),
        ("jeden Freitag 15 bis 25 Uhr", "eine Uhrzeit von 0 bis 24"),
        ("jeden Freitag 15 bis 17 Uhr, außer in den Ferien", "„Wann“ ist „außer“"),
        ("jeden zweiten Dienstag, 15 bis 17 Uhr", "„jeden zweiten Dienstag im Monat“ oder „alle … Wochen am Dienstag“"),
        ("am 31. Februar 2027, 15 bis 17 Uhr", "ein Tag, den es gibt"),
        ("am 5. Foober 2027, 15 bis 17 Uhr", "ein Tag, den es gibt"),
        ("am 40. jedes Monats, 15 bis 17 Uhr", "Tage des Monats von 1. bis 31."),
        ("jeden Freitag 15 bis 17 Uhr, 10 mal, bis 30.6.2027", "entweder ein letzter Tag oder eine Anzahl"),
        ("jeden Freitag 15 bis 17 Uhr, bis 1.1.2020", "vor dem es noch einen Termin gibt"),
        ("jeden Freitag am 5.12.2026, 15 bis 17 Uhr", "entweder ein einzelner Tag oder eine Wiederholung"),
        ("jeden Freitag 15 Uhr ganztags", "entweder eine Uhrzeit oder"),
        ("alle 0 Tage, 15 Uhr", "eine Zahl von 1 bis 99"),
        ("jedes Jahr am 30. Februar, 15 Uhr", "den es in diesem Monat gibt"),
        ("jeden Freitag, 900 mal, 15 Uhr", "1 bis 500 Mal"),
        ("jeden Freitag, 0 mal, 15 Uhr", "1 bis 500 Mal"),
        ("jedes Jahr am 0. Mai, 15 Uhr", "Tage des Monats von 1. bis 31."),
        ("jeden Freitag, 15 Uhr, bis 31. Dezember 2300", "ein Jahr von 1900 bis 2199"),
        ("31. Dezember 9999, ganztags", "ein Jahr von 1900 bis 2199"),
        ("1. Januar 0001, ganztags", "ein Jahr von 1900 bis 2199"),
        ("1. Januar 2027 bis 31. Dezember 2030, ganztags", "höchstens 400 Tage"),
        ("1. Januar 2027 bis 31. Dezember 2026, ganztags", "ein letzter Tag nach dem ersten"),
        ("28. März 2027, 2:30 bis 4 Uhr", "Die Uhr wird in dieser Stunde vorgestellt"),
        ("jeden Sonntag ab 28. März 2027, 1 bis 2:30 Uhr", "Die Uhr wird in dieser Stunde vorgestellt"),
        ("irgendwann nachmittags, 15 Uhr", "„Wann“ ist „irgendwann“"),
        ("monatlich, 15 Uhr", "eine Wiederholung wie"),
        ("x" * 400, "höchstens 300 Zeichen"),
        ("jeden Freitag 15 bis 17 Uhr \x00", "„Wann“"),
    ],
)
def test_what_is_not_understood_is_refused_by_name(text: str, says: str):
    with pytest.raises(UsageError) as refusal:
        read(text, today=TODAY)
    assert says in refusal.value.detail
