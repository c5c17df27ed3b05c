"""Settings from the environment, read once and loudly.

Every reader names the variable, what it held and what would be right, because a wrong value in a service file
is found by the person who reads the log, not by the person who wrote the code.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}
ORIGIN = re.compile(r"https?://[\w.*-]+(:\d+)?")
PAGE = re.compile(r"https?://[\w.-]+(:\d+)?(/\S*)?")
TILES = re.compile(r"https://[\w.-]+(:\d+)?/(?=\S*\{z\})(?=\S*\{x\})(?=\S*\{y\})\S*")
PASSWORD = re.compile(r"^((?:\w+://)?[^:@]*):(?!//).*@", re.DOTALL)
CONNECT_SECONDS = 5
DATABASE_SCHEMES = {"postgis", "postgres", "postgresql"}


@dataclass(frozen=True)
class Environment:
    """Typed view of environment variables; an empty value counts as absent."""

    values: Mapping[str, str]

    def text(self, name: str, default: str = "") -> str:
        return self.values.get(name, "").strip() or default

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.text(name).lower()
        if not value:
            return default
        if value in TRUE | FALSE:
            return value in TRUE
        raise fault(name, value, "1 or 0")

    def number(self, name: str, default: int, *, low: int, high: int) -> int:
        value = self.text(name)
        if not value:
            return default
        if value.isdecimal() and low <= int(value) <= high:
            return int(value)
        raise fault(name, value, f"a whole number from {low} to {high}")

    def words(self, name: str, default: str = "") -> list[str]:
        return [word.strip() for word in self.text(name, default).split(",") if word.strip()]

    def origins(self, name: str) -> list[str]:
        """Comma-separated hosts such as `https://www.example.org`, and nothing that could end a header's directive."""
        origins = self.words(name)
        for origin in origins:
            if not ORIGIN.fullmatch(origin):
                raise fault(name, origin, "hosts such as https://www.example.org, separated by commas")
        return origins

    def address(self, name: str) -> str:
        """A page elsewhere, '' if absent."""
        value = self.text(name)
        if value and not PAGE.fullmatch(value):
            raise fault(name, value, "an address such as https://www.example.org/page")
        return value

    def tiles(self, name: str) -> str:
        """Where each tile of a map elsewhere lies, '' if absent; its host can stand in a header as it is."""
        value = self.text(name)
        if value and not TILES.fullmatch(value):
            raise fault(name, value, "an address such as https://tiles.example/{z}/{x}/{y}.png")
        return value

    def choice(self, name: str, default: str, choices: set[str]) -> str:
        value = self.text(name, default)
        if value not in choices:
            raise fault(name, value, "one of " + ", ".join(sorted(choices)))
        return value


def fault(name: str, value: str, right: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name}={value!r} in the environment is not usable: it must be {right}.")


def database(address: str) -> dict[str, object]:
    """Django's connection settings for `postgis://user:password@host:port/name?host=/socket/folder&sslmode=require`.

    What the query says beside host and port is for PostgreSQL's library, which refuses options that it does not know.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:  # an IPv6 address without its bracket, a port that is no number
        raise _no_database(address) from None
    if parts.scheme not in DATABASE_SCHEMES or len(parts.path) < 2:
        raise _no_database(address)
    query = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": query.pop("port", str(port or "")),
        "OPTIONS": {"connect_timeout": CONNECT_SECONDS, **query},
    }


def _no_database(address: str) -> ImproperlyConfigured:
    right = "postgis://user:password@host:port/name, with %40 for @, %2F for / and so on in the password"
    return fault("DATABASE_URL", hide_password(address), right)


def hide_password(address: str) -> str:
    """Also where a character of the password ends what `urlsplit` takes for the place of user and host."""
    return PASSWORD.sub(r"\1:***@", address)


env = Environment(os.environ)
