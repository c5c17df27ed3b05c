"""What the map's scripts must know: words in the visitor's language, addresses of files, shapes of groups.

Pages put it into the JSON script `texts`, because scripts hold neither words nor addresses of their own.
"""

from collections.abc import Iterable
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from common.text import sentence_case
from mapping.background import background
from mapping.correctable import BARRIERS
from mapping.credits import Credit
from portal import presentation, sprite


def words() -> dict[str, Any]:
    return {
        "map": _("Karte: {n} Orte"),
        "mapOfOne": _("Karte: ein Ort"),
        "place": _("Karte: {name}"),
        "cluster": _("{n} Orte, näher heranzoomen"),
        "here": _("{n} Orte an dieser Stelle"),
        "inView": _("{shown} von {all} Orten im Ausschnitt"),
        "searchHere": _("In diesem Ausschnitt suchen"),
        "start": _("Ihr Ausgangspunkt"),
        "goal": _("Ihr Ziel"),
        "route": _("Karte: Ihr Weg"),
        "close": _("Schließen"),
        "barrier": _("Hindernis"),
        "zoomIn": _("Vergrößern"),
        "zoomOut": _("Verkleinern"),
        "pan": {
            "group": _("Karte verschieben"),
            "up": _("Nach Norden"),
            "left": _("Nach Westen"),
            "right": _("Nach Osten"),
            "down": _("Nach Süden"),
        },
    }


def files() -> dict[str, Any]:
    return {
        "leaflet": static("vendor/leaflet/leaflet.js"),
        "clusters": static("vendor/markercluster/leaflet.markercluster.js"),
        "renderer": static("vendor/protomaps/protomaps-leaflet.js"),
        "styles": [static("vendor/leaflet/leaflet.css"), static("portal/map/map.css")],
        "icons": static(sprite.NAME),
    }


def map_texts(credits_: Iterable[Credit]) -> dict[str, Any]:
    return {
        "words": words(),
        "files": files(),
        "shapes": presentation.shapes(),
        "barriers": barriers(),
        **background(credits_),
    }


def barriers() -> dict[str, Any]:
    """How the map names what is in the way, and where there is more about it; SLUG stands for the barrier's."""
    kinds = {slug: sentence_case(str(row.label)) for slug, row in BARRIERS.items()}
    return {"url": reverse("portal:barrier", args=["SLUG"]), "kinds": kinds}
