"""The demo quarter: a map file through the same import as real ones, then its hand-written content.

Schema of the content: heads of `fixtures/demo/content.yaml` and `fixtures/demo/initiatives.yaml`. Loading again changes
nothing; what somebody changed in the demo stays.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

import pghistory
from django.conf import settings
from django.db import transaction

from actors import reference
from actors.models import AccessFact, Kind, Need, Offering, Organisation, Place
from common.records import Source
from mapping.models import Barrier, Quarter, SignedRoute
from upkeep.demo_together import load_together
from upkeep.demo_values import (
    Entry,
    Spots,
    barrier_values,
    fact_values,
    offering_values,
    organisation_values,
    place_values,
    read_lines,
    route_values,
    source_id,
)
from upkeep.imports.order import Order
from upkeep.imports.osm import import_osm
from upkeep.imports.records import Shelf
from upkeep.imports.report import Report
from upkeep.imports.stamp import Stamp

MAP = settings.BASE_DIR / "fixtures" / "demo" / "lindenquartier.osm.gz"
FILES = ("demo/content.yaml", "demo/initiatives.yaml")


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
    """The sections of both files."""
    return {section: entries for name in FILES for section, entries in reference.read(name).items()}


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
        organisations.put(source_id(entry), organisation_values(entry), slug=entry["slug"])
    for entry in content["places"]:
        place = places.put(source_id(entry), place_values(entry, spots), slug=entry["slug"])
        for feature, values in fact_values(entry).items():
            facts.put(source_id(entry), values, place=place, feature=feature)
    for entry in content["offerings"]:
        offerings.put(source_id(entry), offering_values(entry, quarter), slug=entry["slug"])
    _report_barriers(content["barriers"], stamp.at.date())
    routes, lines = Shelf(SignedRoute, stamp, together=(("line", "is_round"),)), read_lines()
    for entry in content["routes"]:
        routes.put(source_id(entry), route_values(entry, lines), slug=entry["slug"])
    report.labels |= dict(Kind.objects.values_list("slug", "label"))
    report.kinds = dict(Counter(report.kinds) + Counter(entry["kind"] for entry in content["places"]))
    for name, shelf in (("organisations", organisations), ("places", places), ("facts", facts)):
        report.tables[name] += shelf.counts
    report.tables |= {"offerings": offerings.counts, "routes": routes.counts}
    load_together(content, quarter, stamp, report)


def _report_barriers(entries: Iterable[Entry], today: date) -> None:
    """What people found on the ways; days count from the first loading, and what stands there stays as it is."""
    known = set(Barrier.objects.values_list("slug", flat=True))
    for entry in entries:
        if entry["slug"] not in known:
            Barrier.objects.create(slug=entry["slug"], **barrier_values(entry, today))


def _parents_first(entries: Iterable[Entry]) -> list[Entry]:
    """Whoever belongs to somebody comes later."""
    entries = list(entries)
    parents = {entry["slug"]: entry.get("parent") for entry in entries}

    def depth(slug: str | None) -> int:
        return 0 if slug is None else 1 + depth(parents[slug])

    return sorted(entries, key=lambda entry: depth(entry["slug"]))
