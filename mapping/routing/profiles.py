"""Mobility profiles as data: what a profile may use, what it costs, with the source of every number. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

from mapping.routing.attributes import RANKED

Number = float | int | str | None
ANY = "any"  # what a person writes to switch a limit off
UNKNOWN_MODES = ("optimistic", "cautious", "strict")
PARTS = ("limits", "time", "preference", "notice", "unknown")


@dataclass(frozen=True)
class Figure:
    """A value with the key of its source (see `Profiles.sources`)."""

    value: Any
    source: str


@dataclass(frozen=True)
class Bounds:
    """What a person may enter for a limit: one of `words`, or a number from `low` to `high`; `any` switches it off."""

    low: float = 0
    high: float = 0
    step: float = 0
    words: tuple[str, ...] = ()
    any: bool = False


@dataclass(frozen=True)
class Profile:
    """One way of being on the move. Units are in the names of the figures; a limit of None is no limit."""

    slug: str
    labels: Mapping[str, str]
    wheels: bool
    wheelchair_tag: str  # what wheelchair=no means: block, warn, ignore
    ramp_tags: tuple[str, ...]
    fixed_limits: frozenset[str]
    limits: Mapping[str, Figure]
    time: Mapping[str, Figure]
    preference: Mapping[str, Figure]
    notice: Mapping[str, Figure]
    unknown: Mapping[str, Figure]
    surface_factors: Mapping[str, float] = field(default_factory=dict)

    def label(self, language: str) -> str:
        return self.labels.get(language, self.labels["de"])

    def limit(self, name: str) -> float | None:
        """A numeric limit, None = no limit."""
        value = self.limits[name].value
        return None if value is None else float(value)

    @property
    def speed_m_per_s(self) -> float:
        return float(self.time["speed_m_per_s"].value)

    @property
    def steps(self) -> str:
        """`yes`, `handrail` (only with one) or `no`."""
        return str(self.limits["steps"].value)

    @property
    def default_mode(self) -> str:
        return str(self.unknown["default_mode"].value)

    @cached_property
    def digest(self) -> str:
        """The same for profiles that treat every way alike, whatever they are called."""
        figures = {part: {name: entry.value for name, entry in getattr(self, part).items()} for part in PARTS}
        rules = [self.wheels, self.wheelchair_tag, self.ramp_tags, dict(self.surface_factors), figures]
        return hashlib.sha256(json.dumps(rules, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Profiles:
    """All profiles of one version, in their order."""

    version: int
    sources: Mapping[str, Mapping[str, str]]
    by_slug: Mapping[str, Profile]
    personal_limits: Mapping[str, Bounds]

    @cached_property
    def default(self) -> Profile:
        return next(iter(self.by_slug.values()))


def read(data: Mapping[str, Any]) -> Profiles:
    """Profiles from the parsed file; ValueError names the profile and figure that lacks a known source."""
    sources = data["sources"]
    factors = data["surface_time_factors"]
    profiles = {slug: _profile(slug, entry, sources, factors) for slug, entry in data["profiles"].items()}
    bounds = {name: _bounds(entry) for name, entry in data["personal_limits"].items()}
    return Profiles(version=int(data["version"]), sources=sources, by_slug=profiles, personal_limits=bounds)


def _profile(slug: str, entry: Mapping[str, Any], sources: Mapping[str, Any], factors: Mapping[str, Any]) -> Profile:
    return Profile(
        slug=slug,
        labels=entry["label"],
        wheels=bool(entry["wheels"]),
        wheelchair_tag=entry["wheelchair_tag"],
        ramp_tags=tuple(entry["ramp_tags"]),
        fixed_limits=frozenset(entry["fixed_limits"]),
        surface_factors=_factors(factors["wheels" if entry["wheels"] else "foot"]),
        **{part: _figures(slug, entry[part], sources) for part in PARTS},
    )


def _figures(slug: str, entries: Mapping[str, Any], sources: Mapping[str, Any]) -> Mapping[str, Figure]:
    for name, entry in entries.items():
        if entry["source"] not in sources:
            raise ValueError(f"profile {slug}: {name} names the unknown source {entry['source']!r}")
    return MappingProxyType({name: Figure(entry["value"], entry["source"]) for name, entry in entries.items()})


def _factors(entry: Mapping[str, Any]) -> Mapping[str, float]:
    """One factor for each class of surface and one for an unknown surface (``)."""
    default = float(entry["default"])
    return {word: float(entry.get(word, default)) for word in ("", *RANKED["surface"])}


def _bounds(entry: Mapping[str, Any]) -> Bounds:
    kind = entry.get("enum", ())
    words = RANKED.get(kind, ()) if isinstance(kind, str) else tuple(str(word) for word in kind)
    return Bounds(
        low=float(entry.get("min", 0)),
        high=float(entry.get("max", 0)),
        step=float(entry.get("step", 0)),
        words=tuple(words),
        any=bool(entry.get("any", False)),
    )
