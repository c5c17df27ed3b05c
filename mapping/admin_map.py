"""Maps of the admin on our own ground: address search and two numbers first, the map to confirm and to correct."""

from itertools import chain
from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.gdal import GDALException
from django.contrib.gis.geos import GEOSGeometry
from django.core.exceptions import ValidationError
from django.forms import Field, Media
from django.forms.widgets import Script
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from leaflet.admin import LeafletAdminWidget, LeafletGeoAdmin

from common import params
from common.errors import Forbidden
from mapping import positions
from mapping.admin_words import BAD_AREA, refusals, toolbar, words
from mapping.background import background
from mapping.credits import of_ground
from mapping.geocoding import suggest
from mapping.models import Quarter

SUGGESTIONS = 8


class OwnMapWidget(LeafletAdminWidget):
    """The map of one geometry field with its search and, for points, two number fields."""

    search_url = ""

    @property
    def media(self) -> Media:
        # The script of the map is a module: it runs after the libraries and before the page is ready.
        own: list[Any] = [
            Script("vendor/protomaps/protomaps-leaflet.js"),
            Script("mapping/admin/map.js", type="module"),
        ]
        return super().media + Media(js=own, css={"screen": ["mapping/admin/map.css"]})

    def deserialize(self, value: str) -> GEOSGeometry | None:
        """None for what is no flat geometry in degrees, also when the form is shown again; the field refuses it."""
        try:
            found = super().deserialize(value)
        except GDALException:
            return None
        return found if found is not None and _is_on_map(found) else None

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        """What the map has drawn, unless other numbers are typed: then these, whatever they are."""
        drawn: str | None = super().value_from_datadict(data, files, name)
        typed = positions.typed(data, name)
        if typed is None or typed == positions.numbers(self.deserialize(drawn) if drawn else None):
            return drawn
        return positions.text(typed)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        shape = self.deserialize(value) if value and isinstance(value, str) else value
        lon, lat = positions.numbers(shape) if shape else positions.split(value or "")
        return context | {"own_map": self._config(), "is_point": self.geom_type == "POINT", "lon": lon, "lat": lat}

    def _config(self) -> dict[str, Any]:
        quarter = Quarter.objects.default()
        return {
            **background(of_ground(quarter)),
            "search": self.search_url,
            "box": list(quarter.boundary.extent) if quarter else None,
            "draw": toolbar(),
            "words": words(),
        }


class OwnMapAdmin(LeafletGeoAdmin):
    """Geometry fields with our own base map, usable without a mouse."""

    widget = OwnMapWidget
    map_template = "mapping/admin/widget.html"
    settings_overrides = {"TILES": [], "LOADEVENT": "DOMContentLoaded"}

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest | None = None, **kwargs: Any) -> Field | None:
        field: Field | None = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(db_field, GeometryField):
            field.error_messages |= refusals(db_field.geom_type)
            field.validators = [*field.validators, _check_shape]
        return field

    def _get_map_widget(self, db_field: GeometryField, widget: type[OwnMapWidget]) -> type[OwnMapWidget]:
        made = super()._get_map_widget(db_field, widget)
        made.search_url = reverse(f"admin:{self._addresses_name()}")
        return made

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.addresses)
        return [path("adressen/", view, name=self._addresses_name()), *super().get_urls()]

    def _addresses_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_addresses"

    def addresses(self, request: HttpRequest) -> JsonResponse:
        """Addresses of all quarters that `q` may mean: `{"addresses": [{"label", "lon", "lat"}]}`."""
        if not self.has_view_or_change_permission(request):
            raise Forbidden("q", "", _("eine Anmeldung, die diese Einträge sehen darf"))
        found = _addresses(params.text(request.GET, "q"))
        return JsonResponse({"addresses": found}, json_dumps_params={"ensure_ascii": False})


def _is_on_map(shape: GEOSGeometry) -> bool:
    if shape.empty or shape.hasz:
        return False
    west, south, east, north = shape.extent
    return -180 <= west <= east <= 180 and -positions.MERCATOR_LAT <= south <= north <= positions.MERCATOR_LAT


def _check_shape(shape: GEOSGeometry) -> None:
    """The database would refuse it too, but without a sentence for people."""
    if not shape.valid:
        raise ValidationError(BAD_AREA)


def _addresses(text: str) -> list[dict[str, Any]]:
    """What overlapping quarters both know is told once."""
    found = (suggest(text, quarter, limit=SUGGESTIONS) for quarter in Quarter.objects.all())
    located = list(dict.fromkeys(chain.from_iterable(found)))[:SUGGESTIONS]
    return [{"label": one.label, "lon": one.point.lon, "lat": one.point.lat} for one in located]
