"""Lengths on the ellipsoid, against PostGIS."""

import numpy as np
import pytest
from django.contrib.gis.geos import LineString
from django.db import connection

from mapping.osm.geodesy import lengths
from mapping.osm.network import draft
from mapping.osm.reader import read
from tests.conftest import EXTRACTS


def by_postgis(lines: list[tuple[tuple[float, float], ...]]) -> np.ndarray:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ST_Length(ST_GeomFromText(line, 4326)::geography)"
            " FROM unnest(%s) WITH ORDINALITY AS l(line, n) ORDER BY n",
            [[LineString(line, srid=4326).wkt for line in lines]],
        )
        return np.array([row[0] for row in cursor.fetchall()])


@pytest.mark.django_db
@pytest.mark.parametrize("lat", [-60.0, 0.0, 47.3, 52.585, 54.9, 70.0])
def test_lengths_are_those_of_the_ellipsoid(lat: float):
    lines = [
        ((13.0, lat), (13.0 + east, lat + north)) for east in (0, 1e-5, 1e-3, 0.01) for north in (1e-5, 1e-3, 0.01)
    ]
    assert lengths(lines) == pytest.approx(by_postgis(lines), rel=1e-6)


def test_a_line_is_as_long_as_its_parts_and_lines_do_not_mix():
    a, b, c = (13.0, 52.0), (13.001, 52.0), (13.001, 52.001)
    whole, first, second = lengths([(a, b, c), (a, b), (b, c)])
    assert whole == pytest.approx(first + second, rel=1e-12)


@pytest.mark.parametrize(
    ("lines", "expected"), [([], []), ([((1.0, 2.0),)], [0.0]), ([((1.0, 2.0), (1.0, 2.0))], [0.0])]
)
def test_what_has_no_length_is_zero(lines: list, expected: list):
    assert lengths(lines).tolist() == expected


@pytest.mark.realdata
@pytest.mark.django_db
@pytest.mark.parametrize("name", ["berlin-wittenau-miraustr", "neuss-s11"])
def test_every_edge_of_a_real_extract_is_as_long_as_postgis_says(name: str):
    extract = read(EXTRACTS / f"{name}.osm.pbf", max_mb=100)
    assert extract.raw is not None
    edges = [edge for edge in draft(extract.raw).edges if len(edge.line) > 1]
    theirs = by_postgis([edge.line for edge in edges])
    ours = np.array([edge.length_m for edge in edges])
    far = theirs > 0.01
    assert far.sum() > 2_000
    assert np.abs(ours[far] / theirs[far] - 1).max() < 1e-6
