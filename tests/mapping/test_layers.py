"""The registry of tile layers."""

import pytest

from mapping import layers
from mapping.layers import POINTS, Layer, Source


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> dict[str, Layer]:
    fresh: dict[str, Layer] = {}
    monkeypatch.setattr(layers, "LAYERS", fresh)
    return fresh


def source(name: str = "spot", **more: object) -> Source:
    return Source(name, "actors_place", ("name",), POINTS, **more)


def test_rooms_above_have_registered_their_layers():
    assert set(layers.LAYERS) >= {"base", "places"}
    assert "spot" in {source.name for source in layers.LAYERS["base"].sources}


def test_a_name_is_given_once(registry):
    layers.register(Layer("base", 8, 18))
    with pytest.raises(ValueError, match="'base' already"):
        layers.register(Layer("base", 8, 18))


def test_a_layer_is_extended_once_by_the_same_name(registry):
    layers.register(Layer("base", 8, 18))
    layers.extend("base", source())
    with pytest.raises(ValueError, match="has 'spot' already"):
        layers.extend("base", source())


def test_a_tile_watches_only_what_it_shows():
    layer = Layer("base", 8, 18, [source("far"), source("close", watch="places", min_zoom=16)])
    assert layer.watches(15) == ["base"]
    assert layer.watches(16) == ["base", "places"]


def test_another_statement_is_another_recipe():
    one = Layer("base", 8, 18, [source()])
    other = Layer("base", 8, 18, [source(where="status = 'published'")])
    assert one.recipe(14) == Layer("base", 8, 18, [source()]).recipe(14)
    assert one.recipe(14) != other.recipe(14)


def test_a_source_is_in_the_tiles_of_its_zooms_only():
    layer = Layer("base", 8, 18, [source("far", max_zoom=15), source("close", min_zoom=16)])
    assert [[one.name for one in layer.at(zoom)] for zoom in (15, 16)] == [["far"], ["close"]]


def test_names_in_joined_sources_group_by_the_expression_not_by_its_name():
    statement = layers.base_layer().statement(14)
    assert "GROUP BY box, kind, nullif(level, 0)" in statement
    assert "AS level)" not in statement.split("GROUP BY")[1]


@pytest.mark.parametrize(("zoom", "tolerance_m"), [(10, 38.2), (14, 2.4), (15, 1.2), (16, 0.0), (18, 0.0)])
def test_lines_are_simplified_by_half_a_pixel_until_full_detail(zoom: int, tolerance_m: float):
    assert layers.parameters(zoom, 0, 0)["tolerance"] == pytest.approx(tolerance_m, abs=0.1)
