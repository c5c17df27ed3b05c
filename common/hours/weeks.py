"""Seven days of opening hours for the weekly table."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from common.hours.calendars import ZONE, Calendar
from common.hours.errors import HoursError
from common.hours.plans import Plan, Reason, Stretch, painted, plan
from common.hours.rules import DAY_MIN, Opening
from common.hours.state import instant

WEEKS_COMPARED = 6  # two second Thursdays lie up to five weeks apart


@dataclass(frozen=True, slots=True)
class Span:
    """`start` and `end` in local time, `end` may lie on the next day."""

    start: datetime
    end: datetime
    comment: str = ""
    open_end: bool = False


@dataclass(frozen=True, slots=True)
class DayRow:
    """`state`: the best the day offers. `spans`: when it is open; `arranged`: hours by arrangement.

    `otherwise`: what holds the rest of the day. `reason`: why the day is unknown. `holiday`: its name or ''.
    """

    date: date
    state: Opening
    spans: tuple[Span, ...]
    arranged: tuple[Span, ...]
    otherwise: Opening
    comment: str
    reason: Reason | None
    holiday: str
    is_today: bool

    @property
    def closed(self) -> bool:
        return self.state is Opening.CLOSED

    @property
    def by_arrangement(self) -> bool:
        return bool(self.arranged) or self.otherwise is Opening.BY_ARRANGEMENT


def week(text: str, monday: date, calendar: Calendar, at: datetime | None = None) -> list[DayRow]:
    """Seven rows from `monday` on (any day will do). `at` tells which one is today.

    Hours that are empty or not understood give seven unknown days.
    """
    today = at.astimezone(ZONE).date() if at else None
    days = [monday + timedelta(days=days) for days in range(7)]
    try:
        reason = None if text.strip() else Reason.MISSING
        plans = [] if reason else [plan(text, day, calendar) for day in days]
    except HoursError:
        reason, plans = Reason.UNREADABLE, []
    if reason:
        nothing = Stretch(0, DAY_MIN, Opening.UNKNOWN, "", reason)
        plans = [Plan((nothing,), (), calendar.holiday(day)) for day in days]
    return [_row(day, found, day == today) for day, found in zip(days, plans, strict=True)]


def usual(text: str, monday: date, calendar: Calendar) -> list[DayRow] | None:
    """The week from `monday` on, if the weeks after it are like it but for public holidays; None where they differ.

    What happens on the second Thursday or from April on must not be told as if it were so every week.
    """
    weeks = [week(text, monday + timedelta(weeks=number), calendar) for number in range(WEEKS_COMPARED)]
    alike = all(len({_clocks(row) for row in days if not row.holiday}) < 2 for days in zip(*weeks, strict=True))
    return weeks[0] if alike else None


def _clocks(row: DayRow) -> tuple[object, ...]:
    """A day without its date."""
    spans = [(span.start.time(), span.end.time(), span.comment) for span in (*row.spans, *row.arranged)]
    return row.state, row.otherwise, row.comment, *spans


def monday_of(at: datetime) -> date:
    """The Monday of the local week that holds the moment."""
    day = at.astimezone(ZONE).date()
    return day - timedelta(days=day.weekday())


def _row(day: date, found: Plan, is_today: bool) -> DayRow:
    told = painted(found.own)
    rest = [s for s in painted([*found.fallback, *found.own]) if s not in told]
    spans = _spans(day, told + rest, Opening.OPEN)
    arranged = _spans(day, told, Opening.BY_ARRANGEMENT)
    otherwise = _best(rest) if rest else Opening.CLOSED
    shown = _best(told + rest)
    return DayRow(
        date=day,
        state=shown,
        spans=spans,
        arranged=arranged,
        otherwise=otherwise,
        comment=_comment(told + rest),
        reason=next((s.reason for s in told + rest if s.opening is shown), None),
        holiday=found.holiday,
        is_today=is_today,
    )


_BEST_FIRST = (Opening.OPEN, Opening.BY_ARRANGEMENT, Opening.UNKNOWN, Opening.CLOSED)


def _best(stretches: list[Stretch]) -> Opening:
    return min((s.opening for s in stretches), key=_BEST_FIRST.index, default=Opening.CLOSED)


def _comment(stretches: list[Stretch]) -> str:
    """All comments of the day, each once."""
    return ", ".join(dict.fromkeys(s.comment for s in stretches if s.comment))


def _spans(day: date, stretches: list[Stretch], opening: Opening) -> tuple[Span, ...]:
    spans: list[Span] = []
    for stretch in sorted((s for s in stretches if s.opening is opening), key=lambda s: s.start):
        start, end = instant(day, stretch.start), instant(day, stretch.end)
        if spans and spans[-1].end.astimezone(UTC) == start and spans[-1].comment == stretch.comment:
            start = spans.pop().start.astimezone(UTC)
        if start < end:
            spans.append(Span(start.astimezone(ZONE), end.astimezone(ZONE), stretch.comment, stretch.open_end))
    return tuple(spans)
