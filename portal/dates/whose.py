"""Whose dates: those of a quarter, narrowed to needs and to one initiative, organisation or place.

Pages, calendars and feeds read the same parameters, so that whoever subscribes gets what the page shows.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from actors.models import Need, Organisation, Place
from common import params
from common.text import join_words
from initiatives.models import Event, EventDate, Initiative
from initiatives.models.events import EventDateQuerySet, EventQuerySet
from mapping.models import Quarter
from portal.find.question import PAGE, chosen_quarter

Found = TypeVar("Found", EventQuerySet, EventDateQuerySet)
INITIATIVE, ORGANISATION, PLACE = "initiative", "akteur", "ort"
FIELDS = {INITIATIVE: "initiative", ORGANISATION: "organisation", PLACE: "place"}  # of `Whose`
TITLES = {INITIATIVE: "title", ORGANISATION: "name", PLACE: "name"}
KNOWN: Mapping[str, type[Initiative | Organisation | Place]] = {
    INITIATIVE: Initiative,
    ORGANISATION: Organisation,
    PLACE: Place,
}


@dataclass(frozen=True)
class Whose:
    """Where nothing is narrowed, the dates are those of the whole quarter."""

    quarter: Quarter
    in_default_quarter: bool = True
    needs: tuple[Need, ...] = ()
    initiative: Initiative | None = None
    organisation: Organisation | None = None
    place: Place | None = None

    def dates(self) -> EventDateQuerySet:
        """All public ones in order, also those that are over or cancelled."""
        return self._narrow(EventDate.objects.published(), "event__")

    def events(self) -> EventQuerySet:
        return self._narrow(Event.objects.published(), "")

    def _narrow(self, found: Found, event: str) -> Found:
        """`event` is the prefix of the event's columns. Who is named has dates wherever they are."""
        if self.needs:
            found = found.meeting([need.slug for need in self.needs])
        if self.initiative:
            found = found.filter(**{f"{event}initiative": self.initiative})
        if self.organisation:
            found = found.filter(invited_by(self.organisation, event))
        if self.place:
            found = found.at_place(self.place)
        return found if self.named else found.within(self.quarter.boundary)

    @property
    def named(self) -> dict[str, Initiative | Organisation | Place]:
        """Parameter → what it names."""
        chosen = {name: getattr(self, field) for name, field in FIELDS.items()}
        return {name: one for name, one in chosen.items() if one}

    @property
    def title(self) -> str:
        """„Termine: Lokale Allianz Lindenquartier, Leben mit Demenz“, as calendars and readers of feeds show it."""
        named = [str(one) for one in self.named.values()]
        about = [*(named or [self.quarter.name]), *([self._needs] if self.needs else [])]
        return _("Termine: {about}").format(about=", ".join(about))

    @property
    def _needs(self) -> str:
        return join_words((str(need.label) for need in self.needs), last=_("oder"))

    def query(self, **more: str) -> str:
        """Canonical query string without `?`; '' if nothing is narrowed."""
        return urlencode([*self.pairs(), *more.items()])

    def pairs(self) -> Iterator[tuple[str, str]]:
        yield from ((PAGE.needs, need.slug) for need in self.needs)
        yield from ((name, one.slug) for name, one in self.named.items())
        if not self.in_default_quarter:
            yield PAGE.quarter, self.quarter.slug


def invited_by(organisation: Organisation, event: str = "") -> Q:
    """Condition on events: the organisation invites, itself or with an initiative that it leads."""
    led = Initiative.objects.published().filter(lead=organisation)
    return Q(**{f"{event}organisation": organisation}) | Q(**{f"{event}initiative__in": led})


def parse(query: QueryDict) -> Whose:
    """UsageError if a parameter names something that there is not, or that is not public."""
    quarter, is_default = chosen_quarter(query, PAGE.quarter)
    needs = {need.slug: need for need in Need.objects.all()}
    chosen = params.choices(query, PAGE.needs, needs, lambda slug: str(needs[slug].label))
    named: dict[str, Any] = {name: _named(query, name) for name in KNOWN}
    return Whose(
        quarter=quarter,
        in_default_quarter=is_default,
        needs=tuple(needs[slug] for slug in chosen),
        initiative=named[INITIATIVE],
        organisation=named[ORGANISATION],
        place=named[PLACE],
    )


def _named(query: QueryDict, name: str) -> Any:
    """The public record with the slug that the parameter gives; None if absent."""
    slug = params.text(query, name)
    public = KNOWN[name].objects.published()
    if not slug:
        return None
    if found := public.filter(slug=slug).first():
        return found
    known = dict(public.values_list("slug", TITLES[name]))
    raise params.none_of(name, slug, known, known.__getitem__)
