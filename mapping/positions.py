"""A point that people type as longitude and latitude: what the number fields say, and numbers in the wrong order."""

import math
import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.gis.geos import GEOSGeometry, Point
from django.utils.formats import number_format
from django.utils.translation import gettext as _

DIGITS = 7  # decimals of a degree, about a centimetre; as in the map's script
GERMANY = (5.8, 47.2, 15.1, 55.1)  # degrees; longitudes and latitudes do not meet, so that a swap is no guess
MERCATOR_LAT = 85.05  # degrees; beyond it the map has no place for anything
BETWEEN = ";"
_DEGREES = re.compile(r"-?[0-9]{1,3}(?:[.,][0-9]{1,20})?")

Numbers = tuple[str, str]  # longitude and latitude as they stand in their fields


def numbers(shape: GEOSGeometry | None) -> Numbers:
    """Two empty texts for what is no point."""
    return (f"{shape.x:.{DIGITS}f}", f"{shape.y:.{DIGITS}f}") if isinstance(shape, Point) else ("", "")


def typed(data: Mapping[str, Any], field: str) -> Numbers | None:
    """What stands in the two fields beside the map of `field`; None where the form has none."""
    lon, lat = (data.get(f"{field}-{part}") for part in ("lon", "lat"))
    return None if lon is None or lat is None else (str(lon).strip(), str(lat).strip())


def text(said: Numbers) -> str:
    """GeoJSON of the point; where there is none on the map, the two texts as they are, which `split` parts again."""
    lon, lat = (_degrees(one) for one in said)
    if abs(lon) <= 180 and abs(lat) <= MERCATOR_LAT:
        return f'{{"type": "Point", "coordinates": [{lon}, {lat}]}}'
    return BETWEEN.join(said) if any(said) else ""


def _degrees(said: str) -> float:
    """NaN, which is within no limits, for what is no number."""
    return float(said.replace(",", ".")) if _DEGREES.fullmatch(said) else math.nan


def split(value: str) -> Numbers:
    lon, between, lat = value.partition(BETWEEN)
    return (lon, lat) if between else ("", "")


def turned(point: Point) -> Point | None:
    """The point with its numbers exchanged, if it is in Germany so; then it is not as it stands."""
    right = Point(point.y, point.x, srid=point.srid)
    return right if _in_germany(right) else None


def _in_germany(point: Point) -> bool:
    west, south, east, north = GERMANY
    return west <= point.x <= east and south <= point.y <= north


def offer(form: forms.ModelForm, field: str, right: Point) -> None:
    """Tell that the numbers were in the wrong order: the right one stands in the form and only has to be stored."""
    data: Any = form.data.copy()  # type: ignore[attr-defined]
    name = form.add_prefix(field)
    data[name] = right.geojson
    data[f"{name}-lon"], data[f"{name}-lat"] = numbers(right)
    form.data = data
    said = _("Länge und Breite waren vertauscht. Jetzt stehen hier Länge {lon} und Breite {lat}.")
    said += " " + _("Bitte prüfen Sie die Stelle und speichern Sie noch einmal.")
    lon, lat = (number_format(round(degrees, DIGITS)) for degrees in right.coords)
    form.add_error(field, said.format(lon=lon, lat=lat))
