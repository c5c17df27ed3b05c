"""Mobility profiles as data: what a profile may use, with the source of every number. Pure: no Django, no database."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

Number = float | int | str | None


@dataclass(frozen=True)
class Figure:
    """A value with the key of its source (see `Profiles.sources`)."""

    value: Number
    source: str


@dataclass(frozen=True)
class Profile:
    """One way of being on the move. Units are in the names of the limits; None means no limit."""

    slug: str
    labels: Mapping[str, str]
    wheels: bool
    wheelchair_tag: str
    limits: Mapping[str, Figure]
    time: Mapping[str, Figure]

    def label(self, language: str) -> str:
        return self.labels.get(language, self.labels["de"])

    def limit(self, name: str) -> float | None:
        """A numeric limit, None = no limit."""
        value = self.limits[name].value
        return None if value is None else float(value)

    @property
    def speed_m_per_s(self) -> float:
        return float(self.time["speed_m_per_s"].value or 0)

    @property
    def steps(self) -> str:
        """`yes`, `handrail` (only with one) or `no`."""
        return str(self.limits["steps"].value)


@dataclass(frozen=True)
class Profiles:
    """All profiles of one version, in their order."""

    version: int
    sources: Mapping[str, Mapping[str, str]]
    by_slug: Mapping[str, Profile]

    @cached_property
    def default(self) -> Profile:
        return next(iter(self.by_slug.values()))


def read(data: Mapping[str, Any]) -> Profiles:
    """Profiles from the parsed file; ValueError names the profile and figure that lacks a known source."""
    sources = data["sources"]
    profiles = {slug: _profile(slug, entry, sources) for slug, entry in data["profiles"].items()}
    return Profiles(version=int(data["version"]), sources=sources, by_slug=profiles)


def _profile(slug: str, entry: Mapping[str, Any], sources: Mapping[str, Any]) -> Profile:
    return Profile(
        slug=slug,
        labels=entry["label"],
        wheels=bool(entry["wheels"]),
        wheelchair_tag=entry["wheelchair_tag"],
        limits=_figures(slug, entry["limits"], sources),
        time=_figures(slug, entry["time"], sources),
    )


def _figures(slug: str, entries: Mapping[str, Any], sources: Mapping[str, Any]) -> dict[str, Figure]:
    for name, entry in entries.items():
        if entry["source"] not in sources:
            raise ValueError(f"profile {slug}: {name} names the unknown source {entry['source']!r}")
    return {name: Figure(entry["value"], entry["source"]) for name, entry in entries.items()}
