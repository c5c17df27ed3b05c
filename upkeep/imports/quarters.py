"""Which quarter an import is for: found or made, with its edge, name and Land.

What the order names wins; then what is stored and was touched by a person; then what the file says.
"""

from hashlib import blake2s
from typing import Any

import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from shapely.geometry.base import BaseGeometry

from common import params
from common.counts import Counts
from common.errors import UsageError
from common.geo import WGS84, LonLat
from common.text import german_slug, visible
from mapping.models import LAENDER, Quarter
from mapping.osm import boundaries, lands
from mapping.osm.boundaries import Edge
from mapping.osm.elements import Extract
from upkeep.imports.order import NAME_LENGTH, SLUG_LENGTH, Order

WIDEST_M, NARROWEST_M = 60_000.0, 100.0
LEAST_COVERED = 0.75  # of a quarter's area; a hull round all objects lacks its corners
EDGES: dict[str, Promise] = {
    "bbox": gettext_lazy("Grenze: das angegebene Rechteck."),
    "relation": gettext_lazy("Grenze: die Fläche dieses Namens in der Datei ({ref})."),
    "header": gettext_lazy("Grenze angenommen: das Rechteck im Kopf der Datei (anders mit --bbox)."),
    "hull": gettext_lazy("Grenze angenommen: die Hülle um alle Häuser der Datei (anders mit --bbox)."),
    "kept": gettext_lazy("Grenze: wie im Quartier eingetragen."),
}
ASSUMED = frozenset({"header", "hull"})
LANDS: dict[str, Promise] = {
    "iso": gettext_lazy("Bundesland: {land}, nach der Kennung {evidence} in der Datei."),
    "postcodes": gettext_lazy("Bundesland angenommen: {land}, nach den Postleitzahlen {evidence} (anders mit --land)."),
    "town": gettext_lazy("Bundesland angenommen: {land}, nach der nächsten größeren Stadt (anders mit --land)."),
}


def settle(order: Order, extract: Extract) -> tuple[Quarter, Edge, Counts, list[str]]:
    """The stored quarter, its edge, what was written, and sentences about what was assumed."""
    slug = order.slug or (_slug(order.name) if order.name else "")
    known = _stored(slug) if slug else None
    if known is None and not order.name:
        _check_spelling(slug)
    edge = _edge(order, extract, known)
    name = order.name or (known.name if known else _name(order, extract, edge))
    if not slug:
        slug = _slug(name)
        known = _stored(slug)
        if known is None and not order.name:
            _check_no_other(edge)
        edge = _edge(order, extract, known) if known else edge
    land, told = _land(order, extract, known, edge)
    values = {"name": name[:NAME_LENGTH], "boundary": geos(edge.area), "land": land}
    quarter = known or Quarter(slug=slug)
    return quarter, edge, _save(quarter, values), [str(EDGES[edge.how]).format(ref=edge.ref), *told]


def _stored(slug: str) -> Quarter | None:
    return Quarter.objects.select_for_update().filter(slug=slug).first()


def _check_spelling(slug: str) -> None:
    """A slip in the short name must not make a second quarter; who means a new one calls it by its name."""
    near = params.nearest(slug, sorted(Quarter.objects.values_list("slug", flat=True))) if slug else ""
    if near:
        right = _("vielleicht {near}; für ein neues Quartier auch --name")
        raise UsageError("--quarter", slug, right.format(near=near))


def _check_no_other(edge: Edge) -> None:
    """Who forgets the short name must not get a second quarter over the first one."""
    for other in Quarter.objects.filter(boundary__intersects=geos(edge.area)).order_by("slug"):
        if other.boundary.intersection(geos(edge.area)).area > LEAST_COVERED * other.boundary.area:
            right = _("{slug} für das Quartier „{quarter}“, das hier schon liegt; für ein neues auch --name")
            raise UsageError("--quarter", "", right.format(slug=other.slug, quarter=other.name))


def _slug(name: str) -> str:
    return german_slug(name, SLUG_LENGTH)


def _name(order: Order, extract: Extract, edge: Edge) -> str:
    """Of the place in the middle, else of the file."""
    return (
        boundaries.place_name(extract.elements, edge.area) or visible(order.path.name).partition(".")[0] or order.slug
    )


def _edge(order: Order, extract: Extract, known: Quarter | None) -> Edge:
    stored: Any = shapely.from_wkb(bytes(known.boundary.wkb)) if known else None
    # A name may be that of an area in the file: only who gives one asks for that edge.
    kept = known is not None and not order.bbox and (not order.name or _touched(known))
    edge = Edge(stored, "kept") if kept else _edge_of_file(order, extract)
    _check_objects(order, extract, edge, known, stored)
    if known:
        _check_whole(order, extract, edge, stored)
    return edge


def _check_objects(order: Order, extract: Extract, edge: Edge, known: Quarter | None, stored: Any) -> None:
    """A file of another town must not move a quarter there, nor archive all its places."""
    inside = any(element.spot is not None and edge.area.covers(element.spot) for element in extract.elements)
    if known and not (inside and edge.area.intersects(stored)):
        right = _("eine Datei aus der Gegend von „{quarter}“, oder ein anderes Quartier mit --quarter")
        raise UsageError("Datei", order.path.name, right.format(quarter=known.name))
    if not inside:
        raise UsageError("Datei", order.path.name, _("eine Datei mit Objekten in dieser Grenze"))


def _check_whole(order: Order, extract: Extract, edge: Edge, stored: Any) -> None:
    """What a file of a part leaves out would count as gone."""
    asked = stored if edge.how in ASSUMED else edge.area
    told = edge.area.intersection(boundaries.covered(extract))
    if (share := asked.intersection(told).area / asked.area) < LEAST_COVERED:
        right = _("eine Datei, die das ganze Quartier enthält (diese nur zu {share} %), oder ein kleineres --bbox")
        raise UsageError("Datei", order.path.name, right.format(share=round(share * 100)))


def _edge_of_file(order: Order, extract: Extract) -> Edge:
    box = order.bbox
    bbox = (box.west, box.south, box.east, box.north) if box else None
    found = boundaries.edge(extract, bbox=bbox, name=order.name)
    if found is None or not found.area.is_valid:
        raise UsageError("Datei", order.path.name, _("eine Datei mit Objekten, die eine Lage haben"))
    if (width_m := _width_m(found)) > WIDEST_M:
        right = _("eine Gegend bis 60 Kilometer Breite; --bbox grenzt sie ein")
        raise UsageError("Grenze", f"{width_m / 1000:.0f} km", right)
    if width_m < NARROWEST_M:
        right = _("eine Gegend ab 100 Meter Breite, anzugeben mit --bbox")
        raise UsageError("Grenze", f"{width_m:.0f} m", right)
    return found


def _width_m(edge: Edge) -> float:
    """Of the diagonal: one stray object must not turn a quarter into half a continent."""
    west, south, east, north = edge.area.bounds
    return LonLat(west, south).distance_m(LonLat(east, north))


def _touched(quarter: Quarter) -> bool:
    """Whether the edge is a person's: never imported, or no longer as the last import left it."""
    last = quarter.imports.order_by("-started_at", "-pk").first()
    return last is None or last.report.get("boundary") != fingerprint(quarter.boundary)


def fingerprint(boundary: MultiPolygon) -> str:
    return blake2s(bytes(boundary.wkb)).hexdigest()


def _land(order: Order, extract: Extract, known: Quarter | None, edge: Edge) -> tuple[str, list[str]]:
    if order.land or known:
        return order.land or (known.land if known else ""), []
    centre = edge.area.centroid
    told = lands.land(extract.elements, LonLat(centre.x, centre.y))
    if told is None:
        raise UsageError(
            "--land", "", _("das Kürzel des Bundeslands, zum Beispiel NW; aus der Datei geht es nicht hervor")
        )
    return told.land, [str(LANDS[told.how]).format(land=LAENDER[told.land], evidence=told.evidence)]


def geos(shape: BaseGeometry) -> GEOSGeometry:
    return GEOSGeometry(memoryview(shapely.to_wkb(shape)), srid=WGS84)


def _save(quarter: Quarter, values: dict[str, Any]) -> Counts:
    """Written only if something differs."""
    created = quarter.pk is None
    if not created and all(_same(getattr(quarter, name), value) for name, value in values.items()):
        return Counts(unchanged=1)
    for name, value in values.items():
        setattr(quarter, name, value)
    quarter.save()
    return Counts(new=1) if created else Counts(changed=1)


def _same(old: Any, new: Any) -> bool:
    return fingerprint(old) == fingerprint(new) if isinstance(new, MultiPolygon) else old == new
