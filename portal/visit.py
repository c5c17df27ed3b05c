"""What a page about one thing knows of its visitor: the quarter, the profile, where the way begins."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.contrib.gis.geos import GEOSGeometry
from django.http import HttpRequest
from django.utils import timezone

from actors.models import Place
from common.geo import LonLat
from common.hours import Calendar
from mapping import profiles
from mapping.models import Quarter
from mapping.routing.profiles import Profile
from portal.context import Site
from portal.find.journey import Journey, Reach
from portal.find.question import Start, chosen_quarter, parse_start

WITHOUT_QUARTER = Calendar("BE")  # any Land: only the holidays of all Länder are certain where no quarter is known


@dataclass(frozen=True)
class Visit:
    """`request` parsed once; `at` is the moment of the visit."""

    site: Site
    quarter: Quarter | None
    profile: Profile
    start: Start | None
    at: datetime

    @property
    def kept(self) -> dict[str, str]:
        """Parameters that links on the page keep beside the profile."""
        return {**self.site.carried, **({"von": self.start.text} if self.start else {})}

    @property
    def query(self) -> str:
        """The question of this visit for links to other records, `?…` or ''."""
        pairs = {**self.kept, **({"profil": self.chosen_profile} if self.chosen_profile else {})}
        return f"?{urlencode(pairs)}" if pairs else ""

    @property
    def chosen_profile(self) -> str:
        """The profile's slug for links, '' for the default one."""
        return "" if self.profile == profiles.profiles().default else self.profile.slug

    @property
    def today(self) -> date:
        """The day on the calendar of the quarter, not that of Greenwich."""
        return timezone.localdate(self.at)

    @property
    def calendar(self) -> Calendar:
        return self.quarter.calendar if self.quarter else WITHOUT_QUARTER

    def reach(self, places: Iterable[Place]) -> dict[int, Reach]:
        """How far it is from the start to each of the places, by their keys, in one search; nothing without a start."""
        return self.reach_points({place.pk: LonLat.of(place.point) for place in places})

    def reach_points(self, points: Mapping[int, LonLat]) -> dict[int, Reach]:
        """The same for points by the keys of places."""
        if self.start is None or not points:
            return {}
        start = self.start.point
        begun = Journey.begin(start, self.quarter, self.profile, self.at) if self.quarter else None
        journey = begun.to(points) if begun else None
        return {
            key: Reach(self.profile, start.distance_m(point), journey.arrival(key) if journey else None)
            for key, point in points.items()
        }


def visit(request: HttpRequest, where: GEOSGeometry | None = None) -> Visit:
    """UsageError if a parameter is wrong. A quarter in the address wins over the one that holds `where`."""
    named = chosen_quarter(request.GET, "quartier")[0] if request.GET.get("quartier") else None
    quarter = named or holding(where) or Quarter.objects.default()
    return Visit(
        site=Site(request, quarter),
        quarter=quarter,
        profile=profiles.chosen(request.GET, "profil"),
        start=parse_start(request.GET, "von", quarter) if quarter else None,
        at=timezone.now(),
    )


def holding(where: GEOSGeometry | None) -> Quarter | None:
    """The first public quarter that the geometry touches."""
    if where is None:
        return None
    return Quarter.objects.published().filter(boundary__intersects=where).order_by("-is_default", "pk").first()
