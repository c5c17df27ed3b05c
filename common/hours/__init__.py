"""Opening hours: from what people type to "heute geöffnet bis 18 Uhr".

Pure modules; only `words` knows Django's translations.
"""

from common.hours.calendars import ZONE, Calendar
from common.hours.errors import HoursError
from common.hours.normalise import normalise
from common.hours.plans import Reason
from common.hours.rules import Hours, Opening
from common.hours.state import OpenState, open_strings, state
from common.hours.weeks import DayRow, Span, monday_of, usual, week

__all__ = [
    "ZONE",
    "Calendar",
    "DayRow",
    "Hours",
    "HoursError",
    "OpenState",
    "Opening",
    "Reason",
    "Span",
    "monday_of",
    "normalise",
    "open_strings",
    "state",
    "usual",
    "week",
]
