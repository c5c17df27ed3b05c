"""What is said of signed routes."""

from datetime import UTC, datetime

import pytest
from django.utils.translation import override

from mapping import signed_words
from mapping.models import RouteChange
from mapping.routing.remarks import Remark
from mapping.routing.signed import VERDICTS, Found, written

KERB = Found("blocked", Remark("kerb_high", (13.3, 52.5), 10.0, value=12.0, limit=3.0, unit="cm", kind="kerb"))
AT = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)  # the third of March here


def row(before: str, after: str, appeared: tuple[Found, ...] = (), gone: tuple[Found, ...] = ()) -> RouteChange:
    return RouteChange(before=before, after=after, at=AT, appeared=written(appeared), gone=written(gone))


@pytest.fixture(autouse=True)
def german():
    with override("de"):
        yield


def test_every_verdict_has_a_symbol_a_word_and_a_colour():
    assert set(signed_words.VERDICT_WORDS) == set(VERDICTS)
    for one in (*signed_words.VERDICT_WORDS.values(), signed_words.UNCHECKED):
        assert one.symbol in "✓◐✕?"
        assert one.kind in ("yes", "partly", "no", "unknown")
    assert signed_words.verdict("of another program") == signed_words.UNCHECKED


def test_what_is_not_known_never_looks_like_yes():
    assert [word for word, one in signed_words.VERDICT_WORDS.items() if one.kind == "yes"] == ["passable"]


@pytest.mark.parametrize("before", VERDICTS)
@pytest.mark.parametrize("after", VERDICTS)
def test_every_change_of_the_verdict_has_its_words(before, after):
    said = signed_words.changed(row(before, after, (KERB,)), "mit Rollator")
    assert said.startswith("Seit dem 3. März 2026: Bordstein 12 cm")
    assert said.endswith(".")
    assert ("; " in said) is (before != after)
    assert "{" not in said


@pytest.mark.parametrize(
    ("streets", "name", "said"),
    [
        (("Bahnhofstraße",), "", "Bordstein 12 cm, Ihre Grenze: 3 cm (Bahnhofstraße)"),
        (("Lindenstraße", "Wall"), "", "Bordstein 12 cm, Ihre Grenze: 3 cm (Ecke Lindenstraße / Wall)"),
        ((), "Uferweg", "Bordstein 12 cm, Ihre Grenze: 3 cm (Uferweg)"),
        ((), "", "Bordstein 12 cm, Ihre Grenze: 3 cm"),
    ],
)
def test_a_reason_says_where(streets, name, said):
    remark = Remark("kerb_high", (13.3, 52.5), 10.0, value=12.0, limit=3.0, unit="cm", kind="kerb", name=name)
    assert signed_words.reason(Found("blocked", remark, streets)) == said


def test_length_and_place_share_their_brackets():
    remark = Remark("closed", (13.3, 52.5), 10.0, length_m=100.0)
    assert signed_words.reason(Found("blocked", remark, ("Wall",))) == "Gesperrt (auf 100 m, Wall)"


def test_of_many_things_the_first_ones_are_named():
    many = tuple(
        Found("blocked", Remark("kerb_high", (13.3, 52.5), at, value=height, limit=3.0, unit="cm", kind="kerb"))
        for at, height in enumerate((4.0, 5.0, 6.0, 7.0, 8.0))
    )
    said = signed_words.changed(row("blocked", "blocked", many), "mit Rollator")
    assert said.endswith("Bordstein 6 cm, Ihre Grenze: 3 cm und 2 weitere.")


def test_in_english_too():
    with override("en"):
        said = signed_words.changed(row("passable", "blocked", (KERB,)), "with a rollator")
    assert said == "Since 3 March 2026: Kerb 12 cm, your limit: 3 cm; no longer passable with a rollator."
