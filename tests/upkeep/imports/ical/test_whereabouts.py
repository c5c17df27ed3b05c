"""Where an entry takes place: at a place of ours only if its name or address is said exactly."""

import pytest

from actors.models import Organisation, Place
from tests import factories
from upkeep.imports.ical.whereabouts import Where, Whereabouts

pytestmark = pytest.mark.django_db
ADDRESS = {"street": "Lindenstraße", "number": "4", "postcode": "13435", "city": "Berlin"}


@pytest.fixture
def parish(quarter) -> Organisation:
    made = factories.organisation("Paulusgemeinde", slug="paulus")
    factories.place("Gemeindehaus", "kirche", slug="gemeindehaus", organisation=made, **ADDRESS)
    factories.place(
        "Haus Ahorn", "pflegeheim", slug="ahorn", street="Ahornweg", number="1", postcode="13435", city="Berlin"
    )
    factories.place("Café Linde", "kirche", slug="cafe", street="Ahornweg", number="9", postcode="13437", city="Berlin")
    factories.place("Treff", "kirche", slug="treff-1")
    factories.place("Treff", "kirche", slug="treff-2")
    factories.place("Altes Rathaus", "kirche", slug="rathaus", status="draft")
    return made


@pytest.mark.parametrize(
    ("location", "place", "room"),
    [
        ("", "", ""),
        ("Gemeindehaus", "gemeindehaus", ""),
        ("gemeindehaus ", "gemeindehaus", ""),
        ("Gemeindehaus, Lindenstr. 4, 13435 Berlin, Deutschland", "gemeindehaus", ""),
        ("Gemeindehaus - großer Saal", "gemeindehaus", "großer Saal"),
        ("Saal im Keller (Gemeindehaus)", "gemeindehaus", "Saal im Keller"),
        ("Lindenstraße 4", "gemeindehaus", ""),
        ("Lindenstr. 4\n13435 Berlin", "gemeindehaus", ""),
        ("Bürgerverein, Lindenstr. 4", "gemeindehaus", "Bürgerverein"),
        ("Lindenstr. 4, 99999 Anderswo", "", "Lindenstr. 4, 99999 Anderswo"),
        ("Lindenstraße 40", "", "Lindenstraße 40"),
        ("Haus Ahorn", "ahorn", ""),
        ("Haus Ahorn, Ahornweg 1, 13435 Berlin", "ahorn", ""),
        ("Haus Ahorn, Zimmer 3", "", "Haus Ahorn, Zimmer 3"),
        ("Familie Meier, Ahornweg 1", "", "Familie Meier, Ahornweg 1"),
        ("Cafe Linde", "cafe", ""),
        ("Treff", "", "Treff"),
        ("Altes Rathaus", "", "Altes Rathaus"),
        ("https://video.example/raum", "", "https://video.example/raum"),
        ("Berlin", "", "Berlin"),
        (",;|()", "", ",;|()"),
        ("x" * 300, "", "x" * 119 + "…"),
    ],
)
def test_a_location_is_a_place_a_room_or_words(parish: Organisation, location: str, place: str, room: str):
    assert Whereabouts(parish, None).of(location) == Where(place, room)


def test_the_usual_place_is_for_entries_that_name_none(parish: Organisation):
    usual = Place.objects.get(slug="gemeindehaus")
    assert Whereabouts(parish, usual).of("") == Where("gemeindehaus")
    assert Whereabouts(parish, usual).of("Waldbühne") == Where("", "Waldbühne")
