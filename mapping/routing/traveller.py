"""Who is on the way: a profile with the limits this person has set, and how she takes what nobody knows. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from mapping.routing.attributes import rank
from mapping.routing.profiles import Number, Profile

RANKED_LIMITS = MappingProxyType(
    {"worst_surface": "surface", "worst_smoothness": "smoothness", "worst_tracktype": "tracktype"}
)


@dataclass(frozen=True)
class Traveller:
    """A profile, personal values over its limits (None = no limit), and the mode for unknown facts.

    `limits` may hold any name of a profile's limits; `speed_m_per_s` replaces that of the profile.
    """

    profile: Profile
    own: Mapping[str, Number] = field(default_factory=dict)
    unknown: str = ""

    @property
    def mode(self) -> str:
        """`optimistic`, `cautious` or `strict`."""
        return self.unknown or self.profile.default_mode

    @cached_property
    def limits(self) -> dict[str, Number]:
        """Every limit as it holds for this person."""
        return {name: self.own.get(name, figure.value) for name, figure in self.profile.limits.items()}

    @property
    def speed_m_per_s(self) -> float:
        return float(self.own.get("speed_m_per_s") or self.profile.speed_m_per_s)

    @cached_property
    def key(self) -> tuple[object, ...]:
        """The same for travellers who may go the same ways at the same pace; hashable."""
        return (self.profile.digest, self.mode, self.speed_m_per_s, *sorted(self.limits.items()))

    def number(self, name: str) -> float | None:
        """A numeric limit, None = no limit."""
        value = self.limits[name]
        return None if value is None else float(value)

    def worst_rank(self, name: str) -> int | None:
        """The highest rank that `worst_surface`, `worst_smoothness` or `worst_tracktype` allows, None = no limit."""
        value = self.limits[name]
        return None if value is None else rank(RANKED_LIMITS[name], str(value))

    def word(self, name: str) -> str:
        """A limit that is a word: `steps`, `escalator`, `busy_road`, `kerb_edge`."""
        return str(self.limits[name])

    def figure(self, part: str, name: str) -> float | None:
        """A number of the profile's `time`, `preference`, `notice` or `unknown`."""
        value = getattr(self.profile, part)[name].value
        return None if value is None else float(value)

    def requires(self, fact: str) -> bool:
        """Whether this person must know the fact before she relies on a way."""
        return fact in self.profile.unknown["strict_requires"].value

    def without(self, **changes: Number) -> Traveller:
        """The same person with other limits, for „what if“."""
        return Traveller(self.profile, {**self.own, **changes}, self.unknown)
