"""What offerings and initiatives are alike in: at several places or for an area, and for needs."""

from typing import Any, Self

from django.contrib.gis.geos import MultiPolygon
from django.db.models import Exists, OuterRef, Q, QuerySet

from actors.ground import PublicAtPlaces
from actors.models.places import Place
from common.records import PublishedQuerySet


class AtPlacesQuerySet(PublishedQuerySet):
    """Of a model with `places`, `area` and `needs`."""

    public: type[PublicAtPlaces]  # tiles ask the same (`layers`)

    def published(self) -> Self:
        return super().published().filter(self.public("pk", "area"))

    def within(self, area: MultiPolygon) -> Self:
        """At a public place inside the area, or for an area that touches it."""
        inside = Place.objects.published().within(area)
        return self.filter(Exists(self._links("places").filter(place__in=inside)) | Q(area__intersects=area))

    def meeting(self, needs: list[str]) -> Self:
        """Those that meet any of the needs, by slug."""
        return self.filter(Exists(self._links("needs").filter(need__slug__in=needs)))

    def _links(self, field: str) -> QuerySet[Any]:
        """Rows that link one of them, that of the outer query, to its places or needs."""
        through = self.model._meta.get_field(field).remote_field.through
        return through.objects.filter(**{self.model._meta.model_name: OuterRef("pk")})
