"""The next dates of a quarter, a place, an organisation, an initiative or an event, for the pages of these."""

from actors.models import Organisation, Place
from initiatives.models import Event, EventDate, Initiative
from initiatives.models.events import EventDateQuerySet
from mapping.models import Quarter
from portal.dates.rows import Row, Telling, reached, rows
from portal.dates.whose import invited_by
from portal.visit import Visit

LIMIT = 5
ORDER = ("starts", "event__title", "pk")


def of_quarter(quarter: Quarter) -> EventDateQuerySet:
    """The quarter with its boundary, which pages do not load."""
    boundary = Quarter.objects.values_list("boundary", flat=True).get(pk=quarter.pk)
    return EventDate.objects.published().within(boundary)


def at_place(place: Place) -> EventDateQuerySet:
    return EventDate.objects.published().filter(place=place)


def of_organisation(organisation: Organisation) -> EventDateQuerySet:
    return EventDate.objects.published().filter(invited_by(organisation, "event__"))


def of_initiative(initiative: Initiative) -> EventDateQuerySet:
    return EventDate.objects.published().filter(event__initiative=initiative)


def of_event(event: Event) -> EventDateQuerySet:
    return EventDate.objects.published().filter(event=event)


def coming(dates: EventDateQuerySet, telling: Telling, limit: int = LIMIT) -> list[Row]:
    """The next ones, with those that go on now and those that are cancelled. A fixed number of queries."""
    return rows(_next(dates, telling, limit), telling)


def coming_for(dates: EventDateQuerySet, here: Visit, limit: int = LIMIT) -> list[Row]:
    """The same for a visitor, with the way from where she starts."""
    telling = Telling(here.at, here.profile, here.query.removeprefix("?"))
    found = _next(dates, telling, limit)
    reach = reached(found, here.reach_points)
    return rows(found, Telling(telling.now, telling.profile, telling.query, reach))


def _next(dates: EventDateQuerySet, telling: Telling, limit: int) -> list[EventDate]:
    return list(dates.not_over(telling.now).with_all().order_by(*ORDER)[:limit])


def last_for(dates: EventDateQuerySet, here: Visit) -> Row | None:
    """The last one that is over."""
    found = list(dates.filter(ends__lte=here.at).with_all().order_by("-starts")[:1])
    return next(iter(rows(found, Telling(here.at, here.profile))), None)
