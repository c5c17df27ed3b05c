"""Rows reach the database once, and only those that differ."""

import pytest
from shapely import LineString, Point, box

from common.counts import Counts
from mapping.models import Address, BaseFeature, LayerChange, Quarter
from mapping.osm.addresses import House
from mapping.osm.basemap import Feature
from mapping.osm.load import load_addresses, load_features
from tests import factories

pytestmark = pytest.mark.django_db
PARK = Feature("green", "park", 12, box(13.30, 52.58, 13.31, 52.59), "way/1", 1, "Göschenpark")
STREET = Feature("street", "steps", 15, LineString([(13.3, 52.5), (13.4, 52.6)]), "way/2", None, "", 1)
HOUSE = House("node/1", 1, "Lindenstraße", "4a", "13437", "Berlin", Point(13.31, 52.585))
ODD = 'a,"b"\n\\N;\t\x0b${x}%s'


def test_rows_are_stored_with_their_values(quarter: Quarter):
    assert load_features(quarter, "osm", [PARK, STREET]) == Counts(new=2)
    street = BaseFeature.objects.get(layer="street")
    assert (street.kind, street.source_version, street.level, street.name) == ("steps", None, 1, "")
    assert street.geometry.srid == 4326
    assert load_addresses(quarter, "osm", [HOUSE]) == Counts(new=1)
    assert str(Address.objects.get()) == "Lindenstraße 4a"


def test_the_same_rows_again_send_no_write(quarter: Quarter):
    load_features(quarter, "osm", [PARK, STREET])
    before = LayerChange.objects.count()
    assert load_features(quarter, "osm", [STREET, PARK]) == Counts(unchanged=2)
    assert LayerChange.objects.count() == before


@pytest.mark.parametrize(
    "changed",
    [
        Feature("green", "forest", 12, PARK.geometry, "way/1", 1, "Göschenpark"),
        Feature("green", "park", 12, PARK.geometry, "way/1", 2, "Göschenpark"),
        Feature("green", "park", 12, PARK.geometry, "way/1", None, "Göschenpark"),
        Feature("green", "park", 13, PARK.geometry, "way/1", 1, "Göschenpark"),
        Feature("green", "park", 12, box(13.30, 52.58, 13.31, 52.590001), "way/1", 1, "Göschenpark"),
        Feature("green", "park", 12, PARK.geometry, "way/1", 1, ""),
        Feature("green", "park", 12, PARK.geometry, "way/1", 1, "Göschenpark", whole=False),
    ],
)
def test_any_difference_is_an_update(quarter: Quarter, changed: Feature):
    load_features(quarter, "osm", [PARK, STREET])
    assert load_features(quarter, "osm", [changed, STREET]) == Counts(changed=1, unchanged=1)
    assert load_features(quarter, "osm", [changed, STREET]) == Counts(unchanged=2)


def test_a_form_with_the_same_box_is_another_form(quarter: Quarter):
    bent = Feature("street", "steps", 15, LineString([(13.3, 52.5), (13.3, 52.6), (13.4, 52.6)]), "way/2", None, "", 1)
    load_features(quarter, "osm", [STREET])
    assert load_features(quarter, "osm", [bent]) == Counts(changed=1)


def test_what_is_gone_is_removed(quarter: Quarter):
    load_features(quarter, "osm", [PARK, STREET])
    assert load_features(quarter, "osm", [PARK]) == Counts(unchanged=1, gone=1)
    assert load_features(quarter, "osm", []) == Counts(gone=1)


def test_other_quarters_and_sources_are_left_alone(quarter: Quarter):
    other = factories.quarter("Neuss")
    load_features(other, "osm", [PARK])
    load_features(quarter, "demo", [PARK])
    assert load_features(quarter, "osm", []) == Counts()
    assert BaseFeature.objects.count() == 2


def test_one_object_may_be_in_several_layers(quarter: Quarter):
    label = Feature("label", "park", 12, Point(13.305, 52.585), "way/1", 1, "Göschenpark")
    assert load_features(quarter, "osm", [PARK, label]) == Counts(new=2)


def test_odd_text_arrives_as_it_was(quarter: Quarter):
    load_features(quarter, "osm", [Feature("green", "park", 12, PARK.geometry, "way/1", 1, ODD)])
    assert BaseFeature.objects.get().name == ODD


def test_two_loads_in_one_transaction_do_not_meet(quarter: Quarter):
    load_addresses(quarter, "osm", [HOUSE])
    assert load_addresses(quarter, "osm", [HOUSE]) == Counts(unchanged=1)
