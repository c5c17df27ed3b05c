"""Geometries that people or programs send to the admin."""

import pytest
from django.contrib.gis.geos import Point
from django.utils import translation

from mapping.admin_map import OwnMapWidget
from mapping.admin_words import toolbar
from tests import factories


def point(numbers: str) -> str:
    return f'{{"type": "Point", "coordinates": [{numbers}]}}'


@pytest.mark.parametrize(
    "typed",
    [
        "Lindenplatz",
        "{}",
        point(""),
        point("999, 999"),
        point("389000, 5820000"),
        point("13.33, 90"),
        point("13.33, 52.58, 34"),
        point("NaN, NaN"),
        point("1e400, 0"),
    ],
)
def test_what_is_no_place_on_the_map_is_no_geometry(typed: str):
    assert OwnMapWidget().deserialize(typed) is None


def test_longitude_and_latitude_in_degrees_are_a_point():
    assert OwnMapWidget().deserialize(point("13.33, 52.58")).equals_exact(Point(13.33, 52.58, srid=4326), 1e-6)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", [point(""), point("999, 999")])
def test_the_form_refuses_it_in_words_and_is_shown_again(admin_client, typed: str):
    response = admin_client.post("/admin/actors/place/add/", {"point": typed})
    assert response.status_code == 200
    assert response.context["errors"]
    assert response.context["adminform"].form.errors["point"] == ["Ungültiger geometrischer Wert."]


def test_every_word_of_the_tools_is_where_they_look_for_it():
    told = toolbar()
    assert set(told) == {"draw", "edit"}
    assert told["draw"]["toolbar"]["undo"] == {"title": "Letzten Punkt löschen", "text": "Letzten Punkt löschen"}
    assert told["draw"]["handlers"]["polygon"] == {"tooltip": told["draw"]["handlers"]["polyline"]["tooltip"]}
    assert told["edit"]["toolbar"]["actions"]["clearAll"]["title"] == "Alles löschen"


def test_the_tools_speak_the_language_of_the_page():
    with translation.override("en"):
        english = toolbar()
    assert english["edit"]["toolbar"]["buttons"]["remove"] != toolbar()["edit"]["toolbar"]["buttons"]["remove"]


@pytest.mark.django_db
def test_an_address_of_two_overlapping_quarters_is_suggested_once(admin_client, quarter):
    for owner in (quarter, factories.quarter("Tegel")):
        factories.address(owner)
    found = admin_client.get("/admin/actors/place/adressen/", {"q": "Lindenstr. 4"}).json()["addresses"]
    assert [one["label"] for one in found] == ["Lindenstraße 4"]
