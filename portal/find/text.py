"""Free text → parts that must all match, each by vocabulary, name, street, organisation, what is there, description."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import add, or_

from django.contrib.postgres.search import SearchQuery
from django.db.models import BooleanField, Case, Exists, ExpressionWrapper, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.utils import timezone

from actors.models import Offering, Organisation, Place
from actors.models.places import met_by
from common.sql import Fold, folded_in_all_languages
from common.text import fold
from initiatives.models import Event, Initiative, Participation, Programme
from mapping.geocoding import written_out
from mapping.models import Address, Quarter
from portal.find.language import STOP_WORDS, is_street_name
from portal.find.spellings import nearest
from portal.find.vocabulary import NOTHING, PHRASE_MAX, Closeness, Terms, Vocabulary

_WORD = re.compile(r"[\w§]+")
PARTS_MAX = 8  # more words say nothing more and cost the database time
_UMLAUTS = (("ae", "ä"), ("oe", "ö"), ("ue", "ü"))


@dataclass(frozen=True)
class Part:
    """One word, or several that mean one thing. `strange`: nothing here is spelled so; `nearly` is what comes near."""

    typed: str
    folded: str
    terms: Terms = NOTHING
    strange: bool = False
    nearly: tuple[str, ...] = ()

    @property
    def for_places(self) -> Terms:
        """Kinds are what places are; a need with the same name is wider, so it counts only where there is no kind."""
        if self.terms.closeness != Closeness.WORD and self.terms.kinds:
            return Terms(kinds=self.terms.kinds, closeness=self.terms.closeness)
        return self.terms

    @cached_property
    def spelled(self) -> str:
        """Folded, with „str.“ written out."""
        return written_out(self.folded)

    @cached_property
    def query(self) -> SearchQuery:
        """Full text: as typed, or with the umlauts that were written out."""
        spelled = self.typed
        for plain, umlaut in _UMLAUTS:
            spelled = spelled.replace(plain, umlaut)
        typed = SearchQuery(self.typed, config="german")
        return typed if spelled == self.typed else typed | SearchQuery(spelled, config="german")

    def like(self, column: str) -> Q:
        """The folded column holds the part, or something spelled nearly like it."""
        if not self.folded:
            return Q(pk__in=[])
        return reduce(or_, (Q(**{f"{column}__contains": word}) for word in (self.spelled, *self.nearly)))

    def begins(self, column: str) -> Q:
        """A word of the folded column begins with the part; „Bank“ is not what „Sitzbank“ is called."""
        words = (self.spelled, *self.nearly)
        return reduce(or_, (Q(**{f"{column}__regex": rf"\m{word}"}) for word in words))


def read(text: str, vocabulary: Vocabulary) -> tuple[Part, ...]:
    """The parts of a search text, stop words left out; asks the database once if a word is not in the vocabulary."""
    typed = [word for word in _WORD.findall(text) if word.strip("_")]
    parts = _phrases(typed, vocabulary)[:PARTS_MAX]
    return _spelled_nearly(parts, vocabulary)


def _phrases(typed: list[str], vocabulary: Vocabulary) -> list[Part]:
    """Longest phrases of the vocabulary first, single words otherwise."""
    parts: list[Part] = []
    at = 0
    while at < len(typed):
        part, length = _longest(typed[at : at + PHRASE_MAX], vocabulary)
        parts += [part] if part else []
        at += length
    return parts


def _longest(typed: list[str], vocabulary: Vocabulary) -> tuple[Part | None, int]:
    folded = [fold(word) for word in typed]
    for length in range(len(typed), 0, -1):
        terms = vocabulary.phrase(folded[:length])
        if terms and not (length == 1 and folded[0] in STOP_WORDS):
            return Part(" ".join(typed[:length]), " ".join(filter(None, folded[:length])), terms), length
    if folded[0] in STOP_WORDS:
        return None, 1
    return Part(typed[0], folded[0], vocabulary.word(folded[0]) if folded[0] else NOTHING), 1


def _spelled_nearly(parts: list[Part], vocabulary: Vocabulary) -> tuple[Part, ...]:
    """Look for words that the vocabulary does not hold as parts of compounds, then as slips of the pen."""
    strange = [part for part in parts if part.folded and not part.terms]
    literal = _written_here(strange)
    return tuple(_resolved(part, part in literal, vocabulary) if part in strange else part for part in parts)


def _resolved(part: Part, literal: bool, vocabulary: Vocabulary) -> Part:
    if literal and is_street_name(part.spelled):
        return part
    terms = vocabulary.inside(part.folded)
    nearly = () if literal else nearest(part.spelled)
    if literal or (terms and not nearly):
        return Part(part.typed, part.folded, terms)
    return Part(part.typed, part.folded, terms or vocabulary.slip(part.folded), strange=True, nearly=nearly)


def _written_here(parts: list[Part]) -> set[Part]:
    """Those parts that somebody here uses just so."""
    marks = {f"part{n}": ExpressionWrapper(_occurs(part), BooleanField()) for n, part in enumerate(parts)}
    row = next(iter(Quarter.objects.order_by().values(**marks)[:1]), {}) if parts else {}
    return {part for n, part in enumerate(parts) if row.get(f"part{n}")}


def _occurs(part: Part) -> Q:
    """The word stands in a name, street or title, or some form of it in a description."""
    held = Q(folded__contains=part.spelled)
    public = (Place.objects.published(), Offering.objects.published(), Initiative.objects.published())
    told = (rows.filter(held | Q(words=part.query)) for rows in public)
    programmes = _with_folded_label()
    events = Event.objects.published().not_over(timezone.now())
    named = (rows.filter(held) for rows in (_with_folded_name(), programmes, Address.objects.all(), events))
    return reduce(or_, (Q(Exists(rows)) for rows in (*told, *named)))


# --- the parts as conditions ------------------------------------------------------------------------------------------


def places_with(part: Part) -> Q:
    """Condition on places: the part is in their vocabulary, name, street, description, organisation or an offering."""
    terms = part.for_places
    told = Offering.objects.published().filter(part.like("folded"))
    by_offering = Offering.places.through.objects.filter(offering__in=told).values("place")
    return (
        _meant(terms)
        | part.like("folded")
        | Q(words=part.query)
        | Q(organisation__in=_organisations(part))
        | Q(pk__in=by_offering)
    )


def _meant(terms: Terms) -> Q:
    """Condition on places: they are or do what the terms mean."""
    condition = Q(kind__in=terms.kinds)
    if terms.needs:
        condition |= met_by(need__in=terms.needs)
    if terms.targets:
        aimed = Place.target_groups.through.objects.filter(targetgroup__in=terms.targets)
        condition |= Q(pk__in=aimed.values("place"))
    return condition


def offerings_with(part: Part) -> Q:
    """Condition on offerings: the part is in their needs, target groups, title, description, organisation or place."""
    at = Offering.places.through.objects.filter(place__in=_places(part))
    return (
        _offered(part.terms)
        | part.like("folded")
        | Q(words=part.query)
        | Q(organisation__in=_organisations(part))
        | Q(pk__in=at.values("offering"))
    )


def _offered(terms: Terms) -> Q:
    needs = Offering.needs.through.objects.filter(need__in=terms.needs)
    targets = Offering.target_groups.through.objects.filter(targetgroup__in=terms.targets)
    return Q(pk__in=needs.values("offering")) | Q(pk__in=targets.values("offering"))


def initiatives_with(part: Part) -> Q:
    """Condition on initiatives: the part is in their needs, programmes, title, description, place or who takes part."""
    at = Initiative.places.through.objects.filter(place__in=_places(part))
    programmes = _with_folded_label().filter(part.like("folded"))
    run = Initiative.programmes.through.objects.filter(programme__in=programmes)
    partners = Participation.objects.filter(organisation__in=_organisations(part))
    return (
        _pursued(part.terms)
        | part.like("folded")
        | Q(words=part.query)
        | Q(lead__in=_organisations(part))
        | Q(pk__in=at.values("initiative"))
        | Q(pk__in=run.values("initiative"))
        | Q(pk__in=partners.values("initiative"))
    )


def _pursued(terms: Terms) -> Q:
    needs = Initiative.needs.through.objects.filter(need__in=terms.needs)
    return Q(pk__in=needs.values("initiative"))


def _places(part: Part) -> "QuerySet[Place]":
    return Place.objects.published().filter(part.like("folded"))


def _organisations(part: Part) -> "QuerySet[Organisation]":
    return _with_folded_name().filter(part.like("folded"))


def _with_folded_name() -> "QuerySet[Organisation]":
    return Organisation.objects.published().annotate(folded=Fold(F("name")))


def _with_folded_label() -> "QuerySet[Programme]":
    return Programme.objects.annotate(folded=folded_in_all_languages("label"))


# --- the parts as an order --------------------------------------------------------------------------------------------


def rank(parts: tuple[Part, ...], text: str, *, name: str, meant: Callable[[Part], Q]) -> Combinable:
    """Lower is better: exact name, name begins so; then per part: word of the name, vocabulary, in the name, street.

    `name` is a column with the folded name as people see it; `folded` holds it, and the street or the name in other
    languages too. Folding a name costs time, so the name is looked at only where `folded` says that it may matter.
    """
    whole = fold(text)
    held = Q(folded__contains=whole)
    by_name = Case(
        When(held & Q(**{name: whole}), then=Value(-200)),
        When(held & (Q(folded__startswith=whole) | Q(**{f"{name}__startswith": whole})), then=Value(-100)),
        default=Value(0),
        output_field=IntegerField(),
    )
    return reduce(add, (_rank(part, name, meant(part)) for part in parts), by_name)


def _rank(part: Part, name: str, meant: Q) -> Case:
    held = part.like("folded")
    return Case(
        When(Q(folded__startswith=part.spelled), then=Value(0)),
        When(held & part.begins(name), then=Value(1)),
        When(meant, then=Value(2 + part.terms.closeness)),
        When(held & part.like(name), then=Value(6)),
        When(held, then=Value(7)),
        default=Value(9),
        output_field=IntegerField(),
    )


def place_rank(parts: tuple[Part, ...], text: str) -> Combinable:
    return rank(parts, text, name="folded_name", meant=lambda part: _meant(part.for_places))


def offering_rank(parts: tuple[Part, ...], text: str) -> Combinable:
    return rank(parts, text, name="folded_name", meant=lambda part: _offered(part.terms))


def initiative_rank(parts: tuple[Part, ...], text: str) -> Combinable:
    return rank(parts, text, name="folded_name", meant=lambda part: _pursued(part.terms))
