"""One signed route as its page tells it: the same steps, warnings and pauses as a way that was searched for."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from common.geo import LonLat
from mapping import profiles, signed_words, way_words
from mapping.models import Quarter
from mapping.routing import signed, streets
from mapping.routing.engine import Trip
from mapping.routing.profiles import Profile
from mapping.routing.route import Route, route_along
from mapping.routing.snapping import Degrees
from mapping.routing.tracks import Track
from mapping.routing.traveller import Traveller
from mapping.signed_routes import Checked
from portal.signed.summary import Summary
from portal.way import feature, page
from portal.way.answer import Answer
from portal.way.question import Stop, Way

CHANGES = 3


@dataclass(frozen=True)
class Row:
    """One profile in the table of verdicts; `chosen` is the one that the page tells of."""

    summary: Summary
    is_meant: bool
    chosen: bool


@dataclass(frozen=True)
class Shown:
    """What the page shows of the way itself; there is nothing to show where no bit of it lies on a way."""

    way: Way
    told: page.RoutePage
    map_data: dict[str, Any]


def table(checked: Checked, chosen: Profile, *, backward: bool) -> list[Row]:
    every = profiles.profiles().by_slug.values()
    return [
        Row(Summary(checked, profile, backward), profile.slug in checked.route.profiles, profile == chosen)
        for profile in every
    ]


def changes(summary: Summary) -> list[str]:
    """What has changed for this profile in this direction, the newest first."""
    rows = summary.route.changes.filter(profile=summary.profile.slug, backward=summary.backward)[:CHANGES]
    return [signed_words.changed(row, summary.spoken_profile) for row in rows]


def shown(summary: Summary, quarter: Quarter) -> Shown | None:
    home = summary.checked.home
    track = signed.track_in(home.engine, summary.route.points, turned=summary.backward) if home else None
    if home is None or track is None or track.path is None:
        return None
    trip = Trip(home.engine, Traveller(summary.profile))
    # Not those that were stored: a kerb belongs to the leg that it stands on to the centimetre.
    remarks = sorted((one.remark for one in signed.found_on(track, trip)), key=lambda remark: remark.at_m)
    route = replace(route_along(trip, track.path), warnings=tuple(remarks))
    answer = Answer(_way(summary, quarter, trip, route), home.engine, route)
    told = page.route_page(answer)
    return Shown(answer.way, told, _map_data(summary, answer, told, track))


def _way(summary: Summary, quarter: Quarter, trip: Trip, route: Route) -> Way:
    """Both ends by the streets around them."""
    begin, end = (_stop(trip, at) for at in (route.line[0], route.line[-1]))
    goal = replace(end, label=_("Anfang des Weges")) if summary.route.is_round else end
    return Way(quarter, trip.traveller, timezone.now(), begin, goal)


def _stop(trip: Trip, at: Degrees) -> Stop:
    label = way_words.corner(streets.corner(trip.engine, at))
    return Stop(label or _("Ende des Weges"), LonLat(*at))


def _map_data(summary: Summary, answer: Answer, told: page.RoutePage, track: Track) -> dict[str, Any]:
    data = page.map_data(answer, told)
    words = {
        "route": _("Karte: {name}").format(name=summary.route.name),
        "start": _("Anfang des Weges"),
        "goal": _("Ende des Weges"),
    }
    ends = data["ends"][:1] if summary.route.is_round else data["ends"]
    return data | {"ends": ends, "links": list(_gaps(track)), "open": not summary.is_shut, "words": words}


def _gaps(track: Track) -> Iterator[list[list[float]]]:
    """Bits of the line that lie on no way, drawn as such."""
    for gap in track.gaps:
        yield [feature.point(gap.begin), feature.point(gap.end)]
