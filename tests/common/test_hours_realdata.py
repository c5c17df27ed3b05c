"""Every opening_hours value of the real extracts is understood, and read as the library reads it unless noted."""

from datetime import datetime, timedelta

import osmium
import pytest
from opening_hours import OpeningHours, State

from common.hours import ZONE, Calendar, HoursError, Opening, Reason, normalise, state
from tests.conftest import EXTRACTS

pytestmark = pytest.mark.realdata
NRW = Calendar("NW")
# a week with no holiday in any Land
MONDAY = datetime(2026, 11, 23, 0, 7, tzinfo=ZONE)
HALF_HOURS = [MONDAY + timedelta(minutes=30) * step for step in range(7 * 48)]


@pytest.fixture(scope="module")
def values() -> set[str]:
    tagged = osmium.filter.KeyFilter("opening_hours")
    files = sorted(EXTRACTS.glob("*.osm.pbf"))
    return {o.tags["opening_hours"] for file in files for o in osmium.FileProcessor(str(file)).with_filter(tagged)}


def is_refused(text: str) -> bool:
    try:
        normalise(text)
    except HoursError:
        return True
    return False


def test_all_values_are_understood(values: set[str]):
    assert len(values) >= 175
    assert [text for text in sorted(values) if is_refused(text)] == []


def test_none_is_unknown_on_an_ordinary_week(values: set[str]):
    unknown = {text for text in values for at in HALF_HOURS[::12] if state(text, at, NRW).state is Opening.UNKNOWN}
    assert unknown == set()


def test_on_a_holiday_without_a_holiday_rule_it_is_unknown_for_that_reason_only(values: set[str]):
    at = datetime(2026, 6, 4, 10, tzinfo=ZONE)
    found = [state(text, at, NRW) for text in values]
    assert {one.reason for one in found if one.state is Opening.UNKNOWN} == {Reason.HOLIDAY}


READ_DIFFERENTLY = {
    # said on purpose otherwise: by arrangement is not open
    '"Für Veranstaltungen nach Vereinbarung"',
    '"Termine nach Vereinbarung"',
    '"by appointment"',
    '"nach Vereinbarung"',
    'Mo,Tu,Th,Fr 08:00-18:00; Sa,Su,PH off; "und nach Vereinbarung"',
    'Su-Mo,PH off; Tu-Fr 10:00-17:00; Sa "nach Vereinbarung"',
    # the library takes a comma with a blank between days for a new rule: open all Tuesday, all Monday
    "Mo off; Tu, We 11:30-14:30, 17:30-22:00; Th-Sa 11:30-14:30, 17:00-23:00; Su, PH 11:30-14:30, 17:00-22:00",
    "Mo, We-Fr 11:00-22:00; Sa 15:00-22:00; Su 13:00-22:00",
    # the library lets Sunday's rule cut off Saturday night
    "Mo-Th 11:00-23:00; Fr,Sa 11:00-02:00; Su off",
    # without a place the library takes 7 to 19 o'clock for daylight
    "sunrise-sunset",
}


def is_read_differently(text: str) -> bool:
    library = OpeningHours(text, timezone=ZONE, country="DE")
    return any(
        (state(text, at, NRW).state is Opening.OPEN) != (library.state(at)[0] == State.OPEN) for at in HALF_HOURS
    )


def test_all_others_are_read_as_the_library_reads_them(values: set[str]):
    readable = values - {"Termin nach Vereinbarung"}
    assert {text for text in readable if is_read_differently(text)} == READ_DIFFERENTLY
