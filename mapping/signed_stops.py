"""A curated line from way points that somebody has typed: addresses or coordinates, one a row."""

from django.contrib.gis.geos import LineString
from django.utils.translation import gettext as _

from common.errors import UsageError
from common.geo import WGS84, LonLat
from mapping import geocoding, network
from mapping.models import Quarter
from mapping.profiles import profiles
from mapping.routing.engine import Engine
from mapping.routing.route import Route, Wishes, find_route
from mapping.routing.tracks import line_along
from mapping.routing.traveller import Traveller

FIELD = "stops"
MOST = 100  # way points
BARE = Wishes(looser=False)


def line_through(text: str, *, is_round: bool) -> LineString:
    """The way of somebody without limits from point to point. UsageError names the row it cannot reach."""
    rows = [row.strip() for row in text.splitlines() if row.strip()]
    if not 2 <= len(rows) <= MOST:
        raise UsageError(FIELD, len(rows), _("zwei bis {most} Zeilen, jede mit einem Wegpunkt").format(most=MOST))
    points = [point_of(row) for row in rows]
    if is_round and points[0] != points[-1]:
        points.append(points[0])
        rows.append(rows[0])
    engine = network.engine_at(*points)
    if engine is None:
        raise UsageError(FIELD, rows[0], _("Punkte in einem Quartier, für das Wege eingetragen sind"))
    found: list[tuple[float, float]] = []
    for row in range(1, len(points)):
        found += _between(engine, points, rows, row)
    return _closed(found, is_round=is_round)


def point_of(row: str) -> LonLat:
    """„13.31, 52.58“, or an address of one of the quarters."""
    if _is_numbers(row):
        return LonLat.parse(FIELD, row)
    refused: UsageError | None = None
    for quarter in Quarter.objects.order_by("-is_default", "pk"):
        try:
            return geocoding.locate(FIELD, row, quarter).point
        except UsageError as error:
            refused = refused or error
    raise refused or UsageError(FIELD, row, _("ein Quartier mit Adressen"))


def _is_numbers(row: str) -> bool:
    parts = row.split(",")
    return len(parts) > 1 and all(part.strip().lstrip("-").replace(".", "", 1).isdecimal() for part in parts)


def _between(engine: Engine, points: list[LonLat], rows: list[str], row: int) -> tuple[tuple[float, float], ...]:
    (start, goal), walker = points[row - 1 : row + 1], Traveller(profiles().default)
    route = find_route(engine, walker, (start.lon, start.lat), (goal.lon, goal.lat), wishes=BARE)
    if not isinstance(route, Route):
        right = _("ein Punkt, zu dem von „{before}“ ein Weg führt").format(before=rows[row - 1])
        raise UsageError(FIELD, rows[row], right)
    return line_along(route.path)


def _closed(points: list[tuple[float, float]], *, is_round: bool) -> LineString:
    points = [point for row, point in enumerate(points) if not row or point != points[row - 1]]
    if is_round and points and points[0] != points[-1]:
        points.append(points[0])
    if len(set(points)) < 2:
        raise UsageError(FIELD, "", _("Punkte, die nicht alle an derselben Stelle liegen"))
    return LineString(points, srid=WGS84)
