"""Which kind an object is, by the selectors of `fixtures/taxonomy.yaml`; the rules stand in its comments."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from mapping.osm.tags import values, words

Tags = Mapping[str, str]
Alternative = Mapping[str, Any]
COUNTED_KEYS = ("amenity", "shop", "social_facility", "healthcare")
FOR_KEYS = ("social_facility:for", "community_centre:for")


def holds(tags: Tags, key: str, wanted: Any) -> bool:
    """One condition: text or list = any of them, `*` = present, `!x` = not x (also when absent), None = absent."""
    raw = tags.get(key)
    negated = isinstance(wanted, str) and wanted.startswith("!")
    if raw is None:
        return wanted is None or negated
    if wanted is None or wanted == "*":
        return wanted == "*"
    if negated:
        return wanted[1:] not in values(raw)
    return not {wanted}.isdisjoint(values(raw)) if isinstance(wanted, str) else not set(wanted).isdisjoint(values(raw))


def matches(tags: Tags, alternatives: tuple[Alternative, ...]) -> bool:
    return any(all(holds(tags, key, wanted) for key, wanted in one.items()) for one in alternatives)


@dataclass(frozen=True)
class Selector:
    """How one kind is recognised."""

    slug: str
    label: str
    tags: tuple[Alternative, ...]
    name: re.Pattern[str] | None


@dataclass(frozen=True)
class Taxonomy:
    """The part of the vocabulary that reading needs; kinds in matching order."""

    kinds: tuple[Selector, ...]
    name_guard: tuple[Alternative, ...]
    target_groups: Mapping[str, str]  # value or alias → slug

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> Self:
        """From the parsed taxonomy file."""
        return cls(
            kinds=tuple(_selector(kind) for kind in content["kinds"] if not kind.get("manual")),
            name_guard=tuple(content["name_guard"]["any"]),
            target_groups={
                value: group["slug"]
                for group in content["target_groups"]
                for value in (*group["osm"], *group["aliases"])
            },
        )

    def kind(self, tags: Tags) -> Selector | None:
        """The first kind that matches."""
        guarded = matches(tags, self.name_guard)
        name = tags.get("name", "")
        for kind in self.kinds:
            if guarded and kind.name and kind.name.search(name):
                return kind
            if matches(tags, kind.tags):
                return kind
        return None

    def groups(self, tags: Tags) -> tuple[str, ...]:
        """Slugs of the target groups, sorted; unknown values set none."""
        said = {value for key in FOR_KEYS for value in words(tags.get(key))}
        return tuple(sorted({self.target_groups[value] for value in said if value in self.target_groups}))


def _selector(kind: Mapping[str, Any]) -> Selector:
    pattern = re.compile(kind["name"], re.IGNORECASE) if kind.get("name") else None
    return Selector(kind["slug"], kind["label"], tuple(kind.get("tags", ())), pattern)


def unmatched(tags: Tags) -> list[tuple[str, str]]:
    """What the report counts of an object that is no place here: `("amenity", "parking")`."""
    return [(key, value) for key in COUNTED_KEYS for value in values(tags.get(key))]
