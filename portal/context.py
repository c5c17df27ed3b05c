"""What every page knows: the quarter it speaks of, the way to other languages and colour schemes."""

from dataclasses import dataclass
from functools import cached_property
from typing import Self
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.urls import reverse, translate_url
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common import params
from mapping.credits import Credit, of_background, of_ground
from mapping.models import Quarter

# Value in the address → value of html[data-scheme] and its name.
SCHEMES: dict[str, tuple[str, Promise]] = {
    "hell": ("light", _("Hell")),
    "dunkel": ("dark", _("Dunkel")),
    "kontrast": ("contrast", _("Hoher Kontrast")),
}


@dataclass(frozen=True)
class Choice:
    """One of several ways to see this page; `slug` is its value in the address."""

    slug: str
    label: str | Promise
    url: str
    current: bool
    value: str = ""


def quarters() -> list[Quarter]:
    """All public quarters without their boundaries, the default one first."""
    return list(Quarter.objects.published().defer("boundary").order_by("-is_default", "pk"))


class Site:
    """Lives for one request. `quarter` overrides the one of the address: a place knows where it stands."""

    def __init__(self, request: HttpRequest, quarter: Quarter | None = None) -> None:
        self.request = request
        self._quarter = quarter

    @classmethod
    def asked(cls, request: HttpRequest) -> Self:
        """For the quarter that the request names, else the default one; UsageError if there is no such quarter."""
        site = cls(request)
        known = {quarter.slug: quarter.name for quarter in site.quarters}
        params.choice(request.GET, "quartier", known, "", known.__getitem__)
        return site

    @cached_property
    def quarters(self) -> list[Quarter]:
        return quarters()

    @cached_property
    def quarter(self) -> Quarter | None:
        """Never an error: error pages need a quarter too."""
        named = {quarter.slug: quarter for quarter in self.quarters}.get(self.request.GET.get("quartier", ""))
        return self._quarter or named or next(iter(self.quarters), None)

    @property
    def contact(self) -> Quarter | None:
        """The quarter, if somebody there can be asked."""
        asked = self.quarter
        return asked if asked and (asked.contact_phone or asked.contact_email) else None

    @cached_property
    def carried(self) -> dict[str, str]:
        """What links to other pages must keep: the quarter unless it is the default, the scheme if one was chosen."""
        return self._kept(self.quarter)

    def _kept(self, quarter: Quarter | None) -> dict[str, str]:
        default = next(iter(self.quarters), None)
        kept = {"quartier": quarter.slug if quarter and quarter != default else "", "farben": self.scheme_slug}
        return {name: value for name, value in kept.items() if value}

    @property
    def scheme_slug(self) -> str:
        asked = self.request.GET.get("farben", "")
        return asked if asked in SCHEMES else ""

    @property
    def scheme(self) -> str:
        """Value for html[data-scheme]; '' follows the system."""
        return SCHEMES[self.scheme_slug][0] if self.scheme_slug else ""

    @property
    def schemes(self) -> list[Choice]:
        own = [
            Choice(slug, label, self._here(farben=slug), slug == self.scheme_slug, value)
            for slug, (value, label) in SCHEMES.items()
        ]
        return [Choice("", _("Wie im Gerät eingestellt"), self._here(farben=""), not self.scheme_slug), *own]

    @property
    def languages(self) -> list[Choice]:
        """The same page with the same query in each language."""
        here = self.request.get_full_path()
        active = get_language()
        return [Choice(code, name, translate_url(here, code), code == active) for code, name in settings.LANGUAGES]

    @property
    def quarter_choices(self) -> list[Choice]:
        """The start page of every quarter, in the chosen scheme."""
        return [
            Choice(quarter.slug, quarter.name, self._start_of(quarter), quarter == self.quarter)
            for quarter in self.quarters
        ]

    def _start_of(self, quarter: Quarter) -> str:
        query = urlencode(self._kept(quarter))
        return reverse("portal:start") + (f"?{query}" if query else "")

    @property
    def operator(self) -> str:
        return str(settings.OPERATOR)

    @property
    def easy_language(self) -> str:
        """Address of a checked text in Leichte Sprache, '' while there is none."""
        return settings.EASY_LANGUAGE_PAGE

    @property
    def sign_language(self) -> str:
        """Address of a video in German Sign Language, '' while there is none."""
        return settings.SIGN_LANGUAGE_PAGE

    @property
    def licence(self) -> str:
        return settings.OWN_DATA_LICENCE

    @cached_property
    def credits(self) -> list[Credit]:
        """Whom the map and the foot of the page name."""
        return of_ground(self.quarter)

    @property
    def background(self) -> Credit | None:
        """Attribution of a foreign map background; None with the own one."""
        return of_background()

    @property
    def background_host(self) -> str:
        """The third party that sees a visitor's address if a foreign background is set; '' otherwise."""
        return urlsplit(settings.BACKGROUND_TILES).netloc if settings.BACKGROUND_TILES else ""

    def _here(self, **changes: str) -> str:
        """This page with some parameters replaced; '' removes one."""
        query: QueryDict = self.request.GET.copy()
        for name, value in changes.items():
            query.pop(name, None)
            if value:
                query[name] = value
        return f"{self.request.path}?{query.urlencode()}" if query else self.request.path


def site(request: HttpRequest) -> dict[str, object]:
    """Context processor; nothing is asked of the database before a template does."""
    return {"site": SimpleLazyObject(lambda: Site(request))}
