"""The result in words: the sentence above the list, chips that take a filter away, advice."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actors.models import Kind, Need
from common.hours.words import clock
from common.text import join_words
from mapping.profiles import inside, profiles
from portal.find.question import ACCESS_FILTERS, NARROWING, Find
from portal.find.text import Part


@dataclass(frozen=True)
class Chip:
    """One active filter; `remove_query` is the question without it."""

    label: str
    remove_query: str


def sentence(find: Find, matched: int, *, dates: bool = False) -> str:
    """„12 Treffer für ‚Leben mit Demenz‘, mit Rollator, ab Lindenstraße 4, höchstens 15 Minuten Luftlinie“.

    `dates` stand beside the hits: where there are no others, the heading does not say that there is nothing.
    """
    none = _("Nur Termine") if dates else _("Kein Treffer")
    count = ngettext("{n} Treffer", "{n} Treffer", matched).format(n=matched) if matched else none
    about = subject(find)
    first = _("{count} für {subject}").format(count=count, subject=about) if about else _everything(find, count)
    return ", ".join([first, *conditions(find)])


def conditions(find: Find) -> list[str]:
    """„mit Rollator“, „ab Lindenstraße 4“: what else was asked for, in the order in which it is said."""
    return [said for tell in _CONDITIONS if (said := tell(find))]


def _everything(find: Find, count: str) -> str:
    return count if find.bbox else _("{count} im ganzen Quartier").format(count=count)


def subject(find: Find) -> str:
    """„‚Leben mit Demenz‘ oder ‚Pflege‘“; '' if neither text nor need nor kind is asked for."""
    groups = (
        [quoted(find.text)] if find.text else [],
        [quoted(need.label) for need in find.needs],
        [quoted(kind.label) for kind in find.kinds],
    )
    return join_words(join_words(group, last=_("oder")) for group in groups if group)


def quoted(text: object) -> str:
    return _("‚{text}‘").format(text=text)


def profile_label(find: Find) -> str:
    """„mit Rollator“, as it stands inside a sentence."""
    return inside(find.profile)


def _profile(find: Find) -> str:
    matters = find.access or find.minutes or find.profile != profiles().default
    return profile_label(find) if matters else ""


def _start(find: Find) -> str:
    return _("ab {place}").format(place=find.start.label) if find.start else ""


def _minutes(find: Find) -> str:
    if not (find.minutes and find.start):
        return ""
    if find.by_way:
        text = ngettext("in {n} Minute erreichbar", "in {n} Minuten erreichbar", find.minutes)
    else:
        text = ngettext("höchstens {n} Minute Luftlinie", "höchstens {n} Minuten Luftlinie", find.minutes)
    return text.format(n=find.minutes)


def _open(find: Find) -> str:
    if find.open_at is None:
        return ""
    return _("jetzt geöffnet") if find.open_at == find.now else _("geöffnet {when}").format(when=_when(find.open_at))


def _when(at: datetime) -> str:
    local = localtime(at)
    return _("am {day} um {time} Uhr").format(day=date_format(local, "MONTH_DAY_FORMAT"), time=clock(local))


def _access(find: Find) -> str:
    return str(ACCESS_FILTERS[find.access]) if find.access else ""


def _bbox(find: Find) -> str:
    return _("in diesem Ausschnitt der Karte") if find.bbox else ""


_CONDITIONS: tuple[Callable[[Find], str], ...] = (_profile, _start, _minutes, _open, _access, _bbox)


# --- chips ------------------------------------------------------------------------------------------------------------


def chips(find: Find) -> list[Chip]:
    """Every active filter in the order of the form."""
    single: tuple[tuple[str, dict[str, Any]], ...] = (
        (quoted(find.text) if find.text else "", {"text": ""}),
        (_start(find), {"start": None}),
        ("" if find.profile == profiles().default else profile_label(find), {"profile": profiles().default}),
        (_minutes(find), {"minutes": None}),
        (_open(find), {"open_at": None}),
        (_access(find), {"access": ""}),
        (_bbox(find), {"bbox": None}),
    )
    terms = [*_term_chips(find, "needs", find.needs), *_term_chips(find, "kinds", find.kinds)]
    return terms + [Chip(label[:1].upper() + label[1:], find.query(**change)) for label, change in single if label]


def _term_chips(find: Find, field: str, terms: "tuple[Need | Kind, ...]") -> list[Chip]:
    rests: Iterator[dict[str, Any]] = ({field: tuple(other for other in terms if other != term)} for term in terms)
    return [Chip(_short(term), find.query(**rest)) for term, rest in zip(terms, rests, strict=True)]


def _short(term: "Need | Kind") -> str:
    return str(term.short_label if isinstance(term, Need) else term.label)


# --- what to drop -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Drop:
    """One filter that could be dropped: how it is called and the question without it."""

    label: str
    find: Find


def drops(find: Find, parts: tuple[Part, ...]) -> list[Drop]:
    """Every filter of the question by itself; of a text with several words also each word."""
    fields = [Drop(_NAMES[field](find), find.changed(**{field: NARROWING[field]})) for field in find.filters]
    typed = [part.typed for part in parts] if len(parts) > 1 else []
    return fields + [Drop(quoted(word), find.changed(text=_without(typed, word))) for word in typed]


def all_dropped(find: Find) -> Drop:
    return Drop(_("alle Filter"), find.changed(**NARROWING))


def _without(words: list[str], word: str) -> str:
    return " ".join(other for other in words if other != word)


_NAMES: dict[str, Callable[[Find], str]] = {
    "needs": lambda find: join_words((quoted(need.label) for need in find.needs), last=_("oder")),
    "kinds": lambda find: join_words((quoted(kind.label) for kind in find.kinds), last=_("oder")),
    "text": lambda find: quoted(find.text),
    "minutes": lambda find: quoted(_minutes(find)),
    "open_at": lambda find: quoted(_open(find)),
    "access": lambda find: quoted(_access(find)),
    "bbox": lambda find: quoted(_bbox(find)),
}


def advice_text(label: str, count: int) -> str:
    return ngettext("Ohne {filter}: {n} Treffer", "Ohne {filter}: {n} Treffer", count).format(filter=label, n=count)


# --- what was assumed -------------------------------------------------------------------------------------------------


def notices(find: Find, parts: tuple[Part, ...], *, shown: bool) -> list[str]:
    """What the reader should know about how the question was understood, and, if `shown`, what was found instead."""
    start = find.start.notice if find.start else ""
    said = [start, find.open_notice, about_minutes(find), _about_spelling(parts, shown=shown)]
    return [notice for notice in said if notice]


def about_minutes(find: Find) -> str:
    """What the limit of minutes needs, or how it is reckoned; '' if there is nothing to say."""
    if find.minutes and not find.start:
        return _("Für die Zeitgrenze brauchen wir einen Startpunkt. Bitte geben Sie an, wo Sie sind.")
    if find.minutes and not find.by_way:
        return _("Die Zeit ist in gerader Linie gerechnet (Luftlinie). Der wirkliche Weg dauert länger.")
    return ""


def _about_spelling(parts: tuple[Part, ...], *, shown: bool) -> str:
    """Hits need every part, so with an unknown word they are there because something resembles it."""
    strange = [quoted(part.typed) for part in parts if part.strange]
    if not strange:
        return ""
    unknown = _("So geschrieben kennen wir {words} nicht.").format(words=join_words(strange))
    return " ".join((unknown, _("Wir zeigen, was ähnlich klingt."))) if shown else unknown
