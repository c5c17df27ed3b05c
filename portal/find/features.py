"""Hits as GeoJSON: in full for the API and the export, short for the map beside the list."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, Literal, TypedDict, Unpack

from django.contrib.gis.geos import MultiPolygon

from actors.models import Place
from common.geo import BBox, LonLat
from common.hours import OpenState
from mapping.models import Quarter
from portal.find.hits import Hit, HitType
from portal.find.question import Find, Start

COARSE_DEGREES = 0.00003  # about three metres


def collection(features: Iterable[dict[str, Any]], **members: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", **members, "features": list(features)}


def full(hit: Hit) -> dict[str, Any]:
    """The promised feature of `/api/find`."""
    return _feature(
        hit.id,
        hit.point,
        {
            "type": hit.type,
            "name": hit.name,
            "slug": hit.slug,
            "kind": hit.kind_slug,
            "group": hit.group_slug,
            "needs": [need.slug for need in hit.needs],
            "organisation": hit.organisation_name,
            "place": hit.place_label,
            "places": [_place(place) for place in hit.places],
            "area": geometry_of(hit.area) if hit.area else None,
            "address": hit.address,
            "phone": hit.phone,
            "website": hit.website,
            "url": hit.url,
            "open": opening(hit.open),
            "access": access(hit),
            "distance_m": hit.distance_m,
            "duration_s": hit.duration_s,
            "distance_basis": hit.distance_basis,
            "no_way": hit.no_way or None,
            "verified_at": hit.verified_at.isoformat() if hit.verified_at else None,
            "source": hit.source,
            "source_id": hit.record.source_id,
            "licence": hit.licence,
            "attribution": hit.attribution,
        },
    )


def opening(state: OpenState) -> dict[str, Any]:
    return {"state": str(state.state), "until": state.until.isoformat() if state.until else None}


def access(hit: Hit) -> dict[str, Any]:
    reasons = [str(reason.text) for reason in hit.access.reasons]
    return {"profile": hit.find.profile.slug, "verdict": str(hit.access.verdict), "reasons": reasons}


def _place(place: Place) -> dict[str, Any]:
    return {"name": place.name, "slug": place.slug, "geometry": point_of(LonLat.of(place.point))}


def point_of(point: LonLat) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [round(point.lon, 7), round(point.lat, 7)]}


def geometry_of(area: MultiPolygon) -> dict[str, Any]:
    """As coarse as the eye does not see it."""
    coarse = area.simplify(COARSE_DEGREES, preserve_topology=True)
    return json.loads(coarse.json, parse_float=lambda degrees: round(float(degrees), 6))


def _feature(key: str, point: LonLat | None, properties: dict[str, Any]) -> dict[str, Any]:
    """What is for an area has no point: its geometry is null."""
    at = point_of(point) if point else None
    return {"type": "Feature", "id": key, "geometry": at, "properties": properties}


class Look(TypedDict):
    """What a marker needs: look, spoken name, where it leads."""

    id: str
    type: HitType | Literal["barrier"]
    name: str
    kind: str
    group: str
    icon: str
    word: str
    url: str


def marker(point: LonLat | None, **look: Unpack[Look]) -> dict[str, Any]:
    """A feature for the map of any page; `id` is the same in list, map and API."""
    return _feature(look["id"], point, {**look})


def area(shape: MultiPolygon, **look: Unpack[Look]) -> dict[str, Any]:
    """The same for what is at no place."""
    return {**marker(None, **look), "geometry": geometry_of(shape)}


def on_map(hit: Hit) -> list[dict[str, Any]]:
    """A marker at each of its places, or its area; nothing if the map has nothing of it to show."""
    look = _look(hit)
    if hit.area:
        return [area(hit.area, **look)]
    return [marker(LonLat.of(place.point), **look | {"group": place.kind.group.slug}) for place in hit.places]


def _look(hit: Hit) -> Look:
    return Look(
        id=hit.id,
        type=hit.type,
        name=hit.name,
        kind=hit.kind_label,
        group=hit.group_slug,
        icon=hit.icon,
        word=str(hit.access_word),
        url=hit.url,
    )


def map_data(find: Find, hits: Iterable[Hit]) -> dict[str, Any]:
    """Everything the map beside the list shows; hits without a place or an area are in the list only."""
    features = [feature for hit in hits for feature in on_map(hit)]
    return on_one_map(features, bbox=_bbox(find, features), start=find.start, quarter=find.quarter)


def on_one_map(
    markers: list[dict[str, Any]], *, bbox: list[float] | None, start: Start | None, quarter: Quarter | None
) -> dict[str, Any]:
    """What the map's script reads on every page; without `bbox` it shows its markers closely."""
    return {
        "features": collection(markers),
        "bbox": bbox,
        "start": [start.point.lon, start.point.lat] if start else None,
        "quarter": {"name": quarter.name, "bbox": _corners(quarter.box)} if quarter else None,
    }


def _bbox(find: Find, features: list[dict[str, Any]]) -> list[float]:
    """The box that was asked for, else the one round all places, else round the areas, else the quarter's."""
    if find.bbox:
        return _corners(find.bbox)
    return box_of(features) if features else _corners(find.quarter.box)


def box_of(features: list[dict[str, Any]]) -> list[float]:
    """Round all places of these features, or round their areas if there is no place."""
    located = [feature for feature in features if feature["geometry"]["type"] == "Point"] or features
    points = [point for feature in located for point in corners(feature["geometry"])]
    lons, lats = zip(*points, strict=True)
    return [min(lons), min(lats), max(lons), max(lats)]


def corners(geometry: dict[str, Any]) -> Iterator[list[float]]:
    """Every position of a GeoJSON geometry."""
    yield from _positions(geometry["coordinates"])


def _positions(nested: Any) -> Iterator[list[float]]:
    if isinstance(nested[0], float | int):
        yield nested
        return
    for part in nested:
        yield from _positions(part)


def _corners(box: BBox) -> list[float]:
    return [box.west, box.south, box.east, box.north]
