"""The verdict as a filter: exact, though the verdict is a function in Python and the filter runs in the database.

A place's facts are written down as one line of text. There are few different lines, so each is judged once, and the
places behind those that decide differently from „no facts at all“ are named in the filter. Nothing is stored.
"""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet, Value

from actors.models import AccessFact, Place
from actors.verdict import Fact, Facts, Judgement, Verdict, judge
from common.access import Access
from common.sql import among
from mapping.routing.profiles import Profile

ACCEPTED: dict[str, frozenset[Verdict]] = {
    "yes": frozenset({Verdict.YES}),
    "not-no": frozenset({Verdict.YES, Verdict.PARTLY, Verdict.UNKNOWN}),
}
# Each different line of facts with the places that have it, in one pass over the facts.
PLACES_BY_LINE = """
SELECT line, array_agg(place_id) FROM (
  SELECT place_id, string_agg(concat(feature, '=', value, '=', number), ';' ORDER BY feature) AS line
  FROM actors_accessfact GROUP BY place_id
) AS described GROUP BY line
"""
FACT = ("value", "number", "source", "surveyed_on")


def facts_by_place(places: Collection[int]) -> dict[int, dict[str, Fact]]:
    """The facts of places, by key, as the verdict reads them; one query, places without facts are absent."""
    return facts_by(AccessFact.objects.filter(place__in=places), "place_id")


def facts_by(answers: QuerySet[Any], of: str) -> dict[int, dict[str, Fact]]:
    """The same of any answers to the questions of access, by what they are about."""
    found: dict[int, dict[str, Fact]] = {}
    for about, feature, *known in answers.values_list(of, "feature", *FACT):
        found.setdefault(about, {})[feature] = _fact(*known)
    return found


def judged(place: Place, profile: Profile) -> Judgement:
    """The verdict on one place, from its facts as loaded or prefetched."""
    return judge(facts_of(place), profile)


def facts_of(record: Any) -> dict[str, Fact]:
    """The facts of one place, or of the room of one event, as loaded or prefetched."""
    return {fact.feature: _fact(*(getattr(fact, name) for name in FACT)) for fact in record.facts.all()}


def _fact(value: str, number: Decimal | None, source: str, surveyed_on: date | None) -> Fact:
    return Fact(Access(value), None if number is None else float(number), source, surveyed_on)


def accepts(access: str, judgement: Judgement) -> bool:
    return not access or judgement.verdict in ACCEPTED[access]


def passing(access: str, profile: Profile) -> Q:
    """Condition on places: their verdict passes the filter. Named are those with facts that speak for or against it."""
    without_facts = accepts(access, judge({}, profile))
    places = _places_by_line()
    others = [line for line in places if _passes(access, line, profile) != without_facts]
    named = _one_of([pk for line in others for pk in places[line]])
    return ~named if without_facts else named


def _one_of(keys: list[int]) -> Q:
    unindexed = F("pk") + Value(0)  # else the planner walks the index once per key, for every offering anew
    return among(unindexed, keys)


def _passes(access: str, line: str, profile: Profile) -> bool:
    return accepts(access, judge(_read(line), profile))


def _places_by_line() -> dict[str, list[int]]:
    with connection.cursor() as cursor:
        cursor.execute(PLACES_BY_LINE)
        return dict(cursor.fetchall())


def _read(line: str) -> Facts:
    parts = (entry.split("=") for entry in line.split(";"))
    return {feature: Fact(Access(value), float(number) if number else None) for feature, value, number in parts}
