"""Barriers as pages tell them: what it is, where, since when and for how long, and whom it stops."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.text import sentence_case
from mapping import anchors, network, profiles, way_words
from mapping.barrier_effects import Stopped, stopped_by
from mapping.models import Barrier, NetworkVersion, Quarter, State
from mapping.routing import streets
from mapping.routing.engine import Engine
from mapping.routing.graph import Network


class Now(StrEnum):
    """What a barrier is on a day, the ones that matter first."""

    OPEN = "open"
    PLANNED = "planned"
    OVER = "over"
    FIXED = "fixed"


WORDS: dict[Now, tuple[str, Promise]] = {
    Now.OPEN: ("✕", gettext_lazy("besteht")),
    Now.PLANNED: ("◐", gettext_lazy("geplant")),
    Now.OVER: ("✓", gettext_lazy("vorbei")),
    Now.FIXED: ("✓", gettext_lazy("behoben")),
}


@dataclass(frozen=True)
class Stop:
    """A profile that cannot pass, and why."""

    slug: str
    label: str
    icon: str
    text: str
    plain: str


@dataclass(frozen=True)
class Told:
    """One barrier in words; `where` is '' where no street has a name."""

    barrier: Barrier
    title: str
    where: str
    now: Now
    symbol: str
    state: str
    when: str
    stops: tuple[Stop, ...]

    @property
    def for_all(self) -> bool:
        """Nobody can pass."""
        return len(self.stops) == len(profiles.profiles().by_slug)

    @property
    def common(self) -> str:
        """What stops everybody, if it is the same for all; else ''."""
        texts = {stop.text for stop in self.stops}
        return texts.pop() if self.for_all and len(texts) == 1 else ""

    @property
    def is_over(self) -> bool:
        return self.now in (Now.OVER, Now.FIXED)


def told(barriers: Sequence[Barrier], quarter: Quarter | None, on: date) -> list[Told]:
    """In the given order; a fixed number of queries."""
    engine = network.engine(quarter) if quarter and barriers else None
    stopped = stopped_by(barriers, _base(quarter) if engine else None)
    corners = _corners(engine, barriers)
    return [_told(*row, on) for row in zip(barriers, stopped, corners, strict=True)]


def _base(quarter: Quarter | None) -> Network | None:
    version = NetworkVersion.objects.active().filter(quarter=quarter).defer("area").first()
    try:
        return network.base_of(version) if version else None
    except network.NetworkDamaged:
        return None


def _corners(engine: Engine | None, barriers: Sequence[Barrier]) -> list[str]:
    if engine is None:
        return [""] * len(barriers)
    return [way_words.corner(names) for names in streets.corners(engine, [one.point.coords for one in barriers])]


def _told(barrier: Barrier, stopped: Stopped, where: str, on: date) -> Told:
    now = state_on(barrier, on)
    symbol, word = WORDS[now]
    return Told(barrier, title(barrier), where, now, symbol, str(word), when(barrier, on), tuple(_stops(stopped)))


def _stops(stopped: Stopped) -> Iterable[Stop]:
    by_slug = profiles.profiles().by_slug
    for slug, remark in stopped.items():
        label = profiles.label(by_slug[slug])
        yield Stop(slug, label, f"profile:{slug}", way_words.headline(remark), way_words.plainly(remark.code))


def title(barrier: Barrier) -> str:
    """„Hoher Bordstein: 12 cm“"""
    kind = sentence_case(str(barrier.row.label))
    if barrier.told is None:
        return kind
    value = anchors.said(barrier.row.attribute, barrier.told)
    if barrier.row.attribute == "step_count":
        value = ngettext("{n} Stufe", "{n} Stufen", int(barrier.told)).format(n=value)
    return f"{kind}: {value}"


def state_on(barrier: Barrier, on: date) -> Now:
    if barrier.state == State.FIXED:
        return Now.FIXED
    if barrier.starts_on and barrier.starts_on > on:
        return Now.PLANNED
    return Now.OVER if barrier.ends_on and barrier.ends_on < on else Now.OPEN


def when(barrier: Barrier, on: date) -> str:
    """„vom 1. März 2026 bis 31. Mai 2026“, as it follows on the state; '' for what has no dates."""
    begin, end = (date_format(day, "DATE_FORMAT") if day else "" for day in (barrier.starts_on, barrier.ends_on))
    if barrier.state == State.FIXED:
        day = date_format(barrier.fixed_on, "DATE_FORMAT") if barrier.fixed_on else ""
        return _("seit {day}").format(day=day) if day else ""
    if begin and end:
        return _("vom {begin} bis {end}").format(begin=begin, end=end)
    if end:
        return _("bis {end}").format(end=end)
    if begin:
        still = barrier.starts_on is not None and barrier.starts_on > on
        return (_("ab {begin}") if still else _("seit {begin}, bis auf Weiteres")).format(begin=begin)
    return ""


ORDER = list(Now)


def sorted_by_state(found: Iterable[Told]) -> list[Told]:
    """Open ones first; what is over last. Within each the most recently checked first."""
    return sorted(found, key=lambda one: (ORDER.index(one.now), -_day(one.barrier).toordinal(), one.barrier.slug))


def _day(barrier: Barrier) -> date:
    return barrier.fixed_on or barrier.verified_on or barrier.created_at.date()
