"""Drawn paths in the database, as an import would leave them, and findings of people on them."""

from datetime import date
from typing import Any

import numpy as np
from django.contrib.gis.geos import Point

from mapping.models import Barrier, NetworkVersion, PathEdge, PathSurvey, Quarter, State
from mapping.osm.elements import Extract
from mapping.osm.load_network import Loaded, load_network
from tests import drawing

DAY = date(2026, 3, 3)


def load(quarter: Quarter, text: str, *args: Any, source: str = "osm", **more: Any) -> Loaded:
    """See `drawing.raw`."""
    return load_network(quarter, source, Extract((), raw=drawing.raw(text, *args, **more)))


def active(quarter: Quarter) -> NetworkVersion:
    return NetworkVersion.objects.active().get(quarter=quarter)


def near(text: str, letter: str, east_m: float = 0, north_m: float = 0) -> Point:
    """A point so many metres from a letter of the drawing."""
    lon, lat = drawing.places(text)[letter]
    return Point(lon + east_m * drawing.EAST, lat + north_m * drawing.NORTH, srid=4326)


def barrier(kind: str, point: Point, value: Any = None, **more: Any) -> Barrier:
    """A confirmed barrier; a word or a number as its value."""
    told = {"word": value} if isinstance(value, str) else {"value": value}
    defaults = {"state": State.CONFIRMED, "verified_on": DAY}
    return Barrier.objects.create(kind=kind, point=point, **told, **defaults | more)


def survey(attribute: str, point: Point, value: Any, **more: Any) -> PathSurvey:
    told = {"word": value} if isinstance(value, str) else {"value": value}
    return PathSurvey.objects.create(attribute=attribute, point=point, **told, **{"surveyed_on": DAY} | more)


def is_mapped(array: Any) -> bool:
    """Whether an array lies in a file that processes share, perhaps seen through a plain view."""
    while array is not None and not isinstance(array, np.memmap):
        array = getattr(array, "base", None)
    return array is not None


def edges(quarter: Quarter) -> dict[str, PathEdge]:
    return {edge.key: edge for edge in PathEdge.objects.filter(version=active(quarter))}
