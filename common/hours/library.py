"""What we ask the opening-hours library: does a text parse, does a selector hold on a day, when does the sun rise.

The library reads OSM's selectors; what a rule means for the people at the door is decided in `plans`.
"""

from datetime import date, datetime, time, timedelta
from functools import lru_cache

from opening_hours import OpeningHours, ParserError

from common.hours.calendars import ZONE, Calendar


def parses(text: str) -> bool:
    try:
        OpeningHours(text, timezone=ZONE, country="DE")
    except (ParserError, OverflowError, ValueError):
        return False
    return True


@lru_cache(maxsize=16_384)
def _selector(text: str) -> OpeningHours:
    return OpeningHours(f"{text} open", timezone=ZONE, country="DE")


@lru_cache(maxsize=65_536)
def holds(selector: str, day: date) -> bool:
    """True if a selector without times and without PH or SH ("Apr-Oct", "Mo-Fr,Su[1]") includes the day."""
    return _selector(selector).is_open(datetime.combine(day, time(12), ZONE))


@lru_cache(maxsize=4096)
def sun_min(event: str, day: date, calendar: Calendar) -> int:
    """Minutes after midnight of sunrise, sunset, dawn or dusk."""
    # the library takes the place into account only while it may look up country and zone from it
    span = OpeningHours(_SUN_SPANS[event], timezone=ZONE, coords=(calendar.lat, calendar.lon))
    start = datetime.combine(day, time(), ZONE)
    intervals = list(span.intervals(start, start + timedelta(days=1)))
    at = intervals[1][0] if event in ("sunrise", "dawn") else intervals[1][1]
    return at.hour * 60 + at.minute


_SUN_SPANS = {"sunrise": "sunrise-sunset", "sunset": "sunrise-sunset", "dawn": "dawn-dusk", "dusk": "dawn-dusk"}
