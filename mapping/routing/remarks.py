"""What deserves a word on a way, as codes with places and values: barriers, notices, unknown and known facts. Pure.

Texts are written elsewhere; see `reasons.CODES` for what a code is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

import numpy as np

from mapping.routing.attributes import ATTRIBUTES, KINDS, SOURCES
from mapping.routing.costs import ArcCosts
from mapping.routing.graph import ATTRIBUTE_ROWS, Ints, Network, Value
from mapping.routing.paths import Line, Path, Piece
from mapping.routing.reasons import CODES, Code, codes
from mapping.routing.rules import REQUIRED, Bits
from mapping.routing.snapping import Degrees, Foot, position
from mapping.routing.traveller import Traveller

TOGETHER_M = 30.0  # stretches of one street with the same remark are one if no more lies between them
CROSSING_M = 15.0  # so are the kerbs of one crossing, also where its way is not drawn
ON_CROSSINGS = frozenset({"crossing", "island", "wait", "kerb", "join"})
IS_ON_CROSSING = np.array([kind in ON_CROSSINGS for kind in KINDS])
KERBS = frozenset({"kerb_high", "kerb_no_edge", "unknown_kerb", "unknown_kerb_edge"})
# The column that a code without a value of its own leans on, for its source.
LEANS_ON = MappingProxyType(
    {
        "access_no": "access_forward",
        "use_sidepath": "access_forward",
        "oneway_foot": "access_forward",
        "private_way": "access_forward",
        "closed": "closed",
        "busy_road": "sidewalk",
        "steps": "step_count",
        "escalator": "conveying",
        "barrier_type": "barrier",
        "gate_locked": "locked",
        "wheelchair_no": "wheelchair",
        "lift_out_of_order": "out_of_order",
        "no_sound_signal": "signals_sound",
        "tactile_incorrect": "tactile_incorrect",
        "discouraged": "discouraged",
    }
)
TIMED = frozenset({"closed_at_time", "conditional_access", "unknown_hours"})
NONE = -1
NOTICE_FIGURES = MappingProxyType({"crossfall": "crossfall_pct", "headroom_low": "headroom_m"})


@dataclass(frozen=True)
class Remark:
    """One entry on the line. `count` spots or stretches stand together in it, `length_m` of way in all."""

    code: str
    at: Degrees
    at_m: float  # metres from the beginning of the line
    length_m: float = 0.0  # 0 for a spot
    between_m: float = 0.0  # metres of other way between the stretches that stand together
    count: int = 1
    value: Value | None = None
    limit: Value | None = None
    unit: str = ""
    source: str = "none"  # survey, osm, terrain, class; none where nobody says anything
    dated: date | None = None
    until: date | None = None  # the last day of a closure
    note: str = ""  # what people say of it
    hours: str = ""  # when it is open, as the map has it
    object: str = ""  # `way/123`
    kind: str = ""  # of the edge
    word: str = ""  # the raw kind of a barrier or a crossing
    name: str = ""
    edge: int = -1  # number in the network
    barrier: str = ""  # the same for the halves of one barrier
    crossing: int = NONE  # the same for all that lies on one crossing of the line

    @property
    def ends_m(self) -> float:
        return self.at_m + self.length_m + self.between_m


@dataclass(frozen=True)
class Known:
    """Shares of the length (sum 1) by the weakest source of the facts this traveller needs there, and the spots."""

    surveyed: float
    map: float
    derived: float
    unknown: float
    points_known: int
    points_total: int


def barrier_key(network: Network, edge: int) -> str:
    """The same for all edges of one barrier."""
    group = int(network.group[edge])
    return f"group {group}" if group >= 0 else f"edge {edge}"


def remarks_on(path: Path, line: Line, traveller: Traveller, bits: Bits, *, told: bool = False) -> list[Remark]:
    """One remark for each code of each piece; `told` compares with what is only told, not with limits."""
    mine = bits[path.arc_column]
    if not mine.any():
        return []
    found = []
    on_crossing = IS_ON_CROSSING[path.network.kind[path.edges]]
    crossing = np.where(on_crossing, np.cumsum(on_crossing & ~np.concatenate(([False], on_crossing[:-1]))), NONE)
    for row in np.flatnonzero(mine).tolist():
        lon, lat = line.points[line.spans[row][0]].tolist()
        place = (lon, lat), float(path.begins_m[row]), float(path.lengths_m[row])
        for code in codes(int(mine[row])):
            remark = _remark(path.network, traveller, code, path.pieces[row], place, told=told)
            found.append(replace(remark, crossing=int(crossing[row])) if on_crossing[row] else remark)
    return found


def remarks_under(network: Network, traveller: Traveller, feet: Sequence[Foot], bits: Bits) -> list[Remark]:
    """The same for the edges that one stands on."""
    found: list[Remark] = []
    for foot in feet:
        for arc in (2 * foot.edge, 2 * foot.edge + 1):
            place = position(network, foot), 0.0, 0.0
            piece = Piece(arc, foot.fraction, foot.fraction)
            new = [_remark(network, traveller, code, piece, place, told=False) for code in codes(int(bits[arc]))]
            known = {(remark.code, remark.edge) for remark in found}
            found += [remark for remark in new if (remark.code, remark.edge) not in known]
    return found


def _remark(
    network: Network,
    traveller: Traveller,
    code: Code,
    piece: Piece,
    place: tuple[Degrees, float, float],
    *,
    told: bool,
) -> Remark:
    column = column_of(code, piece.arc)
    edge = piece.edge
    return Remark(
        code=code.name,
        at=place[0],
        at_m=place[1],
        length_m=place[2],
        value=value_of(network, traveller, code, piece.arc),
        limit=_limit(traveller, code, told),
        unit=code.unit,
        source="osm" if code.name in TIMED else network.source(column, edge) if column else "none",
        dated=network.day(edge),
        until=network.last_day(edge) if code.name == "closed" else None,
        note=network.texts[network.note[edge]] if code.name == "closed" else "",
        hours=network.texts[network.limits[edge]] if code.name in TIMED else "",
        object=network.osm(edge),
        kind=network.kind_word(edge),
        word=network.texts[network.word[edge]],
        name=network.texts[network.name[edge]],
        edge=edge,
        barrier=barrier_key(network, edge),
    )


def column_of(code: Code, arc: int) -> str:
    """The column that a code speaks of on this arc; what climbs one way descends the other. Empty if there is none."""
    column = code.attribute or LEANS_ON.get(code.name, "")
    if arc & 1:
        turned = {"climb_pct": "descent_pct", "descent_pct": "climb_pct", "access_forward": "access_backward"}
        return turned.get(column, column)
    return column


def value_of(network: Network, traveller: Traveller, code: Code, arc: int) -> Value | None:
    """The value that a code names, None if it names none or nobody knows it."""
    edge, column = arc >> 1, column_of(code, arc)
    if code.name == "kerb_high" and traveller.mode == "strict":
        heights = [network.value(name, edge) for name in ("kerb_cm", "kerb_hi_cm")]
        return max((height for height in heights if height is not None), default=None)
    if code.name == "kerb_no_edge" and network.value(column, edge) is None:
        return network.value("kerb_cm", edge)
    value = network.value(column, edge) if code.attribute else None
    if code.attribute == "step_count" and isinstance(value, float):
        return float(round(value / float(network.share[edge])))  # of the whole flight, also where it is an estimate
    return value


def _limit(traveller: Traveller, code: Code, told: bool) -> Value | None:
    if told and code.name in NOTICE_FIGURES:
        return traveller.figure("notice", NOTICE_FIGURES[code.name])
    return traveller.limits[code.limit] if code.limit else None


# ------------------------------------------------------------------------------------------------------- grouping


def grouped(found: Iterable[Remark]) -> list[Remark]:
    """A readable list in the order of the line: neighbours that say the same are one, with their number and length."""
    open_ones: dict[tuple[object, ...], Remark] = {}
    done: list[Remark] = []
    for remark in sorted(found, key=lambda remark: (remark.at_m, CODES[remark.code].bit)):
        key = _sameness(remark)
        before = open_ones.get(key)
        if before is not None and _belongs(before, remark):
            open_ones[key] = _joined(before, remark)
            continue
        if before is not None:
            done.append(before)
        open_ones[key] = remark
    done.extend(open_ones.values())
    return sorted(done, key=lambda remark: (remark.at_m, CODES[remark.code].bit))


def _sameness(remark: Remark) -> tuple[object, ...]:
    if remark.code in KERBS:
        return (remark.code,)
    if CODES[remark.code].is_unknown and remark.code not in TIMED:
        return (remark.code, remark.name, remark.length_m > 0)
    return (remark.code, remark.name, remark.value, remark.word, remark.kind, remark.until, remark.note, remark.hours)


def _belongs(before: Remark, remark: Remark) -> bool:
    if _is_same(before, remark):
        return True
    apart_m = remark.at_m - before.ends_m
    if remark.code in KERBS:
        return apart_m <= CROSSING_M or before.crossing == remark.crossing >= 0
    return before.length_m > 0 and remark.length_m > 0 and apart_m <= TOGETHER_M


def _is_same(before: Remark, remark: Remark) -> bool:
    """The same barrier, or the same spot, as the kerbs of a crossing without signals that sound."""
    if remark.code in KERBS or remark.length_m > 0:
        return before.barrier == remark.barrier
    return before.barrier == remark.barrier or before.object == remark.object != ""


def _joined(before: Remark, remark: Remark) -> Remark:
    same = _is_same(before, remark)
    is_way = remark.length_m > 0 and remark.code not in KERBS
    return replace(
        before,
        length_m=before.length_m + remark.length_m if is_way else before.length_m,
        between_m=before.between_m + max(0.0, remark.at_m - before.ends_m) if is_way else before.between_m,
        count=before.count if same else before.count + 1,
        value=_worse(before, remark),
        barrier=remark.barrier,
    )


def _worse(before: Remark, remark: Remark) -> Value | None:
    values = [float(value) for value in (before.value, remark.value) if isinstance(value, (int, float))]
    if len(values) < 2:
        return before.value if before.value is not None else remark.value
    return min(values) if remark.code == "kerb_no_edge" else max(values)


# ---------------------------------------------------------------------------------------------------- what is known

LEVELS = ("surveyed", "map", "derived", "unknown")  # best first
LEVEL_OF_SOURCE: Mapping[str, str] = MappingProxyType(
    {"survey": "surveyed", "osm": "map", "terrain": "derived", "class": "derived", "none": "derived"}
)
LEVEL_CODES = np.array([LEVELS.index(LEVEL_OF_SOURCE[source]) for source in SOURCES])


def known_on(path: Path, costs: ArcCosts) -> Known:
    """Where nothing has to be known, the way counts as known from the map."""
    levels = levels_of(path.network, costs, path.arc_column)
    total_m = path.length_m
    shares = {level: _share(path, levels, level, total_m) for level in LEVELS}
    asked = [
        (barrier_key(path.network, piece.edge), level)
        for piece, level in zip(path.pieces, levels, strict=True)
        if path.network.is_point[piece.edge] and costs.asked[piece.arc]
    ]
    missing = {barrier for barrier, level in asked if level == "unknown"}
    points = {barrier for barrier, _ in asked}
    return Known(**shares, points_known=len(points - missing), points_total=len(points))


def _share(path: Path, levels: Sequence[str], level: str, total_m: float) -> float:
    if total_m <= 0:
        return float(level == "map")
    mine = np.array([found == level for found in levels], dtype=bool)
    return float(path.lengths_m[mine].sum()) / total_m


def levels_of(network: Network, costs: ArcCosts, arcs: Ints) -> list[str]:
    """For each arc the weakest source of the facts that are asked on it."""
    asked, missing, weakest = costs.asked[arcs], costs.unknowns[arcs], np.full(len(arcs), -1)
    for name, fact in REQUIRED.items():
        bit = np.uint64(CODES[f"unknown_{name}"].mask)
        rows = np.flatnonzero(asked & bit)
        if len(rows):
            known = _best(network, arcs[rows] >> 1, fact.facts)
            level = np.where(missing[rows] & bit, LEVELS.index("unknown"), known)
            weakest[rows] = np.maximum(weakest[rows], level)
    weakest[weakest < 0] = LEVELS.index("map")
    return [LEVELS[level] for level in weakest.tolist()]


def _best(network: Network, edges: Ints, columns: Sequence[str]) -> Ints:
    """The best source among the columns that answer; a judgement stands in where none of them does."""
    found = np.full(len(edges), len(LEVELS))
    for name in columns:
        level = LEVEL_CODES[network.sources[ATTRIBUTE_ROWS[name], edges]]
        answers = ATTRIBUTES[name].is_known(network.facts[name][edges])
        found = np.where(answers, np.minimum(found, level), found)
    judged = LEVEL_CODES[network.sources[ATTRIBUTE_ROWS["wheelchair"], edges]]
    best: Ints = np.where(found == len(LEVELS), judged, found)
    return best
