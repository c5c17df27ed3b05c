"""Small pieces of pages: numbers, links, facts, codes, colours."""

import re
from pathlib import Path

import pytest
import yaml
from django.utils.translation import override

from actors.features import FEATURES
from actors.models import AccessFact
from portal import presentation, qr
from portal.presentation import Facts, Known, fact_rows

CSS = Path(presentation.__file__).parent / "static" / "portal" / "css"


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("030 23125 100", [("030 23125 100", "tel:03023125100")]),
        ("+49 (0)30 23125-100", [("+49 (0)30 23125-100", "tel:+493023125100")]),
        ("0221 4710 1;+49 221 4710 2", [("0221 4710 1", "tel:022147101"), ("+49 221 4710 2", "tel:+4922147102")]),
        ("116117", [("116 117", "tel:116117")]),
        ("0800 1110111", [("0800 111 0 111", "tel:08001110111")]),
        ("keine", []),
        ("", []),
    ],
)
def test_telephone_numbers_become_links(stored: str, shown: list[tuple[str, str]]) -> None:
    assert [(link.text, link.href) for link in presentation.phones(stored)] == shown


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("https://www.diakonie.example/", "diakonie.example"),
        ("https://diakonie.example/beratung/", "diakonie.example/beratung"),
        ("https://diakonie.example/" + "lang/" * 20, "diakonie.example"),
        ("javascript:alert(1)", None),
        ("diakonie.example", None),
        ("", None),
    ],
)
def test_only_web_addresses_become_links(stored: str, shown: str | None) -> None:
    link = presentation.website(stored)
    assert (link.text if link else None) == shown


@pytest.mark.parametrize(
    ("feature", "value", "number", "says"),
    [
        ("entrance_steps", "yes", 2, "2"),
        ("entrance_steps", "yes", 0, "keine"),
        ("entrance_steps", "no", None, "nein"),
        ("door_width", "yes", 92.5, "92,5 cm"),
        ("door_width", "unknown", None, "nicht bekannt"),
        ("lift", "yes", None, "ja"),
    ],
)
def test_answers_in_words(feature: str, value: str, number: float | None, says: str) -> None:
    assert presentation.answer(FEATURES[feature], AccessFact(feature=feature, value=value, number=number)) == says


def known(**answers: str) -> Known:
    return Known(
        fact_rows(AccessFact(feature=feature, value=value, source="manual") for feature, value in answers.items())
    )


def test_every_feature_is_either_answered_or_named_as_not_known() -> None:
    facts = Facts((known(lift="no", ramp="unknown"), known(lift="yes")))
    assert [len(part.rows) for part in facts.parts] == [2, 1]
    assert len(facts.missing) == len(FEATURES) - 2
    assert len(Facts(()).missing) == len(FEATURES)


def test_answers_stand_in_the_sections_of_the_registry_and_there_are_no_empty_ones() -> None:
    sections = known(seating="yes", lift="no", ramp="no").sections
    told = [(section.label, [row.label for row in section.rows]) for section in sections]
    assert told == [("Eingang", ["Rampe"]), ("Drinnen", ["Aufzug", "Sitzplätze zum Ausruhen"])]


def test_an_origin_is_said_once_if_all_answers_of_several_have_it() -> None:
    assert known(lift="no", ramp="no").common_origin
    assert known(lift="no").common_origin is None
    other = fact_rows([AccessFact(feature="ramp", value="no", source="osm")])
    assert Known({**known(lift="no").rows, **other}).common_origin is None


@pytest.mark.parametrize("source_id", ["node/1", "way/22", "relation/3"])
def test_osm_objects_can_be_looked_at(source_id: str) -> None:
    assert presentation.source_url("osm", source_id) == f"https://www.openstreetmap.org/{source_id}"


@pytest.mark.parametrize(
    ("source", "source_id"), [("manual", "node/1"), ("osm", ""), ("osm", "node/1?x"), ("osm", "x")]
)
def test_anything_else_has_no_original(source: str, source_id: str) -> None:
    assert presentation.source_url(source, source_id) == ""


def test_languages_have_names_in_the_readers_language() -> None:
    assert presentation.language_names(["tr", "de", "ti", "xx"]) == ["Türkisch", "Deutsch", "Tigrinya", "xx"]
    with override("en"):
        assert presentation.language_names(["tr"]) == ["Turkish"]


def test_a_code_holds_its_address_and_no_style() -> None:
    drawn = qr.svg("https://karte.example/orte/a/", "Code „A“")
    assert "style" not in drawn
    assert 'role="img"' in drawn
    side = int(re.search(r'viewBox="0 0 (\d+)', drawn)[1])
    assert (side - 8 - 17) % 4 == 0  # 4 modules of quiet zone on each side of a regular symbol
    assert qr.svg("https://karte.example/orte/b/", "x") != qr.svg("https://karte.example/orte/a/", "x")


def test_rows_of_a_code_are_drawn_without_gaps() -> None:
    assert qr._runs(bytearray([1, 1, 0, 1, 0, 0, 1, 1, 1])) == [(0, 2), (3, 1), (6, 3)]


# --- colours ----------------------------------------------------------------------------------------------------------


def schemes() -> dict[str, dict[str, str]]:
    """Colours by name for each scheme of tokens.css."""
    blocks = re.findall(r"([^{}]+)\{([^{}]*--paper[^{}]*)\}", (CSS / "tokens.css").read_text(encoding="utf-8"))
    return {
        f"{number} {selector.strip().splitlines()[-1]}": dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", body))
        for number, (selector, body) in enumerate(blocks)
    }


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


PAIRS = [
    *((ink, ground, 7.0) for ink in ("ink", "ink-soft", "accent") for ground in ("paper", "board", "sheet")),
    ("on-accent", "accent", 7.0),
    ("on-accent", "accent-strong", 7.0),
    ("accent", "accent-soft", 4.5),
    ("ink", "accent-soft", 7.0),
    ("note-ink", "note", 7.0),
    ("note-ink", "sheet", 7.0),
    ("alarm", "alarm-soft", 4.5),
    ("bad", "sheet", 7.0),
    ("good", "sheet", 7.0),
    *((edge, ground, 3.0) for edge in ("edge", "focus") for ground in ("paper", "board", "sheet")),
    ("note-edge", "sheet", 3.0),
]


@pytest.mark.parametrize("scheme", schemes())
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_colours_are_far_enough_apart(scheme: str, front: str, back: str, least: float) -> None:
    colours = schemes()[scheme]
    assert contrast(colours[front], colours[back]) >= least


def test_each_scheme_is_the_same_by_system_setting_and_by_switch() -> None:
    found = list(schemes().values())
    assert len(found) == 5
    assert found[1] == found[2]
    assert found[3] == found[4]


def test_colours_of_groups_are_those_of_the_taxonomy(settings) -> None:
    css = (CSS / "groups.css").read_text(encoding="utf-8")
    taxonomy = yaml.safe_load((settings.BASE_DIR / "fixtures" / "taxonomy.yaml").read_text(encoding="utf-8"))
    for group in taxonomy["groups"]:
        rules = re.findall(rf"(\S*)\s?\.group-{group['slug']} {{\s+--group: (#\w+);", css)
        light, dark = group["color"]["light"].lower(), group["color"]["dark"].lower()
        assert [colour for _where, colour in rules] == [light, dark, light, dark]
