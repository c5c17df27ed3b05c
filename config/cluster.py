"""The project's own PostgreSQL cluster under var/: made on first use, started when it is down, found by itself.

Standard library only, because it also runs before anything is installed. Who may enter: over the socket those of whom
the operating system says who they are (peer), over TCP on the loopback address who has var/postgres-password.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import pwd
import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

from config import postmaster
from config.places import NAME, Cluster, Site, free_port, is_temporary, place_data, socket_dir
from config.postgres import Account, Binaries, ClusterError, find_binaries, last_line, name_of, run_as

__all__ = [
    "Cluster",
    "ClusterError",
    "data_version",
    "destroy",
    "ensure_running",
    "here",
    "is_running",
    "stop",
    "url",
]

INITDB = ("--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=de-DE")
START_SECONDS = 120  # recovery after kill -9 replays the write-ahead log, which takes a while on a slow disk
LOG_LIMIT_BYTES = 5_000_000

CONF = """\
# Written by config/cluster.py at every start; changes belong there.
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = '{socket_dir}'
# Sized for a machine with 2 GB that runs nothing else: a quarter's data fits into a quarter of a gigabyte.
shared_buffers = 256MB
effective_cache_size = 1GB
work_mem = 16MB
maintenance_work_mem = 128MB
# Compiling costs more than it saves: PostGIS announces high costs, so nearly every map query would be compiled.
jit = off
# Solid state disks: a random page costs about as much as the next one.
random_page_cost = 1.1
# No replicas hang on this cluster, so that bulk imports may skip the log for tables made in the same transaction.
wal_level = minimal
max_wal_senders = 0
max_wal_size = 1GB
default_text_search_config = 'pg_catalog.german'
log_min_messages = warning
# Statements hold what visitors asked for.
log_min_error_statement = panic
log_line_prefix = '%m [%p] %d '
"""

HBA = """\
# Written by config/cluster.py at every start. Socket: who the operating system says. TCP: password, loopback only.
local all all peer map={name}
host  all all 127.0.0.1/32 scram-sha-256
"""


# ---------------------------------------------------------------------------------------------------- the promises


def here(site: Site | None = None) -> Cluster | None:
    """The cluster as remembered in var/cluster.json, None if there is none yet. Only reads; does not ask if it runs."""
    site = site or Site()
    try:
        known = json.loads(site.memory.read_text(encoding="utf-8"))
        # A copied folder brings the memory of the original along and must not write into the original's database.
        return Cluster(known["socket_dir"], int(known["port"])) if known["project"] == str(site.project) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def url(site: Site | None = None) -> str | None:
    """The same as an address for DATABASE_URL."""
    found = here(site)
    if found is None:
        return None
    return f"postgis://{found.user}@/{found.database}?host={quote(found.socket_dir, safe='')}&port={found.port}"


def is_running(site: Site | None = None) -> bool:
    """Whether the remembered cluster accepts connections now."""
    found = here(site)
    return found is not None and found.answers()


def data_version(site: Site | None = None) -> int | None:
    """Version of PostgreSQL that made the data, None if there is no data yet."""
    with contextlib.suppress(OSError, ValueError):
        return int(((site or Site()).data / "PG_VERSION").read_text(encoding="ascii"))
    return None


def ensure_running(site: Site | None = None, say: Callable[[str], object] = str) -> Cluster:
    """The running cluster; made and started first where necessary. `say` gets a sentence on what a user should know."""
    site = site or Site()
    found = here(site)
    if found is not None and found.answers():
        return found
    with _locked(site):
        found = here(site)  # another command may have started it while this one waited
        if found is not None and found.answers():
            return found
        try:
            return _bring_up(site, say)
        except OSError as error:
            raise ClusterError(f"The database could not be started: {error.strerror} ({error.filename}).") from error


def stop(site: Site | None = None) -> bool:
    """Stops the cluster and says whether it was running."""
    site = site or Site()
    if not site.data.exists() or site.is_copy:
        return False
    _account(site)  # refuses where the cluster is another user's
    with _locked(site):
        return _halt(site)


def destroy(site: Site | None = None) -> None:
    """Stops the cluster and removes all that belongs to it, also outside var/."""
    site = site or Site()
    stop(site)
    found = here(site)
    if found is not None and is_temporary(found.socket_dir):
        shutil.rmtree(found.socket_dir, ignore_errors=True)
    if not site.is_copy and data_version(site) is not None:
        shutil.rmtree(site.outside or site.data.resolve())
    if site.data.is_symlink():
        site.data.unlink()
    for path in (site.memory, site.password):
        path.unlink(missing_ok=True)


# ------------------------------------------------------------------------------------------------------- bring up


def _bring_up(site: Site, say: Callable[[str], object]) -> Cluster:
    if site.is_copy:
        site.data.unlink()
    binaries = find_binaries(data_version(site))
    account = _account(site)
    postmaster.await_start(site.data, START_SECONDS)
    found = here(site)
    if found is not None and found.answers():
        return found
    _halt(site)
    place_data(site, account, say)
    if not (site.data / "PG_VERSION").exists():
        _initialise(site, account, binaries)
    cluster = _start(site, account, binaries)
    _furnish(site, cluster, account, binaries)
    _write(
        site.memory,
        json.dumps({"project": str(site.project), "socket_dir": cluster.socket_dir, "port": cluster.port}),
        0o644,
    )
    return cluster


def _account(site: Site) -> Account:
    """Root lends its place to the data's owner, or to "postgres": PostgreSQL refuses to run as root."""
    me = os.geteuid()
    owner = site.data.stat().st_uid if site.data.exists() else None
    if me != 0:
        if owner not in (None, me):
            raise ClusterError(
                f"The database in {site.data} belongs to the user {name_of(owner)}; run this command as that user."
            )
        return Account.of(me)
    if owner:
        return Account.of(owner)
    try:
        return Account.of(pwd.getpwnam("postgres").pw_uid)
    except KeyError:
        raise ClusterError(
            "PostgreSQL does not run as root and there is no user “postgres”; install the package “postgresql”."
        ) from None


def _initialise(site: Site, account: Account, binaries: Binaries) -> None:
    """A complete data directory or none: made beside its place and moved there when it is whole."""
    target = site.data.resolve()
    fresh = target.with_name(target.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    _give(fresh, account)
    # "reject" until pg_hba.conf is written by _configure: at no moment may somebody else enter.
    run = run_as(account, binaries.tool("initdb"), "-D", str(fresh), f"--username={NAME}", "--auth=reject", *INITDB)
    if run.returncode:
        shutil.rmtree(fresh, ignore_errors=True)
        raise ClusterError(f"PostgreSQL could not make its data directory {target}: {last_line(run.stderr)}")
    if target.exists():
        target.rmdir()
    fresh.rename(target)


def _start(site: Site, account: Account, binaries: Binaries) -> Cluster:
    """Two tries: between looking for a free port and taking it another program can take it."""
    for attempt in (1, 2):
        cluster = Cluster(str(socket_dir(site, account, here(site))), free_port(here(site)))
        _configure(site, cluster, account)
        began = _open_log(site)
        with site.log.open("ab") as log:
            # The folder as a variable: as an argument pg_ctl would hand it to a shell, to which “$” means something.
            arguments = [binaries.tool("pg_ctl"), "start", "-w", "-t", str(START_SECONDS), "-s"]
            run = run_as(account, *arguments, log=log.fileno(), PGDATA=str(site.data.resolve()))
        if run.returncode == 0:
            return cluster
        if attempt == 2 or "could not bind" not in _log_since(site, began):
            raise ClusterError(_why_not(site, began))
        time.sleep(0.5)
    raise AssertionError("unreachable")


def _configure(site: Site, cluster: Cluster, account: Account) -> None:
    data = site.data.resolve()
    people = sorted({"root", account.name, name_of(os.geteuid()), name_of(site.project.stat().st_uid)})
    main = data / "postgresql.conf"
    include = "include 'quartierskarte.conf'\n"
    settings = main.read_text(encoding="utf-8")
    texts = {
        "quartierskarte.conf": CONF.format(port=cluster.port, socket_dir=cluster.socket_dir.replace("'", "''")),
        "pg_hba.conf": HBA.format(name=NAME),
        "pg_ident.conf": "".join(f'{NAME} "{person}" {NAME}\n' for person in people),
        "postgresql.conf": settings if include in settings else settings + include,
    }
    for name, text in texts.items():
        _write(data / name, text, 0o600)
        _give(data / name, account)


def _furnish(site: Site, cluster: Cluster, account: Account, binaries: Binaries) -> None:
    """Database and password are there after every start, also if an earlier one was killed between the steps."""
    if not site.password.exists():
        _write(site.password, secrets.token_urlsafe(32) + "\n", 0o600)
    password = site.password.read_text(encoding="utf-8").strip()
    run = _psql(account, binaries, cluster, "postgres", f"alter role {NAME} password '{password}';")
    missing = "select 'create database {0}' where not exists (select from pg_database where datname = '{0}') \\gexec\n"
    run = run or _psql(account, binaries, cluster, "postgres", missing.format(NAME))
    run = run or _psql(account, binaries, cluster, NAME, "create extension if not exists postgis;")
    if run:
        raise ClusterError(f"PostgreSQL runs, but the database could not be made ready: {run}")


def _psql(account: Account, binaries: Binaries, cluster: Cluster, database: str, sql: str) -> str:
    """Empty, or what went wrong."""
    address = ["-h", cluster.socket_dir, "-p", str(cluster.port), "-U", NAME, "-d", database]
    quiet = "set client_min_messages = warning;\n"
    run = run_as(account, binaries.tool("psql"), *address, "-X", "-q", "-v", "ON_ERROR_STOP=1", text=quiet + sql)
    return last_line(run.stderr) or "psql failed" if run.returncode else ""


# ------------------------------------------------------------------------------------------------- stopping, locking


def _halt(site: Site) -> bool:
    was_running = postmaster.halt(site.data)
    _clear_locks(site)
    return was_running


def _clear_locks(site: Site) -> None:
    """Lock files of a killed cluster name a process number that another program may have got since."""
    (site.data / "postmaster.pid").unlink(missing_ok=True)
    found = here(site)
    if found is not None:
        for path in (found.socket, found.socket.with_name(found.socket.name + ".lock")):
            with contextlib.suppress(OSError):
                path.unlink()


@contextlib.contextmanager
def _locked(site: Site) -> Iterator[None]:
    """One command at a time makes, starts or stops the cluster; the others wait."""
    try:
        site.log.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(site.var / "cluster.lock", os.O_RDONLY | os.O_CREAT, 0o644)
    except PermissionError:
        place = site.var if site.var.exists() else site.project
        owner = name_of(place.stat().st_uid)
        raise ClusterError(f"{place} belongs to the user {owner}; run this command as that user.") from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


# ------------------------------------------------------------------------------------------------------ small things


def _give(path: Path, account: Account) -> None:
    if os.geteuid() == 0:
        os.chown(path, account.uid, account.gid)


def _write(path: Path, text: str, mode: int) -> None:
    """The whole file or the old one: readers never see half of it."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    Path(name).chmod(mode)
    Path(name).replace(path)


def _open_log(site: Site) -> int:
    """Position from which the log is new."""
    if site.log.exists() and site.log.stat().st_size > LOG_LIMIT_BYTES:
        site.log.replace(site.log.with_suffix(".old.log"))
    site.log.touch()
    if os.geteuid() == 0:  # so that the folder's owner can write on in a log that root has begun
        os.chown(site.log, site.var.stat().st_uid, site.var.stat().st_gid)
    return site.log.stat().st_size


def _log_since(site: Site, position: int) -> str:
    return site.log.read_bytes()[position:].decode(errors="replace")


def _why_not(site: Site, position: int) -> str:
    faults = [line for line in _log_since(site, position).splitlines() if "FATAL" in line or "could not" in line]
    reason = faults[0].split("FATAL:")[-1].strip() if faults else "it gives no reason"
    return f"PostgreSQL did not start: {reason} (see {site.log})."
