"""Tokens → rules. Reads the order of words; says what is missing or not clear."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from common.hours import errors
from common.hours.errors import Fault, HoursError
from common.hours.lexer import Token, tokens
from common.hours.rules import DAY_MIN, Hours, Rule, TimePoint, TimeRange

RULES_LIMIT = 60
OFFSET_LIMIT_DAYS = 7

_SEPARATORS = (";", "||")
_PERIOD = ("month", "year", "week", "easter")
_DAYS = ("day", "holiday")
_SELECTOR = (*_PERIOD, *_DAYS)
_END = Token(";", ";")


def read(typed: str) -> Hours:
    """Raises HoursError if the order of the words leaves more than one meaning."""
    rules = list(_Reader(typed, _tidy(tokens(typed), typed)).rules())
    if not rules:
        raise HoursError(typed, errors.EMPTY)
    if len(rules) > RULES_LIMIT:
        raise HoursError(typed, errors.TOO_MANY, limit=RULES_LIMIT)
    last = [rule for rule in rules if rule.fallback and rule.anywhen]
    ordered = [rule for rule in rules if rule not in last] + last
    return Hours(typed, (replace(ordered[0], joint=";"), *ordered[1:]))


def _tidy(found: list[Token], typed: str) -> list[Token]:
    """Rewrites what people write between the words: 'Mo/Mi', 'ab 14 Uhr', 'außer montags'."""
    return _without_double_commas(_excepted(_open_starts(_lists(found), typed), typed))


def _lists(found: list[Token]) -> list[Token]:
    """'Mo/Mi', 'Mo + Mi', '8-12/14-18' are lists; 'week 01-53/2' is a step."""
    tidied = list(found)
    for place in range(1, len(found) - 1):
        before, sign, after = found[place - 1 : place + 2]
        week = any(token.kind == "week" for token in found[max(0, place - 4) : place])
        if (sign.kind == "/" and not week) or (sign.kind == "+" and before.kind == after.kind == "day"):
            tidied[place] = Token(",", ",")
    return tidied


def _open_starts(found: list[Token], typed: str) -> list[Token]:
    """'ab 14 Uhr' → 14:00+."""
    tidied: list[Token] = []
    waiting = False
    for place, token in enumerate(found):
        if token.kind == "from":
            waiting = True
            continue
        tidied.append(token)
        after = found[place + 1] if place + 1 < len(found) else _END
        if waiting and token.kind in ("time", "number", "sun"):
            if after.kind not in ("-", "+"):
                tidied.append(Token("+", "+"))
            waiting = False
    if waiting:
        raise HoursError(typed, errors.ORDER, part="ab")
    return tidied


def _excepted(found: list[Token], typed: str) -> list[Token]:
    """'täglich außer montags 10-18 Uhr' → daily 10-18, then the excepted days off."""
    tidied: list[Token] = []
    off: list[Token] = []
    excepting = False
    for token in [*found, _END]:
        if token.kind == "except":
            off += [_END] if off else []
            excepting = True
        elif excepting and token.kind in (*_DAYS, "-", ",", "nth"):
            off.append(token)
        else:
            excepting = False
            if token.kind in _SEPARATORS and off:
                tidied += _off_rule(off, typed)
                off = []
            tidied.append(token)
    return tidied[:-1]


def _off_rule(off: list[Token], typed: str) -> list[Token]:
    while off and off[-1].kind not in (*_DAYS, "nth"):
        off.pop()
    if not off:
        raise HoursError(typed, errors.ORDER, part="außer")
    return [_END, *off, Token("modifier", "off")]


def _without_double_commas(found: list[Token]) -> list[Token]:
    tidied: list[Token] = []
    for token in found:
        if token.kind == "," and (not tidied or tidied[-1].kind in (",", *_SEPARATORS)):
            continue
        if token.kind in _SEPARATORS and tidied and tidied[-1].kind == ",":
            tidied.pop()
        tidied.append(token)
    while tidied and tidied[-1].kind in (",", *_SEPARATORS):
        tidied.pop()
    return tidied


@dataclass
class _Draft:
    """The rule being read."""

    joint: str
    period: list[Token] = field(default_factory=list)
    days: list[Token] = field(default_factory=list)
    times: list[TimeRange] = field(default_factory=list)
    modifier: str = ""
    comment: str = ""
    always: bool = False
    said: list[str] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return not self.said

    @property
    def in_body(self) -> bool:
        return bool(self.times or self.modifier or self.comment or self.always)


class _Reader:
    def __init__(self, typed: str, found: list[Token]) -> None:
        self.typed = typed
        self.found = found
        self.at = 0

    def peek(self, ahead: int = 0) -> Token:
        place = self.at + ahead
        return self.found[place] if 0 <= place < len(self.found) else _END

    def take(self) -> Token:
        token = self.peek()
        self.at += 1
        return token

    def wrong(self, fault: Fault, part: str) -> HoursError:
        return HoursError(self.typed, fault, part=part)

    def rules(self) -> Iterator[Rule]:
        draft = _Draft(";")
        while self.at < len(self.found):
            joint = self._next_joint(draft)
            if joint:
                if not draft.empty:
                    yield self._finished(draft)
                draft = _Draft(joint)
            else:
                self._part(draft)
        if not draft.empty:
            yield self._finished(draft)

    def _next_joint(self, draft: _Draft) -> str:
        """How the next rule is joined if one begins here, else ''."""
        token, after = self.peek(), self.peek(1)
        if token.kind in _SEPARATORS:
            return self.take().kind
        commented = after.kind == "modifier" and self.peek(2).kind == "comment"
        if token.kind == "," and draft.in_body and (commented or after.kind in (*_SELECTOR, "comment", "always")):
            return self.take().kind
        if token.kind in _SELECTOR and self._body_is_complete(draft):
            return ";"
        return ""

    @staticmethod
    def _body_is_complete(draft: _Draft) -> bool:
        """'Mo 8-12 Di 9-13' and 'Sa geschlossen So 9-12' need no separator; 'Mo 8-12 geschlossen Di' is not clear."""
        if draft.times:
            return not (draft.modifier or draft.comment)
        return bool(draft.modifier and (draft.period or draft.days))

    def _part(self, draft: _Draft) -> None:
        token = self.peek()
        draft.said.append(token.text)
        if token.kind in ("modifier", "comment", "always"):
            self._body_word(draft)
        elif self._starts_time(draft):
            self._time_list(draft)
        elif draft.times or draft.comment or draft.always:
            raise self.wrong(errors.ORDER, token.text)
        else:
            self._selector(draft)

    def _body_word(self, draft: _Draft) -> None:
        token = self.take()
        if token.kind == "always":
            twice = draft.always or bool(draft.times)
            draft.always = True
        elif token.kind == "comment":
            twice = bool(draft.comment)
            draft.comment = token.text
        else:
            twice = bool(draft.modifier)
            draft.modifier = token.text
        if twice:
            raise self.wrong(errors.ORDER, token.text)

    def _starts_time(self, draft: _Draft) -> bool:
        token = self.peek()
        if token.kind in ("time", "sun", "("):
            return True
        if token.kind != "number":
            return False
        dated = bool(draft.period) and not draft.days
        return not dated or (self.peek(1).kind == "-" and self.peek(2).kind == "time")

    def _time_list(self, draft: _Draft) -> None:
        if draft.always or (draft.times and (draft.modifier or draft.comment)):
            raise self.wrong(errors.ORDER, self.peek().text)
        draft.times.append(self._time_range())
        while self.peek().kind == "," and self.peek(1).kind in ("time", "number", "sun", "("):
            self.take()
            draft.times.append(self._time_range())

    def _time_range(self) -> TimeRange:
        first = self.at
        start = self._point()
        end = None
        if self.peek().kind == "-":
            self.take()
            end = self._point()
        open_end = self.peek().kind == "+"
        self.at += open_end
        part = "".join(token.text for token in self.found[first : self.at])
        if end is None and not open_end:
            raise self.wrong(errors.NO_END, part)
        bare = any(token.kind == "number" for token in self.found[first : self.at])
        return self._checked(TimeRange(start, end, open_end), bare, part)

    def _point(self) -> TimePoint:
        token = self.take()
        if token.kind == "time":
            return TimePoint(int(token.text[:2]) * 60 + int(token.text[3:]))
        if token.kind == "number":
            return TimePoint(int(token.text) * 60)
        if token.kind == "sun":
            return TimePoint(0, token.text)
        if token.kind == "(":
            return self._shifted_sun()
        raise self.wrong(errors.TIME, token.text)

    def _shifted_sun(self) -> TimePoint:
        sun, sign, shift, close = (self.take() for _ in range(4))
        if (sun.kind, shift.kind, close.kind) != ("sun", "time", ")") or sign.kind not in ("+", "-"):
            raise self.wrong(errors.TIME, f"({sun.text}")
        minutes = int(shift.text[:2]) * 60 + int(shift.text[3:])
        return TimePoint(minutes if sign.kind == "+" else -minutes, sun.text)

    def _checked(self, span: TimeRange, bare: bool, part: str) -> TimeRange:
        start, end = span.start, span.end
        if (not start.event and start.minutes >= DAY_MIN) or (end and end.minutes > 2 * DAY_MIN):
            raise self.wrong(errors.TIME, part)
        if end is None or start.event or end.event:
            return span
        if end.minutes == 0:
            return replace(span, end=TimePoint(DAY_MIN))
        if end.minutes == start.minutes:
            raise self.wrong(errors.SAME, part)
        if end.minutes - start.minutes > DAY_MIN:
            raise self.wrong(errors.TIME, part)
        if bare and end.minutes < start.minutes <= 12 * 60:
            raise self.wrong(errors.BACKWARDS, part)
        return span

    def _selector(self, draft: _Draft) -> None:
        token = self.take()
        group = self._group(token, draft)
        if group is None:
            return
        if token.kind == "holiday" and token.text == "PH" and any(t.text == "PH" for t in group):
            raise self.wrong(errors.ORDER, token.text)
        if token.kind == "number" and self.peek(-2).kind == "," and not any(t.kind == "week" for t in group):
            group += _month_before(group)
        group.append(token)

    def _group(self, token: Token, draft: _Draft) -> list[Token] | None:
        """The list the token belongs to; None for a comma that only separates ('Mo, 8-12 Uhr')."""
        if token.kind in _PERIOD:
            return draft.period
        if token.kind in _DAYS:
            return draft.days
        last = draft.days or draft.period
        if token.kind == ",":
            return self._comma_group(draft, last)
        if not last or token.kind not in ("-", "number", "nth", "offset", "/"):
            raise self.wrong(errors.ORDER, token.text)
        return last

    def _comma_group(self, draft: _Draft, last: list[Token]) -> list[Token] | None:
        after = self.peek().kind
        if after in _PERIOD and draft.days:
            raise self.wrong(errors.ORDER, self.peek().text)
        same = after in _DAYS if draft.days else after in (*_PERIOD, "number")
        return last if same and last else None

    def _finished(self, draft: _Draft) -> Rule:
        rule = self._days(Rule(joint=draft.joint, period=_spaced(draft.period)), draft.days)
        rule = replace(
            rule, times=tuple(draft.times), modifier=draft.modifier, comment=draft.comment, always=draft.always
        )
        return self._complete(rule, " ".join(draft.said))

    def _days(self, rule: Rule, days: list[Token]) -> Rule:
        texts = [token.text for token in days]
        if "PH" not in texts and "SH" not in texts:
            return replace(rule, days="".join(texts).replace("day", " day").replace("  ", " "))
        items, within = self._items(days)
        weekdays = ",".join(item for item in items if item[:2] not in ("PH", "SH"))
        public = [item for item in items if item.startswith("PH")]
        offset = int(public[0].split()[1]) if public and " " in public[0] else 0
        if abs(offset) > OFFSET_LIMIT_DAYS:
            raise self.wrong(errors.SELECTOR, public[0])
        return replace(
            rule,
            days=weekdays,
            public=bool(public),
            public_offset=offset,
            within=within and bool(weekdays),
            school=any(item.startswith("SH") for item in items),
        )

    def _items(self, days: list[Token]) -> tuple[list[str], bool]:
        """Comma-separated items, and whether a holiday stands beside weekdays without a comma ('PH Mo-Fr')."""
        items = [""]
        within = False
        for before, token in zip([Token(",", ","), *days], days, strict=False):
            if token.kind == ",":
                items.append("")
            elif before.kind != "," and "holiday" in (before.kind, token.kind) and token.kind in _DAYS:
                within = True
                items.append(token.text)
            elif "holiday" in (before.kind, token.kind) and "-" in (before.kind, token.kind):
                raise self.wrong(errors.SELECTOR, "".join(t.text for t in days))
            else:
                items[-1] += f" {token.text}" if token.kind == "offset" else token.text
        return [item for item in items if item], within

    def _complete(self, rule: Rule, said: str) -> Rule:
        """Without times a rule is never open: neither "geöffnet" nor a comment says when."""
        if rule.modifier == "open":
            rule = replace(rule, modifier="")
        if rule.always and not rule.anywhen:
            return replace(rule, always=False, times=(TimeRange(TimePoint(0), TimePoint(DAY_MIN)),))
        if rule.times or (rule.always and not rule.modifier):
            return rule
        if rule.comment and not rule.modifier:
            rule = replace(rule, modifier="unknown")
        if not rule.modifier:
            raise self.wrong(errors.NO_TIMES, said)
        if rule.anywhen and rule.comment and rule.modifier == "unknown":
            return replace(rule, joint="||", always=False)
        return replace(rule, always=rule.anywhen)


def _month_before(group: list[Token]) -> list[Token]:
    """'Dec 24,25' means Dec 25: the month (and year) last named."""
    months = [place for place, token in enumerate(group) if token.kind == "month"]
    if not months:
        return []
    first = months[-1] - 1 if months[-1] and group[months[-1] - 1].kind == "year" else months[-1]
    return group[first : months[-1] + 1]


def _spaced(period: list[Token]) -> str:
    text = ""
    for before, token in zip([Token("-", ""), *period], period, strict=False):
        close = {"-", ",", "/"} & {before.kind, token.kind}
        text += token.text if close else f" {token.text}"
    return text.strip()
