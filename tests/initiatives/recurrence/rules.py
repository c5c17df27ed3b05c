"""Rules and series at random, as people could mean them."""

from datetime import datetime, timedelta

from hypothesis import strategies as st

from initiatives.recurrence import Frequency, On, Rule, Series
from initiatives.recurrence.rules import NTH

MONTH_LENGTHS = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}
WEEKDAYS = st.integers(0, 6)
DAYS = st.lists(WEEKDAYS, min_size=1, max_size=5, unique=True).map(lambda days: tuple(map(On, sorted(days))))
SOME_DAYS = DAYS.filter(lambda days: len(days) > 1)  # of one weekday the first is the same as its first in the month
NTH_DAYS = st.lists(st.builds(On, WEEKDAYS, st.sampled_from(NTH)), min_size=1, max_size=3, unique=True).map(
    lambda days: tuple(sorted(days, key=lambda on: (on.nth < 0, abs(on.nth), on.weekday)))
)
MONTH_DAYS = st.lists(st.sampled_from([*range(1, 32), -1, -2, -3]), min_size=1, max_size=3, unique=True).map(
    lambda days: tuple(sorted(days))
)
MONTHS = st.just(()) | st.lists(st.integers(1, 12), min_size=1, max_size=4, unique=True).map(lambda m: tuple(sorted(m)))
ENDS = st.fixed_dictionaries({}) | st.fixed_dictionaries({"count": st.integers(1, 60)})
SEVERAL = st.integers(1, 12)


@st.composite
def yearly_days(draw: st.DrawFn) -> dict:
    month = draw(st.integers(1, 12))
    return {"months": (month,), "month_days": (draw(st.integers(1, MONTH_LENGTHS.get(month, 31))),)}


def rules() -> st.SearchStrategy[Rule]:
    shapes = (
        st.builds(Rule, st.just(Frequency.DAILY), SEVERAL, months=MONTHS),
        st.builds(Rule, st.just(Frequency.WEEKLY), SEVERAL, DAYS, months=MONTHS),
        st.builds(Rule, st.just(Frequency.MONTHLY), SEVERAL, NTH_DAYS),
        st.builds(Rule, st.just(Frequency.MONTHLY), SEVERAL, month_days=MONTH_DAYS),
        st.builds(Rule, st.just(Frequency.MONTHLY), SEVERAL, SOME_DAYS, position=st.sampled_from([1, 2, -1, -2])),
        yearly_days().map(lambda parts: Rule(Frequency.YEARLY, 1, **parts)),
        st.builds(lambda on, month: Rule(Frequency.YEARLY, 1, (on,), months=(month,)), nth_day(), st.integers(1, 12)),
    )
    return st.one_of(shapes).flatmap(lambda rule: ENDS.map(lambda end: Rule(**{**rule.__dict__, **end})))


def nth_day() -> st.SearchStrategy[On]:
    return st.builds(On, WEEKDAYS, st.sampled_from([1, 2, 3, 4, -1]))


@st.composite
def series(draw: st.DrawFn) -> Series:
    """Begins on the first date of its rule; some hours long, perhaps over midnight."""
    rule = draw(rules())
    asked = draw(st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1)))
    start = rule.first_from(asked.replace(minute=draw(st.sampled_from([0, 15, 30])), second=0, microsecond=0))
    assert start is not None
    return Series(start, start + timedelta(minutes=draw(st.sampled_from([0, 30, 60, 90, 120, 300, 600]))), rule)
