"""Places in the map's tiles."""

from actors.ground import place_is_public
from mapping import layers
from mapping.layers import POINTS, Layer, Source

# Kinds and groups come along by name, because the map tells them apart by colour, shape and picture.
PLACES = (
    'actors_place JOIN actors_kind AS sort ON sort.id = kind_id JOIN actors_group AS "group" ON "group".id = group_id'
)
PUBLISHED = f"actors_place.status = 'published' AND {place_is_public('actors_place.point')}"
COLUMNS = ("actors_place.slug AS id", "actors_place.name", "sort.slug AS kind", '"group".slug AS "group"')

# Benches, stops and the like are so many that they belong to the ground: small, and only when close.
QUIET = Source(
    "spot",
    PLACES,
    ("sort.slug AS kind", "sort.icon"),
    POINTS,
    f"{PUBLISHED} AND sort.quiet",
    watch="places",
    min_zoom=16,
)


def place_layer() -> Layer:
    """Every published place, the quiet kinds from zoom 15 on."""
    where = f"{PUBLISHED} AND (NOT sort.quiet OR %(z)s >= 15)"
    return Layer("places", 10, 18, [Source("place", PLACES, COLUMNS, POINTS, where, watch="places")])


def register() -> None:
    layers.register(place_layer())
    layers.extend("base", QUIET)
