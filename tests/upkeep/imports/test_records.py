"""One record by the rule of three values, with references, words, points and dates."""

from datetime import UTC, date, datetime

import pytest

from actors.models import AccessFact, Offering, Place
from common.counts import Counts
from tests import factories
from upkeep.imports.records import Shelf
from upkeep.imports.stamp import Stamp

pytestmark = pytest.mark.django_db
STAMP = Stamp("table", "CC BY 4.0", datetime(2026, 11, 3, tzinfo=UTC))
VALUES = {
    "name": "Haus Linde",
    "kind": "pflegeheim",
    "organisation": "",
    "point": [13.31, 52.585],
    "needs": ["demenz", "pflegeplatz"],
    "verified_on": "2026-03-03",
    "about_de": "Ein Haus.",
}


def put(**changes: object) -> tuple[Place, Counts]:
    shelf = Shelf(Place, STAMP)
    return shelf.put("row/1", VALUES | changes, slug="haus-linde"), shelf.counts


def test_a_record_is_made_with_everything_it_refers_to():
    place, counts = put()
    place.refresh_from_db()
    assert counts == Counts(new=1)
    assert (place.kind.slug, place.organisation, place.verified_on) == ("pflegeheim", None, date(2026, 3, 3))
    assert sorted(need.slug for need in place.needs.all()) == ["demenz", "pflegeplatz"]
    assert (place.about_de, place.point.coords) == ("Ein Haus.", (13.31, 52.585))
    assert (place.source, place.source_id, place.licence) == ("table", "row/1", "CC BY 4.0")


def test_the_same_values_write_nothing():
    put()
    assert put()[1] == Counts(unchanged=1)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "tagespflege"),
        ("point", [13.32, 52.58]),
        ("needs", ["wohnen"]),
        ("verified_on", None),
        ("about_de", ""),
        ("name", "Haus Ahorn"),
    ],
)
def test_new_values_are_written_where_nobody_touched_them(name: str, value: object):
    put()
    place, counts = put(**{name: value})
    assert counts == Counts(changed=1)
    assert put(**{name: value})[1] == Counts(unchanged=1)
    assert place.imported[name] == value


def test_an_organisation_is_found_by_its_slug():
    organisation = factories.organisation(slug="caritas")
    assert put(organisation="caritas")[0].organisation == organisation


def test_what_a_person_touched_stays():
    place, _counts = put()
    place.needs.clear()
    Place.objects.update(name="Haus an der Linde")
    put(name="Haus Ahorn", needs=["wohnen"], about_de="Neu.")
    place.refresh_from_db()
    assert (place.name, place.about_de, place.needs.count()) == ("Haus an der Linde", "Neu.", 0)


def test_a_record_without_an_id_of_its_own_is_named_by_other_fields():
    at = factories.place()
    for _again in range(2):
        Shelf(AccessFact, STAMP).put("row/1", {"value": "yes", "number": 90.0}, place=at, feature="door_width")
    assert AccessFact.objects.count() == 1


def test_an_area_is_compared_by_its_form():
    organisation = factories.organisation(slug="caritas")
    values = {"title_de": "Besuch", "organisation": organisation.slug, "area": factories.area().wkt, "cost": "free"}
    for _again in range(2):
        shelf = Shelf(Offering, STAMP)
        shelf.put("row/1", values, slug="besuch")
    assert shelf.counts == Counts(unchanged=1)
    assert Offering.objects.get().area.equals(factories.area())


def test_a_slug_that_is_taken_gets_a_number():
    factories.place(slug="haus-linde")
    assert put()[0].slug == "haus-linde-2"


def test_a_fact_that_became_a_persons_is_left_alone():
    """As the form of the admin leaves it: other source, same memory of the last import."""
    place = factories.place()
    said = {"value": "yes", "number": None, "note": "alt"}
    Shelf(AccessFact, STAMP).put("row/1", said, place=place, feature="ramp")
    AccessFact.objects.update(source="manual", value="no")
    shelf = Shelf(AccessFact, STAMP)
    shelf.put("row/1", said | {"note": "neu"}, place=place, feature="ramp")
    fact = AccessFact.objects.get()
    assert (fact.value, fact.note, fact.source) == ("no", "alt", "manual")
