"""The path network of a file → a new version: read, written inactive, checked, switched on. Twice the same: no write.

To be called in the transaction of the import. What people found out is matched to the new network at once.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction
from django.utils.translation import gettext as _
from shapely import MultiPolygon

from common.counts import Counts
from common.geo import WGS84
from mapping import anchors, figures, network_files, network_rows
from mapping.models import NetworkVersion, Quarter
from mapping.network_rows import Content
from mapping.osm import entrances
from mapping.osm.elements import Extract, Finding
from mapping.osm.network import Draft, draft
from mapping.osm.plane import Plane
from mapping.osm.raw import Raw
from mapping.routing.attributes import POINT_KINDS
from mapping.routing.graph import Edge, Network, Vertex, compile_network

FRAME_M = 500.0  # paths beyond the quarter's edge, so that ways along it and round it are known
KEPT_VERSIONS = 2  # the one in use and the one before


@dataclass
class Loaded:
    """What an import did to the path network. `refused` says why the old network stays, if it does."""

    counts: Counts = field(default_factory=Counts)
    figures: dict[str, Any] = field(default_factory=dict)
    matches: anchors.Matches = field(default_factory=anchors.Matches)
    findings: tuple[Finding, ...] = ()
    codes: dict[str, int] = field(default_factory=dict)
    refused: str = ""


class Refused(Exception):
    """The new network must not take the place of the old one."""


@dataclass(frozen=True)
class Fresh:
    """What the file holds for one quarter, ready to be stored."""

    quarter: Quarter
    source: str
    area: MultiPolygon
    data_until: datetime | None
    content: Content
    network: Network

    @property
    def values(self) -> dict[str, Any]:
        """Columns that may change without a new version: another day, another boundary."""
        return {
            "area": _geos(self.area),
            "data_until": self.data_until,
            "figures": figures_of(self.network, self.quarter),
        }


@transaction.atomic
def load_network(quarter: Quarter, source: str, extract: Extract) -> Loaded:
    """Makes the file's paths the network of the quarter."""
    old = NetworkVersion.objects.active().select_for_update().filter(quarter=quarter).first()
    if extract.raw is None:
        return Loaded(refused=_("Die Datei enthält keine Wege."))
    area = frame_of(quarter)
    found = draft(clipped(extract.raw, area))
    content = content_of(found, extract, area, old)
    loaded = Loaded(findings=found.findings, codes=dict(sorted(found.counts.items())))
    try:
        fresh = Fresh(quarter, source, area, extract.newest, content, compiled(content))
        version, loaded.counts = _settled(fresh, old)
    except Refused as reason:
        loaded.refused = str(reason)
        return loaded
    loaded.figures, loaded.matches = version.figures, anchors.rematch(version, fresh.network)
    return loaded


def frame_of(quarter: Quarter) -> MultiPolygon:
    """The quarter and a border around it, in degrees."""
    boundary: Any = shapely.from_wkb(bytes(quarter.boundary.wkb))
    shape = Plane(boundary.centroid.y).buffered(boundary, FRAME_M)
    return MultiPolygon([part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"])


def clipped(raw: Raw, area: MultiPolygon) -> Raw:
    """Whole ways that come into the area; a way that leaves it is not cut, so that its keys do not change."""
    refs = np.array(list(raw.nodes), dtype=np.int64)
    spots = np.array([(node.lon, node.lat) for node in raw.nodes.values()], dtype=np.float64).reshape(-1, 2)
    shapely.prepare(area)
    inside = set(refs[shapely.contains_xy(area, spots)].tolist())
    west, south, east, north = area.bounds
    if raw.frame is not None:
        west, south = max(west, raw.frame[0]), max(south, raw.frame[1])
        east, north = min(east, raw.frame[2]), min(north, raw.frame[3])
    return Raw(
        ways=tuple(way for way in raw.ways if not inside.isdisjoint(way.nodes)),
        nodes=raw.nodes,
        areas=tuple(one for one in raw.areas if any(not inside.isdisjoint(outer) for outer, _holes in one.rings)),
        places=tuple(place for place in raw.places if shapely.contains_xy(area, place.lon, place.lat)),
        frame=(west, south, east, north),
    )


def content_of(found: Draft, extract: Extract, area: MultiPolygon, old: NetworkVersion | None) -> Content:
    closed_vertices, closed_edges = _under_construction(found, old)
    known = {vertex.key for vertex in found.vertices}
    inside = (door for door in entrances.doors(extract.elements) if shapely.contains_xy(area, door.lon, door.lat))
    objects = _objects(extract.raw)
    edges = [_tidy(edge) for edge in (*found.edges, *closed_edges)]
    refs = {edge.osm for edge in edges}
    tags = {**{ref: objects[ref].tags for ref in sorted(refs & objects.keys())}, **found.tags}
    return Content(
        [*found.vertices, *(one for one in closed_vertices if one.key not in known)],
        edges,
        tuple(inside),
        {ref: dict(one) for ref, one in tags.items()},
        {ref: objects[ref].version for ref in sorted(refs & objects.keys())},
    )


def _objects(raw: Raw | None) -> dict[str, Any]:
    if raw is None:
        return {}
    return {
        **{f"node/{one.id}": one for one in raw.nodes.values()},
        **{f"way/{one.id}": one for one in raw.ways},
        **{f"relation/{one.id}": one for one in raw.areas},
    }


def _tidy(edge: Edge) -> Edge:
    """A line without extent is a spot: the database takes no other."""
    return replace(edge, line=edge.line[:1]) if len(set(edge.line)) == 1 and len(edge.line) > 1 else edge


def _under_construction(found: Draft, old: NetworkVersion | None) -> tuple[list[Vertex], list[Edge]]:
    """Ways of the old version that are being built upon now: they stay, closed, with the spots that lead to them."""
    if old is None or not found.under_construction:
        return [], []
    present = {edge.key for edge in found.edges}
    ways = network_rows.read_edges(old.pk, osm=sorted(found.under_construction))
    edges = {edge.key: edge for edge in ways if edge.key not in present}
    known, missing = {vertex.key for vertex in found.vertices}, _ends(edges.values())
    while ends := missing - known:
        known |= ends
        beside = network_rows.read_edges(old.pk, at=sorted(ends))
        spots = {one.key: one for one in beside if one.kind in POINT_KINDS and one.key not in present}
        missing = _ends(spots.values())
        edges |= spots
    closed = [
        replace(edge, facts={**edge.facts, "closed": "yes"}) if edge.osm in found.under_construction else edge
        for edge in edges.values()
    ]
    return network_rows.read_nodes(old.pk, sorted(_ends(closed))), closed


def _ends(edges: Iterable[Edge]) -> set[str]:
    return {key for edge in edges for key in (edge.tail, edge.head)}


def compiled(content: Content) -> Network:
    """Refused for what is no network."""
    try:
        return compile_network(content.vertices, content.edges)
    except ValueError as error:
        raise Refused(_("Das Wegenetz passt nicht zusammen: {reason}").format(reason=error)) from error


def digest_of(network: Network, content: Content) -> str:
    """Names everything that a version stores, whatever order it came in."""
    told = [
        network.checksum,
        sorted((ref, sorted(tags.items())) for ref, tags in content.tags.items()),
        sorted((ref, version or 0) for ref, version in content.versions.items()),
        sorted((door.ref, door.kind, door.lon, door.lat, sorted(door.facts.items())) for door in content.doors),
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def inside_of(network: Network, quarter: Quarter) -> np.ndarray:
    """e: edges that begin in the quarter itself."""
    boundary: Any = shapely.from_wkb(bytes(quarter.boundary.wkb))
    shapely.prepare(boundary)
    begins = network.coordinates[network.first[:-1]]
    return np.asarray(shapely.intersects_xy(boundary, begins[:, 0], begins[:, 1]), dtype=bool)


def figures_of(network: Network, quarter: Quarter) -> dict[str, Any]:
    return {**figures.figures(network, inside_of(network, quarter)), "recipe": network_files.RECIPE}


def _settled(fresh: Fresh, old: NetworkVersion | None) -> tuple[NetworkVersion, Counts]:
    """The version in use from the commit on: the old one if nothing differs, else a new one."""
    digest = digest_of(fresh.network, fresh.content)
    if old is not None and old.digest == digest and old.source == fresh.source:
        _touch(old, fresh.values)
        return old, Counts(unchanged=fresh.network.edges)
    if not fresh.network.edges:
        raise Refused(_("Im Quartier und um es herum sind in der Datei keine Wege."))
    version = NetworkVersion.objects.create(
        quarter=fresh.quarter,
        source=fresh.source,
        checksum=fresh.network.checksum,
        digest=digest,
        **fresh.values,
    )
    network_rows.write(version, fresh.content)
    _check(version, fresh.network)
    counts = network_rows.compared(old, version)
    _switch(version)
    return version, counts


def _touch(version: NetworkVersion, values: dict[str, Any]) -> None:
    """The same paths in a file of another day, or within another boundary: no new version, but the note about it."""
    changed = {name: value for name, value in values.items() if getattr(version, name) != value}
    if changed:
        NetworkVersion.objects.filter(pk=version.pk).update(**changed)
        version.refresh_from_db()


def _check(version: NetworkVersion, network: Network) -> None:
    """What has been stored must be the network that was read, to the last digit."""
    again = compile_network(network_rows.read_nodes(version.pk), network_rows.read_edges(version.pk))
    if again.checksum != network.checksum:
        raise RuntimeError(f"version {version.pk} is not stored as it was read")


def _switch(version: NetworkVersion) -> None:
    """The new version is used from the commit on; of the old ones only the last is kept."""
    of_quarter = NetworkVersion.objects.filter(quarter=version.quarter)
    of_quarter.filter(is_active=True).update(is_active=False)
    of_quarter.filter(pk=version.pk).update(is_active=True)
    version.is_active = True
    kept = of_quarter.order_by("-is_active", "-pk").values_list("pk", flat=True)[:KEPT_VERSIONS]
    of_quarter.exclude(pk__in=list(kept)).delete()


def _geos(area: MultiPolygon) -> Any:
    return GEOSGeometry(memoryview(shapely.to_wkb(area)), srid=WGS84)
