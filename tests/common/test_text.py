import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from common.text import fold, german_slug, join_words, visible

WORDS = [
    ("Bäcker", "baecker"),
    ("BAECKER", "baecker"),
    ("Straße", "strasse"),
    ("Café André", "cafe andre"),
    ("St.-Nikolaus-Kirche  (kath.)", "st nikolaus kirche kath"),
    ("§ 45a", "§ 45a"),
    ("a\u0308", "ae"),
    ("  ", ""),
    ("Ökumenisches Zentrum\tÜberlingen", "oekumenisches zentrum ueberlingen"),
    ("Şükrü’s", "suekrue s"),
]


@pytest.mark.parametrize(("text", "folded"), WORDS)
def test_folding_makes_spellings_equal(text: str, folded: str):
    assert fold(text) == folded


@pytest.mark.django_db
@pytest.mark.parametrize("text", [text for text, _ in WORDS])
def test_the_database_folds_like_python(text: str):
    with connection.cursor() as cursor:
        cursor.execute("SELECT qk_fold(%s)", [text])
        assert cursor.fetchone()[0] == fold(text)


@given(st.text())
def test_folding_twice_changes_nothing(text: str):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "slug"), [("Café am Lindenplatz", "cafe-am-lindenplatz"), ("Größe", "groesse"), ("★", "eintrag")]
)
def test_slugs_write_umlauts_out_and_are_never_empty(text: str, slug: str):
    assert german_slug(text) == slug


@pytest.mark.parametrize(
    ("words", "sentence"), [([], ""), (["Brot"], "Brot"), (["Brot", "Milch", "Käse"], "Brot, Milch und Käse")]
)
def test_lists_are_joined_in_words(words: list[str], sentence: str):
    assert join_words(words) == sentence


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Straße 4, 1. Stock", "Straße 4, 1. Stock"),
        ("a\x00b\x1b[2J\n\x7f", "a␀b␛[2J␊␡"),
        ("a\x85\udcdf\u202eb", "a\ufffd\ufffd\ufffdb"),
        ("Familie \U0001f468\u200d\U0001f469", "Familie \U0001f468\u200d\U0001f469"),
    ],
)
def test_what_cannot_be_seen_is_shown_by_a_sign(text: str, shown: str):
    assert visible(text) == shown
