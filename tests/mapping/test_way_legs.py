"""Legs as sentences."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.utils.translation import override

from mapping.profiles import profiles
from mapping.routing.attributes import KINDS
from mapping.routing.legs import Leg
from mapping.routing.traveller import Traveller
from mapping.way_legs import COMPASS, ON, SPOKEN, TURNS, into, sentences

LEG = Leg("sidewalk", "Lindenstraße", "", "straight", 0.0, 120.0, 100.0, 0, 1)
CROSSING = replace(LEG, kind="crossing", name="", distance_m=8.0)


@pytest.fixture(autouse=True)
def german() -> Iterator[None]:
    with override("de"):
        yield


def somebody(slug: str = "rollator") -> Traveller:
    return Traveller(profiles().by_slug[slug])


def said(*legs: Leg, slug: str = "rollator") -> str:
    return sentences(legs, somebody(slug))[-1]


@pytest.mark.parametrize(
    ("heading", "word"),
    [(0, "Norden"), (22, "Norden"), (23, "Nordosten"), (90, "Osten"), (180, "Süden"), (270, "Westen"), (350, "Norden")],
)
def test_the_first_leg_begins_with_a_point_of_the_compass(heading: float, word: str) -> None:
    assert said(replace(LEG, turn="start", heading=heading)) == f"Nach {word}: 120 m auf dem Gehweg Lindenstraße"


def test_a_turn_into_another_street_names_it() -> None:
    parks = replace(LEG, name="Parkstraße", turn="left", distance_m=80.0)
    assert said(LEG, parks) == "Links abbiegen in die Parkstraße, 80 m auf dem Gehweg"


def test_a_turn_within_the_same_street_does_not() -> None:
    assert said(LEG, replace(LEG, turn="slight_right")) == "Leicht rechts halten: 120 m auf dem Gehweg Lindenstraße"


@pytest.mark.parametrize(
    ("name", "phrase"),
    [
        ("Parkstraße", "in die Parkstraße"),
        ("Rosa-Luxemburg-Straße", "in die Rosa-Luxemburg-Straße"),
        ("Holzhauser Straße", "in die Holzhauser Straße"),
        ("An der Alten Straße", "in die Straße An der Alten Straße"),
        ("Straße des 17. Juni", "in die Straße des 17. Juni"),
        ("Lindenweg", "in den Lindenweg"),
        ("Lindenplatz", "auf den Lindenplatz"),
        ("Am Markt", "in die Straße Am Markt"),
        ("Langer Weg", "in die Straße Langer Weg"),
    ],
)
def test_the_article_fits_the_name(name: str, phrase: str) -> None:
    assert into(name) == phrase


@pytest.mark.parametrize(
    ("slug", "more", "phrase"),
    [
        ("walk", {"kerb_cm": (3.0, None), "signals": True, "sound": True}, "Straße überqueren: Ampel"),
        (
            "rollator",
            {"kerb_cm": (3.0, None), "signals": True},
            "Straße überqueren: Ampel, Bordstein 3 cm, dann nicht bekannt",
        ),
        (
            "rollator",
            {"kerb_cm": (0.0,), "word": "zebra", "signals": False},
            "Straße überqueren: Zebrastreifen, Bordstein 0 cm",
        ),
        ("rollator", {"name": "Lindenstraße"}, "Lindenstraße überqueren"),
        ("rollator", {"turn": "left"}, "Links abbiegen, Straße überqueren"),
        (
            "blind_low_vision",
            {"kerb_cm": (3.0,), "signals": True, "sound": False, "tactile": True},
            "Straße überqueren: Ampel ohne Ton, Bordstein 3 cm, mit Leitstreifen am Boden",
        ),
        (
            "blind_low_vision",
            {"signals": True, "sound": None, "tactile": None},
            "Straße überqueren: Ampel, Ton nicht bekannt, Leitstreifen nicht bekannt",
        ),
        (
            "blind_low_vision",
            {"signals": False, "tactile": False},
            "Straße überqueren: ohne Ampel, ohne Leitstreifen am Boden",
        ),
    ],
)
def test_a_crossing_tells_each_traveller_what_she_needs(slug: str, more: dict[str, Any], phrase: str) -> None:
    assert said(replace(CROSSING, **more), slug=slug) == phrase


@pytest.mark.parametrize(
    ("kind", "more", "phrase"),
    [
        ("steps", {"steps": 12.0}, "Treppe mit 12 Stufen"),
        ("steps", {"steps": 0.7}, "Treppe mit 1 Stufe"),
        ("steps", {"steps": None}, "Treppe, Zahl der Stufen nicht bekannt"),
        ("lift", {}, "Mit dem Aufzug fahren"),
        ("kerb", {"kerb_cm": (None,)}, "Bordstein nicht bekannt"),
        ("step", {"kerb_cm": (15.0,)}, "Stufe 15 cm"),
        ("barrier", {"word": "bollard"}, "Durchgang: Poller"),
    ],
)
def test_what_one_meets_is_a_sentence_of_its_own(kind: str, more: dict[str, Any], phrase: str) -> None:
    assert said(replace(LEG, kind=kind, name="", turn="", **more)) == phrase


def test_a_low_kerb_is_hard_to_find_for_those_who_feel_their_way() -> None:
    low = replace(LEG, kind="kerb", turn="", kerb_cm=(1.0,))
    assert said(low, slug="blind_low_vision") == "Bordstein 1 cm, kaum zu ertasten"
    assert said(low) == "Bordstein 1 cm"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("turn", ["start", *TURNS])
@pytest.mark.parametrize("name", ["", "Am Markt"])
def test_every_kind_of_way_and_turn_has_words(kind: str, turn: str, name: str) -> None:
    assert kind in ON or kind in SPOKEN
    for slug in profiles().by_slug:
        text = said(replace(LEG, kind=kind, turn=turn, name=name), slug=slug)
        assert text
        assert "{" not in text


def test_the_compass_has_eight_points() -> None:
    assert len({str(word) for word in COMPASS}) == 8
