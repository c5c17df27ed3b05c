"""The doctor's checks of the ground."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from common.doctor import Finding, fault, fine, hint, register
from mapping import anchors, network, signed_routes
from mapping.figures import ASKED
from mapping.models import Address, Barrier, BaseFeature, NetworkVersion, PathSurvey, Quarter, SignedRoute
from mapping.routing.signed import BLOCKED, OFF


@register("quarters", vital=True)
def there_is_a_quarter() -> Finding:
    quarters = Quarter.objects.published().count()
    if not quarters:
        return fault("no quarter is published", "Run `manage.py load_demo` or `manage.py import_osm FILE`.")
    return fine(f"{quarters} published")


@register("base map")
def every_quarter_has_a_base_map() -> Finding:
    bare = Quarter.objects.published().exclude(pk__in=BaseFeature.objects.values("quarter"))
    names = ", ".join(bare.values_list("name", flat=True))
    if names:
        return hint(f"without base map: {names}", "Run `manage.py import_osm FILE --quarter SLUG`.")
    return fine(f"{BaseFeature.objects.count()} objects")


@register("addresses")
def addresses_can_be_searched() -> Finding:
    count = Address.objects.count()
    if not count:
        return hint("no addresses", "Import an extract that holds house numbers; „Wo sind Sie?“ needs them.")
    return fine(f"{count} addresses")


# --- the path network -----------------------------------------------------------------------------------------------

MANY_OUTSIDE = 0.05  # share of the ways that nothing connects with the rest
LITTLE_KNOWN = 0.5
FIGURES = {"islands", "missing_joins", "absurd", "known", "hours", *ASKED}


def _active() -> Iterator[NetworkVersion]:
    """Networks in use of published quarters."""
    versions = NetworkVersion.objects.active().filter(quarter__status="published").select_related("quarter")
    return versions.defer("area").order_by("quarter__slug").iterator()


def _each(name: str) -> list[tuple[str, Any]]:
    """One of the figures, by quarter; a version without figures has nothing to say."""
    return [(str(one.quarter), one.figures[name]) for one in _active() if name in one.figures]


@register("path network", vital=True)
def every_network_can_be_loaded() -> Finding:
    """A quarter without a network is none that cannot be loaded: see below."""
    versions = list(_active())
    faults = [f"{version.quarter}: {error}" for version in versions if (error := _fault(version))]
    if faults:
        return fault("; ".join(faults), "Run `manage.py rebuild_network`; if that fails, import the file again.")
    return fine(f"{len(versions)} can be used")


def _fault(version: NetworkVersion) -> str:
    try:
        if network.engine(version.quarter) is not None:
            return ""
        network.load(version, timezone.localdate())
    except network.NetworkDamaged as error:
        return str(error)
    return ""


@register("quarters without paths")
def every_quarter_has_a_network() -> Finding:
    bare = Quarter.objects.published().exclude(networks__is_active=True)
    names = ", ".join(bare.values_list("name", flat=True))
    if names:
        return hint(f"without path network: {names}", "Run `manage.py import_osm FILE --quarter SLUG` again.")
    return fine("all have a path network")


@register("islands")
def paths_are_connected() -> Finding:
    islands = _each("islands")
    told = [f"{name}: {one['count']} parts, {one['share']:.1%} of the ways" for name, one in islands]
    if any(one["share"] > MANY_OUTSIDE for _name, one in islands):
        return hint("; ".join(told), "Look at the parts named in the version's figures: where is the join missing?")
    return fine("; ".join(told) or "no network")


@register("missing joins")
def ways_that_nearly_meet_do_meet() -> Finding:
    told = [
        f"{name}: {one['count']} ({', '.join(found['osm'] for found in one['examples'][:3])})"
        for name, one in _each("missing_joins")
        if one["count"]
    ]
    if told:
        return hint("; ".join(told), "Join them in OpenStreetMap if they meet on the ground, then import again.")
    return fine("no dead end within a metre of another way")


@register("absurd values")
def values_of_paths_are_likely() -> Finding:
    told = [
        f"{name}: {rule} {', '.join(objects[:3])}"
        for name, one in _each("absurd")
        for rule, objects in one["examples"].items()
    ]
    if told:
        return hint("; ".join(told), "Check them on the ground; correct the map, or enter a survey.")
    return fine("none")


@register("unknown facts")
def enough_is_known_of_paths() -> Finding:
    """The share of each attribute that nobody knows; a quarter without kerbs lacks none."""
    quarters = _each("known")
    told = [
        f"{name}: " + ", ".join(f"{fact} {1 - share:.0%}" for fact, share in known.items() if share is not None)
        for name, known in quarters
    ]
    if any(known.get("kerb") is not None and known["kerb"] < LITTLE_KNOWN for _name, known in quarters):
        return hint("unknown: " + "; ".join(told), "Survey kerbs first: without them wheelchair routes are guesses.")
    return fine("unknown: " + "; ".join(told) if told else "no network")


@register("hours of ways")
def hours_of_ways_can_be_read() -> Finding:
    quarters = _each("hours")
    told = [f"{name}: {', '.join(one['unreadable'][:3])}" for name, one in quarters if one["unreadable"]]
    if told:
        return hint("unreadable: " + "; ".join(told), "Correct opening_hours or *:conditional in OpenStreetMap.")
    return fine(f"{sum(one['count'] for _name, one in quarters)} ways and gates are open at times only")


@register("figures of paths")
def figures_are_those_of_this_program() -> Finding:
    """The checks above read what an import has counted."""
    old = [str(one.quarter) for one in _active() if not {*one.figures, *one.figures.get("known", ())} >= FIGURES]
    if old:
        return hint(f"counted by an older version: {', '.join(old)}", "Run `manage.py rebuild_network`.")
    return fine("up to date")


@register("unmatched findings")
def every_finding_has_its_edge() -> Finding:
    counts = {model: anchors.unmatched(model).count() for model in (Barrier, PathSurvey)}
    if any(counts.values()):
        text = f"{counts[Barrier]} barriers, {counts[PathSurvey]} surveys have no way that they belong to"
        return hint(text, "Open them in the admin (filter „im Wegenetz gefunden: nein“) and move their points.")
    return fine(f"{Barrier.objects.count()} barriers, {PathSurvey.objects.count()} surveys")


@register("signed routes")
def signed_routes_can_be_walked() -> Finding:
    """By those they are meant for; and every one was checked on the network as it is today."""
    known = signed_routes.as_stored(SignedRoute.objects.published().with_home().order_by("slug"))
    old = [one.route.slug for one in known if one.home is None or one.is_stale]
    shut = [f"{one.route.slug} ({', '.join(bad)})" for one in known if (bad := one.shut_for(BLOCKED, OFF))]
    told = [
        *([f"check older than the network: {', '.join(old)}"] if old else []),
        *([f"cannot be walked by those they are meant for: {', '.join(shut)}"] if shut else []),
    ]
    if told:
        return hint("; ".join(told), "Run `manage.py check_routes`; walk the blocked ones and draw them anew.")
    return fine(f"{len(known)} checked")
