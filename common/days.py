"""Which days somebody can mean: not the year 0001 or 9999, and no check of the day after tomorrow. Pure."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Days:
    """From the `first` year to so many years `ahead` of today, all of that one included; 0 is until today."""

    first: int
    ahead: int

    def right(self, day: date, today: date) -> str:
        """What would be right instead of this day; '' if it can be meant."""
        if self.ahead == 0:
            right = _("ein Tag von {first} bis heute").format(first=self.first)
            return "" if self.first <= day.year and day <= today else right
        last = today.year + self.ahead
        right = _("ein Jahr von {first} bis {last}").format(first=self.first, last=last)
        return "" if self.first <= day.year <= last else right


LASTING = Days(first=1800, ahead=50)  # parishes, orders and welfare associations are that old
CHECKED = Days(first=2000, ahead=0)  # when somebody has looked
