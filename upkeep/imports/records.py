"""One record of any imported model, stored by the rule of three values (`merge`)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.contrib.gis.geos import GEOSGeometry, Point
from django.db.models import DateField, DateTimeField, ForeignKey, ManyToManyField, Model
from django.db.models.fields.json import JSONField

from common.counts import Counts
from common.geo import WGS84
from upkeep.imports import points
from upkeep.imports.merge import Merge, three_way
from upkeep.imports.slugs import Slugs
from upkeep.imports.stamp import Stamp


@dataclass
class Shelf:
    """Stores records of one model; values come JSON-ready, references as slugs, points as [lon, lat], times in UTC."""

    model: type[Model]
    stamp: Stamp
    together: Iterable[tuple[str, ...]] = ()
    counts: Counts = field(default_factory=Counts)
    slugs: Slugs | None = field(default=None)

    def put(self, source_id: str, values: Mapping[str, Any], *, slug: str = "", **identity: Any) -> Any:
        """The stored record, created or renewed. `identity` names it where the source's id is not unique."""
        where = identity or {"source": self.stamp.source, "source_id": source_id}
        record = self.model._default_manager.select_for_update().filter(**where).first()
        if record is None:
            return self._create(source_id, values, slug, identity)
        now = {name: self._read(record, name) for name in values}
        # What became a person's, or another source's, stays theirs, whatever was imported before.
        last = record.imported if record.source == self.stamp.source else {}
        self._renew(record, three_way(last=last, now=now, new=values, together=self.together))
        return record

    def _create(self, source_id: str, values: Mapping[str, Any], slug: str, identity: Mapping[str, Any]) -> Any:
        named = {"slug": self._free(slug)} if slug else {}
        record = self.model(source_id=source_id, imported=dict(values), **identity, **named, **self.stamp.columns())
        self._write(record, values)
        self.counts += Counts(new=1)
        return record

    def _free(self, slug: str) -> str:
        self.slugs = self.slugs or Slugs(self.model)
        return self.slugs.free(slug)

    def _renew(self, record: Any, merge: Merge) -> None:
        if not merge.write and merge.imported == record.imported:
            self.counts += Counts(unchanged=1)
            return
        record.imported = merge.imported
        if record.source == self.stamp.source:
            record.fetched_at = self.stamp.at
        self._write(record, merge.write)
        self.counts += Counts(changed=1)

    def _write(self, record: Any, values: Mapping[str, Any]) -> None:
        many = {name: value for name, value in values.items() if isinstance(self._field(name), ManyToManyField)}
        for name, value in values.items():
            if name not in many:
                setattr(record, name, _stored(self._field(name), value))
        record.save()
        for name, slugs in many.items():
            getattr(record, name).set(self._field(name).related_model._default_manager.filter(slug__in=slugs))

    def _read(self, record: Any, name: str) -> Any:
        return _told(self._field(name), getattr(record, name))

    def _field(self, name: str) -> Any:
        return self.model._meta.get_field(name)


def _stored(of: Any, value: Any) -> Any:
    if value is None or isinstance(of, JSONField):
        return value
    if isinstance(of, ForeignKey):
        return of.related_model.objects.get(slug=value) if value else None
    if isinstance(of, DateTimeField):  # which is a DateField as well
        return datetime.fromisoformat(value)
    if isinstance(of, DateField):
        return date.fromisoformat(value)
    return _GEOMETRY[type(value)](value) if hasattr(of, "geom_type") else value


def _told(of: Any, value: Any) -> Any:
    """The JSON-ready form that `put` was given."""
    if isinstance(of, ForeignKey):
        return value.slug if value else ""
    if isinstance(of, ManyToManyField):
        return sorted(value.values_list("slug", flat=True))
    return value if value is None else _told_value(of, value)


def _told_value(of: Any, value: Any) -> Any:
    if isinstance(of, DateTimeField):
        return value.astimezone(UTC).isoformat()
    if isinstance(of, DateField):
        return value.isoformat()
    if isinstance(value, Point):
        return points.pair(value)
    if isinstance(value, GEOSGeometry):
        return value.wkt
    return float(value) if of.get_internal_type() == "DecimalField" else value


_GEOMETRY: dict[type, Callable[[Any], Any]] = {
    list: points.point,
    str: lambda wkt: GEOSGeometry(wkt, srid=WGS84),
}
