"""What somebody asks for a way, parsed once. Behind it nobody reads query strings."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self, cast
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from actors.models import Place
from common import params
from common.errors import UsageError
from common.geo import LonLat
from mapping import geocoding, profiles
from mapping.models import Quarter
from mapping.routing.profiles import ANY, Number, Profile
from mapping.routing.traveller import Traveller
from portal.find.question import chosen_quarter, looks_like_coordinates
from portal.visit import holding

MEASURES = ("cost", "time", "distance")
OTHERS_MAX = 2
API_NAMES = ("from", "to", "profile", "quarter", "optimise", "alternatives", "depart")
LANGUAGE = "lang"
FARTHEST = timedelta(days=366)  # of a departure, before and after now


@dataclass(frozen=True)
class Names:
    """What the parameters of the page are called. A place stands in for either end by its slug."""

    start: str = "von"
    goal: str = "nach"
    start_place: str = "ab"
    goal_place: str = "ort"
    profile: str = "profil"
    quarter: str = "quartier"
    other: str = "variante"
    departure: str = "abfahrt"


PAGE = Names()


@dataclass(frozen=True)
class Stop:
    """One end of a way. `text` or the slug of `place` finds it again; `notice` says what was assumed."""

    label: str
    point: LonLat
    text: str = ""
    place: Place | None = None
    notice: str = ""


@dataclass(frozen=True)
class Way:
    """One question. Without both ends there is nothing to answer yet."""

    quarter: Quarter
    traveller: Traveller
    at: datetime  # when the traveller sets out
    start: Stop | None = None
    goal: Stop | None = None
    optimise: str = "cost"
    other: int = 0  # which of the other ways is to be told, 0 for the best
    departs: bool = False  # at a time that was asked for, not now
    in_default_quarter: bool = True
    dropped: tuple[str, ...] = ()  # limits that the profile does not let anybody change
    carried: tuple[tuple[str, str], ...] = ()  # parameters of the page that links keep, such as the colours

    @property
    def ends(self) -> tuple[Stop, Stop] | None:
        """None as long as one of them is missing."""
        return (self.start, self.goal) if self.start and self.goal else None

    @property
    def day(self) -> date:
        """On the calendar of the quarter: which closures hold."""
        return timezone.localdate(self.at)

    def with_limits(self, unknown: str = "", **limits: Number) -> Self:
        """The same way for somebody who accepts other limits."""
        own = {**self.traveller.own, **limits}
        return self.changed(traveller=Traveller(self.traveller.profile, own, unknown or self.traveller.unknown))

    def back(self) -> Self:
        return self.changed(start=self.goal, goal=self.start)

    def changed(self, **changes: object) -> Self:
        """Another question is about the best way again."""
        kept = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return type(self)(**{**kept, "other": 0, **changes})

    def query(self, *extra: tuple[str, str]) -> str:
        """Canonical query string in the names of the page, without `?`."""
        return urlencode([*self.pairs(), *self.carried, *extra], safe=",")

    def pairs(self) -> Iterator[tuple[str, str]]:
        single = {
            **_stop_pairs(self.start, PAGE.start, PAGE.start_place),
            **_stop_pairs(self.goal, PAGE.goal, PAGE.goal_place),
            PAGE.profile: "" if self.profile == profiles.profiles().default else self.profile.slug,
            **{name: written(value) for name, value in self.traveller.own.items()},
            profiles.MODE: self.traveller.unknown if self.traveller.unknown != self.profile.default_mode else "",
            PAGE.quarter: "" if self.in_default_quarter else self.quarter.slug,
            PAGE.other: str(self.other or ""),
            PAGE.departure: clock(self.at) if self.departs else "",
        }
        yield from ((name, value) for name, value in single.items() if value)

    @property
    def profile(self) -> Profile:
        return self.traveller.profile


def clock(at: datetime) -> str:
    """A moment as it stands in the address: in local time, with its offset where the clock shows it twice."""
    local = timezone.localtime(at)
    plain = local.replace(tzinfo=None)
    is_once = local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset()
    return (plain if is_once else local).isoformat(timespec="minutes")


def written(value: Number) -> str:
    """A limit as it stands in the address; never a rounded number, because a limit just reached still holds."""
    if value is None:
        return ANY
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)


def _stop_pairs(stop: Stop | None, text: str, place: str) -> dict[str, str]:
    if stop is None:
        return {}
    return {place: str(stop.place.slug)} if stop.place else {text: stop.text}


# ---------------------------------------------------------------------------------------------------------- parsing


def parse(query: QueryDict, *, now: datetime) -> Way:
    """Read the address of a page. UsageError names the parameter, its value and what would be right."""
    departure = params.moment(query, PAGE.departure, now=now, within=FARTHEST)
    places = {name: _place(query, name) for name in (PAGE.start_place, PAGE.goal_place)}
    quarter, is_default = _quarter(query, [place for place in places.values() if place])
    profile = profiles.chosen(query, PAGE.profile)
    dropped = tuple(sorted(name for name in profile.fixed_limits if query.get(name)))
    return Way(
        quarter=quarter,
        traveller=profiles.traveller(_without(query, dropped), PAGE.profile),
        at=departure or now,
        departs=departure is not None,
        start=_stop(query, PAGE.start, places[PAGE.start_place], quarter, _("Ihr Standort")),
        goal=_stop(query, PAGE.goal, places[PAGE.goal_place], quarter, _("gewählter Punkt")),
        other=params.integer(query, PAGE.other, low=1, high=OTHERS_MAX, default=0) or 0,
        in_default_quarter=is_default,
        dropped=dropped,
    )


def _without(query: QueryDict, names: tuple[str, ...]) -> QueryDict:
    kept = query.copy()
    for name in names:
        kept.pop(name, None)
    return kept


def _quarter(query: QueryDict, places: list[Place]) -> tuple[Quarter, bool]:
    """The one in the address, else that of a place, else the default one."""
    named, is_default = chosen_quarter(query, PAGE.quarter)
    if query.get(PAGE.quarter) or not places:
        return named, is_default
    found = holding(places[-1].point)
    return (named, is_default) if found is None else (found, found == Quarter.objects.default())


def _place(query: QueryDict, name: str) -> Place | None:
    slug = params.text(query, name)
    if not slug:
        return None
    found = Place.objects.published().filter(slug=slug).select_related("kind").first()
    if found is None:
        raise UsageError(name, slug, _("ein Ort, der auf der Karte steht"))
    return found


def _stop(query: QueryDict, name: str, place: Place | None, quarter: Quarter, here: str) -> Stop | None:
    """What is typed goes before a place; a place without an address typed is the place itself."""
    text = params.text(query, name)
    if not text:
        return Stop(place.name, LonLat.of(place.point), place=place) if place else None
    if looks_like_coordinates(text):
        point = LonLat.parse(name, text)
        return Stop(here, point, str(point))
    found = geocoding.locate(name, text, quarter)
    return Stop(found.label, found.point, found.label, notice=found.notice)


def api_names() -> tuple[str, ...]:
    """What machines may ask; their language is read before."""
    return (*API_NAMES, profiles.MODE, *profiles.limit_bounds())


def parse_api(query: QueryDict, *, now: datetime) -> tuple[Way, bool]:
    """The same for machines, who give both ends as `lon,lat`; and whether they want other ways as well.

    A name that nobody reads is refused: who sets a limit must not be sent on a way without it.
    """
    params.only(query, (*api_names(), LANGUAGE))
    start, goal = (LonLat.parse(name, params.text(query, name)) for name in ("from", "to"))
    traveller = profiles.traveller(query, "profile")
    optimise = params.choice(query, "optimise", MEASURES, "cost")
    others = params.choice(query, "alternatives", ("0", "1"), "0") == "1"
    quarter, is_default = _asked_or_default(query)
    ends = (Stop(str(start), start, str(start)), Stop(str(goal), goal, str(goal)))
    departure = params.moment(query, "depart", now=now, within=FARTHEST)
    way = Way(
        quarter,
        traveller,
        departure or now,
        *ends,
        optimise=optimise,
        departs=departure is not None,
        in_default_quarter=is_default,
    )
    return way, others


def _asked_or_default(query: QueryDict) -> tuple[Quarter, bool]:
    """The default quarter is read only if something wants to know more of it than that it is preferred."""
    if params.text(query, "quarter"):
        return chosen_quarter(query, "quarter")
    return cast(Quarter, SimpleLazyObject(lambda: chosen_quarter(query, "quarter")[0])), True
