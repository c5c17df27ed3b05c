"""How far it is in a straight line over the ellipsoid, and how distances and times are told.

The database sorts and narrows by the straight line, which no way is shorter than; `portal.find.journey` knows the ways.
"""

from typing import Literal

from django.contrib.gis.db.models import PointField
from django.db.models import F, FloatField, Q, Value
from django.db.models.expressions import Combinable
from django.utils.translation import gettext as _

from common.geo import WGS84, LonLat
from common.sql import Geography, Nearness, WithinMetres
from mapping.measures import length, minutes
from mapping.routing.profiles import Profile
from mapping.routing.snapping import FAR_M

Basis = Literal["line", "network"]
SECONDS_PER_MINUTE = 60
TO_THE_WAYS_M = 2 * FAR_M  # straight links at both ends, which take no time in a journey


def _geography(point: LonLat) -> Geography:
    return Geography(Value(point.point(), output_field=PointField(srid=WGS84)))


def metres_to(start: LonLat) -> Combinable:
    """Distance in metres from a place's point; the spatial index can sort by it."""
    return Nearness(Geography(F("point")), _geography(start), output_field=FloatField())


def reach_m(profile: Profile, within_minutes: int) -> float:
    """How far a profile comes in a straight line; nobody comes farther on real ways."""
    return profile.speed_m_per_s * within_minutes * SECONDS_PER_MINUTE


def reachable(start: LonLat, profile: Profile, within_minutes: int, *, by_way: bool) -> Q:
    """Condition on places: they may be reached in time."""
    return within(start, reach_m(profile, within_minutes) + (TO_THE_WAYS_M if by_way else 0.0))


def within(start: LonLat, metres: float) -> Q:
    """Condition on places: not farther than that."""
    on_a_sphere = Value(False)  # as the operator that sorts, so that the limit and what is shown agree
    limit = Value(metres, output_field=FloatField())
    return Q(WithinMetres(Geography(F("point")), _geography(start), limit, on_a_sphere))


def basis_word(basis: Basis) -> str:
    return _("Luftlinie") if basis == "line" else _("auf Wegen")


def distance_text(metres: float) -> str:
    """„340 m Luftlinie“, „1,2 km Luftlinie“."""
    return _("{length} Luftlinie").format(length=length(metres))


def journey_text(seconds: float, metres: float, profile: str) -> str:
    """„6 Min. mit Rollator (340 m)“, „1 Std. 5 Min. zu Fuß (3,9 km)“."""
    hours, rest = divmod(minutes(seconds), 60)
    time = _("{n} Min.").format(n=rest) if not hours else _("{hours} Std. {n} Min.").format(hours=hours, n=rest)
    return _("{time} {profile} ({length})").format(time=time, profile=profile, length=length(metres))
