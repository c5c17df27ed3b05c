"""German names of what the path network knows: kinds of ways, attributes with their units, words of attributes."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Labels = Mapping[str, Promise]

KIND_LABELS: Labels = MappingProxyType(
    {
        "sidewalk": _("Gehweg"),
        "crossing": _("Querung"),
        "island": _("Verkehrsinsel"),
        "footway": _("Fußweg"),
        "shared": _("Fußgängerzone oder Spielstraße"),
        "path": _("Pfad"),
        "track": _("Feld- oder Waldweg"),
        "cycleway": _("Radweg"),
        "bridleway": _("Reitweg"),
        "quiet": _("Fahrbahn einer ruhigen Straße"),
        "busy": _("Fahrbahn einer viel befahrenen Straße"),
        "steps": _("Treppe"),
        "lift": _("Aufzug"),
        "kerb": _("Bordstein"),
        "step": _("Stufe"),
        "barrier": _("Tor, Poller oder Sperre"),
        "wait": _("Wartestelle an einer Querung"),
        "join": _("Verbindung"),
    }
)

ATTRIBUTE_LABELS: Labels = MappingProxyType(
    {
        "closed": _("gesperrt"),
        "kerb_cm": _("Höhe"),
        "climb_pct": _("Steigung"),
        "descent_pct": _("Gefälle"),
        "crossfall_pct": _("Neigung zur Seite"),
        "width_m": _("Breite"),
        "opening_m": _("Breite des Durchgangs"),
        "headroom_m": _("Höhe des Durchgangs"),
        "surface": _("Belag"),
        "smoothness": _("Ebenheit"),
        "tracktype": _("Befestigung"),
        "step_count": _("Zahl der Stufen"),
        "handrail": _("Handlauf"),
        "ramp_wheelchair": _("Rampe für Rollstühle"),
        "ramp_stroller": _("Rampe für Kinderwagen"),
        "tactile": _("Leitstreifen am Boden"),
        "lit": _("Beleuchtung"),
        "crossing": _("Art der Querung"),
        "signals": _("Ampel"),
        "signals_sound": _("Ampel mit Ton oder Vibration"),
        "barrier": _("Art der Sperre"),
        "locked": _("verschlossen"),
        "wheelchair": _("mit dem Rollstuhl nutzbar"),
        "out_of_order": _("außer Betrieb"),
    }
)

# Symbols, not words: the same in every language.
UNITS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("kerb_cm",), "cm"),
        **dict.fromkeys(("climb_pct", "descent_pct", "crossfall_pct"), "%"),
        **dict.fromkeys(("width_m", "opening_m", "headroom_m"), "m"),
    }
)

YES_NO: Labels = MappingProxyType({"yes": _("ja"), "no": _("nein")})
SURFACE_LABELS: Labels = MappingProxyType(
    {
        "asphalt": _("Asphalt"),
        "concrete": _("Beton"),
        "paving_stones": _("Pflaster mit glatten Steinen"),
        "concrete_plates": _("Platten oder Holz"),
        "sett": _("behauenes Pflaster"),
        "compacted": _("fester Kies oder Splitt"),
        "fine_gravel": _("feiner Kies"),
        "cobblestone": _("Kopfstein-Pflaster"),
        "unpaved": _("unbefestigt"),
        "gravel": _("grober Kies oder Schotter"),
        "dirt": _("Erde"),
        "grass": _("Gras oder Rinde"),
        "sand": _("Sand oder Fels"),
    }
)
SMOOTHNESS_LABELS: Labels = MappingProxyType(
    {
        "excellent": _("sehr glatt"),
        "good": _("glatt"),
        "intermediate": _("etwas uneben"),
        "bad": _("uneben"),
        "very_bad": _("sehr uneben"),
        "horrible": _("kaum befahrbar"),
        "very_horrible": _("nur zu Fuß"),
        "impassable": _("nicht befahrbar"),
    }
)
TRACKTYPE_LABELS: Labels = MappingProxyType(
    {
        "grade1": _("fest"),
        "grade2": _("meist fest"),
        "grade3": _("fest und weich gemischt"),
        "grade4": _("meist weich"),
        "grade5": _("weich"),
    }
)
CROSSING_LABELS: Labels = MappingProxyType(
    {
        "none": _("keine"),
        "signals": _("mit Ampel"),
        "zebra": _("Zebrastreifen"),
        "marked": _("markiert"),
        "island": _("mit Insel"),
        "unmarked": _("ohne Markierung"),
        "informal": _("üblich, aber nicht angelegt"),
    }
)
BARRIER_LABELS: Labels = MappingProxyType(
    {
        "none": _("keine"),
        "open": _("offen"),
        "gap": _("Durchgang"),
        "foot_only": _("nur zu Fuß"),
        "closed": _("geschlossen"),
        "unknown": _("unbekannt"),
    }
)
WORD_LABELS: Mapping[str, Labels] = MappingProxyType(
    {
        "surface": SURFACE_LABELS,
        "smoothness": SMOOTHNESS_LABELS,
        "tracktype": TRACKTYPE_LABELS,
        "crossing": CROSSING_LABELS,
        "barrier": BARRIER_LABELS,
    }
)
THREE: Labels = MappingProxyType({**YES_NO, "limited": _("teilweise")})


def words_of(attribute: str) -> Labels:
    """Labels of the words of an attribute."""
    return WORD_LABELS.get(attribute, THREE)
