"""PostgreSQL's programs on this machine: which can serve the map (15 or newer, with PostGIS), and how to run them."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

OLDEST_VERSION = 15
PACKAGED = Path("/usr/lib/postgresql")  # Debian and Ubuntu, also for the packages of the PostgreSQL project
PACKAGED_SHARE = Path("/usr/share/postgresql")


class ClusterError(Exception):
    """One sentence for the user: what is wrong with the database and what to do."""


@dataclass(frozen=True, order=True)
class Binaries:
    """The programs of one PostgreSQL version."""

    version: int
    folder: Path

    def tool(self, name: str) -> str:
        return str(self.folder / name)


def find_binaries(version: int | None = None) -> Binaries:
    """The newest usable PostgreSQL, or exactly the given version: data directories are bound to theirs."""
    found = installed()
    if version is None and found:
        return found[-1]
    for binaries in found:
        if binaries.version == version:
            return binaries
    raise ClusterError(_missing(version))


def installed() -> list[Binaries]:
    """All usable versions, oldest first; what lies on PATH counts only if the system's packages have nothing."""
    return sorted(_packaged()) or _on_path()


def _packaged() -> list[Binaries]:
    folders = [folder for folder in PACKAGED.glob("*/bin") if folder.parent.name.isdigit()]
    candidates = [Binaries(int(folder.parent.name), folder) for folder in folders]
    return [binaries for binaries in candidates if _complete(binaries, PACKAGED_SHARE / str(binaries.version))]


def _complete(binaries: Binaries, share: Path) -> bool:
    tools = ("initdb", "pg_ctl", "postgres", "psql")
    postgis = share / "extension" / "postgis.control"
    return (
        binaries.version >= OLDEST_VERSION
        and postgis.exists()
        and all((binaries.folder / tool).exists() for tool in tools)
    )


def _on_path() -> list[Binaries]:
    config = shutil.which("pg_config")
    if config is None:
        return []
    version = re.search(r"\d+", _ask(config, "--version"))
    binaries = Binaries(int(version.group()) if version else 0, Path(_ask(config, "--bindir")))
    return [binaries] if _complete(binaries, Path(_ask(config, "--sharedir"))) else []


def _ask(config: str, question: str) -> str:
    return subprocess.run([config, question], capture_output=True, text=True, check=False).stdout.strip()


def _missing(version: int | None) -> str:
    if version is None:
        return (
            f"There is no PostgreSQL {OLDEST_VERSION} or newer with PostGIS on this machine; “make up” installs it, "
            "or set DATABASE_URL to a database elsewhere."
        )
    return (
        f"The data in var/postgres was made by PostgreSQL {version}, which is not installed any more with PostGIS; "
        f"install postgresql-{version}-postgis-3, or start anew with “make reset”."
    )


@dataclass(frozen=True)
class Account:
    """The operating-system user PostgreSQL runs as."""

    name: str
    uid: int
    gid: int

    @classmethod
    def of(cls, uid: int) -> Account:
        try:
            entry = pwd.getpwuid(uid)
        except KeyError:
            raise ClusterError(
                f"PostgreSQL needs a user with a name, but user id {uid} has none; run this as a user of the system."
            ) from None
        return cls(entry.pw_name, entry.pw_uid, entry.pw_gid)


def name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def run_as(
    account: Account, *command: str, text: str | None = None, log: int | None = None, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Runs a PostgreSQL tool as the cluster's user, with these and nothing of the caller's PG… variables."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    environment = kept | {"LC_ALL": "C"} | variables
    as_other = {"user": account.uid, "group": account.gid, "extra_groups": []} if os.geteuid() == 0 else {}
    return subprocess.run(
        command,
        input=text,
        stdin=subprocess.DEVNULL if text is None else None,
        stdout=log or subprocess.DEVNULL,
        stderr=log or subprocess.PIPE,
        text=True,
        cwd="/",
        env=environment,
        check=False,
        **as_other,  # type: ignore[call-overload]
    )


def last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("pg_ctl: ")]
    return lines[-1] if lines else ""
