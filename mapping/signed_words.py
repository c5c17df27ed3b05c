"""What is said of signed routes: verdicts, what is in the way and where, and what has changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.text import join_words
from mapping import way_words
from mapping.models import RouteChange
from mapping.routing import signed
from mapping.routing.signed import BLOCKED, NOTICES, OFF, PASSABLE, UNKNOWN_FACTS, VERDICTS, Found

SHOWN = 3  # things that one sentence names


@dataclass(frozen=True)
class Verdict:
    """`kind` chooses the colour: yes, partly, no, unknown. Symbol and word always stand together."""

    kind: str
    symbol: str
    word: str | Promise


VERDICT_WORDS: Mapping[str, Verdict] = MappingProxyType(
    {
        PASSABLE: Verdict("yes", "✓", _("begehbar")),
        NOTICES: Verdict("partly", "◐", _("begehbar, mit Hinweisen")),
        UNKNOWN_FACTS: Verdict("unknown", "?", _("nicht alles bekannt")),
        OFF: Verdict("unknown", "?", _("passt nicht mehr zur Karte")),
        BLOCKED: Verdict("no", "✕", _("nicht begehbar")),
    }
)
UNCHECKED = Verdict("unknown", "?", _("noch nicht geprüft"))
# How a change ends, when things have become worse and when they have become better.
WORSE: Mapping[str, Promise] = MappingProxyType(
    {
        NOTICES: _("{profile} jetzt mit Hinweisen begehbar"),
        UNKNOWN_FACTS: _("{profile} nicht mehr alles bekannt"),
        OFF: _("der Verlauf passt nicht mehr zur Karte"),
        BLOCKED: _("{profile} nicht mehr begehbar"),
    }
)
BETTER: Mapping[str, Promise] = MappingProxyType(
    {
        PASSABLE: _("{profile} jetzt begehbar"),
        NOTICES: _("{profile} jetzt begehbar, mit Hinweisen"),
        UNKNOWN_FACTS: _("{profile} kein bekanntes Hindernis mehr, aber nicht alles bekannt"),
        OFF: _("{profile} kein bekanntes Hindernis mehr, aber der Verlauf passt nicht zur Karte"),
    }
)


def verdict(word: str) -> Verdict:
    return VERDICT_WORDS.get(word, UNCHECKED)


def where(found: Found) -> str:
    """„Ecke Lindenstraße / Parkstraße“, „Lindenstraße“; '' where nothing has a name. A stretch has its own."""
    if found.remark.length_m and found.remark.name:
        return found.remark.name
    return way_words.corner(found.streets) or found.remark.name


def reason(found: Found) -> str:
    """„Bordstein 12 cm, Ihre Grenze: 3 cm (Bahnhofstraße)“, „Gesperrt (auf 50 m, Bahnhofstraße)“."""
    said, place = way_words.said(found.remark), where(found)
    if not place:
        return said
    return f"{said.removesuffix(')')}, {place})" if said.endswith(")") else f"{said} ({place})"


def changed(row: RouteChange, profile: str) -> str:
    """„Seit dem 3. März 2026: Bordstein 12 cm, Ihre Grenze: 3 cm (Bahnhofstraße); mit Rollator nicht mehr begehbar.“"""
    appeared, gone = (_listed(signed.read(entries)) for entries in (row.appeared, row.gone))
    said = [appeared, gettext("nicht mehr da: {list}").format(list=gone) if gone else "", _end(row, profile)]
    return gettext("Seit dem {day}: {text}.").format(day=day(row.at), text="; ".join(filter(None, said)))


def _listed(found: Iterable[Found]) -> str:
    """The worst ones; the others as their number."""
    every = list(dict.fromkeys(reason(one) for one in found))
    more = len(every) - SHOWN
    return join_words([*every[:SHOWN], *([gettext("{n} weitere").format(n=more)] if more > 0 else [])])


def _end(row: RouteChange, profile: str) -> str:
    if row.before == row.after:
        return ""
    worse = VERDICTS.index(row.after) > VERDICTS.index(row.before)
    return str((WORSE if worse else BETTER)[row.after]).format(profile=profile)


def day(at: datetime) -> str:
    return date_format(timezone.localtime(at), "DATE_FORMAT")
