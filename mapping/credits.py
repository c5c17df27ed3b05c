"""Whom to name beside a map: the sources of the ground that this installation shows."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.records import Source
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


def of_ground() -> list[Credit]:
    """Credits for the base map. All public quarters count, because every map can be moved to any of them."""
    ground = {source: Exists(BaseFeature.objects.filter(quarter=OuterRef("pk"), source=source)) for source in CREDITS}
    quarters = list(Quarter.objects.published().values_list(*ground.values()))
    return [credit for number, credit in enumerate(CREDITS.values()) if any(row[number] for row in quarters)]
