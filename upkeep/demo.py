"""The demo quarter: a map file through the same import as real ones, then its hand-written content.

Schema of the content: head of `fixtures/demo/content.yaml`. Loading again changes nothing; what somebody changed in
the demo stays.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pghistory
from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from actors import reference
from actors.models import AccessFact, Kind, Need, Offering, Organisation, Place
from common.access import Access
from common.errors import UsageError
from common.hours import HoursError, normalise
from common.records import Source
from mapping.models import Address, Barrier, Quarter, SignedRoute
from upkeep.imports import points
from upkeep.imports.order import Order
from upkeep.imports.osm import import_osm
from upkeep.imports.records import Shelf
from upkeep.imports.report import Report
from upkeep.imports.stamp import Stamp

MAP = settings.BASE_DIR / "fixtures" / "demo" / "lindenquartier.osm.gz"
SURVEYORS = {
    "survey": _("Begehung durch das Quartiersbüro"),
    "provider": _("Angabe der Einrichtung"),
    "resident": _("Hinweis aus der Nachbarschaft"),
}
REACHABLE = ("phone", "email", "website")
BARRIER_DAYS = ("starts_on", "ends_on", "verified_on", "fixed_on")
LISTS = ("needs", "target_groups", "attributes")
Entry = Mapping[Any, Any]


def load_demo(*, at: datetime, say: Callable[[str], None] = lambda _sentence: None) -> Report:
    """Everything or nothing. A new demo becomes the default quarter if there is none yet."""
    content = read_content()
    about = content["quarter"]
    first = not Quarter.objects.filter(slug=about["slug"]).exists()
    order = Order(path=MAP, slug=about["slug"], name=about["name"], land=about["land"], source=Source.DEMO.value)
    with transaction.atomic(), pghistory.context(reason="load_demo"):
        report = import_osm(order, at=at, say=say)
        quarter = Quarter.objects.get(slug=about["slug"])
        if first:
            _introduce(quarter, about)
        _load_content(content, quarter, Stamp(order.source, order.licence, at), report)
    return report


def read_content() -> Mapping[str, Any]:
    content: Mapping[str, Any] = reference.read("demo/content.yaml")
    return content


def _introduce(quarter: Quarter, about: Entry) -> None:
    quarter.is_default = not Quarter.objects.filter(is_default=True).exists()
    quarter.welcome_de, quarter.imprint = about["welcome"], about["imprint"]
    quarter.contact_name, quarter.contact_phone, quarter.contact_email = about["name"], about["phone"], about["email"]
    quarter.save()
    for need in Need.objects.filter(slug__in=about["needs"]):
        need.quarters.add(quarter)


def _load_content(content: Mapping[str, Any], quarter: Quarter, stamp: Stamp, report: Report) -> None:
    spots = Spots(quarter, content["quarter"])
    organisations, places = Shelf(Organisation, stamp), Shelf(Place, stamp)
    facts, offerings = Shelf(AccessFact, stamp, together=(("value", "number"),)), Shelf(Offering, stamp)
    for entry in _parents_first(content["organisations"]):
        organisations.put(_source_id(entry), organisation_values(entry), slug=entry["slug"])
    for entry in content["places"]:
        place = places.put(_source_id(entry), place_values(entry, spots), slug=entry["slug"])
        for feature, values in fact_values(entry).items():
            facts.put(_source_id(entry), values, place=place, feature=feature)
    for entry in content["offerings"]:
        offerings.put(_source_id(entry), offering_values(entry, quarter), slug=entry["slug"])
    _report_barriers(content["barriers"], stamp.at.date())
    routes, lines = Shelf(SignedRoute, stamp, together=(("line", "is_round"),)), read_lines()
    for entry in content["routes"]:
        routes.put(_source_id(entry), route_values(entry, lines), slug=entry["slug"])
    report.labels |= dict(Kind.objects.values_list("slug", "label"))
    report.kinds = dict(Counter(report.kinds) + Counter(entry["kind"] for entry in content["places"]))
    for name, shelf in (("organisations", organisations), ("places", places), ("facts", facts)):
        report.tables[name] += shelf.counts
    report.tables |= {"offerings": offerings.counts, "routes": routes.counts}


def _report_barriers(entries: Iterable[Entry], today: date) -> None:
    """What people found on the ways; days count from the first loading, and what stands there stays as it is."""
    known = set(Barrier.objects.values_list("slug", flat=True))
    for entry in entries:
        if entry["slug"] not in known:
            Barrier.objects.create(slug=entry["slug"], **barrier_values(entry, today))


def _source_id(entry: Entry) -> str:
    return f"content/{entry['slug']}"


def _parents_first(entries: Iterable[Entry]) -> list[Entry]:
    """Whoever belongs to somebody comes later."""
    entries = list(entries)
    parents = {entry["slug"]: entry.get("parent") for entry in entries}

    def depth(slug: str | None) -> int:
        return 0 if slug is None else 1 + depth(parents[slug])

    return sorted(entries, key=lambda entry: depth(entry["slug"]))


# --- entries → values -----------------------------------------------------------------------------------------------


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
        **_texts(entry, REACHABLE),
    }


def place_values(entry: Entry, spots: Spots) -> dict[str, Any]:
    size = entry.get("capacity") or {}
    return {
        "name": entry["name"],
        "kind": entry["kind"],
        "organisation": entry.get("organisation", ""),
        **spots.of(entry),
        **_texts(entry, (*REACHABLE, "addition", "level", "plain")),
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
        **_texts(entry, (*REACHABLE, "plain")),
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
        **_texts(entry, ("word", "description", "evidence", "verified_by")),
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


def _texts(entry: Entry, names: Iterable[str]) -> dict[str, str]:
    return {name: entry.get(name, "") for name in names}
