"""A calendar from its address, without letting anybody look into the network that the service runs in.

The host is looked up when a connection is made, and the connection goes to the very address that was checked: another
answer of the name server a moment later, and every redirect, meet the same gate.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from threading import Event, Thread
from typing import Any

import requests
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError
from urllib3.util.connection import create_connection

from common.errors import UsageError
from upkeep.imports.ical.address import FIELD, Address
from upkeep.imports.ical.gate import MEGABYTE, MOST_BYTES

CONNECT_S, READ_S, WHOLE_S = 5, 10, 25
AGAIN_S = 1.0  # for connections that are made at the last moment
MOST_REDIRECTS = 5
CHUNK = 1 << 16
USER_AGENT = "Quartierskarte/0.1 (calendar import)"
ACCEPT = "text/calendar, text/plain;q=0.5, */*;q=0.1"
REDIRECTS = frozenset({301, 302, 303, 307, 308})
NOT_MODIFIED = 304

INSIDE = _("eine Adresse im öffentlichen Internet")
UNKNOWN = _("eine Adresse, deren Server es gibt")
SILENT = _("eine erreichbare Adresse; der Server antwortet nicht")
SLOW = _("eine Adresse, deren Server in {seconds} Sekunden alles sendet")
REFUSED = _("eine Adresse, die einen Kalender liefert; der Server antwortet mit {status}")
NOWHERE = _("die Adresse des Kalenders selbst; wohin diese weiterleitet, gibt es nicht")
CIRCLE = _("die Adresse des Kalenders selbst; diese leitet mehr als {n} Mal weiter")
PACKED = _("ein Server, der den Kalender ungepackt sendet")
TOO_LARGE = _("ein Kalender bis {limit} MB")

Ip = IPv4Address | IPv6Address
Allowed = Callable[[Ip], bool]


@dataclass(frozen=True)
class Fetched:
    """`content` is None if the server says that nothing has changed; the marks are for asking so next time."""

    content: bytes | None
    etag: str = ""
    last_modified: str = ""


def is_public(address: Ip) -> bool:
    """Whether it belongs to the internet, also where an older address is written inside of a new one."""
    if _is_nat64(address):
        return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
    inner = [getattr(address, name, None) for name in ("ipv4_mapped", "sixtofour")]
    every = (address, *inner, *(getattr(address, "teredo", None) or ()))
    return all(map(_is_outside, filter(None, every)))


def _is_outside(address: Ip) -> bool:
    inside = (address.is_multicast, address.is_reserved, getattr(address, "is_site_local", False))
    return address.is_global and not any(inside)


def _is_nat64(address: Ip) -> bool:
    """How networks without old addresses write them."""
    return address.version == 6 and int(address) >> 32 == 0x0064FF9B << 64


def fetch(address: Address, *, etag: str = "", last_modified: str = "", allowed: Allowed = is_public) -> Fetched:
    """UsageError with one sentence for whatever goes wrong."""
    marks = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    headers = {name: value for name, value in marks.items() if value}
    ends_at = time.monotonic() + WHOLE_S
    with _ended(ends_at) as opened, _session(allowed, opened) as session:
        try:
            return _followed(session, address, headers, ends_at)
        except _Inside:
            raise UsageError(FIELD, address, INSIDE) from None
        except (requests.RequestException, HTTPError) as error:  # the body comes from the lower of two libraries
            _check_time(address, ends_at)
            right = _reason(error) if isinstance(error, requests.ConnectionError) else SILENT
            raise UsageError(FIELD, address, right) from None
        except ValueError:
            raise UsageError(FIELD, address, NOWHERE) from None


@contextmanager
def _ended(at: float) -> Iterator[list[socket.socket]]:
    """Ends the connections that are put into the list from that time on: drops that come in time are waited for."""
    opened: list[socket.socket] = []
    over = Event()

    def end() -> None:
        pause = max(0.0, at - time.monotonic())
        while not over.wait(pause):
            for one in opened:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
            pause = AGAIN_S

    Thread(target=end, daemon=True).start()
    try:
        yield opened
    finally:
        over.set()
        for one in opened:
            one.close()


def _check_time(address: Address, ends_at: float) -> None:
    if time.monotonic() > ends_at:
        raise UsageError(FIELD, address, format_lazy(SLOW, seconds=WHOLE_S))


def _followed(session: requests.Session, address: Address, headers: dict[str, str], ends_at: float) -> Fetched:
    at = address
    for _step in range(MOST_REDIRECTS + 1):
        _check_time(address, ends_at)
        with session.get(
            at.text, headers=headers, timeout=(CONNECT_S, READ_S), stream=True, allow_redirects=False
        ) as answer:
            if answer.status_code not in REDIRECTS:
                return _read(answer, address, ends_at)
            location = answer.headers.get("Location", "")
        at = at.next(location)
    raise UsageError(FIELD, address, format_lazy(CIRCLE, n=MOST_REDIRECTS))


def _read(answer: requests.Response, address: Address, ends_at: float) -> Fetched:
    marks = {
        "etag": _mark(answer.headers.get("ETag", "")[:200]),
        "last_modified": _mark(answer.headers.get("Last-Modified", "")[:60]),
    }
    if answer.status_code == NOT_MODIFIED:
        return Fetched(None, **marks)
    if answer.status_code != requests.codes.ok:
        raise UsageError(FIELD, address, format_lazy(REFUSED, status=answer.status_code))
    if answer.headers.get("Content-Encoding", "identity").lower() not in ("identity", ""):
        raise UsageError(FIELD, address, PACKED)
    return Fetched(b"".join(_counted(answer.raw.stream(CHUNK, decode_content=False), address, ends_at)), **marks)


def _mark(text: str) -> str:
    """What may be sent back next time; '' for anything else."""
    return text if text.isascii() and text.isprintable() else ""


def _counted(chunks: Iterator[bytes], address: Address, ends_at: float) -> Iterator[bytes]:
    """Counted while it arrives: what a server announces is not what it sends."""
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > MOST_BYTES:
            raise UsageError(FIELD, address, format_lazy(TOO_LARGE, limit=MOST_BYTES // MEGABYTE))
        _check_time(address, ends_at)
        yield chunk
    _check_time(address, ends_at)  # what was ended looks whole


# ---------------------------------------------------------------------------------------------------------- the gate


class _Inside(Exception):
    """The host has an address that is none of the internet. No error of the libraries, so that nobody tries again."""


def _reached(host: str, port: int, allowed: Allowed) -> str:
    """The address to connect to. All that the host has must be allowed, not only the one that is taken."""
    found = [
        ip_address(str(one[4][0]).partition("%")[0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    ]
    if not (found and all(map(allowed, found))):
        raise _Inside(host)
    return str(found[0])


def _connected(connection: Any, allowed: Allowed, opened: list[socket.socket]) -> socket.socket:
    """As the library does it, but to an address that was checked."""
    try:
        address = _reached(connection.host.strip("[]"), connection.port, allowed)
        made = create_connection(
            (address, connection.port), connection.timeout, socket_options=connection.socket_options
        )
        opened.append(made.dup())  # encryption takes the socket itself away
        return made
    except socket.gaierror as error:
        raise NewConnectionError(connection, "name") from error
    except TimeoutError as error:
        raise ConnectTimeoutError(connection, "timeout") from error
    except (OSError, UnicodeError) as error:
        raise NewConnectionError(connection, "refused") from error


def _session(allowed: Allowed, opened: list[socket.socket]) -> requests.Session:
    """Without proxies and passwords of the machine: behind a proxy the gate would check the proxy."""
    session = requests.Session()
    session.trust_env = False
    session.headers.update({"User-Agent": USER_AGENT, "Accept": ACCEPT, "Accept-Encoding": "identity"})
    for scheme in ("http://", "https://"):
        session.mount(scheme, _Adapter(allowed, opened))
    return session


class _Adapter(HTTPAdapter):
    def __init__(self, allowed: Allowed, opened: list[socket.socket]) -> None:
        self.allowed, self.opened = allowed, opened
        super().__init__(max_retries=0)

    def init_poolmanager(self, *_args: Any, **_kwargs: Any) -> None:
        allowed, opened = self.allowed, self.opened

        class Plain(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                return _connected(self, allowed, opened)

        class Secure(HTTPSConnection):
            def _new_conn(self) -> socket.socket:
                return _connected(self, allowed, opened)

        plain = type("Pool", (HTTPConnectionPool,), {"ConnectionCls": Plain})
        secure = type("SecurePool", (HTTPSConnectionPool,), {"ConnectionCls": Secure})
        self.poolmanager = PoolManager(num_pools=2, maxsize=1)
        self.poolmanager.pool_classes_by_scheme = {"http": plain, "https": secure}


def _reason(error: requests.ConnectionError) -> Promise:
    """Whether the name or the server is missing."""
    cause: BaseException | None = error
    for _depth in range(8):
        if isinstance(cause, socket.gaierror | UnicodeError):
            return UNKNOWN
        reason = getattr(cause, "reason", None)
        inner = reason if isinstance(reason, BaseException) else next(iter(getattr(cause, "args", ())), None)
        following = cause.__cause__ if cause is not None else None
        cause = following or (inner if isinstance(inner, BaseException) else None)
    return SILENT
