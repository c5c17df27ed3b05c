"""Which edge of the path network a person's finding is about: when it is entered, and again after every import.

The point is what the person said; the edge follows from it. An edge is found again by its key, else by its object in
OpenStreetMap, else as one of the same kind within 5 m. What is not found stays in the database, unmatched, for
somebody to look at.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.geos import Point
from django.db.models import Value as Constant
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from common.records import Source
from mapping.correctable import ROOM_FOR_SPOTS, SPOT_REACH_M, WAY_REACH_M, Row, Target, Tier
from mapping.measures import amount
from mapping.models import Anchored, Barrier, NetworkVersion, PathSurvey
from mapping.path_words import ATTRIBUTE_LABELS, KIND_LABELS, UNITS, words_of
from mapping.routing.attributes import ACCESS, ATTRIBUTES, CARRIAGEWAYS, KINDS
from mapping.routing.corrections import Correction
from mapping.routing.graph import NOT_OSM, Network, Value

FAR_M = 50.0  # an object that moved farther is not believed to be the same without a look at it
TOGETHER_M = 0.5  # edges side by side: a road and its two pavements drawn as one line, the kerbs of one node
FIELDS = ("edge_key", "edge_kind", "osm", "is_matched")
MODELS: tuple[type[Anchored], ...] = (Barrier, PathSurvey)


class Finder:
    """Looks for edges of one network near a point."""

    def __init__(self, network: Network) -> None:
        self.network = network

    @cached_property
    def usable(self) -> NDArray[np.bool_]:
        """e: somebody on foot may go here in some direction."""
        shut = [ACCESS.index(word) for word in ("access_no", "use_sidepath", "oneway_foot")]
        forward, backward = (np.isin(self.network.facts[f"access_{way}"], shut) for way in ("forward", "backward"))
        beside = self.network.is_kind("busy") & (np.asarray(self.network.facts["sidewalk"]) == 1)
        return ~((forward & backward) | beside)

    def spot(self, point: Point) -> shapely.Point:
        return shapely.Point(self.network.plane.metric(np.array([point.x, point.y])))

    def place(self, point: Point, target: Target) -> int | None:
        """The edge for a new finding."""
        found = self.tiers(point, target)
        if found is None and target.spot:
            return self.nearest(point, Tier(ROOM_FOR_SPOTS, WAY_REACH_M))
        return found

    def tiers(self, point: Point, target: Target) -> int | None:
        return next((found for tier in target.tiers if (found := self.nearest(point, tier)) is not None), None)

    def nearest(self, point: Point, tier: Tier, among: NDArray[np.bool_] | None = None) -> int | None:
        """Of edges that lie together, the one on the side of the point."""
        spot = self.spot(point)
        rows = self.network.tree.query(spot, predicate="dwithin", distance=tier.reach_m)
        fits = self.network.is_kind(*sorted(tier.kinds))[rows] & self.usable[rows]
        rows = rows[fits if among is None else fits & among[rows]]
        if not len(rows):
            return None
        away = shapely.distance(spot, self.network.lines[rows])
        return min((int(row) for row in rows[away <= away.min() + TOGETHER_M]), key=lambda row: self._rank(row, spot))

    def _rank(self, edge: int, spot: shapely.Point) -> tuple[int, float, bytes]:
        key = bytes(self.network.edge_keys[edge])
        if self.network.is_point[edge]:
            return 0, self._approach_m(edge, spot), key
        line = self.network.lines[edge]
        side = self.network.side[edge]
        wrong = 2 if self.network.kind_word(edge) in CARRIAGEWAYS else int(bool(side) and side != _side(line, spot))
        return wrong, float(line.distance(spot)), key

    def _approach_m(self, edge: int, spot: shapely.Point) -> float:
        """How far the point is from the nearest footway that begins at this spot: tells two kerbs of one node apart."""
        network = self.network
        ends = (network.tail[edge], network.head[edge])
        beside = np.isin(network.tail, ends) | np.isin(network.head, ends)
        ways = np.flatnonzero(beside & ~network.is_point & ~network.is_kind(*CARRIAGEWAYS))
        return float(shapely.distance(spot, network.lines[ways]).min()) if len(ways) else FAR_M

    def again(self, finding: Anchored) -> int | None:
        """The edge of a finding that had one, perhaps in an older network."""
        if not finding.edge_key:
            return self.place(finding.point, finding.row.target)
        target = finding.row.target
        kinds = target.kinds
        if finding.edge_kind not in kinds:  # it stands on a way as a spot of its own
            if (known := self.tiers(finding.point, target)) is not None:
                return known  # the map knows it by now
            kinds = ROOM_FOR_SPOTS
        return self._same(finding, kinds)

    def _same(self, finding: Anchored, kinds: frozenset[str]) -> int | None:
        if (edge := self._same_key(finding, kinds)) is not None:
            return edge
        like = Tier(frozenset({finding.edge_kind}), SPOT_REACH_M)
        close = self.nearest(finding.point, like)
        if close is None:
            close = self.nearest(finding.point, Tier(kinds, SPOT_REACH_M))
        edge = self._same_object(finding, kinds)
        if edge is None or (close is not None and self._is_cut_off(edge, close, finding.point)):
            return close
        return edge

    def _same_key(self, finding: Anchored, kinds: frozenset[str]) -> int | None:
        edge = self.network.edge_of(finding.edge_key)
        if edge is None or self.network.kind_word(edge) not in kinds:
            return None
        return edge if self.network.lines[edge].distance(self.spot(finding.point)) <= FAR_M else None

    def _same_object(self, finding: Anchored, kinds: frozenset[str]) -> int | None:
        parts = self.of_object(finding.osm)
        return None if parts is None else self.nearest(finding.point, Tier(kinds, FAR_M), parts)

    def of_object(self, osm: str) -> NDArray[np.bool_] | None:
        """e: edges that come from `way/123`; None for no object."""
        code, number = _osm(osm)
        if code == NOT_OSM:
            return None
        return (np.asarray(self.network.osm_type) == code) & (np.asarray(self.network.osm_id) == number)

    def _is_cut_off(self, edge: int, close: int, point: Point) -> bool:
        """Whether the object ends before it comes to the point, and another way goes on there: it was split."""
        spot = self.spot(point)
        line, other = self.network.lines[edge], self.network.lines[close]
        along = line.project(spot)
        ends = along <= 0 or along >= line.length
        return bool(line.length > 0 and ends and other.distance(spot) < line.distance(spot) - TOGETHER_M)

    def fraction(self, edge: int, point: Point) -> float:
        """Where on the edge the foot of the point is, as a share of its length."""
        return float(self.network.lines[edge].project(self.spot(point), normalized=True))


def _side(line: shapely.LineString, spot: shapely.Point) -> int:
    """Code of SIDES on which the point lies, seen along the line."""
    at = line.project(spot)
    before, after = line.interpolate(max(0.0, at - 0.5)), line.interpolate(min(line.length, at + 0.5))
    turn = (after.x - before.x) * (spot.y - before.y) - (after.y - before.y) * (spot.x - before.x)
    return 1 if turn > 0 else 2


def _osm(text: str) -> tuple[int, int]:
    kind, _slash, number = text.partition("/")
    return (("node", "way", "relation").index(kind), int(number)) if number else (NOT_OSM, 0)


# --- stored findings ------------------------------------------------------------------------------------------------


def attach(finding: Anchored) -> None:
    """Sets the edge of a finding that is new or was moved; not stored yet."""
    from mapping import network

    base = network.base_around(finding.point)
    finding.edge_key = finding.edge_kind = finding.osm = ""
    finding.is_matched = False
    if base is not None:
        finder = Finder(base)
        _put(finding, base, finder.place(finding.point, finding.row.target))


def _put(finding: Anchored, network: Network, edge: int | None) -> None:
    finding.is_matched = edge is not None
    if edge is not None:
        finding.edge_key = network.edge_keys[edge].decode()
        finding.edge_kind = network.kind_word(edge)
        finding.osm = network.osm(edge)


@dataclass
class Matches:
    """What became of the findings in the area of a new network; `lost` ones are named."""

    kept: int = 0
    moved: int = 0
    lost: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.kept + self.moved + len(self.lost)


def rematch(version: NetworkVersion, network: Network) -> Matches:
    """Finds the edges of all findings whose home is this network; writes only what differs. In a transaction."""
    finder, matches = Finder(network), Matches()
    homes = list(_living().defer("figures"))
    for model in MODELS:
        for finding in model.objects.within(version.area).select_for_update().order_by("pk"):
            if home_of(finding.point, homes) == version:
                _rematch(finder, finding, matches)
    return matches


def _rematch(finder: Finder, finding: Anchored, matches: Matches) -> None:
    before = {name: getattr(finding, name) for name in FIELDS}
    _put(finding, finder.network, finder.again(finding))
    after = {name: getattr(finding, name) for name in FIELDS}
    if after != before:
        type(finding).objects.filter(pk=finding.pk).update(**after)
    if not finding.is_matched:
        matches.lost.append(f"{finding} ({finding.slug})")
    elif after == before:
        matches.kept += 1
    else:
        matches.moved += 1


def _living() -> Any:
    return NetworkVersion.objects.active().exclude(quarter__status="archived").select_related("quarter")


def home_of(point: Point, versions: Iterable[NetworkVersion]) -> NetworkVersion | None:
    """Of networks that hold a point, that of the quarter it lies in; of several quarters the oldest."""
    holding = [version for version in versions if version.area.covers(point)]
    return min(holding, key=lambda one: (not one.quarter.boundary.covers(point), one.quarter_id), default=None)


def home(point: Point) -> NetworkVersion | None:
    return home_of(point, _living().filter(area__covers=point))


def unmatched(model: type[Anchored]) -> Any:
    """Findings that ought to count and do not: without an edge, or with one that no network in use has."""
    from django.db.models import Exists, OuterRef

    from mapping.models import PathEdge

    known = PathEdge.objects.filter(version__is_active=True, key=OuterRef("edge_key")).annotate(one=Constant(1))
    living = model.objects.exclude(status="archived")
    if model is Barrier:
        living = living.exclude(state__in=("fixed", "rejected"))
    return living.exclude(Exists(known), is_matched=True)


# --- findings → corrections -----------------------------------------------------------------------------------------


def corrections(network: Network, findings: Iterable[Anchored]) -> list[Correction]:
    """What findings change in a network. Those whose edge it lacks are looked for as after an import."""
    finder = Finder(network)
    return [one for finding in findings for one in corrections_of(finder, finding)]


def corrections_of(finder: Finder, finding: Anchored) -> Iterator[Correction]:
    """What one finding changes."""
    edge = finder.again(finding)
    if edge is None:
        return
    row, network = finding.row, finder.network
    if network.kind_word(edge) not in row.target.kinds:
        facts = row.facts(finding.told, {}, spot=True)
        yield Correction(
            finding.anchor_key,
            network.edge_keys[edge].decode(),
            facts,
            finding.found_on,
            spot=row.target.spot,
            fraction=finder.fraction(edge, finding.point),
            word=row.target.word,
        )
        return
    for part in _parts(finder, row.target, edge):
        facts = _shared(network, part, row, row.facts(finding.told, _known(network, part), spot=False))
        key = network.edge_keys[part].decode()
        yield Correction(finding.anchor_key, key, facts, finding.found_on, until=finding.until, note=finding.remark)


def _parts(finder: Finder, target: Target, edge: int) -> list[int]:
    """All edges of the same kind of the same object, if what is said holds for the whole."""
    whole = finder.of_object(finder.network.osm(edge)) if target.whole else None
    if whole is None:
        return [edge]
    return [int(one) for one in np.flatnonzero(whole & (finder.network.kind == finder.network.kind[edge]))]


def _shared(network: Network, edge: int, row: Row, facts: dict[str, Value]) -> dict[str, Value]:
    """The steps of a whole staircase are shared out to its parts."""
    if row.attribute == "step_count" and "step_count" in facts:
        return facts | {"step_count": float(facts["step_count"]) * float(network.share[edge])}
    return facts


def _known(network: Network, edge: int) -> dict[str, Value]:
    found = ((name, network.value(name, edge)) for name in ("climb_pct", "descent_pct"))
    return {name: value for name, value in found if value is not None}


# --- for people -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Effect:
    """What a finding changes: the value of the map and the new one, in words; `is_new` for a spot the map lacks."""

    attribute: str
    before: str
    after: str


def effects(finding: Anchored) -> list[Effect]:
    """Of the finding alone, whether it counts now or not; empty if it has no edge."""
    from mapping import network

    base = network.base_around(finding.point)
    found = corrections(base, [finding]) if base is not None and finding.is_matched else []
    if not found or base is None:
        return []
    edge = base.edge_of(found[0].edge)
    before = {} if found[0].spot or edge is None else {name: base.value(name, edge) for name in found[0].facts}
    return [
        Effect(str(ATTRIBUTE_LABELS[name]), said(name, before.get(name)), said(name, value))
        for name, value in found[0].facts.items()
        if name in ATTRIBUTE_LABELS and before.get(name) != value
    ]


def said(attribute: str, value: Value | None) -> str:
    """A fact as people say it."""
    if value is None:
        return _("unbekannt")
    if ATTRIBUTES[attribute].is_number:
        return amount(float(value), UNITS.get(attribute, ""))
    labels: Mapping[str, Any] = words_of(attribute)
    return str(labels.get(str(value), value))


def is_of_osm(finding: Anchored) -> bool:
    """Objects of the demo have numbers as well, which in OpenStreetMap are those of something else."""
    around = NetworkVersion.objects.active().filter(area__covers=finding.point)
    return around.filter(source=Source.OSM).exists()


def whereabouts(finding: Anchored) -> str:
    """To which edge a finding is matched, in words."""
    if not finding.edge_key:
        return _("In der Nähe ist kein passender Weg.")
    kind = KIND_LABELS[finding.edge_kind] if finding.edge_kind in KINDS else finding.edge_kind
    place = f"{kind} ({finding.osm or finding.edge_key})"
    if not finding.is_matched:
        return _("Zuletzt: {place}. Dort ist kein passender Weg mehr.").format(place=place)
    if finding.edge_kind not in finding.row.target.kinds:
        return _("Neue Stelle auf: {place}").format(place=place)
    return place
