"""Addresses of calendars as people copy them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from common.errors import UsageError

FIELD = "Adresse"
LONGEST = 1_000
SCHEMES = {"webcal": "https", "webcals": "https", "https": "https", "http": "http"}
A_CALENDAR = _("die Adresse eines Kalenders, die mit https:// oder webcal:// beginnt")


@dataclass(frozen=True)
class Address:
    """An address that the service may try to ask, once it knows where its host is."""

    text: str

    @classmethod
    def parse(cls, text: str) -> Address:
        """`webcal:` means `https:`. UsageError for other schemes, and for names and passwords inside."""
        said = text.strip()
        try:
            parts = urlsplit(said)
            host, port = parts.hostname, parts.port
        except ValueError:
            raise UsageError(FIELD, said, A_CALENDAR) from None
        if parts.username is not None or parts.password is not None:
            raise UsageError(FIELD, f"{parts.scheme}://…@{host}", _("eine Adresse ohne Anmelde-Namen und Passwort"))
        if parts.scheme.lower() not in SCHEMES or not host or port == 0 or not _plain(said):
            raise UsageError(FIELD, said, A_CALENDAR)
        if len(said) > LONGEST:
            raise UsageError(FIELD, said, format_lazy(_("eine Adresse mit höchstens {n} Zeichen"), n=LONGEST))
        return cls(parts._replace(scheme=SCHEMES[parts.scheme.lower()], fragment="").geturl())

    def next(self, location: str) -> Address:
        """Where a redirect leads."""
        try:
            return Address.parse(urljoin(self.text, location))
        except ValueError:
            raise UsageError(FIELD, location, A_CALENDAR) from None

    def __str__(self) -> str:
        return self.text


def _plain(text: str) -> bool:
    return text.isprintable() and not any(sign.isspace() or sign == "\\" for sign in text)
