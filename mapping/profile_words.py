"""German names of every figure of a mobility profile, of its sources and of how sure they are."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from mapping.limit_words import LIMIT_LABELS, LIMIT_UNITS
from mapping.path_words import Labels

PART_LABELS: Labels = MappingProxyType(
    {
        "limits": _("Grenzen: Was darüber liegt, sperrt den Weg"),
        "time": _("Zeit: So lange dauert es"),
        "preference": _("Vorlieben: Das meiden wir, wenn der Umweg klein ist"),
        "notice": _("Hinweise: Davor warnen wir nur"),
        "unknown": _("Unbekanntes: So gehen wir damit um"),
    }
)
FIGURE_LABELS: Labels = MappingProxyType(
    {
        **LIMIT_LABELS,
        "speed_m_per_s": _("Tempo auf ebenem Weg"),
        "speed_share_at_6pct_up": _("Anteil des Tempos bei 6 % bergauf"),
        "speed_share_at_6pct_down": _("Anteil des Tempos bei 6 % bergab"),
        "min_speed_share": _("Kleinster Anteil des Tempos"),
        "step_up_s": _("Zeit je Stufe hinauf"),
        "step_down_s": _("Zeit je Stufe hinunter"),
        "kerb_s_per_cm": _("Zeit je Zentimeter Bordstein"),
        "lift_s": _("Zeit für einen Aufzug"),
        "crossing_signals_s": _("Warten an einer Ampel"),
        "crossing_other_s": _("Warten an anderen Querungen"),
        "barrier_pass_s": _("Zeit für Tor oder Durchgang"),
        "quiet_carriageway_factor": _("Ruhige Fahrbahn zählt so viel Mal"),
        "busy_carriageway_factor": _("Viel befahrene Fahrbahn zählt so viel Mal"),
        "narrow_below_m": _("Schmal ist ein Weg unter"),
        "narrow_factor": _("Schmaler Weg zählt so viel Mal"),
        "slope_above_pct": _("Steil ist ein Weg über"),
        "slope_factor": _("Steiler Weg zählt so viel Mal"),
        "unlit_factor": _("Unbeleuchteter Weg zählt so viel Mal"),
        "steps_extra_s": _("Zuschlag für eine Treppe"),
        "busy_crossing_extra_s": _("Zuschlag für die Querung einer viel befahrenen Straße"),
        "seat_gap_m": _("Strecke ohne Bank, ab der wir warnen"),
        "headroom_m": _("Platz nach oben, unter dem wir warnen"),
        "crossfall_pct": _("Neigung zur Seite, ab der wir warnen"),
        "default_mode": _("Was nicht bekannt ist"),
        "way_factor": _("Weg mit Unbekanntem zählt so viel Mal"),
        "point_s": _("Zuschlag für eine unbekannte Stelle"),
        "strict_requires": _("Das muss bekannt sein"),
    }
)
FIGURE_UNITS: Mapping[str, str] = MappingProxyType(
    {
        **LIMIT_UNITS,
        **dict.fromkeys(("slope_above_pct", "crossfall_pct"), "%"),
        **dict.fromkeys(("narrow_below_m", "seat_gap_m", "headroom_m"), "m"),
        **dict.fromkeys(("step_up_s", "step_down_s", "lift_s", "crossing_signals_s", "crossing_other_s"), "s"),
        **dict.fromkeys(("barrier_pass_s", "steps_extra_s", "busy_crossing_extra_s", "point_s", "kerb_s_per_cm"), "s"),
    }
)
FACT_LABELS: Labels = MappingProxyType(
    {
        "kerb": _("Höhe der Bordsteine"),
        "kerb_edge": _("Kanten, die man ertasten kann"),
        "barrier": _("Breite von Durchgängen"),
        "ground": _("Belag oder Ebenheit"),
        "incline": _("Steigung"),
        "width": _("Breite"),
        "steps": _("Handlauf an Treppen"),
        "sidewalk": _("Gehweg an viel befahrenen Straßen"),
        "lift": _("Größe von Aufzügen"),
        "hours": _("Öffnungszeiten von Toren und Wegen"),
    }
)
STATUS_LABELS: Labels = MappingProxyType(
    {
        "cited": _("aus einer Quelle"),
        "derived": _("aus einer Quelle berechnet"),
        "unverified": _("noch nicht nachgeprüft"),
        "proposal": _("unser Vorschlag"),
    }
)
SOURCE_LABELS: Labels = MappingProxyType(
    {
        "proposal": _("Eigene Festlegung ohne veröffentlichte Zahl. Wir prüfen sie mit Bewohnern und Planern."),
        "no_limit": _("Für dieses Profil bewusst ohne Grenze"),
        "din18040_3_area": _("DIN 18040-3: Durchgang mindestens 0,90 m, Platz zum Wenden 1,50 × 1,50 m"),
        "din18040_3_kerb": _("DIN 18040-3 und DIN 32984: Bordstein 3 cm, oder getrennt 0 cm und 6 cm"),
        "din18040_1_slope": _("DIN 18040-1: 3 % ohne Grenze der Länge, bis 6 % mit Zwischenpodesten"),
        "din18040_3_cross": _("DIN 18040-3: Querneigung bis 2 %, wenn es auch längs geneigt ist"),
        "din18040_3_head": _("DIN 18040-3: 2,25 m Platz nach oben"),
        "rilsa": _("Richtlinien für Lichtsignalanlagen (RiLSA): 1,2 m/s im Allgemeinen"),
        "react": _("REACT-Studie (Bath), 768 ältere Menschen: im Mittel 0,76 m/s"),
        "wheelchair_speed": _("Tolerico 2007 und Karmarkar 2011: Tempo im Rollstuhl"),
        "tobler": _("Wander-Funktion von Tobler: Tempo bergauf (6 %) gegen eben"),
        "accessmap_wait": _("AccessMap: 30 s je Querung, 45 s je Aufzug"),
        "nrw_seats": _("Leitfaden Nordrhein-Westfalen: Sitzgelegenheit mindestens alle 300 m auf wichtigen Gehwegen"),
        "inclusive_mob": _("Inclusive Mobility (Großbritannien): Strecke ohne Pause"),
        "osm_smoothness": _("OpenStreetMap-Wiki: mit dem Rollstuhl nutzbar bis „etwas uneben“"),
        "surface_practice": _("Fester, ebener Belag, wie ihn andere Routen-Dienste annehmen"),
    }
)
