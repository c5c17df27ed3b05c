"""A piece of the world on a piece of paper. Units of paper are tenths of a millimetre, y runs downwards."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from common.geo import LonLat

WIDTH, HEIGHT = 1800, 1120  # between the margins of an A4 page, with room for a heading and a list
EDGE = 150  # free space around the outermost places, in units
SMALLEST_M = 500.0  # across; less shows no street that one knows
BAR_MAX = 420  # units
EQUATOR_RADIUS_M = 6_378_137.0  # of Web Mercator
WORLD_M = 2 * math.pi * EQUATOR_RADIUS_M
PIXEL = 2.6  # units: what a pixel of a screen is on paper
TILE_PIXELS = 256


@dataclass(frozen=True)
class Frame:
    """`west` and `north` in metres of Web Mercator, `scale` in units per such metre, `latitude` of the middle."""

    west: float
    north: float
    scale: float
    latitude: float

    @classmethod
    def around(cls, points: Iterable[LonLat]) -> Self:
        """All points with some space around them. At least one point."""
        eastings, northings = zip(*(_mercator(point) for point in points), strict=True)
        middle = (min(eastings) + max(eastings)) / 2, (min(northings) + max(northings)) / 2
        latitude = math.degrees(2 * math.atan(math.exp(middle[1] / EQUATOR_RADIUS_M)) - math.pi / 2)
        smallest = SMALLEST_M / math.cos(math.radians(latitude))
        per_unit = max(
            (max(eastings) - min(eastings)) / (WIDTH - 2 * EDGE),
            (max(northings) - min(northings)) / (HEIGHT - 2 * EDGE),
            smallest / WIDTH,
        )
        return cls(middle[0] - per_unit * WIDTH / 2, middle[1] + per_unit * HEIGHT / 2, 1 / per_unit, latitude)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north in metres of Web Mercator."""
        return self.west, self.north - HEIGHT / self.scale, self.west + WIDTH / self.scale, self.north

    @property
    def zoom(self) -> float:
        """Of a screen that shows as much on the same space."""
        return math.log2(WORLD_M / TILE_PIXELS / (PIXEL / self.scale))

    @property
    def metre(self) -> float:
        """How many units a metre on the ground is."""
        return self.scale / math.cos(math.radians(self.latitude))

    def on_paper(self, point: LonLat) -> tuple[float, float]:
        easting, northing = _mercator(point)
        return (easting - self.west) * self.scale, (self.north - northing) * self.scale

    @property
    def bar_m(self) -> int:
        """The longest round length that the scale bar has room for."""
        longest = BAR_MAX / self.metre
        power = 10 ** math.floor(math.log10(longest))
        return int(max(step * power for step in (1, 2, 5) if step * power <= longest))


def _mercator(point: LonLat) -> tuple[float, float]:
    latitude = math.radians(point.lat)
    return EQUATOR_RADIUS_M * math.radians(point.lon), EQUATOR_RADIUS_M * math.log(math.tan(math.pi / 4 + latitude / 2))
