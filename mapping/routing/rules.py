"""When a code holds on an arc: one row per reason, required fact and notice. Pure functions over whole columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mapping.routing.arcs import Arcs
from mapping.routing.attributes import ACCESS
from mapping.routing.graph import Bools
from mapping.routing.reasons import CODES

Bits = NDArray[np.uint64]
Rule = Callable[[Arcs], Bools]
FELT_EDGE_CM = 3.0  # a long cane needs an edge of 3 cm or tactile paving: DIN 18040-3, DIN 32984


def _access(word: str) -> Rule:
    return lambda arcs: arcs.access == ACCESS.index(word)


def _oneway(arcs: Arcs) -> Bools:
    return (arcs.access == ACCESS.index("oneway_foot")) | arcs.against_belt


def _busy_road(arcs: Arcs) -> Bools:
    """Nobody walks on a busy road that has a pavement; some do not where it has none."""
    beside = arcs.is_word("sidewalk", "yes")
    none = arcs.when(arcs.traveller.word("busy_road") == "block", lambda: arcs.is_word("sidewalk", "no"))
    return arcs.is_kind("busy") & (beside | none)


def _steps(arcs: Arcs) -> Bools:
    return arcs.when(arcs.traveller.word("steps") == "no", lambda: arcs.is_stairs)


def _no_handrail(arcs: Arcs) -> Bools:
    return arcs.when(
        arcs.traveller.word("steps") == "handrail", lambda: arcs.is_stairs & arcs.is_word("handrail", "no")
    )


def _too_many(arcs: Arcs) -> Bools:
    return arcs.is_stairs & arcs.beyond(arcs.flight, "max_step_count")


def _escalator(arcs: Arcs) -> Bools:
    return arcs.when(arcs.traveller.word("escalator") == "no", lambda: arcs.is_escalator)


def _kerb_high(arcs: Arcs) -> Bools:
    """In mode strict a class word counts with the height it may have at most."""
    return arcs.beyond(arcs.kerb_judged_cm, "max_kerb_cm")


def _no_edge(arcs: Arcs) -> Bools:
    low = arcs.kerb_low_cm < FELT_EDGE_CM
    return arcs.is_kind("kerb") & low & ~arcs.is_word("tactile", "yes")


def _no_edge_blocks(arcs: Arcs) -> Bools:
    return arcs.when(arcs.traveller.word("kerb_edge") == "block", lambda: _no_edge(arcs))


def _barrier_type(arcs: Arcs) -> Bools:
    closed = arcs.is_word("barrier", "closed")
    narrow = arcs.is_word("barrier", "foot_only") & ~arcs.is_word("wheelchair", "yes")
    return closed | arcs.when(arcs.traveller.profile.wheels, lambda: narrow)


def _wheelchair_no(arcs: Arcs) -> Bools:
    """Judged unfit; a measured kerb or gap knows better than a judgement."""
    exact = arcs.number("kerb_cm") == arcs.number("kerb_hi_cm")
    measured = arcs.is_edge_of_road & exact & ~arcs.is_from("kerb_cm", "class")
    measured |= arcs.is_word("barrier", "gap") & ~arcs.is_unknown("opening_m")
    return arcs.is_word("wheelchair", "no") & ~measured


def _wheelchair(word: str) -> Rule:
    return lambda arcs: arcs.when(arcs.traveller.profile.wheelchair_tag == word, lambda: _wheelchair_no(arcs))


REASONS: Mapping[str, Rule] = {
    "access_no": _access("access_no"),
    "use_sidepath": _access("use_sidepath"),
    "oneway_foot": _oneway,
    "closed": lambda arcs: arcs.is_word("closed", "yes"),
    "busy_road": _busy_road,
    "steps": _steps,
    "steps_no_handrail": _no_handrail,
    "steps_too_many": _too_many,
    "escalator": _escalator,
    "kerb_high": _kerb_high,
    "kerb_no_edge": _no_edge_blocks,
    "incline_up": lambda arcs: arcs.is_ground & arcs.beyond(arcs.up_pct, "max_incline_pct"),
    "incline_down": lambda arcs: arcs.is_ground & arcs.beyond(arcs.down_pct, "max_decline_pct"),
    "crossfall": lambda arcs: arcs.is_ground & arcs.beyond(arcs.number("crossfall_pct"), "max_crossfall_pct"),
    "width_narrow": lambda arcs: ~arcs.is_spot & arcs.below(arcs.number("width_m"), "min_width_m"),
    "surface_bad": lambda arcs: arcs.is_ground & arcs.worse("surface", "worst_surface"),
    "smoothness_bad": lambda arcs: arcs.is_ground & arcs.worse("smoothness", "worst_smoothness"),
    "tracktype_bad": lambda arcs: arcs.is_ground & arcs.worse("tracktype", "worst_tracktype"),
    "barrier_type": _barrier_type,
    "barrier_narrow": lambda arcs: arcs.below(arcs.number("opening_m"), "min_width_m"),
    "gate_locked": lambda arcs: arcs.is_word("locked", "yes"),
    "wheelchair_no": _wheelchair("block"),
    "lift_out_of_order": lambda arcs: arcs.is_kind("lift") & arcs.is_word("out_of_order", "yes"),
}


@dataclass(frozen=True)
class Fact:
    """Something a traveller may have to know before she relies on a way.

    It is asked if one of `limits` is set (or if there are none) and `applies`; `facts` name the columns that answer it.
    """

    limits: tuple[str, ...]
    applies: Rule
    missing: Rule
    facts: tuple[str, ...]

    def asked(self, arcs: Arcs, name: str) -> Bools:
        return arcs.when(arcs.asks(name, *self.limits), lambda: self.applies(arcs))


def _edge_missing(arcs: Arcs) -> Bools:
    return np.isnan(arcs.kerb_low_cm) & ~arcs.is_word("tactile", "yes")


def _is_gap(arcs: Arcs) -> Bools:
    return arcs.when(arcs.traveller.number("min_width_m") is not None, lambda: arcs.is_word("barrier", "gap"))


def _barrier_missing(arcs: Arcs) -> Bools:
    return arcs.is_word("barrier", "unknown") | (_is_gap(arcs) & arcs.is_unknown("opening_m"))


def _incline_missing(arcs: Arcs) -> Bools:
    """A slope that has no limit in its direction is not asked for."""
    up = arcs.when(arcs.traveller.number("max_incline_pct") is not None, lambda: np.isnan(arcs.up_pct))
    down = arcs.when(arcs.traveller.number("max_decline_pct") is not None, lambda: np.isnan(arcs.down_pct))
    return up | down


REQUIRED: dict[str, Fact] = {
    "kerb": Fact(
        ("max_kerb_cm",), lambda arcs: arcs.is_edge_of_road, lambda arcs: arcs.is_unknown("kerb_cm"), ("kerb_cm",)
    ),
    "kerb_edge": Fact(
        ("kerb_edge",), lambda arcs: arcs.is_kind("kerb"), _edge_missing, ("kerb_min_cm", "kerb_cm", "tactile")
    ),
    "barrier": Fact(
        (),
        lambda arcs: _is_gap(arcs) | arcs.is_word("barrier", "unknown", "foot_only"),
        _barrier_missing,
        ("opening_m", "barrier"),
    ),
    "ground": Fact(
        ("worst_surface", "worst_smoothness"),
        lambda arcs: arcs.is_ground,
        lambda arcs: arcs.is_unknown("surface") & arcs.is_unknown("smoothness"),
        ("surface", "smoothness"),
    ),
    "incline": Fact(
        ("max_incline_pct", "max_decline_pct"),
        lambda arcs: arcs.is_ground,
        _incline_missing,
        ("climb_pct", "descent_pct"),
    ),
    "width": Fact(("min_width_m",), lambda arcs: ~arcs.is_spot, lambda arcs: arcs.is_unknown("width_m"), ("width_m",)),
    "steps": Fact(("steps",), lambda arcs: arcs.is_stairs, lambda arcs: arcs.is_unknown("handrail"), ("handrail",)),
    "sidewalk": Fact(
        ("busy_road",), lambda arcs: arcs.is_kind("busy"), lambda arcs: arcs.is_unknown("sidewalk"), ("sidewalk",)
    ),
    # Whether it is open then: nothing that a column knows, see `costs._at_that_time`.
    "hours": Fact((), lambda arcs: arcs.nothing, lambda arcs: arcs.nothing, ()),
    "lift": Fact((), lambda arcs: arcs.is_kind("lift"), lambda arcs: arcs.is_unknown("wheelchair"), ("wheelchair",)),
}


def _asked(name: str) -> Rule:
    return lambda arcs: REQUIRED[name].asked(arcs, name)


def _unknown(name: str) -> Rule:
    fact = REQUIRED[name]
    return lambda arcs: arcs.when(arcs.asks(name, *fact.limits), lambda: fact.applies(arcs) & fact.missing(arcs))


ASKED = {f"unknown_{name}": _asked(name) for name in REQUIRED}
UNKNOWNS = {f"unknown_{name}": _unknown(name) for name in REQUIRED}


def _low_headroom(arcs: Arcs) -> Bools:
    wanted = arcs.traveller.figure("notice", "headroom_m")
    return arcs.nothing if wanted is None else arcs.number("headroom_m") < wanted


def _noticed_crossfall(arcs: Arcs) -> Bools:
    allowed = arcs.traveller.figure("notice", "crossfall_pct")
    return arcs.nothing if allowed is None else arcs.is_ground & (arcs.number("crossfall_pct") > allowed)


def feels_edges(arcs: Arcs) -> bool:
    """Travellers who find their way by edges, tactile paving and sound."""
    return arcs.traveller.word("kerb_edge") != "off"


def _no_sound(arcs: Arcs) -> Bools:
    silent = arcs.is_word("signals", "yes") & ~arcs.is_word("signals_sound", "yes") & (arcs.number("wait_share") > 0)
    return arcs.when(feels_edges(arcs), lambda: silent)


NOTICES: dict[str, Rule] = {
    "kerb_no_edge": lambda arcs: arcs.when(arcs.traveller.word("kerb_edge") == "warn", lambda: _no_edge(arcs)),
    "crossfall": _noticed_crossfall,
    "wheelchair_no": _wheelchair("warn"),
    "headroom_low": _low_headroom,
    "private_way": _access("limited"),
    "no_sound_signal": _no_sound,
    "tactile_incorrect": lambda arcs: arcs.when(feels_edges(arcs), lambda: arcs.is_word("tactile_incorrect", "yes")),
    "conditional_access": lambda arcs: np.repeat(np.asarray(arcs.network.limits) > 0, 2),
    "discouraged": lambda arcs: arcs.is_word("discouraged", "yes"),
}


def bits(arcs: Arcs, rules: Mapping[str, Rule]) -> Bits:
    found = np.zeros(2 * arcs.network.edges, dtype=np.uint64)
    for name, rule in rules.items():
        found |= np.where(rule(arcs), np.uint64(CODES[name].mask), np.uint64(0))
    return found
