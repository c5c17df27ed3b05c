"""An OpenStreetMap file into a quarter: read → match → check → write, in one transaction, with a report.

Twice the same file changes nothing. Values entered by people win, and the difference is told.
"""

import hashlib
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pghistory
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.gis.geos import GEOSGeometry
from django.db import connection, transaction
from django.utils.translation import gettext as _

from actors import reference
from actors.osm import Candidate, Surroundings, Taxonomy, candidates
from actors.osm.selectors import unmatched
from common.errors import UsageError
from mapping.models import Quarter
from mapping.network_upkeep import ready
from mapping.osm import basemap, boundaries
from mapping.osm.addresses import House, houses
from mapping.osm.boundaries import Edge
from mapping.osm.elements import Extract, Finding
from mapping.osm.load import load_addresses, load_features
from mapping.osm.load_network import load_network
from mapping.osm.plane import Plane
from mapping.osm.reader import read
from mapping.tiles import prune_log
from upkeep.imports import facts, organisations, places, quarters
from upkeep.imports.order import Order
from upkeep.imports.report import Report, counted
from upkeep.imports.stamp import Stamp
from upkeep.models import ImportRun

FRAME_MARGIN_M = 300.0  # base map and addresses beyond the edge, so that the map does not end at the last house
LOCK = 7_310_210  # any number, the same for all imports

Say = Callable[[str], None]


@dataclass
class Ground:
    """Everything that follows from the file alone."""

    features: list[basemap.Feature]
    houses: list[House]
    candidates: list[Candidate]
    unmatched: dict[str, dict[str, int]]
    findings: list[Finding] = field(default_factory=list)


def import_osm(order: Order, *, at: datetime, say: Say = lambda _sentence: None) -> Report:
    """Raises UsageError with nothing changed if the file or the order cannot be used."""
    started = time.monotonic()
    order.check()
    person = _person(order.by)
    say(_("Die Datei wird gelesen …"))
    extract = read(order.path, max_mb=settings.OSM_FILE_MAX_MB, frame=order.frame, progress=_progress(say))
    report = Report(
        file_name=order.called,
        licence=order.licence,
        data_until=f"{extract.newest:%d.%m.%Y}" if extract.newest else "",
        dry_run=order.dry_run,
    )
    with transaction.atomic(), pghistory.context(**_why(order, report)):
        _one_at_a_time()
        quarter = _write(order, extract, report, at=at, say=say)
        prune_log()
        report.duration_s = round(time.monotonic() - started, 2)
        _remember(order, quarter, extract, report, at, person)
        transaction.on_commit(lambda: ready(quarter))
        transaction.set_rollback(order.dry_run)
    return report


def _person(name: str) -> AbstractBaseUser | None:
    if not name:
        return None
    found = get_user_model()._default_manager.filter(username=name).first() if name.isprintable() else None
    if found is None:
        raise UsageError("--by", name, _("der Anmelde-Name einer Person, die hier eingetragen ist"))
    return found


def _why(order: Order, report: Report) -> dict[str, str]:
    """For the history. Not as `user`: what the file changed must not count as a person's own edit."""
    return {"reason": f"import_osm {report.file_name}", **({"by": order.by} if order.by else {})}


def _progress(say: Say) -> Callable[[int], None]:
    return lambda seen: say(_("{number} Objekte gelesen …").format(number=seen)) if seen else None


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _write(order: Order, extract: Extract, report: Report, *, at: datetime, say: Say) -> Quarter:
    quarter, edge, report.tables["quarter"], report.assumed = quarters.settle(order, extract)
    report.quarter = quarter.name
    say(_("{number} Objekte werden zugeordnet …").format(number=len(extract.elements)))
    words = Taxonomy.of(reference.read())
    ground = _ground(extract, edge, words)
    stamp = Stamp(order.source, order.licence, at)
    say(_("Grundkarte und Adressen werden gespeichert …"))
    report.tables["base"] = load_features(quarter, order.source, ground.features)
    report.tables["addresses"] = load_addresses(quarter, order.source, ground.houses)
    say(_("Wege werden gespeichert …"))
    report.network = load_network(quarter, order.source, extract)
    report.tables["ways"] = report.network.counts
    say(_("Orte werden gespeichert …"))
    told = quarters.geos(edge.area.intersection(boundaries.covered(extract)))
    _write_places(ground, told, stamp, report)
    report.layers = dict(Counter(feature.layer for feature in ground.features))
    report.kinds = dict(Counter(one.kind for one in ground.candidates))
    report.labels = {kind.slug: kind.label for kind in words.kinds}
    report.unmatched = ground.unmatched
    report.findings = [*extract.findings, *ground.findings, *report.findings, *report.network.findings]
    return quarter


def _write_places(ground: Ground, area: GEOSGeometry, stamp: Stamp, report: Report) -> None:
    """`area` is what the file can speak of: what is missing there is gone."""
    operators = {one.operator for one in ground.candidates if one.operator}
    owners, owner_counts = organisations.write(operators, stamp)
    done = places.write(ground.candidates, owners, area=area, stamp=stamp)
    current = [one for one in ground.candidates if one.source_id not in done.outdated]
    known = facts.write(current, {one.source_id: done.places[one.source_id] for one in current}, stamp)
    report.tables["places"], report.tables["facts"] = done.counts, known.counts
    report.tables["organisations"] = owner_counts + organisations.settle(stamp)
    report.archived, report.returned, report.redrawn = done.archived, done.returned, done.redrawn
    report.contradictions = [*done.contradictions, *known.contradictions]
    report.findings = done.findings


def _ground(extract: Extract, edge: Edge, words: Taxonomy) -> Ground:
    """Pure: what the file holds for the area inside the edge."""
    plane = Plane(edge.area.centroid.y)
    frame = plane.buffered(edge.area.envelope, FRAME_MARGIN_M).envelope
    drawn = (feature for element in extract.elements for feature in basemap.features(element, plane))
    features, broken = basemap.within(drawn, frame)
    numbered, unreadable = houses(extract.elements, plane)
    inside = [e for e in extract.elements if e.spot is None or edge.area.covers(e.spot)]
    found, told = candidates(inside, words, Surroundings(extract.elements, plane))
    left = (pair for element in inside if not words.kind(element.tags) for pair in unmatched(element.tags))
    return Ground(
        features=features,
        houses=[house for house in numbered if frame.covers(house.point)],
        candidates=found,
        unmatched=counted(left),
        findings=broken + unreadable + told,
    )


def _remember(
    order: Order, quarter: Quarter, extract: Extract, report: Report, at: datetime, person: AbstractBaseUser | None
) -> None:
    """The note about this import; `boundary` tells the next one whether a person has moved the edge since."""
    ImportRun.objects.create(
        quarter=quarter,
        source=order.source,
        file_name=report.file_name[:200],
        sha256=_sha256(order.path),
        data_until=extract.newest,
        started_at=at,
        duration_s=report.duration_s,
        by=person,
        report={**report.as_json(), "boundary": quarters.fingerprint(quarter.boundary)},
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
