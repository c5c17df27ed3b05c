"""The pages of an offering and an organisation."""

from datetime import date

import pytest
from django.test import Client

from actors.models import Place
from mapping.models import Quarter
from tests import factories
from tests.portal.views.conftest import html

pytestmark = pytest.mark.django_db


def test_an_offering_says_what_matters(client: Client, centre: Place) -> None:
    offering = factories.offering(
        "Mittagstisch",
        places=[centre],
        cost="donation",
        how=["on_site", "phone"],
        recognised_45a=True,
        languages=["tr"],
    )
    page = html(client, offering.get_absolute_url())
    for text in ("gegen Spende", "vor Ort, am Telefon", "Türkisch", "§ 45a", "Pflegestützpunkt"):
        assert text in page


def test_an_offering_without_a_place_says_so(client: Client, here: Quarter) -> None:
    offering = factories.offering("Besuchsdienst", area=factories.area())
    assert "im ganzen Quartier" in html(client, offering.get_absolute_url())


def test_an_offering_that_is_over_says_so(client: Client, here: Quarter) -> None:
    offering = factories.offering("Sommerkurs", area=factories.area(), valid_until=date(2020, 8, 31))
    assert "seit dem 31. August 2020 zu Ende" in html(client, offering.get_absolute_url())


def test_an_organisation_lists_its_public_places_and_offerings(client: Client, centre: Place) -> None:
    offering = factories.offering("Mittagstisch", organisation=centre.organisation, places=[centre])
    factories.place("Geheim", organisation=centre.organisation, status="draft")
    page = html(client, centre.organisation.get_absolute_url())
    assert centre.get_absolute_url() in page
    assert offering.get_absolute_url() in page
    assert "Geheim" not in page


def test_an_organisation_is_named_with_its_offerings_only_where_they_could_be_of_others(
    client: Client, centre: Place
) -> None:
    factories.offering("Mittagstisch", organisation=centre.organisation, places=[centre])
    own = f'<p class="kind">{centre.organisation.name}</p>'
    assert own in html(client, centre.get_absolute_url())
    assert own not in html(client, centre.organisation.get_absolute_url())
