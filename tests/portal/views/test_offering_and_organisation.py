"""The pages of an offering and an organisation."""

from datetime import date

import pytest
from django.test import Client

from actors.models import Organisation, Place
from initiatives.models import Cooperation, Initiative
from mapping.models import Quarter
from tests import factories
from tests.portal.views.conftest import html

pytestmark = pytest.mark.django_db
ORGANISATION_QUERIES = 13


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


def cooperate(one: Organisation, count: int) -> None:
    allianz = factories.initiative("Lokale Allianz", lead=one)
    for nth in range(count):
        other = factories.organisation(f"Partner {nth:02}")
        Cooperation.objects.create(
            one=other, other=one, what_de=f"Fahrdienst {nth}", since=date(2021, 3, 1), initiative=allianz
        )
        allianz.participations.create(organisation=other)
        factories.initiative(f"Projekt {nth}", lead=other, state="paused").participations.create(organisation=one)


def test_an_organisation_names_its_partners_and_why(client: Client, centre: Place) -> None:
    cooperate(centre.organisation, 1)
    page = html(client, centre.organisation.get_absolute_url())
    partner = Organisation.objects.get(name="Partner 00")
    assert "Arbeitet zusammen mit" in page
    assert f'<a href="{partner.get_absolute_url()}">Partner 00</a>' in page
    allianz, project = Initiative.objects.order_by("title")
    assert f'durch die Initiative <a href="{allianz.get_absolute_url()}">Lokale Allianz</a>' in page
    assert f'Beide in der Initiative <a href="{project.get_absolute_url()}">Projekt 0</a>' in page
    for text in ("Fahrdienst 0", "seit März 2021", "leitet die Initiative", "Stand der Initiative: ruht"):
        assert text in page


def test_without_a_partner_nothing_is_said_of_partners(client: Client, centre: Place) -> None:
    assert "Arbeitet zusammen mit" not in html(client, centre.organisation.get_absolute_url())


def test_words_that_have_no_english_say_that_they_are_german(client: Client, centre: Place) -> None:
    cooperate(centre.organisation, 1)
    page = html(client, f"/en{centre.organisation.get_absolute_url()}")
    assert '<p lang="de">Fahrdienst 0</p>' in page
    assert "since March 2021" in page


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_of_an_organisation_asks_the_same_for_one_partner_and_for_many(
    client: Client, centre: Place, count: int, django_assert_num_queries
) -> None:
    html(client, centre.organisation.get_absolute_url())
    cooperate(centre.organisation, count)
    with django_assert_num_queries(ORGANISATION_QUERIES):
        page = html(client, centre.organisation.get_absolute_url())
    assert f"Partner {count - 1:02}" in page
    assert ("Noch 22 Partner" in page) == (count == 30)
