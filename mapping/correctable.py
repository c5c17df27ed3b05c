"""What people can find out about paths: one row per kind of barrier and per measured attribute.

A row says to what on the network the finding belongs (a spot or stretch that is there already, or a new spot put onto
the nearest way), which attributes it sets, and in which unit and range.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mapping.path_words import ATTRIBUTE_LABELS, UNITS
from mapping.routing.attributes import KINDS, POINT_KINDS, RANKED, TRI
from mapping.routing.graph import Value

WAYS = frozenset(KINDS) - POINT_KINDS - {"lift"}
GROUND = WAYS - {"steps"}  # what is walked or rolled along
SPOT_REACH_M, WAY_REACH_M = 5.0, 15.0

Facts = dict[str, Value]
# The value a person gave, and what the network knows there so far → new facts.
Read = Callable[[Value | None, Mapping[str, Value]], Facts]


@dataclass(frozen=True)
class Tier:
    """Edges of these kinds within `reach_m` of the point; the nearest is meant."""

    kinds: frozenset[str]
    reach_m: float


@dataclass(frozen=True)
class Target:
    """To what a finding belongs: the first of `tiers` that holds an edge, else a new edge of kind `spot` on a way.

    `whole`: what is said of one part holds for all parts of the object (a staircase that is drawn in pieces).
    """

    tiers: tuple[Tier, ...]
    spot: str = ""
    spot_facts: Mapping[str, Value] = field(default_factory=dict)
    word: str = ""
    whole: bool = False

    @property
    def kinds(self) -> frozenset[str]:
        """Of edges of which the finding is a fact."""
        return frozenset().union(*(tier.kinds for tier in self.tiers))


def _target(*kinds: str, reach_m: float = SPOT_REACH_M, **more: object) -> Target:
    return Target((Tier(frozenset(kinds), reach_m),), **more)  # type: ignore[arg-type]


KERB = _target("kerb", spot="kerb")
STEP = _target("step", spot="step")
GAP = _target("barrier", spot="barrier", spot_facts={"barrier": "gap"}, word="narrow")
GATE = _target("barrier", spot="barrier", spot_facts={"barrier": "open"}, word="gate")
STAIRS = _target("steps", reach_m=10.0, spot="steps", whole=True)
ON_STAIRS = _target("steps", reach_m=WAY_REACH_M, whole=True)
LIFT = _target("lift", reach_m=WAY_REACH_M, whole=True)
ON_GROUND = _target(*GROUND, reach_m=WAY_REACH_M)
ON_WAY = _target(*WAYS, reach_m=WAY_REACH_M)
HEIGHT = Target((Tier(frozenset({"kerb", "step"}), SPOT_REACH_M),), spot="kerb")
FELT = Target((Tier(frozenset({"kerb"}), SPOT_REACH_M), Tier(GROUND, WAY_REACH_M)))
AT_CROSSING = Target(
    (Tier(frozenset({"crossing"}), WAY_REACH_M), Tier(frozenset({"wait", "kerb"}), WAY_REACH_M)), whole=True
)


# --- a value → facts ------------------------------------------------------------------------------------------------


def fact(name: str) -> Read:
    return lambda value, _known: {} if value is None else {name: value}


def always(name: str, word: str) -> Read:
    return lambda _value, _known: {name: word}


def height(value: Value | None, _known: Mapping[str, Value]) -> Facts:
    """A measured height is also the lowest and the highest one."""
    if value is None:
        return {}
    heights: Facts = dict.fromkeys(("kerb_cm", "kerb_hi_cm", "kerb_min_cm"), value)
    return heights | ({"kerb_present": "yes"} if float(value) > 0 else {})


def slope(value: Value | None, known: Mapping[str, Value]) -> Facts:
    """The direction is that of the map; where it knows none, the slope counts as climb and as descent."""
    if value is None:
        return {}
    climb, descent = known.get("climb_pct"), known.get("descent_pct")
    if climb != descent and 0.0 in (climb, descent):
        return {"climb_pct": 0.0, "descent_pct": value} if climb == 0.0 else {"climb_pct": value, "descent_pct": 0.0}
    return {"climb_pct": value, "descent_pct": value}


# --- rows -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Window:
    """Numbers that can be."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class Row:
    """The value is one of `words`, or a number in the `window`, or there is none."""

    slug: str
    label: Promise
    target: Target
    attribute: str
    read: Read
    window: Window | None = None
    words: tuple[str, ...] = ()
    required: bool = True

    @property
    def unit(self) -> str:
        return UNITS.get(self.attribute, "")

    def facts(self, value: Value | None, known: Mapping[str, Value], *, spot: bool) -> Facts:
        """What holds from now on at an edge of which `known` is known, or at the new `spot`."""
        own = self.read(value, known)
        return {**self.target.spot_facts, **own} if spot else own


def _window(low: str, high: str) -> Window:
    return Window(Decimal(low), Decimal(high))


CM, PERCENT, METRES = _window("0", "50"), _window("0", "40"), _window("0.2", "60")
OPENING, HEADROOM, COUNT = _window("0.2", "10"), _window("1", "20"), _window("1", "500")

BARRIERS: Mapping[str, Row] = MappingProxyType(
    {
        row.slug: row
        for row in (
            Row("kerb", _("hoher Bordstein"), KERB, "kerb_cm", height, window=CM),
            Row("step", _("einzelne Stufe"), STEP, "kerb_cm", height, window=CM),
            Row("narrow", _("Engstelle (Poller, Umlaufsperre)"), GAP, "opening_m", fact("opening_m"), window=OPENING),
            Row("surface", _("schlechter Belag"), ON_GROUND, "surface", fact("surface"), words=RANKED["surface"]),
            Row(
                "smoothness",
                _("unebener Weg"),
                ON_GROUND,
                "smoothness",
                fact("smoothness"),
                words=RANKED["smoothness"],
            ),
            Row("slope", _("steile Stelle"), ON_GROUND, "climb_pct", slope, window=PERCENT),
            Row("steps", _("Treppe"), STAIRS, "step_count", fact("step_count"), window=COUNT, required=False),
            Row("gate", _("verschlossenes Tor"), GATE, "locked", always("locked", "yes"), required=False),
            Row("closed", _("Sperrung oder Baustelle"), ON_WAY, "closed", always("closed", "yes"), required=False),
            Row("lift", _("Aufzug außer Betrieb"), LIFT, "out_of_order", always("out_of_order", "yes"), required=False),
        )
    }
)


def _measure(
    attribute: str,
    target: Target,
    read: Read | None = None,
    *,
    window: Window | None = None,
    words: tuple[str, ...] = (),
) -> Row:
    label = ATTRIBUTE_LABELS[attribute]
    return Row(attribute, label, target, attribute, read or fact(attribute), window=window, words=words)


MEASURES: Mapping[str, Row] = MappingProxyType(
    {
        row.slug: row
        for row in (
            _measure("kerb_cm", HEIGHT, height, window=CM),
            _measure("climb_pct", ON_GROUND, slope, window=PERCENT),
            _measure("crossfall_pct", ON_GROUND, window=PERCENT),
            _measure("width_m", ON_WAY, window=METRES),
            _measure("opening_m", GAP, window=OPENING),
            _measure("headroom_m", ON_WAY, window=HEADROOM),
            _measure("surface", ON_GROUND, words=RANKED["surface"]),
            _measure("smoothness", ON_GROUND, words=RANKED["smoothness"]),
            _measure("tracktype", ON_GROUND, words=RANKED["tracktype"]),
            _measure("step_count", ON_STAIRS, window=COUNT),
            _measure("handrail", ON_STAIRS, words=TRI),
            _measure("ramp_wheelchair", ON_STAIRS, words=TRI),
            _measure("ramp_stroller", ON_STAIRS, words=TRI),
            _measure("tactile", FELT, words=("no", "yes", "limited")),
            _measure("lit", ON_WAY, words=("no", "yes", "limited")),
            _measure("signals", AT_CROSSING, words=TRI),
            _measure("signals_sound", AT_CROSSING, words=TRI),
            _measure("wheelchair", ON_GROUND, words=("no", "yes", "limited")),
        )
    }
)
# Where nothing else is near, a new spot is put onto a way of these kinds.
ROOM_FOR_SPOTS = GROUND
