"""What the library reads differently from people. If one of these changes, `common.hours` can become simpler."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from opening_hours import OpeningHours, ParserError, State, validate

from common.hours import Calendar, Opening, state

ZONE = ZoneInfo("Europe/Berlin")
NRW = Calendar("NW")
MONDAY = datetime(2026, 11, 23, tzinfo=ZONE)
OPEN, CLOSED, ASK, UNKNOWN = Opening.OPEN, Opening.CLOSED, Opening.BY_ARRANGEMENT, Opening.UNKNOWN


def library(text: str, **more: object) -> OpeningHours:
    return OpeningHours(text, timezone=ZONE, country="DE", **more)


def at(day: int, hour: int) -> datetime:
    """`day`: 0 is Monday."""
    return MONDAY + timedelta(days=day, hours=hour)


@pytest.mark.parametrize(
    ("text", "when", "library_says", "we_say"),
    [
        ('"nach Vereinbarung"', at(0, 3), State.OPEN, ASK),
        ('open "nach Vereinbarung"', at(0, 3), State.OPEN, ASK),
        ('Mo-Fr 08:00-12:00; "nach Vereinbarung"', at(0, 15), State.OPEN, ASK),
        ('Mo-Fr 08:00-12:00; "nach Vereinbarung"', at(0, 9), State.OPEN, OPEN),
        ('Mo-Fr 08:00-12:00, "nach Vereinbarung"', at(5, 9), State.OPEN, ASK),
        ('Mo-Fr 08:00-12:00, "nach Vereinbarung"', at(0, 9), State.OPEN, OPEN),
        ('Mo-Fr 08:00-12:00 || "nach Vereinbarung"', at(0, 15), State.CLOSED, ASK),
        ('Mo-Fr 08:00-12:00 || "nach Vereinbarung"', at(5, 9), State.OPEN, ASK),
        ('Mo-Fr 08:00-12:00 || "nach Vereinbarung"', at(0, 9), State.OPEN, OPEN),
        ('Mo-Fr "nach Vereinbarung"', at(0, 3), State.OPEN, ASK),
        ('Mo-Fr "nach Vereinbarung"', at(5, 3), State.CLOSED, CLOSED),
        ('Mo-Fr 08:00-12:00 "nach Vereinbarung"', at(0, 9), State.OPEN, ASK),
        ('Mo-Fr 08:00-12:00 "nach Vereinbarung"', at(0, 15), State.CLOSED, CLOSED),
        ('Mo-Fr 08:00-12:00 unknown "nach Vereinbarung"', at(0, 9), State.UNKNOWN, ASK),
        ('24/7 "nach Vereinbarung"', at(0, 3), State.OPEN, ASK),
        ("Fr 22:00-02:00; Sa 10:00-12:00", at(5, 1), State.CLOSED, OPEN),
        ("Fr,Sa 20:00-02:00; Su off", at(6, 1), State.CLOSED, OPEN),
        ("Tu, We 11:30-14:30", at(1, 3), State.OPEN, CLOSED),
    ],
)
def test_what_the_library_says_and_what_the_page_says(text: str, when: datetime, library_says: State, we_say: Opening):
    assert validate(text)
    assert library(text).state(when)[0] == library_says
    assert state(text, when, NRW).state is we_say


CHRISTMAS = datetime(2026, 12, 25, 10, tzinfo=ZONE)
FRONLEICHNAM = datetime(2026, 6, 4, 10, tzinfo=ZONE)


def test_without_a_country_the_library_knows_no_holiday():
    plain = OpeningHours("Mo-Fr 08:00-18:00; PH off", timezone=ZONE)
    assert plain.is_open(CHRISTMAS)
    assert library("Mo-Fr 08:00-18:00; PH off").is_closed(CHRISTMAS)
    assert state("Mo-Fr 08:00-18:00; PH off", CHRISTMAS, NRW).state is CLOSED


def test_with_a_country_the_library_knows_only_national_holidays():
    assert library("Mo-Fr 08:00-18:00; PH off").is_open(FRONLEICHNAM)
    assert state("Mo-Fr 08:00-18:00; PH off", FRONLEICHNAM, NRW).state is CLOSED


def test_the_library_knows_no_school_holidays_and_we_do_not_guess_them():
    july = datetime(2026, 7, 27, 10, tzinfo=ZONE)
    assert library("Mo-Fr 08:00-18:00; SH off").is_open(july)
    assert state("Mo-Fr 08:00-18:00; SH off", july, NRW).state is OPEN


@pytest.mark.parametrize(
    "text",
    [
        "Mo-Fr 8-12 Uhr",
        "08:00–12:00",
        "08.00-12.00",
        "Mo - Fr 08:00 - 12:00 Uhr",
        "Di 08:00-12:00",
        "Mi 08:00-12:00",
        "Do 08:00-12:00",
        "So 08:00-12:00",
        "Dec 24,25 off",
        "Mo-Fr 08:00-12:00;",
        "Su,PH,Sa 10:00-12:00",
    ],
)
def test_the_library_refuses_what_people_write(text: str):
    with pytest.raises(ParserError):
        library(text)


def test_the_sun_is_asked_at_a_place_only_while_the_library_may_look_up_the_country():
    noon = datetime(2026, 12, 8, 17, tzinfo=ZONE)
    fixed = OpeningHours(
        "sunrise-sunset", timezone=ZONE, coords=(51.2, 6.7), country="DE", auto_country=False, auto_timezone=False
    )
    assert fixed.is_open(noon)
    assert OpeningHours("sunrise-sunset", timezone=ZONE, coords=(51.2, 6.7)).is_closed(noon)
    assert state("sunrise-sunset", noon, NRW).state is CLOSED


def test_the_normal_form_of_the_library_shows_what_it_understood():
    assert str(library('Mo-Fr 08:00-12:00; "nach Vereinbarung"').normalize()).startswith("24/7")
