"""Completions while somebody types: needs, kinds, what has a page of its own, addresses."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, IntegerField, Q, Value, When
from django.utils import timezone

from actors.models import Offering, Place
from common.geo import LonLat
from common.sql import in_language
from common.text import fold
from initiatives.models import Event, Initiative
from mapping import geocoding
from mapping.geocoding import written_out
from mapping.models import Quarter
from portal.find.question import looks_like_coordinates
from portal.find.vocabulary import Closeness, Terms, Vocabulary, current, union

MOST = 8  # not fewer than there are types
EACH = 3  # of one type
FROM_LETTERS = 2
SIMILAR_FROM = 4  # letters from which spelling may be off
TYPES = ("need", "kind", "place", "offering", "initiative", "event", "address")


@dataclass(frozen=True)
class Suggestion:
    """One line under the field; `query` is the find page's query string for it."""

    type: str
    label: str
    query: str
    url: str = ""
    point: LonLat | None = None

    def as_dict(self) -> dict[str, Any]:
        point = [round(self.point.lon, 7), round(self.point.lat, 7)] if self.point else None
        more = {"url": self.url, "point": point}
        return {"type": self.type, "label": self.label, "query": self.query, **{k: v for k, v in more.items() if v}}


@dataclass(frozen=True)
class Typed:
    """What stands in the field, and where it is asked."""

    text: str
    quarter: Quarter
    vocabulary: Vocabulary
    carried: dict[str, str]

    @property
    def folded(self) -> str:
        return written_out(fold(self.text))

    @cached_property
    def terms(self) -> Terms:
        """What the text means or begins to mean; near spellings only if nothing else fits."""
        words, key = fold(self.text).split(), self.folded.replace(" ", "")
        begun = (terms for alias, terms in self.vocabulary.exact.items() if alias.startswith(key))
        found = union([self.vocabulary.phrase(words), *begun], Closeness.WORD)
        if len(words) > 1:
            return found
        return found or self.vocabulary.word(key) or self.vocabulary.slip(key)

    def query(self, **chosen: str) -> str:
        return urlencode({**chosen, **self.carried})


def suggestions(text: str, quarter: Quarter, *, types: tuple[str, ...], in_default_quarter: bool) -> list[Suggestion]:
    """At most `MOST`; of each type at most `EACH`, and one if there is any. [] for a text too short to say anything."""
    if len(fold(text)) < FROM_LETTERS or looks_like_coordinates(text):
        return []
    typed = Typed(text, quarter, current(), {} if in_default_quarter else {"quartier": quarter.slug})
    return _shared_out([list(FINDERS[type_](typed)) for type_ in TYPES if type_ in types])


def _shared_out(found: list[list[Suggestion]]) -> list[Suggestion]:
    """The first of every type have room before the second of any; they stand type by type."""
    turns = sorted((turn, type_) for type_, entries in enumerate(found) for turn in range(len(entries)))[:MOST]
    return [found[type_][turn] for type_, turn in sorted((type_, turn) for turn, type_ in turns)]


def _needs(typed: Typed) -> Iterator[Suggestion]:
    meant = [need for need in typed.vocabulary.needs if need.pk in typed.terms.needs]
    meant.sort(key=lambda need: not fold(need.label).startswith(typed.folded))
    for need in meant[:EACH]:
        yield Suggestion("need", need.label, typed.query(bedarf=need.slug))


def _kinds(typed: Typed) -> Iterator[Suggestion]:
    meant = [kind for kind in typed.vocabulary.kinds if kind.pk in typed.terms.kinds]
    meant.sort(key=lambda kind: not fold(kind.label).startswith(typed.folded))
    for kind in meant[:EACH]:
        yield Suggestion("kind", kind.label, typed.query(art=kind.slug))


def _places(typed: Typed) -> Iterator[Suggestion]:
    here = Place.objects.published().within(typed.quarter.boundary)
    for place in here.filter(_alike(typed)).order_by(_fit(typed), "name", "pk")[:EACH]:
        yield Suggestion(
            "place", place.name, typed.query(q=place.name), place.get_absolute_url(), LonLat.of(place.point)
        )


def _offerings(typed: Typed) -> Iterator[Suggestion]:
    return _titled("offering", Offering.objects.published().offered_on(timezone.localdate()), typed)


def _initiatives(typed: Typed) -> Iterator[Suggestion]:
    return _titled("initiative", Initiative.objects.published(), typed)


def _events(typed: Typed) -> Iterator[Suggestion]:
    return _titled("event", Event.objects.published().not_over(timezone.now()), typed)


def _titled(type_: str, public: Any, typed: Typed) -> Iterator[Suggestion]:
    here = public.within(typed.quarter.boundary).filter(_alike(typed))
    for one in here.order_by(_fit(typed), in_language("title"), "pk")[:EACH]:
        yield Suggestion(type_, one.title, typed.query(q=one.title), one.get_absolute_url())


def _alike(typed: Typed) -> Q:
    held = Q(folded__contains=typed.folded)
    return held | Q(folded__trigram_word_similar=typed.folded) if len(typed.folded) >= SIMILAR_FROM else held


def _fit(typed: Typed) -> Case:
    begins, holds = Q(folded__startswith=typed.folded), Q(folded__contains=typed.folded)
    cases = (When(begins, then=Value(0)), When(holds, then=Value(1)))
    return Case(*cases, default=Value(2), output_field=IntegerField())


def _addresses(typed: Typed) -> Iterator[Suggestion]:
    for found in geocoding.suggest(typed.text, typed.quarter, limit=EACH):
        yield Suggestion("address", found.label, typed.query(von=found.label), point=found.point)


FINDERS: dict[str, Callable[[Typed], Iterator[Suggestion]]] = {
    "need": _needs,
    "kind": _kinds,
    "place": _places,
    "offering": _offerings,
    "initiative": _initiatives,
    "event": _events,
    "address": _addresses,
}
