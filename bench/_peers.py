"""Programs that we are compared with: environments of their own under `var/bench`, and workers that answer there."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings

HERE = Path(__file__).resolve().parent
HOME = Path(settings.VAR) / "bench"
PYENV = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"


def interpreter(least: tuple[int, int]) -> str | None:
    """A Python of at least this version that starts: this one, one of the system, one of pyenv."""
    names = [f"python{least[0]}.{minor}" for minor in range(least[1], least[1] + 3)]
    places = [sys.executable, *filter(None, map(shutil.which, names)), *map(str, sorted(PYENV.glob("*/bin/python3")))]
    return next((place for place in places if _version(place) >= least), None)


def _version(program: str) -> tuple[int, ...]:
    command = [program, "-c", "import sys; print(*sys.version_info[:2])"]
    with contextlib.suppress(OSError, subprocess.CalledProcessError, ValueError):
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        return tuple(int(part) for part in told.split())
    return (0,)


def environment(name: str, packages: Sequence[str], least: tuple[int, int] = (3, 11)) -> tuple[Path | None, str]:
    """The Python of an environment that has the packages, made when it is missing; else None and why."""
    python = HOME / name / "bin" / "python"
    mark = HOME / name / "packages"
    if mark.exists() and mark.read_text() == " ".join(packages):
        return python, ""
    base = interpreter(least)
    if base is None:
        return None, f"no Python {least[0]}.{least[1]} or newer on this machine"
    print(f"Installing {' '.join(packages)} for the comparison …", flush=True)
    try:
        subprocess.run([base, "-m", "venv", "--clear", str(HOME / name)], check=True, capture_output=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *packages], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        told = getattr(error, "stderr", b"") or str(error).encode()
        return None, f"not installed: {told.decode(errors='replace').strip().splitlines()[-1]}"
    mark.write_text(" ".join(packages))
    return python, ""


class Worker:
    """A program that reads a request per line and answers with a line, both JSON."""

    def __init__(self, command: Sequence[str], **variables: str) -> None:
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, **variables},
            cwd=settings.BASE_DIR,
        )

    def ask(self, task: str, **values: Any) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"task": task, **values}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.process.args!r} ended at {task}")
        return json.loads(line)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            assert self.process.stdin is not None
            self.process.stdin.close()
        self.process.wait(20)


@contextlib.contextmanager
def worker(python: Path, script: str, *args: str, **variables: str) -> Iterator[Worker]:
    """A worker of the bench in the environment of a peer."""
    one = Worker([str(python), str(HERE / script), *args], **variables)
    try:
        yield one
    finally:
        one.close()
