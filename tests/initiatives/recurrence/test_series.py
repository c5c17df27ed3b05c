"""The dates of series, beside those of `recurring-ical-events` on the same series as iCalendar."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
import recurring_ical_events
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from common.hours.calendars import ZONE
from initiatives.recurrence import Change, Occurrence, Rule, Series, occurrences
from initiatives.recurrence.series import at
from tests.initiatives.recurrence.rules import series as any_series

SHOWN = "%Y-%m-%d %H:%M"  # in UTC
Told = tuple[str, str, bool]  # start, end, cancelled


def once(start: datetime, end: datetime, rule: str = "", **more: object) -> Series:
    return Series(start, end, Rule.parse(rule) if rule else None, **more)  # type: ignore[arg-type]


def told(found: Iterable[Occurrence]) -> list[Told]:
    return [(utc(one.start), utc(one.end), one.cancelled) for one in found]


def by_peer(series: Series, begin: datetime, end: datetime) -> list[Told]:
    calendar = icalendar.Calendar.from_ical(as_ical(series))
    found = recurring_ical_events.of(calendar).between(begin, end)
    return sorted((shown(one["DTSTART"]), shown(one["DTEND"]), one.get("STATUS") == "CANCELLED") for one in found)


def shown(value: Any) -> str:
    return utc(_moment(value.dt))


def utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):{SHOWN}}"


def _moment(value: date | datetime) -> datetime:
    whole = value if isinstance(value, datetime) else datetime.combine(value, datetime.min.time())
    return whole if whole.tzinfo else whole.replace(tzinfo=ZONE)


def as_ical(series: Series) -> bytes:
    calendar = icalendar.Calendar()
    main = event(series, series.start, series.end)
    if series.rule:
        main.add("RRULE", icalendar.vRecur.from_ical(series.rule.text(all_day=series.all_day)))
    for name, starts in (("EXDATE", sorted(series.removed)), ("RDATE", series.added)):
        for start in starts:
            main.add(name, value(series, start))
    calendar.add_component(main)
    for original, change in series.changes.items():
        start = change.start or original
        one = event(series, start, change.end or start + (series.end - series.start))
        one.add("RECURRENCE-ID", value(series, original))
        if change.cancelled:
            one.add("STATUS", "CANCELLED")
        calendar.add_component(one)
    calendar.add_missing_timezones()
    return calendar.to_ical()


def event(series: Series, start: datetime, end: datetime) -> icalendar.Event:
    made = icalendar.Event()
    made.add("UID", "one@test.example")
    made.add("DTSTAMP", datetime(2026, 1, 1, tzinfo=UTC))
    made.add("DTSTART", value(series, start))
    made.add("DTEND", value(series, end))
    return made


def value(series: Series, local: datetime) -> date | datetime:
    return local.date() if series.all_day else local.replace(tzinfo=ZONE)


NOON, ONE = datetime(2026, 1, 6, 12), datetime(2026, 1, 6, 13)


def case(row: dict[str, Any]) -> Series:
    first, last = map(datetime.fromisoformat, row["first"].split(" to "))
    return Series(
        first,
        last,
        Rule.parse(row["rule"]) if "rule" in row else None,
        row.get("all_day", False),
        frozenset(map(datetime.fromisoformat, row.get("removed", ()))),
        tuple(map(datetime.fromisoformat, row.get("added", ()))),
        {datetime.fromisoformat(at): change(of) for at, of in row.get("changes", {}).items()},
    )


def change(row: dict[str, Any]) -> Change:
    times = {name: datetime.fromisoformat(row[name]) for name in ("start", "end") if name in row}
    return Change(**times, cancelled=row.get("cancelled", False))


CASES = yaml.safe_load((Path(__file__).parent / "dates.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", CASES, ids=[row["case"] for row in CASES])
def test_the_dates_are_those_that_calendars_show(row: dict[str, Any]):
    series = case(row)
    begin, end = (at(datetime.fromisoformat(day)) for day in row["window"].split(" to "))
    found = told(occurrences(series, begin, end))
    assert len(found) == row["count"]
    assert found == by_peer(series, begin, end)


@settings(max_examples=100, deadline=None)
@given(any_series(), st.integers(0, 900), st.integers(1, 120))
def test_any_series_has_the_dates_that_calendars_show(series: Series, later: int, days: int):
    begin = at(series.start.replace(hour=0, minute=0) + timedelta(days=later))
    end = begin + timedelta(days=days)
    assert told(occurrences(series, begin, end)) == by_peer(series, begin, end)


def test_a_change_of_a_date_that_the_rule_no_longer_gives_is_not_shown():
    series = once(NOON, ONE, "FREQ=WEEKLY;BYDAY=TU", changes={datetime(2026, 1, 21, 12): Change(cancelled=True)})
    assert not any(one.cancelled for one in occurrences(series, at(datetime(2026, 1, 1)), at(datetime(2026, 2, 1))))


def test_an_hour_that_the_clock_skips_comes_an_hour_later():
    series = once(datetime(2026, 3, 28, 2, 30), datetime(2026, 3, 28, 3), "FREQ=DAILY")
    (found,) = occurrences(series, at(datetime(2026, 3, 29)), at(datetime(2026, 3, 30)))
    assert f"{found.start:%H:%M %z}" == "03:30 +0200"


def test_a_series_of_ten_years_costs_no_more_than_its_window():
    series = once(datetime(2016, 1, 1, 9), datetime(2016, 1, 1, 10), "FREQ=DAILY")
    assert len(occurrences(series, at(datetime(2026, 1, 1)), at(datetime(2026, 2, 1)))) == 31
    assert len(occurrences(series, at(datetime(2016, 1, 1)), at(datetime(2036, 1, 1)))) == 2_000
