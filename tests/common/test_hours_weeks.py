"""The weekly table: seven days with their spans, holidays and today."""

from datetime import date, datetime

import pytest

from common.hours import ZONE, Calendar, DayRow, Opening, Reason, monday_of, usual, week

NRW = Calendar("NW")
MONDAY = date(2026, 11, 23)


def spans(row: DayRow) -> list[str]:
    return [f"{span.start:%H:%M}-{span.end:%H:%M}" for span in row.spans]


def test_a_week_has_seven_days_and_today_is_marked():
    rows = week("Mo-Fr 08:00-12:00,14:00-18:00", MONDAY, NRW, datetime(2026, 11, 25, 9, tzinfo=ZONE))
    assert [row.date.day for row in rows] == [23, 24, 25, 26, 27, 28, 29]
    assert [row.is_today for row in rows] == [False, False, True, False, False, False, False]
    assert spans(rows[0]) == ["08:00-12:00", "14:00-18:00"]
    assert [row.closed for row in rows] == [False] * 5 + [True] * 2


def test_today_is_the_local_day():
    just_after_midnight = datetime.fromisoformat("2026-11-22T23:30:00+00:00")
    assert monday_of(just_after_midnight) == MONDAY
    assert week("24/7", MONDAY, NRW, just_after_midnight)[0].is_today


def test_a_span_past_midnight_belongs_to_the_day_it_begins():
    friday, saturday = week("Fr 22:00-02:00", MONDAY, NRW)[4:6]
    assert spans(friday) == ["22:00-02:00"]
    assert friday.spans[0].end.date() == saturday.date
    assert saturday.closed


def test_overlapping_and_touching_spans_are_one():
    row = week("Mo 10:00-13:00,07:00-18:00,09:00-13:00,18:00-19:00", MONDAY, NRW)[0]
    assert spans(row) == ["07:00-19:00"]


def test_a_holiday_is_named_and_unknown_if_the_hours_do_not_speak_of_it():
    row = week("Mo-Fr 08:00-12:00", date(2026, 6, 1), NRW)[3]
    assert (row.holiday, row.state, row.reason, row.spans) == ("Fronleichnam", Opening.UNKNOWN, Reason.HOLIDAY, ())
    row = week("Mo-Fr 08:00-12:00; PH off", date(2026, 6, 1), NRW)[3]
    assert (row.holiday, row.closed, row.reason) == ("Fronleichnam", True, None)


def test_by_arrangement_is_never_among_the_open_spans():
    rows = week('Mo-Tu 08:00-12:00; We 08:00-12:00 "nach Vereinbarung"; Sa,Su off; "nach Termin"', MONDAY, NRW)
    assert [row.state.value for row in rows] == ["open"] * 2 + ["by-arrangement"] * 3 + ["closed"] * 2
    assert spans(rows[2]) == []
    assert f"{rows[2].arranged[0].end:%H:%M}" == "12:00"
    assert rows[0].otherwise is rows[3].otherwise is Opening.BY_ARRANGEMENT
    assert (rows[0].by_arrangement, rows[5].by_arrangement) == (True, False)
    assert rows[2].comment == "nach Vereinbarung, nach Termin"


@pytest.mark.parametrize(("text", "reason"), [("", Reason.MISSING), ("bla", Reason.UNREADABLE)])
def test_unreadable_hours_give_seven_unknown_days(text: str, reason: Reason):
    rows = week(text, MONDAY, NRW)
    assert [(row.state, row.reason) for row in rows] == [(Opening.UNKNOWN, reason)] * 7


def test_the_short_and_the_long_sunday():
    spring = week("Su 00:00-24:00", date(2026, 3, 23), NRW)[6].spans[0]
    autumn = week("Su 00:00-24:00", date(2026, 10, 19), NRW)[6].spans[0]
    hours = [(span.end.timestamp() - span.start.timestamp()) / 3600 for span in (spring, autumn)]
    assert hours == [23, 25]


@pytest.mark.parametrize(
    ("text", "every_week"),
    [
        ("Mo-Fr 08:00-18:00; PH off", True),
        ("Th[2] 15:00-16:30", False),
        ("We[1,3] 20:00-21:00", False),
        ("Apr-Oct 08:00-18:00", True),  # the weeks ahead, in November, are all alike
        ("2026 Nov 25 14:00-16:00", False),
        ("24/7", True),
    ],
)
def test_only_what_is_the_same_every_week_is_told_as_a_week(text: str, every_week: bool):
    assert (usual(text, date(2026, 11, 16), Calendar("BE")) is not None) is every_week
