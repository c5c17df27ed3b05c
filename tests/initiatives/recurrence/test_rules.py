"""Rules as RFC 5545 writes them: read, refused, written again."""

from datetime import datetime

import pytest
from hypothesis import given

from common.errors import UsageError
from initiatives.recurrence import Frequency, On, Rule
from tests.initiatives.recurrence.rules import rules


@given(rules())
def test_what_is_written_is_read_again(rule: Rule):
    assert Rule.parse(rule.text()) == rule


def test_the_parts_are_written_in_one_order():
    rule = Rule(Frequency.MONTHLY, 2, (On(4, -1),), until=datetime(2027, 6, 30, 23, 59, 59))
    assert rule.text() == "FREQ=MONTHLY;UNTIL=20270630T215959Z;INTERVAL=2;BYDAY=-1FR"
    assert rule.text(all_day=True) == "FREQ=MONTHLY;UNTIL=20270630;INTERVAL=2;BYDAY=-1FR"


@pytest.mark.parametrize(
    ("raw", "local"),
    [
        ("20270630", datetime(2027, 6, 30, 23, 59, 59)),
        ("20270630T120000", datetime(2027, 6, 30, 12)),
        ("20270630T120000Z", datetime(2027, 6, 30, 14)),
        ("20271231T120000Z", datetime(2027, 12, 31, 13)),
    ],
    ids=["a day", "local", "summer", "winter"],
)
def test_an_end_in_any_notation_is_local_time(raw: str, local: datetime):
    assert Rule.parse(f"FREQ=DAILY;UNTIL={raw}").until == local


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Teile wie FREQ"),
        ("FREQ=SECONDLY", "DAILY, WEEKLY, MONTHLY, YEARLY"),
        ("FREQ=HOURLY;INTERVAL=2", "DAILY, WEEKLY, MONTHLY, YEARLY"),
        ("INTERVAL=2", "eine Regel mit FREQ"),
        ("FREQ=DAILY;FREQ=DAILY", "Teile wie FREQ"),
        ("FREQ=WEEKLY;BYHOUR=3", "Teile wie FREQ"),
        ("FREQ=WEEKLY;BYDAY=2FR", "in einem Satz"),
        ("FREQ=MONTHLY", "in einem Satz"),
        ("FREQ=MONTHLY;BYDAY=FR", "in einem Satz"),
        ("FREQ=YEARLY;BYMONTHDAY=1", "in einem Satz"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "den es in diesem Monat gibt"),
        ("FREQ=DAILY;COUNT=5;UNTIL=20270101", "entweder COUNT oder UNTIL"),
        ("FREQ=DAILY;COUNT=0", "ganze Zahlen von 1 bis 500"),
        ("FREQ=DAILY;COUNT=99999999", "ganze Zahlen von 1 bis 500"),
        ("FREQ=DAILY;INTERVAL=²", "ganze Zahlen von 1 bis 99"),
        ("FREQ=DAILY;UNTIL=morgen", "ein Tag wie 20270630"),
        ("FREQ=DAILY;UNTIL=20270231", "ein Tag wie 20270630"),
        ("FREQ=DAILY;UNTIL=00010101T000000Z", "ein Tag wie 20270630"),
        ("FREQ=MONTHLY;BYDAY=6FR", "Wochentage wie FR"),
        ("FREQ=MONTHLY;BYDAY=", "Wochentage wie FR"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "ganze Zahlen von -31 bis 31"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "ganze Zahlen von -31 bis 31"),
        ("FREQ=WEEKLY;WKST=SU", "Richtig wäre: MO"),
        ("🎉", "Teile wie FREQ"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_sentence(text: str, says: str):
    with pytest.raises(UsageError) as refusal:
        Rule.parse(text)
    assert says in refusal.value.detail


def test_an_event_begins_on_the_first_date_that_fits():
    assert Rule.parse("FREQ=MONTHLY;BYDAY=-1FR").first_from(datetime(2026, 11, 3, 15)) == datetime(2026, 11, 27, 15)


def test_a_rule_that_has_ended_gives_no_date():
    assert Rule.parse("FREQ=DAILY;UNTIL=20200101").first_from(datetime(2026, 11, 3)) is None
