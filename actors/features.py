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
    """One kind of fact. `unit` is that of its number; `low`..`high` is the plausible window of the number."""

    slug: str
    label: Promise
    section: Section
    unit: str = ""
    low: float = 0
    high: float = 0
    whole: bool = False

    @property
    def measured(self) -> bool:
        return bool(self.unit)


def _feature(slug: str, label: Promise, section: Section, *measure: object, whole: bool = False) -> Feature:
    return Feature(slug, label, section, *measure, whole=whole)  # type: ignore[arg-type]


E, I, T, P, S, M = Section  # noqa: E741

FEATURES: dict[str, Feature] = {
    feature.slug: feature
    for feature in (
        _feature("wheelchair", _("Mit dem Rollstuhl ohne Hilfe zugänglich"), E),
        _feature("wheelchair_help", _("Mit dem Rollstuhl und Hilfe zugänglich"), E),
        _feature("entrance_steps", _("Stufen am Eingang"), E, "count", 0, 200, whole=True),
        _feature("step_height", _("Höhe der Stufe"), E, "cm", 0, 50),
        _feature("threshold", _("Türschwelle"), E, "cm", 0, 30),
        _feature("ramp", _("Rampe"), E),
        _feature("ramp_slope", _("Neigung der Rampe"), E, "%", 0, 40),
        _feature("handrail", _("Handlauf"), E),
        _feature("door_width", _("Breite der Tür"), E, "cm", 30, 600),
        _feature("door_automatic", _("Tür öffnet von selbst"), E),
        _feature("lift", _("Aufzug"), I),
        _feature("turning_space", _("Platz zum Wenden"), I, "cm", 30, 2000),
        _feature("seating", _("Sitzplätze zum Ausruhen"), I),
        _feature("toilet_wheelchair", _("Toilette für Rollstuhl geeignet"), T),
        _feature("parking_disabled", _("Behindertenparkplatz"), P),
        _feature("parking_distance", _("Weg vom Parkplatz"), P, "m", 0, 1000),
        _feature("hearing_loop", _("Höranlage"), S),
        _feature("tactile_guidance", _("Leitsystem zum Ertasten"), S),
        _feature("good_lighting", _("Hell und kontrastreich"), S),
        _feature("quiet_room", _("Ruhiger Raum"), S),
        _feature("plain_language_staff", _("Personal spricht einfach und klar"), M),
        _feature("dementia_trained_staff", _("Personal kennt sich mit Demenz aus"), M),
        _feature("assistance_dog", _("Assistenzhund willkommen"), M),
    )
}
