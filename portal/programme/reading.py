"""The dates of a month from the database: a fixed number of queries."""

from datetime import timedelta

from initiatives.models import EventDate
from portal.programme.question import Question

NIGHT = timedelta(hours=12)  # what began the evening before and ends in the morning belongs to the month before


def dates_of(question: Question) -> list[EventDate]:
    """In order; what is still going on from before the month is among them."""
    begin, end = question.month.begin, question.month.end
    found = question.whose.dates().between(begin, end).with_all()
    return [one for one in found if one.starts >= begin or one.ends > begin + NIGHT]
