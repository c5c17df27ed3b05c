import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.osm import tags


@pytest.mark.parametrize(
    ("raw", "metres"),
    [
        ("0.9", 0.9),
        ("0,9", 0.9),
        ("0.9 m", 0.9),
        ("90 cm", 0.9),
        ("90cm", 0.9),
        ("900 mm", 0.9),
        ("1", 1.0),
        ("3'", None),
        ("-1", None),
        ("1e5", None),
        ("breit", None),
        ("0.9;1.2", None),
        ("", None),
        (None, None),
    ],
)
def test_a_length_is_read_with_its_unit_or_not_at_all(raw: str | None, metres: float | None):
    assert tags.metres(raw) == (None if metres is None else pytest.approx(metres))


@pytest.mark.parametrize(
    ("raw", "number"), [("3", 3), ("0", 0), ("-1", None), ("2.5", None), ("²", None), ("many", None)]
)
def test_only_whole_numbers_are_counted(raw: str, number: int | None):
    assert tags.count(raw) == number


def test_lists_are_split_and_trimmed():
    assert tags.values(" senior; dementia ;; ") == ["senior", "dementia"]
    assert tags.words("Senior;DEMENTIA") == ["senior", "dementia"]


@given(st.text())
def test_no_text_makes_a_reader_raise(raw: str):
    for read in (tags.metres, tags.count, tags.values, tags.clean):
        read(raw)


@given(st.text())
def test_cleaned_text_is_printable_and_stays_clean(raw: str):
    assert tags.clean(tags.clean(raw)) == tags.clean(raw)
    assert "\x00" not in tags.clean(raw)
