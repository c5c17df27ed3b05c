"""The conditions of a question, computed once and applied to every source of the result."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from common.hours import open_strings
from portal.find import access, distance, text
from portal.find.question import Find
from portal.find.text import Part
from portal.presentation import Number, emergency


@dataclass(frozen=True)
class Narrowing:
    """A question, ready for the database."""

    find: Find

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        return text.read(self.find.text, self.find.vocabulary) if self.find.text else ()

    def in_quarter(self, point: str = "point") -> Q:
        return Q(**{f"{point}__coveredby": self.find.quarter.boundary})

    def where(self, point: str = "point") -> Q:
        """Condition on places: in the quarter, in the box, within reach, access as asked."""
        find, condition = self.find, self.in_quarter(point)
        if find.bbox:
            condition &= Q(**{f"{point}__coveredby": find.bbox.polygon()})
        if find.minutes and find.start:
            condition &= distance.reachable(find.start.point, find.profile, find.minutes, by_way=find.by_way)
        return condition & self._accessible

    @cached_property
    def _accessible(self) -> Q:
        find = self.find
        return access.passing(find.access, find.profile) if find.access else Q()

    @cached_property
    def hides_quiet(self) -> bool:
        """Benches, stops and shops would cover everything: they show only when need, kind or text asks."""
        return not (self.find.needs or self.find.kinds or self.parts)

    def open_among(self, hours: set[str]) -> set[str]:
        assert self.find.open_at is not None
        return open_strings(hours, self.find.open_at, self.find.calendar)

    @property
    def emergency(self) -> list[Number]:
        """Numbers to call, if an emergency need is chosen or the text asks for it."""
        asked = {need.pk for need in self.find.needs}.union(*(part.terms.needs for part in self.parts))
        return emergency(need for need in self.find.vocabulary.needs if need.pk in asked)
