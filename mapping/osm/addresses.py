"""Elements → house numbers. Pure.

`4;4a` and `4,4a` are several houses and are split; `4-8` is one house that says so on its sign and is kept.
A shop that repeats the number of the house it is in is no second house.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shapely import Point

from mapping.osm.elements import Element, Finding
from mapping.osm.plane import Plane
from mapping.osm.tags import clean

SPLIT = re.compile(r"\s*[;,]\s*")
NUMBER = re.compile(r"^\d{1,4}(?!\d)")
BUSINESS = ("shop", "amenity", "office", "healthcare", "craft", "leisure", "tourism", "club")
SAME_HOUSE_M = 60.0
STREET_LENGTH, NUMBER_LENGTH, POSTCODE_LENGTH, CITY_LENGTH = 120, 20, 10, 80


@dataclass(frozen=True)
class House:
    """One house number at one point. `ref` is unique: `way/12`, its second number `way/12;2`."""

    ref: str
    version: int | None
    street: str
    number: str
    postcode: str
    city: str
    point: Point
    business: bool = False

    @property
    def words(self) -> tuple[str, str, str]:
        return self.street.casefold(), self.number.casefold().replace(" ", ""), self.postcode


def houses(elements: Iterable[Element], plane: Plane) -> tuple[list[House], list[Finding]]:
    """All house numbers, shops in a house that is there already left out."""
    found: list[House] = []
    findings: list[Finding] = []
    for element in elements:
        if "addr:housenumber" in element.tags and "addr:interpolation" not in element.tags:
            found += _of(element, findings)
    return list(_without_repeats(found, plane)), findings


def _of(element: Element, findings: list[Finding]) -> Iterator[House]:
    tags, raw = element.tags, element.tags["addr:housenumber"]
    street = (tags.get("addr:street") or tags.get("addr:place") or "")[:STREET_LENGTH]
    if not street or element.spot is None:
        findings.append(
            Finding("address-street" if not street else "no-position", element.key, "addr:housenumber", raw)
        )
        return
    numbers = [clean(part) for part in SPLIT.split(raw) if clean(part)]
    readable = [number for number in numbers if NUMBER.match(number) and len(number) <= NUMBER_LENGTH]
    if len(readable) < max(len(numbers), 1):
        findings.append(Finding("address-number", element.key, "addr:housenumber", raw))
    for place, number in enumerate(readable, 1):
        yield House(
            element.key if place == 1 else f"{element.key};{place}",
            element.version,
            street,
            number,
            tags.get("addr:postcode", "")[:POSTCODE_LENGTH],
            tags.get("addr:city", "")[:CITY_LENGTH],
            element.spot,
            "building" not in tags and any(key in tags for key in BUSINESS),
        )


def _without_repeats(found: list[House], plane: Plane) -> Iterator[House]:
    """Every house, and of the shops those whose number no house near them has."""
    near: dict[tuple[str, str, str], list[Point]] = defaultdict(list)
    for house in sorted(found, key=lambda house: house.business):
        spot = plane.metric(house.point)
        if house.business and any(spot.distance(other) <= SAME_HOUSE_M for other in near[house.words]):
            continue
        near[house.words].append(spot)
        yield house
