"""The doctor's checks of places and their facts."""

from django.db.models import Exists, OuterRef

from actors.models import Kind, Need, Place
from common.doctor import Finding, fault, fine, hint, register
from mapping.models import Quarter


@register("vocabulary")
def the_vocabulary_is_loaded() -> Finding:
    needs, kinds = Need.objects.count(), Kind.objects.count()
    if not needs or not kinds:
        return fault("needs or kinds are missing", "Run `manage.py load_reference`.")
    return fine(f"{needs} needs, {kinds} kinds")


@register("places in quarters")
def places_lie_in_a_quarter() -> Finding:
    home = Quarter.objects.filter(boundary__covers=OuterRef("point"))
    homeless = Place.objects.published().exclude(Exists(home)).count()
    if homeless:
        return hint(f"{homeless} places lie in no quarter", "Check their position in the admin; no page lists them.")
    return fine("all of them")


@register("opening hours")
def opening_hours_can_be_read() -> Finding:
    unread = Place.objects.published().with_unread_hours().count()
    if unread:
        return hint(f"{unread} places have opening hours nobody understands", "Search the admin for „nicht lesbar“.")
    return fine("all of them")
