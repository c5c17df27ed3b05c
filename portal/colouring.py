"""The ways coloured for the visitor: where their tiles are, and in words what the colours say of the quarter."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import get_script_prefix
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import params
from common.text import join_words
from mapping import measures, profiles
from mapping.models import Quarter
from mapping.routing.traveller import Traveller
from mapping.way_classes import shares_in
from portal.way.question import written

NAME = "wege"  # the parameter that switches the colours on
# Class → the sign that stands beside its word, as for the access of places, and the word.
WORDS: Mapping[str, tuple[str, Promise]] = MappingProxyType(
    {
        "passable": ("✓", gettext_lazy("begehbar")),
        "difficult": ("◐", gettext_lazy("mit Mühe begehbar")),
        "blocked": ("✕", gettext_lazy("nicht begehbar")),
        "unknown": ("?", gettext_lazy("nicht bekannt")),
    }
)


@dataclass(frozen=True)
class Entry:
    """One class in the legend; `share` is that of the length of all ways in the quarter, in words."""

    slug: str
    symbol: str
    word: str
    share: str


@dataclass(frozen=True)
class Colouring:
    """`url` of the tiles with {z}/{x}/{y}; `sentence` says the same without colours."""

    on: bool
    url: str
    who: str
    entries: tuple[Entry, ...]
    sentence: str


def is_on(query: QueryDict) -> bool:
    """UsageError for anything but 0 and 1."""
    return params.choice(query, NAME, ("0", "1"), "0") == "1"


def kept(query: QueryDict) -> tuple[tuple[str, str], ...]:
    """What links on the page carry along."""
    return ((NAME, "1"),) if is_on(query) else ()


def colouring(quarter: Quarter, traveller: Traveller, *, on: bool) -> Colouring | None:
    """None where no ways are known. One query."""
    parts = shares_in(quarter, traveller)
    if not parts:
        return None
    said = measures.shares([parts[name] for name in WORDS])
    entries = tuple(
        Entry(name, symbol, str(word), share) for (name, (symbol, word)), share in zip(WORDS.items(), said, strict=True)
    )
    who = profiles.label(traveller.profile)
    if traveller.own or traveller.unknown:
        who = _("{profile} und Ihren Grenzen").format(profile=who)
    told = [f"{one.share} {one.word}" for one in entries if parts[one.slug] > 0]
    sentence = _("{who}: Von den Wegen im Quartier sind {list}.").format(who=who, list=join_words(told))
    return Colouring(on, tiles(traveller), who, entries, sentence)


def tiles(traveller: Traveller) -> str:
    own = {name: written(value) for name, value in traveller.own.items()}
    asked = {**own, **({profiles.MODE: traveller.unknown} if traveller.unknown else {})}
    query = f"?{urlencode(asked)}" if asked else ""
    return f"{get_script_prefix()}tiles/ways-{traveller.profile.slug}/{{z}}/{{x}}/{{y}}.mvt{query}"
