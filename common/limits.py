"""How often somebody may try something. Counted in the database, because several processes answer requests.

A try is stored under a keyed hash of who tried (an account, a network), with a salt that changes every day, and is
deleted once its window is over. Networks instead of single addresses: whoever can change the last digits stays one.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from common.errors import TooMany, minutes
from common.models import Try

PREFIX_BITS = {4: 24, 6: 56}  # what one household or office usually has


@dataclass(frozen=True)
class Limit:
    """At most `most` tries within `window`; `name` is also the field that an error names."""

    name: str
    most: int
    window: timedelta

    def take(self, *who: str) -> None:
        """Count one try; TooMany if there were enough. Not inside a transaction, else parallel tries do not see it."""
        now = timezone.now()
        Try.objects.filter(limit=self.name, at__lte=now - self.window).delete()
        own = Try.objects.create(limit=self.name, who=self._who(who, now), at=now)
        tries = self._of(who, now)
        if tries.count() > self.most:
            own.delete()  # a refused try does not make the wait longer
            oldest = tries.order_by("at").values_list("at", flat=True).first() or now
            raise self._refusal(oldest + self.window - now)

    def forgive(self, *who: str) -> None:
        """Forget the tries, because the last one was right."""
        self._of(who, timezone.now()).delete()

    def _of(self, who: tuple[str, ...], now: datetime) -> "QuerySet[Try]":
        return Try.objects.filter(limit=self.name, who__in=set(self._names(who, now)))

    def _names(self, who: tuple[str, ...], now: datetime) -> Iterator[str]:
        """Two shortly after midnight, when tries of the day before still count."""
        yield from (self._who(who, at) for at in (now, now - self.window))

    def _who(self, who: tuple[str, ...], at: datetime) -> str:
        return salted_hmac(f"{self.name} {at.date()}", "\n".join(who), algorithm="sha256").hexdigest()

    def _refusal(self, wait: timedelta) -> TooMany:
        time = minutes(self.window.total_seconds())
        right = ngettext("höchstens {n} Versuch in {time}", "höchstens {n} Versuche in {time}", self.most)
        seconds = max(1, math.ceil(wait.total_seconds()))
        return TooMany(self.name, self.most + 1, right.format(n=self.most, time=time), retry_after_s=seconds)


def network(request: HttpRequest) -> str:
    """The network that a request comes from, `203.0.113.0/24`; '' if that is not known."""
    try:
        address = ip_address(_address(request))
    except ValueError:
        return ""
    plain = (address.ipv4_mapped if isinstance(address, IPv6Address) else None) or address
    return str(ip_network((plain, PREFIX_BITS[plain.version]), strict=False))


def _address(request: HttpRequest) -> str:
    """Behind a proxy the last entry of the header, the one that the proxy itself has written."""
    told = request.headers.get("X-Forwarded-For", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return told.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
