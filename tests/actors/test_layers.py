"""Places in tiles: the same ones that pages show."""

import pytest
from django.test import Client

from actors.models import Place
from common.records import Status
from mapping.models import Quarter
from tests import factories, mvt
from tests.mapping.test_tiles import address

pytestmark = pytest.mark.django_db
LON, LAT = factories.CENTRE
STEP = 0.0005  # degrees; all places of a test lie in one tile


def drawn(client: Client) -> set[str]:
    """Addresses of the places in the tile around the centre."""
    content = client.get(address(14, "places")).content
    return {feature.properties["id"] for feature in mvt.read(content).get("place", [])}


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("neighbour", [None, *Status])
def test_tiles_hold_just_the_places_that_have_pages(client: Client, status: Status, neighbour: Status | None):
    factories.quarter("West", boundary=factories.area(13.29, 52.57, LON + STEP, 52.60), status=status)
    if neighbour:
        factories.quarter("Ost", boundary=factories.area(LON, 52.57, LON + 3 * STEP, 52.60), status=neighbour)
    for number in range(5):  # west, both, east alone, east alone, nowhere
        factories.place(at=(LON + (number - 0.5) * STEP, LAT))
    factories.place(status=Status.DRAFT)
    assert drawn(client) == {place.slug for place in Place.objects.published()}


def test_tiles_are_new_when_a_quarter_opens_or_closes(client: Client, quarter: Quarter):
    factories.place()
    before = client.get(address(14, "places"))["ETag"]
    Quarter.objects.filter(pk=quarter.pk).update(status=Status.ARCHIVED)
    assert client.get(address(14, "places"))["ETag"] != before
    assert drawn(client) == set()
