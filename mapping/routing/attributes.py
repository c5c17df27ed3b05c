"""What the network knows about an edge: one row per attribute, read by the import, the compiler, costs and pages.

Unknown is NaN for numbers and -1 for codes, and stays unknown to the end. Units are in the names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

UNKNOWN_CODE = -1
NO, YES = 0, 1

# Rank 1 is best for wheels; a limit names the worst class that is still allowed.
SURFACES = (
    "asphalt",
    "concrete",
    "paving_stones",
    "concrete_plates",
    "sett",
    "compacted",
    "fine_gravel",
    "cobblestone",
    "unpaved",
    "gravel",
    "dirt",
    "grass",
    "sand",
)
SMOOTHNESS = (
    "excellent",
    "good",
    "intermediate",
    "bad",
    "very_bad",
    "horrible",
    "very_horrible",
    "impassable",
)
TRACKTYPES = ("grade1", "grade2", "grade3", "grade4", "grade5")
RANKED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"surface": SURFACES, "smoothness": SMOOTHNESS, "tracktype": TRACKTYPES}
)

TRI = ("no", "yes")
SEATS = ("backrest", "armrest")  # what a bench has, in words of TRI
THREE = ("no", "yes", "limited")  # the third word is also what is partial
CONVEYING = ("no", "forward", "backward", "both")
CROSSINGS = ("none", "signals", "zebra", "marked", "island", "unmarked", "informal")
BARRIERS = ("none", "open", "gap", "foot_only", "closed", "unknown")
ACCESS = ("open", "limited", "access_no", "use_sidepath", "oneway_foot")
KINDS = (
    # ways
    "sidewalk",
    "crossing",
    "island",
    "footway",
    "shared",
    "path",
    "track",
    "cycleway",
    "bridleway",
    "quiet",
    "busy",
    "steps",
    "lift",
    # places where something is in the way: edges of length 0
    "kerb",
    "step",
    "barrier",
    "wait",
    "join",
)
POINT_KINDS = frozenset(KINDS[KINDS.index("kerb") :])
CARRIAGEWAYS = frozenset({"quiet", "busy"})
SIDES = ("", "left", "right", "unknown")
SOURCES = ("none", "osm", "survey", "terrain", "class")  # weakest last; none: nobody says anything


@dataclass(frozen=True)
class Attribute:
    """One column of the network. `words` name the codes of a column from 0 (or from `first` on)."""

    name: str
    words: tuple[str, ...] = ()
    first: int = 0
    default: float = UNKNOWN_CODE

    @property
    def is_number(self) -> bool:
        return not self.words

    def column(self, size: int) -> NDArray[np.float64] | NDArray[np.int8]:
        """An empty column: everything unknown, or the default that holds where nobody says anything."""
        if self.is_number:
            return np.full(size, np.nan if self.default == UNKNOWN_CODE else float(self.default))
        return np.full(size, int(self.default), dtype=np.int8)

    def code(self, value: float | str | None) -> float:
        """The number that stands in the column; ValueError for a word that the column does not know."""
        if value is None:
            return np.nan if self.is_number else UNKNOWN_CODE
        if self.is_number:
            return float(value)
        return self.words.index(str(value)) + self.first

    def is_known(self, column: NDArray[Any]) -> NDArray[np.bool_]:
        """Where a column says something."""
        return ~np.isnan(column) if self.is_number else column >= self.first

    def word(self, code: float) -> float | str | None:
        """The value that a column's number stands for, None if unknown."""
        if self.is_number:
            return None if np.isnan(code) else float(code)
        return None if code < self.first else self.words[int(code) - self.first]


def _number(name: str, default: float = UNKNOWN_CODE) -> Attribute:
    return Attribute(name, default=default)


ATTRIBUTES: Mapping[str, Attribute] = MappingProxyType(
    {
        attribute.name: attribute
        for attribute in (
            Attribute("access_forward", ACCESS, default=0),
            Attribute("access_backward", ACCESS, default=0),
            Attribute("closed", TRI, default=NO),
            # kerbs and single steps; class words give a likely and an upper height
            _number("kerb_cm"),
            _number("kerb_hi_cm"),
            _number("kerb_min_cm"),
            Attribute("kerb_present", TRI),
            # forward climb and forward descent, both ≥ 0; both set where the direction is unknown
            _number("climb_pct"),
            _number("descent_pct"),
            _number("crossfall_pct"),
            _number("width_m"),
            _number("opening_m"),
            _number("headroom_m"),
            Attribute("surface", SURFACES, first=1),
            Attribute("smoothness", SMOOTHNESS, first=1),
            Attribute("tracktype", TRACKTYPES, first=1),
            _number("step_count"),
            Attribute("handrail", TRI),
            Attribute("ramp_wheelchair", TRI),
            Attribute("ramp_stroller", TRI),
            Attribute("conveying", CONVEYING, default=0),
            Attribute("tactile", THREE),
            Attribute("lit", THREE),
            Attribute("crossing", CROSSINGS),
            Attribute("signals", TRI),
            Attribute("signals_sound", TRI),
            # share of one crossing's waiting time that falls on this edge, and whether it crosses a busy road
            _number("wait_share", default=0),
            Attribute("busy_crossing", TRI, default=NO),
            Attribute("sidewalk", TRI),  # of a carriageway: is there one, beside it or drawn separately
            Attribute("barrier", BARRIERS, default=0),
            Attribute("locked", TRI, default=NO),
            Attribute("wheelchair", THREE),
            Attribute("out_of_order", TRI, default=NO),
            Attribute("discouraged", TRI, default=NO),
            Attribute("tactile_incorrect", TRI, default=NO),
        )
    }
)

Column = NDArray[np.float64] | NDArray[np.int8]


def empty_columns(size: int) -> Iterator[tuple[str, Column]]:
    return ((name, attribute.column(size)) for name, attribute in ATTRIBUTES.items())


def rank(attribute: str, word: str) -> int:
    """The rank of a class word, 1 = best; ValueError for an unknown word."""
    return RANKED[attribute].index(word) + 1
