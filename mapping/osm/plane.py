"""Metres around a place: a flat picture of the ground, true to some millimetres per hundred metres in a quarter."""

import math
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

DEGREE_M = 111_195.0  # of a great circle, mean radius 6,371,008.8 m
G = TypeVar("G", bound=BaseGeometry)


@dataclass(frozen=True)
class Plane:
    """Turns degrees into metres at one latitude (equirectangular)."""

    lat: float

    @property
    def scale(self) -> np.ndarray:
        return np.array([DEGREE_M * max(math.cos(math.radians(self.lat)), 0.01), DEGREE_M])

    def metric(self, shape: G) -> G:
        return shapely.transform(shape, lambda degrees: degrees * self.scale)

    def degrees(self, shape: G) -> G:
        return shapely.transform(shape, lambda metres: metres / self.scale)

    def buffered(self, shape: BaseGeometry, distance_m: float) -> BaseGeometry:
        return self.degrees(self.metric(shape).buffer(distance_m))
