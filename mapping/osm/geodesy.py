"""Lengths on the ellipsoid WGS 84. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

SEMI_MAJOR_M = 6_378_137.0
SQUARED_ECCENTRICITY = 0.006_694_379_990_141_317

Floats = NDArray[np.float64]
Line = Sequence[tuple[float, float]]


def lengths(lines: Sequence[Line]) -> Floats:
    """Metres of every line of lon, lat; true to a millionth for segments of up to some kilometres."""
    counts = np.array([len(line) for line in lines], dtype=np.int64)
    if not counts.sum():
        return np.zeros(len(lines))
    points = np.array([point for line in lines for point in line], dtype=np.float64)
    steps = segments(points[:-1], points[1:])
    steps[np.cumsum(counts)[:-1][counts[:-1] > 0] - 1] = 0  # from one line to the next
    owner = np.repeat(np.arange(len(lines)), counts)[:-1]
    return np.bincount(owner, weights=steps, minlength=len(lines)).astype(np.float64)


def segments(start: Floats, end: Floats) -> Floats:
    """Metres between pairs of lon, lat (n × 2): radii of curvature at the middle latitude."""
    middle = np.radians((start[:, 1] + end[:, 1]) / 2)
    east, north = np.radians(end - start).T
    bend = 1 - SQUARED_ECCENTRICITY * np.sin(middle) ** 2
    across = SEMI_MAJOR_M / np.sqrt(bend)
    along = across * (1 - SQUARED_ECCENTRICITY) / bend
    return np.hypot(across * np.cos(middle) * east, along * north)
