"""The same facility mapped twice, as a node and as a building, or as a house on its grounds: kept once.

Two nodes are never one place: stops on both sides of a street share their name. Nor is a name enough that only says
what or where („Sitzbank“, „Lindenstraße 41“): then one of the two has to lie inside the other.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from common.text import fold
from mapping.osm.elements import Element, Finding
from mapping.osm.plane import Plane

NEAR_M = 60.0
# A stop's pole and its platform stay two: each has its own access, and which pole belongs to which is not mapped.
SEPARATE = frozenset({"haltestelle"})


@dataclass(frozen=True)
class Matched:
    """An element and the slug of its kind. `distinct`: its name tells it apart from others of its kind nearby."""

    element: Element
    kind: str
    distinct: bool


def merged(matched: Iterable[Matched], plane: Plane) -> tuple[list[Matched], list[Finding]]:
    """Every facility once. The kept object takes over what only the dropped one said."""
    groups: dict[tuple[str, str], list[Matched]] = defaultdict(list)
    kept: list[Matched] = []
    findings: list[Finding] = []
    for one in matched:
        if one.element.name and one.kind not in SEPARATE:
            groups[one.kind, fold(one.element.name)].append(one)
        else:
            kept.append(one)
    for group in groups.values():
        kept += _merged_group(group, plane, findings)
    return kept, findings


def _merged_group(group: list[Matched], plane: Plane, findings: list[Finding]) -> list[Matched]:
    """Nodes first, then large areas: an earlier one absorbs the later ones near it."""
    rest = sorted(group, key=lambda one: (one.element.type != "node", -_area(one), one.element.id))
    kept: list[Matched] = []
    while rest:
        keeper = rest.pop(0)
        for twin in [other for other in rest if _same(keeper, other, plane)]:
            rest.remove(twin)
            told = f"{twin.element.name} = {keeper.element.key}"
            findings.append(Finding("duplicate", twin.element.key, "name", told))
            keeper = replace(keeper, element=_together(keeper.element, twin.element))
        kept.append(keeper)
    return kept


def _together(keeper: Element, twin: Element) -> Element:
    return replace(keeper, tags={**twin.tags, **keeper.tags}, area=keeper.area or twin.area)


def _area(one: Matched) -> float:
    return one.element.area.area if one.element.area is not None else 0.0


def _same(one: Matched, other: Matched, plane: Plane) -> bool:
    """Whether two of one name are one facility; two nodes never are."""
    first, second = one.element.shape, other.element.shape
    if (one.element.type, other.element.type) == ("node", "node") or first is None or second is None:
        return False
    if one.distinct and other.distinct:
        return plane.metric(first).distance(plane.metric(second)) <= NEAR_M
    return bool(first.covers(second) or second.covers(first))
