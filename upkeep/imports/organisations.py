"""Operators named on the map → organisations. One that a person entered is used, never doubled."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q

from actors.models import Organisation, Place
from actors.osm.operators import Operator, identity
from common.counts import Counts
from common.records import Status
from upkeep.imports.merge import three_way
from upkeep.imports.slugs import Slugs
from upkeep.imports.stamp import Stamp

OPERATOR = "operator/"


def write(operators: Iterable[Operator], stamp: Stamp) -> tuple[dict[str, Organisation], Counts]:
    """By operator slug; new ones created, untouched ones renewed. Whether they are public is settled afterwards."""
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
            found[slug], one = organisation, _renewed(organisation, _said(operator), stamp)
        counts += one
    return found, counts


def settle(stamp: Stamp) -> Counts:
    """Operators are public while somebody has a use for them; they are archived with their last place and come back."""
    busy = Place.objects.exclude(status=Status.ARCHIVED).filter(organisation=OuterRef("pk"))
    used = Q(Exists(busy)) | Q(offerings__isnull=False) | Q(parts__isnull=False)
    imported = Organisation.objects.filter(source=stamp.source, source_id__startswith=OPERATOR)
    in_use = set(imported.filter(used).values_list("pk", flat=True))
    counts = Counts()
    for organisation in imported:
        status = Status.PUBLISHED if organisation.pk in in_use else Status.ARCHIVED
        touched = _renewed(organisation, {"status": status.value}, stamp).changed
        counts += Counts(gone=touched) if status == Status.ARCHIVED else Counts(changed=touched)
    return counts


def _known(source: str) -> Mapping[str, Organisation]:
    """By identity of the name; entries by people before those imported from the same source."""
    every = list(Organisation.objects.select_for_update().order_by("-pk"))
    imported = (one for one in every if one.source == source and one.source_id.startswith(OPERATOR))
    return {
        **{one.source_id.removeprefix(OPERATOR): one for one in imported},
        **{identity(one.name): one for one in every if not one.imported},
    }


def _said(operator: Operator) -> dict[str, Any]:
    return {"name": operator.name, "kind": operator.kind}


def _created(operator: Operator, slugs: Slugs, stamp: Stamp) -> Organisation:
    values = {**_said(operator), "status": Status.PUBLISHED.value}
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
    now = {name: getattr(organisation, name) for name in values}
    merge = three_way(last=organisation.imported, now=now, new=values)
    if merge.imported == organisation.imported and not merge.write:
        return Counts(unchanged=1)
    for name, value in {**merge.write, "imported": merge.imported, "fetched_at": stamp.at}.items():
        setattr(organisation, name, value)
    organisation.save()
    return Counts(changed=1)
