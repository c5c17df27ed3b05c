"""How a visitor gets from her start to what was found: along the ways that her profile can use, in one search for all.

Without a path network at the start there is no journey, and everything is as far as a straight line says. Lists and
pages about one thing tell it in the same words.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from django.utils.translation import gettext as _

from common.geo import LonLat
from mapping import network, profiles
from mapping.doors import doors_of
from mapping.models import Quarter
from mapping.routing.engine import Engine
from mapping.routing.profiles import Profile
from mapping.routing.targets import Arrival, times
from mapping.routing.traveller import Traveller
from mapping.way_words import bare
from portal.find import distance

NO_WAY_NEAR = "not-near-network"  # says nothing of the place, so that the straight line has to do


@dataclass(frozen=True)
class Journey:
    """From a start to places, by their keys, at one moment."""

    engine: Engine
    start: LonLat
    quarter: Quarter
    profile: Profile
    at: datetime
    arrivals: Mapping[int, Arrival]

    @classmethod
    def begin(cls, start: LonLat | None, quarter: Quarter, profile: Profile, at: datetime) -> Self | None:
        """A journey to nowhere yet; None without a start, or where no path network is. One query."""
        engine = network.engine_at(start, prefer=quarter) if start else None
        return cls(engine, start, quarter, profile, at, {}) if engine and start else None

    def to(self, places: Mapping[int, LonLat]) -> Self:
        """The same journey with how to get to these places; the order of the places does not matter."""
        keys = sorted(places)
        targets = doors_of(self.quarter).targets([(places[key].lon, places[key].lat) for key in keys])
        closed = network.shut(self.engine, self.quarter, self.at)
        origin = (self.start.lon, self.start.lat)
        found = times(self.engine, Traveller(self.profile), origin, targets, shut=closed)
        arrivals = {key: one for key, one in zip(keys, found, strict=True) if one.code != NO_WAY_NEAR}
        return replace(self, arrivals=arrivals)

    def arrival(self, place: int) -> Arrival | None:
        """None where the network has nothing to say."""
        return self.arrivals.get(place)

    def seconds(self, place: int, line_m: float) -> float:
        """Travel time; in a straight line where there is no network, inf where one cannot get to."""
        arrival = self.arrival(place)
        if arrival is None:
            return line_m / self.profile.speed_m_per_s
        return arrival.duration_s if arrival.is_reached and arrival.duration_s is not None else math.inf

    def first(self, places: Mapping[int, float]) -> int:
        """Of places with their straight distances the one where one is first."""
        return min(places, key=lambda place: (self.seconds(place, places[place]), places[place], place))


@dataclass(frozen=True)
class Reach:
    """How far it is to one place, as people are told. `metres` are those of a straight line."""

    profile: Profile
    metres: float | None
    arrival: Arrival | None = None  # along the ways; None where the network has nothing to say

    @property
    def way(self) -> tuple[float, float] | None:
        """Seconds and metres along the ways, None if one does not get there or nobody knows."""
        found = self.arrival
        if found is None or not found.is_reached or found.duration_s is None or found.distance_m is None:
            return None
        return found.duration_s, found.distance_m

    @property
    def basis(self) -> distance.Basis | None:
        if self.metres is None:
            return None
        return "network" if self.way else "line"

    @property
    def text(self) -> str:
        """„6 Min. mit Rollator (340 m)“, „340 m Luftlinie“; '' without a start."""
        if self.way:
            return distance.journey_text(*self.way, profiles.inside(self.profile))
        return "" if self.metres is None else distance.distance_text(self.metres)

    @property
    def no_way(self) -> str:
        """Why one cannot get there along the ways, as a code; '' if one can, or nobody knows."""
        return self.arrival.code if self.arrival else ""

    @property
    def no_way_text(self) -> str:
        """„mit Rollator kein Weg: Bordstein zu hoch“."""
        if not self.no_way:
            return ""
        told = _("{profile} kein Weg: {reason}")
        return told.format(profile=profiles.inside(self.profile), reason=bare(self.no_way))
