"""The colours of the base map: names can be read, signs stand out, in every scheme."""

import re

import pytest
import yaml
from django.conf import settings

FILE = settings.BASE_DIR / "mapping/static/mapping/map/palettes.js"
# What is a line, an edge or a name is no ground that a sign could stand on.
NO_GROUND = re.compile(
    r"_(edge|casing|name|gap|ground)$|^(casing|rail|subway|boundary|footway|sidewalk|crossing|steps|cycleway|number"
    r"|halo|spot|stop|kerb|way_sign|obstacle)$|^class_"
)
# Lines and signs of the path network; each may run over anything.
WAYS = ("sidewalk", "crossing", "steps", "kerb", "way_sign", "obstacle")
CLASSES = ("passable", "difficult", "blocked", "unknown")
NAMES = ("street_name", "path_name", "place_name", "green_name", "water_name", "station_name", "number")


def palettes() -> dict[str, dict[str, str]]:
    text = FILE.read_text(encoding="utf-8")
    blocks = re.findall(r"^  (\w+): \{(.*?)^  \},", text, re.DOTALL | re.MULTILINE)
    return {name: dict(re.findall(r'(\w+): "(#[0-9a-f]{6})"', block)) for name, block in blocks}


PALETTES = palettes()


def luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def grounds(scheme: str) -> dict[str, str]:
    return {name: colour for name, colour in PALETTES[scheme].items() if not NO_GROUND.search(name)}


def group_colours(scheme: str) -> dict[str, str]:
    """High contrast is black on white and takes the light colours."""
    taxonomy = yaml.safe_load((settings.BASE_DIR / "fixtures/taxonomy.yaml").read_text(encoding="utf-8"))
    key = "dark" if scheme == "dark" else "light"
    return {group["slug"]: group["color"][key] for group in taxonomy["groups"]}


def test_there_are_three_schemes_with_the_same_colours_in_each():
    assert set(PALETTES) == {"light", "dark", "contrast"}
    assert len({frozenset(palette) for palette in PALETTES.values()}) == 1
    assert len(PALETTES["light"]) > 50


@pytest.mark.parametrize("scheme", PALETTES)
@pytest.mark.parametrize("name", NAMES)
def test_names_can_be_read_on_every_ground(scheme: str, name: str):
    own = PALETTES[scheme][name]
    # Every name has a halo, so that streets and areas below it are pushed aside; buildings are what numbers stand on.
    for ground in ("halo", "paper", "building", "residential"):
        assert contrast(own, PALETTES[scheme][ground]) >= 4.5, f"{name} on {ground}"


@pytest.mark.parametrize("scheme", PALETTES)
def test_signs_of_all_groups_stand_out_from_every_ground(scheme: str):
    weak = {
        f"{group} on {ground}": round(contrast(colour, below), 2)
        for group, colour in group_colours(scheme).items()
        for ground, below in grounds(scheme).items()
        if contrast(colour, below) < 3
    }
    assert weak == {}


@pytest.mark.parametrize("scheme", PALETTES)
@pytest.mark.parametrize("name", [*WAYS, *(f"class_{name}" for name in CLASSES)])
def test_the_path_network_stands_out_from_every_ground(scheme: str, name: str):
    own = PALETTES[scheme][name]
    below = grounds(scheme) | {key: PALETTES[scheme][key] for key in ("footway_bed", "spot_ground", "class_halo")}
    weak = {ground: round(contrast(own, colour), 2) for ground, colour in below.items() if contrast(own, colour) < 3}
    assert weak == {}


def page_colours() -> list[dict[str, str]]:
    """The colours of the classes in every block of the pages' own style sheet: light, twice dark, twice contrast."""
    text = (settings.BASE_DIR / "portal/static/portal/css/tokens.css").read_text(encoding="utf-8")
    blocks = re.findall(r"\{([^{}]*--way-passable[^{}]*)\}", text)
    return [dict(re.findall(r"--way-(\w+): (#[0-9a-f]{6})", block)) for block in blocks]


def test_the_legend_has_the_colours_of_the_map():
    expected = [{name: PALETTES[scheme][f"class_{name}"] for name in CLASSES} for scheme in PALETTES]
    light, dark, contrasting = expected
    assert page_colours() == [light, dark, dark, contrasting, contrasting]
