"""A list of checks of the installation and its data; rooms register theirs when the project starts.

A check says what it found and, if something is wrong, what to do. Vital checks also decide `/healthz`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    OK = "ok"
    HINT = "hint"
    FAULT = "fault"


@dataclass(frozen=True)
class Finding:
    """What a check found; `remedy` is one sentence on what to do, empty if nothing is to be done.

    `error` is what broke the check itself.
    """

    level: Level
    text: str
    remedy: str = ""
    error: Exception | None = None


@dataclass(frozen=True)
class Check:
    name: str
    run: Callable[[], Finding]
    vital: bool = False


_checks: dict[str, Check] = {}


def register(name: str, *, vital: bool = False) -> Callable[[Callable[[], Finding]], Callable[[], Finding]]:
    """Decorator: add a check under a name that is its line in the report."""

    def add(run: Callable[[], Finding]) -> Callable[[], Finding]:
        _checks[name] = Check(name, run, vital)
        return run

    return add


def fine(text: str) -> Finding:
    return Finding(Level.OK, text)


def hint(text: str, remedy: str) -> Finding:
    return Finding(Level.HINT, text, remedy)


def fault(text: str, remedy: str) -> Finding:
    return Finding(Level.FAULT, text, remedy)


def examine(*, vital_only: bool = False) -> Iterator[tuple[Check, Finding]]:
    """Run the checks in the order of their registration; a check that fails itself is a fault, not a crash."""
    for check in _checks.values():
        if check.vital or not vital_only:
            yield check, _run(check)


def _run(check: Check) -> Finding:
    try:
        return check.run()
    except Exception as error:  # whatever breaks a check is what the doctor is for
        first_line = (str(error) or type(error).__name__).splitlines()[0]
        return Finding(Level.FAULT, first_line, "`make up` repairs what set-up can repair.", error)
