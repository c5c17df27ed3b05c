"""Pages as a browser without scripts gets them."""

import pytest
from django.test import Client

from actors.models import Place
from mapping.models import Quarter
from tests import factories


@pytest.fixture
def centre(here: Quarter) -> Place:
    return factories.place(
        "Pflegestützpunkt",
        "pflegestuetzpunkt",
        street="Lindenplatz",
        number="3",
        phone="030 23125 100; 030 23125 101",
        hours="Mo-Fr 09:00-12:00",
        organisation=factories.organisation("Caritas"),
    )


def html(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content[:500]
    return answer.content.decode()
