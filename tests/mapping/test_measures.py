"""Numbers as people read them."""

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from mapping import measures


@pytest.mark.parametrize(
    ("metres", "said"),
    [
        (0, "1 m"),
        (0.4, "1 m"),
        (7.4, "7 m"),
        (9.99, "10 m"),
        (12, "10 m"),
        (336, "340 m"),
        (994, "990 m"),
        (996, "1,0 km"),
        (1240, "1,2 km"),
        (12_345, "12,3 km"),
    ],
)
def test_lengths_are_said_in_steps_that_people_need(metres: float, said: str) -> None:
    with override("de"):
        assert measures.length(metres) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "1 Minute"),
        (29, "1 Minute"),
        (89, "1 Minute"),
        (90, "2 Minuten"),
        (360, "6 Minuten"),
        (3600, "1 Stunde"),
        (3900, "1 Stunde 5 Minuten"),
        (7260, "2 Stunden 1 Minute"),
    ],
)
def test_durations_are_whole_minutes(seconds: float, said: str) -> None:
    with override("de"):
        assert measures.duration(seconds) == said


@pytest.mark.parametrize(
    ("value", "unit", "said"), [(0.9, "m", "0,9 m"), (6.0, "cm", "6 cm"), (6.25, "%", "6,25 %"), (12, "", "12")]
)
def test_amounts_have_the_comma_of_the_language_and_no_needless_zeros(value: float, unit: str, said: str) -> None:
    with override("de"):
        assert measures.amount(value, unit) == said
    with override("en"):
        assert measures.amount(0.9, "m") == "0.9 m"


@pytest.mark.parametrize(
    ("parts", "percents"),
    [
        ((0.62, 0.38), (62, 38)),
        ((1, 0), (100, 0)),
        ((0.999, 0.001), (99, 1)),
        ((0.986, 0.009, 0.005), (98, 1, 1)),
        ((0.9999, 0.00005, 0.00005), (98, 1, 1)),
        ((0.346, 0.334, 0.32), (35, 33, 32)),
        ((1 / 3, 1 / 3, 1 / 3), (33, 33, 34)),
        ((0.29, 0.57, 0.14, 0), (29, 57, 14, 0)),
        ((0, 0), (0, 0)),
    ],
)
def test_shares_of_a_whole_are_100_together_and_what_is_there_is_never_nothing(
    parts: tuple[float, ...], percents: tuple[int, ...]
) -> None:
    with override("de"):
        assert measures.shares(parts) == [f"{percent} %" for percent in percents]


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=5).filter(any))
def test_shares_of_anything_are_100_together(amounts: list[int]) -> None:
    whole = sum(amounts)
    with override("de"):
        said = [int(share.split()[0]) for share in measures.shares([amount / whole for amount in amounts])]
    assert sum(said) == 100
    assert all(bool(amount) == bool(share) for amount, share in zip(amounts, said, strict=True))
