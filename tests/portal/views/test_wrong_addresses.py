"""Wrong addresses and parameters, our own faults, an empty installation."""

import pytest
from django.test import Client, RequestFactory

from actors.models import Place
from common.http import server_error
from mapping.models import Quarter
from tests.portal.views.conftest import html

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/karte/?profil=fliegend", 400, "„profil“ ist „fliegend“"),
        ("/?profil=fliegend", 400, "„profil“ ist „fliegend“"),
        ("/?quartier=atlantis", 400, "„quartier“ ist „atlantis“"),
        ("/?quartier=%00", 400, "„quartier“ ist"),
        ("/karte/?minuten=viele", 400, "„minuten“ ist „viele“"),
        ("/impressum/?quartier=atlantis", 400, "atlantis"),
        ("/orte/gibt-es-nicht/", 404, "Diese Seite gibt es nicht"),
        ("/angebote/gibt-es-nicht/", 404, "Diese Seite gibt es nicht"),
        ("/akteure/gibt-es-nicht/", 404, "Diese Seite gibt es nicht"),
        ("/gibt-es-nicht/", 404, "Diese Seite gibt es nicht"),
    ],
)
def test_wrong_addresses_are_explained_on_a_full_page(
    client: Client, here: Quarter, address: str, status: int, says: str
) -> None:
    page = html(client, address, status)
    assert says in page
    assert "Zur Startseite" in page


def test_pages_of_a_place_explain_wrong_parameters(client: Client, centre: Place) -> None:
    assert "„profil“ ist „x“" in html(client, f"{centre.get_absolute_url()}?profil=x", 400)
    assert "„von“ ist „999,999“" in html(client, f"{centre.get_absolute_url()}?von=999,999", 400)


def test_the_page_for_our_own_faults_needs_nothing(here: Quarter) -> None:
    answer = server_error(RequestFactory().get("/karte/"))
    assert answer.status_code == 500
    assert "Das liegt nicht an Ihnen" in answer.content.decode()


def test_without_any_quarter_the_pages_still_answer(client: Client, db: None) -> None:
    assert "Quartierskarte" in html(client, "/")
    assert "Impressum" in html(client, "/impressum/")
