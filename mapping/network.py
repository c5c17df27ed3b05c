"""Database → engine: the path network of a quarter with what people found out about it, shared by all processes.

One cheap query per request tells whether the engine that a process has is still the right one. Arrays live in folders
(`mapping.network_files`) that are named after their content; a new state is computed once and mapped by everybody.
"""

import logging
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from threading import RLock
from types import MappingProxyType
from typing import Any, TypeVar

from django.contrib.gis.geos import Point
from django.utils import timezone

from common.geo import WGS84, BBox, LonLat
from common.records import Status
from mapping import anchors, network_files, network_rows
from mapping.models import Barrier, NetworkVersion, PathSurvey, Quarter
from mapping.osm.conditional import verdict
from mapping.routing.corrections import Correction, corrected, digest, origin_of, origins
from mapping.routing.engine import Engine
from mapping.routing.graph import Network, compile_network
from mapping.routing.timetable import Shut

LOG = logging.getLogger("quartierskarte.network")
LOG_NAME = "ways"  # of the change log of barriers, surveys and versions

MOST_SEEN = 50  # quarters and days

Mark = tuple[Any, ...]
T = TypeVar("T")


class NetworkDamaged(Exception):
    """What is stored of a version is not what was imported."""


class Few(OrderedDict[Any, T]):
    """Forgets what was used least."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.size = size

    def use(self, key: Any, make: Callable[[], T]) -> T:
        if key not in self:
            self[key] = make()
        self.move_to_end(key)
        while len(self) > self.size:
            self.popitem(last=False)
        return self[key]


@dataclass
class Shelf:
    """What one process keeps. The engine of a state that is over goes when the next ones come."""

    bases: Few[Network] = field(default_factory=lambda: Few(MOST_SEEN))
    engines: Few[Engine] = field(default_factory=lambda: Few(MOST_SEEN))
    seen: dict[tuple[int, date], tuple[Mark, Engine | None]] = field(default_factory=dict)
    origins: dict[str, dict[tuple[str, str], str]] = field(default_factory=dict)  # by checksum
    lock: RLock = field(default_factory=RLock)

    def clear(self) -> None:
        self.bases.clear()
        self.engines.clear()
        self.seen.clear()
        self.origins.clear()


SHELF = Shelf()


def engine(quarter: Quarter, on: date | None = None) -> Engine | None:
    """The engine of a quarter on a day (today), None if there is no usable network. One query if nothing changed."""
    return _engine(_first(quarter=quarter.pk), on)


def warm(quarter: Quarter) -> None:
    """Writes the arrays of a quarter, so that nobody has to wait for them; a failure is for the log only."""
    try:
        engine(quarter)
        network_files.prune(in_use())
    except Exception:  # the import itself is done and well
        LOG.exception("the arrays of the path network could not be prepared")


def engine_at(
    *points: LonLat, prefer: Quarter | None = None, or_default: bool = False, on: date | None = None
) -> Engine | None:
    """The engine whose network holds all points: the preferred quarter's, else of the quarter that they lie in.

    `or_default` prefers the default quarter if no other is preferred, without reading it.
    """
    together = ",".join(f"{point.lon!r} {point.lat!r}" for point in points)
    found = _first(
        points=f"SRID={WGS84};MULTIPOINT({together})", prefer=prefer.pk if prefer else None, or_default=or_default
    )
    return _engine(found, on)


def engines(versions: Iterable[int], on: date | None = None) -> dict[int, Engine]:
    """Of several versions in use at once, by number; those that cannot be used are missing."""
    found = ((version.pk, _engine(version, on)) for version in _versions(versions=list(versions)))
    return {number: engine for number, engine in found if engine is not None}


def engines_in(box: BBox) -> list[Engine]:
    """The engines of all networks that reach into a box, the oldest quarter's first. One query if none changed."""
    found = sorted(_versions(box=box.polygon().ewkt), key=lambda version: version.quarter_id)
    return [one for version in found if (one := _engine(version, None)) is not None]


# Active versions with the state of the change log: some by their numbers, that of a quarter, those that reach into a
# box, or those of published quarters that hold some points, the best one first. Written by hand because every request
# asks it: to put it together from models takes longer than to search a way.
VERSIONS = """
SELECT version.id, version.quarter_id, version.checksum, log.changes, log.newest
FROM mapping_networkversion AS version
JOIN mapping_quarter AS quarter ON quarter.id = version.quarter_id
CROSS JOIN (SELECT count(*) AS changes, max(id) AS newest FROM mapping_layerchange WHERE layer = %(log)s) AS log
WHERE version.is_active AND (
    version.id = ANY(%(versions)s::bigint[])
    OR quarter.id = %(quarter)s
    OR quarter.status <> %(archived)s AND ST_Intersects(version.area, %(box)s)
    OR quarter.status = %(published)s AND ST_Covers(version.area, %(points)s)
)
ORDER BY quarter.id IS DISTINCT FROM COALESCE(%(prefer)s, (
    SELECT id FROM mapping_quarter WHERE %(or_default)s AND status = %(published)s ORDER BY is_default DESC, id LIMIT 1
)), NOT ST_Covers(quarter.boundary, %(points)s), quarter.name
"""
NOTHING = MappingProxyType(
    {"versions": [], "quarter": None, "box": None, "points": None, "prefer": None, "or_default": False}
)


def _versions(**asked: object) -> Iterable[NetworkVersion]:
    constants = {"log": LOG_NAME, "published": Status.PUBLISHED, "archived": Status.ARCHIVED}
    return NetworkVersion.objects.raw(VERSIONS, {**NOTHING, **asked, **constants})


def _first(**asked: object) -> NetworkVersion | None:
    return next(iter(_versions(**asked)), None)


def _engine(version: Any, on: date | None) -> Engine | None:
    if version is None:
        return None
    day = on or timezone.localdate()
    mark = (version.pk, version.checksum, version.changes, version.newest)
    with SHELF.lock:
        seen = SHELF.seen.get((version.quarter_id, day))
        if seen is None or seen[0] != mark:
            seen = mark, _renewed(version, day)
            _remember(version.quarter_id, day, seen)
        return seen[1]


def _remember(quarter: int, day: date, seen: tuple[Mark, Engine | None]) -> None:
    """States of the quarter that are over, and days that have passed, are forgotten with their engines."""
    yesterday = timezone.localdate() - timedelta(days=1)
    over = [key for key, (mark, _engine) in SHELF.seen.items() if key[0] == quarter and mark != seen[0]]
    past = [key for key in SHELF.seen if key[1] < yesterday] if len(SHELF.seen) > MOST_SEEN else []
    for key in {*over, *past}:
        del SHELF.seen[key]
    SHELF.seen[quarter, day] = seen
    for key in list(SHELF.seen)[:-MOST_SEEN]:  # people ask for many days to come
        del SHELF.seen[key]
    used = {kept.network.checksum for _mark, kept in SHELF.seen.values() if kept}
    for name in [name for name in SHELF.engines if name not in used]:
        del SHELF.engines[name]
    for name in SHELF.origins.keys() - used:
        del SHELF.origins[name]


def _renewed(version: NetworkVersion, day: date) -> Engine | None:
    """None, and a line in the log, if the network cannot be loaded; asked again when something changes."""
    try:
        return load(version, day)
    except (NetworkDamaged, NetworkVersion.DoesNotExist) as error:
        LOG.error("the path network of quarter %s cannot be used: %s", version.quarter_id, error)
        return None


def load(version: NetworkVersion, day: date) -> Engine:
    """The engine of a version with what counts on a day. NetworkDamaged if the version is not what it was."""
    with SHELF.lock:
        base = base_of(version)
        found = findings(version, base, day)
        name = digest(base, found)
        SHELF.origins[name] = origins(base, found)
        if name == base.checksum:
            return SHELF.engines.use(name, lambda: Engine(base))
        return SHELF.engines.use(name, lambda: _saved(name, lambda: corrected(base, found)))


def _saved(name: str, build: Callable[[], Network]) -> Engine:
    made = Engine(network_files.get(name, build))
    network_files.prune(in_use())
    return made


def in_use() -> set[str]:
    """Checksums of the networks that this process and the active versions stand for."""
    active = NetworkVersion.objects.active().values_list("checksum", flat=True)
    return {*active, *SHELF.engines, *SHELF.bases}


def findings(version: NetworkVersion, base: Network, day: date) -> list[Correction]:
    """Corrections of confirmed barriers within their dates, and of surveys, in the area of a version."""
    barriers = Barrier.objects.in_force(day).within(version.area).order_by("pk")
    surveys = PathSurvey.objects.published().within(version.area).order_by("pk")
    return anchors.corrections(base, [*barriers, *surveys])


def shut(engine: Engine, quarter: Quarter, at: datetime) -> Shut | None:
    """What a moment makes of the ways that are open at times only; None where nothing depends on the time."""
    return engine.shut(lambda group: verdict(group, at, quarter.calendar))


def finding_of(engine: Engine, edge: int, facts: Iterable[str]) -> str:
    """`anchor_key` of the barrier or survey that decides one of these facts of an edge; '' if none does."""
    key = engine.network.edge_keys[edge].decode()
    return origin_of(SHELF.origins.get(engine.network.checksum, {}), key, facts)


# --- as imported ----------------------------------------------------------------------------------------------------


def base_of(version: NetworkVersion) -> Network:
    """The network as it was imported, without what people found out."""
    with SHELF.lock:
        return SHELF.bases.use(version.checksum, lambda: network_files.get(version.checksum, lambda: stored(version)))


def base_around(point: Point) -> Network | None:
    """The network of the quarter in which a point lies, as it was imported; None if there is none or it is damaged."""
    version = anchors.home(point)
    try:
        return base_of(version) if version else None
    except NetworkDamaged as error:
        LOG.error("the path network of %s cannot be used: %s", version.quarter_id if version else "", error)
        return None


def stored(version: NetworkVersion) -> Network:
    """Compiled from the rows of a version. NetworkDamaged if that is not the network that was imported."""
    try:
        made = compile_network(network_rows.read_nodes(version.pk), network_rows.read_edges(version.pk))
    except (ValueError, TypeError, KeyError) as error:
        raise NetworkDamaged(str(error)) from error
    same_program = version.figures.get("recipe") == network_files.RECIPE
    if not made.edges or (same_program and made.checksum != version.checksum):
        raise NetworkDamaged(f"version {version.pk} has {made.edges} edges and another checksum than when imported")
    return made
