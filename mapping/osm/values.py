"""The text of one tag → a value. Nothing raises: what cannot be understood is unknown and carries a code.

The codes are keys of `findings.TEXTS`. A value with a code such as `multi_value` is still a value.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

LONGEST = 255
UNKNOWN_WORDS = frozenset({"unknown", "?", "fixme", "n/a"})
NUMBER = r"[0-9]+(?:\.[0-9]+)?"
# Codes that need nobody's time: the value is clear enough. They are counted, not listed as findings.
HARMLESS = frozenset(
    {"empty", "explicit_unknown", "multi_value", "range", "open_bound", "unit_assumed", "class_value", "variant"}
)
DIGITS = 9  # results are rounded to so many decimals, so that 7 cm is 7 and not 7.000000000000001

_DASHES = str.maketrans("−–", "--")
_COMMA = re.compile(r"(?<=[0-9]),(?=[0-9])")
_ABOUT = re.compile(r"^(?:~|(?:ca\.|ca|about|approx\.?|etwa)(?![a-z]))\s*")
_BOUND = re.compile(r"^(<=|>=|<|>|≤|≥)\s*(.*)$")
_AMOUNT = re.compile(rf"^([+-]?)({NUMBER})\s*([^0-9\s].*)?$")
_RANGE = re.compile(rf"^({NUMBER})\s*([^0-9\s-]*?)\s*(?:-|to|bis)\s*({NUMBER})\s*([^0-9\s].*)?$")
_FEET = re.compile(rf"^({NUMBER})\s*'\s*(?:({NUMBER})\s*\")?$")


@dataclass(frozen=True)
class Parsed:
    """`low` is the smallest value named, `high` the upper bound where only a class is known."""

    value: float | str | None = None
    low: float | None = None
    high: float | None = None
    estimated: bool = False
    codes: frozenset[str] = frozenset()

    def coded(self, *codes: str) -> Parsed:
        return replace(self, codes=self.codes | set(codes))


def unknown(*codes: str) -> Parsed:
    return Parsed(codes=frozenset(codes))


def normal(raw: str) -> str:
    """One spelling for what means the same: NFC, lower case, single blanks, ASCII dash, decimal point."""
    text = " ".join(unicodedata.normalize("NFC", raw).casefold().translate(_DASHES).split())
    return _COMMA.sub(".", text)


def nothing(raw: str) -> Parsed | None:
    """What a text that says nothing means, None if it says something."""
    if len(raw) > LONGEST:
        return unknown("too_long")
    text = normal(raw)
    if not text.strip("; "):
        return unknown("empty")
    return unknown("explicit_unknown") if text in UNKNOWN_WORDS else None


def parts(raw: str) -> list[str]:
    """The parts of a list, in their normal spelling."""
    return [part for part in (piece.strip() for piece in normal(raw).split(";")) if part]


def listed(raw: str, read: Callable[[str], Parsed], worst: Callable[[Sequence[Parsed]], Parsed]) -> Parsed:
    """One value of a list: the worst for the traveller; parts that are not understood leave only their codes."""
    if (empty := nothing(raw)) is not None:
        return empty
    found = [unknown("explicit_unknown") if part in UNKNOWN_WORDS else read(part) for part in parts(raw)]
    if len(found) == 1:
        return found[0]
    good = [one for one in found if one.value is not None]
    codes = frozenset({"multi_value"}).union(*(one.codes for one in found))
    return replace(worst(good) if good else Parsed(), codes=codes)


# --------------------------------------------------------------------------------------------------------- words


@dataclass(frozen=True)
class Words:
    """A closed list of words. `order` goes from the best for the traveller to the worst."""

    table: Mapping[str, str | None]  # None: understood, but says nothing
    order: tuple[str, ...]
    estimated: frozenset[str] = frozenset()  # spellings that are only a rough class
    variants: bool = False  # an unknown `a:b` is tried as `a`

    def parse(self, raw: str) -> Parsed:
        return listed(raw, self._word, self._worst)

    def _word(self, text: str) -> Parsed:
        if text in self.table:
            return Parsed(self.table[text], estimated=text in self.estimated)
        stem, colon, _ = text.partition(":")
        if self.variants and colon and stem in self.table:
            return Parsed(self.table[stem], estimated=stem in self.estimated, codes=frozenset({"variant"}))
        return unknown("unknown_value")

    def _worst(self, found: Sequence[Parsed]) -> Parsed:
        return max(found, key=lambda one: self.order.index(str(one.value)))


def words(*order: str, estimated: Iterable[str] = (), variants: bool = False, **spellings: str) -> Words:
    """`words("yes", "no", no="disused")`: each word stands for itself, the spellings (with blanks between) as well."""
    table = {word: word for word in order} | {text: word for word, texts in spellings.items() for text in texts.split()}
    return Words(table, order, frozenset(estimated), variants)


# -------------------------------------------------------------------------------------------------------- amounts

Bare = Callable[[float], tuple[float | None, tuple[str, ...]]]


@dataclass(frozen=True)
class Quantity:
    """An amount with a unit. `step` is how much worse the harmful side of an open bound is taken to be."""

    unit: str  # of the result, for writing it down
    factors: Mapping[str, float]
    window: tuple[float, float]
    step: float
    larger_is_worse: bool
    bare: Bare
    whole: bool = False
    feet: float = 0  # size of a foot in the unit of the result where feet and inches are understood
    quiet: frozenset[str] = field(default=frozenset())  # words that mean unknown and are worth no finding

    def parse(self, raw: str) -> Parsed:
        return listed(raw, self.part, self._worst)

    def text(self, value: float) -> str:
        """How the value is written so that it is read as the same value."""
        return f"{value:.{DIGITS}f}".rstrip("0").rstrip(".") + (f" {self.unit}" if self.unit else "")

    def part(self, text: str) -> Parsed:
        """One amount of a list, in normal spelling."""
        if text in self.quiet:
            return Parsed()
        bare = _ABOUT.sub("", text)
        found = self._bound(bare) or self._range(bare) or self._plain(bare)
        about = bare != text and found.value is not None
        return replace(found, estimated=True) if about else found

    def _worst(self, found: Sequence[Parsed]) -> Parsed:
        pick = max if self.larger_is_worse else min
        worst = pick(found, key=_number)
        return replace(worst, low=min(one.low for one in found if one.low is not None))

    def _bound(self, text: str) -> Parsed | None:
        match = _BOUND.match(text)
        if not match:
            return None
        found = self._plain(match[2])
        return found if found.value is None else self._opened(_number(found), upward=match[1][0] in ">≥", found=found)

    def _opened(self, number: float, *, upward: bool, found: Parsed) -> Parsed:
        """Beyond the number: the number itself on the harmless side, one step worse on the harmful one."""
        beyond = number + (self.step if upward else -self.step)
        value = beyond if upward == self.larger_is_worse else number
        low = max(min(number, beyond), self.window[0])
        opened = self._inside(value, found.codes | {"open_bound"})
        return opened if opened.value is None else replace(opened, low=round(low, DIGITS), estimated=True)

    def _range(self, text: str) -> Parsed | None:
        match = _RANGE.match(text)
        if not match:
            return None
        first, unit, second, last = match[1], match[2] or match[4] or "", match[3], match[4] or match[2] or ""
        ends = [self._amount(first, unit.strip()), self._amount(second, last.strip())]
        bad = [one for one in ends if one.value is None]
        return bad[0] if bad else replace(self._worst(ends), estimated=True).coded("range", *ends[0].codes)

    def _plain(self, text: str) -> Parsed:
        feet = _FEET.match(text) if self.feet else None
        if feet:
            return self._inside((float(feet[1]) + float(feet[2] or 0) / 12) * self.feet)
        match = _AMOUNT.match(text)
        return self._amount(match[1] + match[2], (match[3] or "").strip()) if match else unknown("bad_number")

    def _amount(self, number: str, unit: str) -> Parsed:
        if (unit and unit not in self.factors) or (self.whole and "." in number):
            return unknown("bad_number")
        amount = float(number)
        if unit:
            return self._inside(amount * self.factors[unit])
        value, codes = self.bare(amount)
        return unknown(*codes) if value is None else self._inside(value, frozenset(codes))

    def _inside(self, value: float, codes: frozenset[str] = frozenset()) -> Parsed:
        value = round(value, DIGITS) + 0.0  # no negative zero
        low, high = self.window
        return Parsed(value, value, value, codes=codes) if low <= value <= high else unknown("implausible")


def _number(parsed: Parsed) -> float:
    return float(parsed.value or 0)


def _as_is(amount: float) -> tuple[float | None, tuple[str, ...]]:
    return amount, ()


def _kerb(amount: float) -> tuple[float | None, tuple[str, ...]]:
    """Kerbs are written in metres; nobody builds one of a metre, so that larger numbers are centimetres."""
    if amount <= 0.30:
        return amount * 100, ()
    return (amount, ("unit_assumed",)) if 1 <= amount <= 30 else (None, ("implausible",))


def _path_width(amount: float) -> tuple[float | None, tuple[str, ...]]:
    return (amount / 100, ("unit_assumed",)) if 30 <= amount <= 500 else (amount, ())


def _percent(amount: float) -> tuple[float | None, tuple[str, ...]]:
    if 0 < amount < 1:
        return None, ("ambiguous_unit",)
    return amount, (("unit_assumed",) if amount else ())


METRES = {"m": 1.0, "cm": 0.01, "mm": 0.001, "ft": 0.3048, "'": 0.3048, "in": 0.0254, '"': 0.0254}
KERB_CM = Quantity("cm", {"m": 100, "cm": 1, "mm": 0.1, "in": 2.54, '"': 2.54}, (0, 50), 1, True, _kerb)
WIDTH_M = Quantity("m", METRES, (0.2, 60), 0.01, False, _as_is, feet=0.3048)
PATH_WIDTH_M = replace(WIDTH_M, bare=_path_width)
OPENING_M = replace(PATH_WIDTH_M, window=(0.2, 10))
NO_LIMIT = frozenset({"default", "below_default", "none", "no_sign", "unsigned", "no_indications"})
HEADROOM_M = replace(WIDTH_M, window=(0.5, 20), quiet=NO_LIMIT)
STEPS = Quantity("", {}, (1, 500), 1, True, _as_is, whole=True)
SLOPE_PCT = Quantity("%", {"%": 1, "‰": 0.1}, (0, 40), 0.1, True, _percent)


# ---------------------------------------------------------------------------------------------------------- slopes


@dataclass(frozen=True)
class Slope:
    """Climb and descent in percent along the way, None where the size is unknown; both set if the sign is unknown."""

    climb: float | None = None
    descent: float | None = None
    estimated: bool = False
    codes: frozenset[str] = frozenset()

    @property
    def size(self) -> float | None:
        """The steepness whatever its direction."""
        known = [one for one in (self.climb, self.descent) if one is not None]
        return max(known) if len(known) == 2 else None


SLOPED = Slope()
SLOPE_WORDS: Mapping[str, Slope] = {
    "up": Slope(None, 0.0),
    "down": Slope(0.0, None),
    "yes": SLOPED,
    **dict.fromkeys(("no", "flat", "level"), Slope(0.0, 0.0)),
    "steep": Slope(10.0, 10.0, True, frozenset({"class_value"})),
}
_UP_DOWN = re.compile(r"^(?:(up|down)\b\s*(?=\S)(.+)|(.+?)\s*\b(up|down))$")
_EITHER = re.compile(r"^(?:±|\+/-|\+-|-\+)\s*(.*)$")
_RATIO = re.compile(rf"^({NUMBER})\s*[:/]\s*({NUMBER})$")
_DEGREES = re.compile(rf"^({NUMBER})\s*(?:°|deg)$")
_TURNED = {"<": ">", ">": "<", "≤": "≥", "≥": "≤"}


def slope(raw: str, *, sign_only: bool = False) -> Slope:
    """`incline` with its sign. `sign_only`: on steps the size says nothing about the treads."""
    if (empty := nothing(raw)) is not None:
        return Slope(codes=empty.codes)
    read = [_slope_part(part, sign_only) for part in parts(raw)]
    if len(read) == 1:
        return read[0][1]
    good = [one for ok, one in read if ok]
    codes = frozenset({"multi_value"}).union(*(one.codes for _, one in read))
    climb, descent = (_steepest([getattr(one, name) for one in good]) for name in ("climb", "descent"))
    return Slope(climb, descent, any(one.estimated for one in good), codes)


def _steepest(sizes: Sequence[float | None]) -> float | None:
    """The largest size; unknown where a part slopes by nobody knows how much and no other part tells."""
    largest = max((one for one in sizes if one is not None), default=None)
    return None if largest == 0 and None in sizes else largest


def _slope_part(text: str, sign_only: bool) -> tuple[bool, Slope]:
    """Whether the part was understood, and what it says."""
    if text in UNKNOWN_WORDS:
        return False, Slope(codes=frozenset({"explicit_unknown"}))
    if text in SLOPE_WORDS:
        return True, SLOPE_WORDS[text]
    direction, amount = _direction(text)
    if not amount:
        return True, SLOPED
    found = _magnitude(amount)
    if sign_only and direction in ("+", "-") and (found.value or "implausible" in found.codes):
        return True, SLOPE_WORDS["up" if direction == "+" else "down"]
    if found.value is None:
        return False, Slope(codes=found.codes)
    size = float(found.value)
    climb, descent = {"+": (size, 0.0), "-": (0.0, size), "?": (size, size)}[direction if size else "?"]
    return True, Slope(climb, descent, found.estimated, found.codes)


def _direction(text: str) -> tuple[str, str]:
    """`+`, `-` or `?`, and the amount without its sign."""
    about = _ABOUT.match(text)
    prefix, rest = (about[0], text[about.end() :]) if about else ("", text)
    if either := _EITHER.match(rest):
        return "?", prefix + either[1] if either[1] else ""
    if named := _UP_DOWN.match(rest):
        return ("+" if (named[1] or named[4]) == "up" else "-"), prefix + (named[2] or named[3])
    bound = _BOUND.match(rest)
    relation, rest = (bound[1], bound[2]) if bound else ("", rest)
    if rest.startswith("-"):
        turned = "".join(_TURNED.get(sign, sign) for sign in relation)
        return "-", prefix + turned + _unsigned(rest)
    return "+", prefix + relation + (_unsigned(rest) if rest.startswith("+") else rest)


def _unsigned(text: str) -> str:
    """Without its sign; a range of signed numbers cannot be told from a sum and stays as it is."""
    rest = text[1:].strip()
    return text if _RANGE.match(rest) else rest


def _magnitude(text: str) -> Parsed:
    bare = _ABOUT.sub("", text)
    found = _ratio(bare) or _degrees(bare)
    if found is None:
        return unknown("bad_number") if _signed(bare) else SLOPE_PCT.part(text)
    return replace(found, estimated=bare != text) if found.value is not None else found


def _signed(text: str) -> bool:
    bound = _BOUND.match(text)
    return (bound[2] if bound else text).startswith(("+", "-"))


def _ratio(text: str) -> Parsed | None:
    """Rise to run, as on drawings: `1:12`."""
    match = _RATIO.match(text)
    if not match:
        return None
    rise, run = float(match[1]), float(match[2])
    return SLOPE_PCT.part(f"{100 * rise / run:.{DIGITS}f}%") if rise < run else unknown("implausible")


def _degrees(text: str) -> Parsed | None:
    match = _DEGREES.match(text)
    if not match:
        return None
    angle = float(match[1])
    if angle >= 45:
        return unknown("implausible")
    return SLOPE_PCT.part(f"{100 * math.tan(math.radians(angle)):.{DIGITS}f}%")
