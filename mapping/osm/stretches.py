"""Ways cut where something happens: at their ends, where they meet, at spots and entrances. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from mapping.osm import path_tags, paths, spot_tags
from mapping.osm.geodesy import lengths
from mapping.osm.path_tags import Reading, Sidewalks, Tags, Value
from mapping.osm.paths import Access
from mapping.osm.raw import Raw, RawArea, RawNode, RawWay, Ring
from mapping.routing.attributes import CARRIAGEWAYS

TEXT_LENGTH = 255  # what OpenStreetMap allows, and the database
STEP_LENGTH_M = 0.30  # of a staircase whose steps nobody has counted
SPOT_HIGHWAYS = frozenset({"elevator", "step"})
NO_ENTRANCES = frozenset({"emergency", "exit", "no"})


class EdgeName(NamedTuple):
    """What makes an edge the same one in the next import."""

    code: str
    begin: str
    end: str
    side: str = ""
    occurrence: int = 0

    @property
    def key(self) -> str:
        return f"{self.code}:{self.begin}-{self.end}:{self.side}:{self.occurrence}"


@dataclass(frozen=True, eq=False)
class Path:
    """A way that people on foot may use, or the outline of a place. `runs` are the stretches of nodes in the file."""

    code: str  # `w12`, `r5`: how its keys begin
    ref: str  # `way/12`
    kind: str
    tags: Tags
    runs: tuple[Ring, ...]
    is_area: bool = False
    dated: date | None = None
    cut: frozenset[int] = frozenset()  # nodes behind which the file ends

    @cached_property
    def access(self) -> Access:
        return paths.of_way(self.tags, self.kind)

    @cached_property
    def reading(self) -> Reading:
        """Everything but access."""
        reading = path_tags.way(self.tags, self.kind)
        if self.kind in CARRIAGEWAYS:
            reading.notes.extend(self.sidewalks.notes)
            self._sidewalk(reading)
        return reading

    @cached_property
    def sidewalks(self) -> Sidewalks:
        return path_tags.sidewalks(self.tags) if self.kind in CARRIAGEWAYS else Sidewalks()

    @property
    def sides(self) -> tuple[str, ...]:
        return () if self.is_area else self.sidewalks.sides

    def _sidewalk(self, reading: Reading) -> None:
        reading.put("sidewalk", self.sidewalks.present)
        if self.sidewalks.present is None and self.is_service:
            reading.put("sidewalk", "no", estimated=True)

    @property
    def is_service(self) -> bool:
        return self.tags.get("highway") == "service"

    @property
    def name(self) -> str:
        return (self.tags.get("name") or self.tags.get("is_sidepath:of:name", ""))[:TEXT_LENGTH]


@dataclass(eq=False)
class Stretch:
    """A part of a path between two nodes where something happens: one edge, or more with its sides."""

    path: Path
    nodes: Ring
    name: EdgeName
    line: tuple[tuple[float, float], ...]
    length_m: float = 0.0
    share: float = 1.0
    facts: dict[str, Value] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    word: str = ""

    @property
    def kind(self) -> str:
        return self.path.kind

    def node(self, end: int) -> int:
        """The node at the beginning (0) or at the end (1)."""
        return self.nodes[-end]


# ------------------------------------------------------------------------------------------------------- which paths


def found_paths(raw: Raw) -> list[Path]:
    """In the order of their ids; lifts that are drawn as areas are no paths, see `lift_areas`."""
    ways = (_of_way(way, raw.nodes) for way in sorted(raw.ways, key=lambda way: way.id) if not is_lift_area(way))
    areas = (_of_area(area, raw.nodes) for area in sorted(raw.areas, key=lambda area: area.id))
    return [path for path in (*ways, *areas) if path is not None and path.runs]


def is_lift_area(way: RawWay) -> bool:
    return way.tags.get("highway") == "elevator" and is_closed(way.nodes)


def lift_areas(raw: Raw) -> list[RawWay]:
    return sorted((way for way in raw.ways if is_lift_area(way)), key=lambda way: way.id)


def is_closed(nodes: Sequence[int]) -> bool:
    return len(nodes) > 3 and nodes[0] == nodes[-1]


def _of_way(way: RawWay, nodes: Mapping[int, RawNode]) -> Path | None:
    kind = paths.kind(way.tags)
    if kind is None:
        return None
    runs, cut = _runs(way.nodes, nodes)
    area = paths.is_area(way.tags) and is_closed(way.nodes) and not cut
    return Path(f"w{way.id}", f"way/{way.id}", kind, way.tags, runs, area, day(way), cut)


def _of_area(area: RawArea, nodes: Mapping[int, RawNode]) -> Path | None:
    kind = paths.kind(area.tags)
    if kind is None:
        return None
    rings = [ring for outer, holes in area.rings for ring in (outer, *holes)]
    parts = [_runs(ring, nodes) for ring in sorted(map(_turned, rings))]
    runs, cut = tuple(run for some, _ in parts for run in some), frozenset().union(*(cut for _, cut in parts))
    return Path(f"r{area.id}", f"relation/{area.id}", kind, area.tags, runs, not cut, day(area), cut)


def day(found: RawWay | RawArea | RawNode) -> date | None:
    return found.timestamp.date() if found.timestamp else None


def _runs(refs: Sequence[int], nodes: Mapping[int, RawNode]) -> tuple[tuple[Ring, ...], frozenset[int]]:
    """The parts of a way that are in the file, and their ends behind which it goes on."""
    runs: list[list[int]] = [[]]
    cut: set[int] = set()
    for ref in refs:
        if ref not in nodes:
            cut.update(runs[-1][-1:])
            runs.append([])
        elif not runs[-1] or runs[-1][-1] != ref:
            if not runs[-1] and len(runs) > 1:
                cut.add(ref)
            runs[-1].append(ref)
    return tuple(tuple(run) for run in runs if len(run) > 1), frozenset(cut)


def _turned(ring: Ring) -> Ring:
    """The same ring whatever node and direction it is told from."""
    body = ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring
    if not body:
        return ()
    at = body.index(min(body))
    forward = (*body[at:], *body[:at])
    backward = (forward[0], *reversed(forward[1:]))
    best = min(forward, backward)
    return (*best, best[0])


# --------------------------------------------------------------------------------------------------------- splitting


def is_spot(tags: Tags) -> bool:
    """Whether a path is cut at a node with these tags, because something stands there."""
    return bool(
        spot_tags.has_kerb(tags)
        or spot_tags.barrier_words(tags)
        or tags.get("barrier") == "step"
        or tags.get("highway") in SPOT_HIGHWAYS
        or spot_tags.is_crossing(tags)
        or is_entrance(tags)
        or spot_tags.is_narrow(tags)
    )


def is_entrance(tags: Tags) -> bool:
    return tags.get("entrance", "no") not in NO_ENTRANCES


def split_nodes(found: Iterable[Path], raw: Raw, spots: Iterable[int]) -> frozenset[int]:
    """Ends, nodes that are used more than once, and `spots`."""
    uses: Counter[int] = Counter()
    ends: set[int] = set()
    for path in found:
        for run in path.runs:
            if is_closed(run) and path.is_area:
                uses.update(run[:-1])
            else:
                uses.update(run)
                ends.update((run[0], run[-1]))
    for way in lift_areas(raw):
        uses.update(way.nodes[:-1])
    return frozenset(ends.union(spots, (node for node, count in uses.items() if count > 1)))


def split(found: Iterable[Path], cuts: frozenset[int], nodes: Mapping[int, RawNode]) -> list[Stretch]:
    stretches = [stretch for path in found for stretch in _split(path, cuts, nodes)]
    measure(stretches)
    return stretches


def _split(path: Path, cuts: frozenset[int], nodes: Mapping[int, RawNode]) -> Iterator[Stretch]:
    seen: Counter[tuple[int, int]] = Counter()
    for run in path.runs:
        for part in _parts(_from_a_cut(run, cuts) if path.is_area else run, cuts):
            ends = (part[0], part[-1])
            name = EdgeName(path.code, str(ends[0]), str(ends[1]), "", seen[ends])
            seen[ends] += 1
            yield stretch(path, part, name, nodes)


def stretch(path: Path, part: Ring, name: EdgeName, nodes: Mapping[int, RawNode]) -> Stretch:
    line = tuple((nodes[ref].lon, nodes[ref].lat) for ref in part)
    facts = path.reading.facts | path.access.facts
    return Stretch(path, part, name, line, facts=facts, sources=path.reading.sources)


def _parts(run: Ring, cuts: frozenset[int]) -> Iterator[Ring]:
    begin = 0
    for at in range(1, len(run)):
        if run[at] in cuts or at == len(run) - 1:
            yield run[begin : at + 1]
            begin = at


def _from_a_cut(ring: Ring, cuts: frozenset[int]) -> Ring:
    """The ring told from the smallest node at which it is cut, so that it does not matter where it was closed."""
    body = ring[:-1]
    start = min(cuts.intersection(body), default=min(body))
    at = body.index(start)
    return (*body[at:], *body[:at], start)


def measure(stretches: Sequence[Stretch]) -> None:
    """Lengths, and what belongs to a whole staircase or lift shared by length."""
    for one, length in zip(stretches, lengths([one.line for one in stretches]), strict=True):
        one.length_m = float(length)
    whole: dict[str, list[Stretch]] = {}
    for one in stretches:
        if one.kind in ("steps", "lift"):
            whole.setdefault(one.path.code, []).append(one)
    for parts in whole.values():
        _share(parts)


def _share(parts: Sequence[Stretch]) -> None:
    total = sum(one.length_m for one in parts)
    for one in parts:
        one.share = one.length_m / total if total else 1 / len(parts)
        if one.kind == "steps":
            _count_steps(one, total)


def _count_steps(one: Stretch, total_m: float) -> None:
    counted = one.facts.get("step_count")
    if counted is None and total_m:
        counted = max(1.0, total_m / STEP_LENGTH_M)
        one.sources = one.sources | {"step_count": "class"}
    if counted is not None:
        one.facts["step_count"] = float(counted) * one.share
