"""Legs of a route as sentences: „Links abbiegen in die Parkstraße, 80 m auf dem Gehweg“."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mapping.measures import amount, length
from mapping.routing.legs import Leg
from mapping.routing.rules import FELT_EDGE_CM
from mapping.routing.traveller import Traveller
from mapping.way_words import thing

COMPASS: tuple[Promise, ...] = (
    _("Nach Norden"),
    _("Nach Nordosten"),
    _("Nach Osten"),
    _("Nach Südosten"),
    _("Nach Süden"),
    _("Nach Südwesten"),
    _("Nach Westen"),
    _("Nach Nordwesten"),
)
TURNS: Mapping[str, Promise] = MappingProxyType(
    {
        "straight": _("Geradeaus"),
        "slight_left": _("Leicht links halten"),
        "left": _("Links abbiegen"),
        "sharp_left": _("Scharf links abbiegen"),
        "slight_right": _("Leicht rechts halten"),
        "right": _("Rechts abbiegen"),
        "sharp_right": _("Scharf rechts abbiegen"),
        "": _("Weiter"),
    }
)
# Where one is on a kind of way: with its name, and without.
ON: Mapping[str, tuple[Promise, Promise]] = MappingProxyType(
    {
        "sidewalk": (_("auf dem Gehweg {name}"), _("auf dem Gehweg")),
        "footway": (_("auf dem Fußweg {name}"), _("auf dem Fußweg")),
        "shared": (_("entlang {name}"), _("in der Fußgängerzone oder Spielstraße")),
        "path": (_("auf dem Pfad {name}"), _("auf einem Pfad")),
        "track": (_("auf dem Feld- oder Waldweg {name}"), _("auf einem Feld- oder Waldweg")),
        "cycleway": (_("auf dem Radweg {name}"), _("auf dem Radweg")),
        "bridleway": (_("auf dem Reitweg {name}"), _("auf dem Reitweg")),
        "quiet": (_("auf der Fahrbahn {name}"), _("auf der Fahrbahn")),
        "busy": (
            _("auf der Fahrbahn {name}, viel befahren"),
            _("auf der Fahrbahn einer viel befahrenen Straße"),
        ),
        "island": (_("über die Verkehrsinsel"), _("über die Verkehrsinsel")),
    }
)
NOTHING_M = 0.5
AHEAD = ("straight", "")
STREETS = frozenset({"sidewalk", "quiet", "busy", "shared"})
# Into which street one turns: the article goes with the last part of the name. Masculine
# names of several words are left alone, because their first word would change („in den Langen Weg“).
_PREPOSITION = "am|an|auf|beim?|hinter|hinterm|im|in|neben|ob|ober|über|unter|unterm|vor|vorm|zum|zur|zu"
INTO: tuple[tuple[re.Pattern[str], Promise], ...] = (
    (re.compile(rf"^(?:{_PREPOSITION}) ", re.I), _("in die Straße {name}")),
    (
        re.compile(r"(straße|strasse|str\.|gasse|allee|promenade|chaussee|zeile|twiete|siedlung|reihe)$", re.I),
        _("in die {name}"),
    ),
    (re.compile(r"^straße ", re.I), _("in die {name}")),
    (
        re.compile(r"^[\w-]*(weg|damm|ring|steig|pfad|stieg|graben|hof|park|wall|markt|berg|gang|kamp)$", re.I),
        _("in den {name}"),
    ),
    (re.compile(r"^[\w-]*(platz|anger|steg)$", re.I), _("auf den {name}")),
)
INTO_ANY = _("in die Straße {name}")
CROSSINGS: Mapping[str, Promise] = MappingProxyType({"zebra": _("Zebrastreifen")})


@dataclass(frozen=True)
class Ear:
    """What a traveller wants to hear of a crossing."""

    kerbs: bool
    sound: bool

    @classmethod
    def of(cls, traveller: Traveller) -> "Ear":
        feels = traveller.word("kerb_edge") != "off"
        return cls(kerbs=feels or traveller.number("max_kerb_cm") is not None, sound=feels)


def sentences(legs: Sequence[Leg], traveller: Traveller) -> list[str]:
    """One for each leg. A street's name is said as a turn where it changes, else as where one is."""
    ear, street, found = Ear.of(traveller), "", []
    for leg in legs:
        found.append(_sentence(leg, street, ear))
        street = leg.name or street
    return found


def _sentence(leg: Leg, street: str, ear: Ear) -> str:
    if leg.kind in SPOKEN:
        return SPOKEN[leg.kind](leg, ear)
    if leg.turn == "start" and leg.distance_m < NOTHING_M:
        return gettext("Sie sind schon da")
    begin = _begin(leg)
    turns = leg.turn not in ("start", *AHEAD) and leg.name and leg.name != street and leg.kind in STREETS
    if turns:
        begin = f"{begin} {into(leg.name)}"
        return gettext("{begin}, {length} {where}").format(
            begin=begin, length=length(leg.distance_m), where=where(leg.kind, "")
        )
    return gettext("{begin}: {length} {where}").format(
        begin=begin, length=length(leg.distance_m), where=where(leg.kind, leg.name)
    )


def where(kind: str, name: str) -> str:
    """„auf dem Gehweg Lindenstraße“; '' for a bit of way that has no kind of its own."""
    named, bare = ON.get(kind, ("", ""))
    return str(named).format(name=name) if name else str(bare)


def into(name: str) -> str:
    """„in die Parkstraße“, „in den Lindenweg“, „auf den Lindenplatz“, „in die Straße Am Markt“."""
    return str(next((text for pattern, text in INTO if pattern.search(name)), INTO_ANY)).format(name=name)


# ------------------------------------------------------------------------------------------------------- what one meets


def _crossing(leg: Leg, ear: Ear) -> str:
    details = [_lights(leg, ear), _kerbs(leg) if ear.kerbs else "", _strip(leg) if ear.sound else ""]
    told = ", ".join(filter(None, details))
    name = gettext("{name} überqueren").format(name=leg.name) if leg.name else gettext("Straße überqueren")
    crossing = f"{name}: {told}" if told else name
    return crossing if leg.turn in AHEAD else f"{_begin(leg)}, {crossing}"


def _begin(leg: Leg) -> str:
    """„Nach Norden“ at the start, else how one turns."""
    return str(COMPASS[round(leg.heading / 45) % 8] if leg.turn == "start" else TURNS[leg.turn])


def _lights(leg: Leg, ear: Ear) -> str:
    """Signals, and for those who listen whether one hears them; a zebra crossing where there are none."""
    if not leg.signals:
        without = gettext("ohne Ampel") if leg.signals is False and ear.sound else ""
        return str(CROSSINGS.get(leg.word, without))
    if not ear.sound:
        return gettext("Ampel")
    return {
        True: gettext("Ampel mit Ton oder Vibration"),
        False: gettext("Ampel ohne Ton"),
        None: gettext("Ampel, Ton nicht bekannt"),
    }[leg.sound]


def _strip(leg: Leg) -> str:
    words = {
        True: gettext("mit Leitstreifen am Boden"),
        False: gettext("ohne Leitstreifen am Boden"),
        None: gettext("Leitstreifen nicht bekannt"),
    }
    return words[leg.tactile]


def _kerbs(leg: Leg) -> str:
    """„Bordstein 3 cm, dann nicht bekannt“."""
    heights = [gettext("nicht bekannt") if height is None else amount(height, "cm") for height in leg.kerb_cm]
    if not heights:
        return ""
    then = gettext(", dann ").join(heights)
    return gettext("Bordstein {heights}").format(heights=then)


def _kerb(leg: Leg, ear: Ear) -> str:
    told = _kerbs(leg) or gettext("Bordstein nicht bekannt")
    low = leg.kerb_cm and leg.kerb_cm[0] is not None and leg.kerb_cm[0] < FELT_EDGE_CM
    hardly = gettext("kaum zu ertasten")  # not inside of the f-string, where it is not collected for translation
    return f"{told}, {hardly}" if ear.sound and low else told


def _step(leg: Leg, _ear: Ear) -> str:
    known = next((height for height in leg.kerb_cm if height is not None), None)
    return (
        gettext("Stufe, Höhe nicht bekannt")
        if known is None
        else gettext("Stufe {height}").format(height=amount(known, "cm"))
    )


def _steps(leg: Leg, _ear: Ear) -> str:
    if leg.steps is None:
        return gettext("Treppe, Zahl der Stufen nicht bekannt")
    count = max(1, round(leg.steps))
    return ngettext("Treppe mit {n} Stufe", "Treppe mit {n} Stufen", count).format(n=count)


def _barrier(leg: Leg, _ear: Ear) -> str:
    return gettext("Durchgang: {thing}").format(thing=thing(leg.kind, leg.word))


SPOKEN = MappingProxyType(
    {
        "crossing": _crossing,
        "wait": _crossing,
        "kerb": _kerb,
        "step": _step,
        "steps": _steps,
        "lift": lambda _leg, _ear: gettext("Mit dem Aufzug fahren"),
        "barrier": _barrier,
        "join": lambda _leg, _ear: gettext("Ein kurzes Stück weiter"),
    }
)
