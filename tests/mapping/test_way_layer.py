"""Paths in the map's tiles."""

import pytest
from django.test import Client

from mapping.models import Barrier, Quarter, State
from tests import factories, mvt
from tests.mapping.test_tiles import address
from tests.networks import barrier, load, near, survey

pytestmark = pytest.mark.django_db
TEXT = """
A-----B-----C
      |
      D-----E
"""
WAYS = {
    "ABC": "highway=residential name=Lindenstraße sidewalk=no",
    "BD": "highway=footway surface=sett width=1.5 incline=-4%",
    "DE": "highway=steps step_count=7",
}
NODES = {"D": "kerb=lowered tactile_paving=yes", "E": "barrier=bollard width=0.9"}


@pytest.fixture
def paths(quarter) -> Quarter:
    load(quarter, TEXT, WAYS, NODES, seats="C")
    return quarter


def tile(client: Client, zoom: int = 16) -> dict[str, list[mvt.Feature]]:
    at = near(TEXT, "B")
    answer = client.get(address(zoom, "ways", lon=at.x, lat=at.y))
    assert answer.status_code in (200, 204)
    return mvt.read(answer.content)


def ways(client: Client) -> dict[str, dict]:
    return {feature.properties["kind"]: feature.properties for feature in tile(client)["way"]}


def test_a_tile_tells_what_colours_a_way(client, paths):
    found = ways(client)
    assert set(found) == {"quiet", "footway", "steps"}
    assert found["quiet"]["name"] == "Lindenstraße"
    assert found["footway"] == {
        "kind": "footway",
        "surface": "sett",
        "width_m": pytest.approx(1.5),
        "incline_pct": pytest.approx(4),
    }
    assert found["steps"] == {"kind": "steps", "step_count": pytest.approx(7)}


def test_kerbs_barriers_and_benches_stand_at_their_spots(client, paths):
    found = tile(client)
    lowered = [one.properties for one in found["kerb"] if "kerb_cm" in one.properties]
    assert lowered == [{"kind": "kerb", "kerb_cm": 3, "kerb_hi_cm": 3, "tactile": "yes"}]
    (gap,) = (one.properties for one in found["barrier"])
    assert (gap["kind"], gap["barrier"], gap["opening_m"]) == ("bollard", "gap", pytest.approx(0.9))
    assert len(found["seat"]) == 1
    assert "toilet" not in found


def test_what_people_measured_stands_before_what_the_map_says(client, paths):
    survey("surface", near(TEXT, "B", 0, -5), "sand")
    survey("surface", near(TEXT, "B", 0, -5), "asphalt")
    survey("climb_pct", near(TEXT, "B", 0, -5), 2)
    footway = ways(client)["footway"]
    assert (footway["surface"], footway["incline_pct"], footway["width_m"]) == ("asphalt", 2, pytest.approx(1.5))


@pytest.mark.parametrize("hidden", [{"state": State.REPORTED}, {"state": State.FIXED}, {"status": "draft"}])
def test_only_confirmed_barriers_are_public(client, paths, hidden):
    barrier("narrow", near(TEXT, "B", 0, -5), 0.7, **hidden)
    assert "obstacle" not in tile(client)
    Barrier.objects.update(state=State.CONFIRMED, status="published", ends_on="2030-01-31")
    (shown,) = (one.properties for one in tile(client)["obstacle"])
    assert (shown["kind"], shown["value"], shown["ends_on"]) == ("narrow", pytest.approx(0.7), "2030-01-31")


def test_a_tile_has_another_version_after_every_edit_and_import(client, paths):
    at = near(TEXT, "B")
    place = address(16, "ways", lon=at.x, lat=at.y)

    def etag() -> str:
        return client.get(place).headers["ETag"]

    tags = [etag(), etag()]
    assert tags[0] == tags[1]
    barrier("narrow", at, 0.7)
    tags.append(etag())
    load(paths, TEXT, {**WAYS, "BD": "highway=footway"}, NODES)
    tags.append(etag())
    Quarter.objects.filter(pk=paths.pk).update(status="archived")
    tags.append(etag())
    assert len(set(tags)) == 4
    assert "way" not in tile(client)


def test_old_versions_are_not_drawn(client, paths):
    load(paths, TEXT, {**WAYS, "BD": "highway=footway surface=sand"}, NODES)
    assert len([one for one in tile(client)["way"] if one.properties["kind"] == "footway"]) == 1


def test_overlapping_quarters_draw_their_paths_once(client, paths):
    before = {name: len(features) for name, features in tile(client).items()}
    load(factories.quarter("Tegel"), TEXT, WAYS, NODES, seats="C")
    assert {name: len(features) for name, features in tile(client).items()} == before


def test_a_tile_costs_two_queries_with_one_path_and_with_many(client, quarter, django_assert_num_queries):
    for rows in (1, 12):
        text = "\n".join("A-----B" if not row else f"{chr(66 + row)}-----{chr(97 + row)}" for row in range(rows))
        load(quarter, text)
        with django_assert_num_queries(2):
            tile(client)


@pytest.mark.parametrize(("zoom", "status"), [(14, 404), (15, 200), (18, 200), (19, 404)])
def test_paths_are_for_those_who_look_closely(client, paths, zoom, status):
    at = near(TEXT, "B")
    assert client.get(address(zoom, "ways", lon=at.x, lat=at.y)).status_code == status
