"""A step of the set-up: a name, visible progress, its time, and one sentence when it fails."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.facts import LOGS, PROJECT

SETUP_LOG = LOGS / "setup.log"
QUIET_SECONDS = 1.0  # a step shorter than this needs no moving line
REPEAT_SECONDS = 10.0  # where the output is no terminal, a sign of life this often
LOG_LIMIT_BYTES = 5_000_000
Report = Callable[[str], None]
Hints = Sequence[tuple[str, str]]  # pattern in a program's output → what is missing and how to get it


class RefusedError(Exception):
    """One sentence for the user: what is missing and how to get it."""


@dataclass(frozen=True)
class Step:
    """`work` reports what it is doing and returns a remark for the finished line, such as “unchanged”."""

    name: str
    work: Callable[[Report], str]


def run_all(steps: Iterable[Step]) -> None:
    for step in steps:
        run(step)


def run(step: Step) -> None:
    began = time.monotonic()
    with _Ticker(step.name, sys.stdout.isatty()) as ticker:
        remark = step.work(ticker.report)
    _line(f"{step.name:<28} {remark or 'done'} ({time.monotonic() - began:.1f} s)")


class _Ticker:
    """Shows that a step is alive: a moving line on a terminal, now and then a line elsewhere."""

    def __init__(self, name: str, terminal: bool) -> None:
        self.name, self.terminal, self.doing = name, terminal, ""
        self.began = time.monotonic()
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._tick, daemon=True)

    def report(self, doing: str) -> None:
        self.doing = doing

    def __enter__(self) -> _Ticker:
        self.thread.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self.over.set()
        self.thread.join()
        if self.terminal:
            print("\r\033[K", end="", flush=True)

    def _tick(self) -> None:
        wait = QUIET_SECONDS
        while not self.over.wait(wait):
            wait = 0.25 if self.terminal else REPEAT_SECONDS
            line = f"{self.name:<28} … {time.monotonic() - self.began:.0f} s  {self.doing}"
            if self.terminal:
                width = shutil.get_terminal_size((100, 24)).columns
                print(f"\r\033[K{line[: width - 1]}", end="", flush=True)
            else:
                _line(line[:120])


def _line(text: str) -> None:
    print(text, flush=True)


# ------------------------------------------------------------------------------------------------------- programs


def program(what: str, command: Sequence[str], report: Report, *, hints: Hints = ()) -> str:
    """Runs a program with its output going to the set-up log, and returns that output.

    Raises RefusedError with the first hint whose pattern the output holds, else with the output's last line.
    """
    output = _logged(command, report)
    if output.code == 0:
        return output.text
    raise RefusedError(f"{_explain(what, output.text, hints)} (log: {_shown(SETUP_LOG)})")


@dataclass(frozen=True)
class _Output:
    code: int
    text: str


def _logged(command: Sequence[str], report: Report) -> _Output:
    LOGS.mkdir(parents=True, exist_ok=True)
    if SETUP_LOG.exists() and SETUP_LOG.stat().st_size > LOG_LIMIT_BYTES:
        SETUP_LOG.replace(SETUP_LOG.with_suffix(".old.log"))
    lines: list[str] = []
    with SETUP_LOG.open("a", encoding="utf-8") as log:
        log.write(f"\n$ {' '.join(command)}\n")
        log.flush()
        try:
            process = subprocess.Popen(
                command,
                cwd=PROJECT,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                stdin=None if sys.stdin.isatty() else subprocess.DEVNULL,
                text=True,
                errors="replace",
            )
        except OSError as error:
            return _Output(127, f"{command[0]}: {error.strerror}")
        with process:
            for line in process.stdout or ():
                log.write(line)
                lines.append(line)
                if line.strip():
                    report(line.strip())
    return _Output(process.returncode, "".join(lines))


def _explain(what: str, output: str, hints: Hints) -> str:
    for pattern, sentence in (*hints, *COMMON):
        if re.search(pattern, output, re.IGNORECASE):
            return sentence
    return f"{what} failed: {_telling_line(output)}"


def _telling_line(output: str) -> str:
    """The last line that looks like an error's message, else the last line."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    telling = [
        line for line in lines if re.match(r"(E:|npm error|[\w.]*(Error|Exception|Configured)\b|unknown)", line, re.I)
    ]
    line = (telling or lines or ["the program said nothing"])[-1]
    return re.sub(r"^(django\.core\.exceptions\.ImproperlyConfigured|CommandError): ", "", line)


COMMON: Hints = (
    (
        r"no space left on device",
        "The disk is full; free some space (about 2 GB are needed) and run the command again.",
    ),
)


def _shown(path: Path) -> str:
    return str(path.relative_to(PROJECT)) if path.is_relative_to(PROJECT) else str(path)


# ------------------------------------------------------------------------------------------------------------ stamps


def digest(*parts: str | Path | Iterable[Path]) -> str:
    """One hash over texts and the content of files, in the given order."""
    total = hashlib.sha256()
    for part in parts:
        if isinstance(part, str):
            total.update(part.encode())
        else:
            for path in [part] if isinstance(part, Path) else part:
                total.update(os.fsencode(path) + b"\0" + (path.read_bytes() if path.is_file() else b"-"))
    return total.hexdigest()


def is_stamped(stamp: Path, value: str) -> bool:
    """Whether the step that leaves this stamp has run with these inputs. Stamps live inside what the step makes."""
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == value


def put_stamp(stamp: Path, value: str) -> None:
    stamp.write_text(value, encoding="utf-8")
