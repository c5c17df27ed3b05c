"""The processes of a PostgreSQL cluster, seen from outside: whether they answer, how they end for sure."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import time
from collections.abc import Iterable
from pathlib import Path

from config.postgres import ClusterError

STATE_LINE = 7  # of postmaster.pid, counted from 0: "starting", "ready" or "stopping", padded with spaces
# First a fast shutdown; then an immediate one, after which the next start recovers from the log.
SHUTDOWNS = ((signal.SIGINT, 30), (signal.SIGQUIT, 10))
PROTOCOL_3 = b"\0\3\0\0"


def answers(path: Path, user: str, database: str) -> bool:
    """True when the server behind a socket lets us begin to log in; false while it starts up, stops or is gone."""
    startup = PROTOCOL_3 + b"user\0" + user.encode() + b"\0database\0" + database.encode() + b"\0\0"
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(5)
            line.connect(str(path))
            line.sendall((len(startup) + 4).to_bytes(4, "big") + startup)
            reply = line.recv(512)
    except OSError:
        return False
    # "R" asks for authentication; an error is fine too unless it is 57P0x: "starting up", "shutting down".
    return reply[:1] == b"R" or (reply[:1] == b"E" and b"C57P0" not in reply)


def processes(data: Path) -> list[int]:
    """Every PostgreSQL process makes the data directory its working directory, so that none can be mistaken."""
    try:
        place = data.stat()
    except OSError:
        return []
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit() and _is_one(entry, place)]


def _is_one(entry: Path, place: os.stat_result) -> bool:
    try:
        here = os.path.samestat((entry / "cwd").stat(), place)
        return here and (entry / "comm").read_bytes().startswith(b"postgres")
    except OSError:  # ended meanwhile, or another user's
        return False


def await_start(data: Path, seconds: float) -> None:
    """Waits for a server that is starting up or stopping already, but not for one that hangs."""
    end = time.monotonic() + seconds
    while _state(data) in ("starting", "stopping") and _postmaster(data) in processes(data) and time.monotonic() < end:
        time.sleep(0.1)


def halt(data: Path) -> bool:
    """Nothing of this cluster runs afterwards: neither the postmaster nor backends that outlived a killed one."""
    found = processes(data)
    postmaster = _postmaster(data)
    if postmaster in found:
        for kind, seconds in SHUTDOWNS:
            _signal([postmaster], kind)
            if _gone(data, seconds):
                break
    _signal(processes(data), signal.SIGKILL)
    if not _gone(data, 10):
        raise ClusterError(
            f"Processes of an earlier PostgreSQL do not end: {processes(data)}; stop them and try again."
        )
    return bool(found)


def _pid_file(data: Path) -> list[str]:
    with contextlib.suppress(OSError):
        return (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    return []


def _postmaster(data: Path) -> int:
    lines = _pid_file(data)
    return int(lines[0]) if lines and lines[0].isdigit() else 0


def _state(data: Path) -> str:
    lines = _pid_file(data)
    return lines[STATE_LINE].strip() if len(lines) > STATE_LINE else ""


def _signal(pids: Iterable[int], kind: signal.Signals) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, kind)


def _gone(data: Path, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while processes(data):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True
