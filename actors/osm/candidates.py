"""One element and its kind → one candidate for a place, all values ready to be stored."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from shapely import Point

from actors.osm import access, contact, names
from actors.osm.access import Said
from actors.osm.duplicates import SEPARATE, Matched, merged
from actors.osm.operators import Operator, operator_name, operators
from actors.osm.selectors import Selector, Taxonomy, holds
from actors.osm.surroundings import Surroundings
from common.hours import HoursError, normalise
from mapping.osm.elements import Element, Finding
from mapping.osm.tags import count, first, values

LENGTHS = {"name": 200, "street": 120, "number": 20, "postcode": 10, "city": 80, "hours": 500, "hours_typed": 500}
CHECKED = ("check_date:wheelchair", "wheelchair:check_date", "survey:date", "check_date", "lastcheck")
_DATE = re.compile(r"^(\d{4})-(\d{2})-(\d{2})$")
_LANGUAGE = re.compile(r"^language:([a-z]{2,3})$")
_POSTCODE = re.compile(r"^[A-Z0-9 \-]{3,10}$", re.IGNORECASE)
OUTDOORS = frozenset({"gruen", "sitzbank", "haltestelle", "mobilitaet", "trinkwasser", "friedhof"})
STOREYS = {"0": "Erdgeschoss"}
Texts = tuple[dict[str, Any], list[Finding]]  # by field name, and what was odd


@dataclass(frozen=True)
class Candidate:
    """Values of a place as the file has them. Degrees; `source_id` is `node/123`.

    `distinct`: its name is its own and tells it apart from others of its kind nearby.
    """

    source_id: str
    version: int | None
    as_of: date | None
    kind: str
    name: str
    spot: Point
    distinct: bool = False
    street: str = ""
    number: str = ""
    postcode: str = ""
    city: str = ""
    level: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    hours: str = ""
    hours_typed: str = ""
    languages: tuple[str, ...] = ()
    target_groups: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    capacity_value: int | None = None
    capacity_unit: str = ""
    operator: Operator | None = None
    facts: Mapping[str, Said] | None = None


def candidates(
    elements: Iterable[Element], taxonomy: Taxonomy, around: Surroundings
) -> tuple[list[Candidate], list[Finding]]:
    """Every place of the file once, in an order that follows from the file alone."""
    found = [(element, kind) for element in elements if (kind := taxonomy.kind(element.tags))]
    kinds = {kind.slug: kind for _element, kind in found}
    findings = [Finding("no-position", element.key) for element, _kind in found if element.spot is None]
    matched = (
        Matched(element, kind.slug, _tells_apart(element.tags, kind, around)) for element, kind in found if element.spot
    )
    kept, twins = merged(matched, around.plane)
    known = operators(one.element.tags for one in kept)
    made = []
    for one in kept:
        candidate, told = _candidate(one, kinds[one.kind], taxonomy, around)
        made.append(replace(candidate, operator=known.get(operator_name(one.element.tags))))
        findings += told
    return made, findings + twins


def _candidate(
    one: Matched, kind: Selector, taxonomy: Taxonomy, around: Surroundings
) -> tuple[Candidate, list[Finding]]:
    element, tags, ref = one.element, one.element.tags, one.element.key
    address = _address(_addressed(element, kind.slug, around))
    name, findings = _name(element, kind, around, address)
    texts, texts_told = _texts(tags, ref)
    facts, facts_told = _facts(element, around)
    size, size_told = _capacity(tags, ref, kind.slug)
    short, cut = _shortened({"name": name, **address, **texts}, ref)
    assert element.spot is not None  # elements without a position were left out before
    candidate = Candidate(
        source_id=ref,
        version=element.version,
        as_of=_as_of(element),
        kind=kind.slug,
        spot=element.spot,
        distinct=one.distinct and kind.slug not in SEPARATE,
        languages=_languages(tags),
        target_groups=taxonomy.groups(tags),
        attributes=_attributes(tags),
        facts=facts,
        **size,
        **short,
    )
    return candidate, findings + texts_told + facts_told + size_told + cut


# --- name and address -----------------------------------------------------------------------------------------------


def _name(
    element: Element, kind: Selector, around: Surroundings, address: Mapping[str, str]
) -> tuple[str, list[Finding]]:
    tags, what, own = element.tags, _what(element.tags, kind), names.own_name(element.tags)
    if _tells_apart(tags, kind, around):
        return own, []
    told = [Finding("name-made", element.key, "name", tags["name"])] if tags.get("name") and not own else []
    if own and not _only_where(own, what, kind.slug, around):
        return names.made_name(tags, own, _where(element, around, address)), told
    return names.made_name(tags, what, own or _where(element, around, address)), told


def _what(tags: Mapping[str, str], kind: Selector) -> str:
    return names.label(tags, kind.slug, kind.label)


def _tells_apart(tags: Mapping[str, str], kind: Selector, around: Surroundings) -> bool:
    """Whether it has a name of its own that says more than what it is and where it stands."""
    own, what = names.own_name(tags), _what(tags, kind)
    return bool(own) and names.says_enough(own, what) and not _only_where(own, what, kind.slug, around)


def _only_where(own: str, what: str, kind: str, around: Surroundings) -> bool:
    """Whether a name is that of the spot: „Kapitelstraße 41“ of a parking space, „Rathaus“ of a taxi rank."""
    if kind in names.NAMED_FOR_SPOT:
        return what.casefold() not in own.casefold()
    return kind in names.STANDS_IN_STREET and names.is_street(own, around.street_set)


def _where(element: Element, around: Surroundings, address: Mapping[str, str]) -> str:
    assert element.spot is not None  # elements without a position were left out before
    return f"{address['street']} {address['number']}".strip() or around.where(element.spot)


def _addressed(element: Element, kind: str, around: Surroundings) -> Mapping[str, str]:
    """The object's own address, else that of the house it is in; what stands outdoors has none."""
    tags = element.tags
    if kind in OUTDOORS or any(tags.get(key) for key in ("addr:street", "addr:place", "addr:housenumber")):
        return tags
    return {**around.address_tags(element), **tags}


def _address(tags: Mapping[str, str]) -> dict[str, str]:
    postcode = tags.get("addr:postcode", "")
    street = first(tags, "addr:street", "addr:place")[1]
    return {
        "street": street,
        "number": ", ".join(values(tags.get("addr:housenumber"))) if street else "",
        "postcode": postcode if _POSTCODE.match(postcode) else "",
        "city": tags.get("addr:city", ""),
        "level": _storey(tags.get("level", "")),
    }


def _storey(raw: str) -> str:
    """`0` → Erdgeschoss, `1` → 1. Stock, `-1` → 1. Untergeschoss; '' for several, half storeys and nonsense."""
    number = count(raw.removeprefix("-"))
    if number is None or number > 60:
        return ""
    return STOREYS.get(raw) or (f"{number}. Untergeschoss" if raw.startswith("-") else f"{number}. Stock")


def _shortened(texts: dict[str, Any], ref: str) -> Texts:
    long = [key for key, limit in LENGTHS.items() if len(texts.get(key, "")) > limit]
    short = {key: text[: LENGTHS.get(key, len(text))] for key, text in texts.items()}
    return short, [Finding("text-shortened", ref, key, texts[key]) for key in long]


# --- contact and hours ----------------------------------------------------------------------------------------------

CONTACT = {"phone": contact.phone, "email": contact.email, "website": contact.website}


def _texts(tags: Mapping[str, str], ref: str) -> Texts:
    texts: dict[str, Any] = {}
    findings: list[Finding] = []
    for name, read in CONTACT.items():
        texts[name], told = read(tags, ref)
        findings += told
    hours, told = _hours(tags, ref)
    return texts | hours, findings + told


def _hours(tags: Mapping[str, str], ref: str) -> Texts:
    """What is not unambiguous is kept as text only."""
    typed = tags.get("opening_hours", "")
    if not typed:
        return {}, []
    try:
        text = normalise(typed).text
    except HoursError:
        text = ""
    if not text or len(text) > LENGTHS["hours"]:
        return {"hours_typed": typed}, [Finding("hours-not-understood", ref, "opening_hours", typed)]
    return {"hours": text, "hours_typed": typed}, []


# --- access, size, words --------------------------------------------------------------------------------------------


def _facts(element: Element, around: Surroundings) -> tuple[dict[str, Said], list[Finding]]:
    """What the object says itself, and of a house what its door says: the main one, or the only one."""
    own, findings = access.facts(element.tags, element.key)
    doors = around.doors_of(element.area) if element.area is not None else []
    main = [door for door in doors if door.tags["entrance"] == "main"] or doors
    if len(main) != 1:
        return own, findings
    door, told = access.facts(main[0].tags, main[0].key, access.DOORS)
    return door | own, findings + told


def _as_of(element: Element) -> date | None:
    """When somebody last checked on the spot, else when the object was last edited."""
    for key in CHECKED:
        if found := _DATE.match(element.tags.get(key, "")):
            try:
                return date(*map(int, found.groups()))
            except ValueError:
                continue
    return element.timestamp.date() if element.timestamp else None


UNITS: Mapping[str, tuple[tuple[str, str], ...]] = {
    **dict.fromkeys(
        ("pflegeheim", "tagespflege", "kurzzeitpflege", "betreutes_wohnen", "wohngruppe", "hospiz", "kita_schule"),
        (("capacity", "Plätze"),),
    ),
    "krankenhaus": (("beds", "Betten"), ("capacity:beds", "Betten")),
    "mobilitaet": (("capacity:disabled", "Stellplätze"), ("capacity", "Stellplätze")),
    "sitzbank": (("seats", "Sitzplätze"), ("capacity", "Sitzplätze")),
}


def _capacity(tags: Mapping[str, str], ref: str, kind: str) -> tuple[dict[str, Any], list[Finding]]:
    for key, unit in UNITS.get(kind, ()):
        if not tags.get(key):
            continue
        number = count(tags[key])
        if number is None:
            return {}, [Finding("capacity-not-understood", ref, key, tags[key])]
        return ({"capacity_value": number, "capacity_unit": unit} if number > 1 else {}), []
    return {}, []


def _languages(tags: Mapping[str, str]) -> tuple[str, ...]:
    spoken = {found[1] for key, value in tags.items() if value in ("yes", "main") and (found := _LANGUAGE.match(key))}
    return tuple(sorted(spoken))


PUBLIC = ("yes", "public", "permissive", "community")
ATTRIBUTES: tuple[tuple[str, Mapping[str, object]], ...] = (
    ("lieferdienst", {"delivery": ["yes", "only"]}),
    ("hausbesuch", {"home_visit": ["yes", "only"]}),
    ("hausbesuch", {"healthcare:home_visit": "yes"}),
    ("bietet_mittagstisch", {"lunch": "yes"}),
    ("bietet_mittagstisch", {"lunch:menu": "yes"}),
    ("toilette_fuer_alle", {"amenity": "toilets", "wheelchair": ["yes", "designated"], "access": None}),
    ("toilette_fuer_alle", {"amenity": "toilets", "wheelchair": ["yes", "designated"], "access": [*PUBLIC]}),
    ("toilette_fuer_alle", {"toilets:wheelchair": ["yes", "designated"], "toilets:access": [*PUBLIC]}),
)


def _attributes(tags: Mapping[str, str]) -> tuple[str, ...]:
    held = {slug for slug, where in ATTRIBUTES if all(holds(tags, key, wanted) for key, wanted in where.items())}
    return tuple(sorted(held))
