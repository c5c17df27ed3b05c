"""LOCATION → a place of ours and a room. Only by exact name or address; what is not known stays as words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from actors.models import Organisation, Place
from common.text import fold
from upkeep.imports.ical import texts

_PARTS = re.compile(r"[,;|\n]|\s[-–—]\s|\(|\)")
_STREET = re.compile(r"str\b")
_POSTCODE = re.compile(r"\b\d{5}\b")
_LANDS = frozenset({"deutschland", "germany", "de"})


@dataclass(frozen=True)
class Where:
    """`place` is a slug, '' if nobody knows."""

    place: str = ""
    room: str = ""


@dataclass(frozen=True)
class _Known:
    slug: str
    own: bool
    name: str
    address: str
    town: frozenset[str]
    postcode: str


class Whereabouts:
    """For the calendar of one organisation. `usual` is where its events are that name no location."""

    def __init__(self, organisation: Organisation, usual: Place | None) -> None:
        self.organisation, self.usual = organisation, usual

    def of(self, location: str) -> Where:
        said = location.strip()
        if not said:
            return Where(self.usual.slug if self.usual else "")
        parts = [part for part in (" ".join(part.split()) for part in _PARTS.split(said)) if part]
        found = self._named(said, [_plain(part) for part in parts])
        if found is None:
            return Where(room=texts.line(said, texts.ROOM))
        rest = [part for part in parts if not _tells(found, _plain(part))]
        return Where(found.slug, texts.line(", ".join(rest), texts.ROOM))

    @cached_property
    def _known(self) -> list[_Known]:
        columns = ("slug", "name", "street", "number", "postcode", "city", "organisation_id")
        return [
            _Known(
                slug,
                organisation == self.organisation.pk,
                _plain(name),
                _plain(f"{street} {number}") if street and number else "",
                frozenset(filter(None, (_plain(f"{postcode} {city}"), _plain(city), postcode))),
                postcode,
            )
            for slug, name, street, number, postcode, city, organisation in Place.objects.published().values_list(
                *columns
            )
        ]

    @cached_property
    def _by_words(self) -> dict[str, list[_Known]]:
        found: dict[str, list[_Known]] = defaultdict(list)
        for one in self._known:
            for words in {one.name, one.address} - {""}:
                found[words].append(one)
        return found

    def _named(self, said: str, parts: list[str]) -> _Known | None:
        """Own places by one of the parts; others only if nothing else is said than their name and address."""
        near = {one.slug: one for part in (_plain(said), *parts) for one in self._by_words.get(part, ())}
        postcodes = set(_POSTCODE.findall(said))
        fitting = [one for one in near.values() if not postcodes or not one.postcode or one.postcode in postcodes]
        for chosen in self._orders(fitting, parts, _plain(said)):
            if len(chosen) == 1:
                return chosen[0]
        return None

    @staticmethod
    def _orders(near: list[_Known], parts: list[str], whole: str) -> Iterator[list[_Known]]:
        own = [one for one in near if one.own]
        yield [one for one in own if one.name in (whole, *parts)]
        yield own
        strangers = [one for one in near if whole == one.name or all(_tells(one, part) for part in parts)]
        yield [one for one in strangers if one.name in (whole, *parts)]
        yield strangers


def _plain(text: str) -> str:
    return _STREET.sub("strasse", fold(text))


def _tells(place: _Known, part: str) -> bool:
    """Whether the words say no more than the name or the address."""
    return part in (place.name, place.address, "") or part in place.town or part in _LANDS
