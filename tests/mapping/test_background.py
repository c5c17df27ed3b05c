"""What maps draw below everything else, and whom they name for it."""

import pytest
from django.test import override_settings

from mapping.background import background
from mapping.credits import CREDITS, Credit
from tests import factories

OSM = CREDITS["osm"]
RASTER = {"BACKGROUND_TILES": "https://tiles.example/{z}/{x}/{y}.png", "BACKGROUND_ATTRIBUTION": "© Amt"}


def test_the_own_tiles_come_with_a_link_to_the_terms():
    assert background([OSM]) == {
        "url": "/tiles/base/{z}/{x}/{y}.mvt",
        "ways": "/tiles/ways/{z}/{x}/{y}.mvt",
        "attribution": f'<a href="{OSM.url}">© OpenStreetMap-Mitwirkende</a>',
    }


def test_several_credits_stand_side_by_side_and_are_escaped():
    told = background([Credit("Erfunden & <b>schön</b>"), OSM])
    assert told["attribution"].startswith("Erfunden &amp; &lt;b&gt;schön&lt;/b&gt; · <a ")


@override_settings(**RASTER)
def test_a_raster_source_takes_the_place_of_the_own_tiles_and_is_named_before_what_is_drawn_on_it():
    assert background([]) == {"background": RASTER["BACKGROUND_TILES"], "attribution": "© Amt"}
    assert background([OSM])["attribution"] == f'© Amt · <a href="{OSM.url}">© OpenStreetMap-Mitwirkende</a>'


@override_settings(**RASTER | {"BACKGROUND_ATTRIBUTION": "<b>Amt", "BACKGROUND_TERMS": "https://amt.example/"})
def test_the_name_of_a_raster_source_is_text_that_leads_to_its_terms():
    assert background([])["attribution"] == '<a href="https://amt.example/">&lt;b&gt;Amt</a>'


@pytest.mark.django_db
def test_the_admins_map_names_the_same_as_the_public_one(admin_client, quarter):
    factories.base_feature(quarter, source="demo")
    shown = admin_client.get("/admin/actors/place/add/").context["adminform"].form.fields["point"].widget
    config = shown.get_context("point", None, {})["own_map"]
    assert config["attribution"] == "Das Lindenquartier ist erfunden"
    factories.base_feature(quarter, source="osm")
    config = shown.get_context("point", None, {})["own_map"]
    assert config["attribution"] == background([OSM, CREDITS["demo"]])["attribution"]
