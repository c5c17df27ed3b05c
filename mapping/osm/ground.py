"""The network while it is being built: places where stretches meet, their arms, and the spots between them. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from mapping.osm import spot_tags
from mapping.osm.elements import Finding
from mapping.osm.path_tags import Note, Reading, Tags, Value
from mapping.osm.raw import Raw, RawNode
from mapping.osm.stretches import Path, Stretch
from mapping.osm.values import HARMLESS
from mapping.routing.attributes import CARRIAGEWAYS

CROSSED_LEVEL = frozenset({"track", "shared"})  # where such a way is crossed, nobody expects a kerb


@dataclass(frozen=True, eq=False)
class Arm:
    """What meets others at a node: one end of a stretch, or all that belongs to one area."""

    key: str  # `w12+` leaves the node, `w12-` comes to it
    node: int
    path: Path
    ends: tuple[tuple[Stretch, int], ...]

    @property
    def kind(self) -> str:
        return self.path.kind

    @property
    def is_carriageway(self) -> bool:
        return self.kind in CARRIAGEWAYS

    @property
    def has_kerbs(self) -> bool:
        """A carriageway with kerbs where it is left; service roads are crossed on one level."""
        return self.is_carriageway and not self.path.is_service

    @property
    def is_crossing(self) -> bool:
        """A crossing for people on foot; one for cyclists alone is something to cross."""
        return self.kind == "crossing" and not self.path.access.is_closed

    @property
    def is_road(self) -> bool:
        """What a crossing leads over: it is not walked along on its side."""
        return self.is_carriageway or self.kind in CROSSED_LEVEL or self.path.access.is_closed

    @property
    def is_walked(self) -> bool:
        """A footway in the widest sense that people may use."""
        return not self.is_crossing and not self.is_road

    @property
    def stretch(self) -> Stretch:
        return self.ends[0][0]

    @property
    def end(self) -> int:
        return self.ends[0][1]

    @property
    def far_node(self) -> int:
        return self.stretch.node(1 - self.end)


@dataclass(eq=False)
class Spot:
    """Something at a node that is passed on the way to or from one arm: an edge of length 0."""

    what: str  # kerb, step, barrier, lift, wait
    reading: Reading
    osm: str
    access: Mapping[str, Value] = field(default_factory=dict)
    kind: str = ""  # of the edge, `what` if empty
    word: str = ""
    dated: date | None = None
    group: str = ""
    share: float = 1.0
    limits: str = ""


ROAD = "road"  # in keys: what all roads at a node begin behind, where a crossing drawn over them is left
ORDER = ("lift", "barrier", "step", "kerb", "wait")  # from the node outwards


@dataclass(eq=False)
class Place:
    """A node at which stretches begin, end or are cut. `tags` include what lines standing across say."""

    node: RawNode
    tags: Tags
    arms: tuple[Arm, ...] = ()
    kerb: Reading | None = None  # mapped here
    spots: dict[str, list[Spot]] = field(default_factory=dict)  # by the key of the arm
    leaving: Spot | None = None  # between the crossing drawn over the roads here and the roads

    @property
    def ref(self) -> str:
        return f"node/{self.node.id}"

    @property
    def hub(self) -> str:
        return f"n{self.node.id}"

    @property
    def is_crossing(self) -> bool:
        return spot_tags.is_crossing(self.tags)

    @property
    def lies_on_road(self) -> bool:
        """Whether a crossing that ends here ends on the carriageway, where there is no kerb."""
        if self.has_kerbed_road:
            return True
        return any(arm.is_road for arm in self.arms) and not any(arm.is_walked for arm in self.arms)

    @property
    def has_kerbed_road(self) -> bool:
        """Whether whoever leaves a footway here steps onto a carriageway."""
        return any(arm.has_kerbs for arm in self.arms)

    @property
    def is_busy(self) -> bool:
        return any(arm.kind == "busy" for arm in self.arms)

    def put(self, arm: Arm, spot: Spot) -> None:
        spots = self.spots.setdefault(arm.key, [])
        spots.append(spot)
        spots.sort(key=lambda one: ORDER.index(one.what))

    def between(self, spot: Spot, arms: Iterable[Arm]) -> None:
        """One spot for two arms; for more a star, of which everybody passes two halves."""
        arms = list(arms)
        if len(arms) > 2:
            self.star(spot, arms)
        elif arms:
            self.put(arms[0], spot)

    def star(self, spot: Spot, arms: Iterable[Arm]) -> None:
        spot.group, spot.share = f"{self.hub}:{spot.what}", 0.5
        for arm in arms:
            self.put(arm, spot)

    def spot_key(self, spot: Spot, arm: str) -> str:
        return f"{self.hub}:{spot.what}:{arm}"

    def innermost(self, arm: Arm) -> str:
        """The vertex at which the arm meets others of its kind, before all that stands on it."""
        return self.hub if self.leaving is None or arm.is_crossing else self.spot_key(self.leaving, ROAD)

    def outermost(self, arm: Arm) -> str:
        """The vertex at which the arm itself begins."""
        spots = self.spots.get(arm.key)
        return self.spot_key(spots[-1], arm.key) if spots else self.innermost(arm)


@dataclass(eq=False)
class Ground:
    raw: Raw
    paths: list[Path]
    stretches: list[Stretch]
    places: dict[int, Place]
    lines: Mapping[int, Tags]  # tags of kerb lines that meet a path at a node
    findings: dict[Finding, None] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def note(self, notes: Iterable[Note], ref: str) -> None:
        """Keeps what is worth somebody's time, counts the rest."""
        for code, key, raw in notes:
            self.counts[code] += 1
            if code not in HARMLESS:
                self.findings[Finding(code, ref, key, raw)] = None

    def ordered(self) -> Iterator[Place]:
        return (self.places[node] for node in sorted(self.places))

    def far(self, arm: Arm) -> Place:
        return self.places[arm.far_node]


def arms_of(stretches: Iterable[Stretch]) -> dict[int, tuple[Arm, ...]]:
    """The arms of every node, by their keys."""
    ends: dict[int, dict[str, list[tuple[Stretch, int]]]] = {}
    paths: dict[str, Path] = {}
    for stretch in stretches:
        paths[stretch.path.code] = stretch.path
        for end, sign in ((0, "+"), (1, "-")):
            code = stretch.path.code if stretch.path.is_area else stretch.path.code + sign
            ends.setdefault(stretch.node(end), {}).setdefault(code, []).append((stretch, end))
    return {node: tuple(_arms(node, found, paths)) for node, found in ends.items()}


def _arms(node: int, found: Mapping[str, list[tuple[Stretch, int]]], paths: Mapping[str, Path]) -> Iterator[Arm]:
    for code, ends in sorted(found.items()):
        path = paths[code.rstrip("+-")]
        if path.is_area:
            yield Arm(code, node, path, tuple(ends))
            continue
        for number, end in enumerate(ends):  # the same way may leave a node twice
            yield Arm(f"{code}{number or ''}", node, path, (end,))


def place_at(node: RawNode, arms: tuple[Arm, ...], line: Tags | None) -> Place:
    tags = node.tags if line is None else {**line, **node.tags}
    kerb = spot_tags.kerb(tags) if spot_tags.has_kerb(tags) else None
    return Place(node, tags, arms, kerb)
