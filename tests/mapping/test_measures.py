"""Numbers as people read them."""

import pytest
from django.utils.translation import override

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


@pytest.mark.parametrize(("part", "said"), [(0, "0 %"), (0.001, "1 %"), (0.62, "62 %"), (0.999, "99 %"), (1, "100 %")])
def test_a_share_is_never_rounded_up_to_all_or_down_to_nothing(part: float, said: str) -> None:
    with override("de"):
        assert measures.share(part) == said
