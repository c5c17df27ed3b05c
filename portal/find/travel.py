"""Light rows in the order in which one gets to them along the ways."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F

from actors.models import Place
from common.geo import LonLat
from portal.find.distance import SECONDS_PER_MINUTE
from portal.find.gather import Row
from portal.find.journey import Journey
from portal.find.narrowing import Narrowing
from portal.find.sources import venues

AT_PLACES = {"offering": "offerings", "initiative": "initiatives"}  # how places call what is at them
Venues = Mapping[int, Mapping[int, LonLat]]
MOST_BY_WAY = 2_000  # rows nearest in a straight line that are sorted by way; a quarter has some hundred


@dataclass(frozen=True)
class Travelled:
    """Rows sorted by travel time, and the journey to their places."""

    rows: list[Row]
    journey: Journey


def travelled(beginning: Journey, rows: Sequence[Row], narrowing: Narrowing) -> Travelled:
    """Four queries, whatever the number of rows. What is only in an area stays at the end, as it was."""
    points, at = _places(rows), {type_: _venues(rows, type_, narrowing) for type_ in AT_PLACES}
    venue_points = {place: point for of in at.values() for some in of.values() for place, point in some.items()}
    journey = beginning.to(points | venue_points)
    timed = [(_seconds(row, journey, at), row) for row in rows]
    minutes = narrowing.find.minutes
    most = math.inf if minutes is None else minutes * SECONDS_PER_MINUTE
    kept = [(seconds, row) for seconds, row in timed if row[3] is None or seconds <= most]
    # The order of the database breaks ties, and that of what cannot be reached.
    return Travelled([row for _seconds, row in sorted(kept, key=lambda pair: pair[0])], journey)


def _seconds(row: Row, journey: Journey, at: Mapping[str, Venues]) -> float:
    """Where one cannot get to comes after everything else, and what is in an area only after that."""
    type_, pk, _fit, metres, _called = row
    if metres is None:
        return math.inf
    if type_ == "place":
        return journey.seconds(pk, metres)
    lines = {place: journey.start.distance_m(point) for place, point in at[type_].get(pk, {}).items()}
    return journey.seconds(first := journey.first(lines), lines[first]) if lines else math.inf


def _places(rows: Sequence[Row]) -> dict[int, LonLat]:
    keys = [pk for type_, pk, *_rest in rows if type_ == "place"]
    found = Place.objects.filter(pk__in=keys).values_list("pk", "point")
    return {pk: LonLat.of(point) for pk, point in found}


def _venues(rows: Sequence[Row], type_: str, narrowing: Narrowing) -> Venues:
    """What is of the type → the places where it is, as far as they fit the question."""
    keys = [pk for of_type, pk, *_rest in rows if of_type == type_]
    if not keys:
        return {}
    found: dict[int, dict[int, LonLat]] = {}
    at = venues(narrowing).filter(**{f"{AT_PLACES[type_]}__in": keys}).annotate(of=F(AT_PLACES[type_]))
    for record, place, point in at.values_list("of", "pk", "point"):
        found.setdefault(record, {})[place] = LonLat.of(point)
    return found
