"""A small quarter to search in, for pages and interface alike."""

import pytest
from django.core.cache import cache

from mapping.models import Quarter
from tests import factories


@pytest.fixture
def here(quarter: Quarter) -> Quarter:
    cache.clear()
    Quarter.objects.filter(pk=quarter.pk).update(contact_phone="030 23125 115", contact_email="hallo@quartier.example")
    quarter.refresh_from_db()
    factories.base_feature(quarter)
    return quarter


@pytest.fixture
def town(quarter: Quarter) -> Quarter:
    """Eleven entries around the Lindenplatz, some with facts, some with hours, one bench."""
    pharmacy = factories.place(
        "Nord-Apotheke", "apotheke", (13.3110, 52.5850), street="Lindenstraße", number="4", hours="Mo-Fr 08:00-18:00"
    )
    factories.fact(pharmacy, "wheelchair", "yes")
    factories.fact(pharmacy, "door_width", "yes", 95)
    home = factories.place(
        "Haus Abendsonne", "pflegeheim", (13.3120, 52.5860), street="Kirchweg", number="1", hours="24/7"
    )
    factories.fact(home, "wheelchair", "no")
    factories.place("Tagespflege am Park", "tagespflege", (13.3130, 52.5870), hours="Mo-Fr 08:00-16:00")
    factories.place("Bäckerei Morgenrot", "lebensmittel", (13.3080, 52.5840), hours="Mo-Sa 06:00-10:30")
    factories.place("Café Linde", "mittagstisch", (13.3070, 52.5830))
    factories.place("St. Nikolaus", "kirche", (13.3140, 52.5880), street="Kirchweg", number="3")
    factories.place("Sitzbank am Teich", "sitzbank", (13.3105, 52.5852))
    factories.place("Praxis Dr. Öztürk", "hausarzt", (13.3060, 52.5820), hours='Mo-Fr 08:00-12:00; "nach Vereinbarung"')
    carer = factories.organisation("Caritas Wittenau")
    factories.offering("Demenz-Café", ("demenz", "gesellschaft"), places=[home], organisation=carer)
    factories.offering("Besuchsdienst", ("gesellschaft",), area=factories.area(), organisation=carer)
    factories.offering("Pflegekurs", ("entlastung",), places=[home, pharmacy], hours="Tu 10:00-12:00")
    factories.address(quarter, "Lindenstraße", "4", (13.3110, 52.5850))
    factories.address(quarter, "Kirchweg", "1", (13.3120, 52.5860))
    return quarter
