"""What files tell of events is read as rows: it must be what the events say of themselves."""

from collections.abc import Iterator
from datetime import datetime
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from actors.models import Need
from actors.models.offerings import cost_in_words
from initiatives.feeds.records import Host, Told, Venue, told
from initiatives.models import DateChange, Event
from initiatives.recurrence.series import at
from tests import factories

pytestmark = pytest.mark.django_db
TEXTS = ("title", "about", "registration", "cancelled")
PLAIN = (
    *("pk", "uuid", "slug", "room", "entrance", "phone", "email"),
    *("created_at", "updated_at", "sequence", "series"),
)
STATUSES = ("published", "draft", "archived")


@pytest.fixture
def events(quarter) -> list[Event]:
    """Every mixture of who invites, with needs of their own and without, translated and not, changed and not."""
    return list(_mixtures())


def _mixtures() -> Iterator[Event]:
    hall = factories.place("Gemeindehaus", street="Lindenstraße", number="4", phone="030 1", source="osm")
    for status, runs, needs, english in product(STATUSES, (*STATUSES, None), ([], ["essen", "demenz"]), ("", "Song")):
        event = factories.event(
            f"Singen {status} {runs}",
            title_en=english,
            cost="fee",
            cost_text="3 Euro",
            place=hall if needs else None,
            room="Saal",
            initiative=factories.initiative(needs=["gesellschaft", "demenz"], status=status),
            organisation=factories.organisation(status=runs) if runs else None,
        )
        event.needs.set(Need.objects.filter(slug__in=needs))
        if english:
            original = at(datetime(2026, 11, 27, 18))
            DateChange.objects.create(event=event, original=original, cancelled=True, note_de="Zu", note_en="Shut")
        yield event


@pytest.mark.parametrize("language", ["de", "en"])
def test_rows_say_what_the_models_say(events, language: str):
    with translation.override(language):
        rows = told(Event.objects.order_by("pk"))
        models = list(Event.objects.order_by("pk"))
        assert len(rows) == len(events) == 48
        for row, model in zip(rows, models, strict=True):
            _compare(row, model)


def _compare(row: Told, model: Event) -> None:
    assert [getattr(row, name) for name in PLAIN] == [getattr(model, name) for name in PLAIN]
    assert [getattr(row, name) for name in TEXTS] == [getattr(model, name) or "" for name in TEXTS]
    assert row.cost == cost_in_words(model.cost, model.cost_text)
    assert row.place == (Venue.of(model.place) if model.place else None)
    assert row.hosts == tuple(map(Host.of, model.hosts))
    assert row.needs == tuple(need.label for need in model.effective_needs())
    assert [one.note for one in row.changes] == [one.note for one in model.changes.all()]
    assert [one.change for one in row.changes] == [one.change for one in model.changes.all()]


def test_a_place_is_told_once_for_all(events):
    places = [one.place for one in told(Event.objects.all()) if one.place]
    assert len(places) == 24
    assert len({id(place) for place in places}) == 1
    assert places[0].from_osm


def test_many_are_read_in_as_many_queries_as_one(events):
    counts = []
    for some in (Event.objects.filter(pk=events[0].pk), Event.objects.all()):
        with CaptureQueriesContext(connection) as queries:
            assert told(some)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_text_that_nobody_has_written_is_empty(quarter):
    event = factories.event()
    Event.objects.filter(pk=event.pk).update(about_de=None, registration_de=None)
    (row,) = told(Event.objects.all())
    assert (row.about, row.registration) == ("", "")


def test_a_date_that_moved_to_where_nobody_may_look_is_not_public(quarter):
    event = factories.event()
    for day, status in ((27, "draft"), (28, "published")):
        original, place = at(datetime(2026, 11, day, 18)), factories.place(status=status)
        DateChange.objects.create(event=event, original=original, place=place)
    (row,) = told(Event.objects.all())
    assert [one.is_public for one in row.changes] == [False, True]
