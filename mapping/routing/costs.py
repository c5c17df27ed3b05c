"""What every arc costs a traveller, and why she cannot use it: pure functions over whole columns.

The number of a limit never enters a weight: a stricter limit can only block arcs, or let an unknown fact be priced. A
blocked arc has reasons and is infinite in every measure; an arc that can be used has none and is finite.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from mapping.routing.arcs import Arcs
from mapping.routing.attributes import RANKED
from mapping.routing.graph import Bools, Floats, Network
from mapping.routing.reasons import CODES, Code, codes, mask
from mapping.routing.rules import ASKED, NOTICES, REASONS, UNKNOWNS, Bits, bits, feels_edges
from mapping.routing.timetable import Shut
from mapping.routing.traveller import Traveller

SLOPE_UNIT_PCT = 6.0  # the slope at which profiles say how much of their speed is left
MEASURES = ("cost", "time", "distance")
LIFTED = mask(("access_no", "use_sidepath"))
ALL_BITS = 0xFFFF_FFFF_FFFF_FFFF


@dataclass(frozen=True)
class ArcCosts:
    """Per arc (2e): what it takes if one could go there, and bit masks of `reasons.CODES`.

    `asked` marks the facts that this traveller must know here, `unknowns` those of them that nobody knows.
    """

    open_length_m: Floats
    open_duration_s: Floats
    open_cost_s: Floats
    reasons: Bits
    notices: Bits
    asked: Bits
    unknowns: Bits

    @cached_property
    def blocked(self) -> Bools:
        return self.reasons != 0

    @cached_property
    def length_m(self) -> Floats:
        """Metres, inf where blocked."""
        return np.where(self.blocked, np.inf, self.open_length_m)

    @cached_property
    def duration_s(self) -> Floats:
        """Seconds, inf where blocked."""
        return np.where(self.blocked, np.inf, self.open_duration_s)

    @cached_property
    def cost_s(self) -> Floats:
        """Seconds with the prices of what the traveller avoids, inf where blocked."""
        return np.where(self.blocked, np.inf, self.open_cost_s)

    def measure(self, name: str) -> Floats:
        """`cost` (what routes minimise), `time` or `distance`; inf where blocked."""
        return {"cost": self.cost_s, "time": self.duration_s, "distance": self.length_m}[name]

    def open_measure(self, name: str) -> Floats:
        """The same, finite also where blocked."""
        return {"cost": self.open_cost_s, "time": self.open_duration_s, "distance": self.open_length_m}[name]

    def ignoring(self, mask: int) -> ArcCosts:
        """The same weights where some reasons do not count."""
        return replace(self, reasons=self.reasons & np.uint64(~mask & ALL_BITS))


def explain(costs: ArcCosts, arc: int) -> tuple[float | None, list[Code]]:
    """Seconds of cost, None where the arc cannot be used, and the reasons; the first one is the headline."""
    reasons = codes(int(costs.reasons[arc]))
    return (None if reasons else float(costs.open_cost_s[arc])), reasons


def arc_costs(network: Network, traveller: Traveller, *, ignore: int = 0, shut: Shut | None = None) -> ArcCosts:
    """`ignore` clears reasons (a looser route); `shut` is what the time of travel makes of arcs."""
    arcs = Arcs(network, traveller)
    asked, unknowns = bits(arcs, ASKED), bits(arcs, UNKNOWNS)
    if traveller.profile.wheels:  # judged fit for wheels: what nobody has measured there is good
        unknowns[arcs.is_word("wheelchair", "yes")] = 0
    reasons, notices = bits(arcs, REASONS), bits(arcs, NOTICES)
    if shut is not None:
        _at_that_time(shut, traveller, reasons, notices, (asked, unknowns))
    if traveller.mode == "strict":
        reasons |= unknowns
    duration_s, cost_s = _times(arcs, unknowns != 0)
    return ArcCosts(arcs.length_m, duration_s, cost_s, reasons, notices, asked, unknowns).ignoring(ignore)


def _at_that_time(shut: Shut, traveller: Traveller, reasons: Bits, notices: Bits, facts: tuple[Bits, Bits]) -> None:
    """Hours go before access tags; that a way is not always open is told where it is open, or nobody knows."""
    reasons[shut.lifted] &= np.uint64(~LIFTED & ALL_BITS)
    reasons[shut.closed] |= np.uint64(CODES["closed_at_time"].mask)
    timed = np.uint64(CODES["conditional_access"].mask)
    notices &= ~timed
    notices[shut.passing | shut.unsure] |= timed
    if traveller.requires("hours"):
        for column in facts:
            column[shut.unsure] |= np.uint64(CODES["unknown_hours"].mask)
        if traveller.mode == "cautious":  # told as an unknown fact
            notices[shut.unsure] &= ~timed


# ------------------------------------------------------------------------------------------------------------- time


def _times(arcs: Arcs, unknown: Bools) -> tuple[Floats, Floats]:
    """Seconds that the arc takes, and what it costs; unknown facts are priced in mode cautious only."""
    move_s, wait_s = _move_s(arcs), _wait_s(arcs)
    priced = unknown if arcs.traveller.mode == "cautious" else arcs.nothing
    return move_s + wait_s, move_s * _factor(arcs, priced) + wait_s + _extra_s(arcs, priced)


def _figure(arcs: Arcs, part: str, name: str, default: float = 0.0) -> float:
    value = arcs.traveller.figure(part, name)
    return default if value is None else value


def _move_s(arcs: Arcs) -> Floats:
    speed = arcs.traveller.speed_m_per_s
    level_s = arcs.length_m / speed
    return np.where(arcs.is_steps, np.maximum(level_s, _climb_s(arcs)), level_s / _slowing(arcs) * _surface(arcs))


def _climb_s(arcs: Arcs) -> Floats:
    """Seconds for the single steps; the larger figure where nobody knows which way they lead."""
    count = np.nan_to_num(arcs.number("step_count"))
    up_s, down_s = _figure(arcs, "time", "step_up_s"), _figure(arcs, "time", "step_down_s")
    leads_down = (arcs.up_pct == 0) & (arcs.down_pct != 0)
    leads_up = (arcs.down_pct == 0) & (arcs.up_pct != 0)
    return count * np.where(leads_up, up_s, np.where(leads_down, down_s, max(up_s, down_s)))


def _slowing(arcs: Arcs) -> Floats:
    """What is left of the speed on a slope; slope slows, it never speeds up. On steps only its sign is known."""
    up = _figure(arcs, "time", "speed_share_at_6pct_up", 1.0) ** (np.nan_to_num(arcs.up_pct) / SLOPE_UNIT_PCT)
    down = _figure(arcs, "time", "speed_share_at_6pct_down", 1.0) ** (np.nan_to_num(arcs.down_pct) / SLOPE_UNIT_PCT)
    least = _figure(arcs, "time", "min_speed_share")
    return np.where(arcs.is_ground, np.maximum(np.minimum(np.minimum(up, down), 1.0), least), 1.0)


def _surface(arcs: Arcs) -> Floats:
    factors = arcs.traveller.profile.surface_factors
    table = np.array([factors[""], *(factors[word] for word in RANKED["surface"])])
    return table[np.maximum(arcs.codes("surface"), 0)]


def _wait_s(arcs: Arcs) -> Floats:
    kerb_s = _figure(arcs, "time", "kerb_s_per_cm") * np.nan_to_num(arcs.number("kerb_cm"))
    barrier_s = ~arcs.is_word("barrier", "none") * _figure(arcs, "time", "barrier_pass_s")
    lift_s = arcs.is_kind("lift") * _figure(arcs, "time", "lift_s")
    signals = arcs.is_word("signals", "yes")
    crossing_s = np.where(
        signals, _figure(arcs, "time", "crossing_signals_s"), _figure(arcs, "time", "crossing_other_s")
    )
    return (kerb_s + barrier_s + lift_s) * arcs.share + crossing_s * arcs.number("wait_share")


def _factor(arcs: Arcs, priced: Bools) -> Floats:
    preferred = {name: _figure(arcs, "preference", name, 1.0) for name in arcs.traveller.profile.preference}
    factor = np.ones(2 * arcs.network.edges)
    narrow_below = arcs.traveller.figure("preference", "narrow_below_m")
    slope_above = arcs.traveller.figure("preference", "slope_above_pct")
    steep_pct = np.inf if slope_above is None else slope_above
    for applies, price in (
        (arcs.is_kind("quiet"), preferred["quiet_carriageway_factor"]),
        (arcs.is_kind("busy"), preferred["busy_carriageway_factor"]),
        (arcs.number("width_m") < (narrow_below or 0), preferred["narrow_factor"]),
        (arcs.is_ground & (np.fmax(arcs.up_pct, arcs.down_pct) > steep_pct), preferred["slope_factor"]),
        (arcs.is_word("lit", "no"), preferred["unlit_factor"]),
        (priced & ~arcs.is_place, _figure(arcs, "unknown", "way_factor", 1.0)),
    ):
        factor[applies] *= price
    return factor


def _extra_s(arcs: Arcs, priced: Bools) -> Floats:
    sound = arcs.is_word("signals_sound", "yes")  # what sounds is a signal, also where no tag says so
    helped = sound if feels_edges(arcs) else sound | arcs.is_word("signals", "yes")
    busy = arcs.is_word("busy_crossing", "yes") & ~helped
    return (
        arcs.is_steps * _figure(arcs, "preference", "steps_extra_s") * arcs.share
        + busy * _figure(arcs, "preference", "busy_crossing_extra_s") * arcs.number("wait_share")
        + (priced & arcs.is_place) * _figure(arcs, "unknown", "point_s") * arcs.share
    )
