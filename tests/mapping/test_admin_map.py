"""Geometries that people or programs send to the admin."""

import pytest
from django.contrib.gis.geos import Point

from mapping.admin_map import OwnMapWidget


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
