"""Entries of the demo's files → values as `upkeep.imports.records.Shelf` takes them."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.utils.translation import gettext_lazy as _

from actors import reference
from common.access import Access
from common.errors import UsageError
from common.hours import HoursError, normalise
from mapping.models import Address, Quarter
from upkeep.imports import points

SURVEYORS = {
    "survey": _("Begehung durch das Quartiersbüro"),
    "provider": _("Angabe der Einrichtung"),
    "resident": _("Hinweis aus der Nachbarschaft"),
}
REACHABLE = ("phone", "email", "website")
BARRIER_DAYS = ("starts_on", "ends_on", "verified_on", "fixed_on")
LISTS = ("needs", "target_groups", "attributes")
Entry = Mapping[Any, Any]


def source_id(entry: Entry) -> str:
    return f"content/{entry['slug']}"


class Spots:
    """Where the addresses of the map file are."""

    def __init__(self, quarter: Quarter, about: Entry) -> None:
        self.town = {name: about[name] for name in ("postcode", "city")}
        self.found = {(a.street, a.number): a for a in Address.objects.of(quarter).order_by("-pk")}

    def of(self, entry: Entry) -> dict[str, Any]:
        """Point and address; UsageError if the map file lacks the address."""
        street, number = entry.get("street", ""), str(entry.get("number", ""))
        if "lon" in entry:
            return {"point": [entry["lon"], entry["lat"]], "street": street, "number": number, **self.town}
        address = self.found.get((street, number))
        if address is None:
            raise UsageError("Adresse", f"{street} {number}", _("eine Adresse, die in der Karte steht"))
        return {
            "point": points.pair(address.point),
            "street": street,
            "number": number,
            "postcode": address.postcode,
            "city": address.city,
        }


def organisation_values(entry: Entry) -> dict[str, Any]:
    return {
        "name": entry["name"],
        "kind": entry["kind"],
        "parent": entry.get("parent", ""),
        "about_de": entry["about"],
        **texts(entry, REACHABLE),
    }


def place_values(entry: Entry, spots: Spots) -> dict[str, Any]:
    size = entry.get("capacity") or {}
    return {
        "name": entry["name"],
        "kind": entry["kind"],
        "organisation": entry.get("organisation", ""),
        **spots.of(entry),
        **texts(entry, (*REACHABLE, "addition", "level", "plain")),
        **_shared(entry),
        "capacity_value": size.get("value"),
        "capacity_unit": size.get("unit", ""),
        "capacity_as_of": _day(size.get("as_of")),
    }


def offering_values(entry: Entry, quarter: Quarter) -> dict[str, Any]:
    return {
        "title_de": entry["title"],
        "organisation": entry["organisation"],
        "places": sorted(entry.get("places", [])),
        "area": quarter.boundary.wkt if entry.get("area") == "quarter" else None,
        **texts(entry, (*REACHABLE, "plain")),
        **_shared(entry),
        "audience_de": entry.get("audience", ""),
        "cost": entry["cost"],
        "cost_text_de": entry.get("cost_text", ""),
        "when_text_de": entry.get("when", ""),
        "how": list(entry.get("how", [])),
        "registration_de": entry.get("registration", ""),
        "recognised_45a": entry.get("recognised_45a"),
        "valid_from": _day(entry.get("valid_from")),
        "valid_until": _day(entry.get("valid_until")),
    }


def barrier_values(entry: Entry, today: date) -> dict[str, Any]:
    days = {name: today + timedelta(days=entry[name]) for name in BARRIER_DAYS if name in entry}
    return {
        "kind": entry["kind"],
        "state": entry["state"],
        "point": points.point([entry["lon"], entry["lat"]]),
        "value": entry.get("value"),
        **texts(entry, ("word", "description", "evidence", "verified_by")),
        **days,
    }


def read_lines() -> dict[str, str]:
    """Curated lines by slug, as well-known text."""
    found = reference.read("demo/signed_routes.geojson")["features"]
    return {one["properties"]["slug"]: GEOSGeometry(json.dumps(one["geometry"])).wkt for one in found}


def route_values(entry: Entry, lines: Mapping[str, str]) -> dict[str, Any]:
    checked = entry.get("verified") or {}
    return {
        **{f"{name}_de": entry[name] for name in ("name", "summary", "plain")},
        **{f"{name}_en": entry[f"{name}_en"] for name in ("name", "summary")},
        "line": lines[entry["slug"]],
        "is_round": entry["round"],
        "profiles": list(entry["profiles"]),
        "keeper": entry.get("keeper", ""),
        "verified_on": _day(_on(checked)),
        "verified_by": checked.get("by", ""),
    }


def _shared(entry: Entry) -> dict[str, Any]:
    """What places and offerings have in common."""
    checked = entry.get("verified") or {}
    return {
        **{name: sorted(entry.get(name, [])) for name in LISTS},
        "languages": list(entry.get("languages", [])),
        "about_de": entry.get("about", ""),
        **_hours(entry.get("hours", "")),
        "hours_note": entry.get("hours_note", ""),
        "verified_on": _day(_on(checked)),
        "verified_by": checked.get("by", ""),
    }


def _hours(typed: str) -> dict[str, str]:
    """Normalised as an editor's entry would be."""
    try:
        return {"hours": normalise(typed).text if typed else "", "hours_typed": typed}
    except HoursError as error:
        raise UsageError("Öffnungszeiten", typed, error.right) from None


def fact_values(entry: Entry) -> dict[str, dict[str, Any]]:
    """By feature: answer, number, when and by whom."""
    return {
        feature: {
            **_answer(said),
            "surveyed_on": _day(_on(survey)),
            "surveyed_by": str(SURVEYORS[survey["source"]]),
        }
        for survey in entry.get("access", [])
        for feature, said in survey["facts"].items()
    }


def _answer(said: bool | float | str) -> dict[str, Any]:
    """0 is "there is none", any other number a yes with its measure."""
    if isinstance(said, str):
        return {"value": Access(said).value, "number": None}
    number = None if isinstance(said, bool) else float(said)
    return {"value": (Access.YES if said else Access.NO).value, "number": number}


def _on(entry: Entry) -> date | None:
    """YAML 1.1 reads the key `on` as true."""
    return entry.get("on", entry.get(True))


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def texts(entry: Entry, names: Iterable[str]) -> dict[str, str]:
    return {name: entry.get(name, "") for name in names}
