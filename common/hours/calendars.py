"""Public holidays of a German Land by their German names, and the place that sunrise is asked for."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from common.hours import errors
from common.hours.errors import HoursError

ZONE = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True, slots=True)
class Calendar:
    """`land`: "NW", "BE", … or "Augsburg". `catholic`: holidays of Catholic parishes count for the whole quarter.

    `lon`, `lat`: the quarter's centre for sunrise and sunset; without one the middle of Germany.
    Raises HoursError for an unknown Land.
    """

    land: str
    catholic: bool = False
    lon: float = 10.4
    lat: float = 51.2

    def __post_init__(self) -> None:
        if self.land not in holidays.Germany.subdivisions:
            raise HoursError(self.land, errors.LAND, part=self.land)

    def holiday(self, day: date) -> str:
        """The holiday's German name, '' on other days."""
        return _names(self.land, self.catholic, day.year).get(day, "")


@lru_cache(maxsize=1024)
def _names(land: str, catholic: bool, year: int) -> dict[date, str]:
    wanted = {"public", "catholic"} if catholic else {"public"}
    categories = tuple(sorted(wanted & set(holidays.Germany.supported_categories)))
    return dict(holidays.Germany(subdiv=land, years=year, categories=categories, language="de"))
