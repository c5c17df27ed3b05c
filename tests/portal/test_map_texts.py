"""What the map's scripts are told."""

import json

import pytest
from django.test import override_settings
from django.utils import translation

from mapping.correctable import BARRIERS
from mapping.credits import CREDITS
from portal.map_texts import map_texts

OSM = CREDITS["osm"]


def test_the_map_is_told_words_files_shapes_and_tiles():
    told = map_texts([OSM])
    assert set(told) == {"words", "files", "shapes", "barriers", "url", "ways", "attribution"}
    assert told["url"] == "/tiles/base/{z}/{x}/{y}.mvt"
    assert told["attribution"] == f'<a href="{OSM.url}">© OpenStreetMap-Mitwirkende</a>'
    assert json.loads(json.dumps(told)) == told


def test_every_group_has_its_own_shape():
    shapes = map_texts([OSM])["shapes"]
    assert len(shapes) == len(set(shapes.values())) == 10


@override_settings(BACKGROUND_TILES="https://tiles.example/{z}/{x}/{y}.png", BACKGROUND_ATTRIBUTION="© Amt")
def test_a_raster_source_takes_the_place_of_the_own_tiles():
    told = map_texts([OSM])
    assert told["background"] == "https://tiles.example/{z}/{x}/{y}.png"
    assert told["attribution"].startswith("© Amt · ")
    assert not {"url", "ways"} & told.keys()


def test_the_map_can_name_every_barrier_and_find_its_page():
    with translation.override("en"):
        told = map_texts([OSM])["barriers"]
    assert told["url"] == "/en/hindernisse/SLUG/"
    assert set(told["kinds"]) == set(BARRIERS)
    assert told["kinds"]["lift"] == "Lift out of order"


@pytest.mark.parametrize("language", ["de", "en"])
def test_words_with_gaps_keep_them_in_every_language(language: str):
    with translation.override(language):
        words = map_texts([OSM])["words"]
    gaps = {"map": ["{n}"], "place": ["{name}"], "cluster": ["{n}"], "here": ["{n}"], "inView": ["{shown}", "{all}"]}
    assert all(gap in words[key] for key, names in gaps.items() for gap in names)
