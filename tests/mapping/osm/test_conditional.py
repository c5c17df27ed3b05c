"""Hours of gates and ways at one moment: open, shut, or nobody can tell."""

from datetime import datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.hours import ZONE, Calendar
from mapping.osm.conditional import clauses, verdict
from mapping.routing.timetable import Group, Moment, Verdict

BERLIN = Calendar("BE")
THURSDAY = "2026-11-26"
CHRISTMAS = "2026-12-25"


def at(clock: str, day: str = THURSDAY) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZONE)


def judged(limits: str, clock: str, day: str = THURSDAY, base: str = "unsaid", direction: str = "forward") -> Verdict:
    return verdict(Group(limits, direction, base, np.zeros(0, dtype=np.int64)), at(clock, day), BERLIN)


@pytest.mark.parametrize(
    ("hours", "clock", "moment"),
    [
        ("Mo-Fr 08:00-18:00", "17:59", "open"),
        ("Mo-Fr 08:00-18:00", "18:00", "shut"),
        ("Mo-Fr 08:00-18:00", "07:59", "shut"),
        ("Oct-Mar 08:00-19:00; Apr-Sep 08:00-20:00", "19:30", "shut"),
        ("24/7", "03:00", "always"),
        ("08:00-18:00, 20:00-22:00", "21:00", "open"),
        ("sunrise-sunset", "12:00", "open"),
        ("sunrise-sunset", "17:00", "shut"),
        ("bei gutem Wetter", "12:00", "unsure"),
        ('Mo-Fr 08:00-18:00 "nach Vereinbarung"', "12:00", "unsure"),
        ("off", "12:00", "shut"),
    ],
)
def test_opening_hours(hours: str, clock: str, moment: str):
    assert judged(f"opening_hours={hours}", clock) == Verdict(Moment(moment))


@pytest.mark.parametrize(
    ("value", "clock", "moment"),
    [
        ("no @ (22:00-06:00)", "23:00", "shut"),
        ("no @ (22:00-06:00)", "05:59", "shut"),
        ("no @ (22:00-06:00)", "06:00", "open"),
        ("no @ 22:00-06:00", "23:00", "shut"),
        ("no @ (sunset-sunrise)", "03:00", "shut"),
        ("no @ (sunset-sunrise)", "21:00", "shut"),
        ("no @ (dusk-dawn)", "12:00", "open"),
        ("no @ (Mo-Fr 07:00-09:00; Sa 10:00-12:00)", "08:00", "shut"),
        ("no @ (Nov)", "12:00", "shut"),
        ("no @ (Dec-Feb)", "12:00", "open"),
        ("no @ (2026 Nov 01-2026 Dec 15)", "12:00", "shut"),
        ("no @ wet", "12:00", "unsure"),
        ("no @ (Dec-Feb AND wet)", "12:00", "open"),
        ("no @ (Nov AND wet)", "12:00", "unsure"),
        ("no @ (22:00-06:00); yes @ (Th)", "23:00", "open"),
        ("yes @ (Th); no @ (22:00-06:00)", "23:00", "shut"),
        ("no @ wet; no @ (Th)", "12:00", "shut"),
        ("private @ (22:00-06:00)", "23:00", "unsure"),
        ("nö @ (22:00-06:00)", "23:00", "unsure"),
        ("nö @ (22:00-06:00)", "12:00", "open"),
        ("no", "12:00", "unsure"),
        ("no @ (22:00", "12:00", "unsure"),
    ],
)
@pytest.mark.parametrize("key", ["access:conditional", "foot:conditional", "foot:forward:conditional"])
def test_conditions(key: str, value: str, clock: str, moment: str):
    assert judged(f"{key}={value}", clock, base="open") == Verdict(Moment(moment))


@pytest.mark.parametrize(
    ("base", "by_day", "by_night"),
    [
        ("closed", Verdict(Moment.OPEN, lifts=True), Verdict(Moment.SHUT, lifts=True)),
        ("open", Verdict(Moment.OPEN), Verdict(Moment.OPEN)),
        ("unsaid", Verdict(Moment.OPEN), Verdict(Moment.UNSURE)),
        ("limited", Verdict(Moment.OPEN), Verdict(Moment.OPEN)),
    ],
)
def test_where_a_condition_opens_the_access_tags_hold_at_other_times(base: str, by_day: Verdict, by_night: Verdict):
    limits = "access:conditional=yes @ (Oct-Mar Mo-Su, PH 09:00-20:00;Apr-Sep Mo-Su, PH 09:00-sunset)"
    assert judged(limits, "12:00", base=base) == by_day
    assert judged(limits, "21:00", base=base) == by_night


def test_what_is_closed_and_never_opened_stays_as_its_tags_say():
    assert judged("access:conditional=no @ (22:00-06:00)", "23:00", base="closed") == Verdict(Moment.ALWAYS)


def test_foot_goes_before_access_and_a_direction_before_both():
    limits = "access:conditional=no @ (Th)\nfoot:backward:conditional=no @ (Th)\nfoot:conditional=yes @ (Th)"
    assert judged(limits, "12:00").moment is Moment.OPEN
    assert judged(limits, "12:00", direction="backward").moment is Moment.SHUT


def test_hours_and_conditions_must_both_let_one_pass():
    limits = "foot:conditional=yes @ (08:00-19:00)\nopening_hours=08:00-18:00"
    assert [judged(limits, clock).moment.value for clock in ("12:00", "18:30", "21:00")] == ["open", "shut", "shut"]


@pytest.mark.parametrize(
    ("limits", "moment"),
    [
        ("opening_hours=08:00-18:00", "open"),
        ("opening_hours=Mo-Fr 08:00-18:00", "unsure"),
        ("opening_hours=Mo-Fr 08:00-18:00; PH off", "shut"),
        ("access:conditional=no @ (11:00-13:00)", "shut"),
    ],
)
def test_a_holiday_matters_only_to_hours_that_name_days(limits: str, moment: str):
    assert judged(limits, "12:00", CHRISTMAS).moment.value == moment


def test_semicolons_in_brackets_part_nothing():
    found = clauses("yes @ (Mo 08:00-12:00; Tu 10:00-12:00); no @ wet;")
    assert [clause.condition for clause in found] == ["Mo 08:00-12:00; Tu 10:00-12:00", "wet"]


@settings(deadline=None)
@given(st.text(max_size=60), st.sampled_from(["opening_hours", "access:conditional", "foot:conditional"]))
def test_no_text_raises(text: str, key: str):
    assert judged(f"{key}={text}", "12:00").moment in Moment
    assert judged(f"{key}=no @ ({text})", "12:00").moment in Moment
    assert judged(text, "12:00").moment in Moment
