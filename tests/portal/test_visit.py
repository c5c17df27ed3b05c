"""What pages about one thing take from the moment of the visit."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone

from actors.models import Offering
from portal.visit import visit
from tests import factories

pytestmark = pytest.mark.django_db
# Half past midnight in Berlin; in Greenwich the day before, in summer and in winter.
NIGHTS = [
    (datetime(2026, 7, 31, 22, 30, tzinfo=UTC), date(2026, 8, 1)),
    (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2027, 1, 1)),
]


@pytest.mark.parametrize(("now", "today"), NIGHTS)
def test_today_is_the_day_in_the_quarter(now: datetime, today: date, quarter, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert visit(RequestFactory().get("/")).today == today


@pytest.fixture
def offering(quarter) -> Offering:
    return factories.offering("Mittagstisch", places=[factories.place()], valid_until=date(2026, 7, 31))


@pytest.mark.parametrize(("day", "shown"), [(date(2026, 7, 31), True), (date(2026, 8, 1), False)])
def test_pages_of_place_and_organisation_show_what_is_offered_today(
    client: Client, offering: Offering, day: date, shown: bool, monkeypatch: pytest.MonkeyPatch
):
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: noon)
    for record in (offering.places.get(), offering.organisation):
        assert ("Mittagstisch" in client.get(record.get_absolute_url()).content.decode()) is shown


def test_an_offering_is_over_on_the_day_after_its_last(
    client: Client, offering: Offering, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(timezone, "now", lambda: NIGHTS[0][0])
    assert "zu Ende" in client.get(offering.get_absolute_url()).content.decode()
