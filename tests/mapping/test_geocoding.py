"""Addresses as people write them."""

import pytest

from common.errors import UsageError
from common.geo import LonLat
from mapping import geocoding
from mapping.geocoding import Wanted, read
from mapping.models import Quarter
from tests import factories


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Lindenstraße 4", Wanted("lindenstrasse", "4")),
        ("Lindenstr. 4", Wanted("lindenstrasse", "4")),
        ("lindenstr 4", Wanted("lindenstrasse", "4")),
        ("LINDENSTRASSE 4 A", Wanted("lindenstrasse", "4a")),
        ("4a, Lindenstr.", Wanted("lindenstrasse", "4a")),
        ("4 Lindenstr", Wanted("lindenstrasse", "4")),
        ("Linden Str. 4-6", Wanted("linden strasse", "4-6")),
        ("Lindenpl. 1", Wanted("lindenplatz", "1")),
        ("Lindenstraße 4, 13435 Berlin", Wanted("lindenstrasse", "4", "13435")),
        ("Straße des 17. Juni", Wanted("strasse des 17 juni")),
        ("Straße des 17. Juni 4", Wanted("strasse des 17 juni", "4")),
        ("Lindenstraße", Wanted("lindenstrasse")),
        ("17", Wanted("17")),
        ("", Wanted("")),
        ("٣ Lindenstraße ٤", Wanted("lindenstrasse")),
    ],
)
def test_an_address_text_is_taken_apart(text: str, wanted: Wanted):
    assert read(text) == wanted


@pytest.fixture
def streets(quarter: Quarter) -> Quarter:
    for street, number, at in (
        ("Lindenstraße", "2", (13.3100, 52.5850)),
        ("Lindenstraße", "4", (13.3110, 52.5850)),
        ("Lindenstraße", "4 A", (13.3112, 52.5850)),
        ("Lindenstraße", "10-14", (13.3120, 52.5850)),
        ("Lindenweg", "1", (13.3000, 52.5800)),
        ("Berliner Straße", "12", (13.3200, 52.5900)),
        ("Straße des 17. Juni", "3", (13.3250, 52.5950)),
        ("Am Rosengarten", "7", (13.3150, 52.5880)),
    ):
        factories.address(quarter, street, number, at)
    return quarter


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Lindenstr. 4", "Lindenstraße 4"),
        ("lindenstrasse 4a", "Lindenstraße 4 A"),
        ("4 Lindenstr", "Lindenstraße 4"),
        ("Lindenstraße 4, 13435 Berlin", "Lindenstraße 4"),
        ("Lindenstraße 4 Berlin", "Lindenstraße 4"),
        ("Lindenstraße 12", "Lindenstraße 10-14"),
        ("Berlinerstr. 12", "Berliner Straße 12"),
        ("Straße des 17. Juni", "Straße des 17. Juni"),
        ("Straße des 17. Juni 3", "Straße des 17. Juni 3"),
        ("Am Rosengarten 7", "Am Rosengarten 7"),
    ],
)
def test_an_address_is_found_however_it_is_written(streets: Quarter, text: str, label: str):
    found = geocoding.locate("von", text, streets)
    assert (found.label, found.notice) == (label, "")


def test_the_point_is_that_of_the_house(streets: Quarter):
    assert geocoding.locate("von", "Lindenstr. 4", streets).point == LonLat(13.3110, 52.5850)


def test_a_street_alone_is_answered_by_a_house_in_its_middle(streets: Quarter):
    found = geocoding.locate("von", "Lindenstraße", streets)
    assert found.label == "Lindenstraße"
    assert found.point == LonLat(13.3110, 52.5850)


@pytest.mark.parametrize("text", ["Lindnstraße 4", "Lindenstrase 4", "Lidnenstraße 4"])
def test_a_slip_in_the_street_is_forgiven_and_said(streets: Quarter, text: str):
    found = geocoding.locate("von", text, streets)
    assert found.label == "Lindenstraße 4"
    assert found.notice == f"„{text}“ haben wir als „Lindenstraße 4“ verstanden."


def test_a_beginning_that_fits_two_streets_names_the_other_one(streets: Quarter):
    found = geocoding.locate("von", "Linden", streets)
    assert found.label == "Lindenstraße"
    assert found.notice == "„Linden“ haben wir als „Lindenstraße“ verstanden. Möglich ist auch: Lindenweg."


def test_an_unknown_number_is_answered_by_the_nearest_one_and_said(streets: Quarter):
    found = geocoding.locate("von", "Lindenstraße 99", streets)
    assert found.label == "Lindenstraße 10-14"
    assert found.notice == "Die Hausnummer 99 kennen wir dort nicht. Wir rechnen ab Lindenstraße 10-14."


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        (
            "Rosenstraße 7",
            "eine Adresse in Wittenau, zum Beispiel Lindenstraße, Berliner Straße oder Straße des 17. Juni",
        ),
        ("xyzzy", "eine Adresse in Wittenau, zum Beispiel eine Straße mit Hausnummer"),
        ("17", "eine Adresse in Wittenau, zum Beispiel Straße des 17. Juni"),
        ("!?", "eine Adresse in Wittenau, zum Beispiel eine Straße mit Hausnummer"),
        ("'; DROP TABLE mapping_address; --", "eine Adresse in Wittenau"),
        ("ሰላም", "eine Adresse in Wittenau, zum Beispiel eine Straße mit Hausnummer"),
    ],
)
def test_an_unknown_address_is_refused_with_streets_that_sound_alike(streets: Quarter, text: str, suggested: str):
    with pytest.raises(UsageError) as refused:
        geocoding.locate("von", text, streets)
    assert refused.value.field == "von"
    assert str(refused.value.right).startswith(suggested)


def test_a_quarter_without_addresses_still_answers(quarter: Quarter):
    with pytest.raises(UsageError, match="eine Adresse in Wittenau"):
        geocoding.locate("von", "Lindenstraße 4", quarter)


def test_addresses_of_another_quarter_are_not_found(streets: Quarter):
    other = factories.quarter("Neuss", boundary=factories.area(6.6, 51.1, 6.8, 51.3))
    with pytest.raises(UsageError, match="Neuss"):
        geocoding.locate("von", "Lindenstraße 4", other)


def test_a_square_without_house_numbers_is_found_on_the_base_map(streets: Quarter):
    factories.base_feature(streets, layer="street", kind="pedestrian", name="Lindenplatz")
    found = geocoding.locate("von", "Lindenpl.", streets)
    assert found.label == "Lindenplatz"
    assert 13.309 < found.point.lon < 13.311


def test_the_postcode_decides_between_streets_of_the_same_name(quarter: Quarter):
    factories.address(quarter, "Dorfstraße", "1", (13.30, 52.58))
    other = factories.address(quarter, "Dorfstraße", "1", (13.32, 52.59))
    other.postcode = "13469"
    other.save()
    assert geocoding.locate("von", "Dorfstr. 1, 13469 Berlin", quarter).point.lon == 13.32
    assert geocoding.locate("von", "Dorfstr. 1, 13435 Berlin", quarter).point.lon == 13.30


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("linden", ["Lindenstraße", "Lindenweg"]),
        ("Lindenstr 4", ["Lindenstraße 4", "Lindenstraße 4 A"]),
        ("lindenstraße 1", ["Lindenstraße 10-14"]),
        ("li", []),
        ("", []),
    ],
)
def test_completion_offers_streets_and_then_houses(streets: Quarter, text: str, labels: list[str]):
    assert [found.label for found in geocoding.suggest(text, streets, limit=3)] == labels


@pytest.mark.parametrize("houses", [1, 50])
def test_completion_takes_two_queries_for_few_and_many_houses(streets: Quarter, houses, django_assert_num_queries):
    for number in range(400, 400 + houses):
        factories.address(streets, "Lindenstraße", str(number))
    with django_assert_num_queries(2):
        assert len(geocoding.suggest("Lindenstr 4", streets, limit=3)) == 3
