"""Is a place accessible for this profile? A pure function over facts, with its reasons in words.

The rule of rules: a missing fact is never a yes. A profile asks some questions (`questions`); each is answered good,
partly, bad or open by one small function. The answer that decides comes first (`Answer`). A judgement of the whole
entrance (`wheelchair`, as OpenStreetMap has it) answers the questions that nobody measured, and never outweighs a
measured one.

Figures: one step up to 7 cm or a mobile ramp counts as "partly" (A11yJSON); ramps up to 6 % (DIN 18040-1).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from django.db.models import TextChoices
from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from common.access import Access
from mapping import measures
from mapping.routing.profiles import Profile

PARTLY_STEP_CM = 7.0
RAMP_SLOPE_PCT = 6.0
CM_PER_M = 100.0


class Verdict(TextChoices):
    YES = "yes", _("ja")
    PARTLY = "partly", _("mit Hilfe")
    NO = "no", _("nein")
    UNKNOWN = "unknown", _("nicht bekannt")


class Answer(IntEnum):
    """In the order in which they decide: one bad answer is a no, else one open question makes it unknown."""

    BAD = 0
    OPEN = 1
    PARTLY = 2
    GOOD = 3


DECIDES = {
    Answer.BAD: Verdict.NO,
    Answer.OPEN: Verdict.UNKNOWN,
    Answer.PARTLY: Verdict.PARTLY,
    Answer.GOOD: Verdict.YES,
}


@dataclass(frozen=True)
class Fact:
    """What is known of one feature: the answer, a number in the feature's unit, where it comes from."""

    value: Access
    number: float | None = None
    source: str = ""
    surveyed_on: date | None = None
    about: str | Promise = ""  # what it is said of, where a page tells of several things


@dataclass(frozen=True)
class Reason:
    """One line of explanation; `fact` is what it rests on."""

    answer: Answer
    text: Promise | str
    fact: Fact | None = None


@dataclass(frozen=True)
class Judgement:
    verdict: Verdict
    reasons: tuple[Reason, ...]


Facts = Mapping[str, Fact]
Question = Callable[[Facts, Profile], Reason]


def judge(facts: Facts, profile: Profile) -> Judgement:
    """Verdict and reasons for a profile, the deciding reason first."""
    reasons = tuple(sorted((ask(facts, profile) for ask in questions(profile)), key=lambda reason: reason.answer))
    return Judgement(DECIDES[reasons[0].answer], reasons)


def _fact(facts: Facts, slug: str) -> Fact | None:
    """The fact if it says anything."""
    fact = facts.get(slug)
    return fact if fact and fact.value != Access.UNKNOWN else None


def _says(fact: Fact | None, value: Access) -> bool:
    return fact is not None and fact.value == value


# --- the entrance ---------------------------------------------------------------------------------------------------


def step_free(facts: Facts, profile: Profile) -> Reason:
    """On wheels: no step, or one that a ramp or a low height makes passable; judged only if nothing was counted."""
    counted = _fact(facts, "entrance_steps")
    if counted is None:
        return _judged(facts)
    if _is_level(counted):
        return _threshold(facts, profile) or Reason(Answer.GOOD, _("Eingang ohne Stufen"), counted)
    return _ramp(facts) or _one_step(facts, profile, counted) or Reason(Answer.BAD, _steps(counted), counted)


def _is_level(counted: Fact) -> bool:
    return counted.value == Access.NO or counted.number == 0


def _steps(counted: Fact) -> Promise | str:
    if counted.number is None:
        return _("Stufen am Eingang")
    number = int(counted.number)
    return ngettext_lazy("%(number)d Stufe am Eingang", "%(number)d Stufen am Eingang", number) % {"number": number}


def _threshold(facts: Facts, profile: Profile) -> Reason | None:
    fact, limit = _fact(facts, "threshold"), profile.limit("max_kerb_cm")
    if fact is None or fact.number is None or limit is None or fact.number <= limit:
        return None
    text = format_lazy(_("Türschwelle {value} cm hoch"), value=_number(fact.number))
    return Reason(Answer.PARTLY if fact.number <= PARTLY_STEP_CM else Answer.BAD, text, fact)


def _ramp(facts: Facts) -> Reason | None:
    ramp = _fact(facts, "ramp")
    if not _says(ramp, Access.YES):
        return None
    slope = _fact(facts, "ramp_slope")
    if slope is None or slope.number is None:
        return Reason(Answer.PARTLY, _("Rampe am Eingang, Neigung nicht bekannt"), ramp)
    text = format_lazy(_("Rampe am Eingang mit {value} % Neigung"), value=_number(slope.number))
    return Reason(Answer.GOOD if slope.number <= RAMP_SLOPE_PCT else Answer.PARTLY, text, slope)


def _one_step(facts: Facts, profile: Profile, counted: Fact) -> Reason | None:
    """A single step of known height, within the profile's kerb limit or within reach of a helping hand."""
    height, limit = _fact(facts, "step_height"), profile.limit("max_kerb_cm")
    if counted.number != 1 or height is None or height.number is None or limit is None:
        return None
    text = format_lazy(_("Eine Stufe, {value} cm hoch"), value=_number(height.number))
    if height.number <= limit:
        return Reason(Answer.GOOD, text, height)
    return Reason(Answer.PARTLY if height.number <= PARTLY_STEP_CM else Answer.BAD, text, height)


def _judged(facts: Facts) -> Reason:
    """What somebody recorded of the whole entrance, where nobody counted steps."""
    alone, helped = _fact(facts, "wheelchair"), _fact(facts, "wheelchair_help")
    if good := _judged_good(facts):
        return good
    if _says(helped, Access.YES):
        return Reason(Answer.PARTLY, _("Als teilweise rollstuhlgerecht eingetragen"), helped)
    if alone or helped:
        return Reason(Answer.BAD, _("Als nicht rollstuhlgerecht eingetragen"), alone or helped)
    return Reason(Answer.OPEN, _("Ob der Eingang Stufen hat, ist nicht bekannt"))


def _judged_good(facts: Facts) -> Reason | None:
    alone = _fact(facts, "wheelchair")
    return Reason(Answer.GOOD, _("Als rollstuhlgerecht eingetragen"), alone) if _says(alone, Access.YES) else None


def wide_door(facts: Facts, profile: Profile) -> Reason:
    """The door leaves the width that the profile needs; a whole-place judgement counts where nobody measured."""
    fact, need = _fact(facts, "door_width"), profile.limit("min_width_m")
    if fact is not None and fact.number is not None and need is not None:
        text = format_lazy(_("Tür {value} cm breit"), value=_number(fact.number))
        return Reason(Answer.GOOD if fact.number >= need * CM_PER_M else Answer.BAD, text, fact)
    return _judged_good(facts) or Reason(Answer.OPEN, _("Wie breit die Tür ist, ist nicht bekannt"))


def stairs_with_handrail(facts: Facts, _profile: Profile) -> Reason:
    """With a stick: steps are fine if there is something to hold on to."""
    if level := _known_level(facts):
        return level
    counted, handrail = _fact(facts, "entrance_steps"), _fact(facts, "handrail")
    if counted is None:
        return Reason(Answer.OPEN, _("Ob der Eingang Stufen hat, ist nicht bekannt"))
    if handrail is None:
        return Reason(Answer.OPEN, _("Stufen am Eingang. Ob es einen Handlauf gibt, ist nicht bekannt"), counted)
    if handrail.value == Access.YES:
        return Reason(Answer.GOOD, _("Stufen am Eingang mit Handlauf"), handrail)
    return Reason(Answer.PARTLY, _("Stufen am Eingang ohne Handlauf"), handrail)


def entrance_known(facts: Facts, _profile: Profile) -> Reason:
    """On foot everything passes; still nothing is promised of an entrance nobody has looked at."""
    if level := _known_level(facts):
        return level
    counted = _fact(facts, "entrance_steps")
    if counted is None:
        return Reason(Answer.OPEN, _("Über den Eingang ist nichts bekannt"))
    return Reason(Answer.GOOD, _steps(counted), counted)


def _known_level(facts: Facts) -> Reason | None:
    """An entrance that is surely without steps: counted, or judged where nobody counted."""
    counted = _fact(facts, "entrance_steps")
    if counted is None:
        return _judged_good(facts)
    return Reason(Answer.GOOD, _("Eingang ohne Stufen"), counted) if _is_level(counted) else None


def findable_by_touch(facts: Facts, _profile: Profile) -> Reason:
    """Blind or low vision: guidance by touch is good; contrast and light help."""
    touch, light = _fact(facts, "tactile_guidance"), _fact(facts, "good_lighting")
    if _says(touch, Access.YES):
        return Reason(Answer.GOOD, _("Leitsystem zum Ertasten"), touch)
    if _says(light, Access.YES):
        return Reason(Answer.PARTLY, _("Hell und kontrastreich, kein Leitsystem bekannt"), light)
    if touch is not None:
        return Reason(Answer.PARTLY, _("Kein Leitsystem zum Ertasten"), touch)
    return Reason(Answer.OPEN, _("Ob es ein Leitsystem gibt, ist nicht bekannt"))


def questions(profile: Profile) -> tuple[Question, ...]:
    """What matters to a profile follows from its limits, so that an edited profile is judged by its new numbers."""
    if profile.wheels:
        return (step_free, wide_door)
    if profile.steps == "handrail":
        return (stairs_with_handrail,)
    if str(profile.limits["kerb_edge"].value) != "off":
        return (findable_by_touch,)
    return (entrance_known,)


_number = lazy(measures.number, str)  # written when it is shown, in the notation of the reader's language


# Symbol and words per verdict; on wheels the word names the step, on foot the way in.
WORDS: dict[bool, dict[Verdict, tuple[str, Promise]]] = {
    True: {
        Verdict.YES: ("✓", _("stufenlos")),
        Verdict.PARTLY: ("◐", _("mit Hilfe")),
        Verdict.NO: ("✕", _("nicht stufenlos")),
        Verdict.UNKNOWN: ("?", _("Zugang nicht bekannt")),
    },
    False: {
        Verdict.YES: ("✓", _("gut zugänglich")),
        Verdict.PARTLY: ("◐", _("mit Hilfe")),
        Verdict.NO: ("✕", _("nicht zugänglich")),
        Verdict.UNKNOWN: ("?", _("Zugang nicht bekannt")),
    },
}


def words(verdict: Verdict, profile: Profile) -> tuple[str, Promise]:
    """Symbol and word, always shown together."""
    return WORDS[profile.wheels][verdict]
