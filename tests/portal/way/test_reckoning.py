"""„So rechnen wir“: nothing that is used is missing."""

import html as htmllib

import pytest
from django.test import Client

from mapping import profile_words
from mapping.models import Quarter
from mapping.profiles import profiles
from mapping.routing.attributes import RANKED
from mapping.routing.profiles import PARTS
from mapping.way_words import WORDINGS
from portal.way import reckoning

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/so-rechnen-wir/", "/en/so-rechnen-wir/"])
def test_the_page_is_there_in_both_languages(client: Client, here: Quarter, path: str) -> None:
    assert client.get(path).status_code == 200


def test_every_number_of_every_profile_is_on_the_page_with_its_source(client: Client, here: Quarter) -> None:
    text = htmllib.unescape(client.get("/so-rechnen-wir/").content.decode())
    for profile in profiles().by_slug.values():
        assert f'id="{profile.slug}"' in text
        assert f'href="#{profile.slug}"' in text
    for table in reckoning.profile_tables():
        assert len(table.parts) == len(PARTS)
        for row in (row for part in table.parts for row in part.rows):
            assert str(row.label) in text
            assert row.value in text
            assert str(row.source) in text


def test_every_figure_source_and_status_has_a_name() -> None:
    known = profiles()
    for profile in known.by_slug.values():
        assert {name for part in PARTS for name in getattr(profile, part)} <= set(profile_words.FIGURE_LABELS)
    assert set(known.sources) == set(profile_words.SOURCE_LABELS)
    assert {source["status"] for source in known.sources.values()} <= set(profile_words.STATUS_LABELS)


def test_every_class_is_there_with_its_rank() -> None:
    for table in reckoning.class_tables():
        assert [row.rank for row in table.rows] == list(range(1, len(RANKED[table.slug]) + 1))
        assert all(row.words for row in table.rows)


def test_every_word_for_a_kerb_is_there_once() -> None:
    words = [word for row in reckoning.kerb_rows() for word in row.words.split(", ")]
    assert len(words) == len(set(words))
    assert "lowered" in words


def test_every_profile_is_told_what_crossing_a_road_costs(client: Client, here: Quarter) -> None:
    rows = {row.label: row for row in reckoning.crossing_rows()}
    assert len(rows) == len(profiles().by_slug)
    blind = rows["Blind oder sehbehindert"]
    assert (blind.signals, blind.other, blind.half, blind.busy) == ("30 s", "20 s", "10 s", "60 s")
    assert [label for label, row in rows.items() if row.needs_sound] == ["Blind oder sehbehindert"]
    text = htmllib.unescape(client.get("/so-rechnen-wir/").content.decode())
    assert "(auch an Ampeln ohne Ton)" in text
    for anchor in ("crossing", "times"):
        assert f'href="#{anchor}"' in text
        assert f'id="{anchor}"' in text


def test_every_reason_is_there() -> None:
    told = {reason.text for reason in reckoning.reasons()}
    assert len(told) > 20
    assert len(told) < len(WORDINGS)


def test_the_statement_and_the_form_lead_there(client: Client, here: Quarter) -> None:
    for path in ("/barrierefreiheit/", "/weg/"):
        assert 'href="/so-rechnen-wir/"' in client.get(path).content.decode()
