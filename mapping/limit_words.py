"""What the limits of a mobility profile are called, and how their values are said."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from mapping.measures import amount
from mapping.path_words import SMOOTHNESS_LABELS, SURFACE_LABELS, TRACKTYPE_LABELS, Labels
from mapping.routing.graph import Value

LIMIT_LABELS: Labels = MappingProxyType(
    {
        "max_kerb_cm": _("Höchster Bordstein"),
        "max_incline_pct": _("Stärkste Steigung bergauf"),
        "max_decline_pct": _("Stärkstes Gefälle bergab"),
        "max_crossfall_pct": _("Stärkste Neigung zur Seite"),
        "min_width_m": _("Schmalster Weg"),
        "worst_surface": _("Schlechtester Belag"),
        "worst_smoothness": _("Unebenster Weg"),
        "worst_tracktype": _("Weichster Weg"),
        "steps": _("Treppen"),
        "max_step_count": _("Meiste Stufen einer Treppe"),
        "escalator": _("Rolltreppen"),
        "busy_road": _("Viel befahrene Straßen ohne Gehweg"),
        "kerb_edge": _("Kanten, die man nicht ertasten kann"),
        "max_seat_gap_m": _("Weiteste Strecke bis zur nächsten Bank"),
        "speed_m_per_s": _("Ihr Tempo"),
    }
)
LIMIT_UNITS: Mapping[str, str] = MappingProxyType(
    {
        "max_kerb_cm": "cm",
        "max_incline_pct": "%",
        "max_decline_pct": "%",
        "max_crossfall_pct": "%",
        "min_width_m": "m",
        "max_seat_gap_m": "m",
        "speed_m_per_s": "m/s",
    }
)
LIMIT_WORDS: Mapping[str, Labels] = MappingProxyType(
    {
        "worst_surface": SURFACE_LABELS,
        "worst_smoothness": SMOOTHNESS_LABELS,
        "worst_tracktype": TRACKTYPE_LABELS,
        "steps": {"no": _("keine"), "handrail": _("nur mit Handlauf"), "yes": _("alle")},
        "escalator": {"no": _("keine"), "yes": _("ja")},
        "busy_road": {"block": _("nein"), "pass": _("ja")},
        "kerb_edge": {"off": _("gleich"), "warn": _("davor warnen"), "block": _("vermeiden")},
    }
)
MODE_LABELS: Labels = MappingProxyType(
    {
        "optimistic": _("Hält nicht auf"),
        "cautious": _("Lieber meiden"),
        "strict": _("Nur geprüfte Wege"),
    }
)
NO_LIMIT = _("ohne Grenze")


def limit_value(name: str, value: Value | int | None) -> str:
    """„3 cm“, „behauenes Pflaster“, „ohne Grenze“."""
    if value is None:
        return str(NO_LIMIT)
    if isinstance(value, str):
        return str(LIMIT_WORDS.get(name, {}).get(value, value))
    return amount(value, LIMIT_UNITS.get(name, ""))


def limit_text(name: str, value: Value | int | None) -> str:
    """„Höchster Bordstein: 6 cm“."""
    return f"{LIMIT_LABELS[name]}: {limit_value(name, value)}"
