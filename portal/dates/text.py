"""A text as a condition on dates: every part is in the title, or says where it is, who invites or what it is for."""

from django.db.models import F, Q

from actors.models import Organisation, Place
from common.sql import Fold
from initiatives.models import Event, Initiative
from initiatives.models.events import EventDateQuerySet
from portal.find.text import Part
from portal.find.vocabulary import NOTHING, Terms


def told(dates: EventDateQuerySet, parts: tuple[Part, ...]) -> EventDateQuerySet:
    for part in parts:
        dates = dates.filter(_with(part))
    return dates


def _with(part: Part) -> Q:
    titled = Event.objects.filter(part.like("folded"))
    initiatives = Initiative.objects.published().filter(part.like("folded") | Q(words=part.query))
    inviting = Organisation.objects.published().annotate(folded=Fold(F("name"))).filter(part.like("folded"))
    return (
        Q(event__in=titled.values("pk"))
        | Q(event__initiative__in=initiatives.values("pk"))
        | Q(event__organisation__in=inviting.values("pk"))
        | Q(place__in=Place.objects.filter(part.like("folded") | Q(kind__in=_meant(part).kinds)).values("pk"))
        | _for_needs(part)
    )


def _for_needs(part: Part) -> Q:
    own = Event.needs.through.objects.filter(need__in=_meant(part).needs)
    inherited = Initiative.needs.through.objects.filter(
        need__in=_meant(part).needs, initiative__in=Initiative.objects.published()
    )
    return Q(event__in=own.values("event")) | Q(event__initiative__in=inherited.values("initiative"))


def _meant(part: Part) -> Terms:
    """What the words mean, unless that was only guessed: „Singen“ is not to find what sounds like it."""
    return NOTHING if part.strange else part.terms
