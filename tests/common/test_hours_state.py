"""Is it open: at clock changes, on holidays, after midnight, by arrangement."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.hours import ZONE, Calendar, Opening, Reason, normalise, open_strings, state, week
from common.hours.vocabulary import asks_first

NRW, BERLIN = Calendar("NW"), Calendar("BE")
OPEN, CLOSED, ASK, UNKNOWN = Opening.OPEN, Opening.CLOSED, Opening.BY_ARRANGEMENT, Opening.UNKNOWN


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "when", "expected", "until"),
    [
        ("Mo-Fr 08:00-12:00,14:00-18:00", "2026-11-23 09:00", OPEN, "2026-11-23 12:00"),
        ("Mo-Fr 08:00-12:00,14:00-18:00", "2026-11-23 12:00", CLOSED, "2026-11-23 14:00"),
        ("Mo-Fr 08:00-12:00,14:00-18:00", "2026-11-27 18:00", CLOSED, "2026-11-30 08:00"),
        ("24/7", "2026-11-23 03:00", OPEN, None),
        ("off", "2026-11-23 03:00", CLOSED, None),
        ("Fr 22:00-02:00", "2026-11-28 01:59", OPEN, "2026-11-28 02:00"),
        ("Fr 22:00-02:00", "2026-11-28 02:00", CLOSED, "2026-12-04 22:00"),
        ("Fr 22:00-26:00", "2026-11-28 01:59", OPEN, "2026-11-28 02:00"),
        ("Fr 22:00-02:00; Sa off", "2026-11-28 01:00", OPEN, "2026-11-28 02:00"),
        ('Fr 22:00-02:00; Sa 01:00-03:00 "nach Vereinbarung"', "2026-11-28 01:30", OPEN, "2026-11-28 02:00"),
        ("Mo-Fr 08:00-18:00; Mo-Fr 12:00-13:00 off", "2026-11-23 12:30", CLOSED, "2026-11-23 13:00"),
        ("Mo-Fr 08:00-12:00, Mo 14:00-16:00", "2026-11-23 15:00", OPEN, "2026-11-23 16:00"),
        ("Mo-Fr 08:00-12:00; Mo 14:00-16:00", "2026-11-23 09:00", CLOSED, "2026-11-23 14:00"),
        ("Apr-Oct 08:00-18:00", "2026-11-23 09:00", CLOSED, "2026-12-25 00:00"),
        ("Oct-Mar 08:00-18:00", "2026-11-23 09:00", OPEN, "2026-11-23 18:00"),
        ("week 48 Mo 08:00-18:00", "2026-11-23 09:00", OPEN, "2026-11-23 18:00"),
        ("week 47 Mo 08:00-18:00", "2026-11-23 09:00", CLOSED, "2026-12-25 00:00"),
        ("We[1,3] 15:00-17:00", "2026-11-18 16:00", OPEN, "2026-11-18 17:00"),
        ("We[1,3] 15:00-17:00", "2026-11-25 16:00", CLOSED, "2026-12-02 15:00"),
        ("Mo-Sa 08:00-18:00; Dec 24 08:00-12:00", "2026-12-24 13:00", CLOSED, "2026-12-25 00:00"),
        ("Mo-Sa 08:00-18:00", "2026-12-24 13:00", OPEN, "2026-12-24 18:00"),
        ("Mo-Fr 14:00+", "2026-11-23 20:00", OPEN, "2026-11-24 00:00"),
        ('Mo-Fr 08:00-12:00 || "nach Vereinbarung"', "2026-11-23 13:00", ASK, "2026-11-24 08:00"),
        ('Mo-Fr 08:00-12:00; Sa,Su off; "nach Vereinbarung"', "2026-11-28 09:00", CLOSED, "2026-11-30 00:00"),
        ('Mo-Fr 08:00-12:00, We "nach Vereinbarung"', "2026-11-25 13:00", ASK, "2026-11-26 00:00"),
        ('Mo-Fr 08:00-12:00, We "nach Vereinbarung"', "2026-11-25 09:00", OPEN, "2026-11-25 12:00"),
        ('Mo-Fr 08:00-12:00; We "nach Vereinbarung"', "2026-11-25 09:00", ASK, "2026-11-26 00:00"),
        ('"siehe Aushang"', "2026-11-25 09:00", UNKNOWN, None),
        ('Mo-Fr 08:00-12:00 "Eingang im Hof"', "2026-11-25 09:00", OPEN, "2026-11-25 12:00"),
        ("Th[2] 15:00-16:30", "2026-11-12 17:00", CLOSED, "2026-12-10 15:00"),
        ("2026 Nov 25 08:00-12:00", "2026-11-11 13:00", CLOSED, "2026-11-25 08:00"),
        ("2026 Dec 31 14:00-16:00", "2026-11-11 13:00", CLOSED, None),
    ],
)
def test_state_and_next_change(text: str, when: str, expected: Opening, until: str | None):
    found = state(text, at(when), BERLIN)
    assert found.state is expected
    assert found.until == (at(until) if until else None)


@pytest.mark.parametrize(
    ("text", "when", "expected", "until"),
    [
        # 2026-03-29: 2:00 becomes 3:00
        ("Sa 22:00-04:00", "2026-03-28 23:00", OPEN, "2026-03-29 02:00"),
        ("Sa 22:00-02:30", "2026-03-28 23:00", OPEN, "2026-03-29 01:00"),
        ("Su 02:15-02:45; PH off", "2026-03-29 01:00", CLOSED, "2026-04-05 00:15"),
        ("Mo-Su 09:00-17:00", "2026-03-28 16:30", CLOSED, "2026-03-29 07:00"),
        # 2026-10-25: 3:00 becomes 2:00
        ("Sa 22:00-04:00", "2026-10-24 23:00", OPEN, "2026-10-25 03:00"),
        ("Su 02:00-03:00", "2026-10-25 00:30", CLOSED, "2026-10-25 01:00"),
        ("Su 02:00-03:00", "2026-10-25 01:30", OPEN, "2026-10-25 02:00"),
        ("Mo-Su 09:00-17:00", "2026-10-25 07:30", CLOSED, "2026-10-25 08:00"),
        ("24/7", "2026-10-25 01:30", OPEN, None),
    ],
)
def test_both_clock_changes_in_instants(text: str, when: str, expected: Opening, until: str | None):
    found = state(text, utc(when), BERLIN)
    assert found.state is expected
    assert (found.until and found.until.astimezone(UTC)) == (utc(until) if until else None)


FRONLEICHNAM = at("2026-06-04 10:00")


def test_fronleichnam_is_a_holiday_in_nrw_and_a_thursday_in_berlin():
    text = "Mo-Fr 08:00-18:00; PH off"
    assert state(text, FRONLEICHNAM, NRW).state is CLOSED
    assert state(text, FRONLEICHNAM, NRW).holiday == "Fronleichnam"
    assert state(text, FRONLEICHNAM, BERLIN).state is OPEN
    assert state(text, FRONLEICHNAM, BERLIN).holiday == ""


def test_a_holiday_the_hours_do_not_speak_of_is_unknown_all_day():
    found = state("Mo-Fr 08:00-18:00", FRONLEICHNAM, NRW)
    assert (found.state, found.reason, found.holiday) == (UNKNOWN, Reason.HOLIDAY, "Fronleichnam")
    assert found.until == at("2026-06-05 00:00")
    assert found.opens == at("2026-06-05 08:00")
    assert state("Mo-Fr 08:00-18:00", FRONLEICHNAM, BERLIN).state is OPEN


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PH off; Mo-Fr 08:00-18:00", CLOSED),
        ("Mo-Fr 08:00-18:00, PH off", CLOSED),
        ("Mo-Fr,PH 08:00-18:00", OPEN),
        ("Mo-Fr 08:00-18:00; PH 12:00-14:00", CLOSED),
        ("Mo-Sa 12:00-22:00, Su,PH 09:00-22:00", OPEN),
        ("Mo-Fr 08:00-18:00; Jun 04 09:00-11:00; PH off", OPEN),
        ("Mo-Fr 08:00-18:00; Jun 01-Jun 10 off", CLOSED),
        ("Apr-Sep PH 09:00-12:00", OPEN),
        ("Oct-Mar PH 09:00-12:00", UNKNOWN),
        ("PH Mo-Fr 09:00-12:00", OPEN),
        ("PH Sa,Su 09:00-12:00", UNKNOWN),
        ("24/7", OPEN),
        ("24/7; PH off", CLOSED),
        ("24/7; Th off", UNKNOWN),
        ("Sa 08:00-12:00", UNKNOWN),
        ('"nach Vereinbarung"', ASK),
        ('Mo-Fr 08:00-12:00; PH off; "nach Vereinbarung"', CLOSED),
        ("SH,PH off; Mo-Fr 08:00-12:00", CLOSED),
    ],
)
def test_on_a_holiday_only_rules_that_speak_of_it_count(text: str, expected: Opening):
    assert state(text, FRONLEICHNAM, NRW).state is expected


def test_a_night_before_a_holiday_is_not_cut_off():
    saturday = at("2026-10-03 01:00")
    assert state("Fr 22:00-02:00", saturday, NRW).state is OPEN
    assert state("Fr 22:00-02:00", at("2026-10-03 02:00"), NRW).state is UNKNOWN
    assert state("Fr 22:00-02:00; PH off", saturday, NRW).until == at("2026-10-03 02:00")


def test_the_day_before_a_holiday_can_have_a_rule():
    assert state("Mo-Fr 08:00-18:00; PH -1 day off; PH off", at("2026-06-03 10:00"), NRW).state is CLOSED
    assert state("Mo-Fr 08:00-18:00; PH -1 day off; PH off", at("2026-06-03 10:00"), BERLIN).state is OPEN


def test_catholic_holidays_are_a_setting_of_the_quarter():
    assumption = at("2026-08-15 10:00")
    assert state("Sa 08:00-12:00; PH off", assumption, Calendar("BY")).state is OPEN
    assert state("Sa 08:00-12:00; PH off", assumption, Calendar("BY", catholic=True)).state is CLOSED


def test_hours_of_school_holidays_alone_are_unknown_but_kept_for_showing():
    for text in ("SH Mo-Fr 10:00-12:00", "SH 10:00-12:00"):
        found = state(text, at("2026-07-27 10:30"), NRW)
        assert (found.state, found.reason) == (UNKNOWN, Reason.SCHOOL)
    assert [rule.text for rule in normalise("Mo-Fr 08:00-12:00; SH off").school] == ["SH off"]


def test_hours_of_school_holidays_do_not_change_the_other_hours():
    text = "Mo-Fr 08:00-12:00; SH Mo-Fr 10:00-11:00; SH,PH off"
    assert state(text, at("2026-07-27 09:00"), NRW).until == at("2026-07-27 12:00")
    assert state(text, FRONLEICHNAM, NRW).state is CLOSED
    assert normalise(text).text == text.replace("SH,PH", "PH,SH")


@pytest.mark.parametrize(("text", "reason"), [("", Reason.MISSING), ("  ", Reason.MISSING), ("bla", Reason.UNREADABLE)])
def test_hours_that_are_missing_or_unreadable_are_unknown(text: str, reason: Reason):
    found = state(text, at("2026-11-23 09:00"), NRW)
    assert (found.state, found.reason, found.until) == (UNKNOWN, reason, None)


@pytest.mark.parametrize(
    ("comment", "asks"),
    [
        ("nach Vereinbarung", True),
        ("Termine nach tel. Absprache", True),
        ("by appointment", True),
        ("n. V.", True),
        ("Beratung n.V.", True),
        ("in. V.", False),
        ("nur mit Anmeldung", True),
        ("Terminal 2", False),
        ("ohne Termin", False),
        ("keine Anmeldung nötig", False),
        ("Termin nicht erforderlich", False),
        ("montags ohne Termin, sonst nach Vereinbarung", True),
        ("Eingang im Hof", False),
    ],
)
def test_which_comments_ask_to_arrange_first(comment: str, asks: bool):
    assert asks_first(comment) is asks
    assert (state(f'24/7 "{comment}"', at("2026-11-23 09:00"), NRW).state is ASK) is asks


@pytest.mark.parametrize("text", ["sunset-sunrise", "dusk-dawn", "20:00-sunrise"])
def test_hours_until_sunrise_are_those_of_the_night(text):
    found = [state(text, datetime(2026, 11, 26, hour, 30, tzinfo=ZONE), NRW).state.value for hour in (3, 12, 21)]
    assert found == ["open", "closed", "open"]


def test_sunset_depends_on_the_place():
    west, east = Calendar("NW", lon=6.1, lat=50.8), Calendar("BB", lon=14.6, lat=51.9)
    when = at("2026-12-08 12:00")
    assert state("sunrise-sunset", when, west).until > state("sunrise-sunset", when, east).until + timedelta(minutes=30)


def test_a_time_without_a_zone_is_a_mistake_of_the_caller():
    naive = datetime(2026, 11, 23, 9)
    for ask in (lambda: state("24/7", naive, NRW), lambda: open_strings(["24/7"], naive, NRW)):
        with pytest.raises(ValueError, match="no time zone"):
            ask()


def test_the_open_ones_of_many():
    strings = ["24/7", "Mo-Fr 08:00-12:00", "Sa 08:00-12:00", "nach Vereinbarung", "bla", "", "Mo 08:00-09:00"]
    assert open_strings(strings, at("2026-11-23 09:00:59"), NRW) == {"24/7", "Mo-Fr 08:00-12:00"}


SAMPLES = (
    "24/7",
    "Mo-Fr 08:00-12:00,14:00-18:00; Sa 09:00-13:00; PH off",
    "Fr,Sa 20:00-04:00; Su off",
    "Mo-Su 18:00-02:00; PH 12:00-14:00",
    'Mo-Fr 08:00-12:00; Th 22:00-10:00 "nach Vereinbarung" || "nach Vereinbarung"',
    "Su 01:00-05:00",
    "Mo-Fr 14:00+; Dec 24 off",
    "sunrise-sunset",
    "Oct-Mar 08:00-16:00; Apr-Sep 08:00-20:00",
    "PH off; Mo-Th 00:00-24:00; Fr 00:00-15:00",
)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(SAMPLES),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),
    st.sampled_from((NRW, BERLIN)),
)
def test_open_means_inside_a_span_of_the_week(text: str, when: datetime, calendar: Calendar):
    day = when.astimezone(ZONE).date()
    # yesterday's row too: a span may last past midnight
    rows = week(text, day - timedelta(days=1), calendar)[:2]
    inside = any(span.start.astimezone(UTC) <= when < span.end.astimezone(UTC) for row in rows for span in row.spans)
    found = state(text, when, calendar)
    assert (found.state is OPEN) == inside
    assert (text in open_strings([text], when, calendar)) == inside
    if found.until:
        assert found.until > when
        assert state(text, found.until, calendar).state is found.then
        before = found.until.astimezone(UTC) - timedelta(seconds=1)  # the clocks of summer skip an hour
        assert state(text, before, calendar).state is found.state
