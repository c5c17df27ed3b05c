"""A search for dates that ends finds the same ones."""

from datetime import datetime, timedelta

import pytest
from dateutil import rrule

from initiatives.recurrence import Frequency
from upkeep.imports.ical.bounded import Search

RULES = (
    "FREQ=DAILY",
    "FREQ=DAILY;INTERVAL=3",
    "FREQ=DAILY;INTERVAL=400",
    "FREQ=WEEKLY;WKST=SU",
    "FREQ=WEEKLY;BYDAY=MO,SU;INTERVAL=5",
    "FREQ=MONTHLY",
    "FREQ=MONTHLY;BYMONTHDAY=31",
    "FREQ=MONTHLY;INTERVAL=11;BYDAY=-1FR",
    "FREQ=YEARLY",
    "FREQ=YEARLY;BYWEEKNO=53",
    "FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29",
)


def search(text: str, first: datetime) -> Search:
    parts = dict(part.split("=") for part in text.split(";"))
    rule = rrule.rrulestr(text, dtstart=first)
    return Search(rule, first, Frequency(parts["FREQ"]), int(parts.get("INTERVAL", 1)))


@pytest.mark.parametrize("text", RULES)
@pytest.mark.parametrize("first", [datetime(2026, 11, 27, 18), datetime(2024, 2, 29), datetime(2026, 12, 31, 23, 59)])
def test_it_loses_no_date_up_to_any_day(text: str, first: datetime):
    sought = search(text, first)
    for days in (-1, 0, 1, 6, 7, 8, 30, 31, 32, 364, 365, 366, 1460, 1461, 3000):
        last = first + timedelta(days=days)
        assert list(sought.up_to(last)) == list(sought.rule.replace(until=last))


def test_it_can_be_made_again():
    sought = search("FREQ=DAILY", datetime(2026, 11, 27, 18))
    last = datetime(2026, 12, 24)
    assert list(sought.up_to(last)) == list(sought.up_to(last)) != []


@pytest.mark.parametrize(
    "text", ["FREQ=DAILY;BYSETPOS=2", "FREQ=WEEKLY;BYSETPOS=8", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"]
)
def test_without_a_date_it_ends(text: str):
    assert not list(search(text, datetime(2026, 11, 27, 18)).up_to(datetime(2038, 11, 27)))
