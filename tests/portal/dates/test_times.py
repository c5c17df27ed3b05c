"""When one date is, in words."""

from datetime import date, datetime

import pytest

from initiatives.recurrence.series import at
from portal.dates.times import Span

FRIDAY = (2026, 11, 27)


def span(start: tuple[int, ...], end: tuple[int, ...], *, all_day: bool = False) -> Span:
    return Span(datetime(*start), datetime(*end), all_day)


@pytest.mark.parametrize(
    ("start", "end", "all_day", "said"),
    [
        ((*FRIDAY, 15), (*FRIDAY, 17), False, "15 bis 17 Uhr"),
        ((*FRIDAY, 9, 30), (*FRIDAY, 11), False, "9:30 bis 11 Uhr"),
        ((*FRIDAY, 18), (*FRIDAY, 18), False, "18 Uhr"),
        ((*FRIDAY, 20), (2026, 11, 28), False, "20 bis 24 Uhr"),
        ((*FRIDAY, 22), (2026, 11, 28, 2), False, "22 bis 2 Uhr"),
        ((*FRIDAY, 10), (2026, 11, 29, 16), False, "10 Uhr bis Sonntag, 16 Uhr"),
        ((*FRIDAY, 10), (2026, 11, 28, 12), False, "10 Uhr bis Samstag, 12 Uhr"),
        ((*FRIDAY, 10), (2026, 12, 6, 16), False, "10 Uhr bis 6. Dezember, 16 Uhr"),
        (FRIDAY, (2026, 11, 28), True, "ganztags"),
        (FRIDAY, (2026, 11, 30), True, "ganztags bis Sonntag"),
        (FRIDAY, (2027, 1, 11), True, "ganztags bis 10. Januar 2027"),
    ],
)
def test_on_its_first_day(start, end, all_day, said):
    assert span(start, end, all_day=all_day).times == said


@pytest.mark.parametrize(
    ("start", "end", "all_day", "day", "said"),
    [
        (FRIDAY, (2026, 11, 30), True, 28, "noch bis Sonntag"),
        (FRIDAY, (2026, 11, 30), True, 29, "letzter Tag"),
        ((*FRIDAY, 22), (2026, 11, 28, 2), False, 28, "noch bis 2 Uhr"),
        ((*FRIDAY, 10), (2026, 11, 29, 16), False, 28, "noch bis Sonntag, 16 Uhr"),
        ((*FRIDAY, 10), (2026, 11, 29, 16), False, 27, "10 Uhr bis Sonntag, 16 Uhr"),
    ],
)
def test_on_a_later_day(start, end, all_day, day, said):
    assert span(start, end, all_day=all_day).times_on(date(2026, 11, day)) == said


@pytest.mark.parametrize(
    ("begin", "end", "said"),
    [
        (datetime(2026, 3, 28, 22), datetime(2026, 3, 29, 4), "22 bis 4 Uhr"),
        (datetime(2026, 3, 29, 1), datetime(2026, 3, 29, 4), "1 bis 4 Uhr"),
        (datetime(2026, 10, 24, 22), datetime(2026, 10, 25, 4), "22 bis 4 Uhr"),
        (datetime(2028, 2, 29, 10), datetime(2028, 2, 29, 12), "10 bis 12 Uhr"),
    ],
)
def test_times_are_those_of_the_clock_on_the_wall(begin, end, said):
    assert Span.of(at(begin), at(end), all_day=False).times == said
