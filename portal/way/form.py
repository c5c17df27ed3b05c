"""What the form on the page of a way offers, and what is chosen; also for an address that cannot be read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from actors.models import Place
from mapping import limit_words, profiles
from mapping.routing.profiles import Bounds, Number, Profile
from portal.views.choices import ProfileChoice, profile_choices
from portal.views.find_form import Option
from portal.way.question import PAGE, clock, written

TEXT_SHOWN = 200
MINUTES = len("2026-03-29T14:00")
# Steps that make a difference to people; a value between them is kept if it stands in the address.
STEPS: Mapping[str, tuple[float, ...]] = MappingProxyType(
    {
        "max_kerb_cm": (0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 15),
        "max_incline_pct": (2, 3, 4, 6, 8, 10, 12),
        "max_decline_pct": (2, 3, 4, 6, 8, 10, 12),
        "max_crossfall_pct": (2, 2.5, 3, 4, 6),
        "min_width_m": (0.6, 0.7, 0.8, 0.9, 1, 1.2, 1.5),
        "max_step_count": (1, 3, 5, 10, 20),
        "max_seat_gap_m": (50, 100, 150, 200, 300, 500),
        "speed_m_per_s": (0.4, 0.5, 0.6, 0.7, 0.9, 1, 1.2, 1.4),
    }
)
FIRST = ("max_kerb_cm", "max_incline_pct", "min_width_m", "worst_surface", "steps", "max_seat_gap_m")


@dataclass(frozen=True)
class LimitField:
    """One limit; the first option is that of the profile."""

    name: str
    label: str | Promise
    options: list[Option]

    @property
    def changed(self) -> bool:
        return not self.options[0].chosen


@dataclass(frozen=True)
class Form:
    """Texts are what the visitor typed; `ab` and `ort` are places that were chosen instead."""

    von: str
    nach: str
    ab: Place | None
    ort: Place | None
    abfahrt: str
    profil: list[ProfileChoice]
    limits: list[LimitField]
    more_limits: list[LimitField]
    unknown: list[Option]

    @property
    def limits_changed(self) -> bool:
        return any(field.changed for field in (*self.limits, *self.more_limits)) or self.unknown_changed

    @property
    def more_changed(self) -> bool:
        return any(field.changed for field in self.more_limits)

    @property
    def unknown_changed(self) -> bool:
        return any(option.chosen and option.value for option in self.unknown)


def form(query: QueryDict) -> Form:
    """Never an error: what cannot be read is shown as it was typed, or left at the usual choice."""
    known = profiles.profiles()
    profile = known.by_slug.get(query.get(PAGE.profile, ""), known.default)
    fields = {
        name: _field(name, bounds, profile, query.get(name, "")) for name, bounds in profiles.offered(profile).items()
    }
    places = {place.slug: place for place in _places(query)}
    return Form(
        von=query.get(PAGE.start, "")[:TEXT_SHOWN],
        nach=query.get(PAGE.goal, "")[:TEXT_SHOWN],
        ab=None if query.get(PAGE.start) else places.get(query.get(PAGE.start_place, "")),
        ort=None if query.get(PAGE.goal) else places.get(query.get(PAGE.goal_place, "")),
        abfahrt=_departure(query.get(PAGE.departure, "")),
        profil=profile_choices(profile),
        limits=[fields[name] for name in FIRST if name in fields],
        more_limits=[field for name, field in fields.items() if name not in FIRST],
        unknown=list(_modes(profile, query.get(profiles.MODE, ""))),
    )


def _departure(given: str) -> str:
    """As the field of a browser wants it, which knows no offset; what is no time as it was typed."""
    try:
        found = parse_datetime(given)
        return "" if found is None else clock(found)[:MINUTES] if timezone.is_aware(found) else given[:MINUTES]
    except (ValueError, OverflowError):
        return ""


def _places(query: QueryDict) -> Iterable[Place]:
    slugs = {slug for slug in (query.get(PAGE.start_place), query.get(PAGE.goal_place)) if slug and "\0" not in slug}
    return Place.objects.published().filter(slug__in=slugs).only("slug", "name") if slugs else ()


def _field(name: str, bounds: Bounds, profile: Profile, given: str) -> LimitField:
    """The usual steps; a value in the address that is none of them is offered as well, if it can be."""
    usual = profile.time[name] if name in profile.time else profile.limits[name]
    values: dict[str, Number] = {written(value): value for value in _values(name, bounds, given)}
    label = _("wie üblich: {value}").format(value=limit_words.limit_value(name, usual.value))
    chosen = written(number) if (number := _number(given)) is not None else given
    options = [Option(value, limit_words.limit_value(name, meant), value == chosen) for value, meant in values.items()]
    return LimitField(
        name,
        limit_words.LIMIT_LABELS[name],
        [Option("", label, not any(option.chosen for option in options)), *options],
    )


def _values(name: str, bounds: Bounds, given: str) -> Iterator[Number]:
    if bounds.words:
        yield from bounds.words
    else:
        own = _number(given)
        extra = {own} if own is not None and bounds.low <= own <= bounds.high else set()
        yield from sorted({*map(float, STEPS[name]), *extra})
    if bounds.any:
        yield None


def _number(text: str) -> float | None:
    return profiles.finite(text.replace(",", "."))


def _modes(profile: Profile, given: str) -> Iterator[Option]:
    """The usual one has no value, so that it changes with the profile."""
    chosen = given if given in limit_words.MODE_LABELS else profile.default_mode
    for mode, label in limit_words.MODE_LABELS.items():
        usual = mode == profile.default_mode
        text = _("{choice} (üblich)").format(choice=label) if usual else str(label)
        yield Option("" if usual else mode, text, mode == chosen)
