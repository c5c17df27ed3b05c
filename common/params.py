"""Query parameters into values, at the edge, once. Every reader raises UsageError naming the parameter."""

import re
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, date, datetime, timedelta
from difflib import get_close_matches

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.errors import NotInList, UsageError

TEXT_MAX = 200
SHOWN, SHOWN_MAX = 4, 7  # values that an error names: all of a short list, the first ones of a long one
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
ALIKE = 0.6  # of difflib: one slip in a short word, two in a longer one
Label = Callable[[str], str] | None


def text(params: QueryDict, name: str, *, max_length: int = TEXT_MAX) -> str:
    """One line of text without control characters; '' if absent."""
    value = " ".join(params.get(name, "").split())
    if len(value) > max_length:
        raise UsageError(name, value, _("höchstens {n} Zeichen").format(n=max_length))
    if not value.isprintable():
        raise UsageError(name, value, _("Text ohne Steuerzeichen"))
    return value


def only(params: QueryDict, names: Collection[str], repeatable: Collection[str] = ()) -> None:
    """Every parameter is one of these, and none stands twice with different values but those that may."""
    for name in params:
        if name not in names:
            raise none_of("parameter", name, names)
        if name not in repeatable and len(values := set(params.getlist(name))) > 1:
            raise UsageError(name, ", ".join(sorted(values)), _("nur eine Angabe"))


def choice(params: QueryDict, name: str, choices: Collection[str], default: str, label: Label = None) -> str:
    """`label` gives the word that readers know for a value, for the sentences of an error."""
    value = text(params, name) or default
    if value and value not in choices:
        raise none_of(name, value, choices, label)
    return value


def choices(params: QueryDict, name: str, allowed: Collection[str], label: Label = None) -> tuple[str, ...]:
    """A repeatable parameter (also comma-separated), without repetitions, in the order given."""
    given = [part.strip() for raw in params.getlist(name) for part in raw.split(",") if part.strip()]
    values = tuple(dict.fromkeys(given))
    for value in values:
        if value not in allowed:
            raise none_of(name, value, allowed, label)
    return values


def none_of(name: str, value: str, allowed: Collection[str], label: Label = None) -> NotInList:
    """The error for a value that is none of these: the likely one first, then as many as one likes to read."""
    known = sorted(allowed)
    near = nearest(value, known, label)
    others = [slug for slug in known if slug != near]
    explained = None if near or len(others) > SHOWN_MAX else label
    right = _right(near and _word(near, label), [_word(slug, explained) for slug in others])
    in_order = [label(slug) for slug in allowed if slug != near] if label else []
    return NotInList(name, value, right, known, _right(near and label(near), in_order) if label else right)


def _right(guess: str, others: list[str]) -> str:
    if not guess:
        return _("eines von: {list}").format(list=_listed(others))
    return (
        _("vielleicht {guess}, sonst eines von: {list}").format(guess=guess, list=_listed(others)) if others else guess
    )


def nearest(value: str, allowed: Sequence[str], label: Label = None) -> str:
    """The value whose slug or label is spelled most like this; '' if none comes near."""
    spelled = {slug.casefold(): slug for slug in allowed}
    if label:
        spelled = {label(slug).casefold(): slug for slug in allowed} | spelled
    found = get_close_matches(value[:TEXT_MAX].casefold(), spelled, n=1, cutoff=ALIKE)
    return spelled[found[0]] if found else ""


def _word(slug: str, label: Label) -> str:
    return f"{slug} ({label(slug)})" if label else slug


def _listed(words: list[str]) -> str:
    """A short list in full, of a long one the beginning."""
    if len(words) <= SHOWN_MAX:
        return ", ".join(words)
    listed, more = ", ".join(words[:SHOWN]), len(words) - SHOWN
    return ngettext("{list} … und {n} weiteres", "{list} … und {n} weitere", more).format(list=listed, n=more)


def integer(params: QueryDict, name: str, *, low: int, high: int, default: int | None = None) -> int | None:
    value = text(params, name)
    if not value:
        return default
    right = _("eine ganze Zahl von {low} bis {high}").format(low=low, high=high)
    if not (value.isascii() and value.removeprefix("-").isdecimal() and len(value) < 12):
        raise UsageError(name, value, right)
    if not low <= int(value) <= high:
        raise UsageError(name, value, right)
    return int(value)


def instant(params: QueryDict, name: str, *, now: datetime) -> datetime | None:
    """`1` = now, an ISO 8601 time otherwise (without offset: the service's own zone); None if absent."""
    value = text(params, name)
    if not value:
        return None
    if value == "1":
        return now
    return _moment(name, value, _("1 oder eine Zeit wie 2026-03-29T14:00"))


def moment(params: QueryDict, name: str, *, now: datetime, within: timedelta) -> datetime | None:
    """An ISO 8601 time to the minute (without offset: the service's own zone), near enough to now; None if absent."""
    value = text(params, name)
    if not value:
        return None
    right = _("eine Zeit wie 2026-03-29T14:00; nichts bedeutet: jetzt")
    if ":" not in value:
        raise UsageError(name, value, right)  # a day alone would be its midnight
    found = _moment(name, value, right)
    if timezone.localtime(found.astimezone(UTC)).replace(tzinfo=None) != timezone.localtime(found).replace(tzinfo=None):
        skipped = _("eine Uhrzeit, die es an diesem Tag gibt: Die Uhr wird in dieser Stunde vorgestellt")
        raise UsageError(name, value, skipped)
    if abs(found - now) > within:
        days = _("eine Zeit höchstens {n} Tage vor oder nach heute").format(n=within.days)
        raise UsageError(name, value, days)
    return found.replace(second=0, microsecond=0)


def _moment(name: str, value: str, right: str) -> datetime:
    """A bare `+` of an offset has become a blank in the address."""
    parsed = _parsed(value) or _parsed("+".join(value.rsplit(" ", 1)))
    if parsed is None or not 1970 < parsed.year < 2100:
        raise UsageError(name, value, right)
    return timezone.make_aware(parsed) if timezone.is_naive(parsed) else parsed


def _parsed(value: str) -> datetime | None:
    try:
        return parse_datetime(value)
    except ValueError:
        return None


def day(params: QueryDict, name: str, *, low: date, high: date, default: date) -> date:
    """A day of the calendar as ISO 8601, both limits included."""
    value = text(params, name)
    if not value:
        return default
    found = _day(value)
    if found is None or not low <= found <= high:
        right = _("ein Tag wie {example}, vom {low} bis zum {high}")
        limits = {"low": date_format(low, "DATE_FORMAT"), "high": date_format(high, "DATE_FORMAT")}
        raise UsageError(name, value, right.format(example=default.isoformat(), **limits))
    return found


def _day(value: str) -> date | None:
    """Strictly `2026-11-27`; the other forms of the standard are weeks and days of the year."""
    try:
        return date.fromisoformat(value) if _ISO_DAY.fullmatch(value) else None
    except ValueError:
        return None
