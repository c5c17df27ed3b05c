"""The profiles of this installation, read once from `fixtures/profiles.yaml`."""

from functools import cache

import yaml
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import get_language

from common import params
from mapping.routing.profiles import Profile, Profiles, read


@cache
def profiles() -> Profiles:
    with (settings.BASE_DIR / "fixtures" / "profiles.yaml").open(encoding="utf-8") as file:
        return read(yaml.safe_load(file))


def chosen(query: QueryDict, name: str) -> Profile:
    """The profile a request names, the default one if it names none; UsageError if there is no such profile."""
    known, default = profiles().by_slug, profiles().default.slug
    return known[params.choice(query, name, known, default, lambda slug: known[slug].label(get_language() or "de"))]
