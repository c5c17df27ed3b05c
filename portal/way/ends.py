"""Where a way to or from a place really ends: at the door that this traveller gets to first."""

from dataclasses import dataclass

from mapping.doors import doors_of
from mapping.routing.engine import Engine
from mapping.routing.reasons import CODES
from mapping.routing.remarks import Remark
from mapping.routing.snapping import Degrees
from mapping.routing.targets import LIMITED_STEP_CM, Arrival, Entrance, times
from mapping.routing.timetable import Shut
from portal.way.question import Stop, Way


@dataclass(frozen=True)
class End:
    """A point to search from or to; `remarks` are about the door, with no place on the line yet."""

    at: Degrees
    remarks: tuple[Remark, ...] = ()


def end_of(way: Way, engine: Engine, stop: Stop, other: Stop, shut: Shut | None) -> End:
    """The stop itself, or the best door of its place as seen from the other end."""
    point, beyond = _degrees(stop), _degrees(other)
    if stop.place is None:
        return End(point)
    (target,) = doors_of(way.quarter).targets([point])
    (arrival,) = times(engine, way.traveller, beyond, [target], optimise=way.optimise, shut=shut)
    door = target[max(0, arrival.entrance)]
    return End(door.at, tuple(_remarks(way, door, arrival, is_known=target != (Entrance(point),))))


def _degrees(stop: Stop) -> Degrees:
    return stop.point.lon, stop.point.lat


def _remarks(way: Way, door: Entrance, arrival: Arrival, *, is_known: bool) -> list[Remark]:
    if not is_known:
        return [Remark("entrance_unknown", door.at, 0.0)]
    code = door.obstacle(way.traveller)
    if not code or arrival.code != code:
        return []
    step_cm = LIMITED_STEP_CM if door.step_cm is None and door.wheelchair == "limited" else door.step_cm
    value = {"entrance_step": step_cm, "entrance_narrow": door.width_m}.get(code)
    limit = way.traveller.limits.get(CODES[code].limit)
    return [Remark(code, door.at, 0.0, value=value, limit=limit, unit=CODES[code].unit, source="osm")]
