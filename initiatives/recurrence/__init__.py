"""When something happens again: rules, the dates they give, and both in words. Pure.

Times of day are those of the clock on the wall in `ZONE`; a rule never sees UTC.
"""

from initiatives.recurrence.rules import Frequency, On, Rule
from initiatives.recurrence.series import Change, Occurrence, Series, occurrences

__all__ = ["Change", "Frequency", "Occurrence", "On", "Rule", "Series", "occurrences"]
