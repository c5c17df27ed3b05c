"""Candidates → places. What a person touched stays; what is gone is archived; the same values write nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actors.models import Attribute, Kind, Organisation, Place, TargetGroup
from actors.osm import Candidate
from common.counts import Counts
from common.errors import UsageError
from common.records import Status
from mapping.osm.elements import Finding
from upkeep.imports import points
from upkeep.imports.merge import Difference, Merge, three_way
from upkeep.imports.redrawn import drawn_anew
from upkeep.imports.report import Contradiction
from upkeep.imports.slugs import Slugs
from upkeep.imports.stamp import Stamp

PLAIN = (
    "name",
    "street",
    "number",
    "postcode",
    "city",
    "level",
    "phone",
    "email",
    "website",
    "hours",
    "hours_typed",
    "capacity_value",
    "capacity_unit",
)
LISTS = {"target_groups": TargetGroup, "attributes": Attribute}
TOGETHER = (("street", "number", "postcode", "city"), ("hours", "hours_typed"), ("capacity_value", "capacity_unit"))
SILENT = frozenset({"status", "hours_typed", "capacity_unit"})  # said by the field they belong to
STAMPED = ("imported", "source_id", "source_version", "licence", "fetched_at", "updated_at")
MAPPED = "^(node|way|relation)/"
BATCH = 500
MOST_GONE, MOST_GONE_SHARE = 20, 1 / 3  # years between two files cost a quarter far fewer


@dataclass
class Outcome:
    """Places by source id, and what happened to them."""

    places: dict[str, Place] = field(default_factory=dict)
    counts: Counts = field(default_factory=Counts)
    archived: list[str] = field(default_factory=list)
    returned: list[str] = field(default_factory=list)
    redrawn: list[str] = field(default_factory=list)
    contradictions: list[Contradiction] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    outdated: set[str] = field(default_factory=set)


def write(
    candidates: Iterable[Candidate],
    organisations: Mapping[str, Organisation],
    *,
    area: GEOSGeometry,
    stamp: Stamp,
) -> Outcome:
    """All candidates stored; imported places inside `area` that are no candidates archived.

    Raises UsageError if these are so many that the file cannot be one of the whole area.
    """
    return _Writer(organisations, stamp).run({one.source_id: one for one in candidates}, area)


class _Writer:
    def __init__(self, organisations: Mapping[str, Organisation], stamp: Stamp) -> None:
        self.organisations, self.stamp, self.out = organisations, stamp, Outcome()
        self.kinds = {kind.slug: kind for kind in Kind.objects.all()}
        self.terms = {name: {term.slug: term for term in model.objects.all()} for name, model in LISTS.items()}
        self.by_slug = {one.slug: one for one in organisations.values()}
        self.new: list[Place] = []
        self.changed: list[Place] = []

    def run(self, candidates: Mapping[str, Candidate], area: GEOSGeometry) -> Outcome:
        known, slugs = self._known(candidates, area), Slugs(Place)
        lost = [place for source_id, place in known.items() if source_id not in candidates]
        found = drawn_anew(lost, [one for source_id, one in candidates.items() if source_id not in known])
        for source_id, candidate in candidates.items():
            if source_id in known:
                self._renew(known[source_id], candidate)
            elif source_id in found:
                self._redraw(found[source_id], candidate)
            else:
                self._add(candidate, slugs)
        carried = {place.pk for place in found.values()}
        gone = [place for place in lost if place.pk not in carried and _published(place)]
        _check_losses(len(gone), sum(map(_published, known.values())))
        for place in gone:
            self._gone(place)
        self._save()
        return self.out

    def _known(self, candidates: Mapping[str, Candidate], area: GEOSGeometry) -> dict[str, Place]:
        """Imported before: those of the file, and those inside the area."""
        own = Place.objects.filter(source=self.stamp.source, source_id__regex=MAPPED)
        here = own.filter(Q(source_id__in=list(candidates)) | Q(point__coveredby=area))
        found = here.select_related("kind", "organisation").prefetch_related(*LISTS).order_by("pk")
        # Whoever saves one of them meanwhile waits, so that nothing is written over that was not compared.
        return {place.source_id: place for place in found.select_for_update(of=("self",))}

    # --- one place ------------------------------------------------------------------------------------------------

    def _values(self, candidate: Candidate) -> dict[str, Any]:
        """JSON-ready, by field name, as they are remembered in `imported`."""
        operator = candidate.operator and self.organisations.get(candidate.operator.slug)
        return {
            **{name: getattr(candidate, name) for name in PLAIN},
            "status": Status.PUBLISHED.value,
            "kind": candidate.kind,
            "organisation": operator.slug if operator else "",
            "point": points.pair(candidate.spot),
            "languages": list(candidate.languages),
            **{name: sorted(terms.keys() & getattr(candidate, name)) for name, terms in self.terms.items()},
        }

    @staticmethod
    def _present(place: Place) -> dict[str, Any]:
        return {
            **{name: getattr(place, name) for name in PLAIN},
            "status": place.status,
            "kind": place.kind.slug,
            "organisation": place.organisation.slug if place.organisation else "",
            "point": points.pair(place.point),
            "languages": list(place.languages),
            **{name: sorted(term.slug for term in getattr(place, name).all()) for name in LISTS},
        }

    def _add(self, candidate: Candidate, slugs: Slugs) -> None:
        values = self._values(candidate)
        place = Place(slug=slugs.free(candidate.name), source_id=candidate.source_id, **self.stamp.columns())
        self._set(place, values)
        place.imported, place.source_version = values, candidate.version
        self.new.append(place)
        self.out.places[candidate.source_id] = place
        self.out.counts += Counts(new=1)

    def _renew(self, place: Place, candidate: Candidate) -> None:
        if candidate.version and place.source_version and candidate.version < place.source_version:
            self.out.places[candidate.source_id] = place
            self.out.findings.append(Finding("older-version", candidate.source_id))
            self.out.outdated.add(candidate.source_id)
            self.out.counts += Counts(unchanged=1)
            return
        self._merge(place, candidate)

    def _redraw(self, place: Place, candidate: Candidate) -> None:
        """The same facility as a new object; versions of two objects cannot be compared."""
        self.out.redrawn.append(f"{place.name} ({place.source_id} → {candidate.source_id})")
        place.source_id, place.source_version = candidate.source_id, None
        self._merge(place, candidate, moved=True)

    def _merge(self, place: Place, candidate: Candidate, *, moved: bool = False) -> None:
        self.out.places[candidate.source_id] = place
        merge = three_way(last=place.imported, now=self._present(place), new=self._values(candidate), together=TOGETHER)
        self._tell(place, merge.kept)
        if "status" in merge.write:
            self.out.returned.append(place.name)
        same = merge.imported == place.imported and candidate.version == place.source_version
        self._store(place, merge, candidate.version, changed=moved or bool(merge.write) or not same)

    def _store(self, place: Place, merge: Merge, version: int | None, *, changed: bool) -> None:
        if not changed:
            self.out.counts += Counts(unchanged=1)
            return
        self._set(place, merge.write)
        self._set_terms(place, merge.write)
        place.imported, place.source_version, place.licence = merge.imported, version, self.stamp.licence
        place.fetched_at = place.updated_at = self.stamp.at
        self.changed.append(place)
        self.out.counts += Counts(changed=1)

    def _gone(self, place: Place) -> None:
        place.status = Status.ARCHIVED
        place.imported = {**place.imported, "status": Status.ARCHIVED.value}
        place.updated_at = self.stamp.at
        self.changed.append(place)
        self.out.archived.append(f"{place.name} ({place.source_id})")
        self.out.counts += Counts(gone=1)

    def _set(self, place: Place, values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            if name == "kind":
                place.kind = self._kind(value)
            elif name == "organisation":
                place.organisation = self.by_slug.get(value)
            elif name == "point":
                place.point = points.point(value)
            elif name not in LISTS:
                setattr(place, name, value)

    def _kind(self, slug: str) -> Kind:
        if slug not in self.kinds:
            raise UsageError("Art", slug, _("eine Art der Datenbank; „manage.py load_reference“ lädt sie"))
        return self.kinds[slug]

    def _set_terms(self, place: Place, values: Mapping[str, Any]) -> None:
        for name in LISTS:
            if name in values:
                getattr(place, name).set([self.terms[name][slug] for slug in values[name]])

    def _tell(self, place: Place, kept: Iterable[Difference]) -> None:
        self.out.contradictions += [
            Contradiction(place.name, place.source_id, label(one.field), shown(one.entered), shown(one.imported))
            for one in kept
            if one.field not in SILENT
        ]

    # --- all places -----------------------------------------------------------------------------------------------

    def _save(self) -> None:
        if self.new:
            Place.objects.bulk_create(self.new, batch_size=BATCH)
        for name in LISTS:
            self._save_terms(name)
        if self.changed:
            fields = (*PLAIN, "status", "kind", "organisation", "point", "languages", *STAMPED)
            Place.objects.bulk_update(self.changed, fields, batch_size=BATCH)

    def _save_terms(self, name: str) -> None:
        """Words of new places in one statement."""
        through = getattr(Place, name).through
        column = LISTS[name]._meta.model_name
        rows = [
            through(place_id=place.pk, **{f"{column}_id": self.terms[name][slug].pk})
            for place in self.new
            for slug in place.imported[name]
        ]
        if rows:
            through.objects.bulk_create(rows, batch_size=BATCH)


def _published(place: Place) -> bool:
    """By the import itself; what a person archived or brought back is theirs."""
    return place.status == Status.PUBLISHED and place.imported.get("status") == Status.PUBLISHED


def _check_losses(gone: int, known: int) -> None:
    """A file may say that it tells of the whole area and yet hold a part of it, or one theme."""
    if gone > MOST_GONE and gone > known * MOST_GONE_SHARE:
        missing = _("{gone} von {known} Orten").format(gone=gone, known=known)
        raise UsageError(str(_("Nicht in der Datei")), missing, _("eine Datei mit allen Orten dieser Gegend"))


def label(name: str) -> str:
    """What the field is called on pages."""
    return str(getattr(Place, name).field.verbose_name)


def shown(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
