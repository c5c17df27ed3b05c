"""Why there is no way, and what would open one: the fewest barriers, and the nearest limits that give a route. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np

from mapping.routing.arcs import Arcs
from mapping.routing.attributes import RANKED
from mapping.routing.engine import Trip, digest
from mapping.routing.graph import Bools, Floats, Network
from mapping.routing.paths import Path, find_path, line_of
from mapping.routing.profiles import Bounds, Number
from mapping.routing.reasons import BLOCKING, CODES, REMOVABLE, codes, mask
from mapping.routing.remarks import Remark, barrier_key, grouped, remarks_on, remarks_under
from mapping.routing.snapping import Degrees, Foot
from mapping.routing.traveller import RANKED_LIMITS
from mapping.routing.weights import Weights, limited_arcs, weigh

MOST_OPTIONS = 3
PRIVATE = CODES["private_way"].mask
Feet = Sequence[Foot]


@dataclass(frozen=True)
class Relaxed:
    """Other limits (and another mode for unknown facts, if not empty) that give a route, and how long it is."""

    limits: Mapping[str, Number]
    unknown: str
    distance_m: float
    duration_s: float


@dataclass(frozen=True)
class NoRoute:
    """`code`: no-route, not_connected or seat_gap. `line` is the way with the fewest barriers, for the map."""

    code: str
    checksum: str
    blocked_by: tuple[Remark, ...] = ()
    barriers: tuple[str, ...] = ()  # their keys in the network, in the order of the line
    line: tuple[Degrees, ...] = ()
    distance_m: float | None = None
    options: tuple[Relaxed, ...] = ()
    seat_gap_m: float | None = None  # the smallest distance between seats that works

    @property
    def relaxed(self) -> Relaxed | None:
        """The option with the shortest route."""
        return self.options[0] if self.options else None


def no_route(trip: Trip, origin: Feet, goal: Feet, bounds: Mapping[str, Bounds] | None = None) -> NoRoute:
    """The answer where nothing leads from one to the other. `bounds` keep proposals within what a form accepts."""
    if (path := fewest_barriers(trip, origin, goal)) is None:
        return _unconnected(trip, origin, goal)
    line, reasons = line_of(path), trip.costs.reasons
    found = remarks_on(path, line, trip.traveller, reasons)
    if not found:  # she stands on closed ways only
        found = remarks_under(trip.network, trip.traveller, [path.start, path.goal], reasons)
    return NoRoute(
        code="no-route",
        checksum=trip.network.checksum,
        blocked_by=tuple(grouped(found)),
        barriers=barriers_on(trip, path),
        line=line.degrees,
        distance_m=path.length_m,
        options=relaxed_options(trip, origin, goal, path, bounds or {}),
    )


def _unconnected(trip: Trip, origin: Feet, goal: Feet) -> NoRoute:
    """No way at all; or only through one that is open to its neighbours alone."""
    open_weight = trip.costs.open_measure(trip.measure)
    through = limited_arcs(trip.network)
    toll = np.where(through, _more_than_all(open_weight), 0.0)
    weights = weigh(trip.network, open_weight + toll, toll=toll, limited=np.zeros(len(through), dtype=bool))
    if (path := find_path(weights, origin, goal)) is None:
        return NoRoute("not_connected", trip.network.checksum)
    line, bits = line_of(path), trip.costs.reasons.copy()
    middle = _middle([bool(through[arc]) for arc in path.arcs])
    bits[list(path.arcs[middle])] |= np.where(through[list(path.arcs[middle])], np.uint64(PRIVATE), np.uint64(0))
    remarks = remarks_on(path, line, trip.traveller, bits)
    return NoRoute(
        "no-route", trip.network.checksum, tuple(grouped(remarks)), line=line.degrees, distance_m=path.length_m
    )


def _middle(limited: list[bool]) -> slice:
    """What lies between the first and the last place that is open to all: there a limited way is in the way."""
    free = [row for row, is_limited in enumerate(limited) if not is_limited]
    return slice(free[0], free[-1]) if free else slice(0, 0)


# -------------------------------------------------------------------------------------------------- fewest barriers


def fewest_barriers(trip: Trip, origin: Feet, goal: Feet) -> Path | None:
    """The way that passes the fewest barriers, of those the cheapest; closed ways only where nothing else is left."""
    path = find_path(removal_weights(trip, closed=False), origin, goal)
    return path or find_path(removal_weights(trip, closed=True), origin, goal)


def removal_weights(trip: Trip, *, closed: bool) -> Weights:
    """Every barrier costs more than any way; `closed` also opens what no works could open, for more than all barriers.

    Exact because a shortest way passes each edge once, and each star by two of its halves.
    """
    key = (trip.traveller.key, digest(trip.shut), trip.measure, "closed" if closed else "barriers")
    return trip.engine.caches["weights"].get(key, lambda: _removal_weights(trip, closed=closed))


def _removal_weights(trip: Trip, *, closed: bool) -> Weights:
    reasons = trip.costs.reasons
    open_weight = trip.costs.open_measure(trip.measure)
    price = _more_than_all(open_weight)
    is_barrier = (reasons != 0) & (reasons & np.uint64(BLOCKING ^ REMOVABLE) == 0)
    toll = np.where(is_barrier, price * counted(trip.network), 0.0)
    shut = (reasons != 0) & ~is_barrier
    beyond_all = price * (np.count_nonzero(is_barrier[0::2] | is_barrier[1::2]) + 1)
    toll[shut] = beyond_all if closed else np.inf
    return weigh(trip.network, open_weight + toll, toll=np.where(np.isfinite(toll), toll, 0.0))


def counted(network: Network) -> Floats:
    """2e: how much of a barrier an arc is. A way through a star takes two halves."""
    group = np.asarray(network.group)
    sizes = np.bincount(group[group >= 0], minlength=1)
    half = (group >= 0) & network.is_point & (sizes[np.maximum(group, 0)] > 1)
    return np.repeat(np.where(half, 0.5, 1.0), 2)


def _more_than_all(weight: Floats) -> float:
    return float(weight.sum()) + 1.0


def barriers_on(trip: Trip, path: Path) -> tuple[str, ...]:
    """Keys of the blocked edges and stars on a path, each once."""
    blocked = [arc for arc in path.arcs if trip.costs.blocked[arc]]
    return tuple(dict.fromkeys(barrier_key(trip.network, arc >> 1) for arc in blocked))


# ---------------------------------------------------------------------------------------------------- other limits


@dataclass(frozen=True)
class Dial:
    """A numeric or ranked limit: the codes it sets, and the value of each arc that is compared with it."""

    codes: tuple[str, ...]
    values: Callable[[Arcs], Floats]
    at_least: bool = False  # the limit is a minimum


def _width(arcs: Arcs) -> Floats:
    return np.fmin(np.where(arcs.is_spot, np.nan, arcs.number("width_m")), arcs.number("opening_m"))


DIALS: Mapping[str, Dial] = MappingProxyType(
    {
        "max_kerb_cm": Dial(("kerb_high",), lambda arcs: arcs.kerb_judged_cm),
        "max_incline_pct": Dial(("incline_up",), lambda arcs: arcs.up_pct),
        "max_decline_pct": Dial(("incline_down",), lambda arcs: arcs.down_pct),
        "max_crossfall_pct": Dial(("crossfall",), lambda arcs: arcs.number("crossfall_pct")),
        "min_width_m": Dial(("width_narrow", "barrier_narrow"), _width, at_least=True),
        "worst_surface": Dial(("surface_bad",), lambda arcs: arcs.number("surface")),
        "worst_smoothness": Dial(("smoothness_bad",), lambda arcs: arcs.number("smoothness")),
        "worst_tracktype": Dial(("tracktype_bad",), lambda arcs: arcs.number("tracktype")),
        "max_step_count": Dial(("steps_too_many",), lambda arcs: arcs.flight),
    }
)
# Limits that are words, from the next looser word on, with the codes that they set.
WORDS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {
        "steps": (("no", "handrail", "yes"), ("steps", "steps_no_handrail")),
        "busy_road": (("block", "pass"), ("busy_road",)),
        "kerb_edge": (("block", "warn"), ("kerb_no_edge",)),
    }
)
CODE_DIALS: Mapping[str, str] = MappingProxyType({code: name for name, dial in DIALS.items() for code in dial.codes})
CODE_WORDS: Mapping[str, str] = MappingProxyType({code: name for name, entry in WORDS.items() for code in entry[1]})


@dataclass(frozen=True)
class Change:
    """What a traveller would have to accept."""

    limits: Mapping[str, Number] = field(default_factory=dict)
    unknown: str = ""

    def of(self, trip: Trip) -> Trip:
        traveller = trip.traveller.without(**self.limits)
        return trip.as_(replace(traveller, unknown=self.unknown) if self.unknown else traveller)


def relaxed_options(
    trip: Trip, origin: Feet, goal: Feet, path: Path, bounds: Mapping[str, Bounds]
) -> tuple[Relaxed, ...]:
    """At most three, the shortest route first: one limit alone, the mode for unknown facts, or several together."""
    changes = [single_limit(trip, origin, goal, name) for name in DIALS]
    changes += [single_word(trip, origin, goal, name) for name in WORDS]
    changes += [Change(unknown="cautious") if trip.traveller.mode == "strict" else None]
    changes += [joint_limits(trip, path)]
    unique: list[Change] = []
    for change in changes:
        if change is not None and change not in unique and _is_offered(trip, change, bounds):
            unique.append(change)
    found = [option for change in unique if (option := _relaxed(trip, origin, goal, change)) is not None]
    found.sort(key=lambda option: (option.distance_m, len(option.limits)))
    return tuple(found[:MOST_OPTIONS])


def _is_offered(trip: Trip, change: Change, bounds: Mapping[str, Bounds]) -> bool:
    """Nobody is told to accept what her profile or the form excludes."""
    fixed = trip.traveller.profile.fixed_limits
    return all(name not in fixed and _within(bounds.get(name), value) for name, value in change.limits.items())


def _within(bounds: Bounds | None, value: Number | str) -> bool:
    if bounds is None:
        return True
    return str(value) in bounds.words if isinstance(value, str) else bounds.low <= float(value or 0) <= bounds.high


def _relaxed(trip: Trip, origin: Feet, goal: Feet, change: Change) -> Relaxed | None:
    """The change with its route; None if it does not give one."""
    other = change.of(trip)
    if (path := find_path(other.weights, origin, goal)) is None:
        return None
    return Relaxed(change.limits, change.unknown, path.length_m, float(path.durations_s(other.costs).sum()))


def single_limit(trip: Trip, origin: Feet, goal: Feet, name: str) -> Change | None:
    """The nearest value of one limit that gives a route when all others stay; None if none does.

    Binary search over the values that arcs have which nothing else blocks: a looser limit never closes a way.
    """
    if trip.traveller.limits[name] is None:
        return None
    dial = DIALS[name]
    levels = dial.values(Arcs(trip.network, trip.traveller)) * (-1 if dial.at_least else 1)
    opens = _only(trip, dial.codes)
    values = np.unique(levels[opens])
    if not len(values):
        return None
    rank = np.where(trip.costs.blocked, np.inf, 0.0)
    rank[opens] = 1 + np.searchsorted(values, levels[opens])
    best = _least(weigh(trip.network, rank), origin, goal, len(values))
    return None if best is None else Change({name: _as_limit(name, abs(float(values[best - 1])))})


def _only(trip: Trip, names: Sequence[str]) -> Bools:
    """Arcs that these codes alone block."""
    reasons = trip.costs.reasons
    only: Bools = (reasons != 0) & (reasons & np.uint64(BLOCKING & ~mask(names)) == 0)
    return only


def _as_limit(name: str, value: float) -> Number | str:
    return RANKED[RANKED_LIMITS[name]][int(value) - 1] if name in RANKED_LIMITS else value


def _least(ranks: Weights, origin: Feet, goal: Feet, most: int) -> int | None:
    """The smallest rank up to which arcs must be open; None if even all of them give no way."""
    if not _reaches(ranks, origin, goal, most):
        return None
    low, high = 0, most  # `low` gives no way, `high` does
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _reaches(ranks, origin, goal, middle) else (middle, high)
    return high


def _reaches(ranks: Weights, origin: Feet, goal: Feet, most: int) -> bool:
    matrix = ranks.matrix.copy()
    matrix.data = np.where(matrix.data <= most, 0.0, np.inf)
    open_arcs = np.where(ranks.arc_weight <= most, 0.0, np.inf)
    return find_path(replace(ranks, matrix=matrix, arc_weight=open_arcs), origin, goal, bound=1.0) is not None


def single_word(trip: Trip, origin: Feet, goal: Feet, name: str) -> Change | None:
    """The next looser word of one limit that gives a route."""
    words, names = WORDS[name]
    now = trip.traveller.word(name)
    if now not in words or not trip.costs.reasons[trip.costs.blocked].any():
        return None
    if not np.any(trip.costs.reasons & np.uint64(mask(names))):
        return None
    for word in words[words.index(now) + 1 :]:
        change = Change({name: word})
        if find_path(change.of(trip).weights, origin, goal) is not None:
            return change
    return None


def joint_limits(trip: Trip, path: Path) -> Change | None:
    """All limits that have to give way for one path, just so far; None if something else is in the way as well."""
    needed: dict[str, Number] = {}
    unknown = ""
    arcs = Arcs(trip.network, trip.traveller)
    for arc in path.arcs:
        for code in codes(int(trip.costs.reasons[arc])):
            if code.is_unknown:
                unknown = "cautious"
            elif code.name in CODE_DIALS:
                name = CODE_DIALS[code.name]
                needed[name] = _looser(name, needed.get(name), float(DIALS[name].values(arcs)[arc]))
            elif code.name in CODE_WORDS:
                needed[CODE_WORDS[code.name]] = _word_for(trip, code.name, arc)
            else:
                return None
    return Change(
        {name: _as_limit(name, value) if isinstance(value, float) else value for name, value in needed.items()}, unknown
    )


def _looser(name: str, before: Number, value: float) -> float:
    values = [value] if before is None else [value, float(before)]
    return min(values) if DIALS[name].at_least else max(values)


def _word_for(trip: Trip, code: str, arc: int) -> str:
    """The word that lets one pass: steps without a handrail need more courage than those with one."""
    if code != "steps":
        return WORDS[CODE_WORDS[code]][0][-1]
    return "handrail" if trip.network.value("handrail", arc >> 1) == "yes" else "yes"
