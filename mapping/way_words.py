"""What routes say: every code of `routing.reasons` in words and in plain words, and where a fact comes from.

One row per code. Of the texts in `full` the first one is used all of whose fields are known, `bare` if there is none.
`plain` is for readers of plain language: at most twelve words in a sentence, no numbers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from types import MappingProxyType

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mapping import way_hours
from mapping.measures import amount, length, number
from mapping.path_words import SMOOTHNESS_LABELS, SURFACE_LABELS, TRACKTYPE_LABELS, Labels
from mapping.routing.graph import Value
from mapping.routing.reasons import CODES
from mapping.routing.remarks import Remark
from mapping.routing.seats import SeatStop

Text = str | Promise


@dataclass(frozen=True)
class Wording:
    """`full` may hold {value}, {limit}, {thing}, {until}, {what}, {day} and {hours}; `bare` only {thing}."""

    bare: Text
    plain: Text
    full: Text | tuple[Text, ...] = ()

    @property
    def texts(self) -> tuple[Text, ...]:
        """The fullest first."""
        return (*(self.full if isinstance(self.full, tuple) else (self.full,)), self.bare)


WORDINGS: Mapping[str, Wording] = MappingProxyType(
    {
        "access_no": Wording(_("Für Fußgänger gesperrt"), _("Hier dürfen Sie nicht gehen.")),
        "use_sidepath": Wording(_("Bitte den Gehweg daneben nutzen"), _("Bitte nehmen Sie den Gehweg daneben.")),
        "oneway_foot": Wording(_("Nur in Gegenrichtung begehbar"), _("Hier geht es nur in die andere Richtung.")),
        "closed": Wording(
            _("Gesperrt"),
            _("Dieser Weg ist gesperrt."),
            (_("Gesperrt bis {until}: {what}"), _("Gesperrt bis {until}"), _("Gesperrt: {what}")),
        ),
        "closed_at_time": Wording(
            _("Zu dieser Zeit geschlossen"),
            _("Dieser Weg ist dann geschlossen."),
            _("Zu dieser Zeit geschlossen ({hours})"),
        ),
        "busy_road": Wording(
            _("Fahrbahn einer viel befahrenen Straße"),
            _("Hier fahren viele Autos. Sie müssten auf der Straße gehen."),
        ),
        "steps": Wording(_("Treppe"), _("Hier ist eine Treppe."), _("Treppe mit {value} Stufen")),
        "steps_no_handrail": Wording(
            _("Treppe ohne Handlauf"),
            _("Hier ist eine Treppe. Sie hat keinen Handlauf."),
            _("Treppe mit {value} Stufen ohne Handlauf"),
        ),
        "steps_too_many": Wording(
            _("Treppe mit zu vielen Stufen"),
            _("Hier ist eine Treppe. Sie hat zu viele Stufen für Sie."),
            _("Treppe mit {value} Stufen, Ihre Grenze: {limit}"),
        ),
        "escalator": Wording(_("Rolltreppe"), _("Hier ist eine Rolltreppe.")),
        "kerb_high": Wording(
            _("{thing} zu hoch"),
            _("Hier ist eine Kante. Sie ist zu hoch für Sie."),
            _("{thing} {value}, Ihre Grenze: {limit}"),
        ),
        "kerb_no_edge": Wording(
            _("Kante zur Fahrbahn nicht ertastbar"), _("Hier beginnt die Straße. Sie spüren dort keine Kante.")
        ),
        "incline_up": Wording(
            _("Steigung zu groß"),
            _("Hier geht es bergauf. Das ist zu steil für Sie."),
            _("Steigung {value}, Ihre Grenze: {limit}"),
        ),
        "incline_down": Wording(
            _("Gefälle zu groß"),
            _("Hier geht es bergab. Das ist zu steil für Sie."),
            _("Gefälle {value}, Ihre Grenze: {limit}"),
        ),
        "crossfall": Wording(
            _("Weg zur Seite geneigt"), _("Der Weg ist zur Seite schief."), _("Neigung zur Seite {value}")
        ),
        "width_narrow": Wording(
            _("Weg zu schmal"),
            _("Der Weg ist zu schmal für Sie."),
            _("Nur {value} breit, Sie brauchen {limit}"),
        ),
        "surface_bad": Wording(
            _("Belag zu schlecht"),
            _("Der Boden ist zu schlecht für Sie."),
            _("Belag: {value}. Ihre Grenze: {limit}"),
        ),
        "smoothness_bad": Wording(
            _("Weg sehr uneben"), _("Der Weg ist zu holprig für Sie."), _("Weg {value}. Ihre Grenze: {limit}")
        ),
        "tracktype_bad": Wording(
            _("Unbefestigter Weg"),
            _("Der Weg ist zu weich für Sie."),
            _("Boden des Weges {value}. Ihre Grenze: {limit}"),
        ),
        "barrier_type": Wording(_("{thing}: kein Durchkommen"), _("Hier kommen Sie nicht durch.")),
        "barrier_narrow": Wording(
            _("{thing}: Durchgang zu schmal"),
            _("Hier ist es zu eng für Sie."),
            _("{thing}: nur {value} Durchgang, Sie brauchen {limit}"),
        ),
        "gate_locked": Wording(_("Tor verschlossen"), _("Hier ist ein Tor. Es ist abgeschlossen.")),
        "wheelchair_no": Wording(
            _("Als nicht rollstuhlgerecht eingetragen"), _("Hier kommt man mit dem Rollstuhl nicht durch.")
        ),
        "lift_out_of_order": Wording(
            _("Aufzug außer Betrieb"), _("Der Aufzug ist kaputt."), _("Aufzug außer Betrieb (gemeldet am {day})")
        ),
        "entrance_step": Wording(
            _("Stufe am Eingang"),
            _("Am Eingang ist eine Stufe. Sie ist zu hoch für Sie."),
            _("Stufe am Eingang: {value}, Ihre Grenze: {limit}"),
        ),
        "entrance_narrow": Wording(
            _("Tür zu schmal"),
            _("Die Tür ist zu schmal für Sie."),
            _("Tür nur {value} breit, Sie brauchen {limit}"),
        ),
        "unknown_kerb": Wording(
            _("Höhe des Bordsteins nicht bekannt"),
            _("Hier ist vielleicht ein Bordstein. Wir wissen nicht, wie hoch er ist."),
        ),
        "unknown_kerb_edge": Wording(
            _("Nicht bekannt, ob die Kante zur Fahrbahn ertastbar ist"),
            _("Hier beginnt die Straße. Wir wissen nicht, ob Sie die Kante spüren."),
        ),
        "unknown_barrier": Wording(
            _("{thing}: Breite des Durchgangs nicht bekannt"),
            _("Hier wird es eng. Wir wissen nicht, wie eng."),
        ),
        "unknown_ground": Wording(_("Belag und Ebenheit nicht bekannt"), _("Wir wissen nicht, wie der Boden ist.")),
        "unknown_incline": Wording(_("Steigung nicht bekannt"), _("Wir wissen nicht, wie steil es ist.")),
        "unknown_width": Wording(_("Breite nicht bekannt"), _("Wir wissen nicht, wie breit der Weg ist.")),
        "unknown_steps": Wording(
            _("Treppe: Handlauf nicht bekannt"),
            _("Hier ist eine Treppe. Wir wissen nicht, ob sie einen Handlauf hat."),
        ),
        "unknown_sidewalk": Wording(
            _("Nicht bekannt, ob es einen Gehweg gibt"), _("Wir wissen nicht, ob hier ein Gehweg ist.")
        ),
        "unknown_lift": Wording(
            _("Aufzug: nicht bekannt, ob er groß genug ist"), _("Wir wissen nicht, ob der Aufzug für Sie passt.")
        ),
        "unknown_hours": Wording(
            _("Nicht bekannt, ob zu dieser Zeit offen ist"),
            _("Wir wissen nicht, ob dieser Weg dann offen ist."),
            _("Nicht bekannt, ob zu dieser Zeit offen ist ({hours})"),
        ),
        "headroom_low": Wording(
            _("Wenig Platz nach oben"),
            _("Hier hängt etwas tief. Passen Sie auf Ihren Kopf auf."),
            _("Nur {value} Platz nach oben"),
        ),
        "private_way": Wording(_("Privater Weg, nur für Anlieger"), _("Dieser Weg ist privat.")),
        "no_sound_signal": Wording(_("Ampel ohne Ton"), _("Hier ist eine Ampel. Sie macht keinen Ton.")),
        "tactile_incorrect": Wording(
            _("Leitstreifen am Boden falsch verlegt"), _("Der Streifen am Boden führt falsch.")
        ),
        "conditional_access": Wording(
            _("Nur zu bestimmten Zeiten offen"),
            _("Dieser Weg ist nicht immer offen."),
            _("Nur zu bestimmten Zeiten offen ({hours})"),
        ),
        "discouraged": Wording(_("Von diesem Weg wird abgeraten"), _("Dieser Weg ist nicht gut.")),
        "seat_gap": Wording(
            _("Lange Strecke ohne Sitzgelegenheit"),
            _("Hier können Sie sich lange nicht setzen."),
            _("{value} ohne Sitzgelegenheit"),
        ),
        "not_connected": Wording(_("Kein Weg in den Karten-Daten"), _("Wir kennen keinen Weg von hier nach dort.")),
        "not-near-network": Wording(_("Kein Weg in der Nähe"), _("Wir kennen hier keinen Weg.")),
        "entrance_unknown": Wording(_("Eingang nicht bekannt"), _("Wir wissen nicht, wo der Eingang ist.")),
        "far_from_network": Wording(
            _("Der nächste Weg ist weit entfernt"),
            _("Bis zum Weg ist es ein Stück. Dieses Stück kennen wir nicht."),
            _("Der nächste Weg ist {value} entfernt, das Stück dazwischen kennen wir nicht"),
        ),
        "snap_moved": Wording(
            _("Der nächste Weg führt nicht zum Ziel, wir rechnen mit einem anderen"),
            _("Der nächste Weg führt nicht weiter. Wir nehmen einen anderen."),
            _("Der nächste Weg führt nicht zum Ziel, wir rechnen mit einem, der {value} entfernt ist"),
        ),
        "off_network": Wording(
            _("Der Verlauf liegt auf keinem eingetragenen Weg"),
            _("Dieses Stück kennen wir nicht. Vielleicht gibt es den Weg nicht mehr."),
            _("{value} liegen auf keinem eingetragenen Weg"),
        ),
    }
)

# What alternatives have more or less of: a noun for each code, also for what blocks nobody.
TOPICS: Labels = MappingProxyType(
    {
        "rough_ground": _("Kopfsteinpflaster oder anderer holpriger Boden"),
        "steps": _("Treppen"),
        "quiet_road": _("Fahrbahn"),
        "busy_road": _("Fahrbahn einer viel befahrenen Straße"),
        "kerb": _("Bordsteine"),
        "crossing_without_signals": _("Querungen ohne Ampel"),
        "unlit": _("unbeleuchteter Weg"),
        "kerb_no_edge": _("Kanten, die man nicht ertasten kann"),
        "crossfall": _("zur Seite geneigter Weg"),
        "wheelchair_no": _("Stellen, die als nicht rollstuhlgerecht gelten"),
        "headroom_low": _("Stellen mit wenig Platz nach oben"),
        "private_way": _("privater Weg"),
        "no_sound_signal": _("Ampeln, die vielleicht keinen Ton haben"),
        "tactile_incorrect": _("falsch verlegte Leitstreifen"),
        "conditional_access": _("Weg, der nicht immer offen ist"),
        "discouraged": _("Weg, von dem abgeraten wird"),
        "unknown_kerb": _("Bordsteine mit unbekannter Höhe"),
        "unknown_kerb_edge": _("Kanten, von denen wir nicht wissen, ob man sie ertasten kann"),
        "unknown_barrier": _("Durchgänge mit unbekannter Breite"),
        "unknown_ground": _("Weg mit unbekanntem Boden"),
        "unknown_incline": _("Weg mit unbekannter Steigung"),
        "unknown_width": _("Weg mit unbekannter Breite"),
        "unknown_steps": _("Treppen, deren Handlauf wir nicht kennen"),
        "unknown_sidewalk": _("Straße, deren Gehweg wir nicht kennen"),
        "unknown_hours": _("Stellen, von denen wir nicht wissen, ob sie dann offen sind"),
        "unknown_lift": _("Aufzüge, deren Größe wir nicht kennen"),
    }
)

# What stands in the way, by the word of OpenStreetMap.
THINGS: Labels = MappingProxyType(
    {
        "bollard": _("Poller"),
        "block": _("Steinblock"),
        "planter": _("Pflanzkübel"),
        "jersey_barrier": _("Betonsperre"),
        "cycle_barrier": _("Umlaufsperre"),
        "motorcycle_barrier": _("Sperre gegen Motorräder"),
        "chain": _("Kette"),
        "rope": _("Seil"),
        "log": _("Baumstamm"),
        "narrow": _("Engstelle"),
        "stile": _("Überstieg"),
        "turnstile": _("Drehkreuz"),
        "full-height_turnstile": _("hohes Drehkreuz"),
        "kissing_gate": _("Drängelgitter"),
        "cattle_grid": _("Weiderost"),
        "squeeze": _("enger Durchlass"),
        "fence": _("Zaun"),
        "wall": _("Mauer"),
        "retaining_wall": _("Mauer"),
        "hedge": _("Hecke"),
        "guard_rail": _("Leitplanke"),
        "ditch": _("Graben"),
        "debris": _("Schutt"),
        "gate": _("Tor"),
        "swing_gate": _("Tor"),
        "wicket_gate": _("Tor"),
        "sliding_gate": _("Schiebetor"),
        "lift_gate": _("Schranke"),
        "height_restrictor": _("Höhenbegrenzung"),
    }
)
KIND_THINGS: Labels = MappingProxyType({"kerb": _("Bordstein"), "step": _("Stufe")})
ANY_THING = _("Sperre")
CLASS_LABELS: Mapping[str, Labels] = MappingProxyType(
    {"surface_bad": SURFACE_LABELS, "smoothness_bad": SMOOTHNESS_LABELS, "tracktype_bad": TRACKTYPE_LABELS}
)
# Nobody asks how long a stairway or a crossing is.
SHORT = frozenset(
    {"steps", "steps_no_handrail", "steps_too_many", "unknown_steps", "escalator", "unknown_lift", "no_sound_signal"}
)
LENGTHS = frozenset({"seat_gap", "far_from_network", "snap_moved", "off_network"})  # values that are metres of way


# What is told of something that would be good to know, where nobody knows it.
NOT_KNOWN: Labels = MappingProxyType({"no_sound_signal": _("Ampel, Ton nicht bekannt")})


def said(remark: Remark) -> str:
    """„Bordstein 6 cm, Ihre Grenze: 3 cm“; several together say how many and how long."""
    return f"{headline(remark)}{_extent(remark)}"


def headline(remark: Remark) -> str:
    if remark.source == "none" and remark.code in NOT_KNOWN:
        return str(NOT_KNOWN[remark.code])
    words = _words(remark)
    texts = map(str, WORDINGS[remark.code].texts)
    return next(text for text in texts if _fields(text) <= words.keys()).format(**words)


def bare(code: str) -> str:
    """A code without a place: „Bordstein zu hoch“."""
    kind = "kerb" if code.startswith("kerb") else ""
    return str(WORDINGS[code].bare).format(thing=thing(kind, ""))


def plainly(code: str) -> str:
    """The same for readers of plain language."""
    return str(WORDINGS[code].plain)


def topic(code: str) -> str:
    """What an alternative has more or less of."""
    return str(TOPICS[code]) if code in TOPICS else bare(code)


def thing(kind: str, word: str) -> str:
    """„Bordstein“, „Poller“; „Sperre“ where nobody knows better."""
    return str(KIND_THINGS.get(kind) or THINGS.get(word) or ANY_THING)


def corner(names: Sequence[str]) -> str:
    """„Ecke Lindenstraße / Parkstraße“, „Lindenstraße“; '' where no street has a name."""
    return gettext("Ecke {streets}").format(streets=" / ".join(names)) if len(names) > 1 else "".join(names)


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def _words(remark: Remark) -> dict[str, str]:
    """Only what is known has an entry."""
    found = {"thing": thing(remark.kind, remark.word)}
    if remark.value is not None:
        value = value_text(remark.code, remark.value, remark.unit)
        found["value"] = gettext("etwa {value}").format(value=value) if _is_estimate(remark) else value
    if remark.limit is not None:
        found["limit"] = value_text(remark.code, remark.limit, remark.unit)
    if remark.until is not None:
        found["until"] = date_format(remark.until, "DATE_FORMAT")
    if remark.note:
        found["what"] = remark.note
    if remark.hours:
        found["hours"] = way_hours.said(remark.hours)
    if remark.dated is not None and remark.source == "survey":
        found["day"] = date_format(remark.dated, "DATE_FORMAT")
    return found


def _is_estimate(remark: Remark) -> bool:
    """Steps that nobody counted are worked out from the length of the flight."""
    code = CODES.get(remark.code)
    return code is not None and code.attribute == "step_count" and remark.source == "class"


def value_text(code: str, value: Value, unit: str) -> str:
    """„6 cm“, „Kopfstein-Pflaster“, „12“."""
    if isinstance(value, str):
        return str(CLASS_LABELS.get(code, {}).get(value, value))
    if code in LENGTHS:
        return length(value)
    return amount(value, unit) if unit else number(round(value))


def _extent(remark: Remark) -> str:
    """„ (auf 340 m)“, „ (an 3 Stellen)“; '' for one spot."""
    if remark.code in LENGTHS | SHORT:
        return ""
    if remark.length_m:
        return " " + gettext("(auf {length})").format(length=length(remark.length_m))
    if remark.count > 1:
        return " " + gettext("(an {n} Stellen)").format(n=remark.count)
    return ""


# -------------------------------------------------------------------------------------------------------------- seats

BACKREST: Mapping[bool | None, Text] = MappingProxyType(
    {True: _("mit Rückenlehne"), False: _("ohne Rückenlehne"), None: _("Rückenlehne nicht bekannt")}
)
ARMREST: Mapping[bool | None, Text] = MappingProxyType(
    {True: _("mit Armlehne"), False: _("ohne Armlehne"), None: _("Armlehne nicht bekannt")}
)


def bench(seat: SeatStop) -> str:
    """„mit Rückenlehne, ohne Armlehne“; nothing known of either is said once."""
    if seat.backrest is None and seat.armrest is None:
        return gettext("Lehnen nicht bekannt")
    return f"{BACKREST[seat.backrest]}, {ARMREST[seat.armrest]}"


# ------------------------------------------------------------------------------------------------- where it comes from

# Where a fact comes from, with the day of its object and without.
SOURCES: Mapping[str, tuple[Text, Text]] = MappingProxyType(
    {
        "osm": (_("laut OpenStreetMap, Stand {month}"), _("laut OpenStreetMap")),
        "survey": (_("vor Ort gemessen am {day}"), _("vor Ort gemessen")),
        "terrain": (_("aus Höhendaten berechnet"), _("aus Höhendaten berechnet")),
        "class": (
            _("geschätzt nach OpenStreetMap, Stand {month}"),
            _("geschätzt nach OpenStreetMap"),
        ),
    }
)


def origin(remark: Remark) -> str:
    """„laut OpenStreetMap, Stand März 2024“; '' if nobody has said anything."""
    if remark.source not in SOURCES:
        return ""
    with_day, without = SOURCES[remark.source]
    if remark.dated is None:
        return str(without)
    return str(with_day).format(month=date_format(remark.dated, "F Y"), day=date_format(remark.dated, "DATE_FORMAT"))
