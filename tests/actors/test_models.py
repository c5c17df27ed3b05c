"""The database keeps its promises, and querysets speak in verbs."""

from datetime import date

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.db import IntegrityError, transaction
from django.test import Client

from actors.models import AccessFact, Contact, Need, Offering, Organisation, Place
from common.records import Status
from mapping.models import Quarter
from tests import factories

pytestmark = pytest.mark.django_db
Spot = tuple[float, float]
YESTERDAY, TODAY, TOMORROW = date(2026, 3, 28), date(2026, 3, 29), date(2026, 3, 30)

BROKEN = [
    ("place_has_name", lambda: factories.place(name="")),
    ("place_point_valid", lambda: factories.place(point=Point(srid=4326))),
    ("place_status_known", lambda: factories.place(status="publishd")),
    ("place_source_known", lambda: factories.place(source="hearsay")),
    ("place_verified_with_a_date", lambda: factories.place(verified_by="Frau Beispiel")),
    ("accessfact_source_known", lambda: factories.fact(factories.place(), "ramp", source="hearsay")),
    ("offering_status_known", lambda: factories.offering(status="publishd")),
    ("offering_has_title", lambda: factories.offering("")),
    ("offering_how_known", lambda: factories.offering(how=["pigeon"])),
    ("organisation_has_name", lambda: factories.organisation("")),
    ("organisation_status_known", lambda: factories.organisation(status="publishd")),
    ("quarter_status_known", lambda: factories.quarter(status="publishd")),
    ("place_once_per_source_id", lambda: [factories.place(source="osm", source_id="node/1") for _ in "ab"]),
    ("place_capacity_has_unit", lambda: factories.place(capacity_value=80)),
    ("accessfact_once_per_place", lambda: two_facts(factories.place(), "ramp")),
    ("accessfact_feature_known", lambda: factories.fact(factories.place(), "sauna")),
    ("accessfact_value_known", lambda: factories.fact(factories.place(), "ramp", "maybe")),
    ("accessfact_number_not_negative", lambda: factories.fact(factories.place(), "door_width", number=-1)),
    ("accessfact_number_is_an_answer", lambda: factories.fact(factories.place(), "door_width", "unknown", 90)),
    ("offering_cost_known", lambda: factories.offering(cost="cheap")),
    (
        "offering_from_before_until",
        lambda: factories.offering(valid_from=date(2026, 2, 1), valid_until=date(2026, 1, 1)),
    ),
    ("contact_belongs_to_one", lambda: Contact.objects.create(name="Frau Beispiel")),
    (
        "contact_has_name_or_role",
        lambda: Contact.objects.create(organisation=factories.organisation(), phone="030 23125 100"),
    ),
    ("organisation_kind_known", lambda: factories.organisation(kind="gang")),
    ("quarter_land_known", lambda: factories.quarter(land="XX")),
    ("quarter_one_default", lambda: [factories.quarter(name=name, is_default=True) for name in ("A", "B")]),
    ("quarter_boundary_valid", lambda: factories.quarter(boundary=bow_tie())),
]


def two_facts(place: Place, feature: str) -> None:
    factories.fact(place, feature)
    factories.fact(place, feature)


def bow_tie() -> MultiPolygon:
    return MultiPolygon(Polygon(((13.3, 52.5), (13.4, 52.6), (13.4, 52.5), (13.3, 52.6), (13.3, 52.5))), srid=4326)


@pytest.mark.parametrize(("constraint", "write"), BROKEN, ids=[name for name, _ in BROKEN])
def test_the_database_refuses_what_must_not_be(constraint, write):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        write()


def test_an_organisation_is_not_its_own_parent():
    organisation = factories.organisation()
    with pytest.raises(IntegrityError, match="organisation_not_its_own_parent"), transaction.atomic():
        Organisation.objects.filter(pk=organisation.pk).update(parent=organisation.pk)


def test_a_place_meets_its_own_needs_if_it_has_any_else_those_of_its_kind():
    by_kind = factories.place("Nord-Apotheke")
    own = factories.place("Süd-Apotheke", needs=("beratung",))
    assert list(Place.objects.meeting(["gesundheit"])) == [by_kind]
    assert list(Place.objects.meeting(["beratung"])) == [own]
    assert set(Place.objects.meeting(["beratung", "gesundheit"])) == {by_kind, own}
    assert [need.slug for need in by_kind.effective_needs()] == ["gesundheit"]
    assert [need.slug for need in own.effective_needs()] == ["beratung"]


def test_only_published_places_are_published():
    shown = factories.place()
    factories.place(status=Status.DRAFT)
    factories.place(status=Status.ARCHIVED)
    assert list(Place.objects.published()) == [shown]


@pytest.mark.parametrize("status", Status)
def test_only_a_published_organisation_is_public_with_what_it_runs(status: Status):
    runs = factories.organisation(status=status)
    for record in (factories.place(organisation=runs), factories.offering(organisation=runs)):
        assert record.public_organisation == (runs if status == Status.PUBLISHED else None)


def test_a_place_lies_within_an_area_or_on_its_edge():
    inside = factories.place()
    edge = factories.place(at=factories.BOX[:2])
    factories.place(at=(14.0, 52.0))
    assert set(Place.objects.within(factories.area())) == {inside, edge}


def test_an_offering_belongs_to_the_area_of_its_places_or_its_own():
    far_away = factories.place(at=(14.0, 52.0))
    here = factories.offering("Hier", places=[factories.place()])
    around = factories.offering("Im Quartier", area=factories.area())
    factories.offering("Anderswo", places=[far_away])
    factories.offering("Nirgends")
    assert set(Offering.objects.within(factories.area())) == {here, around}


def test_an_offering_at_a_place_that_is_not_public_is_not_found_there():
    factories.offering(places=[factories.place(status=Status.DRAFT)])
    assert not Offering.objects.within(factories.area()).exists()


@pytest.mark.parametrize(
    ("begin", "end", "offered"),
    [
        (None, None, True),
        (None, TODAY, True),
        (TODAY, None, True),
        (TODAY, TODAY, True),
        (None, YESTERDAY, False),
        (TOMORROW, None, False),
    ],
)
def test_an_offering_is_offered_from_its_first_to_its_last_day(begin: date | None, end: date | None, offered: bool):
    factories.offering(valid_from=begin, valid_until=end)
    assert Offering.objects.offered_on(TODAY).exists() is offered


def test_an_optional_need_is_offered_only_where_the_quarter_asked_for_it(quarter):
    other = factories.quarter("Neuss", land="NW")
    Need.objects.get(slug="ankommen").quarters.add(quarter)
    assert Need.objects.offered_in(quarter).count() == 21
    assert Need.objects.offered_in(other).count() == 20


def test_the_address_is_one_line_of_what_is_known():
    assert factories.place(street="Lindenstraße", number="4", city="Berlin").address == "Lindenstraße 4, Berlin"
    assert factories.place().address == ""


def test_a_fact_reads_as_a_sentence():
    assert str(factories.fact(factories.place(), "ramp")) == "Rampe: ja"
    assert AccessFact.objects.count() == 1


# --- public ground --------------------------------------------------------------------------------------------------

WEST, EAST = (13.29, 52.57, 13.31, 52.60), (13.31, 52.57, 13.33, 52.60)
IN_WEST, IN_EAST, ON_BOTH, FAR = (13.30, 52.58), (13.32, 52.58), (13.31, 52.58), (14.0, 52.0)


@pytest.fixture(params=[Status.DRAFT, Status.ARCHIVED])
def closed_west(request: pytest.FixtureRequest) -> Quarter:
    """A quarter that is not public yet, or no longer, beside one that is."""
    factories.quarter("Ost", boundary=factories.area(*EAST))
    return factories.quarter("West", boundary=factories.area(*WEST), status=request.param)


@pytest.mark.parametrize(("at", "public"), [(IN_WEST, False), (IN_EAST, True), (ON_BOTH, True), (FAR, True)])
def test_a_place_is_public_unless_it_lies_only_in_quarters_that_are_not(closed_west: Quarter, at: Spot, public: bool):
    place = factories.place(at=at)
    assert Place.objects.published().contains(place) is public
    Quarter.objects.filter(pk=closed_west.pk).update(status=Status.PUBLISHED)
    assert Place.objects.published().contains(place)


@pytest.mark.parametrize(
    ("spots", "area", "public"),
    [
        ([IN_WEST], None, False),
        ([IN_WEST, IN_EAST], None, True),
        ([FAR], None, True),
        ([], None, True),
        ([], (13.295, 52.58, 13.305, 52.59), False),
        ([], EAST, True),
        ([IN_WEST], EAST, True),
        ([], (14.0, 52.0, 14.1, 52.1), True),
    ],
)
def test_an_offering_is_public_unless_it_is_offered_only_in_quarters_that_are_not(
    closed_west: Quarter, spots: list[Spot], area: tuple[float, ...] | None, public: bool
):
    places = [factories.place(at=at) for at in spots]
    offering = factories.offering(places=places, area=factories.area(*area) if area else None)
    assert Offering.objects.published().contains(offering) is public
    Quarter.objects.filter(pk=closed_west.pk).update(status=Status.PUBLISHED)
    assert Offering.objects.published().contains(offering)


def test_a_place_of_a_closed_quarter_has_no_page(client: Client, closed_west: Quarter):
    hidden, shown = factories.place(at=IN_WEST), factories.place(at=IN_EAST)
    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert client.get(shown.get_absolute_url()).status_code == 200
