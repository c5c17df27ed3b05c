"""Which days can be meant of what people do together; a new field with a day is one row here."""

from collections.abc import Mapping

from django.db.models import Model

from common.days import CHECKED, LASTING, Days
from initiatives.models import Cooperation, Initiative, Milestone, Participation

FIRST_DATE = Days(first=1950, ahead=10)
OTHER_DATES = Days(first=1950, ahead=50)

DAYS: Mapping[type[Model], Mapping[str, Days]] = {
    Initiative: {
        "begins_on": LASTING,
        "ends_on": LASTING,
        "verified_on": CHECKED,
        "review_on": Days(first=2000, ahead=20),
    },
    Participation: {"since": LASTING},
    Cooperation: {"since": LASTING},
    Milestone: {"on": LASTING},
}
