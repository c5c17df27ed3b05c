"""The registry of access features: one entry per thing that can be known about a place.

Measures follow DIN 18040-1 (door width 90 cm, ramp slope 6 %) and the A11yJSON habit of describing objects, not people.
A new feature is one entry here, and the migration that Django writes for it.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Section(StrEnum):
    """Where a feature stands on the page."""

    ENTRANCE = "entrance"
    INSIDE = "inside"
    TOILET = "toilet"
    PARKING = "parking"
    SENSES = "senses"
    PEOPLE = "people"


SECTION_LABELS: dict[Section, Promise] = {
    Section.ENTRANCE: _("Eingang"),
    Section.INSIDE: _("Drinnen"),
    Section.TOILET: _("Toilette"),
    Section.PARKING: _("Parken"),
    Section.SENSES: _("Sehen und Hören"),
    Section.PEOPLE: _("Menschen, die helfen"),
}


@dataclass(frozen=True)
class Feature:
    """One kind of fact. `unit` is that of its number, '' if it counts; `low`..`high` is the number's plausible window.

    `whole`: the number is a count.
    """

    slug: str
    label: Promise
    section: Section
    unit: str = ""
    low: float = 0
    high: float = 0
    whole: bool = False

    @property
    def measured(self) -> bool:
        return self.high > 0


E, I, T, P, S, M = Section  # noqa: E741

FEATURES: dict[str, Feature] = {
    feature.slug: feature
    for feature in (
        Feature("wheelchair", _("Mit dem Rollstuhl ohne Hilfe zugänglich"), E),
        Feature("wheelchair_help", _("Mit dem Rollstuhl und Hilfe zugänglich"), E),
        Feature("entrance_steps", _("Stufen am Eingang"), E, "", 0, 200, whole=True),
        Feature("step_height", _("Höhe der Stufe"), E, "cm", 0, 50),
        Feature("threshold", _("Türschwelle"), E, "cm", 0, 30),
        Feature("ramp", _("Rampe"), E),
        Feature("ramp_slope", _("Neigung der Rampe"), E, "%", 0, 40),
        Feature("handrail", _("Handlauf"), E),
        Feature("door_width", _("Breite der Tür"), E, "cm", 30, 600),
        Feature("door_automatic", _("Tür öffnet von selbst"), E),
        Feature("lift", _("Aufzug"), I),
        Feature("turning_space", _("Platz zum Wenden"), I, "cm", 30, 2000),
        Feature("seating", _("Sitzplätze zum Ausruhen"), I),
        Feature("toilet_wheelchair", _("Toilette für Rollstuhl geeignet"), T),
        Feature("parking_disabled", _("Behindertenparkplatz"), P),
        Feature("parking_distance", _("Weg vom Parkplatz"), P, "m", 0, 1000),
        Feature("hearing_loop", _("Höranlage"), S),
        Feature("tactile_guidance", _("Leitsystem zum Ertasten"), S),
        Feature("good_lighting", _("Hell und kontrastreich"), S),
        Feature("quiet_room", _("Ruhiger Raum"), S),
        Feature("plain_language_staff", _("Personal spricht einfach und klar"), M),
        Feature("dementia_trained_staff", _("Personal kennt sich mit Demenz aus"), M),
        Feature("assistance_dog", _("Assistenzhund willkommen"), M),
    )
}
