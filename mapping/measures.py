"""Numbers as people read them: lengths, times, amounts with their unit, in the notation of the language."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MINUTES_PER_HOUR = 60
SECONDS_PER_MINUTE = 60
STEP_M = 10  # nobody needs more
KILOMETRE = 1000


def number(value: float) -> str:
    """„0,9“, „6“: at most two decimals, none without need."""
    return str(number_format(f"{round(float(value), 2):g}", use_l10n=True))


def amount(value: float, unit: str) -> str:
    """„6 cm“, „0,9 m“, „7 %“; without a unit the number alone."""
    return f"{number(value)} {unit}".strip()


def length(metres: float) -> str:
    """„7 m“, „340 m“ in steps of 10 m, „1,2 km“."""
    if metres < STEP_M:
        return f"{max(1, round(metres))} m"
    rounded = round(metres / STEP_M) * STEP_M
    return f"{rounded} m" if rounded < KILOMETRE else f"{number_format(round(metres / KILOMETRE, 1), 1)} km"


def minutes(seconds: float) -> int:
    """Whole minutes, at least one; half a minute counts as one."""
    return max(1, int(seconds / SECONDS_PER_MINUTE + 0.5))


def duration(seconds: float) -> str:
    """„6 Minuten“, „1 Stunde 5 Minuten“."""
    hours, rest = divmod(minutes(seconds), MINUTES_PER_HOUR)
    said = [
        ngettext("{n} Stunde", "{n} Stunden", hours).format(n=hours) if hours else "",
        ngettext("{n} Minute", "{n} Minuten", rest).format(n=rest) if rest else "",
    ]
    return " ".join(filter(None, said))


def share(part: float) -> str:
    """„62 %“; what is not all is never rounded up to 100, what is not nothing never down to 0."""
    percent = round(part * 100)
    if 0 < part < 1:
        percent = min(99, max(1, percent))
    return _("{n} %").format(n=percent)
