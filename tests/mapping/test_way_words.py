"""Every code has words, plain words and no placeholder left over."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.utils.translation import override

from mapping import way_words
from mapping.routing.attributes import SMOOTHNESS, SURFACES, TRACKTYPES
from mapping.routing.reasons import CODES, ROUTE_CODES
from mapping.routing.remarks import Remark
from mapping.routing.rules import NOTICES, UNKNOWNS
from mapping.routing.seats import SeatStop

EVERY = (*CODES, *ROUTE_CODES)
WORDS_MAX = 12
# A value and a limit that each code may carry.
VALUES: dict[str, tuple[Any, Any]] = {
    "surface_bad": ("gravel", "sett"),
    "smoothness_bad": ("very_bad", "intermediate"),
    "tracktype_bad": ("grade4", "grade1"),
}
# What alternatives count beside codes: see `alternatives._features`.
FEATURES = {"rough_ground", "steps", "quiet_road", "busy_road", "kerb", "crossing_without_signals", "unlit"}
SPOT = Remark("kerb_high", (13.31, 52.58), 10.0)


@pytest.fixture(autouse=True)
def german() -> Iterator[None]:
    with override("de"):
        yield


def remark(code: str, **more: Any) -> Remark:
    unit = CODES[code].unit if code in CODES else "m"
    return replace(SPOT, code=code, unit=unit, **more)


@pytest.mark.parametrize(
    ("code", "more", "text"),
    [
        ("no_sound_signal", {"source": "osm"}, "Ampel ohne Ton"),
        ("no_sound_signal", {"source": "none"}, "Ampel, Ton nicht bekannt"),
        ("steps", {"value": 15.0, "source": "osm"}, "Treppe mit 15 Stufen"),
        ("steps", {"value": 15.0, "source": "class"}, "Treppe mit etwa 15 Stufen"),
        ("closed", {}, "Gesperrt"),
        ("closed", {"until": date(2026, 5, 1)}, "Gesperrt bis 1. Mai 2026"),
        ("closed", {"note": "Kanalbau"}, "Gesperrt: Kanalbau"),
        ("closed", {"until": date(2026, 5, 1), "note": "{Kanalbau}"}, "Gesperrt bis 1. Mai 2026: {Kanalbau}"),
        ("lift_out_of_order", {}, "Aufzug außer Betrieb"),
        ("lift_out_of_order", {"dated": date(2026, 5, 1)}, "Aufzug außer Betrieb"),
        (
            "lift_out_of_order",
            {"dated": date(2026, 5, 1), "source": "survey"},
            "Aufzug außer Betrieb (gemeldet am 1. Mai 2026)",
        ),
    ],
)
def test_what_is_over_one_day_says_when(code: str, more: dict[str, Any], text: str) -> None:
    assert way_words.said(remark(code, **more)) == text


@pytest.mark.parametrize(
    ("backrest", "armrest", "text"),
    [
        (True, False, "mit Rückenlehne, ohne Armlehne"),
        (None, True, "Rückenlehne nicht bekannt, mit Armlehne"),
        (None, None, "Lehnen nicht bekannt"),
    ],
)
def test_a_bench_says_what_it_has(backrest: bool | None, armrest: bool | None, text: str) -> None:
    assert way_words.bench(SeatStop(SPOT.at, 0.0, 0, backrest, armrest)) == text


def test_every_code_has_a_row_and_no_row_is_without_a_code() -> None:
    assert set(way_words.WORDINGS) == set(EVERY)


@pytest.mark.parametrize("code", EVERY)
def test_every_code_is_said_without_a_placeholder_left_over(code: str) -> None:
    value, limit = VALUES.get(code, (6.0, 3.0))
    texts = [
        way_words.said(remark(code)),
        way_words.said(remark(code, value=value)),
        way_words.said(remark(code, value=value, limit=limit, kind="step", word="bollard", count=3)),
        way_words.said(remark(code, value=value, limit=limit, length_m=340.0, count=2)),
        way_words.bare(code),
    ]
    for text in texts:
        assert text.strip()
        assert "{" not in text
        assert "None" not in text


@pytest.mark.parametrize("code", EVERY)
def test_every_code_has_plain_words_in_short_sentences(code: str) -> None:
    plain = way_words.plainly(code)
    sentences = [sentence for sentence in re.split(r"(?<=[.!?])\s+", plain) if sentence]
    assert sentences
    for sentence in sentences:
        assert sentence.endswith(".")
        assert len(sentence.split()) <= WORDS_MAX, sentence
    assert not re.search(r"[0-9{}]", plain)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (remark("kerb_high", value=6.0, limit=3.0, kind="kerb"), "Bordstein 6 cm, Ihre Grenze: 3 cm"),
        (remark("kerb_high", value=15.0, limit=3.0, kind="step"), "Stufe 15 cm, Ihre Grenze: 3 cm"),
        (remark("width_narrow", value=0.8, limit=0.9), "Nur 0,8 m breit, Sie brauchen 0,9 m"),
        (remark("incline_up", value=8.5, limit=6.0, length_m=120.0), "Steigung 8,5 %, Ihre Grenze: 6 % (auf 120 m)"),
        (
            remark("surface_bad", value="cobblestone", limit="sett"),
            "Belag: Kopfstein-Pflaster. Ihre Grenze: behauenes Pflaster",
        ),
        (remark("steps_too_many", value=12.0, limit=5.0), "Treppe mit 12 Stufen, Ihre Grenze: 5"),
        (remark("steps"), "Treppe"),
        (
            remark("barrier_narrow", value=0.7, limit=0.9, kind="barrier", word="cycle_barrier"),
            "Umlaufsperre: nur 0,7 m Durchgang, Sie brauchen 0,9 m",
        ),
        (remark("barrier_type", kind="barrier", word="schranke"), "Sperre: kein Durchkommen"),
        (remark("unknown_kerb", count=2), "Höhe des Bordsteins nicht bekannt (an 2 Stellen)"),
        (remark("seat_gap", value=320.0, limit=300.0, length_m=320.0), "320 m ohne Sitzgelegenheit"),
    ],
)
def test_value_and_limit_are_named_where_they_are_known(found: Remark, said: str) -> None:
    assert way_words.said(found) == said


@pytest.mark.parametrize(
    ("source", "dated", "said"),
    [
        ("osm", date(2024, 3, 5), "laut OpenStreetMap, Stand März 2024"),
        ("osm", None, "laut OpenStreetMap"),
        ("survey", date(2026, 5, 3), "vor Ort gemessen am 3. Mai 2026"),
        ("terrain", date(2026, 5, 3), "aus Höhendaten berechnet"),
        ("class", date(2024, 3, 5), "geschätzt nach OpenStreetMap, Stand März 2024"),
        ("none", date(2024, 3, 5), ""),
    ],
)
def test_a_fact_says_who_said_so_and_when(source: str, dated: date | None, said: str) -> None:
    assert way_words.origin(replace(SPOT, source=source, dated=dated)) == said


@pytest.mark.parametrize("code", sorted(FEATURES | set(NOTICES) | set(UNKNOWNS)))
def test_everything_that_alternatives_count_has_a_noun(code: str) -> None:
    assert code in way_words.TOPICS


def test_classes_are_said_in_words() -> None:
    for code, words in (("surface_bad", SURFACES), ("smoothness_bad", SMOOTHNESS), ("tracktype_bad", TRACKTYPES)):
        assert set(way_words.CLASS_LABELS[code]) == set(words)
