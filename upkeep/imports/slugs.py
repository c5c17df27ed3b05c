"""Addresses of pages: readable, unique, and never changed again."""

from collections import defaultdict

from django.db.models import Model

from common.text import german_slug


class Slugs:
    """Hands out free slugs of one model: `apotheke`, `apotheke-2` …"""

    def __init__(self, model: type[Model]) -> None:
        self.taken = set(model._default_manager.values_list("slug", flat=True))  # type: ignore[attr-defined]
        self.tried: dict[str, int] = defaultdict(int)

    def free(self, text: str) -> str:
        base = german_slug(text)
        slug = base
        while slug in self.taken:
            self.tried[base] = max(self.tried[base], 1) + 1
            slug = f"{base}-{self.tried[base]}"
        self.taken.add(slug)
        return slug
