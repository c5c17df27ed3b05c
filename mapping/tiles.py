"""Vector tiles straight from PostGIS: one statement per tile, one tiny query to know that nothing has changed."""

import math
from dataclasses import dataclass
from typing import Self

from django.db import connection
from django.db.models import Count, Max
from django.utils.translation import gettext_lazy as _

from common.errors import NotFound
from common.geo import BBox
from mapping.layers import LAYERS, Layer, parameters
from mapping.models import LayerChange

KEPT = 1000  # writes per layer in the log


def _latitude(zoom: int, row: int) -> float:
    """Of the upper edge of a row of tiles."""
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * row / (1 << zoom)))))


def prune_log(keep: int = KEPT) -> None:
    """Forgets all but the newest writes of each layer; browsers ask once more."""
    for layer in LayerChange.objects.order_by("layer").values_list("layer", flat=True).distinct():
        changes = LayerChange.objects.filter(layer=layer)
        newest_gone = next(iter(changes.order_by("-pk").values_list("pk", flat=True)[keep : keep + 1]), None)
        if newest_gone is not None:
            changes.filter(pk__lte=newest_gone).delete()


@dataclass(frozen=True)
class Tile:
    """An address of the tile grid (XYZ, EPSG:3857) that exists in its layer."""

    layer: Layer
    z: int
    x: int
    y: int

    @classmethod
    def parse(cls, name: str, z: int, x: int, y: int) -> Self:
        """NotFound for an unknown layer and for numbers outside of the layer or of the grid."""
        layer = LAYERS.get(name)
        if layer is None:
            raise NotFound("layer", name, _("eine dieser Ebenen: {list}").format(list=", ".join(sorted(LAYERS))))
        return cls.within(layer, z, x, y)

    @classmethod
    def within(cls, layer: Layer, z: int, x: int, y: int) -> Self:
        """NotFound for numbers outside of the layer or of the grid."""
        if not layer.min_zoom <= z <= layer.max_zoom:
            right = _("eine Zoomstufe von {low} bis {high}")
            raise NotFound("z", z, right.format(low=layer.min_zoom, high=layer.max_zoom))
        if not (x < 1 << z and y < 1 << z):
            raise NotFound("x/y", f"{x}/{y}", _("Zahlen von 0 bis {high}").format(high=(1 << z) - 1))
        return cls(layer, z, x, y)

    @property
    def box(self) -> BBox:
        """What the tile covers, in degrees."""
        north, south = (_latitude(self.z, row) for row in (self.y, self.y + 1))
        west, east = (column / (1 << self.z) * 360 - 180 for column in (self.x, self.x + 1))
        return BBox(west, south, east, north)

    def version(self) -> str:
        """Names the state of the data and of the program; another one means that the tile may look different."""
        changes = LayerChange.objects.filter(layer__in=self.layer.watches(self.z))
        state = changes.aggregate(count=Count("pk"), last=Max("pk"))
        return f"{self.layer.recipe(self.z)}-{state['count']}-{state['last'] or 0}"

    def content(self) -> bytes:
        """Mapbox Vector Tile 2.1, b'' if there is nothing."""
        with connection.cursor() as cursor:
            cursor.execute(self.layer.statement(self.z), parameters(self.z, self.x, self.y))
            return bytes(cursor.fetchone()[0])
