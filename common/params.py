"""Query parameters into values, at the edge, once. Every reader raises UsageError naming the parameter."""

from collections.abc import Collection
from datetime import datetime

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from common.errors import UsageError

TEXT_MAX = 200
LIST_MAX = 60


def text(params: QueryDict, name: str, *, max_length: int = TEXT_MAX) -> str:
    """One line of text without control characters; '' if absent."""
    value = " ".join(params.get(name, "").split())
    if len(value) > max_length:
        raise UsageError(name, value, _("höchstens {n} Zeichen").format(n=max_length))
    if not value.isprintable():
        raise UsageError(name, value, _("Text ohne Steuerzeichen"))
    return value


def choice(params: QueryDict, name: str, choices: Collection[str], default: str) -> str:
    value = text(params, name) or default
    if value and value not in choices:
        raise UsageError(name, value, _("eines von: {list}").format(list=", ".join(sorted(choices))))
    return value


def choices(params: QueryDict, name: str, allowed: Collection[str]) -> tuple[str, ...]:
    """A repeatable parameter (also comma-separated), without repetitions, in the order given."""
    values = [part.strip() for raw in params.getlist(name)[:LIST_MAX] for part in raw.split(",") if part.strip()]
    for value in values:
        if value not in allowed:
            raise UsageError(name, value, _("eines von: {list}").format(list=", ".join(sorted(allowed))))
    return tuple(dict.fromkeys(values))


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
    right = _("1 oder eine Zeit wie 2026-03-29T14:00")
    try:
        parsed = parse_datetime(value)
    except ValueError:
        parsed = None
    if parsed is None or not 1970 < parsed.year < 2100:
        raise UsageError(name, value, right)
    return timezone.make_aware(parsed) if timezone.is_naive(parsed) else parsed
