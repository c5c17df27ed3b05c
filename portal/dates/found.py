"""Ask the question: how many dates there are in the window, the first of them, and how to get to them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from django.db.models import Count, DateTimeField, ExpressionWrapper, F, Q
from django.db.models.expressions import Combinable
from django.db.models.functions import Greatest, TruncDate

from actors.models import Place
from common.geo import LonLat
from common.hours.calendars import ZONE
from initiatives.models import EventDate
from initiatives.models.events import EventDateQuerySet
from portal.dates.access import accessible
from portal.dates.coming import ORDER
from portal.dates.question import Question
from portal.dates.rows import Row, Telling, reached, rows
from portal.dates.text import told
from portal.dates.windows import DAY, latest, midnight
from portal.find.distance import SECONDS_PER_MINUTE, reachable
from portal.find.journey import Journey, Reach
from portal.find.narrowing import Narrowing
from portal.find.text import Part

MOST = 300  # dates on one page
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Tally:
    """How many dates, and how many of them do not take place."""

    every: int
    cancelled: int


class Found:
    """The dates of a question that touch the time from `begin` to `end`; without these, the window. All is exact."""

    def __init__(self, question: Question, begin: datetime | None = None, end: datetime | None = None) -> None:
        find = question.find
        self._begun = Journey.begin(find.start.point if find.start else None, find.quarter, find.profile, find.now)
        self.find = replace(find, by_way=self._begun is not None)
        self.question = replace(question, find=self.find)
        self.begin, self.end = begin or question.window.begin, end or question.window.end

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        return Narrowing(self.find).parts

    @cached_property
    def dates(self) -> EventDateQuerySet:
        """In no order. Who asks for a kind of place or for minutes does not get what is nowhere in particular."""
        dates = self.question.whose.dates().between(self.begin, self.end)
        if self.find.kinds:
            dates = dates.filter(place__kind__in=self.find.kinds)
        dates = accessible(told(dates, self.parts), self.find)
        return self._in_time(dates) if self.find.minutes and self.find.start else dates

    def _in_time(self, dates: EventDateQuerySet) -> EventDateQuerySet:
        """Not farther than the minutes asked for: along the ways, in a straight line where there are none."""
        find, by_way = self.find, self.find.by_way
        assert find.start
        assert find.minutes
        near = Place.objects.filter(reachable(find.start.point, find.profile, find.minutes, by_way=by_way))
        dates = dates.filter(place__in=near)
        if self._begun is None:
            return dates
        venues = dates.order_by().values_list("place", "place__point").distinct()
        points = {pk: LonLat.of(point) for pk, point in venues}
        journey = self._begun.to(points)
        most = find.minutes * SECONDS_PER_MINUTE
        lines = {pk: find.start.point.distance_m(point) for pk, point in points.items()}
        return dates.filter(place__in=[pk for pk in points if journey.seconds(pk, lines[pk]) <= most])

    @cached_property
    def tally(self) -> Tally:
        counted = self.dates.order_by().aggregate(every=Count("pk"), cancelled=Count("pk", filter=Q(cancelled=True)))
        return Tally(**counted)

    def rows(self) -> list[Row]:
        """The first ones in order, as lists tell them; a fixed number of queries.

        Where today is among the days, what is over by then gives way to what comes.
        """
        dates = self._today_first() if self.question.window.holds_today else self._first(self.dates, MOST)
        return rows(dates, self.telling(reached(dates, self.reach)))

    def _today_first(self) -> list[EventDate]:
        today = midnight(self.question.window.today)
        over = Q(ends__lte=today, starts__lt=today)
        coming = self._first(self.dates.exclude(over), MOST)
        return [*self._first(self.dates.filter(over), MOST - len(coming)), *coming]

    def _first(self, dates: EventDateQuerySet, most: int) -> list[EventDate]:
        return list(dates.with_all().order_by(*ORDER)[:most])

    def reach(self, places: Mapping[int, LonLat]) -> dict[int, Reach]:
        """How to get to these places from the start; nothing without one."""
        start, profile = self.find.start, self.find.profile
        if start is None or not places:
            return {}
        journey = self._begun.to(places) if self._begun else None
        return {
            key: Reach(profile, start.point.distance_m(point), journey.arrival(key) if journey else None)
            for key, point in places.items()
        }

    def telling(self, reach: Mapping[int, Reach]) -> Telling:
        return Telling(self.find.now, self.find.profile, self.question.record_query(), reach)

    def by_day(self) -> Counter[date]:
        """How many dates touch each day of the window, as many as the page of that day shows. One query."""
        spans = self.dates.order_by().values_list(_day("starts"), _day(LAST)).annotate(n=Count("pk"))
        counts: Counter[date] = Counter()
        for first, last, n in spans:
            for day in days(max(first, self.question.window.first), min(last, self.question.window.last)):
                counts[day] += n
        return counts

    @cached_property
    def following(self) -> EventDate | None:
        """The first date after the window that does take place."""
        after = Found(self.question, self.end, midnight(latest(self.question.window.today)))
        return after.dates.filter(starts__gte=self.end, cancelled=False).order_by(*ORDER).first()


# The last moment of a date that lasts; what ends at midnight ends the day before.
LAST = Greatest(ExpressionWrapper(F("ends") - INSTANT, output_field=DateTimeField()), F("starts"))


def _day(moment: Combinable | str) -> TruncDate:
    return TruncDate(moment, tzinfo=ZONE)


def days(first: date, last: date) -> list[date]:
    return [first + n * DAY for n in range((last - first).days + 1)]
