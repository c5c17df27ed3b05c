"""Where hits come from. One entry in `SOURCES` per kind of thing; all are narrowed by the same question.

A source gives candidates as a queryset, and light rows (type, key, what sorts them) that the database can join with
those of the other sources, sort and cut. Only the rows of one page become hits.
"""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    FloatField,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Collate
from django.utils.timezone import localdate

from actors.models import Offering, Place
from actors.models.places import met_by
from actors.verdict import judge
from common.records import GERMAN
from common.sql import Fold, Unindexed, in_language
from initiatives.models import EventDate, Initiative, State
from portal.find import distance, text
from portal.find.access import accepts
from portal.find.narrowing import Narrowing

ALWAYS = "24/7"
GOING_ON = tuple(state for state in State.values if state != State.FINISHED)
LAST_IF_FINISHED = Case(When(state=State.FINISHED, then=Value(1)), default=Value(0), output_field=IntegerField())
WORTH_A_CIRCLE = 10  # times more rows than wanted, before it pays to ask for the radius first
ROW = ("of_type", "pk", "fit", "metres", "called")
ORDER_NEAR = (F("metres").asc(nulls_last=True), F("fit").asc(), F("called").asc(), F("of_type").desc(), F("pk").asc())
ORDER = (F("fit").asc(), F("called").asc(), F("of_type").desc(), F("pk").asc())


class Source(ABC):
    """One kind of thing that can be found."""

    type: str

    @abstractmethod
    def matching(self, narrowing: Narrowing) -> "QuerySet[Any]":
        """Everything that fits, whether open or not."""

    @abstractmethod
    def sorted_by(self, narrowing: Narrowing) -> dict[str, Any]:
        """Expressions for `fit` (lower is better), `metres` and `called`."""

    def near(self, _narrowing: Narrowing, _hours: "set[str] | None", _end: int, _count: int) -> Q:
        """Condition that holds for the first `end` of `count` rows and is quick to check; none by default."""
        return Q()

    def tally(self, narrowing: Narrowing) -> Counter[str]:
        """How many fit, per text of opening hours: one pass tells what is there and what of it may be open."""
        rows = self.matching(narrowing).order_by().values_list("hours").annotate(Count("pk"))
        return Counter(dict(rows))

    def count(self, narrowing: Narrowing) -> int:
        return self.matching(narrowing).order_by().count()

    def open(self, narrowing: Narrowing, hours: "set[str] | None") -> "QuerySet[Any]":
        """Everything that fits; with `hours`, only what has one of these opening hours."""
        found = self.matching(narrowing)
        return found if hours is None else found.filter(hours__in=sorted(hours))

    def rows(self, narrowing: Narrowing, hours: "set[str] | None", *, near: Q) -> "QuerySet[Any]":
        """Light rows in order; `near` is a condition that cuts off what lies too far for the rows wanted."""
        found = self.open(narrowing, hours).filter(near)
        found = found.annotate(of_type=Value(self.type, output_field=TextField()), **self.sorted_by(narrowing))
        return found.order_by(*order(narrowing)).values_list(*ROW)


def order(narrowing: Narrowing) -> tuple[Any, ...]:
    return ORDER_NEAR if narrowing.find.start else ORDER


def no_rank() -> Value:
    return Value(0, output_field=IntegerField())


def nowhere() -> Value:
    return Value(None, output_field=FloatField())


class Places(Source):
    type = "place"

    def matching(self, narrowing: Narrowing) -> "QuerySet[Place]":
        find = narrowing.find
        found = Place.objects.published().filter(narrowing.where(), *map(text.places_with, narrowing.parts))
        if find.needs:
            found = found.filter(met_by(need__in=[need.pk for need in find.needs]))
        if find.kinds:
            found = found.filter(kind__in=[kind.pk for kind in find.kinds])
        return found.exclude(kind__in=find.vocabulary.quiet) if narrowing.hides_quiet else found

    def sorted_by(self, narrowing: Narrowing) -> dict[str, Any]:
        find, parts = narrowing.find, narrowing.parts
        return {
            **_named(F("name"), parts),
            "fit": text.place_rank(parts, find.text) if parts else no_rank(),
            "metres": distance.metres_to(find.start.point) if find.start else nowhere(),
            "called": Collate(F("name"), GERMAN),
        }

    def near(self, narrowing: Narrowing, hours: "set[str] | None", end: int, count: int) -> Q:
        """The circle that just holds the first rows: the spatial index finds its radius without sorting everything."""
        start = narrowing.find.start
        if start is None or count < WORTH_A_CIRCLE * end:
            return Q()
        metres = self.open(narrowing, hours).order_by(distance.metres_to(start.point).asc())
        radius = metres.values_list(distance.metres_to(start.point), flat=True)[end - 1]
        return distance.within(start.point, radius + 1)  # a metre of slack for what lies on the edge


class Offerings(Source):
    type = "offering"

    def matching(self, narrowing: Narrowing) -> "QuerySet[Offering]":
        """Kinds are what places are: who asks for one gets no offerings."""
        find = narrowing.find
        if find.kinds:
            return Offering.objects.none()
        found = current(narrowing).filter(reach(narrowing, "offerings"), *map(text.offerings_with, narrowing.parts))
        return found.meeting([need.slug for need in find.needs]) if find.needs else found

    def sorted_by(self, narrowing: Narrowing) -> dict[str, Any]:
        find, parts = narrowing.find, narrowing.parts
        return {
            **_named(in_language("title"), parts),
            "fit": text.offering_rank(parts, find.text) if parts else no_rank(),
            "metres": Subquery(_nearest(narrowing, "offerings")) if find.start else nowhere(),
            "called": Collate(in_language("title"), GERMAN),
        }


def current(narrowing: Narrowing) -> "QuerySet[Offering]":
    """Published offerings that are offered today."""
    return Offering.objects.published().offered_on(localdate(narrowing.find.now))


class Initiatives(Source):
    """`states`: those that are found."""

    type = "initiative"

    def __init__(self, states: Iterable[str] = GOING_ON) -> None:
        self.states = frozenset(states)

    def matching(self, narrowing: Narrowing) -> "QuerySet[Initiative]":
        """Kinds are what places are. While a date goes on it is open as anything that never closes."""
        find = narrowing.find
        found = Initiative.objects.published().annotate(hours=_hours(find.open_at))
        if find.kinds:
            return found.none()
        found = found.filter(reach(narrowing, "initiatives"), state__in=self.states)
        found = found.filter(*map(text.initiatives_with, narrowing.parts))
        return found.meeting([need.slug for need in find.needs]) if find.needs else found

    def sorted_by(self, narrowing: Narrowing) -> dict[str, Any]:
        """Of a list without words or a start what is finished comes last."""
        find, parts = narrowing.find, narrowing.parts
        return {
            **_named(in_language("title"), parts),
            "fit": text.initiative_rank(parts, find.text) if parts else LAST_IF_FINISHED,
            "metres": Subquery(_nearest(narrowing, "initiatives")) if find.start else nowhere(),
            "called": Collate(in_language("title"), GERMAN),
        }


def _named(name: Combinable, parts: tuple[text.Part, ...]) -> dict[str, Combinable]:
    """What a rank asks of the name as people see it."""
    return {"folded_name": Fold(name)} if parts else {}


def _hours(at: datetime | None) -> Combinable:
    if at is None:
        return Value("", output_field=TextField())
    going_on = EventDate.objects.published().filter(
        event__initiative=OuterRef("pk"), cancelled=False, starts__lte=at, ends__gt=at
    )
    return Case(When(Exists(going_on), then=Value(ALWAYS)), default=Value(""), output_field=TextField())


def reach(narrowing: Narrowing, links: str) -> Q:
    """Condition on what places call `links`: at one that fits, or, without one in the quarter, for an area that fits.

    Of an area nobody can say that it is accessible: with „only confirmed“ it falls away.
    """
    at_place = Q(Exists(venues(narrowing).filter(**{links: OuterRef("pk")})))
    here = _one_by_one().filter(narrowing.in_quarter("spot"), **{links: OuterRef("pk")})
    if not accepts(narrowing.find.access, judge({}, narrowing.find.profile)):
        return at_place
    return at_place | (_area(narrowing) & Q(~Exists(here)))


def venues(narrowing: Narrowing) -> "QuerySet[Place]":
    """Places at which an offering or an initiative fits the question."""
    return _one_by_one().filter(narrowing.where("spot"))


def _one_by_one() -> "QuerySet[Place]":
    """Public places with their point as `spot`, which no index knows.

    There are few offerings and initiatives. The planner takes a walk through the spatial index for nearly free, and
    would look up all places of a quarter in order to check the few that have one.
    """
    return Place.objects.published().alias(spot=Unindexed(F("point")))


def _area(narrowing: Narrowing) -> Q:
    find = narrowing.find
    touched = [find.quarter.boundary, *([find.bbox.polygon()] if find.bbox else [])]
    conditions = [Q(area__intersects=shape) for shape in touched]
    if find.minutes and find.start:
        conditions.append(Q(area__intersects=find.start.point.point()))
    return reduce(and_, conditions)


def _nearest(narrowing: Narrowing, links: str) -> "QuerySet[Any]":
    """Distance of the nearest fitting place; NULL for what has an area only."""
    start = narrowing.find.start
    assert start is not None
    at = venues(narrowing).filter(**{links: OuterRef("pk")}).annotate(metres=distance.metres_to(start.point))
    return at.order_by("metres").values("metres")[:1]


SOURCES: tuple[Source, ...] = (Places(), Offerings(), Initiatives())
