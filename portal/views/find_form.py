"""What the form on the find page offers, and what is chosen."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from actors.models import Need
from portal.find.question import Find, open_value
from portal.views.choices import ProfileChoice, profile_choices
from portal.views.unfound import Unfound

MINUTES = (5, 10, 15, 20, 30)


@dataclass(frozen=True)
class Option:
    """One choice of a list; `value` goes into the address."""

    value: str
    label: str | Promise
    chosen: bool


@dataclass(frozen=True)
class OptionGroup:
    slug: str
    label: str
    options: list[Option]


@dataclass(frozen=True)
class Form:
    """The fields by their names in the address; texts are what the visitor typed.

    Of the needs the list holds the first one, ticks beside it (`more_needs`) hold all others.
    """

    bedarf: list[Option]
    more_needs: list[Option]
    art: list[OptionGroup]
    profil: list[ProfileChoice]
    minuten: list[Option]
    zugang: list[Option]
    q: str
    von: str
    offen: str
    bbox: str

    @property
    def more_chosen(self) -> bool:
        """True if something behind „Mehr Filter“ is set."""
        options = [*self.more_needs, *self.minuten[1:], *(option for group in self.art for option in group.options)]
        return bool(self.bbox) or any(option.chosen for option in options)


ACCESS: tuple[tuple[str, Promise], ...] = (
    ("", _("alle zeigen")),
    ("not-no", _("ohne bekannte Hindernisse")),
    ("yes", _("nur sicher zugängliche")),
)


def form(find: Find, unfound: Unfound | None = None) -> Form:
    offered = set(Need.objects.offered_in(find.quarter))
    return Form(
        bedarf=list(_needs(find, offered, find.needs[:1])),
        more_needs=list(_needs(find, offered, find.needs[1:])),
        art=list(_kinds(find)),
        profil=profile_choices(find.profile),
        minuten=[Option("", _("beliebig weit"), not find.minutes), *_minutes(find)],
        zugang=[Option(value, label, value == find.access) for value, label in ACCESS],
        q=find.text,
        von=_start(find, unfound),
        offen=open_value(find),
        bbox=str(find.bbox or ""),
    )


def _needs(find: Find, offered: set[Need], chosen: tuple[Need, ...]) -> Iterable[Option]:
    """What the quarter offers, and what was asked for all the same."""
    for need in find.vocabulary.needs:
        if need in offered or need in find.needs:
            yield Option(need.slug, need.label, need in chosen)


def _kinds(find: Find) -> Iterable[OptionGroup]:
    for group in find.vocabulary.groups:
        kinds = [kind for kind in find.vocabulary.kinds if kind.group_id == group.pk]
        options = [Option(kind.slug, kind.label, kind in find.kinds) for kind in kinds]
        yield OptionGroup(group.slug, group.label, options)


def _minutes(find: Find) -> Iterable[Option]:
    """The usual steps, and the chosen number if it is none of them."""
    for number in sorted({*MINUTES, *([find.minutes] if find.minutes else [])}):
        label = ngettext("{n} Minute", "{n} Minuten", number).format(n=number)
        yield Option(str(number), label, number == find.minutes)


def _start(find: Find, unfound: Unfound | None) -> str:
    if unfound:
        return unfound.typed
    return find.start.text if find.start else ""
