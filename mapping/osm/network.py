"""Ways and nodes of OpenStreetMap → vertices and edges of the path network. Pure; nothing in the data raises.

The order of the input does not matter, and keys stay the same as long as the objects do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mapping.osm import areas, kerbs, paths, sides, spot_tags
from mapping.osm.crossings import place_crossings
from mapping.osm.elements import Finding
from mapping.osm.geodesy import lengths
from mapping.osm.ground import ROAD, Ground, Place, Spot, arms_of, place_at
from mapping.osm.path_tags import Tags, way
from mapping.osm.raw import Raw, RawWay
from mapping.osm.seats import snapped
from mapping.osm.stretches import TEXT_LENGTH, EdgeName, Stretch, found_paths, is_spot, lift_areas, split, split_nodes
from mapping.routing.graph import Edge, Vertex

JOIN = "join"
THROUGH = frozenset({"gate", "entrance", "lift_gate", "swing_gate", "sliding_gate", "wicket_gate", "no"})


@dataclass(frozen=True)
class Draft:
    """A network as it was read; `compile_network(draft.vertices, draft.edges)` numbers it.

    `findings` are worth a person's time, `counts` tell how often each code was given, harmless ones included. `tags`
    are the raw ones of every object that an edge comes from; ways `under_construction` are closed if they are known.
    """

    vertices: tuple[Vertex, ...]
    edges: tuple[Edge, ...]
    tags: Mapping[str, Tags]
    findings: tuple[Finding, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    under_construction: frozenset[str] = frozenset()


def draft(raw: Raw) -> Draft:
    ground = _ground(raw)
    kerbs.place_mapped(ground)
    kerbs.place_barriers(ground)
    kerbs.expect_at_roads(ground)
    place_crossings(ground)
    kerbs.look_at_lines(ground, _standing(raw, ground))
    for path in ground.paths:
        ground.note((*path.reading.notes, *path.access.notes, *sides.notes(path)), path.ref)
    builder = _Builder(ground)
    builder.build()
    vertices, edges = snapped(builder.vertices, builder.edges, builder.names, raw.places)
    closed = frozenset(f"way/{way.id}" for way in raw.ways if paths.is_under_construction(way.tags))
    findings = tuple(sorted(ground.findings, key=lambda one: (one.ref, one.code, one.key, one.raw)))
    return Draft(tuple(vertices), tuple(edges), _tags(ground, edges), findings, dict(ground.counts), closed)


# ---------------------------------------------------------------------------------------------------------- ground


def _ground(raw: Raw) -> Ground:
    found = found_paths(raw)
    used = {ref for path in found for run in path.runs for ref in run}
    lines = _kerb_lines(raw, used)
    spots = used.intersection(ref for ref, node in raw.nodes.items() if is_spot(node.tags)).union(lines)
    stretches = split(found, split_nodes(found, raw, spots), raw.nodes)
    ground = Ground(raw, found, stretches, {}, lines)
    _arms(ground)
    across = areas.straight_ways(ground)
    if across:
        ground.stretches = [*stretches, *across]
        _arms(ground)
    return ground


def _arms(ground: Ground) -> None:
    found = arms_of(ground.stretches)
    ground.places = {ref: place_at(ground.raw.nodes[ref], found[ref], ground.lines.get(ref)) for ref in sorted(found)}


KERB_KEYS = (*spot_tags.KERB_KEYS, *spot_tags.KERB_HEIGHT_KEYS)


def _kerb_lines(raw: Raw, used: set[int]) -> dict[int, Tags]:
    """Kerbs drawn as a line give what they say to the nodes that they share with a path."""
    found: dict[int, Tags] = {}
    for line in sorted(raw.ways, key=lambda way: way.id, reverse=True):  # of several the one with the smallest id stays
        if line.tags.get("barrier") == "kerb" and paths.kind(line.tags) is None:
            told = {"barrier": "kerb"} | {key: line.tags[key] for key in KERB_KEYS if key in line.tags}
            bare = (ref for ref in line.nodes if ref in used and not spot_tags.has_kerb(raw.nodes[ref].tags))
            found |= dict.fromkeys(bare, told)
    return found


def _standing(raw: Raw, ground: Ground) -> dict[int, list[str]]:
    """Nodes of paths on which fences, walls and the like stand."""
    used = {ref for path in ground.paths for run in path.runs for ref in run}
    found: dict[int, list[str]] = {}
    for line in raw.ways:
        words = set(spot_tags.barrier_words(line.tags))
        if words - THROUGH and paths.kind(line.tags) is None:
            for ref in used.intersection(line.nodes):
                found.setdefault(ref, []).append(f"way/{line.id}")
    return found


def _tags(ground: Ground, edges: Iterable[Edge]) -> dict[str, Tags]:
    refs = {edge.osm for edge in edges}
    known = {path.ref: path.tags for path in ground.paths}
    known |= {f"way/{line.id}": line.tags for line in lift_areas(ground.raw)}
    known |= {place.ref: place.tags for place in ground.places.values() if place.tags}
    return {ref: known[ref] for ref in sorted(refs & known.keys())}


# --------------------------------------------------------------------------------------------------------- building


@dataclass
class _Builder:
    ground: Ground
    vertices: dict[str, Vertex] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    names: dict[str, EdgeName] = field(default_factory=dict)  # of the edges that may be split for a seat
    side_ends: dict[tuple[int, str], str] = field(default_factory=dict)  # node and side arm → vertex

    def build(self) -> None:
        cut = {ref for path in self.ground.paths for ref in path.cut}
        for place in self.ground.ordered():
            self._place(place, boundary=place.node.id in cut or self._is_outside(place))
        arms = {end: arm for place in self.ground.places.values() for arm in place.arms for end in arm.ends}
        for stretch in self.ground.stretches:
            ends = [self.ground.places[stretch.node(end)].outermost(arms[stretch, end]) for end in (0, 1)]
            self._stretch(stretch, ends[0], ends[1])
            for side in stretch.path.sides:
                beside = [self.side_ends[stretch.node(end), f"{arms[stretch, end].key}:{side}"] for end in (0, 1)]
                self._stretch(sides.side_stretch(stretch, side), beside[0], beside[1], side=side)
        for line in lift_areas(self.ground.raw):
            self._lift(line)

    def _is_outside(self, place: Place) -> bool:
        if self.ground.raw.frame is None:
            return False
        west, south, east, north = self.ground.raw.frame
        return not (west <= place.node.lon <= east and south <= place.node.lat <= north)

    def _place(self, place: Place, *, boundary: bool) -> None:
        self._vertex(place.hub, place, boundary)
        if place.leaving is not None:
            self._spot(place, place.leaving, ROAD, place.hub, boundary)
        for arm in place.arms:
            inner = place.innermost(arm)
            for spot in place.spots.get(arm.key, ()):
                inner = self._spot(place, spot, arm.key, inner, boundary)
        if (found := sides.sides_at(place)) is not None:
            self._sides(place, found, boundary)

    def _sides(self, place: Place, found: sides.Sides, boundary: bool) -> None:
        for group in found.groups:
            vertex = group.vertex(place)
            self._vertex(vertex, place, boundary)
            self.side_ends |= {(place.node.id, member.key): vertex for member in group.members}
        for group, key, spot in found.kerbs:
            self._point(place, spot, f"{place.hub}:kerb:{key}", group.vertex(place), place.hub)
        for group, member, spot in found.gates:
            end = self._spot(place, spot, member.key, group.vertex(place), boundary)
            self.side_ends[place.node.id, member.key] = end
        for group, vertex, key in found.joins:
            name = f"{group.vertex(place)}:{JOIN}:{key}"
            line = ((place.node.lon, place.node.lat),)
            self.edges.append(Edge(name, group.vertex(place), vertex, JOIN, line, 0.0, osm=place.ref))

    def _vertex(self, key: str, place: Place, boundary: bool) -> None:
        self.vertices[key] = Vertex(key, place.node.lon, place.node.lat, boundary)

    def _spot(self, place: Place, spot: Spot, arm: str, inner: str, boundary: bool) -> str:
        """One spot on the way out from the node; the vertex behind it has the key of the edge."""
        key = place.spot_key(spot, arm)
        self._vertex(key, place, boundary)
        self._point(place, spot, key, inner, key)
        return key

    def _point(self, place: Place, spot: Spot, key: str, tail: str, head: str) -> None:
        self.edges.append(
            Edge(
                key,
                tail,
                head,
                spot.kind or spot.what,
                ((place.node.lon, place.node.lat),),
                0.0,
                facts={**spot.reading.facts, **spot.access},
                sources=spot.reading.sources,
                word=spot.word[:TEXT_LENGTH],
                osm=spot.osm,
                dated=spot.dated,
                group=spot.group,
                share=spot.share,
                limits=spot.limits,
            )
        )

    def _stretch(self, stretch: Stretch, tail: str, head: str, *, side: str = "") -> None:
        path = stretch.path
        key = stretch.name.key
        self.names[key] = stretch.name
        self.edges.append(
            Edge(
                key,
                tail,
                head,
                "sidewalk" if side else path.kind,
                stretch.line,
                stretch.length_m,
                facts=stretch.facts,
                sources=stretch.sources,
                name=path.name,
                word=stretch.word[:TEXT_LENGTH],
                osm=path.ref,
                dated=path.dated,
                side=side,
                share=stretch.share,
                limits="" if side else paths.limits(path.tags),
            )
        )

    def _lift(self, line: RawWay) -> None:
        """A lift drawn as its walls: from every door to its middle, half the ride each."""
        doors = areas.lift_doors(line, self.ground.places)
        if not doors:
            return
        hub, centre = f"w{line.id}", areas.middle(line, self.ground.raw.nodes)
        reading, access = way(line.tags, "lift"), paths.of_way(line.tags, "lift")
        self.ground.note((*reading.notes, *access.notes), f"way/{line.id}")
        self.vertices[hub] = Vertex(hub, *centre)
        rays = [((door.node.lon, door.node.lat), centre) for door in doors]
        for door, ray, length in zip(doors, rays, lengths(rays), strict=True):
            self.edges.append(
                Edge(
                    f"{hub}:{door.hub}",
                    door.hub,
                    hub,
                    "lift",
                    ray,
                    float(length),
                    facts=reading.facts | access.facts,
                    sources=reading.sources,
                    osm=f"way/{line.id}",
                    dated=line.timestamp.date() if line.timestamp else None,
                    group=hub,
                    share=0.5,
                    limits=paths.limits(line.tags),
                )
            )
