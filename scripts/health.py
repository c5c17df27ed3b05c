"""Asks a running service how it is: `python -m scripts.health` ends with 0 when it can be used."""

from __future__ import annotations

import http.client
import json
import os
import sys
from dataclasses import dataclass

from scripts.facts import PORT


@dataclass(frozen=True)
class Health:
    """`status` 0 means that nobody answers yet."""

    status: int
    reason: str

    @property
    def good(self) -> bool:
        return self.status == 200


def ask(port: int) -> Health:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        line.request("GET", "/healthz", headers=_headers())
        answer = line.getresponse()
        return Health(answer.status, _reason(answer.read().decode(errors="replace")))
    except (OSError, http.client.HTTPException) as error:
        return Health(0, str(error))
    finally:
        line.close()


def _headers() -> dict[str, str]:
    """Names a host the service accepts, and speaks like the proxy in front of it so that it is not sent to HTTPS."""
    hosts = [host.strip().lstrip(".") for host in os.environ.get("ALLOWED_HOSTS", "").split(",") if host.strip()]
    named = [host for host in hosts if host != "*"]
    return {"Host": named[0] if named else "127.0.0.1", "X-Forwarded-Proto": "https"}


def _reason(body: str) -> str:
    """The faults that /healthz lists, or the beginning of another answer."""
    try:
        checks = json.loads(body)["checks"].values()
        return "; ".join(check["text"] for check in checks if check["level"] == "fault")
    except (ValueError, KeyError, TypeError, AttributeError):
        return " ".join(body.split())[:200]


def main() -> int:
    health = ask(int(os.environ.get("PORT") or PORT))
    print(health.status, health.reason)
    return 0 if health.good else 1


if __name__ == "__main__":
    sys.exit(main())
