"""Limits have names, and their values are said in words."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override

from mapping import limit_words
from mapping.profiles import limit_bounds, profiles
from mapping.routing.profiles import UNKNOWN_MODES


@pytest.fixture(autouse=True)
def german() -> Iterator[None]:
    with override("de"):
        yield


def test_every_limit_that_a_person_may_change_has_a_name_and_its_words() -> None:
    assert set(limit_bounds()) <= set(limit_words.LIMIT_LABELS)
    for name, bounds in limit_bounds().items():
        for word in bounds.words:
            assert limit_words.limit_value(name, word) != word or name == "busy_road", (name, word)
    assert set(limit_words.MODE_LABELS) == set(UNKNOWN_MODES)
    assert set(limit_words.LIMIT_LABELS) >= set(profiles().default.limits)


def test_a_limit_that_is_switched_off_says_so() -> None:
    assert limit_words.limit_text("max_kerb_cm", None) == "Höchster Bordstein: ohne Grenze"
    assert limit_words.limit_text("max_kerb_cm", 6.0) == "Höchster Bordstein: 6 cm"
