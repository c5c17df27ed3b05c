"""The page of dates in words: the sentence above the list, chips that take a filter away, what to leave out."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.dates.found import Found, Tally
from portal.dates.question import Question
from portal.dates.whose import FIELDS
from portal.find import words
from portal.find.words import Chip


@dataclass(frozen=True)
class Advice:
    """A filter that could be left out, the question without it, how many dates that gives."""

    text: str
    query: str
    count: int


def sentence(question: Question, tally: Tally) -> str:
    """„7 Termine in der Woche vom 30. November bis 6. Dezember für ‚Leben mit Demenz‘, mit Rollator“."""
    count = (
        ngettext("{n} Termin", "{n} Termine", tally.every).format(n=tally.every) if tally.every else _("Kein Termin")
    )
    about, named = words.subject(question.find), [str(one) for one in question.whose.named.values()]
    first = f"{count} {question.window.inside}"
    if about:
        first = _("{dates} für {subject}").format(dates=first, subject=about)
    return ", ".join([first, *named, *words.conditions(question.find)])


def cancelled(tally: Tally) -> str:
    """„Davon fällt 1 aus.“; '' if all take place."""
    if not tally.cancelled:
        return ""
    return ngettext("Davon fällt {n} aus.", "Davon fallen {n} aus.", tally.cancelled).format(n=tally.cancelled)


def chips(question: Question) -> list[Chip]:
    """Every active filter; whose dates they are comes first."""
    named = [Chip(str(one), _without(question, name).query()) for name, one in question.whose.named.items()]
    return named + [Chip(chip.label, question.query_beside(chip.remove_query)) for chip in words.chips(question.find)]


def _without(question: Question, name: str) -> Question:
    without: dict[str, Any] = {FIELDS[name]: None}
    return question.changed(whose=replace(question.whose, **without))


def advice(found: Found) -> list[Advice]:
    """Which single filter to leave out, best first; asks once more for each."""
    question = found.question
    whose = [(words.quoted(one), _without(question, name)) for name, one in question.whose.named.items()]
    filters = [(drop.label, question.narrowed(drop.find)) for drop in words.drops(found.find, found.parts)]
    told = [_told(label, other) for label, other in (*whose, *filters)]
    return sorted((one for one in told if one.count), key=lambda one: -one.count)


def _told(label: str, other: Question) -> Advice:
    count = Found(other).tally.every
    text = ngettext("Ohne {filter}: {n} Termin", "Ohne {filter}: {n} Termine", count).format(filter=label, n=count)
    return Advice(text, other.query(), count)
