"""Maps of the admin on our own ground."""

from leaflet.admin import LeafletGeoAdmin


class OwnMapAdmin(LeafletGeoAdmin):
    """A geometry field with our own base map."""
