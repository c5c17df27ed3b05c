"""Signed routes are checked whenever the network has changed: after imports and edits, and when somebody looks at them.

What a check finds is stored with the state of the network that it looked at. A look is cheap as long as that is the
present state; else the route is judged anew first, so that nobody reads an old verdict. Twice the same changes nothing.
"""

import hashlib
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import InternalError, OperationalError, transaction
from django.db.models.signals import post_delete, post_save
from django.utils import timezone

from common.records import Status
from mapping import network
from mapping.models import Barrier, NetworkVersion, PathSurvey, Quarter, RouteChange, RouteCheck, SignedRoute
from mapping.profiles import profiles
from mapping.routing import signed
from mapping.routing.engine import Engine, Trip
from mapping.routing.profiles import Profile
from mapping.routing.signed import Outcome
from mapping.routing.traveller import Traveller

LOG = logging.getLogger("quartierskarte.network")
CHANGES_KEPT = 20  # per route, profile and direction

Key = tuple[str, bool]  # slug of the profile, and whether it is the way back
FIGURES = ("verdict", "length_m", "duration_s", "seats", "toilets", "longest_gap_m", "surveyed")
COLUMNS = (*FIGURES, "found", "version", "network", "rules", "checked_at")


@dataclass(frozen=True)
class Home:
    """The network that a route lies in, as it is today."""

    version: int | None
    engine: Engine


@dataclass(frozen=True)
class Checked:
    """A route with what is known of it now. Without a home it has not been checked, whatever was found before."""

    route: SignedRoute
    home: Home | None = None
    checks: Mapping[Key, RouteCheck] = field(default_factory=dict)

    @property
    def is_stale(self) -> bool:
        return self.home is not None and is_stale(self.route, self.home, self.checks)

    def check(self, profile: Profile, *, backward: bool = False) -> RouteCheck | None:
        return self.checks.get((profile.slug, backward)) if self.home else None

    def shut_for(self, *verdicts: str) -> list[str]:
        """Slugs of the profiles that the route is meant for and that have one of these verdicts."""
        rows = (self.checks.get((slug, False)) for slug in self.route.profiles)
        return [row.profile for row in rows if row is not None and row.verdict in verdicts]


def checked(routes: Iterable[SignedRoute], *, at: datetime | None = None) -> list[Checked]:
    """Routes (`with_home`) in their order, with checks of the present network. Three queries if nothing has changed."""
    return _look(list(routes), at or timezone.now()).result


def as_stored(routes: Iterable[SignedRoute]) -> list[Checked]:
    """The same, but nothing is checked anew."""
    routes = list(routes)
    return Look(routes, homes(routes), _stored(routes)).result


@dataclass(frozen=True)
class Look:
    """Routes with their networks and checks, and the changes that were noticed now; all by number of the route."""

    routes: list[SignedRoute]
    homes: dict[int, Home]
    stored: dict[int, dict[Key, RouteCheck]]
    changes: list[RouteChange] = field(default_factory=list)

    @property
    def result(self) -> list[Checked]:
        return [Checked(route, self.homes.get(route.pk), self.stored[route.pk]) for route in self.routes]


def _look(routes: list[SignedRoute], at: datetime) -> Look:
    look = Look(routes, homes(routes), _stored(routes))
    stale = [one for one in routes if one.pk in look.homes and is_stale(one, look.homes[one.pk], look.stored[one.pk])]
    unwritten = [route for route in stale if not _is_written(look, route, at)]
    look.stored.update(_stored(stale))
    look.stored.update({one.pk: _judged(one, look.homes[one.pk], at) for one in unwritten})
    return look


def _is_written(look: Look, route: SignedRoute, at: datetime) -> bool:
    """Whether the check could be stored: a database may be there to be read only, and readers need an answer."""
    try:
        look.changes.extend(check(route.pk, look.homes[route.pk], at=at))
    except (InternalError, OperationalError) as error:
        LOG.warning("the check of signed route %s could not be stored: %s", route.pk, error)
        return False
    return True


def _judged(route: SignedRoute, home: Home, at: datetime) -> dict[Key, RouteCheck]:
    return {key: _row(route, key, profile, home, at) for key, profile in _keys()}


def homes(routes: Iterable[SignedRoute]) -> dict[int, Home]:
    """By number of the route; those that lie in no usable network are missing."""
    wanted = {route.pk: version for route in routes if (version := getattr(route, "home", None)) is not None}
    known = network.engines(wanted.values()) if wanted else {}
    return {pk: Home(version, known[version]) for pk, version in wanted.items() if version in known}


def _stored(routes: Sequence[SignedRoute]) -> dict[int, dict[Key, RouteCheck]]:
    found: dict[int, dict[Key, RouteCheck]] = {route.pk: {} for route in routes}
    for row in RouteCheck.objects.filter(route__in=list(found)) if found else ():
        found[row.route_id][row.profile, row.backward] = row
    return found


def is_stale(route: SignedRoute, home: Home, stored: Mapping[Key, RouteCheck]) -> bool:
    """Whether some check is missing, or of another network, line or profile."""
    wanted = {key: rules(route, profile) for key, profile in _keys()}
    state = home.engine.network.checksum
    return any((row := stored.get(key)) is None or (row.network, row.rules) != (state, wanted[key]) for key in wanted)


def rules(route: SignedRoute, profile: Profile) -> str:
    """Names everything but the network that a check depends on."""
    return hashlib.sha256(f"{signed.RECIPE} {route.line.wkb.hex()} {profile.digest}".encode()).hexdigest()


def _keys() -> Iterator[tuple[Key, Profile]]:
    for profile in profiles().by_slug.values():
        yield (profile.slug, False), profile
        yield (profile.slug, True), profile


# --- checking -------------------------------------------------------------------------------------------------------


@transaction.atomic
def check(pk: int, home: Home, *, at: datetime) -> list[RouteChange]:
    """Judges a route for all profiles in both directions and stores it; what is otherwise than before."""
    route = SignedRoute.objects.select_for_update().filter(pk=pk).first()
    if route is None:  # deleted since it was listed
        return []
    stored = _stored([route])[pk]
    if not is_stale(route, home, stored):  # somebody else was quicker
        return []
    rows = list(_judged(route, home, at).values())
    changes = [made for row in rows if (made := _change(stored.get((row.profile, row.backward)), row)) is not None]
    RouteCheck.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["route", "profile", "backward"], update_fields=COLUMNS
    )
    RouteChange.objects.bulk_create(changes)
    _tidy(route, changes)
    return changes


def _row(route: SignedRoute, key: Key, profile: Profile, home: Home, at: datetime) -> RouteCheck:
    slug, backward = key
    outcome = outcome_of(route, profile, home.engine, backward=backward)
    figures: dict[str, Any] = {name: getattr(outcome, name) for name in FIGURES}
    return RouteCheck(
        route=route,
        profile=slug,
        backward=backward,
        found=signed.written(outcome.found),
        version_id=home.version,
        network=home.engine.network.checksum,
        rules=rules(route, profile),
        checked_at=at,
        **figures,
    )


def outcome_of(route: SignedRoute, profile: Profile, engine: Engine, *, backward: bool) -> Outcome:
    track = signed.track_in(engine, route.points, turned=backward)
    return signed.judge(track, Trip(engine, Traveller(profile)))


def _change(before: RouteCheck | None, after: RouteCheck) -> RouteChange | None:
    """Another line or another profile is no change of the ways."""
    if before is None or before.rules != after.rules:
        return None
    found = signed.change(_outcome(before), _outcome(after))
    if found is None:
        return None
    return RouteChange(
        route=after.route,
        profile=after.profile,
        backward=after.backward,
        at=after.checked_at,
        before=found.before,
        after=found.after,
        appeared=signed.written(found.appeared),
        gone=signed.written(found.gone),
    )


def _outcome(row: RouteCheck) -> Outcome:
    return Outcome(found=signed.read(row.found), **{name: getattr(row, name) for name in FIGURES})


def _tidy(route: SignedRoute, changes: Iterable[RouteChange]) -> None:
    """Profiles that are no more, and changes that were long ago."""
    RouteCheck.objects.filter(route=route).exclude(profile__in=list(profiles().by_slug)).delete()
    for made in changes:
        same = RouteChange.objects.filter(route=route, profile=made.profile, backward=made.backward)
        same.exclude(pk__in=same.values("pk")[:CHANGES_KEPT]).delete()


# --- when the network changes ---------------------------------------------------------------------------------------


def recheck(versions: Iterable[int]) -> list[RouteChange]:
    """All routes but archived ones that lie in these networks; what is otherwise than before."""
    routes = SignedRoute.objects.exclude(status=Status.ARCHIVED).with_home().filter(home__in=set(versions))
    return _look(list(routes.order_by("pk")), timezone.now()).changes


def recheck_quarter(quarter: Quarter) -> None:
    """After an import; a failure is for the log only, because whoever looks at a route has it checked."""
    _quietly(NetworkVersion.objects.active().filter(quarter=quarter).values_list("pk", flat=True))


def _quietly(versions: Iterable[int]) -> None:
    try:
        recheck(versions)
    except Exception:  # what was stored is stored
        LOG.exception("signed routes could not be checked")


def _finding_changed(instance: Barrier | PathSurvey, **_more: Any) -> None:
    point = instance.point
    around = NetworkVersion.objects.active().filter(area__covers=point)
    transaction.on_commit(lambda: _quietly(list(around.values_list("pk", flat=True))))


def watch() -> None:
    """Barriers and surveys that somebody saves or deletes have the routes around them checked after the commit."""
    for model in (Barrier, PathSurvey):
        for signal in (post_save, post_delete):
            signal.connect(_finding_changed, sender=model, dispatch_uid=f"signed routes {model.__name__} {signal}")
