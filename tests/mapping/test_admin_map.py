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


AREA = '{"type": "MultiPolygon", "coordinates": [%s]}'
BOW_TIE = AREA % "[[[13.3, 52.5], [13.4, 52.6], [13.4, 52.5], [13.3, 52.6], [13.3, 52.5]]]"
TWO_CORNERS = AREA % "[[[13.3, 52.5], [13.4, 52.6], [13.3, 52.5]]]"
PLACE, QUARTER = "/admin/actors/place/add/", "/admin/mapping/quarter/add/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "field", "sent", "told"),
    [
        (PLACE, "point", "", "Bitte setzen Sie die Stelle"),
        (PLACE, "point", "Lindenplatz", "keine Stelle auf der Karte"),
        (PLACE, "point", point(""), "keine Stelle auf der Karte"),
        (PLACE, "point", point("999, 999"), "keine Stelle auf der Karte"),
        (PLACE, "point", AREA % "[[[13.3, 52.5], [13.4, 52.5], [13.4, 52.6], [13.3, 52.5]]]", "keine Stelle auf"),
        (QUARTER, "boundary", "", "Bitte zeichnen Sie die Fläche"),
        (QUARTER, "boundary", point("13.3, 52.5"), "keine Fläche auf der Karte"),
        (QUARTER, "boundary", AREA % "", "keine Fläche auf der Karte"),
        (QUARTER, "boundary", TWO_CORNERS, "zu wenige Ecken"),
        (QUARTER, "boundary", BOW_TIE, "kreuzt oder berührt sich selbst"),
    ],
)
def test_the_form_refuses_it_in_words_and_is_shown_again(admin_client, page: str, field: str, sent: str, told: str):
    response = admin_client.post(page, {field: sent, "name": "Linden-Apotheke"})
    assert response.status_code == 200
    (error,) = response.context["adminform"].form.errors[field]
    assert told in error
    assert "Linden-Apotheke" in response.content.decode()


@pytest.mark.parametrize(
    ("lon", "lat", "stored"),
    [
        ("13.31", "52.58", point("13.31, 52.58")),
        ("13,31", " 52,58 ", point("13.31, 52.58")),
        ("13.3000000", "52.5000000", point("13.30000001, 52.5")),
        ("", "", ""),
        ("999", "52.58", "999;52.58"),
        ("13.31", "", "13.31;"),
        ("östlich", "52.58", "östlich;52.58"),
        ("13.31", "86", "13.31;86"),
        ("1e1", "٥٢", "1e1;٥٢"),
    ],
)
def test_numbers_typed_beside_the_map_go_before_what_it_has_drawn(lon: str, lat: str, stored: str):
    sent = {"point": point("13.30000001, 52.5"), "point-lon": lon, "point-lat": lat}
    assert OwnMapWidget().value_from_datadict(sent, {}, "point") == stored


@pytest.mark.django_db
@pytest.mark.parametrize("numbers", [("999", "52.58"), ("östlich", "52.58"), ("13.31", "")])
def test_numbers_that_are_no_place_are_refused_and_stand_there_again(admin_client, numbers: tuple[str, str]):
    lon, lat = numbers
    sent = {"point": point("13.3, 52.5"), "point-lon": lon, "point-lat": lat}
    page = admin_client.post(PLACE, sent)
    assert "keine Stelle auf der Karte" in page.context["adminform"].form.errors["point"][0]
    assert f'name="point-lon" value="{lon}"' in page.content.decode()
    assert f'name="point-lat" value="{lat}"' in page.content.decode()


@pytest.mark.django_db
def test_numbers_in_the_wrong_order_stand_there_the_right_way_round(admin_client):
    page = admin_client.post(PLACE, {"point": "", "point-lon": "52,58", "point-lat": "13,31"})
    assert "vertauscht" in page.context["adminform"].form.errors["point"][0]
    assert 'name="point-lon" value="13.3100000"' in page.content.decode()


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
def test_of_many_addresses_in_several_quarters_the_first_eight_are_suggested(admin_client, quarter):
    tegel = factories.quarter("Tegel")
    for number in range(40, 46):
        factories.address(quarter, number=str(number))
        factories.address(tegel, number=f"{number}a")
    found = admin_client.get("/admin/actors/place/adressen/", {"q": "Lindenstr. 4"}).json()["addresses"]
    assert len(found) == 8


@pytest.mark.django_db
def test_an_address_of_two_overlapping_quarters_is_suggested_once(admin_client, quarter):
    for owner in (quarter, factories.quarter("Tegel")):
        factories.address(owner)
    found = admin_client.get("/admin/actors/place/adressen/", {"q": "Lindenstr. 4"}).json()["addresses"]
    assert [one["label"] for one in found] == ["Lindenstraße 4"]
