"""How well a traveller can use each edge, in four classes: for a coloured map and for shares of the length. Pure.

A class says what the costs of a route say and nothing else: it is read from the same reasons, notices and unknown
facts. What nobody knows is never passable, whatever the mode for unknown facts.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from mapping.routing.attributes import ACCESS, CARRIAGEWAYS, YES
from mapping.routing.costs import ArcCosts
from mapping.routing.graph import Bools, Network
from mapping.routing.reasons import UNKNOWN

CLASSES = ("passable", "difficult", "blocked", "unknown")
PASSABLE, DIFFICULT, BLOCKED, NOT_KNOWN = range(len(CLASSES))
SPOTS = ("kerb", "step", "barrier")  # what stands on a way; a wait or a join is nothing to be seen
NOT_FOR_FEET = tuple(ACCESS.index(word) for word in ("access_no", "use_sidepath"))
ALL_BITS = 0xFFFF_FFFF_FFFF_FFFF

Codes = NDArray[np.int8]


def classes(costs: ArcCosts) -> Codes:
    """e: codes of CLASSES.

    `blocked`: known to be impassable in both directions. `unknown`: in a direction that is not blocked, a fact is
    missing that this traveller relies on. `difficult`: passable, but with a notice (also: for neighbours only), or in
    one direction only. Else `passable`.
    """
    shut = costs.reasons & np.uint64(~UNKNOWN & ALL_BITS) != 0
    missing = ~shut & (costs.unknowns != 0)
    hard = shut | (costs.notices != 0)
    found = np.select(
        [shut[0::2] & shut[1::2], missing[0::2] | missing[1::2], hard[0::2] | hard[1::2]],
        [BLOCKED, NOT_KNOWN, DIFFICULT],
        PASSABLE,
    )
    return found.astype(np.int8)


def is_for_feet(network: Network) -> Bools:
    """e: what people on foot think of as their ways.

    Not among them: what is closed to everybody on foot, and a carriageway beside which there is a pavement.
    """
    forward, backward = (np.isin(network.facts[f"access_{way}"], NOT_FOR_FEET) for way in ("forward", "backward"))
    beside = network.is_kind(*sorted(CARRIAGEWAYS)) & (np.asarray(network.facts["sidewalk"]) == YES)
    shown = ~network.is_point | network.is_kind(*SPOTS)
    return shown & ~(forward & backward) & ~beside


def shares(network: Network, found: Codes, within: Bools | None = None) -> Mapping[str, float]:
    """The share of each class in the length of all ways for people on foot (sum 1); empty if there are none."""
    counted = is_for_feet(network) & ~network.is_point
    if within is not None:
        counted &= within
    metres = np.bincount(found[counted], np.asarray(network.length_m)[counted], minlength=len(CLASSES))
    total_m = float(metres.sum())
    return {name: float(part) / total_m for name, part in zip(CLASSES, metres, strict=True)} if total_m else {}
