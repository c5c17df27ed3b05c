"""The quarter as a filter in the admin, for what does not know its quarter: that is asked of the geometry."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from mapping.models import Quarter


class ByQuarter(admin.SimpleListFilter):
    """`lookup` compares the geometry of a row with the boundary."""

    title = _("Quartier")
    parameter_name = "quartier"
    lookup: str

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, str]]:
        return list(Quarter.objects.values_list("slug", "name"))

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        return queryset.filter(**{self.lookup: Quarter.objects.filter(slug=self.value()).values("boundary")[:1]})


class PointInQuarter(ByQuarter):
    lookup = "point__coveredby"


class LineInQuarter(ByQuarter):
    """Also what only passes through it."""

    lookup = "line__intersects"
