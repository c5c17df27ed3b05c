"""Where things stand that must not cover each other: names along streets, numbers beside each other. Pure."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import shapely
from shapely import LineString, Polygon, affinity

from portal.printed_map.frame import HEIGHT, WIDTH

LETTER = 0.54  # mean width of a letter of our typeface, of its size
SPOTS = (0.5, 0.35, 0.65, 0.2, 0.8)  # along a street, the best first
STRAIGHT = 0.985  # chord to arc: less bends under a straight name
INSIDE = 12  # units that a name keeps from the edge
ROUNDS = 60
Point = tuple[float, float]


@dataclass(frozen=True)
class Name:
    """A text centred on a point, turned by degrees clockwise."""

    text: str
    x: float
    y: float
    angle: float
    size: float

    @property
    def ground(self) -> Polygon:
        """What it covers."""
        half, high = len(self.text) * self.size * LETTER / 2, self.size * 0.6
        flat = shapely.box(self.x - half, self.y - high, self.x + half, self.y + high)
        return affinity.rotate(flat, self.angle, origin=(self.x, self.y))


def along(streets: Iterable[tuple[str, shapely.Geometry]], taken: Sequence[Polygon], size: float) -> list[Name]:
    """One name for each street that has room for it, in the order given; the first ones have the first choice."""
    page = shapely.box(INSIDE, INSIDE, WIDTH - INSIDE, HEIGHT - INSIDE)
    found: list[Name] = []
    covered = list(taken)
    for text, lines in streets:
        fits = (one for one in _candidates(text, lines, size) if page.contains(one.ground))
        name = next((one for one in fits if not any(one.ground.intersects(other) for other in covered)), None)
        if name:
            found.append(name)
            covered.append(name.ground)
    return found


def _candidates(text: str, lines: shapely.Geometry, size: float) -> Iterator[Name]:
    width = len(text) * size * LETTER
    for line in sorted(shapely.get_parts(lines), key=shapely.length, reverse=True):
        if isinstance(line, LineString) and line.length >= width:
            yield from filter(None, (_at(text, line, spot, width, size) for spot in SPOTS))


def _at(text: str, line: LineString, spot: float, width: float, size: float) -> Name | None:
    """None where the street bends or ends under the name."""
    middle = spot * line.length
    if middle < width / 2 or middle > line.length - width / 2:
        return None
    begin, end = line.interpolate(middle - width / 2), line.interpolate(middle + width / 2)
    if begin.distance(end) < STRAIGHT * width:
        return None
    angle = math.degrees(math.atan2(end.y - begin.y, end.x - begin.x))
    upright = (angle + 90) % 180 - 90  # never upside down
    return Name(text, (begin.x + end.x) / 2, (begin.y + end.y) / 2, upright, size)


def apart(points: Sequence[Point], distance: float) -> list[Point]:
    """The points, pushed so that any two are at least so far from each other, and inside of the page."""
    found = [list(point) for point in points]
    for _ in range(ROUNDS):
        moved = [_push(found, one, other, distance) for one in range(len(found)) for other in range(one)]
        for point in found:
            point[0] = min(max(point[0], distance / 2), WIDTH - distance / 2)
            point[1] = min(max(point[1], distance / 2), HEIGHT - distance / 2)
        if not any(moved):
            break
    return [(x, y) for x, y in found]


def _push(points: list[list[float]], one: int, other: int, distance: float) -> bool:
    """Whether the two were too near; at the same spot the later one goes to the right."""
    across, down = points[one][0] - points[other][0], points[one][1] - points[other][1]
    now = math.hypot(across, down)
    if now >= distance - 0.01:
        return False
    across, down = (across / now, down / now) if now else (1.0, 0.0)
    step = (distance - now) / 2
    for point, sign in ((points[one], 1), (points[other], -1)):
        point[0] += sign * step * across
        point[1] += sign * step * down
    return True
