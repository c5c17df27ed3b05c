"""Crossings: their kerbs at both ends, and the waiting time spread over them. Pure.

A road is crossed from kerb to kerb, and each kerb is one half of that, whoever mapped what: a way drawn across has both
halves on it, and where a footway or a sidewalk meets the carriageway itself the kerb there has one. So a crossing that
nobody mapped is never cheaper than one that somebody did (ADR 0016). Whoever leaves a way drawn across in its middle
and goes on along the carriageway waits for the half that is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from mapping.osm import spot_tags
from mapping.osm.ground import CROSSED_LEVEL, Arm, Ground, Place, Spot
from mapping.osm.kerbs import NEAR_M, expected, is_near
from mapping.osm.path_tags import Reading
from mapping.osm.stretches import Path, Stretch, day

WORST_LAST = {
    "crossing": spot_tags.CROSSING_ORDER,
    **dict.fromkeys(("signals", "signals_sound"), ("yes", "no")),
    **dict.fromkeys(("tactile", "wheelchair"), ("yes", "limited", "no")),
    "tactile_incorrect": ("no", "yes"),
}
OF_THE_CROSSING = ("crossing", "signals", "signals_sound")


@dataclass(eq=False)
class Chain:
    """Crossing ways in a row, from one side of the road to the other."""

    stretches: list[Stretch] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    ends: list[tuple[Place, Arm]] = field(default_factory=list)

    @property
    def length_m(self) -> float:
        return sum(stretch.length_m for stretch in self.stretches)

    @property
    def ways(self) -> list[Path]:
        return sorted({stretch.path for stretch in self.stretches}, key=lambda path: path.code)

    @property
    def roads(self) -> list[Arm]:
        """What it leads over."""
        return [
            arm for place in self.places if is_inner(place) or place.lies_on_road for arm in place.arms if arm.is_road
        ]

    @property
    def is_busy(self) -> bool:
        return any(place.is_busy for place in self.places)

    @property
    def halves(self) -> float:
        """How often one waits half a crossing on all of it together; whoever crosses passes two of the ends.

        A way that is drawn as far as the road only is one half: the other one is where the carriageway is left.
        """
        on_road = sum(place.has_kerbed_road for place, _arm in self.ends)
        if not on_road or any(is_inner(place) for place in self.places):
            return max(2, len(self.ends))
        return max(1, len(self.ends) - on_road)

    @property
    def is_level(self) -> bool:
        """Only over what is crossed without a kerb."""
        known = [arm for arm in self.roads if arm.is_carriageway or arm.kind in CROSSED_LEVEL]
        return bool(known) and not any(arm.has_kerbs for arm in known)


def is_inner(place: Place) -> bool:
    """A node in the middle of a crossing: only roads meet it there."""
    crossings = [arm for arm in place.arms if arm.is_crossing]
    return len(crossings) > 1 and all(arm.is_crossing or arm.is_road for arm in place.arms)


def chains(ground: Ground) -> list[Chain]:
    waiting = {stretch: None for stretch in ground.stretches if _is_crossing(stretch.path)}
    found = []
    while waiting:
        chain = Chain()
        _gather(ground, next(iter(waiting)), chain, waiting)
        chain.stretches.sort(key=lambda stretch: stretch.name)
        chain.places.sort(key=lambda place: place.node.id)
        chain.ends.sort(key=lambda end: end[1].key)
        found.append(chain)
    return found


def _is_crossing(path: Path) -> bool:
    return path.kind == "crossing" and not path.is_area and not path.access.is_closed


def _gather(ground: Ground, first: Stretch, chain: Chain, waiting: dict[Stretch, None]) -> None:
    stack = [first]
    del waiting[first]
    while stack:
        stretch = stack.pop()
        chain.stretches.append(stretch)
        for end in (0, 1):
            place = ground.places[stretch.node(end)]
            if place not in chain.places:
                chain.places.append(place)
            if not is_inner(place):
                chain.ends.append((place, _arm(place, stretch, end)))
                continue
            onward = [arm.stretch for arm in place.arms if arm.is_crossing and arm.stretch in waiting]
            for one in dict.fromkeys(onward):
                del waiting[one]
                stack.append(one)


def _arm(place: Place, stretch: Stretch, end: int) -> Arm:
    return next(arm for arm in place.arms if (stretch, end) in arm.ends)


def place_crossings(ground: Ground) -> None:
    for chain in chains(ground):
        reading, word = _about(ground, chain)
        _tell(chain, reading, word)
        _kerbs(ground, chain, reading)
        _part(chain, reading, word)
    for place in ground.ordered():
        _bare(place)


def _about(ground: Ground, chain: Chain) -> tuple[Reading, str]:
    """What the nodes of a crossing say, and what its ways add; of several the worst."""
    nodes = [place for place in chain.places if place.is_crossing]
    by_nodes = [spot_tags.crossing(place.tags) for place in nodes]
    by_ways = [spot_tags.crossing(path.tags) for path in chain.ways]
    for place, reading in zip(nodes, by_nodes, strict=True):
        ground.note(reading.notes, place.ref)
    for path, reading in zip(chain.ways, by_ways, strict=True):
        ground.note((note for note in reading.notes if note.key not in ("tactile_paving", "wheelchair")), path.ref)
    about = worst(by_nodes)
    about.filled(worst(by_ways))
    words = [
        tags["crossing"]
        for tags in (*(place.tags for place in nodes), *(path.tags for path in chain.ways))
        if "crossing" in tags
    ]
    return about, words[0] if words else ""


def worst(readings: Iterable[Reading]) -> Reading:
    found = Reading()
    for reading in readings:
        for name, value in reading.facts.items():
            order = WORST_LAST[name]
            known = found.facts.get(name)
            if known is None or order.index(str(value)) > order.index(str(known)):
                found.put(name, value)
    return found


def _tell(chain: Chain, about: Reading, word: str) -> None:
    for stretch in chain.stretches:
        share = stretch.length_m / chain.length_m if chain.length_m else 1 / len(chain.stretches)
        stretch.facts["wait_share"] = min(1.0, share * chain.halves / 2)
        stretch.word = word
        for name, value in about.facts.items():
            if name in OF_THE_CROSSING or name not in stretch.facts:
                stretch.facts[name] = value
        if chain.is_busy:
            stretch.facts["busy_crossing"] = "yes"


def _part(chain: Chain, about: Reading, word: str) -> None:
    """Half the wait between a crossing and the carriageway in its middle: straight along either nobody passes it.

    Where the crossing ends on the road it has no second half on it, or both already.
    """
    for place in chain.places:
        if is_inner(place) and place.has_kerbed_road:
            reading = Reading()
            reading.filled(about, *OF_THE_CROSSING)
            reading.put("wait_share", 0.5)
            if chain.is_busy:
                reading.put("busy_crossing", "yes")
            place.leaving = Spot("wait", reading, place.ref, word=word)


# ------------------------------------------------------------------------------------------------- kerbs at the ends


def _kerbs(ground: Ground, chain: Chain, about: Reading) -> None:
    served = _served(chain)
    if served:
        ground.note(served.reading.notes, served.osm)
    for place, arm in chain.ends:
        if place.lies_on_road or place.kerb is not None or _is_mapped_near(ground, chain, place, arm):
            continue
        at_island = any(one.kind == "island" for one in place.arms)
        if served is None and (at_island or chain.is_level):
            continue
        spot = expected(place) if served is None else Spot("kerb", served.reading, served.osm, dated=served.dated)
        spot.reading = _felt(spot.reading, about)
        place.put(arm, spot)


def _felt(kerb: Reading, about: Reading) -> Reading:
    """A kerb that is known from its crossing has the tactile paving of the crossing."""
    found = Reading(dict(kerb.facts), set(kerb.estimated))
    found.filled(about, "tactile", "tactile_incorrect")
    return found


def _served(chain: Chain) -> Spot | None:
    """The kerb that a crossing way or a node on the road tells for all its ends."""
    for path in chain.ways:
        if spot_tags.has_kerb(path.tags):
            return Spot("kerb", spot_tags.kerb(path.tags), path.ref, dated=path.dated)
    for place in chain.places:
        if place.kerb is not None and (place.is_crossing or place.lies_on_road):
            return Spot("kerb", place.kerb, place.ref, dated=day(place.node))
    return None


def _is_mapped_near(ground: Ground, chain: Chain, place: Place, arm: Arm) -> bool:
    """Along the crossing up to the road, or along the one path that leads on to it."""
    crosses = any(arm.is_road for place in chain.places for arm in place.arms)
    if is_near(ground, arm, NEAR_M if crosses else min(NEAR_M, chain.length_m / 2)):
        return True
    onward = [one for one in place.arms if one.is_walked]
    return len(onward) == 1 and is_near(ground, onward[0])


# --------------------------------------------------------------------------------- crossings without ways of their own


def _bare(place: Place) -> None:
    """A crossing that is only a node, or a road that a footway meets: half the wait on either side."""
    for arm in _waited_at(place):
        kerb = _kerb_of(place, arm)
        waiting = waits(kerb or Spot("wait", Reading(), place.ref), place, place.is_busy)
        place.spots[arm.key] = [spot for spot in place.spots.get(arm.key, ()) if spot is not kerb]
        place.put(arm, waiting)


def _waited_at(place: Place) -> list[Arm]:
    """Where the carriageway is stepped onto; on a level only at a crossing that is nothing but a node."""
    is_bare = place.is_crossing and not any(arm.is_crossing for arm in place.arms)
    if not any(arm.is_carriageway for arm in place.arms):
        return [arm for arm in place.arms if is_bare and _kerb_of(place, arm)]
    return [arm for arm in place.arms if arm.is_walked and (is_bare or place.has_kerbed_road)]


def _kerb_of(place: Place, arm: Arm) -> Spot | None:
    return next((spot for spot in place.spots.get(arm.key, ()) if spot.what == "kerb"), None)


def waits(spot: Spot, place: Place, busy: bool) -> Spot:
    """The spot with half the wait of the crossing at this node."""
    about = spot_tags.crossing(place.tags) if place.is_crossing else Reading()
    reading = Reading(dict(spot.reading.facts), set(spot.reading.estimated))
    reading.filled(about)
    reading.put("wait_share", 0.5)
    if busy:
        reading.put("busy_crossing", "yes")
    word = place.tags.get("crossing", "") if place.is_crossing else ""
    return Spot(
        spot.what, reading, spot.osm, spot.access, word=word, dated=spot.dated, group=spot.group, share=spot.share
    )
