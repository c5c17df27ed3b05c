"""What a person typed or OSM holds → opening hours that were understood, or a refusal that says what would be right."""

from functools import lru_cache

from common.hours import errors
from common.hours.errors import HoursError
from common.hours.grammar import read
from common.hours.library import parses
from common.hours.rules import Hours


@lru_cache(maxsize=16_384)
def normalise(typed: str) -> Hours:
    """`Mo-Fr 8-12 Uhr` → `Mo-Fr 08:00-12:00`. The result's `text` read again gives the same text.

    Raises HoursError (with `.value` and `.right`) for all that is not unambiguous.
    """
    hours = read(typed)
    for rule in hours.rules:
        for selector in filter(None, (rule.period, rule.days)):
            if not parses(f"{selector} open"):
                raise HoursError(typed, errors.SELECTOR, part=selector)
    if not parses(hours.text) or not _reads_back(hours):
        raise HoursError(typed, errors.ORDER, part=hours.text)
    return hours


def _reads_back(hours: Hours) -> bool:
    """What is stored must mean what was typed."""
    try:
        return hours.text == hours.typed or read(hours.text).rules == hours.rules
    except HoursError:
        return False
