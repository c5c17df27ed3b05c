"""Initiatives: the list with its map, one of them, its pictures."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from actors.models import Contact, Organisation, Place
from common import params
from common.geo import LonLat
from common.records import Status
from initiatives.models import Initiative, InitiativePicture, Participation, State
from portal import presentation
from portal.dates import coming
from portal.find import features
from portal.find.sources import Initiatives
from portal.linked_data import About, Teller
from portal.pictures import jpeg
from portal.views.find import Page, answered
from portal.views.find_form import Option
from portal.views.records import common, next_dates, reached
from portal.visit import Visit, visit

STATE = "stand"
# Value in the address → states that are shown.
STATES: Mapping[str, tuple[State, ...]] = {
    "": tuple(State),
    "idee": (State.IDEA,),
    "geplant": (State.PLANNED,),
    "laeuft": (State.ACTIVE,),
    "ruht": (State.PAUSED,),
    "abgeschlossen": (State.FINISHED,),
}


@require_safe
def initiatives(request: HttpRequest) -> HttpResponse:
    """The question of the find page, put to initiatives alone; those that are finished are among them."""
    chosen = params.choice(request.GET, STATE, [slug for slug in STATES if slug], "", _state_label)
    page = Page(
        "portal:initiatives",
        "portal/initiatives.html",
        (Initiatives(STATES[chosen]),),
        ((STATE, chosen),) if chosen else (),
        {"states": [Option(slug, _state_label(slug), slug == chosen) for slug in STATES]},
    )
    return answered(request, page)


def _state_label(slug: str) -> str:
    return str(STATES[slug][0].label if slug else _("alle"))


@require_safe
def initiative(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(_initiatives(), slug=slug)
    places = list(found.places.published().select_related("kind__group"))
    here = visit(request, places[0].point if places else found.area)
    steps, pictures = list(found.milestones.all()), list(found.pictures.defer("jpeg"))
    context = {
        **common(here),
        "about": _about(request, found, pictures),
        "initiative": found,
        "today": timezone.localdate(),
        "programmes": list(found.programmes.all()),
        "places": reached(places, here),
        "partners": _partners(found),
        **next_dates(here, coming.of_initiative(found), initiative=found),
        "done": [step for step in steps if step.done],
        "ahead": [step for step in steps if not step.done],
        "pictures": pictures,
        "map_data": _map_data(found, places, here),
    }
    return render(request, "portal/initiative.html", context)


def _about(request: HttpRequest, found: Initiative, pictures: list[InitiativePicture]) -> About:
    teller = Teller(request)
    members = [part.organisation for part in found.participations.all()]
    node = teller.initiative(found, dict.fromkeys(members))
    title, said = (presentation.text(found, name).text for name in ("title", "summary"))
    return teller.about(title, said, node, picture=teller.picture_of(found, next(iter(pictures), None)))


def _initiatives() -> "QuerySet[Initiative]":
    contacts = Prefetch("lead__contacts", Contact.objects.filter(public=True))
    partners = Prefetch(
        "participations",
        Participation.objects.filter(organisation__status=Status.PUBLISHED).select_related("organisation"),
    )
    found = Initiative.objects.published().select_related("lead")
    return found.prefetch_related("needs", "programmes", "milestones", contacts, partners)


def _partners(found: Initiative) -> list[tuple[Organisation, list[Participation]]]:
    """Each organisation once with all it does, in the order of names."""
    parts: dict[Organisation, list[Participation]] = {}
    for part in found.participations.all():
        parts.setdefault(part.organisation, []).append(part)
    return list(parts.items())


def _map_data(found: Initiative, places: Sequence[Place], here: Visit) -> dict[str, Any] | None:
    """Its places, or its area; None where there is neither."""
    look = features.Look(
        id=f"initiative-{found.slug}",
        type="initiative",
        name=found.title,
        kind="",
        group="",
        icon="",
        word="",
        url=found.get_absolute_url(),
    )
    shown = [_marker(place, look) for place in places] or _area(found, look)
    if not shown:
        return None
    found_map = features.on_one_map(shown, bbox=features.box_of(shown), start=here.start, quarter=here.quarter)
    return found_map | {"name": found.title}


def _marker(place: Place, look: features.Look) -> dict[str, Any]:
    own = {"name": place.name, "kind": str(place.kind.label), "group": place.kind.group.slug, "icon": place.kind.icon}
    return features.marker(LonLat.of(place.point), **{**look, **own, "url": place.get_absolute_url()})


def _area(found: Initiative, look: features.Look) -> list[dict[str, Any]]:
    return [features.area(found.area, **look)] if found.area else []


@require_safe
def picture(request: HttpRequest, slug: str, digest: str) -> HttpResponseBase:
    """The JPEG of a public initiative; 304 if the browser has it."""
    stored = InitiativePicture.objects.defer("jpeg").filter(initiative__in=Initiative.objects.published())
    found = stored.filter(initiative__slug=slug, digest=digest).first()
    if found is None:
        raise Http404
    return jpeg(request, found)
