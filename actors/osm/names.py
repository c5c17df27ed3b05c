"""A believable name for every place: its own, or what it is and where („Defibrillator, Lindenstraße“)."""

import re
from collections.abc import Mapping

from mapping.osm.tags import first, listed, values

NAME_LENGTH = 200
NOT_NAMES = listed(
    "yes no name noname n/a na none unknown unbekannt ohne namenlos fixme todo test tbd xxx ? ?? - . privat private"
)
_LETTERS = re.compile(r"[^\W\d_]{2}")
_NUMBERED = re.compile(r"\s+\d{1,4}\s?[a-z]?(?:\s?[-–]\s?\d{1,4}\s?[a-z]?)?$", re.IGNORECASE)
_POST_ADDRESS = re.compile(r",?\s*\d{5}\b.*$")

# What an object without a name is called, by its tags; the first that holds. A kind's own label is often a list
# („Post, Bank, Geldautomat“), which no single thing is.
LABELS: tuple[tuple[str, str, str], ...] = (
    ("amenity", "post_box", "Briefkasten"),
    ("amenity", "post_office", "Postfiliale"),
    ("amenity", "atm", "Geldautomat"),
    ("amenity", "bank", "Bank"),
    ("amenity", "bench", "Sitzbank"),
    ("amenity", "shelter", "Unterstand"),
    ("amenity", "toilets", "Öffentliche Toilette"),
    ("amenity", "drinking_water", "Trinkwasser"),
    ("amenity", "public_bookcase", "Bücherschrank"),
    ("amenity", "library", "Bibliothek"),
    ("amenity", "taxi", "Taxistand"),
    ("amenity", "parking_space", "Behindertenparkplatz"),
    ("amenity", "kindergarten", "Kita"),
    ("amenity", "school", "Schule"),
    ("amenity", "cafe", "Café"),
    ("amenity", "restaurant", "Restaurant"),
    ("amenity", "fast_food", "Imbiss"),
    ("amenity", "canteen", "Kantine"),
    ("amenity", "marketplace", "Markt"),
    ("amenity", "doctors", "Arztpraxis"),
    ("amenity", "clinic", "Klinik"),
    ("amenity", "dentist", "Zahnarztpraxis"),
    ("amenity", "pharmacy", "Apotheke"),
    ("amenity", "hospital", "Krankenhaus"),
    ("amenity", "townhall", "Rathaus"),
    ("amenity", "police", "Polizei"),
    ("amenity", "theatre", "Theater"),
    ("amenity", "cinema", "Kino"),
    ("amenity", "arts_centre", "Kulturzentrum"),
    ("amenity", "music_school", "Musikschule"),
    ("amenity", "community_centre", "Gemeinschaftshaus"),
    ("amenity", "social_centre", "Begegnungszentrum"),
    ("amenity", "grave_yard", "Friedhof"),
    ("landuse", "cemetery", "Friedhof"),
    ("leisure", "playground", "Spielplatz"),
    ("leisure", "park", "Grünanlage"),
    ("leisure", "garden", "Garten"),
    ("leisure", "fitness_station", "Fitness-Gerät"),
    ("leisure", "fitness_centre", "Fitness-Studio"),
    ("leisure", "sports_centre", "Sportanlage"),
    ("leisure", "swimming_pool", "Schwimmbecken"),
    ("highway", "elevator", "Aufzug"),
    ("railway", "station", "Bahnhof"),
    ("railway", "halt", "Bahnhof"),
    ("railway", "platform", "Bahnsteig"),
    ("train", "yes", "Bahnsteig"),
    ("emergency", "defibrillator", "Defibrillator"),
    ("shop", "supermarket", "Supermarkt"),
    ("shop", "bakery", "Bäckerei"),
    ("shop", "butcher", "Metzgerei"),
    ("shop", "greengrocer", "Obst und Gemüse"),
    ("shop", "convenience", "Lebensmittelladen"),
    ("shop", "chemist", "Drogerie"),
    ("shop", "hairdresser", "Friseur"),
    ("shop", "kiosk", "Kiosk"),
    ("shop", "laundry", "Wäscherei"),
    ("shop", "mobile_phone", "Handyladen"),
    ("shop", "optician", "Optiker"),
    ("shop", "hearing_aids", "Hörgeräte"),
    ("shop", "medical_supply", "Sanitätshaus"),
    ("healthcare", "physiotherapist", "Physiotherapie"),
    ("healthcare", "occupational_therapist", "Ergotherapie"),
    ("healthcare", "speech_therapist", "Logopädie"),
    ("healthcare", "podiatrist", "Fußpflege"),
    ("healthcare", "psychotherapist", "Psychotherapie"),
)
STOP_LABEL = "Haltestelle"
GENERIC = frozenset(text.casefold() for _key, _value, text in LABELS) | listed(
    "cafeteria trinkhalle vereinsheim vereinshaus turnhalle sporthalle gemeindehaus kapelle kirche kiosk bäcker friseur"
    " frisör hort kindergarten kindertagesstätte grundschule park garten zahnarzt arzt mensa"
    " parkbank ruhebank mitfahrbank"
)
# Where a mapper wrote the street into `name`, the street is where it stands, not what it is called.
STANDS_IN_STREET = frozenset({"gruen", "sitzbank", "defibrillator", "toilette", "trinkwasser", "post_bank"})
NAMED_FOR_SPOT = frozenset({"mobilitaet"})  # taxi ranks, lifts: a name there only says where
CLOSED = frozenset({"private", "no", "customers", "residents", "permit"})
OPEN_KINDS = frozenset({"gruen", "sport", "toilette", "mobilitaet", "defibrillator"})
BRANDED = frozenset({"post_box", "atm", "bank", "post_office"})


def believable(name: str) -> bool:
    return len(name) >= 2 and bool(_LETTERS.search(name)) and name.casefold() not in NOT_NAMES


def label(tags: Mapping[str, str], kind: str, kind_label: str) -> str:
    """What this single thing is: „Briefkasten“, not „Post, Bank, Geldautomat“."""
    found = next((text for key, value, text in LABELS if value in values(tags.get(key))), "")
    text = found or (STOP_LABEL if kind == "haltestelle" else kind_label)
    return f"{text} (nicht öffentlich)" if kind in OPEN_KINDS and tags.get("access") in CLOSED else text


def own_name(tags: Mapping[str, str]) -> str:
    """Name, else brand; '' if neither can be believed. A box or a machine is not named for its owner."""
    keys = ("name", "official_name") if tags.get("amenity") in BRANDED else ("name", "official_name", "brand")
    return next((tags[key] for key in keys if believable(tags.get(key, ""))), "")


def says_enough(name: str, what: str) -> bool:
    """„Imbiss“ says what it is, but not which one."""
    return name.casefold() not in GENERIC | {what.casefold()}


def is_street(name: str, streets: frozenset[str]) -> bool:
    """Whether a name only says where: „Kapitelstraße 41“, „Bismarckstraße / Viktoriastraße“."""
    parts = [part.strip() for part in re.split(r"\s*/\s*", name)]
    return all(part in streets or _NUMBERED.sub("", part) in streets for part in parts)


def made_name(tags: Mapping[str, str], what: str, where: str) -> str:
    """What it is, of whom if that tells it apart, and where."""
    amenity = tags.get("amenity", "")
    branded = amenity in BRANDED and tags.get("brand", tags.get("operator", "")) not in ("", "Deutsche Post")
    brand = f" {first(tags, 'brand', 'operator')[1]}" if branded else ""
    track = _track(tags) if what == "Bahnsteig" else ""
    spot = _post_spot(tags) if amenity == "post_box" else ""
    place = spot or where
    return f"{what}{brand}{track}{', ' if place else ''}{place}"[:NAME_LENGTH]


def _track(tags: Mapping[str, str]) -> str:
    tracks = values(first(tags, "local_ref", "ref")[1])
    return f" {'/'.join(tracks)}" if tracks and all(len(track) <= 3 for track in tracks) else ""


def _post_spot(tags: Mapping[str, str]) -> str:
    """The post writes the corner on its boxes: `Am Nordgraben/Eichborndamm, 13437 Berlin`."""
    spot = _POST_ADDRESS.sub("", tags.get("ref", "")).strip(" ,")
    spot = re.sub(r"(?<=[a-zäöüß])str\.|\bStr\.", lambda found: "Straße" if found[0][0] == "S" else "straße", spot)
    return spot if believable(spot) and len(spot) <= 80 else ""
