"""A quarter with events, seen in the last days of November 2026."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.utils import timezone
from django.utils.translation import override

from initiatives.dates import renew
from initiatives.models import Event
from initiatives.recurrence.series import at
from mapping.models import Quarter
from tests import factories

NOW = at(datetime(2026, 11, 24, 9))


@pytest.fixture(autouse=True)
def german() -> Iterator[None]:
    with override("de"):
        yield


@pytest.fixture(autouse=True)
def november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def here(quarter: Quarter) -> Quarter:
    known = {"contact_name": "Frau Yıldız", "contact_phone": "030 23125 115", "contact_email": "hallo@quartier.example"}
    Quarter.objects.filter(pk=quarter.pk).update(**known)
    quarter.refresh_from_db()
    return quarter


@pytest.fixture
def hold(here: Quarter) -> Callable[..., Event]:
    """Makes an event at a place in the quarter and works out its dates; `later` changes it before."""

    def make(title: str = "Rudelsingen", said: str = "jeden Freitag, 18 bis 20 Uhr", **more: object) -> Event:
        later = more.pop("later", None)
        if "place" not in more:
            more["place"] = factories.place("Gemeindehaus", "kirche", street="Kirchweg", number="3")
        event = factories.event(title, said, **more)
        if callable(later):
            later(event)
        renew(Event.objects.filter(pk=event.pk).with_changes(), NOW)
        return event

    return make
