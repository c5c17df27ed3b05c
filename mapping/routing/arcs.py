"""Columns of a network as one traveller meets them, arc by arc. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mapping.routing.attributes import ATTRIBUTES, CONVEYING, SOURCES
from mapping.routing.graph import ATTRIBUTE_ROWS, Bools, Floats, Network, is_one_of
from mapping.routing.traveller import Traveller


@dataclass(frozen=True)
class Arcs:
    """Columns of a network, seen arc by arc (2e) by one traveller."""

    network: Network
    traveller: Traveller

    def number(self, name: str) -> Floats:
        return np.repeat(np.asarray(self.network.facts[name], dtype=np.float64), 2)

    def codes(self, name: str) -> NDArray[np.int8]:
        return np.repeat(np.asarray(self.network.facts[name]), 2)

    def is_word(self, name: str, *words: str) -> Bools:
        attribute = ATTRIBUTES[name]
        return np.repeat(is_one_of(self.network.facts[name], (attribute.code(word) for word in words)), 2)

    def is_unknown(self, name: str) -> Bools:
        attribute = ATTRIBUTES[name]
        return np.isnan(self.number(name)) if attribute.is_number else self.codes(name) < attribute.first

    def is_from(self, name: str, source: str) -> Bools:
        """Whether a fact has this source."""
        return np.repeat(self.network.sources[ATTRIBUTE_ROWS[name]] == SOURCES.index(source), 2)

    def is_kind(self, *kinds: str) -> Bools:
        return np.repeat(self.network.is_kind(*kinds), 2)

    def directed(self, forward: str, backward: str) -> NDArray[np.float64]:
        """One column along the edge, another against it."""
        both = np.empty(2 * self.network.edges)
        both[0::2], both[1::2] = self.network.facts[forward], self.network.facts[backward]
        return both

    @cached_property
    def nothing(self) -> Bools:
        return np.zeros(2 * self.network.edges, dtype=bool)

    @cached_property
    def length_m(self) -> Floats:
        return np.repeat(np.asarray(self.network.length_m), 2)

    @cached_property
    def share(self) -> Floats:
        return np.repeat(np.asarray(self.network.share), 2)

    @cached_property
    def is_spot(self) -> Bools:
        return np.repeat(self.network.is_point, 2)

    @cached_property
    def is_steps(self) -> Bools:
        """Steps that this traveller has to climb: without a ramp for her."""
        return self.is_kind("steps") & ~self.has_ramp

    @cached_property
    def is_escalator(self) -> Bools:
        return self.is_kind("steps") & self.is_word("conveying", "forward", "backward", "both")

    @cached_property
    def is_stairs(self) -> Bools:
        """Steps that stand still; an escalator is a choice of its own."""
        return self.is_steps & ~self.is_escalator

    @cached_property
    def is_place(self) -> Bools:
        """What is passed, not walked along: an unknown fact there costs a fixed price."""
        return self.is_spot | self.is_kind("lift")

    @cached_property
    def has_ramp(self) -> Bools:
        ramps = [self.is_word(tag.replace("ramp:", "ramp_"), "yes") for tag in self.traveller.profile.ramp_tags]
        return np.logical_or.reduce(ramps) if ramps else self.nothing

    @cached_property
    def is_ground(self) -> Bools:
        """Stretches that are walked or rolled along."""
        return ~self.is_spot & ~self.is_kind("steps", "lift")

    @cached_property
    def is_edge_of_road(self) -> Bools:
        return self.is_kind("kerb", "step")

    @cached_property
    def up_pct(self) -> Floats:
        return self.directed("climb_pct", "descent_pct")

    @cached_property
    def down_pct(self) -> Floats:
        return self.directed("descent_pct", "climb_pct")

    @cached_property
    def access(self) -> NDArray[np.float64]:
        return self.directed("access_forward", "access_backward")

    @cached_property
    def against_belt(self) -> Bools:
        """Against the direction of an escalator or a moving walkway."""
        allowed = np.empty(2 * self.network.edges, dtype=bool)
        conveying = np.asarray(self.network.facts["conveying"])
        allowed[0::2] = conveying != CONVEYING.index("backward")
        allowed[1::2] = conveying != CONVEYING.index("forward")
        return ~allowed

    @cached_property
    def flight(self) -> Floats:
        """Number of steps of the whole flight, also where a node has split it and its count."""
        return self.number("step_count") / self.share

    @cached_property
    def kerb_judged_cm(self) -> Floats:
        """The height that is compared with a limit: in mode strict the highest one that a class word may mean."""
        if self.traveller.mode != "strict":
            return self.number("kerb_cm")
        return np.fmax(self.number("kerb_hi_cm"), self.number("kerb_cm"))

    @cached_property
    def kerb_low_cm(self) -> Floats:
        """The lowest height that a kerb has somewhere; for those who must feel it."""
        low = self.number("kerb_min_cm")
        return np.where(np.isnan(low), self.number("kerb_cm"), low)

    def beyond(self, value: Floats, limit: str) -> Bools:
        """Known to be greater than a limit; an equal value passes, no limit lets all pass."""
        allowed = self.traveller.number(limit)
        return self.nothing if allowed is None else value > allowed

    def below(self, value: Floats, limit: str) -> Bools:
        allowed = self.traveller.number(limit)
        return self.nothing if allowed is None else value < allowed

    def worse(self, attribute: str, limit: str) -> Bools:
        allowed = self.traveller.worst_rank(limit)
        return self.nothing if allowed is None else self.codes(attribute) > allowed

    def asks(self, fact: str, *limits: str) -> bool:
        """Whether an unknown fact matters: the profile relies on it, and at least one limit is about it."""
        is_set = not limits or any(self.traveller.limits[name] not in (None, "off", "yes", "pass") for name in limits)
        return is_set and self.traveller.requires(fact)

    def when(self, condition: bool, mask: Callable[[], Bools]) -> Bools:
        return mask() if condition else self.nothing
