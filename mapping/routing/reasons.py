"""Why an arc cannot be used, or deserves a word: codes, their bits, the fact and the limit each is about. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType


@dataclass(frozen=True)
class Code:
    """One reason. `removable`: works, planning or a survey can take it away, so that it counts as a barrier."""

    name: str
    bit: int
    removable: bool = False
    attribute: str = ""  # of mapping.routing.attributes, whose value the reason names
    limit: str = ""  # of a profile, that the value is compared with
    unit: str = ""

    @property
    def mask(self) -> int:
        return 1 << self.bit

    @property
    def is_unknown(self) -> bool:
        return self.name.startswith("unknown_")


UNKNOWN_FACTS = ("kerb", "kerb_edge", "barrier", "ground", "incline", "width", "steps", "sidewalk", "lift", "hours")
FIRST_UNKNOWN = 32
FIRST_NOTICE = 48

CODES: Mapping[str, Code] = MappingProxyType(
    {
        code.name: code
        for code in (
            Code("access_no", 0),
            Code("use_sidepath", 1),
            Code("oneway_foot", 2),
            Code("closed", 3, True),
            Code("closed_at_time", 4),
            Code("busy_road", 5, True),
            Code("steps", 6, True, "step_count"),
            Code("steps_no_handrail", 7, True, "step_count"),
            Code("steps_too_many", 8, True, "step_count", "max_step_count"),
            Code("escalator", 9),
            Code("kerb_high", 10, True, "kerb_cm", "max_kerb_cm", "cm"),
            Code("kerb_no_edge", 11, True, "kerb_min_cm", "", "cm"),
            Code("incline_up", 12, True, "climb_pct", "max_incline_pct", "%"),
            Code("incline_down", 13, True, "descent_pct", "max_decline_pct", "%"),
            Code("crossfall", 14, True, "crossfall_pct", "max_crossfall_pct", "%"),
            Code("width_narrow", 15, True, "width_m", "min_width_m", "m"),
            Code("surface_bad", 16, True, "surface", "worst_surface"),
            Code("smoothness_bad", 17, True, "smoothness", "worst_smoothness"),
            Code("tracktype_bad", 18, True, "tracktype", "worst_tracktype"),
            Code("barrier_type", 19, True),
            Code("barrier_narrow", 20, True, "opening_m", "min_width_m", "m"),
            Code("gate_locked", 21, True),
            Code("wheelchair_no", 22, True),
            Code("lift_out_of_order", 23, True),
            Code("entrance_step", 24, True, "", "max_kerb_cm", "cm"),
            Code("entrance_narrow", 25, True, "", "min_width_m", "m"),
            *(Code(f"unknown_{fact}", FIRST_UNKNOWN + row, True) for row, fact in enumerate(UNKNOWN_FACTS)),
            Code("headroom_low", FIRST_NOTICE, False, "headroom_m", "", "m"),
            Code("private_way", FIRST_NOTICE + 1),
            Code("no_sound_signal", FIRST_NOTICE + 2),
            Code("tactile_incorrect", FIRST_NOTICE + 3),
            Code("conditional_access", FIRST_NOTICE + 4),
            Code("discouraged", FIRST_NOTICE + 5),
        )
    }
)
# What is said of a whole route, not of one arc of it.
ROUTE_CODES = (
    *("seat_gap", "not_connected", "not-near-network", "entrance_unknown", "far_from_network", "snap_moved"),
    "off_network",
)
REMOVABLE = sum(code.mask for code in CODES.values() if code.removable)
UNKNOWN = sum(code.mask for code in CODES.values() if code.is_unknown)
BLOCKING = sum(code.mask for code in CODES.values() if code.bit < FIRST_NOTICE)


def mask(names: Iterable[str]) -> int:
    return sum(CODES[name].mask for name in names)


def codes(bits: int) -> list[Code]:
    """The codes of a mask; the first one is the headline."""
    return list(_codes(bits)) if bits else []


@lru_cache(maxsize=4096)  # a network knows few masks, and a route asks for them again and again
def _codes(bits: int) -> tuple[Code, ...]:
    return tuple(code for code in CODES.values() if bits & code.mask)
