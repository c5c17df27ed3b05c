"""System packages: looks what is missing, and asks apt for exactly that."""

from __future__ import annotations

import contextlib
import ctypes.util
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import zoneinfo
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from config import cluster, postgres
from scripts.steps import Hints, RefusedError, Report, Step, program

# Debian's PostgreSQL makes and starts a cluster of its own when it is installed; this file holds that off meanwhile.
NO_MAIN_CLUSTER = Path("/etc/postgresql-common/createcluster.d/quartierskarte.conf")
APT_LISTS = Path("/var/lib/apt/lists")


@dataclass(frozen=True)
class Need:
    """Something the system has to bring. `package` is a pattern: distributions number their libraries differently."""

    name: str
    present: Callable[[], bool]
    package: str


def _library(name: str) -> Callable[[], bool]:
    return lambda: ctypes.util.find_library(name) is not None


def _program(*names: str) -> Callable[[], bool]:
    return lambda: any(shutil.which(name) for name in names)


def _has_time_zones() -> bool:
    return "Europe/Berlin" in zoneinfo.available_timezones()


def _has_font() -> bool:
    return any(Path("/usr/share/fonts").rglob("DejaVuSans.ttf"))


def _has_database_server() -> bool:
    """PostgreSQL with PostGIS, of the version that the data was made by if there is some already."""
    with contextlib.suppress(postgres.ClusterError):
        return bool(postgres.find_binaries(cluster.data_version()))
    return False


LIBRARIES = (
    Need("GDAL", _library("gdal"), r"libgdal\d+(t64)?"),
    Need("GEOS", _library("geos_c"), r"libgeos-c1(v5|t64)?"),
    Need("PROJ", _library("proj"), r"libproj\d+(t64)?"),
)
# For PDF files: text is set by Pango, and letters that our own typeface lacks come from another one.
PRINTING = (
    Need("Pango", _library("pango-1.0"), r"libpango-1\.0-0"),
    Need("Pango for FreeType", _library("pangoft2-1.0"), r"libpangoft2-1\.0-0"),
    Need("HarfBuzz for parts of typefaces", _library("harfbuzz-subset"), r"libharfbuzz-subset0"),
    Need("a typeface for all scripts", _has_font, r"fonts-dejavu-core"),
)
TOOLS = (
    Need("gettext", _program("msgfmt"), r"gettext"),
    Need("python3-venv", lambda: importlib.util.find_spec("ensurepip") is not None, r"python3-venv"),
    Need("time zones", _has_time_zones, r"tzdata"),
)
DATABASE = Need("PostgreSQL with PostGIS", _has_database_server, r"postgresql-(\d+)-postgis-3")
BROWSER = (
    Need("Chromium", _program("chromium", "chromium-browser"), r"chromium"),
    # The Node inside Playwright is linked to it; minimal systems lack it, and the driver then just goes away.
    Need("libatomic for the browser's driver", _library("atomic"), r"libatomic1"),
)

HINTS: Hints = (
    (
        r"temporary failure resolving|could not resolve|could not connect|network is unreachable|unable to fetch|"
        r"failed to fetch|connection (timed out|refused)",
        "System packages could not be downloaded: connect this machine to its Debian or Ubuntu mirror "
        "and run the command again.",
    ),
    (
        r"could not get lock|is another process using it",
        "Another program is installing packages at the moment; wait until it has finished and run the command again.",
    ),
    (
        r"dpkg was interrupted|unmet dependencies|held broken packages",
        "The system's package state is broken; repair it with “dpkg --configure -a” and “apt-get -f install” first.",
    ),
    (
        r"is not in the sudoers file|a password is required|incorrect password|not allowed to (execute|run)",
        "This user may not install system packages with sudo; ask an administrator to run the command above.",
    ),
)


def step(needs: Sequence[Need]) -> Step:
    return Step("System packages", lambda report: install(needs, report))


def install(needs: Sequence[Need], report: Report) -> str:
    missing = [need for need in needs if not need.present()]
    if not missing:
        return "all there"
    if shutil.which("apt-get") is None:
        raise RefusedError(
            f"Missing: {_names(missing)}; there is no apt here, so install them with your system’s tool."
        )
    packages = _packages(missing, report)
    _apt_install(packages, report)
    left = [need for need in missing if not need.present()]
    if left:
        raise RefusedError(f"{_names(left)} cannot be found though apt-get has installed {' '.join(packages)}.")
    return "installed " + ", ".join(packages)


def _packages(missing: Sequence[Need], report: Report) -> list[str]:
    """Names this distribution uses; refreshes apt's lists only if they know one of them not."""
    found = _candidates(missing)
    if None in found:
        _apt_update(report)
        found = _candidates(missing)
    unknown = [need for need, package in zip(missing, found, strict=True) if package is None]
    if unknown:
        raise RefusedError(
            f"This system offers no package for {_names(unknown)}; "
            "Debian 12, Ubuntu 24.04 and newer have it (for PostgreSQL, DATABASE_URL can name a server elsewhere)."
        )
    return [package for package in found if package]


def _candidates(needs: Sequence[Need]) -> list[str | None]:
    known = _known_packages()
    return [_candidate(need, known) for need in needs]


def _candidate(need: Need, known: Sequence[str]) -> str | None:
    """The newest package whose whole name fits; PostgreSQL in the version its data wants, or new enough."""
    matches = [match for name in known if (match := re.fullmatch(need.package, name))]
    if need is DATABASE:
        wanted = cluster.data_version()
        matches = [match for match in matches if _suits(int(match.group(1)), wanted)]
    return max((match.group() for match in matches), key=_by_number, default=None)


def _suits(version: int, wanted: int | None) -> bool:
    return version == wanted if wanted else version >= postgres.OLDEST_VERSION


def _by_number(package: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", package)]


def _known_packages() -> list[str]:
    if not any(APT_LISTS.glob("*_Packages*")):
        return []  # after "docker build" steps and debootstrap; apt would only know what is installed
    return subprocess.run(["apt-cache", "pkgnames"], capture_output=True, text=True, check=False).stdout.split()


def _apt_update(report: Report) -> None:
    command = [*_as_root("apt-get update"), "apt-get", "update", "-q"]
    program("apt-get update", command, report, hints=HINTS)


def _apt_install(packages: Sequence[str], report: Report) -> None:
    root = _as_root(f"apt-get install --no-install-recommends {' '.join(packages)}")
    command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=120", *packages]
    with _no_main_cluster(root, packages):
        try:
            program("apt-get install", [*root, *command], report, hints=HINTS)
        except RefusedError:
            # Old lists name files that the mirror has replaced since: once more with new ones.
            _apt_update(report)
            program("apt-get install", [*root, *command], report, hints=HINTS)


def _as_root(by_hand: str) -> list[str]:
    """How to start a program with an administrator's rights; without them, refuses with the command to hand on."""
    prefix = ["env", "DEBIAN_FRONTEND=noninteractive"]
    if os.geteuid() == 0:
        return prefix
    if shutil.which("sudo") and (_sudo_is_free() or sys.stdin.isatty()):
        return ["sudo", *prefix]
    raise RefusedError(
        "System packages are missing and this user may not install them; "
        f"ask an administrator to run “{by_hand}”, then run this command again."
    )


def _sudo_is_free() -> bool:
    return subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0


@contextlib.contextmanager
def _no_main_cluster(root: Sequence[str], packages: Sequence[str]) -> Iterator[None]:
    if not any(package.startswith("postgresql-") for package in packages):
        yield
        return
    write = f"mkdir -p {NO_MAIN_CLUSTER.parent} && echo create_main_cluster=false >{NO_MAIN_CLUSTER}"
    _quietly(*root, "sh", "-c", write)
    try:
        yield
    finally:
        _quietly(*root, "rm", "-f", str(NO_MAIN_CLUSTER))


def _quietly(*command: str) -> None:
    subprocess.run(command, capture_output=True, check=False)


def _names(needs: Sequence[Need]) -> str:
    return ", ".join(need.name for need in needs)
