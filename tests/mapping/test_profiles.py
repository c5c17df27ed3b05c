"""Who a request says is on the way: every value that is refused, with what is said."""

import pytest
from django.http import QueryDict
from django.utils.translation import override

from common.errors import UsageError
from mapping.profiles import finite, limit_bounds, offered, profiles, traveller

ROLLATOR = "profile=rollator&"


def who(query: str):
    with override("de"):
        return traveller(QueryDict(query), "profile")


def test_without_anything_somebody_walks_as_the_profile_says() -> None:
    found = who("")
    assert found.profile.slug == "walk"
    assert found.own == {}
    assert found.mode == "optimistic"


@pytest.mark.parametrize(
    ("query", "name", "value"),
    [
        ("max_kerb_cm=6", "max_kerb_cm", 6.0),
        ("max_kerb_cm=0", "max_kerb_cm", 0.0),
        ("max_kerb_cm=25", "max_kerb_cm", 25.0),
        ("max_kerb_cm=any", "max_kerb_cm", None),
        ("max_kerb_cm=ANY", "max_kerb_cm", None),
        ("min_width_m=0,7", "min_width_m", 0.7),
        ("min_width_m=+0.7", "min_width_m", 0.7),
        ("worst_surface=gravel", "worst_surface", "gravel"),
        ("worst_surface=unhewn_cobblestone", "worst_surface", "cobblestone"),
        ("worst_surface=any", "worst_surface", None),
        ("worst_smoothness=bad", "worst_smoothness", "bad"),
        ("steps=handrail", "steps", "handrail"),
        ("max_seat_gap_m=150", "max_seat_gap_m", 150.0),
    ],
)
def test_a_personal_limit_replaces_that_of_the_profile(query: str, name: str, value: float | str | None) -> None:
    found = who(ROLLATOR + query.replace("+", "%20"))
    assert found.limits[name] == value
    assert dict(found.own) == {name: value}


def test_an_empty_limit_is_that_of_the_profile() -> None:
    assert who(ROLLATOR + "max_kerb_cm=").limits["max_kerb_cm"] == 3


def test_the_mode_and_the_speed_are_choices_too() -> None:
    found = who(ROLLATOR + "unknown=strict&speed_m_per_s=0.5")
    assert (found.mode, found.speed_m_per_s) == ("strict", 0.5)


NUMBER = "eine Zahl von 0 bis 25, oder „any“ für ohne Grenze"
BAD = [
    ("max_kerb_cm", "26", NUMBER),
    ("max_kerb_cm", "-1", NUMBER),
    ("max_kerb_cm", "hoch", NUMBER),
    ("max_kerb_cm", "1e1", NUMBER),
    ("max_kerb_cm", "nan", NUMBER),
    ("max_kerb_cm", "inf", NUMBER),
    ("max_kerb_cm", "3 cm", NUMBER),
    ("max_kerb_cm", "٣", NUMBER),
    ("max_kerb_cm", "1.2.3", NUMBER),
    ("max_incline_pct", "20.5", "eine Zahl von 0 bis 20, oder „any“ für ohne Grenze"),
    ("min_width_m", "0.4", "eine Zahl von 0.5 bis 3, oder „any“ für ohne Grenze"),
    ("speed_m_per_s", "any", "eine Zahl von 0.2 bis 2.5"),
    ("speed_m_per_s", "0", "eine Zahl von 0.2 bis 2.5"),
    ("max_step_count", "0", "eine Zahl von 1 bis 100, oder „any“ für ohne Grenze"),
    ("max_seat_gap_m", "5", "eine Zahl von 25 bis 1000, oder „any“ für ohne Grenze"),
    ("steps", "any", "eines von: handrail, no, yes"),
    ("steps", "vielleicht", "eines von: handrail, no, yes"),
    ("escalator", "x", "eines von: no, yes"),
    ("worst_surface", "lava", "eines von: any, asphalt, cobblestone, compacted … und 10 weitere"),
    ("unknown", "egal", "eines von: cautious, optimistic, strict"),
    ("profile", "fliegend", "eines von: blind_low_vision (Blind oder sehbehindert)"),
]


@pytest.mark.parametrize(("name", "value", "right"), BAD)
def test_a_bad_value_is_refused_with_what_would_be_right(name: str, value: str, right: str) -> None:
    query = QueryDict(mutable=True)
    query.update({"profile": "rollator"} | {name: value})
    with override("de"), pytest.raises(UsageError) as caught:
        traveller(query, "profile")
    with override("de"):
        assert caught.value.field == name
        assert caught.value.detail.startswith(f"„{name}“ ist „{value}“. Richtig wäre: {right}")


@pytest.mark.parametrize("name", ["steps", "max_step_count", "escalator"])
def test_what_a_profile_fixes_nobody_can_change(name: str) -> None:
    with override("de"), pytest.raises(UsageError) as caught:
        traveller(QueryDict(f"profile=manual_wheelchair&{name}=yes"), "profile")
    with override("de"):
        assert caught.value.detail == (
            f"„{name}“ ist „yes“. Richtig wäre: keine Angabe, denn mit dem Profil „Mit Rollstuhl“ steht das fest."
        )


def test_what_is_offered_leaves_out_what_is_fixed() -> None:
    assert set(limit_bounds()) - set(offered(profiles().by_slug["manual_wheelchair"])) == {
        "steps",
        "max_step_count",
        "escalator",
    }


@pytest.mark.parametrize(
    ("text", "number"), [("3", 3.0), ("-0.5", -0.5), (".5", 0.5), ("", None), ("-", None), (".", None), ("--1", None)]
)
def test_only_plain_digits_are_a_number(text: str, number: float | None) -> None:
    assert finite(text) == number
