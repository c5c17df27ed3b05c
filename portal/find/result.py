"""Ask the question: one page of hits with everything a page says about them, or all of them in the same order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from portal.find import words
from portal.find.gather import Row, hits
from portal.find.hits import Hit
from portal.find.journey import Journey
from portal.find.narrowing import Narrowing
from portal.find.question import Find
from portal.find.sources import SOURCES, Source, order
from portal.find.text import Part
from portal.find.travel import MOST_BY_WAY, Travelled, travelled
from portal.find.words import Chip
from portal.presentation import Number

PAGE_SIZE = 25
EVERY_MAX = 20_000  # rows of one export; a quarter has a few hundred
EVERY_STEP = 500


@dataclass(frozen=True)
class Advice:
    """A question that finds something: what to drop, how many that gives, the nearest of them."""

    text: str
    query: str
    count: int
    nearest: Hit | None


@dataclass(frozen=True)
class Pages:
    """Query strings of the neighbouring pages, None where there is none."""

    previous: str | None
    next: str | None
    number: int
    count: int


@dataclass(frozen=True)
class Result:
    """One page of what was found. `dates`: some that answer the same question are shown beside it."""

    find: Find
    hits: list[Hit]
    matched: int
    limit: int
    offset: int
    emergency: list[Number]
    parts: tuple[Part, ...]
    sources: tuple[Source, ...] = SOURCES
    dates: bool = False

    @property
    def notice(self) -> list[str]:
        return words.notices(self.find, self.parts, shown=bool(self.matched) or self.dates)

    @cached_property
    def advice(self) -> list[Advice]:
        """What to drop if nothing was found; each piece asks the question once more, so it waits until it is read."""
        return [] if self.matched else _advice(self.find, self.parts, self.sources)

    @cached_property
    def sentence(self) -> str:
        return words.sentence(self.find, self.matched, dates=self.dates)

    @property
    def subject(self) -> str:
        return words.subject(self.find)

    @cached_property
    def chips(self) -> list[Chip]:
        return words.chips(self.find)

    @cached_property
    def pages(self) -> Pages:
        number = self.offset // self.limit + 1
        count = max(1, -(-self.matched // self.limit))
        return Pages(
            previous=self.find.query(page=min(number - 1, count)) if number > 1 else None,
            next=self.find.query(page=number + 1) if number < count else None,
            number=number,
            count=count,
        )


class Answer:
    """A question put to sources. Counts and rows are exact."""

    def __init__(self, find: Find, sources: tuple[Source, ...] = SOURCES) -> None:
        self.sources = sources
        start = find.start.point if find.start else None
        self._beginning = Journey.begin(start, find.quarter, find.profile, find.now)
        self.narrowing = Narrowing(replace(find, by_way=self._beginning is not None))

    @cached_property
    def _tallies(self) -> list[dict[str, int]]:
        return [dict(source.tally(self.narrowing)) for source in self.sources]

    @cached_property
    def _open(self) -> set[str] | None:
        """Opening hours that are open at the wanted time; None if that does not matter."""
        if self.narrowing.find.open_at is None:
            return None
        return self.narrowing.open_among({hours for tally in self._tallies for hours in tally})

    @cached_property
    def _counts(self) -> list[int]:
        """How many each source has."""
        if self._by_way and self.narrowing.find.minutes:
            return [sum(row[0] == source.type for row in self._by_way.rows) for source in self.sources]
        return self._counts_by_line

    @cached_property
    def _counts_by_line(self) -> list[int]:
        if self._open is None:
            return [source.count(self.narrowing) for source in self.sources]
        return [sum(count for hours, count in tally.items() if hours in self._open) for tally in self._tallies]

    @property
    def matched(self) -> int:
        return sum(self._counts)

    @cached_property
    def _by_way(self) -> Travelled | None:
        """The nearest rows in the order of travel; None without ways. With a time limit all that are in time."""
        if self._beginning is None:
            return None
        most = EVERY_MAX if self.narrowing.find.minutes else MOST_BY_WAY
        return travelled(self._beginning, self._rows_by_line(0, most), self.narrowing)

    def rows(self, *, offset: int, limit: int) -> list[Row]:
        """Light rows in order; by way as far as ways are looked at, farther away in a straight line."""
        if limit < 1:
            return []
        if self._by_way is None:
            return self._rows_by_line(offset, limit)
        found = self._by_way.rows[offset : offset + limit]
        if self.narrowing.find.minutes or len(found) == limit:
            return found
        beyond = max(offset, MOST_BY_WAY)
        return found + self._rows_by_line(beyond, offset + limit - beyond)

    def _rows_by_line(self, offset: int, limit: int) -> list[Row]:
        """Joined, sorted by the straight line and cut by the database."""
        if limit < 1:
            return []
        end = offset + limit
        found = [
            source.rows(self.narrowing, self._open, near=source.near(self.narrowing, self._open, end, count))[:end]
            for source, count in zip(self.sources, self._counts_by_line, strict=True)
        ]
        if len(found) == 1:
            return list(found[0][offset:end])
        joined = found[0].union(*found[1:], all=True)
        return list(joined.order_by(*order(self.narrowing))[offset:end])

    def hits(self, *, offset: int, limit: int) -> list[Hit]:
        return self._hits(self.rows(offset=offset, limit=limit))

    def _hits(self, rows: list[Row]) -> list[Hit]:
        return hits(rows, self.narrowing, self._by_way.journey if self._by_way else None)

    def page(self, *, limit: int, offset: int, known: Sequence[Hit] = ()) -> Result:
        """One page; `known` are the first hits if they were asked for already, so that nothing is fetched twice."""
        find, parts = self.narrowing.find, self.narrowing.parts
        end = min(offset + limit, self.matched)
        return Result(
            find=find,
            hits=list(known[offset:end]) if end <= len(known) else self.hits(offset=offset, limit=limit),
            matched=self.matched,
            limit=limit,
            offset=offset,
            emergency=self.narrowing.emergency,
            parts=parts,
            sources=self.sources,
        )

    def every(self, *, maximum: int) -> Iterator[Hit]:
        """All hits in the order of the pages, at most `maximum`."""
        rows = self.rows(offset=0, limit=maximum)
        for at in range(0, len(rows), EVERY_STEP):
            yield from self._hits(rows[at : at + EVERY_STEP])


def run(find: Find, *, limit: int = PAGE_SIZE, offset: int = 0) -> Result:
    """One page of the answer."""
    return Answer(find).page(limit=limit, offset=offset)


def _advice(find: Find, parts: tuple[Part, ...], sources: tuple[Source, ...]) -> list[Advice]:
    """Which single filter to drop, best first, with the nearest that then fits; all filters if no single one helps."""
    single = [_without(drop, sources) for drop in words.drops(find, parts)]
    helpful = sorted((advice for advice in single if advice.count), key=lambda advice: -advice.count)
    return helpful or [advice for advice in [_without(words.all_dropped(find), sources)] if advice.count]


def _without(drop: words.Drop, sources: tuple[Source, ...]) -> Advice:
    answer = Answer(drop.find, sources)
    nearest = answer.hits(offset=0, limit=1) if answer.matched else []
    text = words.advice_text(drop.label, answer.matched)
    return Advice(text, drop.find.query(), answer.matched, next(iter(nearest), None))
