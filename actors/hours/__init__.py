"""Opening hours: from what people type to "heute geöffnet bis 18 Uhr".

Pure modules; only `words` knows Django's translations.
"""

from actors.hours.calendars import ZONE, Calendar
from actors.hours.errors import HoursError
from actors.hours.normalise import normalise
from actors.hours.plans import Reason
from actors.hours.rules import Hours, Opening
from actors.hours.state import OpenState, open_strings, state
from actors.hours.weeks import DayRow, Span, monday_of, usual, week

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
