"""Address search within a quarter, from its imported addresses and named streets. No other server is asked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from django.contrib.gis.db.models import Collect
from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from common.errors import UsageError
from common.geo import LonLat
from common.spelling import slips, slips_allowed
from common.sql import Fold
from common.text import fold, join_words
from mapping.models import Address, BaseFeature, Layer, Quarter

STREETS_MAX = 8
SUGGESTIONS = 3
SUGGEST_MIN = 3
# „Lindenstr.“, „Linden Str“, „Lindenpl.“; folded, at the end of a word.
_SHORT = ((re.compile(r"str\b"), "strasse"), (re.compile(r"pl\b"), "platz"))
_HOUSE = r"[0-9]{1,4}\s?(?:[a-z](?![a-z]))?"
_NUMBER = re.compile(rf"(?P<first>{_HOUSE})(?:\s?[-/]\s?(?P<last>{_HOUSE}))?")
_POSTCODE = re.compile(r"(?<![0-9])[0-9]{5}(?![0-9])")
_LEADING = re.compile(rf"^\s*(?P<house>{_HOUSE})\s*,?\s+(?P<rest>[^0-9].*)$")
_TOWN = re.compile(r"^(?P<address>.*[0-9]\s?[A-Za-z]?)\s+[^0-9]+$")


@dataclass(frozen=True)
class Located:
    """An address or street that was found. `notice` says what was assumed, '' if nothing was."""

    label: str
    point: LonLat
    notice: str = ""


@dataclass(frozen=True)
class Wanted:
    """What an address text says: folded street with its short forms written out, number like „4a“, postcode."""

    street: str
    number: str = ""
    postcode: str = ""

    @property
    def compact(self) -> str:
        return self.street.replace(" ", "")


@dataclass(frozen=True)
class Street:
    """A street's name held against what is wanted: letters that differ, and whether it only begins the same."""

    name: str
    slips: int
    allowed: int
    begins: bool

    @classmethod
    def compare(cls, name: str, wanted: Wanted) -> Self:
        known, allowed = written_out(fold(name)).replace(" ", ""), slips_allowed(wanted.compact)
        begins = len(wanted.compact) >= SUGGEST_MIN and known.startswith(wanted.compact)
        return cls(name, slips(wanted.compact, known, allowed), allowed, begins)

    @property
    def exact(self) -> bool:
        return self.slips == 0

    @property
    def fits(self) -> bool:
        return self.begins or self.slips <= self.allowed

    @property
    def distance(self) -> tuple[bool, int]:
        """Exact, then beginning alike, then by the number of slips."""
        return (not self.exact, 0 if self.begins else self.slips)

    @property
    def order(self) -> tuple[bool, int, str]:
        return (*self.distance, self.name)


def read(text: str) -> Wanted:
    """Take an address text apart: „4 Lindenstr.“, „Lindenstraße 4 a, 13435 Berlin“. A pure function."""
    line, postcode = _without_town(text.lower())
    leading = _LEADING.match(line)
    line = f"{leading['rest']} {leading['house']}" if leading else line
    number = _last_number(line)
    street = line[: number.start()] if number else line
    return Wanted(written_out(fold(street)), _number(number), postcode)


def _without_town(line: str) -> tuple[str, str]:
    """The part with street and number, and the postcode."""
    found = _POSTCODE.search(line)
    if found:
        line = line[: found.start()] if line[: found.start()].strip(" ,") else line[found.end() :]
    street, _comma, rest = line.strip(" ,").partition(",")
    bare_number = not re.search(r"[^\W\d]{2}", street)
    return (f"{street} {rest}" if bare_number else street), found[0] if found else ""


def _last_number(line: str) -> re.Match[str] | None:
    """The number behind the street's name: „Straße des 17. Juni 4“ has two."""
    at_end = (found for found in _NUMBER.finditer(line) if found.start() and not line[found.end() :].strip(" ."))
    return next(at_end, None)


def _number(found: re.Match[str] | None) -> str:
    """„4“, „4a“, „4-6“."""
    if found is None:
        return ""
    return "-".join(_plain_number(part) for part in (found["first"], found["last"]) if part)


def written_out(folded: str) -> str:
    for short, full in _SHORT:
        folded = short.sub(full, folded)
    return folded


def locate(field: str, text: str, quarter: Quarter) -> Located:
    """The address a text means; UsageError names the field and up to three streets that sound alike.

    A street without number is answered by its middle, an unknown number by the nearest one; both are said.
    """
    wanted, found = _best_reading(text, quarter)
    if not found:
        raise UsageError(field, text, _right(wanted, quarter))
    best, others = found[0], [street.name for street in found[1:] if street.distance == found[0].distance]
    place = _place(best, wanted, quarter)
    notice = " ".join(filter(None, [_assumed(text, place, best, others), place.notice]))
    return Located(place.label, place.point, notice)


def _best_reading(text: str, quarter: Quarter) -> tuple[Wanted, list[Street]]:
    """„Lindenstraße 4 Berlin“ is read without the town if no street is called like the whole."""
    before_town = _TOWN.match(text)
    readings = [read(text), *([read(before_town["address"])] if before_town else [])]
    tried = ((wanted, streets(wanted, quarter)) for wanted in readings)
    return next(((wanted, found) for wanted, found in tried if found), (readings[0], []))


def _assumed(text: str, place: Located, best: Street, others: list[str]) -> str:
    """What to say when the text did not name the street exactly, or fits several."""
    if best.exact:
        return ""
    said = _("„{text}“ haben wir als „{label}“ verstanden.").format(text=text, label=place.label)
    if not others:
        return said
    return said + " " + _("Möglich ist auch: {list}.").format(list=join_words(others[:SUGGESTIONS], last=_("oder")))


def _right(wanted: Wanted, quarter: Quarter) -> str:
    near = nearest_names(wanted, quarter)
    if not near:
        return _("eine Adresse in {quarter}, zum Beispiel eine Straße mit Hausnummer").format(quarter=quarter.name)
    names = join_words(near, last=_("oder"))
    return _("eine Adresse in {quarter}, zum Beispiel {list}").format(quarter=quarter.name, list=names)


def streets(wanted: Wanted, quarter: Quarter) -> list[Street]:
    """Streets of the quarter that may be meant, best first; at most `STREETS_MAX`.

    Trigrams find most without reading all names; a swap of letters in a short name escapes them.
    """
    if not wanted.compact:
        return []
    alike = Q(folded__trigram_word_similar=wanted.street) | Q(folded__startswith=wanted.street)
    names = set(Address.objects.of(quarter).filter(alike).values_list("street", flat=True).distinct())
    known = [Street.compare(name, wanted) for name in names]
    if not any(street.exact for street in known):
        known += [Street.compare(name, wanted) for name in all_names(quarter) - names]
    return sorted((street for street in known if street.fits), key=lambda street: street.order)[:STREETS_MAX]


def all_names(quarter: Quarter) -> set[str]:
    """Every street with addresses, and what the base map names: streets, squares, parks … without house numbers."""
    named = _on_the_map(quarter).exclude(name="").values_list("name")
    return {name for (name,) in named.union(Address.objects.of(quarter).values_list("street"))}


def _on_the_map(quarter: Quarter) -> QuerySet[BaseFeature]:
    """What may carry a name that people give as an address."""
    return BaseFeature.objects.of(quarter).filter(layer__in=(Layer.STREET, Layer.LABEL))


def nearest_names(wanted: Wanted, quarter: Quarter) -> list[str]:
    """Streets that sound most alike, however little that is."""
    names = Address.objects.of(quarter).values("street").distinct()
    alike = names.annotate(alike=TrigramSimilarity(Fold("street"), wanted.street or " ")).filter(alike__gt=0.1)
    return [row["street"] for row in alike.order_by("-alike", "street")[:SUGGESTIONS]]


def _place(street: Street, wanted: Wanted, quarter: Quarter) -> Located:
    return _at_number(street, wanted, quarter) or _drawn(street, quarter)


def _at_number(street: Street, wanted: Wanted, quarter: Quarter) -> Located | None:
    """The house, the nearest number, or the middle of the street; None if the street has no addresses."""
    houses = list(Address.objects.of(quarter).filter(street=street.name).order_by("number", "pk"))
    houses = [house for house in houses if house.postcode == wanted.postcode] or houses
    if not houses:
        return None
    if not wanted.number:
        return Located(street.name, _middle(houses))
    exact = next((house for house in houses if _same_number(house.number, wanted.number)), None)
    house = exact or min(houses, key=lambda house: abs(_first_number(house.number) - _first_number(wanted.number)))
    return Located(str(house), LonLat.of(house.point), "" if exact else _other_number(wanted, house))


def _other_number(wanted: Wanted, house: Address) -> str:
    sentence = _("Die Hausnummer {number} kennen wir dort nicht. Wir rechnen ab {label}.")
    return sentence.format(number=wanted.number, label=str(house))


def _middle(houses: Iterable[Address]) -> LonLat:
    """The house nearest to the middle of all, so that the point is on the street and not in a bend beside it."""
    points = [LonLat.of(house.point) for house in houses]
    middle = LonLat(sum(p.lon for p in points) / len(points), sum(p.lat for p in points) / len(points))
    return min(points, key=middle.distance_m)


def _drawn(street: Street, quarter: Quarter) -> Located:
    """Somewhere on the street as the base map draws it."""
    shape = _on_the_map(quarter).filter(name=street.name).aggregate(shape=Collect("geometry"))["shape"]
    return Located(street.name, LonLat.of(shape.point_on_surface))


def _plain_number(number: str) -> str:
    return "".join(number.lower().split())


def _same_number(known: str, wanted: str) -> bool:
    """„4 A“ is „4a“; „4-6“ and „4;6“ hold 4, 5, 6 and 4, 6."""
    plain = _plain_number(known)
    if plain == wanted:
        return True
    first, dash, last = plain.partition("-")
    if dash and first.isdecimal() and last.isdecimal() and wanted.isdecimal():
        return int(first) <= int(wanted) <= int(last)
    return wanted in re.split(r"[;,/]", plain)


def _first_number(number: str) -> int:
    digits = re.search(r"[0-9]{1,6}", number)
    return int(digits[0]) if digits else 0


def suggest(text: str, quarter: Quarter, *, limit: int) -> list[Located]:
    """Completions of an address text: streets, or houses once a number is begun."""
    wanted = read(text)
    found = streets(wanted, quarter)[:limit] if len(wanted.compact) >= SUGGEST_MIN else []
    if not wanted.number:
        return [_place(street, wanted, quarter) for street in found]
    names = [street.name for street in found if street.distance == found[0].distance]
    houses = Address.objects.of(quarter).filter(street__in=names)
    begun = [house for house in houses if _plain_number(house.number).startswith(wanted.number)]
    begun.sort(key=lambda house: (names.index(house.street), _first_number(house.number), house.number))
    return [Located(str(house), LonLat.of(house.point)) for house in begun[:limit]]
