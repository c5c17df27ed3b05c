"""Choices that several pages offer."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from common import languages
from mapping.profiles import profiles
from mapping.routing.profiles import Profile


@dataclass(frozen=True)
class ProfileChoice:
    """One way of being on the move; `query` chooses it on the present page."""

    slug: str
    label: str
    icon: str
    chosen: bool
    query: str


def profile_choices(chosen: Profile, kept: Mapping[str, str] | None = None) -> list[ProfileChoice]:
    """All profiles in their order; their queries keep the other parameters and leave the default profile out."""
    every = profiles()
    return [
        ProfileChoice(
            slug=profile.slug,
            label=profile.label(languages.active()),
            icon=f"profile:{profile.slug}",
            chosen=profile == chosen,
            query=urlencode({**(kept or {}), **({} if profile == every.default else {"profil": profile.slug})}),
        )
        for profile in every.by_slug.values()
    ]
