"""How far it is: the one door through which distances come into the search.

For now a straight line over the ellipsoid, and every text says so. Times along the path network will replace it here:
`metres_to`, `reachable` and `distance_text` are all that the rest of the search knows of distance.
"""

from typing import Literal

from django.contrib.gis.db.models import PointField
from django.db.models import F, FloatField, Q, Value
from django.db.models.expressions import Combinable
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from common.geo import WGS84, LonLat
from common.sql import Geography, Nearness, WithinMetres
from mapping.routing.profiles import Profile

Basis = Literal["line", "network"]
BASIS: Basis = "line"
SECONDS_PER_MINUTE = 60


def _geography(point: LonLat) -> Geography:
    return Geography(Value(point.point(), output_field=PointField(srid=WGS84)))


def metres_to(start: LonLat) -> Combinable:
    """Distance in metres from a place's point; the spatial index can sort by it."""
    return Nearness(Geography(F("point")), _geography(start), output_field=FloatField())


def reach_m(profile: Profile, minutes: int) -> float:
    """How far a profile comes in a straight line; nobody comes farther on real ways."""
    return profile.speed_m_per_s * minutes * SECONDS_PER_MINUTE


def reachable(start: LonLat, profile: Profile, minutes: int) -> Q:
    """Condition on places: they may be reached in time."""
    return within(start, reach_m(profile, minutes))


def within(start: LonLat, metres: float) -> Q:
    """Condition on places: not farther than that."""
    on_a_sphere = Value(False)  # as the operator that sorts, so that the limit and what is shown agree
    limit = Value(metres, output_field=FloatField())
    return Q(WithinMetres(Geography(F("point")), _geography(start), limit, on_a_sphere))


def basis_word(basis: Basis = BASIS) -> str:
    return _("Luftlinie") if basis == "line" else _("auf Wegen")


def distance_text(metres: float, basis: Basis = BASIS) -> str:
    """„340 m Luftlinie“, „1,2 km Luftlinie“; steps of 10 m, because nobody needs more."""
    rounded = round(metres / 10) * 10
    length = f"{rounded} m" if rounded < 1000 else f"{number_format(round(metres / 1000, 1), 1)} km"
    return _("{length} Luftlinie").format(length=length) if basis == "line" else length
