"""Where the project's cluster keeps its data and its socket, and on which port it listens."""

from __future__ import annotations

import contextlib
import hashlib
import os
import socket
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from config import postmaster
from config.postgres import Account, ClusterError, run_as

PROJECT = Path(__file__).resolve().parent.parent
NAME = "quartierskarte"  # role, database and file names
FIRST_PORT = 54329
PORTS_TRIED = 200
SOCKET_PATH_LIMIT = 107  # bytes of sockaddr_un.sun_path without the closing zero, see unix(7)
OWNER_NOTE = "project"  # file beside data outside var/ that says which project folder it belongs to


@dataclass(frozen=True)
class Cluster:
    """Where the project's cluster listens: directory of its Unix socket, port, role and database."""

    socket_dir: str
    port: int
    user: str = NAME
    database: str = NAME

    @property
    def socket(self) -> Path:
        return Path(self.socket_dir, f".s.PGSQL.{self.port}")

    def answers(self) -> bool:
        return postmaster.answers(self.socket, self.user, self.database)


@dataclass(frozen=True)
class Site:
    """The files of one project folder that have to do with its cluster."""

    project: Path = PROJECT

    @property
    def var(self) -> Path:
        return self.project / "var"

    @property
    def data(self) -> Path:
        return self.var / "postgres"

    @property
    def memory(self) -> Path:
        return self.var / "cluster.json"

    @property
    def log(self) -> Path:
        return self.var / "log" / "postgres.log"

    @property
    def password(self) -> Path:
        return self.var / "postgres-password"

    @property
    def future_outside(self) -> Path:
        """Where data goes if the cluster's user cannot enter the project's folder."""
        digest = hashlib.sha256(os.fsencode(self.project)).hexdigest()[:12]
        return Path("/var/lib", f"{NAME}-{digest}")

    @property
    def outside(self) -> Path | None:
        """The folder outside var/ that place_data made, if the link var/postgres leads there."""
        folder = self.data.resolve().parent
        return folder if self.data.is_symlink() and (folder / OWNER_NOTE).is_file() else None

    @property
    def is_copy(self) -> bool:
        """True for a copy of a project folder whose original still uses the data that the link leads to."""
        if self.outside is None:
            return False
        owner = Path((self.outside / OWNER_NOTE).read_text(encoding="utf-8"))
        return owner != self.project and Site(owner).data.resolve() == self.data.resolve()


def place_data(site: Site, account: Account, say: Callable[[str], object]) -> None:
    """Decides on first use where the data lives: under var/, or outside if the cluster's user cannot get there."""
    if site.data.is_symlink() and not site.data.exists():  # what it led to was removed by hand
        site.data.unlink()
    if not site.data.exists() and not _can_enter(account, site.var):
        _place_outside(site, account)
        say(f"The user “{account.name}” cannot enter {site.project}, so the database lives in {site.outside}.")
    if site.outside is not None:  # also after the project's folder was moved
        (site.outside / OWNER_NOTE).write_text(str(site.project), encoding="utf-8")


def _place_outside(site: Site, account: Account) -> None:
    folder = site.future_outside
    folder.mkdir(mode=0o755, exist_ok=True)
    (folder / OWNER_NOTE).touch()
    (folder / "data").mkdir(mode=0o700, exist_ok=True)
    for path in (folder, folder / "data"):
        os.chown(path, account.uid, account.gid)
    site.data.symlink_to(folder / "data")


def _can_enter(account: Account, folder: Path) -> bool:
    return run_as(account, "test", "-x", str(folder)).returncode == 0


def socket_dir(site: Site, account: Account, known: Cluster | None) -> Path:
    """A directory the cluster's user can write and whose socket path the kernel accepts; the known one if it can be."""
    if known is not None and is_temporary(known.socket_dir) and _is_safe(Path(known.socket_dir), account):
        return Path(known.socket_dir)
    folder = (site.outside or site.var) / "socket"
    too_long = len(os.fsencode(folder / f".s.PGSQL.{FIRST_PORT}")) > SOCKET_PATH_LIMIT
    if too_long or "," in str(folder):  # server and clients read a comma as the end of a folder
        folder = Path(tempfile.mkdtemp(prefix=f"{NAME}-"))
    folder.mkdir(exist_ok=True)
    # The group lets the project's owner in where root runs the cluster as "postgres".
    if os.geteuid() == 0:
        os.chown(folder, account.uid, site.project.stat().st_gid)
    folder.chmod(0o750)
    return folder


def is_temporary(folder: str) -> bool:
    return Path(folder).name.startswith(f"{NAME}-")


def _is_safe(folder: Path, account: Account) -> bool:
    """Not a directory that somebody else has put in the place of one that was cleaned away."""
    return folder.is_dir() and not folder.is_symlink() and folder.stat().st_uid == account.uid


def free_port(known: Cluster | None) -> int:
    first = known.port if known else FIRST_PORT
    for port in [first, *range(FIRST_PORT, FIRST_PORT + PORTS_TRIED)]:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return port
    raise ClusterError(f"PostgreSQL finds no free port between {FIRST_PORT} and {FIRST_PORT + PORTS_TRIED - 1}.")
