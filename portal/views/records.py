"""One place, one offering, one organisation."""

from typing import Any

from django.contrib.gis.db.models.functions import Distance
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from actors import verdict
from actors.models import Contact, Offering, Organisation, Place
from actors.models.offerings import Channel
from common.geo import LonLat
from common.hours import Opening, monday_of, state, usual, week, words
from common.records import Status
from initiatives.models import Initiative
from initiatives.models.events import EventDateQuerySet
from initiatives.partners import partners
from mapping.routing.profiles import Profile
from portal import presentation
from portal.dates import coming
from portal.dates.subscribe import Subscription
from portal.dates.whose import Whose
from portal.find import features
from portal.find.access import judged
from portal.find.distance import distance_text
from portal.linked_data import About, Teller
from portal.presentation import Facts, Known, fact_rows
from portal.views.choices import profile_choices
from portal.visit import Visit, visit

STOP_WITHIN_M = 800
PARTNERS_SHOWN = 8
PUBLIC_CONTACTS = Prefetch("contacts", Contact.objects.filter(public=True))


@require_safe
def place(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(_places(), slug=slug)
    here = visit(request, found.point)
    access = judgement(judged(found, here.profile), here.profile)
    context = {
        **common(here),
        "about": _about_place(found, here),
        "place": found,
        "judgement": access,
        "facts": Facts((Known(fact_rows(found.facts.all())),)),
        "hours": _hours(found, here),
        "reach": here.reach([found]).get(found.pk),
        **_nearest_stop(found),
        "offerings": list(found.offerings.published().offered_on(here.today).select_related("organisation")),
        "initiatives": list(found.initiatives.published()),
        "needs": found.effective_needs(),
        **next_dates(here, coming.at_place(found), place=found),
        "map_data": map_data(found, here, str(access["word"])),
        "origin_url": presentation.source_url(found.source, found.source_id),
    }
    return render(request, "portal/place.html", context)


def _about_place(found: Place, here: Visit) -> About:
    teller = Teller(here.site.request)
    said = presentation.text(found, "about").text or ", ".join(filter(None, [str(found.kind.label), found.address]))
    return teller.about(found.name, said, teller.place(found, found.facts.all()))


def _places() -> QuerySet[Place]:
    return (
        Place.objects.published()
        .select_related("kind__group", "organisation")
        .prefetch_related("needs", "kind__needs", "target_groups", "attributes", "facts", PUBLIC_CONTACTS)
    )


def common(here: Visit) -> dict[str, Any]:
    """What every page about one thing shows."""
    return {
        "site": here.site,
        "visit": here,
        "profiles": profile_choices(here.profile, here.kept),
        "page_address": here.site.request.build_absolute_uri(here.site.request.path),
    }


def reached(places: list[Place], here: Visit) -> list[Place]:
    """The same places, each with how to get there as `reach`."""
    reach = here.reach(places)
    for place in places:
        place.reach = reach.get(place.pk)
    return places


def judgement(answer: verdict.Judgement, profile: Profile) -> dict[str, Any]:
    """Verdict for the profile: its symbol, its word and the reasons with what they rest on."""
    symbol, word = verdict.words(answer.verdict, profile)
    return {"verdict": answer.verdict, "symbol": symbol, "word": word, "reasons": answer.reasons}


def _hours(record: Place | Offering, here: Visit) -> dict[str, Any] | None:
    """The week with today marked and what holds now; hours kept as text have no week; None if none are stored.

    A place is closed on a day; an offering just does not take place, so that its other days are not listed.
    """
    if not record.hours:
        said = words.unread(record.hours_typed)
        return {"days": [], "now": said, "state": Opening.UNKNOWN} if said else None
    rows = week(record.hours, monday_of(here.at), here.calendar, here.at)
    now = state(record.hours, here.at, here.calendar)
    takes_place = isinstance(record, Offering)
    days = [
        {
            "day": words.weekday(row.date),
            "text": words.day(row),
            "today": row.is_today,
            "holiday": row.holiday,
        }
        for row in rows
        if not (takes_place and row.closed)
    ]
    told = words.takes_place if takes_place else words.now
    every_week = usual(record.hours, monday_of(here.at), here.calendar) is not None
    return {"days": days, "now": told(now, here.at), "state": now.state, "this_week_only": not every_week}


def _nearest_stop(found: Place) -> dict[str, Any]:
    """The nearest public stop within reach and how far it is; nothing for a stop itself."""
    if found.kind.slug == "haltestelle":
        return {}
    stops = Place.objects.published().filter(kind__slug="haltestelle")
    stop = stops.annotate(away=Distance("point", found.point)).order_by("away").first()
    if stop is None or stop.away.m > STOP_WITHIN_M:
        return {}
    return {"stop": stop, "stop_distance": distance_text(stop.away.m)}


def map_data(found: Place, here: Visit, word: str) -> dict[str, Any]:
    """The same form as on the map of the find page, with this place alone."""
    marker = features.marker(
        LonLat.of(found.point),
        id=f"place-{found.slug}",
        type="place",
        name=found.name,
        kind=found.kind.label,
        group=found.kind.group.slug,
        icon=found.kind.icon,
        word=word,
        url=found.get_absolute_url(),
    )
    return features.on_one_map([marker], bbox=None, start=here.start, quarter=here.quarter)


@require_safe
def offering(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(_offerings(), slug=slug)
    places = list(found.places.published().select_related("kind__group"))
    here = visit(request, places[0].point if places else found.area)
    context = {
        **common(here),
        "about": Teller(request).about(presentation.text(found, "title").text, presentation.text(found, "about").text),
        "offering": found,
        "places": reached(places, here),
        "channels": [Channel(way).label for way in found.how],
        "hours": _hours(found, here),
        "past": bool(found.valid_until and found.valid_until < here.today),
    }
    return render(request, "portal/offering.html", context)


def _offerings() -> QuerySet[Offering]:
    return (
        Offering.objects.published()
        .select_related("organisation")
        .prefetch_related("needs", "target_groups", "attributes", PUBLIC_CONTACTS)
    )


@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    organisations = Organisation.objects.published().select_related("parent").prefetch_related(PUBLIC_CONTACTS)
    found = get_object_or_404(organisations, slug=slug)
    places = list(found.places.published().select_related("kind__group"))
    here = visit(request, places[0].point if places else None)
    context = {
        **common(here),
        "about": _about_organisation(found, here),
        "organisation": found,
        "places": reached(places, here),
        "offerings": list(found.offerings.published().offered_on(here.today)),
        "initiatives": list(Initiative.objects.published().of(found)),
        "parts": list(found.parts.published()),
        **next_dates(here, coming.of_organisation(found), organisation=found),
        "parent": found.parent if found.parent and found.parent.status == Status.PUBLISHED else None,
        **_partners(found),
    }
    return render(request, "portal/organisation.html", context)


def _about_organisation(found: Organisation, here: Visit) -> About:
    teller = Teller(here.site.request)
    said = presentation.text(found, "about").text or str(found.get_kind_display())
    return teller.about(found.name, said, teller.organisation(found))


def next_dates(here: Visit, dates: EventDateQuerySet, **whose: Any) -> dict[str, Any]:
    """The next dates of something and where its calendar is; `whose` as in `Whose`."""
    found = coming.coming_for(dates, here)
    if not found or here.quarter is None:
        return {"dates": found}
    return {"dates": found, "subscribe": Subscription.to(Whose(here.quarter, **whose), here.site.request)}


def _partners(found: Organisation) -> dict[str, Any]:
    """The closest are shown at once, the others when somebody asks."""
    everybody = partners(found)
    return {"partners": everybody[:PARTNERS_SHOWN], "more_partners": everybody[PARTNERS_SHOWN:]}
