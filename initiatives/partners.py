"""Who works with an organisation, and why: what somebody has entered, and what follows from initiatives.

Only published organisations and public initiatives are named.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from actors.models import Organisation
from common.records import Status
from common.text import fold, join_words
from initiatives.models import Cooperation, Initiative, Participation, Role, Strength

CLOSEST_FIRST = (Strength.CLOSE, Strength.REGULAR, Strength.LOOSE, Strength.UNKNOWN)
LEADS = _("leitet die Initiative")


@dataclass(frozen=True)
class Reason:
    """Why two are partners: a cooperation, or an initiative that both lead or take part in.

    `since` is None where it is not known. `initiative` is the one that a cooperation came of, or that follows; `roles`
    are the partner's in it, in words.
    """

    cooperation: Cooperation | None = None
    initiative: Initiative | None = None
    since: date | None = None
    roles: str = ""

    @property
    def strength(self) -> Strength:
        return Strength(self.cooperation.strength) if self.cooperation else Strength.UNKNOWN


@dataclass(frozen=True)
class Partner:
    organisation: Organisation
    reasons: tuple[Reason, ...]

    @property
    def strength(self) -> Strength:
        """The closest of all reasons."""
        return min((reason.strength for reason in self.reasons), key=CLOSEST_FIRST.index)


@dataclass
class _Member:
    """An organisation in one initiative: as what, and since when as far as that is known."""

    organisation: Organisation
    since: date | None
    roles: list[str]


def partners(organisation: Organisation) -> list[Partner]:
    """The closest first, then by name, each once; three queries, however many there are."""
    found: dict[Organisation, list[Reason]] = defaultdict(list)
    for one in _cooperations(organisation):
        other = one.other if one.one_id == organisation.pk else one.one
        initiative = one.initiative if one.through_public else None
        found[other].append(Reason(cooperation=one, initiative=initiative, since=one.since))
    for initiative in _initiatives(organisation):
        for other, reason in _together(organisation, initiative):
            if initiative not in {known.initiative for known in found[other]}:
                found[other].append(reason)
    return sorted(
        (Partner(other, _ordered(reasons)) for other, reasons in found.items()),
        key=lambda partner: (CLOSEST_FIRST.index(partner.strength), fold(partner.organisation.name)),
    )


def _ordered(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """What somebody has entered goes before what follows."""
    return tuple(sorted(reasons, key=lambda one: (one.cooperation is None, CLOSEST_FIRST.index(one.strength))))


def _cooperations(organisation: Organisation) -> Iterable[Cooperation]:
    with_us = Q(one=organisation, other__status=Status.PUBLISHED) | Q(other=organisation, one__status=Status.PUBLISHED)
    through = Exists(Initiative.objects.published().filter(pk=OuterRef("initiative")))
    return (
        Cooperation.objects.filter(with_us)
        .annotate(through_public=through)
        .select_related("one", "other", "initiative")
    )


def _initiatives(organisation: Organisation) -> Iterable[Initiative]:
    all_ = Prefetch("participations", Participation.objects.select_related("organisation"))
    return Initiative.objects.published().of(organisation).select_related("lead").prefetch_related(all_)


def _together(organisation: Organisation, initiative: Initiative) -> Iterator[tuple[Organisation, Reason]]:
    """Everybody else in the initiative who is public."""
    members = _members(initiative)
    own = members.pop(organisation.pk)
    for member in members.values():
        if member.organisation.status == Status.PUBLISHED:
            since = max(own.since, member.since) if own.since and member.since else None
            yield member.organisation, Reason(initiative=initiative, since=since, roles=join_words(member.roles))


def _members(initiative: Initiative) -> Mapping[int, _Member]:
    """By the organisation's key; who leads has been there from the beginning."""
    found: dict[int, _Member] = {}
    if initiative.lead:
        found[initiative.lead.pk] = _Member(initiative.lead, initiative.begins_on, [str(LEADS)])
    for one in initiative.participations.all():
        member = found.setdefault(one.organisation_id, _Member(one.organisation, one.since, []))
        member.roles.append(str(Role(one.role).label))
        member.since = _earlier(member.since, one.since)
    return found


def _earlier(one: date | None, other: date | None) -> date | None:
    return min(filter(None, (one, other)), default=None)
