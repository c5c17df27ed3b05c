"""Operators named on the map → organisations. One that a person entered is used, never doubled."""

from collections.abc import Iterable, Mapping
from typing import Any

from actors.models import Organisation, Place
from actors.osm.operators import Operator, identity
from common.records import Status
from mapping.osm.load import Counts
from upkeep.imports.merge import three_way
from upkeep.imports.slugs import Slugs
from upkeep.imports.stamp import Stamp

FIELDS = ("name", "kind", "status")
OPERATOR = "operator/"


def write(operators: Iterable[Operator], stamp: Stamp) -> tuple[dict[str, Organisation], Counts]:
    """By operator slug; new ones created, untouched ones renewed."""
    wanted = {operator.slug: operator for operator in operators}
    known = _known(stamp.source)
    found: dict[str, Organisation] = {}
    counts = Counts()
    slugs = Slugs(Organisation)
    for slug, operator in sorted(wanted.items()):
        organisation = known.get(slug)
        if organisation is None:
            found[slug], one = _created(operator, slugs, stamp), Counts(new=1)
        else:
            found[slug], one = organisation, _renewed(organisation, _values(operator), stamp)
        counts += one
    return found, counts


def archive_idle(stamp: Stamp) -> Counts:
    """Operators whose last place has gone are archived; they come back with it."""
    busy = Place.objects.exclude(status=Status.ARCHIVED).exclude(organisation=None).values("organisation")
    idle = Organisation.objects.filter(source=stamp.source, source_id__startswith=OPERATOR, status=Status.PUBLISHED)
    counts = Counts()
    for organisation in idle.exclude(pk__in=busy):
        if not organisation.offerings.exists() and not organisation.parts.exists():
            one = _renewed(organisation, {"status": Status.ARCHIVED.value}, stamp)
            counts += Counts(gone=one.changed)
    return counts


def _known(source: str) -> Mapping[str, Organisation]:
    """By identity of the name; entries by people before those imported from the same source."""
    every = list(Organisation.objects.select_for_update().order_by("-pk"))
    imported = (one for one in every if one.source == source and one.source_id.startswith(OPERATOR))
    return {
        **{one.source_id.removeprefix(OPERATOR): one for one in imported},
        **{identity(one.name): one for one in every if not one.imported},
    }


def _values(operator: Operator) -> dict[str, Any]:
    return {"name": operator.name, "kind": operator.kind, "status": Status.PUBLISHED.value}


def _created(operator: Operator, slugs: Slugs, stamp: Stamp) -> Organisation:
    values = _values(operator)
    return Organisation.objects.create(
        slug=slugs.free(operator.name),
        source_id=f"{OPERATOR}{operator.slug}",
        imported=values,
        **values,
        **stamp.columns(),
    )


def _renewed(organisation: Organisation, values: Mapping[str, Any], stamp: Stamp) -> Counts:
    """Entries without imported values are a person's and stay as they are."""
    if not organisation.imported:
        return Counts(unchanged=1)
    now = {name: getattr(organisation, name) for name in FIELDS}
    merge = three_way(last=organisation.imported, now=now, new=values)
    if merge.imported == organisation.imported and not merge.write:
        return Counts(unchanged=1)
    for name, value in {**merge.write, "imported": merge.imported, "fetched_at": stamp.at}.items():
        setattr(organisation, name, value)
    organisation.save()
    return Counts(changed=1)
