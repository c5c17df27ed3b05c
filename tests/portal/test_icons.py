"""Pictures: one file for all, made from what the taxonomy names and what we drew."""

import xml.etree.ElementTree as ET

import pytest
import yaml
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import Context, Template

from mapping.profiles import profiles
from portal import sprite

needs_packages = pytest.mark.skipif(
    not (settings.NODE_MODULES / "@mapbox/maki").is_dir(), reason="front-end packages are not installed"
)


def ids() -> set[str]:
    return {symbol.attrib["id"] for symbol in ET.fromstring(sprite.sprite())}


def render(source: str) -> str:
    return Template("{% load icons %}" + source).render(Context({"nothing": None}))


@needs_packages
def test_every_icon_of_the_taxonomy_is_in_the_sprite():
    taxonomy = yaml.safe_load((settings.BASE_DIR / "fixtures/taxonomy.yaml").read_text(encoding="utf-8"))
    named = {entry["icon"] for part in ("needs", "kinds") for entry in taxonomy[part] if entry.get("icon")}
    assert {sprite.symbol_id(icon) for icon in named} <= ids()


def test_every_profile_has_a_picture():
    assert {f"profile-{slug}" for slug in profiles().by_slug} <= ids()


def test_the_sprite_brings_no_styles_scripts_or_line_breaks_in_paths():
    text = sprite.sprite()
    assert "style=" not in text
    assert "<script" not in text
    assert "&#x" not in text


def test_the_sprite_is_found_among_the_static_files():
    found = finders.find(sprite.NAME)
    assert found
    assert str(settings.VAR) in found


def test_an_icon_is_hidden_from_screen_readers_and_cannot_be_focused():
    shown = render('{% icon "maki:doctor" %}')
    assert 'aria-hidden="true"' in shown
    assert 'focusable="false"' in shown
    assert "portal/icons" in shown
    assert '#maki-doctor"' in shown


@pytest.mark.parametrize("name", ['""', "nothing", '"doctor"', '"maki:<script>"', '"maki:a b"', '"maki:x#y"'])
def test_what_names_no_picture_shows_none(name: str):
    assert render("{% icon " + name + " %}") == ""


def test_a_file_without_a_viewbox_is_refused():
    with pytest.raises(ValueError, match="is not an SVG"):
        sprite.symbol("ui-broken", "<svg><path d=''/></svg>", "")
