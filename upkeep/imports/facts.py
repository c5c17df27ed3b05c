"""What the file says about access → one current fact per place and feature. A person's fact is never overwritten."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from actors.features import FEATURES
from actors.models import AccessFact, Place
from actors.osm import Candidate
from common.access import Access
from common.counts import Counts
from upkeep.imports.merge import three_way
from upkeep.imports.report import Contradiction
from upkeep.imports.stamp import Stamp

FIELDS = ("value", "number", "note", "surveyed_on")
SAID = ("value", "number")
SILENCE = {"value": Access.UNKNOWN.value, "number": None, "note": "", "surveyed_on": None}
STAMPED = ("imported", "source_id", "source_version", "licence", "fetched_at")
BATCH = 500


@dataclass
class Outcome:
    counts: Counts = field(default_factory=Counts)
    contradictions: list[Contradiction] = field(default_factory=list)
    new: list[AccessFact] = field(default_factory=list)
    changed: list[AccessFact] = field(default_factory=list)


def write(candidates: Iterable[Candidate], places: Mapping[str, Place], stamp: Stamp) -> Outcome:
    """Facts of all candidates; what the file said last time and says no longer becomes unknown."""
    out = Outcome()
    known: dict[tuple[int, str], AccessFact] = {
        (fact.place_id, fact.feature): fact
        for fact in AccessFact.objects.select_for_update().filter(place__in=list(places.values())).order_by("pk")
    }
    for candidate in candidates:
        place = places[candidate.source_id]
        for feature, values in _values(candidate).items():
            fact = known.pop((place.pk, feature), None)
            if fact is None:
                out.new.append(_created(place, feature, candidate, values, stamp))
                out.counts += Counts(new=1)
            else:
                _renew(fact, place, values, candidate.version, stamp, out)
    by_pk = {place.pk: place for place in places.values()}
    for fact in known.values():
        if fact.source == stamp.source and fact.imported:
            _renew(fact, by_pk[fact.place_id], SILENCE, fact.source_version, stamp, out)
    _save(out)
    return out


def _values(candidate: Candidate) -> dict[str, dict[str, Any]]:
    day = candidate.as_of.isoformat() if candidate.as_of else None
    return {
        feature: {"value": said.value, "number": said.number, "note": said.note, "surveyed_on": day}
        for feature, said in (candidate.facts or {}).items()
    }


def _present(fact: AccessFact) -> dict[str, Any]:
    return {
        "value": fact.value,
        "number": None if fact.number is None else float(fact.number),
        "note": fact.note,
        "surveyed_on": fact.surveyed_on.isoformat() if fact.surveyed_on else None,
    }


def _set(fact: AccessFact, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if name == "number":
            fact.number = None if value is None else Decimal(str(value))
        elif name == "surveyed_on":
            fact.surveyed_on = date.fromisoformat(value) if value else None
        else:
            setattr(fact, name, value)


def _created(place: Place, feature: str, candidate: Candidate, values: dict[str, Any], stamp: Stamp) -> AccessFact:
    fact = AccessFact(
        place=place,
        feature=feature,
        source_id=candidate.source_id,
        source_version=candidate.version,
        imported=values,
        **stamp.columns(),
    )
    _set(fact, values)
    return fact


def _renew(
    fact: AccessFact, place: Place, values: Mapping[str, Any], version: int | None, stamp: Stamp, out: Outcome
) -> None:
    own = fact.source == stamp.source
    now = _present(fact)
    # What a person surveyed stays theirs, also after the file has once said the same.
    merge = three_way(last=fact.imported if own else {}, now=now, new=values, together=(FIELDS,))
    if any(one.field in SAID for one in merge.kept):
        label = str(FEATURES[fact.feature].label)
        out.contradictions.append(Contradiction(place.name, place.source_id, label, _said(now), _said(values)))
    moved = own and fact.source_id != place.source_id
    if not merge.write and merge.imported == fact.imported and not moved:
        out.counts += Counts(unchanged=1)
        return
    _set(fact, merge.write)
    fact.imported = merge.imported
    if own:
        fact.source_id, fact.source_version = place.source_id, version
        fact.licence, fact.fetched_at = stamp.licence, stamp.at
    out.changed.append(fact)
    out.counts += Counts(changed=1)


def _said(values: Mapping[str, Any]) -> str:
    answer = str(Access(values["value"]).label)
    return answer if values["number"] is None else f"{answer}, {values['number']:g}"


def _save(out: Outcome) -> None:
    if out.new:
        AccessFact.objects.bulk_create(out.new, batch_size=BATCH)
    if out.changed:
        AccessFact.objects.bulk_update(out.changed, [*FIELDS, *STAMPED], batch_size=BATCH)
