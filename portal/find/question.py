"""The question a visitor asks, parsed once. Everything behind it works on `Find`; nobody else reads query strings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from typing import Any, Literal, Self, TypeVar
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.models import Kind, Need
from common import params
from common.errors import NotFound, UsageError
from common.geo import BBox, LonLat
from common.hours import Calendar
from common.hours.words import clock
from mapping import geocoding
from mapping.models import Quarter
from mapping.profiles import chosen as chosen_profile
from mapping.profiles import profiles
from mapping.routing.profiles import Profile
from portal.find.vocabulary import Vocabulary, current

T = TypeVar("T", Need, Kind)
AccessFilter = Literal["", "yes", "not-no"]
ACCESS_FILTERS: dict[AccessFilter, Promise] = {
    "yes": gettext_lazy("sicher zugänglich"),
    "not-no": gettext_lazy("ohne bekannte Hindernisse"),
}
MINUTES_MAX = 240


@dataclass(frozen=True)
class Names:
    """What the parameters are called. `strict`: refuse what makes no sense together instead of saying so beside."""

    needs: str
    kinds: str
    text: str
    start: str
    profile: str
    minutes: str
    open: str
    access: str
    bbox: str
    quarter: str
    strict: bool = False

    @property
    def every(self) -> tuple[str, ...]:
        return tuple(value for one in fields(self) if isinstance(value := getattr(self, one.name), str))

    @property
    def repeatable(self) -> tuple[str, str]:
        return self.needs, self.kinds


PAGE = Names("bedarf", "art", "q", "von", "profil", "minuten", "offen", "zugang", "bbox", "quartier")
API = Names("need", "kind", "q", "near", "profile", "minutes", "open", "access", "bbox", "quarter", strict=True)


@dataclass(frozen=True)
class Start:
    """Where the visitor starts. `text` is what finds it again; `notice` says what was assumed, '' if nothing."""

    label: str
    point: LonLat
    text: str
    notice: str = ""


@dataclass(frozen=True)
class Find:
    """One question. Change it with `changed`, write it down with `query`."""

    quarter: Quarter
    vocabulary: Vocabulary
    profile: Profile
    now: datetime
    needs: tuple[Need, ...] = ()
    kinds: tuple[Kind, ...] = ()
    text: str = ""
    start: Start | None = None
    minutes: int | None = None
    open_at: datetime | None = None
    access: AccessFilter = ""
    bbox: BBox | None = None
    in_default_quarter: bool = True
    by_way: bool = False  # times and distances are along the path network, not in a straight line
    carried: tuple[tuple[str, str], ...] = ()  # parameters of the page that links keep, such as the colours
    open_notice: str = field(default="", compare=False)  # what was made of the time that was asked for

    def changed(self, **changes: Any) -> Self:
        """The same question with other filters; a time limit without a start falls away."""
        other = replace(self, **changes)
        return replace(other, minutes=None) if other.start is None else other

    def query(self, *, page: int = 1, form: str = "", **changes: Any) -> str:
        """Canonical query string in the names of the pages, without `?`; '' if nothing is asked."""
        other = self.changed(**changes)
        extra = [("seite", str(page))] if page > 1 else []
        return urlencode([*_pairs(other, PAGE), *self.carried, *extra, *([("format", form)] if form else [])], safe=",")

    def api_query(self, **extra: object) -> str:
        """The same in the names of the API."""
        return urlencode([*_pairs(self, API), *((name, str(value)) for name, value in extra.items())], safe=",")

    def way_query(self) -> str:
        """What a page about one hit should know of the question: quarter, profile and start."""
        return self.query(**NARROWING)

    @property
    def calendar(self) -> Calendar:
        return self.quarter.calendar

    @property
    def filters(self) -> tuple[str, ...]:
        """Names of the fields that narrow the result."""
        return tuple(name for name in NARROWING if getattr(self, name) and not (name == "minutes" and not self.start))


# Fields that narrow the result, with what each is when it narrows nothing.
NARROWING: dict[str, Any] = {
    "needs": (),
    "kinds": (),
    "text": "",
    "minutes": None,
    "open_at": None,
    "access": "",
    "bbox": None,
}


def _pairs(find: Find, names: Names) -> Iterator[tuple[str, str]]:
    yield from ((names.needs, need.slug) for need in find.needs)
    yield from ((names.kinds, kind.slug) for kind in find.kinds)
    single = {
        names.text: find.text,
        names.start: find.start.text if find.start else "",
        names.profile: "" if find.profile == profiles().default else find.profile.slug,
        names.minutes: str(find.minutes or ""),
        names.open: open_value(find),
        names.access: find.access,
        names.bbox: str(find.bbox or ""),
        names.quarter: "" if find.in_default_quarter else find.quarter.slug,
    }
    yield from ((name, value) for name, value in single.items() if value)


def open_value(find: Find) -> str:
    """`1` for now, else the moment; '' if it does not matter."""
    if find.open_at is None:
        return ""
    return "1" if find.open_at == find.now else find.open_at.isoformat()


def parse(query: QueryDict, names: Names, *, now: datetime) -> Find:
    """Read a request. UsageError names the parameter, its value and what would be right. `now` must know its zone."""
    words = current()
    quarter, is_default = chosen_quarter(query, names.quarter)
    start = parse_start(query, names.start, quarter)
    open_at, open_notice = _moment(query, names.open, now)
    return Find(
        quarter=quarter,
        vocabulary=words,
        profile=chosen_profile(query, names.profile),
        now=now,
        needs=_terms(query, names.needs, words.need_by_slug),
        kinds=_terms(query, names.kinds, words.kind_by_slug),
        text=params.text(query, names.text),
        start=start,
        minutes=_minutes(query, names, start),
        open_at=open_at,
        open_notice=open_notice,
        access=_access(query, names.access),
        bbox=_bbox(query, names.bbox),
        in_default_quarter=is_default,
    )


def _terms(query: QueryDict, name: str, known: Mapping[str, T]) -> tuple[T, ...]:
    return tuple(known[slug] for slug in params.choices(query, name, known, lambda slug: str(known[slug].label)))


def chosen_quarter(query: QueryDict, name: str) -> tuple[Quarter, bool]:
    """The quarter that a request names, else the default one; and whether it is that. NotFound if there is none."""
    default = Quarter.objects.default()
    slug = params.text(query, name)
    if default is None:
        raise NotFound(name, slug, _("ein Quartier. In dieser Installation ist noch keines veröffentlicht"))
    if slug in ("", default.slug):
        return default, True
    named = Quarter.objects.published().filter(slug=slug).first()
    if named is None:
        known = dict(Quarter.objects.published().values_list("slug", "name"))
        raise params.none_of(name, slug, known, known.__getitem__)
    return named, False


def parse_start(query: QueryDict, name: str, quarter: Quarter) -> Start | None:
    """`lon,lat`, or an address of the quarter; None if absent."""
    text = params.text(query, name)
    if not text:
        return None
    if looks_like_coordinates(text):
        point = LonLat.parse(name, text)
        return Start(_("Ihrem Standort"), point, str(point))
    found = geocoding.locate(name, text, quarter)
    return Start(found.label, found.point, found.label, found.notice)


def looks_like_coordinates(text: str) -> bool:
    """True for anything made of numbers only, also wrong ones, so that the answer speaks of coordinates."""
    try:
        return len([float(part) for part in text.split(",")]) > 1
    except ValueError:
        return False


def _minutes(query: QueryDict, names: Names, start: Start | None) -> int | None:
    minutes = params.integer(query, names.minutes, low=1, high=MINUTES_MAX)
    if minutes and start is None and names.strict:
        raise UsageError(
            names.minutes, minutes, _("nur zusammen mit einem Startpunkt in {name}").format(name=names.start)
        )
    return minutes


def _moment(query: QueryDict, name: str, now: datetime) -> tuple[datetime | None, str]:
    """An hour that the clocks skip becomes the real one, so that it can be written down and compared; and is told."""
    at = params.instant(query, name, now=now)
    if at is None or at == now:
        return at, ""
    real = at.astimezone(UTC)
    is_skipped = real.astimezone(at.tzinfo).time() != at.time()
    return localtime(real), _skipped(at, localtime(real)) if is_skipped else ""


def _skipped(asked: datetime, real: datetime) -> str:
    told = _("{asked} Uhr gibt es am {day} nicht, weil die Uhren vorgestellt werden. Wir nehmen {real} Uhr.")
    return told.format(asked=clock(asked), day=date_format(real, "MONTH_DAY_FORMAT"), real=clock(real))


def _access(query: QueryDict, name: str) -> AccessFilter:
    labels = {str(slug): str(label) for slug, label in ACCESS_FILTERS.items()}
    wanted = params.choice(query, name, labels, "", labels.__getitem__)
    return next((filter_ for filter_ in ACCESS_FILTERS if filter_ == wanted), "")


def _bbox(query: QueryDict, name: str) -> BBox | None:
    text = params.text(query, name)
    return BBox.parse(name, text) if text else None
