from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict

from common import params
from common.errors import UsageError

NOW = datetime(2026, 3, 29, 14, 0, tzinfo=ZoneInfo("Europe/Berlin"))
WEEK = timedelta(days=7)
TIME = "eine Zeit wie 2026-03-29T14:00; nichts bedeutet: jetzt"
NEAR = "eine Zeit höchstens 7 Tage vor oder nach heute"
SKIPPED = "eine Uhrzeit, die es an diesem Tag gibt: Die Uhr wird in dieser Stunde vorgestellt"


def test_text_is_one_line_without_outer_blanks():
    assert params.text(QueryDict("q=%20 Tages%0Apflege "), "q") == "Tages pflege"


@pytest.mark.parametrize(
    ("query", "read", "right"),
    [
        ("q=" + "x" * 201, lambda p: params.text(p, "q"), "höchstens 200 Zeichen"),
        ("q=a%00b", lambda p: params.text(p, "q"), "Text ohne Steuerzeichen"),
        ("n=zwei", lambda p: params.integer(p, "n", low=1, high=9), "eine ganze Zahl von 1 bis 9"),
        ("n=10", lambda p: params.integer(p, "n", low=1, high=9), "eine ganze Zahl von 1 bis 9"),
        ("n=٣", lambda p: params.integer(p, "n", low=1, high=9), "eine ganze Zahl von 1 bis 9"),
        ("n=1" + "0" * 30, lambda p: params.integer(p, "n", low=1, high=9), "eine ganze Zahl von 1 bis 9"),
        ("c=blau", lambda p: params.choice(p, "c", ["rot", "grün"], "rot"), "eines von: grün, rot"),
        ("c=rot&c=blau", lambda p: params.choices(p, "c", ["rot", "grün"]), "eines von: grün, rot"),
        ("t=gestern", lambda p: params.instant(p, "t", now=NOW), "1 oder eine Zeit wie 2026-03-29T14:00"),
        ("t=2026-13-45T99:99", lambda p: params.instant(p, "t", now=NOW), "1 oder eine Zeit wie 2026-03-29T14:00"),
        ("t=0001-01-01T00:00", lambda p: params.instant(p, "t", now=NOW), "1 oder eine Zeit wie 2026-03-29T14:00"),
        ("t=2026-03-29T02:30", lambda p: params.moment(p, "t", now=NOW, within=WEEK), SKIPPED),
        ("t=1", lambda p: params.moment(p, "t", now=NOW, within=WEEK), TIME),
        ("t=2026-03-29", lambda p: params.moment(p, "t", now=NOW, within=WEEK), TIME),
        ("t=2026-04-05T14:01", lambda p: params.moment(p, "t", now=NOW, within=WEEK), NEAR),
        ("t=2026-03-22T13:59", lambda p: params.moment(p, "t", now=NOW, within=WEEK), NEAR),
    ],
)
def test_what_does_not_fit_is_refused_with_what_would(query, read, right):
    with pytest.raises(UsageError) as refused:
        read(QueryDict(query))
    assert refused.value.right == right


LABELS = {"walk": "Zu Fuß", "rollator": "Mit Rollator", "manual_wheelchair": "Im Rollstuhl"}
MANY = [f"wort{n:02}" for n in range(20)]


@pytest.mark.parametrize(
    ("value", "allowed", "label", "right"),
    [
        ("rolator", LABELS, LABELS.get, "vielleicht rollator (Mit Rollator), sonst eines von: manual_wheelchair, walk"),
        ("Rollator", LABELS, None, "vielleicht rollator, sonst eines von: manual_wheelchair, walk"),
        ("zu Fuss", LABELS, LABELS.get, "vielleicht walk (Zu Fuß), sonst eines von: manual_wheelchair, rollator"),
        (
            "dragon",
            LABELS,
            LABELS.get,
            "eines von: manual_wheelchair (Im Rollstuhl), rollator (Mit Rollator), walk (Zu Fuß)",
        ),
        ("xyz", MANY, None, "eines von: wort00, wort01, wort02, wort03 … und 16 weitere"),
        ("wrt07", MANY, None, "vielleicht wort07, sonst eines von: wort00, wort01, wort02, wort03 … und 15 weitere"),
        ("onl", ["only"], None, "only"),
        ("x" * 100_000, MANY, None, "eines von: wort00, wort01, wort02, wort03 … und 16 weitere"),
    ],
)
def test_the_likely_value_is_named_first_and_a_long_list_only_begun(value, allowed, label, right):
    error = params.none_of("c", value, allowed, label)
    assert error.right == right
    assert error.allowed == sorted(allowed)


@pytest.mark.parametrize(
    ("value", "label", "words"),
    [
        ("rolator", LABELS.get, "vielleicht Mit Rollator, sonst eines von: Zu Fuß, Im Rollstuhl"),
        ("dragon", LABELS.get, "eines von: Zu Fuß, Mit Rollator, Im Rollstuhl"),
        ("dragon", None, "eines von: manual_wheelchair, rollator, walk"),
    ],
)
def test_pages_name_values_by_their_labels_in_the_order_of_the_form(value, label, words):
    error = params.none_of("c", value, LABELS, label)
    assert error.in_words == f"„c“ ist „{value}“. Richtig wäre: {words}."


def test_absent_parameters_have_their_default():
    empty = QueryDict("")
    assert params.text(empty, "q") == ""
    assert params.integer(empty, "n", low=1, high=9, default=5) == 5
    assert params.choice(empty, "c", ["rot"], "rot") == "rot"
    assert params.choices(empty, "c", ["rot"]) == ()
    assert params.instant(empty, "t", now=NOW) is None
    assert params.moment(empty, "t", now=NOW, within=WEEK) is None


def test_repeated_and_comma_separated_values_are_one_list_without_repetitions():
    assert params.choices(QueryDict("c=rot,grün&c=rot"), "c", ["rot", "grün"]) == ("rot", "grün")


def test_a_wrong_value_is_told_however_many_stand_before_it():
    with pytest.raises(UsageError, match="blau"):
        params.choices(QueryDict("&".join(["c=rot"] * 100 + ["c=blau"])), "c", ["rot"])


def test_a_time_without_offset_is_meant_in_our_zone():
    assert params.instant(QueryDict("t=2026-03-29T14:00"), "t", now=NOW) == NOW
    assert params.instant(QueryDict("t=1"), "t", now=NOW) is NOW


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-03-29T14:00:59", "2026-03-29T14:00+02:00"),
        ("2026-03-29 14:00", "2026-03-29T14:00+02:00"),
        ("2026-03-29T14:00%2B05:00", "2026-03-29T14:00+05:00"),
        ("2026-03-29T14:00+05:00", "2026-03-29T14:00+05:00"),
        ("2026-03-29T00:30Z", "2026-03-29T00:30+00:00"),
        ("2026-03-29T03:00", "2026-03-29T03:00+02:00"),
    ],
)
def test_a_moment_is_read_to_the_minute(written, read):
    found = params.moment(QueryDict(f"t={written}"), "t", now=NOW, within=WEEK)
    assert found == datetime.fromisoformat(read)


def test_an_hour_that_comes_twice_is_the_first_one():
    now = datetime.fromisoformat("2026-10-25T12:00+01:00")
    found = params.moment(QueryDict("t=2026-10-25T02:30"), "t", now=now, within=WEEK)
    assert found.isoformat() == "2026-10-25T02:30:00+02:00"
