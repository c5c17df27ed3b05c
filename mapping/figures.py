"""What a path network is like as a whole: how much, how connected, how well known, what looks wrong. Pure."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from mapping.osm.conditional import is_readable
from mapping.routing.attributes import ATTRIBUTES, CARRIAGEWAYS, KINDS, SEATS, UNKNOWN_CODE, YES
from mapping.routing.graph import Bools, Floats, Ints, Network

SHOWN = 30  # objects named per finding
JOIN_M = 1.0
# Which edges are asked for which attributes: the first that is known answers. Spots count, ways by their length.
ASKED: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {
        "kerb": (("kerb",), ("kerb_cm",)),
        "tactile": (("kerb", "crossing"), ("tactile",)),
        "crossing": (("crossing",), ("crossing", "signals")),
        "width": (("sidewalk", "footway", "path", "shared", "island"), ("width_m",)),
        "surface": (("sidewalk", "footway", "path", "shared", "island", "crossing", "track"), ("surface",)),
        "ground": (
            ("sidewalk", "footway", "path", "shared", "island", "crossing", "track"),
            ("surface", "smoothness"),
        ),
        "smoothness": (("sidewalk", "footway", "path", "shared", "island", "crossing", "track"), ("smoothness",)),
        "incline": (("sidewalk", "footway", "path", "shared", "track"), ("climb_pct", "descent_pct")),
        "crossfall": (("sidewalk", "footway", "path", "shared"), ("crossfall_pct",)),
        "tracktype": (("track",), ("tracktype",)),
        "lit": (("sidewalk", "footway", "path", "shared"), ("lit",)),
        "sidewalk": (tuple(sorted(CARRIAGEWAYS)), ("sidewalk",)),
        "handrail": (("steps",), ("handrail",)),
        "ramp": (("steps",), ("ramp_wheelchair", "ramp_stroller")),
        "lift": (("lift",), ("wheelchair",)),
        "opening": (("barrier",), ("opening_m",)),
    }
)
Found = dict[str, Any]


def figures(network: Network, inside: Bools) -> Found:
    """`inside` marks the edges in the quarter itself: only they are counted, the frame around it helps routes only."""
    point = network.is_point
    return {
        "vertices": network.vertices,
        "edges": network.edges,
        "inside": int(inside.sum()),
        "kinds": _kinds(network, inside),
        "way_km": round(float(network.length_m[inside & ~point].sum()) / 1000, 2),
        "kerbs": _kerbs(network, inside),
        "known": {
            **{name: _known(network, inside, *asked) for name, asked in ASKED.items()},
            "sound": _sound(network, inside),
            "backrest": _backrest(network),
        },
        "hours": hours(network, inside),
        "islands": islands(network, inside),
        "missing_joins": missing_joins(network, inside),
        "absurd": absurd(network, inside),
        "seats": int(network.seat.sum()),
    }


def _kinds(network: Network, inside: Bools) -> dict[str, int]:
    counts = np.bincount(network.kind[inside], minlength=len(KINDS))
    return {kind: int(count) for kind, count in zip(KINDS, counts, strict=True) if count}


def _kerbs(network: Network, inside: Bools) -> dict[str, int]:
    kerbs = network.is_kind("kerb") & inside
    known = kerbs & _answers(network, "kerb_cm")
    return {"known": int(known.sum()), "unknown": int((kerbs & ~known).sum())}


def _known(network: Network, inside: Bools, kinds: Sequence[str], names: Sequence[str]) -> float | None:
    """Share from 0 to 1; None if there is nothing to know."""
    mine = network.is_kind(*kinds) & inside
    answers = np.logical_or.reduce([_answers(network, name) for name in names])
    weight = np.where(network.is_point, 1.0, network.length_m)
    total = float(weight[mine].sum())
    return round(float(weight[mine & answers].sum()) / total, 4) if total else None


def _sound(network: Network, inside: Bools) -> float | None:
    """Of the crossings with signals, by number."""
    lights = (_column(network, "signals") == YES) & (_column(network, "wait_share") > 0) & inside
    known = lights & _answers(network, "signals_sound")
    return round(int(known.sum()) / int(lights.sum()), 4) if lights.any() else None


def _backrest(network: Network) -> float | None:
    """Of the benches, those in the frame too."""
    column = network.seats[network.seat, SEATS.index("backrest")]
    return round(int((column != UNKNOWN_CODE).sum()) / len(column), 4) if len(column) else None


def hours(network: Network, inside: Bools) -> Found:
    """Ways and gates that are open at times only, and those of which nobody can read when."""
    plain = network.texts.index("") if "" in network.texts else -1
    timed = np.flatnonzero((np.asarray(network.limits) != plain) & inside)
    odd = {int(text) for text in np.unique(network.limits[timed]) if not is_readable(network.texts[text])}
    unreadable = sorted({network.osm(int(edge)) for edge in timed if int(network.limits[edge]) in odd})
    return {"count": len(timed), "unreadable": unreadable[:SHOWN]}


def _answers(network: Network, name: str) -> Bools:
    attribute, column = ATTRIBUTES[name], _column(network, name)
    return ~np.isnan(column) if attribute.is_number else column >= attribute.first


def _column(network: Network, name: str) -> Floats:
    return np.asarray(network.facts[name], dtype=np.float64)


# --- connection -----------------------------------------------------------------------------------------------------


def components(network: Network, edges: Bools) -> Ints:
    """v: the number of the part that each vertex is in, if only these edges connect."""
    ends = (network.tail[edges], network.head[edges])
    graph = coo_matrix((np.ones(len(ends[0]), dtype=np.int8), ends), shape=(network.vertices, network.vertices))
    labels: Ints = connected_components(graph, directed=False)[1]
    return labels


def islands(network: Network, inside: Bools) -> Found:
    """Parts that no path connects with the largest one, and their share of the length of all ways."""
    if not network.edges:
        return {"count": 0, "share": 0.0, "largest": []}
    part = components(network, np.ones(network.edges, dtype=bool))[network.tail]
    length_m = np.bincount(part, weights=network.length_m, minlength=int(part.max()) + 1)
    mine = np.bincount(part, weights=np.where(inside, network.length_m, 0.0), minlength=len(length_m))
    main = int(length_m.argmax())
    others = [int(one) for one in np.argsort(-mine, kind="stable") if mine[one] > 0 and one != main]
    total = float(mine.sum())
    return {
        "count": len(others),
        "share": round(1 - float(mine[main]) / total, 4) if total else 0.0,
        "largest": [_named(network, int(np.flatnonzero(part == one)[0]), length_m=mine[one]) for one in others[:SHOWN]],
    }


def missing_joins(network: Network, inside: Bools) -> Found:
    """Dead ends within a metre of a way that they do not meet: mostly a slip of the pen in the map."""
    way = ~network.is_point & (network.side == 0) & (network.length_m > 0)
    place = components(network, network.is_point)  # vertices with nothing but spots between them are one place
    ends = np.concatenate((place[network.tail[way]], place[network.head[way]]))
    meeting = np.bincount(ends, minlength=int(place.max(initial=-1)) + 1)
    dead = [
        (int(edge), int(vertex))
        for edge in np.flatnonzero(way & inside)
        for vertex in (network.tail[edge], network.head[edge])
        if meeting[place[vertex]] == 1 and not network.boundary[vertex]
    ]
    if not dead:
        return {"count": 0, "examples": []}
    rows = np.flatnonzero(way)
    spots = shapely.points(network.xy[[vertex for _, vertex in dead]])
    owner, near = shapely.STRtree(network.lines[rows]).query(spots, predicate="dwithin", distance=JOIN_M)
    found: dict[int, tuple[int, int]] = {}
    for row, other in zip(owner.tolist(), rows[near].tolist(), strict=True):
        edge, vertex = dead[row]
        if edge != other and place[vertex] not in place[[network.tail[other], network.head[other]]]:
            found.setdefault(row, (edge, other))
    named = [_named(network, edge, other=network.osm(other)) for edge, other in found.values()]
    return {"count": len(found), "examples": named[:SHOWN]}


# --- values that can hardly be ----------------------------------------------------------------------------------------

Test = Callable[[Network], NDArray[np.bool_]]


def _over(name: str, limit: float, *kinds: str) -> Test:
    return lambda network: (_column(network, name) > limit) & (network.is_kind(*kinds) if kinds else True)


def _steep_stairs(network: Network) -> Bools:
    """Steps that are less than 15 cm or more than 2 m deep on average."""
    with np.errstate(divide="ignore", invalid="ignore"):
        depth_m = network.length_m / _column(network, "step_count")
    counted = network.sources[list(ATTRIBUTES).index("step_count")] == 1
    return network.is_kind("steps") & counted & ((depth_m < 0.15) | (depth_m > 2.0))


ABSURD: Mapping[str, Test] = MappingProxyType(
    {
        "kerb_over_30_cm": _over("kerb_cm", 30),
        "climb_over_25_pct": _over("climb_pct", 25),
        "descent_over_25_pct": _over("descent_pct", 25),
        "path_over_20_m_wide": _over("width_m", 20, "sidewalk", "footway", "path", "crossing", "cycleway"),
        "path_under_40_cm_wide": lambda network: _column(network, "width_m") < 0.4,
        "headroom_under_180_cm": lambda network: _column(network, "headroom_m") < 1.8,
        "way_over_5_km": lambda network: network.length_m > 5000,
        "stairs_of_odd_depth": _steep_stairs,
    }
)


def absurd(network: Network, inside: Bools) -> Found:
    found = {name: np.flatnonzero(test(network) & inside) for name, test in ABSURD.items()}
    return {
        "count": sum(len(edges) for edges in found.values()),
        "examples": {
            name: sorted({network.osm(int(edge)) for edge in edges})[:SHOWN]
            for name, edges in found.items()
            if len(edges)
        },
    }


def _named(network: Network, edge: int, **more: Any) -> Found:
    lon, lat = network.line(edge)[0]
    told = {name: round(value, 1) if isinstance(value, float) else value for name, value in more.items()}
    return {"osm": network.osm(edge), "at": [round(float(lon), 6), round(float(lat), 6)], **told}
