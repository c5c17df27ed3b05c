"""One VEVENT as lines → its properties with their times understood. Broken properties are told by name."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from django.utils.translation import gettext_lazy as _
from icalendar import Event as Component
from icalendar.error import GloballyUniqueTZIDGuessed

from common.errors import UsageError
from common.hours.calendars import ZONE
from upkeep.imports.ical.zones import Zones, at_home

# The library guesses as we do; a line in the log of the server helps nobody.
warnings.filterwarnings("ignore", category=GloballyUniqueTZIDGuessed)

EARLIEST, LATEST = 1970, 2100
LONGEST_DURATION = timedelta(days=3_660)
MIDNIGHT = datetime.min.time()
A_RULE = _("eine Regel nach RFC 5545, zum Beispiel FREQ=WEEKLY;BYDAY=FR")
A_TIME = _("ein Tag wie 20270630 oder eine Zeit wie 20270630T180000")


@dataclass(frozen=True)
class Moment:
    """`wall` is what the clock in `zone` shows, `home` what ours shows. Whole days have no zone."""

    wall: datetime
    home: datetime
    zone: tzinfo
    whole_day: bool

    def later(self, by: timedelta) -> Moment:
        """Days by the calendar, the rest by the clock that never jumps."""
        days, rest = timedelta(days=by.days), by - timedelta(days=by.days)
        wall = self.wall + days
        if rest:
            moment = wall.replace(tzinfo=self.zone).astimezone(UTC) + rest
            wall = moment.astimezone(self.zone).replace(tzinfo=None)
        return Moment(wall, at_home(wall, self.zone), self.zone, self.whole_day)


class Properties:
    """Of one entry, by name."""

    def __init__(self, lines: Iterable[str], zones: Zones) -> None:
        text = "\r\n".join(("BEGIN:VEVENT", *lines, "END:VEVENT", ""))
        try:
            found: Any = Component.from_ical(text)
        except (ValueError, TypeError, IndexError, KeyError, OverflowError) as error:
            raise UsageError("VEVENT", str(error), _("ein Eintrag nach RFC 5545")) from None
        except OSError:  # the library looks zones up as files, and a name may be too long for one
            raise UsageError("TZID", "…", _("eine bekannte Zeitzone, zum Beispiel Europe/Berlin")) from None
        self.found, self.zones = found, zones
        self.broken = {name: str(reason) for name, reason in found.errors if name}

    def all(self, name: str) -> list[Any]:
        value = self.found.get(name, [])
        return value if isinstance(value, list) else [value]

    def text(self, name: str) -> str:
        return str(next(iter(self.all(name)), ""))

    def raw(self, name: str) -> str:
        """As the file has it. UsageError if there are several where one means something."""
        values = self.all(name)
        if len(values) > 1:
            raise UsageError(name, f"{len(values)} ×", _("diese Angabe einmal"))
        if name in self.broken:
            raise UsageError(name, self._shown(name), A_RULE)
        text = values[0].to_ical().decode() if values else ""
        if values and not text:
            raise UsageError(name, text, A_RULE)
        return text

    def number(self, name: str) -> int | None:
        """None for what is no number."""
        text = self.text(name).strip()
        return int(text) if re.fullmatch(r"\d{1,9}", text) else None

    def words(self, name: str) -> list[str]:
        """A list of words, over all lines."""
        return [str(word).strip() for one in self.all(name) for word in getattr(one, "cats", [one])]

    def moment(self, name: str) -> Moment | None:
        values = self.all(name)
        self._check_readable(name)
        return self._moment(name, values[0].dt, values[0].params) if values else None

    def moments(self, name: str) -> list[Moment]:
        self._check_readable(name)
        return [
            self._moment(name, one.dt[0] if isinstance(one.dt, tuple) else one.dt, several.params)
            for several in self.all(name)
            for one in several.dts
        ]

    def length(self) -> timedelta | None:
        self._check_readable("DURATION")
        found = next((one.dt for one in self.all("DURATION")), None)
        if found is not None and not (isinstance(found, timedelta) and abs(found) < LONGEST_DURATION):
            raise UsageError("DURATION", self.text("DURATION"), _("eine Dauer wie PT1H30M"))
        return found

    def changed_at(self) -> datetime | None:
        try:
            found = self.moment("LAST-MODIFIED")
        except UsageError:
            return None
        return None if found is None else found.wall.replace(tzinfo=found.zone)

    def _check_readable(self, name: str) -> None:
        if name in self.broken:
            right = _("eine Dauer wie PT1H30M") if name == "DURATION" else A_TIME
            raise UsageError(name, self._shown(name), right)

    def _shown(self, name: str) -> str:
        broken = next((one for one in self.all(name) if type(one).__name__ == "vBroken"), None)
        return self.broken[name] if broken is None else str(broken)

    def _moment(self, name: str, value: Any, params: Any) -> Moment:
        if not isinstance(value, date):
            raise UsageError(name, str(value), A_TIME)
        if not EARLIEST <= value.year <= LATEST:
            right = _("ein Jahr von {first} bis {last}").format(first=EARLIEST, last=LATEST)
            raise UsageError(name, value.isoformat(), right)
        if not isinstance(value, datetime):
            midnight = datetime.combine(value, MIDNIGHT)
            return Moment(midnight, midnight, ZONE, True)
        wall = value.replace(tzinfo=None, microsecond=0)
        zone = self._zone(value, str(params.get("TZID", "")))
        return Moment(wall, at_home(wall, zone), zone, False)

    def _zone(self, value: datetime, name: str) -> tzinfo:
        """A time without any zone is that of the clock on our wall."""
        if name:
            return self.zones.zone(name)
        return UTC if value.tzinfo is not None else ZONE
