"""The profiles of this installation, read once from `fixtures/profiles.yaml`, and who a request says is on the way."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import yaml
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _

from common import languages, params
from common.errors import UsageError
from mapping.osm.path_tags import SMOOTH, SURFACE, TRACK
from mapping.osm.values import Words
from mapping.routing.profiles import ANY, UNKNOWN_MODES, Bounds, Number, Profile, Profiles, read
from mapping.routing.traveller import Traveller

MODE = "unknown"  # the parameter that says how to take what nobody knows
# What people may write for a class: every word of OpenStreetMap means its class.
CLASSES: Mapping[str, Words] = MappingProxyType(
    {"worst_surface": SURFACE, "worst_smoothness": SMOOTH, "worst_tracktype": TRACK}
)


@cache
def profiles() -> Profiles:
    with (settings.BASE_DIR / "fixtures" / "profiles.yaml").open(encoding="utf-8") as file:
        return read(yaml.safe_load(file))


def label(profile: Profile) -> str:
    """„Mit Rollator“, in the language of the reader."""
    return profile.label(languages.active())


def inside(profile: Profile) -> str:
    """„mit Rollator“, as it stands inside a sentence."""
    text = label(profile)
    return text[:1].lower() + text[1:]


def chosen(query: QueryDict, name: str) -> Profile:
    """The profile a request names, the default one if it names none; UsageError if there is no such profile."""
    known, default = profiles().by_slug, profiles().default.slug
    return known[params.choice(query, name, known, default, lambda slug: label(known[slug]))]


# -------------------------------------------------------------------------------------------------- personal limits


def limit_bounds() -> dict[str, Bounds]:
    """What a person may set, by name; the mode for unknown facts is no limit."""
    return {name: bounds for name, bounds in profiles().personal_limits.items() if name != MODE}


def offered(profile: Profile) -> dict[str, Bounds]:
    """The limits that somebody with this profile may change."""
    return {name: bounds for name, bounds in limit_bounds().items() if name not in profile.fixed_limits}


def traveller(query: QueryDict, name: str) -> Traveller:
    """The profile in parameter `name`, personal limits and `unknown` under their own names.

    `any` removes a limit, an absent or empty one is that of the profile. UsageError if a value is out of bounds, no
    number, no known word, or if the profile does not let anybody change it.
    """
    return traveller_with(chosen(query, name), query)


def traveller_with(profile: Profile, query: QueryDict) -> Traveller:
    """Somebody with this profile and the personal limits of a request; UsageError as from `traveller`."""
    given = {limit: bounds for limit, bounds in limit_bounds().items() if params.text(query, limit)}
    own = {limit: _personal(query, profile, limit, bounds) for limit, bounds in given.items()}
    return Traveller(profile, own, params.choice(query, MODE, UNKNOWN_MODES, ""))


def _personal(query: QueryDict, profile: Profile, name: str, bounds: Bounds) -> Number:
    text = params.text(query, name).casefold()
    if name in profile.fixed_limits:
        right = _("keine Angabe, denn mit dem Profil „{profile}“ steht das fest").format(profile=label(profile))
        raise UsageError(name, text, right)
    if text == ANY and bounds.any:
        return None
    return _word(name, text, bounds) if bounds.words else _number(name, text, bounds)


def _word(name: str, text: str, bounds: Bounds) -> str:
    """A word of the list; of a class also every word that means it."""
    meant = CLASSES[name].table.get(text, text) if name in CLASSES else text
    if meant not in bounds.words:
        raise params.none_of(name, text, [*bounds.words, *([ANY] if bounds.any else [])])
    return meant


def _number(name: str, text: str, bounds: Bounds) -> float:
    """Between the bounds, both included; a comma is a point."""
    value = finite(text.replace(",", "."))
    if value is None or not bounds.low <= value <= bounds.high:
        raise UsageError(name, text, _range(bounds))
    return value


def finite(text: str) -> float | None:
    """A number from digits with a sign and at most one point; nothing like `1e3`, `nan` or `inf`."""
    digits = text.removeprefix("-").replace(".", "", 1)
    return float(text) if digits.isascii() and digits.isdecimal() else None


def _range(bounds: Bounds) -> str:
    said = _("eine Zahl von {low} bis {high}").format(low=f"{bounds.low:g}", high=f"{bounds.high:g}")
    return _("{range}, oder „any“ für ohne Grenze").format(range=said) if bounds.any else said
