"""Routes as promised JSON: a GeoJSON feature, or why there is no route."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from mapping import way_words
from mapping.routing.alternatives import Choice, Difference, Looser
from mapping.routing.blocked import NoRoute, Relaxed
from mapping.routing.remarks import Remark
from mapping.routing.route import Route
from mapping.routing.seats import SeatStop
from mapping.routing.snapping import Degrees
from portal.way.answer import Answer

DIGITS = 7  # of degrees: a centimetre


def feature(answer: Answer) -> dict[str, Any]:
    """The promised answer of `/api/route`."""
    route = answer.found
    assert isinstance(route, Route)
    return {"type": "Feature", "geometry": geometry(route.line), "properties": properties(answer, route)}


def properties(answer: Answer, route: Route) -> dict[str, Any]:
    known = route.known
    return {
        "distance_m": metres(route.distance_m),
        "duration_s": metres(route.duration_s),
        "optimise": route.optimise,
        "profile": route.profile,
        "limits": {**route.limits, "speed_m_per_s": answer.way.traveller.speed_m_per_s},
        "unknown": route.unknown,
        "departure": departure(answer),
        "network_version": route.checksum,
        "access_m": {"start": metres(route.access_m[0]), "end": metres(route.access_m[1])},
        "surveyed_share": share(known.surveyed),
        "known": {
            **{name: share(getattr(known, name)) for name in ("surveyed", "map", "derived", "unknown")},
            "points_known": known.points_known,
            "points_total": known.points_total,
        },
        "warnings": [warning(remark) for remark in route.warnings],
        "legs": legs(answer),
        "seats": [seat(one) for one in route.seats],
        "longest_seat_gap_m": metres(route.longest_gap_m),
        "toilets": [{"at": point(at), "at_m": metres(at_m)} for at, at_m in answer.toilets],
        "alternative": looser(route.looser) if route.looser else None,
        "alternatives": [choice(other) for other in route.others],
    }


def departure(answer: Answer) -> str:
    """For which moment it holds: which gates are open then, and which ways are closed that day."""
    return timezone.localtime(answer.way.at).isoformat(timespec="minutes")


def seat(found: SeatStop) -> dict[str, Any]:
    """`backrest` and `armrest` are null where nobody knows."""
    return {
        "at": point(found.at),
        "at_m": metres(found.at_m),
        "backrest": found.backrest,
        "armrest": found.armrest,
    }


def legs(answer: Answer) -> list[dict[str, Any]]:
    return [
        {
            "text": text,
            "distance_m": metres(leg.distance_m),
            "duration_s": metres(leg.duration_s),
            "from_index": leg.from_index,
            "to_index": leg.to_index,
            "kind": leg.kind,
            "name": leg.name,
            "turn": leg.turn,
            "kerb_cm": list(leg.kerb_cm),
            "steps": leg.steps,
            "signals": leg.signals,
            "sound": leg.sound,
            "tactile": leg.tactile,
            "surface": leg.surface or None,
        }
        for leg, text in zip(answer.legs, answer.sentences, strict=True)
    ]


def warning(remark: Remark) -> dict[str, Any]:
    return {
        "code": remark.code,
        "text": way_words.said(remark),
        "plain": way_words.plainly(remark.code),
        "at": point(remark.at),
        "at_m": metres(remark.at_m),
        "length_m": metres(remark.length_m),
        "count": remark.count,
        "value": remark.value,
        "limit": remark.limit,
        "unit": remark.unit or None,
        "source": remark.source if remark.source != "none" else None,
        "date": remark.dated.isoformat() if remark.dated else None,
        "until": remark.until.isoformat() if remark.until else None,
        "note": remark.note or None,
        "object": remark.object or None,
    }


def looser(found: Looser) -> dict[str, Any]:
    return {
        "distance_m": metres(found.distance_m),
        "duration_s": metres(found.duration_s),
        "saved_m": metres(found.saved_m),
        "saved_s": metres(found.saved_s),
        "geometry": geometry(found.line),
        "blocked": [warning(remark) for remark in found.blocked],
    }


def choice(other: Choice) -> dict[str, Any]:
    return {
        "distance_m": metres(other.distance_m),
        "duration_s": metres(other.duration_s),
        "more_m": metres(other.more_m),
        "more_s": metres(other.more_s),
        "spares": [difference(entry) for entry in other.spares],
        "brings": [difference(entry) for entry in other.brings],
        "geometry": geometry(other.line),
    }


def difference(entry: Difference) -> dict[str, Any]:
    return {
        "code": entry.code,
        "text": way_words.topic(entry.code),
        "count": entry.count,
        "length_m": metres(entry.length_m),
    }


# --------------------------------------------------------------------------------------------------------- no route

REASONS = ("no-route", "not_connected", "seat_gap")


def title(found: NoRoute) -> str:
    """One sentence that says why there is no route."""
    if found.code == "not_connected":
        return _("Zwischen diesen Punkten kennen wir keinen Weg.")
    if found.code == "seat_gap":
        return _("Auf keinem Weg stehen so oft Bänke.")
    return _("Für diese Angaben gibt es keinen Weg.")


def problem(answer: Answer) -> dict[str, Any]:
    """The promised answer where there is no route."""
    found = answer.found
    assert isinstance(found, NoRoute)
    options = [option(entry) for entry in found.options] or seat_option(found)
    return {
        "code": "no-route",
        "title": title(found),
        "detail": " ".join([title(found), *(way_words.said(remark) + "." for remark in found.blocked_by)]),
        "field": "",
        "reason": found.code,
        "blocked_by": [warning(remark) for remark in found.blocked_by],
        "relaxed": options[0] if options else None,
        "relaxed_options": options,
        "geometry": geometry(found.line) if found.line else None,
        "departure": departure(answer),
        "network_version": found.checksum,
    }


def option(relaxed: Relaxed) -> dict[str, Any]:
    """Limits that would give a route, under their own names, and how long it is."""
    unknown = {"unknown": relaxed.unknown} if relaxed.unknown else {}
    lengths = {"distance_m": metres(relaxed.distance_m), "duration_s": metres(relaxed.duration_s)}
    return {**relaxed.limits, **unknown, **lengths}


def seat_option(found: NoRoute) -> list[dict[str, Any]]:
    return [] if found.seat_gap_m is None else [{"max_seat_gap_m": metres(found.seat_gap_m)}]


# ------------------------------------------------------------------------------------------------------------ figures


def geometry(line: Sequence[Degrees]) -> dict[str, Any]:
    """A line has two coordinates at least, also where one stands already."""
    points = [point(at) for at in line]
    return {"type": "LineString", "coordinates": points if len(points) > 1 else points * 2}


def point(at: Degrees) -> list[float]:
    return [round(at[0], DIGITS), round(at[1], DIGITS)]


def metres(value: float) -> float:
    """Metres or seconds to the tenth."""
    return round(float(value), 1)


def share(value: float) -> float:
    return round(float(value), 4)


def box(points: Iterable[Degrees]) -> list[float]:
    """West, south, east, north."""
    lons, lats = zip(*points, strict=True)
    return [min(lons), min(lats), max(lons), max(lats)]
