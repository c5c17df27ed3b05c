"""The text of one tag → a value, for every text there is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.osm import values
from mapping.osm.findings import TEXTS
from mapping.osm.path_tags import SURFACE
from mapping.osm.spot_tags import KIND
from mapping.osm.values import (
    HEADROOM_M,
    KERB_CM,
    OPENING_M,
    PATH_WIDTH_M,
    SLOPE_PCT,
    STEPS,
    WIDTH_M,
    Parsed,
    Quantity,
    Slope,
    slope,
)

QUANTITIES = {
    "kerb": KERB_CM,
    "width": WIDTH_M,
    "path width": PATH_WIDTH_M,
    "opening": OPENING_M,
    "headroom": HEADROOM_M,
    "steps": STEPS,
    "slope": SLOPE_PCT,
}
PIECES = ["1", "30", "0.5", ",", "-", "−", "~", "ca.", "<", ">=", "m", "cm", "ft", "'", '"', "%", "‰", "°", ":", "/"]
PIECES += [";", "±", "up", "down", "to", "bis", " ", "nan", "inf", "1e3", "٣", "²", "fixme", "yes", "\x00", "999"]
TEXT = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=8).map("".join))


@pytest.mark.parametrize(
    ("text", "value", "codes"),
    [
        ("1,5", 1.5, ""),
        (" 1.5  M ", 1.5, ""),
        ("150cm", 1.5, ""),
        ("1500 mm", 1.5, ""),
        ("3 ft", 0.9144, ""),
        ("5'6\"", 1.6764, ""),
        ("5'", 1.524, ""),
        ("36in", 0.9144, ""),
        ("90", 0.9, "unit_assumed"),
        ("29", 29, ""),
        ("~1.2", 1.2, ""),
        ("ca. 1,2 m", 1.2, ""),
        ("etwa 1", 1, ""),
        ("camera", None, "bad_number"),
        ("1-2", 1, "range"),
        ("1 m bis 2 m", 1, "range"),
        ("1 to 2", 1, "range"),
        ("<0.9", 0.89, "open_bound"),
        ("≤0.9", 0.89, "open_bound"),
        (">=0.9 m", 0.9, "open_bound"),
        ("1;2;x", 1, "bad_number multi_value"),
        ("x;y", None, "bad_number multi_value"),
        ("1;", 1, ""),
        ("-1", None, "implausible"),
        ("0.1", None, "implausible"),
        ("61 m", None, "implausible"),
        ("<0.2", None, "implausible"),
        ("1.000,5", None, "bad_number"),
        ("1e1", None, "bad_number"),
        ("inf", None, "bad_number"),
        ("٣", None, "bad_number"),
        ("3 yards", None, "bad_number"),
        ("", None, "empty"),
        (" ; ", None, "empty"),
        ("?", None, "explicit_unknown"),
        ("N/A", None, "explicit_unknown"),
        ("?;2", 2, "explicit_unknown multi_value"),
        ("1" * 256, None, "too_long"),
    ],
)
def test_a_width_is_read(text: str, value: float | None, codes: str):
    found = PATH_WIDTH_M.parse(text)
    assert found.value == pytest.approx(value) if value is not None else found.value is None
    assert found.codes == set(codes.split())


@pytest.mark.parametrize(
    ("text", "value", "low"),
    [("3cm", 3, 3), ("2-4 cm", 4, 2), ("4;2 cm", None, None), ("4 cm;2 cm", 4, 2), (">3 cm", 4, 3), ("<3 cm", 3, 2)],
)
def test_of_kerbs_the_highest_counts_and_the_lowest_is_kept(text: str, value: float | None, low: float | None):
    found = KERB_CM.parse(text)
    if value is not None:
        assert (found.value, found.low) == (value, low)
    else:
        assert found.value == 4  # a bare 4 is taken as centimetres
        assert "unit_assumed" in found.codes


@pytest.mark.parametrize("text", ["~1", "1-2", ">1", "<2"])
def test_what_is_not_exact_is_an_estimate(text: str):
    assert PATH_WIDTH_M.parse(text).estimated
    assert not PATH_WIDTH_M.parse("1").estimated


@pytest.mark.parametrize(
    ("text", "climb", "descent", "codes"),
    [
        ("6%", 6, 0, ""),
        ("+6 %", 6, 0, ""),
        ("−6 %", 0, 6, ""),
        ("60‰", 6, 0, ""),
        ("1:20", 5, 0, ""),
        ("-1/20", 0, 5, ""),
        ("20:1", None, None, "implausible"),
        ("50°", None, None, "implausible"),
        ("180°", None, None, "implausible"),
        ("-5 deg", 0, 8.748866353, ""),
        ("41%", None, None, "implausible"),
        ("0", 0, 0, ""),
        ("0.5", None, None, "ambiguous_unit"),
        ("-6", 0, 6, "unit_assumed"),
        ("up", None, 0, ""),
        ("down", 0, None, ""),
        ("up 5%", 5, 0, ""),
        ("5% down", 0, 5, ""),
        ("up -5%", None, None, "bad_number"),
        ("up;down", None, None, "multi_value"),
        ("3%;-8%", 3, 8, "multi_value"),
        ("3%;up", 3, 0, "multi_value"),
        ("yes", None, None, ""),
        ("±", None, None, ""),
        ("+/- 3 %", 3, 3, ""),
        ("level", 0, 0, ""),
        ("steep", 10, 10, "class_value"),
        ("hilly", None, None, "bad_number"),
        ("4-6%", 6, 0, "range"),
        ("-4-6%", None, None, "bad_number"),
        ("<6%", 6, 0, "open_bound"),
        (">-6%", 0, 6, "open_bound"),
        ("<-6%", 0, 6.1, "open_bound"),
        ("~ -6%", 0, 6, ""),
    ],
)
def test_a_slope_is_read_with_its_direction(text: str, climb: float | None, descent: float | None, codes: str):
    found = slope(text)
    assert (found.climb, found.descent) == (climb, descent)
    assert found.codes == set(codes.split())


@pytest.mark.parametrize("quantity", QUANTITIES.values(), ids=QUANTITIES)
@given(text=TEXT)
def test_any_text_is_a_value_in_its_window_or_unknown_with_a_code(quantity: Quantity, text: str):
    found = quantity.parse(text)
    if found.value is None:
        assert found.codes or values.normal(text) in quantity.quiet
    else:
        assert quantity.window[0] <= float(found.value) <= quantity.window[1]
        assert found.low is not None
        assert found.low <= float(found.value)
    assert found.codes <= TEXTS.keys()


@given(TEXT)
def test_any_text_is_a_slope_in_its_window_or_unknown(text: str):
    found = slope(text)
    assert all(size is None or 0 <= size <= 40 for size in (found.climb, found.descent))
    assert found.codes <= TEXTS.keys()
    assert slope(text, sign_only=True).codes <= TEXTS.keys()


@pytest.mark.parametrize("words", [SURFACE, KIND])
@given(text=TEXT)
def test_any_text_is_a_known_word_or_unknown_with_a_code(words: values.Words, text: str):
    found = words.parse(text)
    assert found.value in words.order if found.value is not None else found.codes


@pytest.mark.parametrize("quantity", QUANTITIES.values(), ids=QUANTITIES)
@given(data=st.data())
def test_a_value_written_down_is_read_as_the_same_value(quantity: Quantity, data: st.DataObject):
    low, high = quantity.window
    if quantity.whole:
        value = float(data.draw(st.integers(int(low), int(high))))
    else:
        value = round(data.draw(st.floats(low, high)), 6)
    value = min(max(value, low), high)
    assert quantity.parse(quantity.text(value)) == Parsed(value, value, value)


@given(st.floats(0.01, 40).map(lambda size: round(size, 4)), st.booleans())
def test_a_slope_written_down_is_read_as_the_same_slope(size: float, falls: bool):
    text = ("-" if falls else "") + SLOPE_PCT.text(size)
    assert slope(text) == (Slope(0.0, size) if falls else Slope(size, 0.0))
