"""Small networks for routing tests: by hand, at random, and big grids for measurements; and slow, plain references."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from hypothesis import strategies as st

from mapping.routing.attributes import POINT_KINDS
from mapping.routing.graph import Edge, Network, Plane, Vertex, compile_network
from mapping.routing.profiles import Profiles, read
from mapping.routing.snapping import Foot
from mapping.routing.traveller import Traveller
from mapping.routing.weights import limited_arcs

ROOT = Path(__file__).resolve().parent.parent
HERE = Plane(13.33, 52.58)
TOLERANCE = 1e-6


@cache
def profiles() -> Profiles:
    return read(yaml.safe_load((ROOT / "fixtures" / "profiles.yaml").read_text(encoding="utf-8")))


def traveller(slug: str = "walk", unknown: str = "", **limits: Any) -> Traveller:
    return Traveller(profiles().by_slug[slug], limits, unknown)


def degrees(x_m: float, y_m: float) -> tuple[float, float]:
    """Longitude and latitude of a place in metres east and north."""
    lon, lat = HERE.degrees(np.array([x_m, y_m]))
    return float(lon), float(lat)


def vertex(key: str, x_m: float = 0, y_m: float = 0, **more: Any) -> Vertex:
    lon, lat = degrees(x_m, y_m)
    return Vertex(key, lon, lat, **more)


class Sketch:
    """A network by hand: vertices with places in metres, edges between them; length is that of the line."""

    def __init__(self, **places: tuple[float, float]) -> None:
        self.vertices = {key: vertex(key, *place) for key, place in places.items()}
        self.places = dict(places)
        self.edges: list[Edge] = []

    def mark(self, key: str, **more: bool) -> Sketch:
        self.vertices[key] = replace(self.vertices[key], **more)
        return self

    def way(
        self, ends: str, kind: str = "footway", *, via: tuple[tuple[float, float], ...] = (), **more: Any
    ) -> Sketch:
        """`a-b`; words of `Edge` are given by name, everything else is a fact."""
        tail, head = ends.split("-")
        stops = [self.places[tail], *via, self.places[head]]
        own = {name: more.pop(name) for name in list(more) if name in Edge.__dataclass_fields__}
        spot = kind in POINT_KINDS
        length = 0.0 if spot else sum(math.dist(a, b) for a, b in itertools.pairwise(stops))
        line = tuple(degrees(*stop) for stop in (stops[:1] if spot else stops))
        key = own.pop("key", f"{ends}:{len(self.edges):02d}")
        values = {"line": line, "length_m": length, "osm": f"way/{len(self.edges) + 1}"} | own
        self.edges.append(Edge(key, tail, head, kind, facts=more, **values))
        return self

    def network(self) -> Network:
        return compile_network(list(self.vertices.values()), self.edges)


def one_edge(kind: str = "footway", length_m: float = 100.0, **more: Any) -> Network:
    """One edge from a to b."""
    if kind in POINT_KINDS:
        length_m = 0.0
    return Sketch(a=(0, 0), b=(length_m, 0)).way("a-b", kind, length_m=length_m, key="edge", **more).network()


def foot_at(network: Network, number: int) -> Foot:
    """A foot that stands on a vertex."""
    for edge in range(network.edges):
        if network.tail[edge] == number:
            return Foot(edge, 0.0)
        if network.head[edge] == number:
            return Foot(edge, 1.0)
    raise LookupError(number)


# ------------------------------------------------------------------------------------------------------- at random

FACTS: Mapping[str, st.SearchStrategy[Any]] = {
    "surface": st.sampled_from(["asphalt", "sett", "cobblestone", "sand"]),
    "smoothness": st.sampled_from(["good", "bad"]),
    "width_m": st.sampled_from([0.7, 0.9, 1.2, 2.0]),
    "climb_pct": st.sampled_from([0.0, 3.0, 7.0]),
    "descent_pct": st.sampled_from([0.0, 4.0, 9.0]),
    "crossfall_pct": st.sampled_from([1.0, 4.0]),
    "lit": st.sampled_from(["yes", "no"]),
    "wheelchair": st.sampled_from(["yes", "no", "limited"]),
}
SPOT_FACTS: Mapping[str, Mapping[str, st.SearchStrategy[Any]]] = {
    "kerb": {"kerb_cm": st.sampled_from([0.0, 3.0, 8.0, 12.0]), "tactile": st.sampled_from(["yes", "no"])},
    "barrier": {
        "barrier": st.sampled_from(["gap", "foot_only", "open", "unknown"]),
        "opening_m": st.sampled_from([0.6, 0.9, 1.5]),
    },
    "steps": {
        "step_count": st.sampled_from([3.0, 20.0]),
        "handrail": st.sampled_from(["yes", "no"]),
        "ramp_wheelchair": st.sampled_from(["yes", "no"]),
        "conveying": st.sampled_from(["no", "no", "forward"]),
    },
    "busy": {"sidewalk": st.sampled_from(["yes", "no"])},
}
KINDS = ("footway", "footway", "sidewalk", "quiet", "busy", "steps", "crossing", "kerb", "barrier")
ACCESS = ("open", "open", "open", "open", "limited", "access_no", "oneway_foot")


@st.composite
def facts(draw: st.DrawFn, kind: str, *, simple: bool = False) -> dict[str, Any]:
    own = SPOT_FACTS.get(kind, {}) | ({} if kind in POINT_KINDS else FACTS)
    chosen = draw(st.lists(st.sampled_from(sorted(own)), unique=True, max_size=4)) if own else []
    found = {name: draw(own[name]) for name in chosen}
    if simple:
        return found
    access = draw(st.sampled_from(ACCESS))
    if access == "limited":
        return found | {"access_forward": "limited", "access_backward": "limited"}
    return found | ({} if access == "open" else {"access_forward": access})


@st.composite
def parts(draw: st.DrawFn, *, vertices: int = 7, edges: int = 11) -> tuple[list[Vertex], list[Edge]]:
    """At most 9 vertices with their edges: parallel ones, a star, one-ways, zero lengths, unknowns, limited access."""
    count = draw(st.integers(3, vertices))
    names = [f"v{index}" for index in range(count)]
    places = draw(
        st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=count, max_size=count, unique=True)
    )
    nodes = [
        vertex(name, 10.0 * x, 10.0 * y, seat=draw(st.booleans())) for name, (x, y) in zip(names, places, strict=True)
    ]
    found = []
    for index in range(draw(st.integers(count - 1, edges))):
        kind = draw(st.sampled_from(KINDS))
        tail = names[index] if index < count - 1 else draw(st.sampled_from(names))
        head = names[index + 1] if index < count - 1 else draw(st.sampled_from(names))
        length = 0.0 if kind in POINT_KINDS else float(draw(st.sampled_from([0, 20, 35, 60, 110])))
        found.append(_edge(f"e{index}", nodes, tail, head, kind, length, draw(facts(kind))))
    if draw(st.booleans()):
        hub = vertex("hub", 5, 5)
        nodes.append(hub)
        shared = draw(facts("barrier", simple=True)) | {"barrier": "gap"}
        for name in names[:3]:
            edge = _edge(f"star-{name}", nodes, name, "hub", "barrier", 0.0, shared)
            found.append(replace(edge, group="star", share=0.5))
    return nodes, found


def _edge(key: str, nodes: list[Vertex], tail: str, head: str, kind: str, length: float, own: dict[str, Any]) -> Edge:
    at = {node.key: (node.lon, node.lat) for node in nodes}
    line = (at[tail],) if kind in POINT_KINDS else (at[tail], at[head])
    return Edge(key, tail, head, kind, line, length, own, osm=f"way/{len(key)}")


def networks(**sizes: int) -> st.SearchStrategy[Network]:
    return parts(**sizes).map(lambda found: compile_network(*found))


LIMITS: Mapping[str, tuple[Any, ...]] = {  # from tight to loose
    "max_kerb_cm": (0, 3, 8, 20, None),
    "max_incline_pct": (0, 3, 6, 20, None),
    "max_decline_pct": (0, 4, 8, 20, None),
    "max_crossfall_pct": (1, 3, 8, None),
    "min_width_m": (1.5, 0.9, 0.65, 0.1, None),
    "worst_surface": ("asphalt", "sett", "dirt", "sand", None),
    "worst_smoothness": ("good", "bad", "impassable", None),
    "steps": ("no", "handrail", "yes"),
    "max_step_count": (2, 10, 100, None),
    "escalator": ("no", "yes"),
    "busy_road": ("block", "pass"),
    "kerb_edge": ("block", "warn", "off"),
}


@st.composite
def travellers(draw: st.DrawFn, *, unknown: str = "") -> Traveller:
    slug = draw(st.sampled_from(sorted(profiles().by_slug)))
    names = draw(st.lists(st.sampled_from(sorted(LIMITS)), unique=True, max_size=4))
    own = {name: draw(st.sampled_from(LIMITS[name])) for name in names}
    mode = unknown or draw(st.sampled_from(["optimistic", "cautious", "strict"]))
    return traveller(slug, mode, **own)


MEASURES = st.sampled_from(["cost", "time", "distance"])


def pairs(network: Network) -> list[tuple[int, int]]:
    """The first vertex with every other one that has an edge."""
    touched = sorted({*network.tail.tolist(), *network.head.tolist()})
    return [(touched[0], other) for other in touched[1:]]


# ---------------------------------------------------------------------------------------------------- slow references


def simple_ways(network: Network, weight: np.ndarray, start: int, goal: int) -> Iterator[tuple[int, ...]]:
    """Arcs of every way without a vertex twice that is open and uses limited arcs only at its ends."""
    limited = limited_arcs(network)
    leaving: dict[int, list[tuple[int, int]]] = {}
    for edge in range(network.edges):
        tail, head = int(network.tail[edge]), int(network.head[edge])
        for arc, begin, end in ((2 * edge, tail, head), (2 * edge + 1, head, tail)):
            if np.isfinite(weight[arc]) and begin != end:
                leaving.setdefault(begin, []).append((arc, end))

    def walk(at: int, seen: tuple[int, ...], arcs: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        if at == goal:
            if _limits_at_ends([bool(limited[arc]) for arc in arcs]):
                yield arcs
            return
        for arc, end in leaving.get(at, ()):
            if end not in seen:
                yield from walk(end, (*seen, end), (*arcs, arc))

    yield from walk(start, (start,), ())


def _limits_at_ends(limited: list[bool]) -> bool:
    """limited … limited, free … free, limited … limited"""
    middle = list(itertools.dropwhile(bool, limited))
    while middle and middle[-1]:
        middle.pop()
    return not any(middle)


def best_weight(network: Network, weight: np.ndarray, start: int, goal: int) -> float:
    return min(
        (float(sum(weight[arc] for arc in way)) for way in simple_ways(network, weight, start, goal)), default=math.inf
    )


# ------------------------------------------------------------------------------------------------------------- grids


def grid(side: int, step_m: float = 40.0) -> Network:
    """About 2 · side² ways on a square grid, with a mix of surfaces, kerbs at every fifth node and some steps."""
    random = np.random.default_rng(5)
    nodes = [
        vertex(f"n{x:04d}.{y:04d}", x * step_m, y * step_m, seat=(x + y) % 7 == 0)
        for x in range(side)
        for y in range(side)
    ]
    at = {node.key: (node.lon, node.lat) for node in nodes}
    found = []
    surfaces, kinds = ("asphalt", "sett", "paving_stones", "cobblestone"), ("footway", "quiet", "sidewalk", "footway")
    for x, y in itertools.product(range(side), range(side)):
        for dx, dy in ((1, 0), (0, 1)):
            if x + dx >= side or y + dy >= side:
                continue
            tail, head = f"n{x:04d}.{y:04d}", f"n{x + dx:04d}.{y + dy:04d}"
            own: dict[str, Any] = {
                "surface": surfaces[random.integers(4)],
                "width_m": float(random.integers(8, 30)) / 10,
            }
            if random.random() < 0.3:
                own.pop("surface")
            kind = kinds[random.integers(4)] if random.random() > 0.02 else "steps"
            length = step_m * float(random.uniform(1, 1.3))
            name = f"Straße {x if dy else y}"
            found.append(Edge(f"{tail}-{head}", tail, head, kind, (at[tail], at[head]), length, own, name=name))
    return compile_network(nodes, found)
