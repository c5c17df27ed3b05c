"""Of what several quarters hold, the map draws one copy, and nothing of an archived quarter."""

from collections.abc import Callable

import pytest
from shapely import LineString, MultiPolygon, Point, box
from shapely.geometry.base import BaseGeometry

from common.records import Status
from mapping.models import Address, BaseFeature, LayerChange, Quarter
from mapping.osm.addresses import House
from mapping.osm.basemap import Feature
from mapping.osm.load import load_addresses, load_features
from tests import factories

pytestmark = pytest.mark.django_db
PARK = box(13.30, 52.58, 13.31, 52.59)
WEST, EAST = box(13.30, 52.58, 13.307, 52.59), box(13.303, 52.58, 13.31, 52.59)
CORNER = box(13.30, 52.58, 13.303, 52.585)


@pytest.fixture
def tegel() -> Quarter:
    return factories.quarter("Tegel")


def park(shape: BaseGeometry = PARK, *, version: int | None = 1, whole: bool = True) -> Feature:
    return Feature("green", "park", 12, shape, "way/1", version, "Göschenpark", whole=whole)


def house(version: int = 1, lon: float = 13.305) -> House:
    return House("node/1", version, "Lindenstraße", "4a", "13437", "Berlin", Point(lon, 52.585))


def drawn(model: type[BaseFeature] | type[Address] = BaseFeature) -> list[str]:
    """Names of the quarters whose rows are drawn."""
    return sorted(model.objects.filter(drawn=True).values_list("quarter__name", flat=True))


def test_the_same_object_is_drawn_once_as_the_older_quarter_has_it(quarter, tegel):
    load_features(tegel, "osm", [park()])
    load_features(quarter, "osm", [park()])
    load_addresses(quarter, "osm", [house()])
    load_addresses(tegel, "osm", [house()])
    assert (drawn(), drawn(Address)) == (["Wittenau"], ["Wittenau"])


@pytest.mark.parametrize(
    ("older", "younger", "expected"),
    [
        (park(WEST, whole=False), park(), ["Tegel"]),
        (park(), park(WEST, whole=False), ["Wittenau"]),
        (park(), park(WEST, whole=False, version=2), ["Wittenau"]),
        (park(CORNER, whole=False), park(WEST, whole=False), ["Tegel"]),
        (park(WEST, whole=False), park(WEST, whole=False, version=2), ["Tegel"]),
        (park(WEST, whole=False), park(EAST, whole=False), ["Tegel", "Wittenau"]),
        (park(), park(CORNER, version=2), ["Tegel"]),
        (park(CORNER), park(EAST, version=2), ["Tegel"]),
        (park(CORNER, version=None), park(EAST, version=1), ["Tegel"]),
    ],
    ids=[
        "the whole one, not the piece",
        "the whole one, even if older",
        "the whole one, even if the piece is newer",
        "the larger of two pieces",
        "the newer of two equal pieces",
        "two pieces that complete each other",
        "the newer one, though it has become smaller",
        "the newer one, though it has moved",
        "one with a version before one without",
    ],
)
def test_the_better_copy_is_drawn(quarter, tegel, older, younger, expected):
    load_features(quarter, "osm", [older])
    load_features(tegel, "osm", [younger])
    assert drawn() == expected


def test_a_house_number_that_has_moved_is_drawn_where_it_is_now(quarter, tegel):
    load_addresses(quarter, "osm", [house()])
    load_addresses(tegel, "osm", [house(version=2, lon=13.3051)])
    assert drawn(Address) == ["Tegel"]


def test_the_layers_of_an_object_and_other_sources_are_no_copies(quarter, tegel):
    label = Feature("label", "park", 12, Point(13.305, 52.585), "way/1", 1, "Göschenpark")
    load_features(quarter, "osm", [park(), label])
    load_features(tegel, "demo", [park()])
    assert drawn() == ["Tegel", "Wittenau", "Wittenau"]


def test_of_three_copies_one_is_drawn(quarter, tegel):
    for owner in (factories.quarter("Borsigwalde"), tegel, quarter):
        load_features(owner, "osm", [park()])
    assert len(drawn()) == 1


def imported_again(quarter: Quarter) -> None:
    load_features(quarter, "osm", [park(version=2)])
    load_addresses(quarter, "osm", [house(version=2)])


def imported_without(quarter: Quarter) -> None:
    load_features(quarter, "osm", [])
    load_addresses(quarter, "osm", [])


def with_status(status: str) -> Callable[[Quarter], object]:
    return lambda quarter: Quarter.objects.filter(pk=quarter.pk).update(status=status)


def saved_as_archived(quarter: Quarter) -> None:
    quarter.status = Status.ARCHIVED
    quarter.save()


@pytest.mark.parametrize("which", ["Wittenau", "Tegel"])
@pytest.mark.parametrize(
    "change",
    [
        imported_again,
        imported_without,
        with_status(Status.ARCHIVED),
        with_status(Status.DRAFT),
        saved_as_archived,
        lambda quarter: quarter.delete(),
    ],
    ids=["imported again", "imported without it", "archived", "made a draft", "archived by a person", "deleted"],
)
def test_one_copy_is_drawn_whatever_happens_to_either_quarter(quarter, tegel, which, change):
    for owner in (quarter, tegel):
        load_features(owner, "osm", [park()])
        load_addresses(owner, "osm", [house()])
    change(Quarter.objects.get(name=which))
    assert (len(drawn()), len(drawn(Address))) == (1, 1)


def test_ground_comes_back_with_its_quarter(quarter):
    load_features(quarter, "osm", [park()])
    with_status(Status.ARCHIVED)(quarter)
    assert drawn() == []
    with_status(Status.PUBLISHED)(quarter)
    assert drawn() == ["Wittenau"]


def test_who_prepares_a_quarter_sees_its_ground():
    load_features(factories.quarter("Entwurf", status=Status.DRAFT), "osm", [park()])
    assert drawn() == ["Entwurf"]


def test_ground_of_an_archived_quarter_is_not_drawn_when_it_is_imported():
    load_features(factories.quarter(status=Status.ARCHIVED), "osm", [park()])
    assert drawn() == []


def test_another_status_makes_new_tiles_and_another_name_does_not(quarter):
    load_features(quarter, "osm", [park()])
    changes = LayerChange.objects.filter(layer="base")
    before = changes.count()
    quarter.name = "Alt-Wittenau"
    quarter.save()
    assert changes.count() == before
    quarter.status = Status.ARCHIVED
    quarter.save()
    assert changes.count() == before + 1


def test_lines_and_areas_alike(quarter, tegel):
    way = LineString([(13.3, 52.5), (13.4, 52.6)])
    houses = MultiPolygon([CORNER])
    for owner in (quarter, tegel):
        load_features(owner, "osm", [park(way), Feature("building", "house", 14, houses, "relation/1", 1)])
    assert drawn() == ["Wittenau", "Wittenau"]
