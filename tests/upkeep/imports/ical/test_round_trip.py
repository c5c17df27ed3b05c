"""Our own calendar taken over by somebody else gives the same dates, and exported again the same calendar."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from initiatives.models import Event
from initiatives.recurrence.series import at
from tests import factories
from tests.initiatives.feeds.reading import exported
from tests.initiatives.feeds.test_dates import stored, told_by_rows
from tests.initiatives.recurrence.test_series import CASES, case
from upkeep.imports.ical.run import import_calendar
from upkeep.models import Calendar

pytestmark = pytest.mark.django_db


def taken_over(content: bytes, now: datetime) -> Event:
    calendar = Calendar.objects.create(organisation=factories.organisation("Nachbargemeinde"))
    plan = import_calendar(calendar, content, name="kalender.ics", at=now)
    assert not plan.reading.left_out
    (made,) = Event.objects.filter(organisation=calendar.organisation)
    return made


@pytest.mark.parametrize("row", CASES, ids=[row["case"] for row in CASES])
def test_exported_and_imported_an_event_has_the_same_dates(row: dict[str, Any]):
    begin, end = (at(datetime.fromisoformat(day)) for day in row["window"].split(" to "))
    end = min(end, begin + timedelta(days=800))
    own = stored(case(row))
    made = taken_over(exported(own, year=begin.year), begin)
    found = told_by_rows(made, begin, end)
    assert found == told_by_rows(own, begin, end)
    assert found or not row["count"]


@pytest.mark.parametrize("row", CASES, ids=[row["case"] for row in CASES])
def test_rule_exceptions_and_times_come_back_as_they_were(row: dict[str, Any]):
    begin = at(datetime.fromisoformat(row["window"].split(" to ")[0]))
    own = stored(case(row))
    made = taken_over(exported(own, year=begin.year), begin)
    for name in ("title", "starts", "ends", "all_day", "rule", "removed", "added"):
        assert getattr(made, name) == getattr(own, name), name
