"""Whom to name beside a map: the sources of the ground that this installation shows."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.records import Source, Status
from mapping.models import BaseFeature, Quarter

OSM_TERMS = "https://www.openstreetmap.org/copyright"


@dataclass(frozen=True)
class Credit:
    """A line of attribution; `url` leads to the terms, '' if there are none."""

    text: str | Promise
    url: str = ""


# One row per source that must be named; where the demo is shown, nobody shall take it for a real place.
CREDITS: dict[str, Credit] = {
    Source.OSM: Credit(_("© OpenStreetMap-Mitwirkende"), OSM_TERMS),
    Source.DEMO: Credit(_("Das Lindenquartier ist erfunden")),
}


def of_background() -> Credit | None:
    """Whom the settings name for the foreign background that they put below every map; None with our own."""
    return Credit(settings.BACKGROUND_ATTRIBUTION, settings.BACKGROUND_TERMS) if settings.BACKGROUND_TILES else None


def of_ground(here: Quarter | None) -> list[Credit]:
    """Credits for the base map of a page about the quarter `here`.

    Whoever must be named is named on every map, because each can be moved to any quarter's ground; that a quarter is
    invented is said where it is shown.
    """
    ground = {source: Exists(BaseFeature.objects.filter(quarter=OuterRef("pk"), source=source)) for source in CREDITS}
    quarters = Quarter.objects.exclude(status=Status.ARCHIVED).values_list("pk", *ground.values())
    shown = {
        source
        for pk, *there in quarters
        for source, is_there in zip(CREDITS, there, strict=True)
        if is_there and (CREDITS[source].url or (here is not None and pk == here.pk))
    }
    return [credit for source, credit in CREDITS.items() if source in shown]
