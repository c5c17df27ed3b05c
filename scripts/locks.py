"""Renews the lock files: exact versions with hashes, without the address of any package index."""

from __future__ import annotations

from pathlib import Path

from scripts import environment, facts
from scripts.steps import Report, Step, program

# app.txt comes first: dev.in is constrained by it.
LOCKS = ("app", "dev", "node", "lock")


def steps() -> list[Step]:
    return [
        Step("Locking tool", lambda report: environment.install("lock.txt", report)),
        *(Step(f"requirements/{name}.txt", lambda report, name=name: renew(name, report)) for name in LOCKS),  # type: ignore[misc]
        Step("package-lock.json", renew_front_end),
    ]


def renew(name: str, report: Report) -> str:
    """Keeps what is locked already unless the .in file asks for something else."""
    path = facts.REQUIREMENTS / f"{name}.txt"
    before = _text(path)
    source = f"requirements/{name}.in"
    command = [facts.PYTHON, "-m", "uv", "pip", "compile", source, "-o", f"requirements/{name}.txt", "--quiet"]
    options = ["--generate-hashes", "--no-emit-index-url", "--no-header", "--no-emit-find-links"]
    python = ".".join(map(str, facts.OLDEST_PYTHON))
    program(
        f"Locking {source}", [*command, *options, f"--python-version={python}"], report, hints=environment.PIP_HINTS
    )
    return "unchanged" if _text(path) == before else "renewed"


def renew_front_end(report: Report) -> str:
    path = facts.PROJECT / "package-lock.json"
    before = _text(path)
    command = [*environment.npm(report), "install", "--package-lock-only"]
    program("Locking package.json", command, report, hints=environment.NPM_HINTS)
    return "unchanged" if _text(path) == before else "renewed"


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""
