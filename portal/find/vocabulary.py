"""The words people use for needs and kinds: labels, synonyms, parts of compounds, slips of the pen.

The vocabulary is small (some 70 terms), so it is kept in memory, one copy per state of its tables. What state that is,
one cheap query says (`fingerprint`): no signal, no clock, no other process can make it stale.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property, lru_cache
from typing import Self

from django.conf import settings
from django.db import connection
from django.db.models import prefetch_related_objects

from actors.models import Group, Kind, Need, TargetGroup
from actors.models.vocabulary import Term
from common.spelling import grams, slips, slips_allowed
from common.text import fold
from portal.find.language import stem

TABLES = ("actors_need", "actors_kind", "actors_kind_needs", "actors_group", "actors_targetgroup")
_STATE = "(SELECT count(*) || ':' || coalesce(sum(hashtextextended(t::text, 0)), 0) FROM {table} t)"
FINGERPRINT = "SELECT concat_ws(' ', " + ", ".join(_STATE.format(table=table) for table in TABLES) + ")"
PHRASE_MAX = 5  # words in the longest synonym
PREFIX_MIN, INSIDE_MIN, ALIKE = 4, 5, 0.3
_PARTS = re.compile(r"[,/()]|\bund\b|\band\b|&")


class Closeness(IntEnum):
    """How a word met the vocabulary, best first."""

    EXACT = 0  # the whole label or synonym, in any ending
    WORD = 1  # a word of it, or its beginning
    INSIDE = 2  # one is part of the other: „Tagespflegeplatz“
    SLIP = 3  # a slip of the pen: „Apoteke“


@dataclass(frozen=True)
class Terms:
    """What a word may mean; primary keys."""

    needs: frozenset[int] = frozenset()
    kinds: frozenset[int] = frozenset()
    targets: frozenset[int] = frozenset()
    closeness: Closeness = Closeness.EXACT

    def __bool__(self) -> bool:
        return bool(self.needs or self.kinds or self.targets)

    def __or__(self, other: Self) -> "Terms":
        closeness = max(self.closeness, other.closeness)
        return Terms(self.needs | other.needs, self.kinds | other.kinds, self.targets | other.targets, closeness)

    def at(self, closeness: Closeness) -> "Terms":
        return Terms(self.needs, self.kinds, self.targets, closeness)


NOTHING = Terms()


def union(terms: Iterable[Terms], closeness: Closeness) -> Terms:
    result = NOTHING
    for term in terms:
        result |= term
    return result.at(closeness)


def compact(text: str) -> str:
    """Folded without blanks, so that „116 117“ and „Tages-Pflege“ meet their written-together forms."""
    return fold(text).replace(" ", "")


@dataclass(frozen=True)
class Vocabulary:
    """Needs, kinds, target groups of this installation, ready for looking up words."""

    needs: tuple[Need, ...]
    kinds: tuple[Kind, ...]
    groups: tuple[Group, ...]
    targets: tuple[TargetGroup, ...]
    _slips: dict[str, Terms] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def need_by_slug(self) -> dict[str, Need]:
        return {need.slug: need for need in self.needs}

    @cached_property
    def kind_by_slug(self) -> dict[str, Kind]:
        return {kind.slug: kind for kind in self.kinds}

    @cached_property
    def kind_by_pk(self) -> dict[int, Kind]:
        return {kind.pk: kind for kind in self.kinds}

    @cached_property
    def quiet(self) -> tuple[int, ...]:
        """Kinds that show only when something asks for them."""
        return tuple(kind.pk for kind in self.kinds if kind.quiet)

    @cached_property
    def exact(self) -> dict[str, Terms]:
        """Compact label or synonym → terms."""
        found: dict[str, Terms] = {}
        for alias, terms in self._aliases():
            found[compact(alias)] = found.get(compact(alias), NOTHING) | terms
        found.pop("", None)
        return found

    @cached_property
    def by_stem(self) -> dict[str, Terms]:
        found: dict[str, Terms] = {}
        for alias, terms in self.exact.items():
            found[stem(alias)] = found.get(stem(alias), NOTHING) | terms
        return found

    @cached_property
    def by_word(self) -> dict[str, Terms]:
        """Single folded word of a label or synonym → terms."""
        found: dict[str, Terms] = {}
        for alias, terms in self._aliases(groups=False):
            for word in fold(alias).split():
                found[word] = found.get(word, NOTHING) | terms
        return {word: terms for word, terms in found.items() if len(word) > 2}

    @cached_property
    def _grams(self) -> dict[str, frozenset[str]]:
        return {word: grams(word) for word in {*self.by_word, *self.exact} if len(word) >= PREFIX_MIN}

    @cached_property
    def _beginnings(self) -> dict[str, Terms]:
        """Like `by_word`, but of needs the labels only: their synonyms are many, and their beginnings mean too much."""
        own = {need.pk: {word for label in _labels(need) for word in fold(label).split()} for need in self.needs}
        narrowed = {
            word: Terms(frozenset(pk for pk in terms.needs if word in own[pk]), terms.kinds, terms.targets)
            for word, terms in self.by_word.items()
        }
        return {word: terms for word, terms in narrowed.items() if terms}

    def _aliases(self, *, groups: bool = True) -> Iterator[tuple[str, Terms]]:
        for need in self.needs:
            yield from ((alias, Terms(needs=frozenset({need.pk}))) for alias in _need_aliases(need))
        for kind in self.kinds:
            yield from ((alias, Terms(kinds=frozenset({kind.pk}))) for alias in _kind_aliases(kind))
        for target in self.targets:
            yield from ((alias, Terms(targets=frozenset({target.pk}))) for alias in _labels(target))
        for group in self.groups if groups else ():
            members = Terms(kinds=frozenset(kind.pk for kind in self.kinds if kind.group_id == group.pk))
            yield from ((alias, members) for alias in _labels(group))

    def phrase(self, words: Iterable[str]) -> Terms:
        """Terms whose whole label or synonym these folded words are."""
        key = "".join(words)
        return self.exact.get(key) or self.by_stem.get(stem(key)) or NOTHING

    def word(self, word: str) -> Terms:
        """Terms of which the folded word is a part or the beginning."""
        same = self.by_word.get(word, NOTHING)
        if len(word) < PREFIX_MIN:
            return same.at(Closeness.WORD)
        root = stem(word)
        begun = (terms for known, terms in self._beginnings.items() if known.startswith(root))
        return union([same, *begun], Closeness.WORD)

    def inside(self, word: str) -> Terms:
        """Terms that the folded compound begins or ends with („Apothekennotdienst“), or that end with it („Heim“)."""
        known = [alias for alias in self.exact if len(alias) >= INSIDE_MIN and alias != word]
        first = max((alias for alias in known if word.startswith(stem(alias))), key=len, default="")
        last = max((alias for alias in known if word.endswith(alias)), key=len, default="")
        found = [self.exact[alias] for alias in _apart(word, first, last)]
        if not found and len(word) >= PREFIX_MIN:
            found = [terms for alias, terms in self.by_word.items() if alias.endswith(word)]
        return union(found, Closeness.INSIDE)

    def slip(self, word: str) -> Terms:
        """Terms whose spelling is nearest to the folded word, if near enough to be meant."""
        if word not in self._slips:
            if len(self._slips) > 5000:
                self._slips.clear()
            self._slips[word] = self._nearest(word)
        return self._slips[word]

    def _nearest(self, word: str) -> Terms:
        own, allowed = grams(word), slips_allowed(word)
        alike = [known for known, other in self._grams.items() if _overlap(own, other) >= ALIKE]
        distances = {known: slips(word, known, allowed) for known in alike}
        least = min((distance for distance in distances.values() if distance <= allowed), default=None)
        near = [known for known, distance in distances.items() if distance == least]
        return union((self.exact.get(known) or self.by_word[known] for known in near), Closeness.SLIP)


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)


def _apart(word: str, first: str, last: str) -> list[str]:
    """Both parts of a compound; of two that overlap („Tagespflege“ and „Pflegeplatz“) the longer, then the first."""
    if first and last and len(stem(first)) + len(last) > len(word):
        return [max(first, last, key=len)]
    return [part for part in (first, last) if part]


def _labels(term: Term) -> list[str]:
    """In all languages."""
    return [label for label in (getattr(term, f"label_{code}") for code, _name in settings.LANGUAGES) if label]


def _need_aliases(need: Need) -> list[str]:
    short = [label for label in (need.short_label_de, need.short_label_en) if label]
    return [*_labels(need), *short, *need.synonyms, *(str(entry["number"]) for entry in need.emergency_numbers)]


def _kind_aliases(kind: Kind) -> list[str]:
    """Labels, their parts („Post, Bank, Geldautomat“ are three) and synonyms."""
    parts = [part.strip() for label in _labels(kind) for part in _PARTS.split(label)]
    return [*_labels(kind), *(part for part in parts if part and not part.endswith("-")), *kind.synonyms]


def fingerprint() -> str:
    """Names the present content of the vocabulary's tables, whoever wrote it."""
    with connection.cursor() as cursor:
        cursor.execute(FINGERPRINT)
        return str(cursor.fetchone()[0])


def current() -> Vocabulary:
    """The vocabulary as it stands in the database now."""
    return _load(fingerprint())


@lru_cache(maxsize=4)
def _load(_fingerprint: str) -> Vocabulary:
    kinds = list(Kind.objects.select_related("group"))
    prefetch_related_objects(kinds, "needs")
    return Vocabulary(
        tuple(Need.objects.all()), tuple(kinds), tuple(Group.objects.all()), tuple(TargetGroup.objects.all())
    )
