"""Slips of the pen: how far two words are apart, and how far is still meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.spelling import grams, slips, slips_allowed

words = st.text("abcde", max_size=9)


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ("apoteke", "apotheke", 1),
        ("apohteke", "apotheke", 1),  # neighbours swapped count once
        ("baecker", "becker", 1),
        ("pflegehiem", "pflegeheim", 1),
        ("kirche", "kirsche", 1),
        ("", "ab", 2),
        ("gleich", "gleich", 0),
    ],
)
def test_the_distance_counts_letters_added_dropped_changed_and_swapped(one: str, other: str, distance: int):
    assert slips(one, other, 5) == distance


def test_beyond_the_limit_the_exact_distance_does_not_matter():
    assert slips("apotheke", "friedhof", 2) == 3
    assert slips("a", "abcdef", 2) == 3


@given(words, words)
def test_the_distance_is_the_same_from_both_ends(one: str, other: str):
    assert slips(one, other, 9) == slips(other, one, 9)


@given(words, words, st.integers(0, 9))
def test_a_limit_never_changes_a_distance_within_it(one: str, other: str, limit: int):
    whole = slips(one, other, 20)
    assert slips(one, other, limit) == min(whole, limit + 1)


@given(words, words)
def test_words_that_differ_are_never_at_distance_nought(one: str, other: str):
    assert (slips(one, other, 9) == 0) == (one == other)


@pytest.mark.parametrize(
    ("word", "allowed"), [("abc", 0), ("arzt", 1), ("apoteke", 1), ("apotheke", 2), ("1161117", 0)]
)
def test_longer_words_may_hold_more_slips_and_numbers_none(word: str, allowed: int):
    assert slips_allowed(word) == allowed


def test_trigrams_are_padded_as_the_database_pads_them():
    assert grams("arzt") == {"  a", " ar", "arz", "rzt", "zt "}
