"""How a visitor gets from her start to what was found: along the ways that her profile can use, in one search for all.

Without a path network at the start there is no journey, and everything is as far as a straight line says.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from common.geo import LonLat
from mapping.doors import doors_of
from mapping.network import engine_at, shut
from mapping.routing.engine import Engine
from mapping.routing.targets import Arrival, times
from mapping.routing.traveller import Traveller
from portal.find.distance import SECONDS_PER_MINUTE
from portal.find.question import Find

NO_WAY_NEAR = "not-near-network"  # says nothing of the place, so that the straight line has to do


@dataclass(frozen=True)
class Journey:
    """From the start of a question to places, by their keys."""

    engine: Engine
    find: Find
    arrivals: Mapping[int, Arrival]

    @classmethod
    def begin(cls, find: Find) -> Self | None:
        """A journey to nowhere yet; None without a start, or where no path network is. One query."""
        engine = engine_at(find.start.point, prefer=find.quarter) if find.start else None
        return cls(engine, find, {}) if engine else None

    def to(self, places: Mapping[int, LonLat]) -> Self:
        """The same journey with how to get to these places; the order of the places does not matter."""
        assert self.find.start is not None
        keys = sorted(places)
        targets = doors_of(self.find.quarter).targets([(places[key].lon, places[key].lat) for key in keys])
        origin = (self.find.start.point.lon, self.find.start.point.lat)
        now = shut(self.engine, self.find.quarter, self.find.now)
        found = times(self.engine, Traveller(self.find.profile), origin, targets, shut=now)
        arrivals = {key: one for key, one in zip(keys, found, strict=True) if one.code != NO_WAY_NEAR}
        return type(self)(self.engine, self.find, arrivals)

    def arrival(self, place: int) -> Arrival | None:
        """None where the network has nothing to say."""
        return self.arrivals.get(place)

    def seconds(self, place: int, line_m: float) -> float:
        """Travel time; in a straight line where there is no network, inf where one cannot get to."""
        arrival = self.arrival(place)
        if arrival is None:
            return line_m / self.find.profile.speed_m_per_s
        return arrival.duration_s if arrival.is_reached and arrival.duration_s is not None else math.inf

    def first(self, places: Mapping[int, float]) -> int:
        """Of places with their straight distances the one where one is first."""
        return min(places, key=lambda place: (self.seconds(place, places[place]), places[place], place))

    def in_time(self, seconds: float) -> bool:
        """Within the minutes that the question allows."""
        return self.find.minutes is None or seconds <= self.find.minutes * SECONDS_PER_MINUTE
