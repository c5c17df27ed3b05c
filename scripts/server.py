"""The web server: gunicorn in the background, one per project folder."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from scripts import facts, health, log_rotation
from scripts.log_rotation import LOG
from scripts.steps import RefusedError, Report, Step

PID_FILE = facts.VAR / "server.pid"
ROTATION = "--config=python:scripts.log_rotation"
START_SECONDS = 60
PATIENCE_SECONDS = 5
STOP_SECONDS = 15


@dataclass(frozen=True)
class Running:
    """This project's server as it runs now, with its workers."""

    pids: tuple[int, ...]
    port: int


def port_of(text: str | None) -> int:
    """The port to serve on, from PORT=."""
    if not text:
        return facts.PORT
    if not re.fullmatch(r"[0-9]{1,5}", text) or not 1 <= int(text) <= 65535:
        raise RefusedError(f"PORT={text} is no port; give a number from 1024 to 65535, for example PORT={facts.PORT}.")
    return int(text)


def check_port(port: int) -> None:
    """Refuses a port that something else than this project's server holds."""
    mine = running()
    if mine is not None and mine.port == port:
        return
    try:
        _try_port(port)
    except PermissionError:
        raise RefusedError(
            f"Port {port} is for administrators only; give one from 1024, for example PORT=8080."
        ) from None
    except OSError:
        raise RefusedError(
            f"Port {port} is held by another program; end that program or choose another port, "
            f"for example “make up PORT={_free_port_after(port)}”."
        ) from None


def _try_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))


def _free_port_after(port: int) -> int:
    for candidate in [*range(port + 1, min(port + 200, 65536)), *range(facts.PORT, facts.PORT + 200)]:
        with contextlib.suppress(OSError):
            _try_port(candidate)
            return candidate
    return facts.PORT


def step(port: int) -> Step:
    return Step("Web server", lambda report: restart(port, report))


def restart(port: int, report: Report) -> str:
    stop()
    check_port(port)
    process = _start(port)
    _wait_until_healthy(process, port, report)
    return f"runs, process {process.pid}"


def command(bind: str, *more: str) -> list[str]:
    return ["-m", "gunicorn", facts.APPLICATION, f"--bind={bind}", *facts.GUNICORN, *more]


def _start(port: int) -> subprocess.Popen[bytes]:
    LOG.parent.mkdir(parents=True, exist_ok=True)
    log_rotation.shorten()
    with LOG.open("ab") as log:
        return subprocess.Popen(
            [facts.PYTHON, *command(f"127.0.0.1:{port}", f"--pid={PID_FILE}", ROTATION)],
            cwd=facts.PROJECT,
            env={**os.environ, "DEBUG": "0"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # lives on when the terminal closes
        )


def _wait_until_healthy(process: subprocess.Popen[bytes], port: int, report: Report) -> None:
    end = time.monotonic() + START_SECONDS
    while not (state := health.ask(port)).good:
        if process.poll() is not None:
            raise RefusedError(f"The web server stopped at once: {_last_fault()} (log: {_log_name()})")
        if state.status:  # it answers, so that what it lacks will hardly come by waiting
            end = min(end, time.monotonic() + PATIENCE_SECONDS)
        if time.monotonic() > end:
            raise RefusedError(f"The web server runs, but cannot be used: {state.reason} (log: {_log_name()})")
        report(state.reason)
        time.sleep(0.2)


def _last_fault() -> str:
    """The last line of the log that looks like an error's message."""
    lines = [line.strip() for line in LOG.read_text(encoding="utf-8", errors="replace").splitlines()[-80:]]
    faults = [line for line in lines if re.match(r"[\w.]*(Error|Exception|Configured|Warning)\b", line)]
    return (faults or [line for line in lines if line] or ["it gives no reason"])[-1]


def _log_name() -> str:
    return str(LOG.relative_to(facts.PROJECT))


# -------------------------------------------------------------------------------------------------------------- stop


def running() -> Running | None:
    """Found among the processes themselves, so that workers count that outlived a killed server."""
    found = {pid: port for pid in _pids() if (port := _served_port(pid)) is not None}
    return Running(tuple(sorted(found)), min(found.values())) if found else None


def _pids() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _served_port(pid: int) -> int | None:
    """The port, if this process is a gunicorn of this project folder."""
    with contextlib.suppress(OSError, ValueError):
        arguments = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
        binds = [argument for argument in arguments if argument.startswith("--bind=")]
        if facts.APPLICATION in arguments and binds and Path(f"/proc/{pid}/cwd").samefile(facts.PROJECT):
            return int(binds[0].rpartition(":")[2])
    return None


def stop() -> bool:
    """Ends the server with all its workers and says whether it was running."""
    was_running = running()
    for kind, seconds in ((signal.SIGTERM, STOP_SECONDS), (signal.SIGKILL, 5)):
        mine = running()
        if mine is None:
            break
        for pid in mine.pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, kind)
        _await_end(seconds)
    PID_FILE.unlink(missing_ok=True)
    return was_running is not None


def _await_end(seconds: float) -> None:
    end = time.monotonic() + seconds
    while running() is not None and time.monotonic() < end:
        time.sleep(0.05)
