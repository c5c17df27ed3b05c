"""Names of time zones in calendars → zones: IANA, those of Windows, with a prefix of a program, or defined in the file.

Definitions are read for this file alone. What the library itself reads of them it would keep for all later calendars.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from dateutil.tz import tzical
from django.utils.translation import gettext_lazy as _
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from common.errors import UsageError
from common.hours.calendars import ZONE
from upkeep.imports.ical.gate import Block

MOST_LINES = 300
KNOWN_LINES = re.compile(
    r"^(BEGIN|END|DTSTART|RRULE|RDATE|EXDATE|TZOFFSETFROM|TZOFFSETTO|TZNAME|TZID)\b", re.IGNORECASE
)
YEARLY = re.compile(r"^RRULE:(?=.*\bFREQ=YEARLY\b)(?!.*BY(HOUR|MINUTE|SECOND|SETPOS))", re.IGNORECASE)
RULE = re.compile(r"^RRULE", re.IGNORECASE)
LOCATION = re.compile(r"^X-LIC-LOCATION:\s*(\S+)", re.IGNORECASE)
NAMES = {"UTC": UTC, "GMT": UTC, "Z": UTC, "ETC/UTC": UTC}


@lru_cache(maxsize=1)
def _iana() -> frozenset[str]:
    return frozenset(available_timezones())


class Zones:
    """The zones of one file."""

    def __init__(self, blocks: Iterable[Block] = ()) -> None:
        self.blocks = {_tzid(block): block for block in blocks}
        self.found: dict[str, tzinfo] = {}

    def zone(self, name: str) -> tzinfo:
        """UsageError if nobody can know what the name means."""
        if name not in self.found:
            self.found[name] = self._zone(name)
        return self.found[name]

    def _zone(self, name: str) -> tzinfo:
        if (known := _known(name)) is not None:
            return known
        block = self.blocks.get(name)
        made = _located(block) or _defined(block) if block else None
        if made is None:
            raise UsageError("TZID", name, _("eine bekannte Zeitzone, zum Beispiel Europe/Berlin"))
        return made


def at_home(wall: datetime, zone: tzinfo) -> datetime:
    """What the clock on our wall shows at that moment."""
    if zone is ZONE:
        return wall
    moment = wall.replace(tzinfo=zone)
    return moment.astimezone(UTC).astimezone(ZONE).replace(tzinfo=None)


def _tzid(block: Block) -> str:
    found = (line.partition(":")[2].strip() for line in block.lines if line.upper().startswith("TZID"))
    return next(found, "")


def _known(name: str) -> tzinfo | None:
    if name.upper() in NAMES:
        return NAMES[name.upper()]
    one = next((one for one in _candidates(name) if one in _iana()), None)
    return None if one is None else ZONE if one in ("Europe/Berlin", "Europe/Busingen") else ZoneInfo(one)


def _candidates(name: str) -> Iterator[str]:
    """`/freeassociation.sourceforge.net/Europe/Berlin` means Europe/Berlin."""
    plain = name.strip().strip('"')
    yield plain
    yield WINDOWS_TO_OLSON.get(plain, "")
    parts = plain.strip("/").split("/")
    if plain.startswith("/"):
        yield from ("/".join(parts[start:]) for start in range(len(parts)))


def _located(block: Block) -> tzinfo | None:
    found = next((match[1] for line in block.lines if (match := LOCATION.match(line))), "")
    return _known(found) if found else None


def _defined(block: Block) -> tzinfo | None:
    """As the file itself defines it; None if that is broken, or would take forever."""
    lines = [line for line in block.lines if KNOWN_LINES.match(line)]
    rules = [line for line in lines if RULE.match(line)]
    if len(lines) > MOST_LINES or not all(YEARLY.match(line) for line in rules):
        return None
    text = "\r\n".join(["BEGIN:VTIMEZONE", *lines, "END:VTIMEZONE", ""])
    try:
        made = tzical(io.StringIO(text)).get()
        datetime(2026, 7, 1, tzinfo=made).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, ArithmeticError, LookupError, AttributeError):
        return None
    return made
