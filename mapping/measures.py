"""Numbers as people read them: lengths, times, amounts with their unit, in the notation of the language."""

from collections.abc import Sequence
from math import floor

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


def shares(parts: Sequence[float]) -> list[str]:
    """„62 %“, „37 %“, „1 %“ of parts that make up the whole (sum 1): 100 together; what is not nothing is never 0 %.

    Where two parts would be rounded up with the same right it is the later one: callers name the best first.
    """
    percents = [max(1, floor(part * 100)) if part else 0 for part in parts]
    left = 100 - sum(percents)
    # What is left goes where most was cut off; what is too much because of small parts is taken from the largest.
    some = [at for at, part in enumerate(parts) if part]
    for at in sorted(some, key=lambda at: (round(percents[at] - parts[at] * 100, 6), -at))[: max(0, left)]:
        percents[at] += 1
    percents[percents.index(max(percents))] += min(0, left)
    return [_("{n} %").format(n=percent) for percent in percents]
