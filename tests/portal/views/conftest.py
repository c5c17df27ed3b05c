"""Pages as a browser without scripts gets them."""

import re

import pytest
from django.test import Client

from actors.models import Place
from initiatives.models import Event
from mapping.models import Quarter
from tests import factories
from tests.portal.dates.conftest import NOW, dated


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


def page(client: Client, address: str, status: int = 200) -> str:
    return re.sub(r"\s+", " ", html(client, address, status)).replace("\u00a0", " ")


def read(client: Client, address: str) -> str:
    """What is there to be read."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page(client, address)))


# --- dates ---


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is Thursday, 26 November 2026, nine o'clock."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def hall(here: Quarter) -> Place:
    caritas = factories.organisation("Caritas", slug="caritas", phone="030 23125 200")
    return factories.place(
        "Gemeindehaus", "kirche", slug="gemeindehaus", street="Kirchweg", number="3", organisation=caritas
    )


@pytest.fixture
def cafe(hall: Place) -> Event:
    allianz = factories.initiative("Lokale Allianz", slug="allianz", needs=["demenz"], lead=hall.organisation)
    allianz.places.add(hall)
    return dated(
        "Demenzcafé",
        "jeden Freitag, 15 bis 17 Uhr",
        slug="demenzcafe",
        initiative=allianz,
        organisation=hall.organisation,
        place=hall,
        room="Kleiner Saal",
        entrance="über den Hof",
        cost="donation",
        plain="Wir trinken Kaffee.\nSie sind nicht allein.",
        registration="Bitte vorher anrufen.",
        phone="030 23125 300",
    )
