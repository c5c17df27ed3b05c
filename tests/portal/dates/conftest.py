"""Dates around Thursday, 26 November 2026, nine o'clock."""

from datetime import datetime
from typing import Any

import pytest
from django.http import QueryDict

from actors.models import Place
from initiatives.dates import renew
from initiatives.models import DateChange, Event, RoomFact
from initiatives.recurrence.series import at
from mapping.models import Quarter
from portal.dates.found import Found
from portal.dates.page import Page
from portal.dates.question import parse
from portal.dates.rows import Row
from tests import factories

NOW = at(datetime(2026, 11, 26, 9))


def page(query: str = "", now: datetime = NOW) -> Page:
    return Page(parse(QueryDict(query), now=now))


def found(query: str = "", now: datetime = NOW) -> Found:
    return Found(parse(QueryDict(query), now=now))


def titles(query: str = "", now: datetime = NOW) -> set[str]:
    return {one.event.title for one in found(query, now).dates}


def only(query: str, title: str, now: datetime = NOW) -> Row:
    return next(row for row in page(query, now).rows if row.title.text == title)


def told(query: str = "", now: datetime = NOW) -> list[tuple[str, list[str]]]:
    """Headings, and under each the times and titles."""
    days = page(query, now).days
    return [(day.title, [f"{row.times} {row.title.text}" for row in day.rows]) for day in days]


def dated(title: str, said: str, **more: Any) -> Event:
    """An event whose dates are worked out."""
    made = factories.event(title, said, **more)
    renew([made], NOW)
    return made


def whole_days(title: str, first: datetime, after: datetime, **more: Any) -> Event:
    """`after` is the midnight at which it ends."""
    made = factories.event(title, "Freitag, 27. November 2026, 10 Uhr", **more)
    made.all_day, made.starts, made.ends = True, at(first), at(after)
    made.save()
    renew([made], NOW)
    return made


def change(event: Event, original: datetime, **more: Any) -> None:
    DateChange.objects.create(event=event, original=at(original), **more)
    renew(Event.objects.filter(pk=event.pk).with_changes(), NOW)


def room(event: Event, **facts: str) -> None:
    for feature, value in facts.items():
        RoomFact.objects.create(event=event, feature=feature, value=value)


@pytest.fixture
def hall(quarter: Quarter) -> Place:
    return factories.place("Gemeindehaus", "kirche", slug="gemeindehaus", street="Kirchweg", number="3")
