"""Areas of initiatives in tiles: the same ones that pages show."""

import pytest
from django.test import Client

from common.records import Status
from initiatives.models import Initiative
from mapping.models import Quarter
from tests import factories, mvt
from tests.mapping.test_tiles import address

pytestmark = pytest.mark.django_db


def drawn(client: Client) -> set[str]:
    content = client.get(address(14, "initiatives")).content
    return {feature.properties["id"] for feature in mvt.read(content).get("area", [])}


def test_tiles_hold_just_the_areas_of_public_initiatives(client: Client, quarter: Quarter):
    shown = factories.initiative("Nachbarschaft", area=factories.area())
    factories.initiative("Entwurf", area=factories.area(), status=Status.DRAFT)
    factories.initiative("Ohne Gebiet").places.add(factories.place())
    assert drawn(client) == {shown.slug}


def test_tiles_are_new_when_an_initiative_or_its_quarter_changes(client: Client, quarter: Quarter):
    made = factories.initiative("Nachbarschaft", area=factories.area())
    seen = {client.get(address(14, "initiatives"))["ETag"]}
    Initiative.objects.filter(pk=made.pk).update(title_de="Nachbarn")
    seen.add(client.get(address(14, "initiatives"))["ETag"])
    Quarter.objects.filter(pk=quarter.pk).update(status=Status.ARCHIVED)
    seen.add(client.get(address(14, "initiatives"))["ETag"])
    assert len(seen) == 3
    assert drawn(client) == set()
