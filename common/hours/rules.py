"""Opening hours after reading: rules in OSM's order, each with its selector, times, modifier and comment."""

from dataclasses import dataclass, field
from enum import StrEnum

from common.hours.vocabulary import asks_first

DAY_MIN = 1440


class Opening(StrEnum):
    """The four answers to "is it open?"."""

    OPEN = "open"
    CLOSED = "closed"
    BY_ARRANGEMENT = "by-arrangement"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class TimePoint:
    """A wall-clock time in minutes after midnight, or minutes after an event of the sun."""

    minutes: int
    event: str = ""

    @property
    def text(self) -> str:
        if not self.event:
            return _clock(self.minutes)
        if not self.minutes:
            return self.event
        return f"({self.event}{'+' if self.minutes > 0 else '-'}{_clock(abs(self.minutes))})"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


@dataclass(frozen=True, slots=True)
class TimeRange:
    """`end` None: only the begin is known. `open_end`: it may go on after `end`."""

    start: TimePoint
    end: TimePoint | None
    open_end: bool = False

    @property
    def text(self) -> str:
        end = f"-{self.end.text}" if self.end else ""
        return f"{self.start.text}{end}{'+' if self.open_end else ''}"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of OSM's syntax. `joint`: `;` replaces the rule before, `,` adds to it, `||` fills what is left."""

    joint: str = ";"
    period: str = ""  # months, dates, years, weeks: "Apr-Oct", "Dec 24", "week 01-10"
    days: str = ""  # weekdays: "Mo-Fr,Su[1]"
    public: bool = False  # PH
    public_offset: int = 0  # "PH -1 day" is -1
    school: bool = False  # SH
    within: bool = False  # "PH Mo-Fr": only holidays on these days
    times: tuple[TimeRange, ...] = ()
    modifier: str = ""  # off, unknown, or nothing: open
    comment: str = ""
    always: bool = False  # 24/7

    @property
    def anywhen(self) -> bool:
        """True if the rule names no day."""
        return not (self.period or self.days or self.public or self.school)

    @property
    def fallback(self) -> bool:
        """True if the rule only says what holds outside of the others ("else by arrangement")."""
        bare = self.modifier == "unknown" and not self.times and not self.always
        return self.joint == "||" or (bare and (self.anywhen or self.joint == ","))

    @property
    def school_only(self) -> bool:
        return self.school and not self.public and (self.within or not self.days)

    @property
    def dated(self) -> bool:
        """True if it speaks of certain dates, holiday or not: `Dec 25 off`, `Jul 20-Aug 09 off`."""
        if not self.period or self.days or self.public or self.school:
            return False
        return (self.modifier == "off" and not self.times) or ("-" not in self.period and self.period[-1].isdigit())

    @property
    def opening(self) -> Opening:
        if self.modifier == "off":
            return Opening.CLOSED
        if asks_first(self.comment):
            return Opening.BY_ARRANGEMENT
        return Opening.UNKNOWN if self.modifier == "unknown" else Opening.OPEN

    @property
    def text(self) -> str:
        times = ",".join(span.text for span in self.times)
        comment = f'"{self.comment}"' if self.comment else ""
        always = "24/7" if self.always and not self.modifier else ""
        return " ".join(filter(None, (self.period, self._days_text, always or times, self.modifier, comment)))

    @property
    def _days_text(self) -> str:
        offset = f" {self.public_offset:+} day" if self.public_offset else ""
        public = f"PH{offset}" if self.public else ""
        holidays = ",".join(filter(None, (public, "SH" if self.school else "")))
        if self.within:
            return f"{holidays} {self.days}"
        return ",".join(filter(None, (self.days, holidays)))


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours that were understood. `text`: normalised OSM syntax; `typed`: what the person or OSM wrote."""

    typed: str
    rules: tuple[Rule, ...]
    text: str = field(init=False)
    main: tuple[Rule, ...] = field(init=False)
    fallback: tuple[Rule, ...] = field(init=False)
    school: tuple[Rule, ...] = field(init=False)

    def __post_init__(self) -> None:
        shown = {
            "main": tuple(rule for rule in self.rules if not rule.fallback and not rule.school_only),
            "fallback": tuple(rule for rule in self.rules if rule.fallback and not rule.school_only),
            "school": tuple(rule for rule in self.rules if rule.school),
            "text": "".join(_joined(self.rules)),
        }
        for name, value in shown.items():
            object.__setattr__(self, name, value)


def _joined(rules: tuple[Rule, ...]) -> list[str]:
    joints = {";": "; ", ",": ", ", "||": " || "}
    return [(joints[rule.joint] if place else "") + rule.text for place, rule in enumerate(rules)]
