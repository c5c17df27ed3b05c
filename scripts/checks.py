"""`make check`: every check has its line and its verdict, and all run even if one fails."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass

from scripts import facts
from scripts.steps import Report, program


@dataclass(frozen=True)
class Check:
    """A program that is content when it ends with 0; `remedy` is what to do otherwise."""

    name: str
    command: Sequence[str]
    remedy: str


CHECKS = (
    Check("Formatting", ("-m", "ruff", "format", "--check", "."), "run “.venv/bin/ruff format .”"),
    Check("Lint", ("-m", "ruff", "check", "."), "see above; “.venv/bin/ruff check --fix .” repairs some"),
    Check("Types", ("-m", "mypy", "."), "see above"),
    Check("Migrations", ("manage.py", "makemigrations", "--check", "--dry-run"), "run “manage.py makemigrations”"),
    Check("Translations", ("-m", "scripts.catalogues"), "run “make messages” and translate what is new"),
    Check(
        "Import arrows",
        ("-m", "pytest", "-q", "tests/test_architecture.py"),
        "see docs/adr and tests/test_architecture.py",
    ),
)


def run_all(checks: Sequence[Check] = CHECKS) -> int:
    verdicts = [run(check) for check in checks]
    bad = [check.name for check, good in zip(checks, verdicts, strict=True) if not good]
    print(f"\n{len(checks) - len(bad)} of {len(checks)} checks passed" + (f"; failed: {', '.join(bad)}" if bad else ""))
    return 1 if bad else 0


def run(check: Check) -> bool:
    began = time.monotonic()
    command = [facts.PYTHON, *check.command]
    done = subprocess.run(command, cwd=facts.PROJECT, capture_output=True, text=True, check=False)
    good = done.returncode == 0
    if not good:
        print(done.stdout + done.stderr)
    verdict = "good" if good else f"FAILED: {check.remedy}"
    print(f"{check.name:<16} {verdict} ({time.monotonic() - began:.1f} s)", flush=True)
    return good


def update_catalogues(report: Report) -> str:
    program("Collecting sentences", [facts.PYTHON, "-m", "scripts.catalogues", "--update"], report)
    return "collected"
