"""What a card, a row of a table and a file tell of one signed route for one profile. Nothing is computed."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mapping import measures, profiles, signed_words
from mapping.models import RouteCheck, SignedRoute
from mapping.routing import signed
from mapping.routing.profiles import Profile
from mapping.routing.signed import BLOCKED, OFF, PASSABLE, Found
from mapping.signed_routes import Checked
from mapping.signed_words import Verdict
from portal.way import feature

REASONS = 3
REVERSE_S = 30.0  # a way back that takes so much longer or shorter is worth a word


def meant(route: SignedRoute) -> list[Profile]:
    """Those a route is meant for, in the order of all profiles."""
    return [profile for slug, profile in profiles.profiles().by_slug.items() if slug in route.profiles]


def first_meant(route: SignedRoute) -> Profile:
    return next(iter(meant(route)), profiles.profiles().default)


@dataclass(frozen=True)
class Summary:
    """One route, one profile, one direction."""

    checked: Checked
    profile: Profile
    backward: bool = False

    @property
    def route(self) -> SignedRoute:
        return self.checked.route

    @cached_property
    def row(self) -> RouteCheck | None:
        return self.checked.check(self.profile, backward=self.backward)

    @property
    def verdict(self) -> Verdict:
        return signed_words.verdict(self.row.verdict) if self.row else signed_words.UNCHECKED

    @cached_property
    def found(self) -> tuple[Found, ...]:
        """The worst first, each kind in the order of the way."""
        every = signed.read(self.row.found) if self.row else ()
        return tuple(sorted(every, key=lambda one: -signed.VERDICTS.index(one.level)))

    @property
    def reasons(self) -> list[str]:
        """Why the verdict is what it is; the first ones and how many more there are."""
        verdict = self.row.verdict if self.row else PASSABLE
        said = list(dict.fromkeys(signed_words.reason(one) for one in self.found if one.level == verdict))
        more = len(said) - REASONS
        return [*said[:REASONS], *([_("{n} weitere").format(n=more)] if more > 0 else [])]

    @property
    def is_shut(self) -> bool:
        return self.row is not None and self.row.verdict in (OFF, BLOCKED)

    @property
    def profile_label(self) -> str:
        return profiles.label(self.profile)

    @property
    def spoken_profile(self) -> str:
        return profiles.inside(self.profile)

    @property
    def icon(self) -> str:
        return f"profile:{self.profile.slug}"

    @property
    def length(self) -> str:
        return measures.length(self.row.length_m) if self.row else ""

    @property
    def duration(self) -> str:
        """„25 Minuten“; '' where the way is blocked: nobody takes that long."""
        return "" if self.row is None or self.is_shut else measures.duration(self.row.duration_s)

    @property
    def time(self) -> str:
        """„25 Minuten mit Rollator“."""
        return f"{self.duration} {self.spoken_profile}" if self.duration else ""

    @property
    def seats(self) -> str:
        count = self.row.seats if self.row else 0
        if not count:
            return _("keine Bank am Weg eingetragen")
        return ngettext("{n} Bank am Weg", "{n} Bänke am Weg", count).format(n=count)

    @property
    def toilets(self) -> str:
        count = self.row.toilets if self.row else 0
        return ngettext("{n} Toilette am Weg", "{n} Toiletten am Weg", count).format(n=count) if count else ""

    @property
    def kind(self) -> str:
        return _("Rundweg") if self.route.is_round else _("Weg von A nach B")

    def other_way(self) -> "Summary":
        return Summary(self.checked, self.profile, not self.backward)

    @property
    def differs_back(self) -> bool:
        """Whether the way back is another thing for this profile: because of slopes, or of one-way rules."""
        other = self.other_way().row
        if self.row is None or other is None:
            return False
        return (
            self.row.verdict != other.verdict
            or abs(self.row.duration_s - other.duration_s) >= REVERSE_S
            or _codes(self.found) != _codes(self.other_way().found)
        )


def _codes(found: Sequence[Found]) -> list[tuple[str, str]]:
    return sorted((one.remark.code, str(one.remark.value)) for one in found if one.remark.code != "seat_gap")


@dataclass(frozen=True)
class Card:
    """One route in the list, for the profile asked for or for all that it is meant for."""

    every: tuple[Summary, ...]

    @classmethod
    def of(cls, checked: Checked, profile: Profile | None) -> Self:
        wanted = [profile] if profile else meant(checked.route) or [profiles.profiles().default]
        return cls(tuple(Summary(checked, one) for one in wanted))

    @property
    def first(self) -> Summary:
        return self.every[0]


# ----------------------------------------------------------------------------------------------------------- as a file


def as_feature(checked: Checked, url: str) -> dict[str, Any]:
    """GeoJSON of the curated line with the checks of all profiles in both directions."""
    route = checked.route
    every = [
        Summary(checked, profile, back) for profile in profiles.profiles().by_slug.values() for back in (False, True)
    ]
    properties = {
        "name": route.name,
        "slug": route.slug,
        "summary": route.summary,
        "url": url,
        "round_trip": route.is_round,
        "profiles": route.profiles,
        "keeper": route.keeper,
        "verified_at": route.verified_on.isoformat() if route.verified_on else None,
        "checks": [_check(one) for one in every if one.row],
    }
    line = feature.geometry(route.points)
    return {"type": "Feature", "id": f"route-{route.slug}", "geometry": line, "properties": properties}


def _check(one: Summary) -> dict[str, Any]:
    row = one.row
    assert row is not None
    return {
        "profile": row.profile,
        "backward": row.backward,
        "verdict": row.verdict,
        "distance_m": feature.metres(row.length_m),
        "duration_s": feature.metres(row.duration_s),
        "surveyed_share": feature.share(row.surveyed),
        "seats": row.seats,
        "toilets": row.toilets,
        "found": [{"level": found.level, **feature.warning(found.remark)} for found in one.found],
        "network_version": row.network,
        "checked_at": row.checked_at.isoformat(),
    }
