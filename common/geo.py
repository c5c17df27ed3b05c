"""Points and boxes that cannot be wrong: longitude first, by name, WGS 84."""

import math
from dataclasses import dataclass
from typing import Self

from django.contrib.gis.geos import Point, Polygon
from django.utils.translation import gettext_lazy as _

from common.errors import UsageError

WGS84 = 4326
WEB_MERCATOR = 3857
EARTH_RADIUS_M = 6_371_008.8  # mean radius, IUGG


@dataclass(frozen=True)
class LonLat:
    """A point in degrees, WGS 84."""

    lon: float
    lat: float

    @classmethod
    def parse(cls, field: str, text: str) -> Self:
        """Read `lon,lat`; UsageError names the field."""
        right = _("Länge,Breite in Grad, zum Beispiel 13.31,52.58")
        numbers = _numbers(text)
        if len(numbers) != 2:
            raise UsageError(field, text, right)
        lon, lat = numbers
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            raise UsageError(field, text, right)
        return cls(lon, lat)

    @classmethod
    def of(cls, point: Point) -> Self:
        return cls(point.x, point.y)

    def point(self) -> Point:
        return Point(self.lon, self.lat, srid=WGS84)

    def distance_m(self, other: "LonLat") -> float:
        """Great-circle distance in metres (haversine)."""
        lat1, lat2 = math.radians(self.lat), math.radians(other.lat)
        dlat, dlon = lat2 - lat1, math.radians(other.lon - self.lon)
        h = math.sin(dlat / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(dlon / 2) ** 2
        return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(h)))

    def __str__(self) -> str:
        return f"{self.lon:.6f},{self.lat:.6f}"


@dataclass(frozen=True)
class BBox:
    """A box in degrees, WGS 84, west < east and south < north."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def parse(cls, field: str, text: str) -> Self:
        """Read `west,south,east,north`; UsageError names the field."""
        right = _("West,Süd,Ost,Nord in Grad, zum Beispiel 13.29,52.57,13.33,52.60")
        numbers = _numbers(text)
        if len(numbers) != 4:
            raise UsageError(field, text, right)
        west, south, east, north = numbers
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            raise UsageError(field, text, right)
        return cls(west, south, east, north)

    def polygon(self) -> Polygon:
        box = Polygon.from_bbox((self.west, self.south, self.east, self.north))
        box.srid = WGS84
        return box

    def contains(self, point: LonLat) -> bool:
        return self.west <= point.lon <= self.east and self.south <= point.lat <= self.north

    def __str__(self) -> str:
        return f"{self.west:.6f},{self.south:.6f},{self.east:.6f},{self.north:.6f}"


def _numbers(text: str) -> list[float]:
    """Comma-separated finite numbers, or [] if any part is none."""
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        return []
    return numbers if all(math.isfinite(number) for number in numbers) else []
