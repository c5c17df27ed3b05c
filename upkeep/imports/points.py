"""Points as an import remembers and compares them: [lon, lat], JSON-ready."""

from collections.abc import Sequence
from typing import Protocol

from django.contrib.gis.geos import Point

from common.geo import WGS84

DIGITS = 7  # of a degree: one centimetre, as in OpenStreetMap


class Spot(Protocol):
    """A point of GEOS or of shapely."""

    @property
    def x(self) -> float: ...
    @property
    def y(self) -> float: ...


def pair(spot: Spot) -> list[float]:
    return [round(spot.x, DIGITS), round(spot.y, DIGITS)]


def point(of: Sequence[float]) -> Point:
    return Point(*of, srid=WGS84)
