"""Areas of initiatives as map tiles."""

from actors.ground import at_places_is_public
from mapping import layers
from mapping.layers import AREAS, Layer, Source

TABLE = "initiatives_initiative"
COLUMNS = ("slug AS id", "title_de AS name", "state")
PUBLIC = at_places_is_public("initiatives_initiative_places", "initiative_id", f"{TABLE}.id", f"{TABLE}.area")
PUBLISHED = f"status = 'published' AND {PUBLIC}"


def register() -> None:
    # A quarter that opens or closes changes both what is shown of places and of initiatives.
    layers.register(Layer("initiatives", 8, 18, [Source("area", TABLE, COLUMNS, AREAS, PUBLISHED, watch="places")]))
