"""Arrays of networks on disk: written once, then mapped into the memory of every process. A cache, nothing more.

A folder is named after what it holds, so that it never has to change. One that is missing or damaged is made anew, and
where nothing can be written, each process keeps its own arrays.
"""

import fcntl
import hashlib
import json
import logging
import os
import shutil
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

from mapping.routing.attributes import ATTRIBUTES, KINDS, SIDES, SOURCES
from mapping.routing.graph import FORMAT, Network, load, save

LOG = logging.getLogger("quartierskarte.network")
MANIFEST = "manifest.json"
PATIENCE_S = 60.0  # for another process that is writing
OTHERS_KEPT = 30  # folders that nobody is known to use now
LEFTOVER_S = 3600  # a draft as old as that was left by a process that died

_table = [FORMAT, KINDS, SIDES, SOURCES, [(a.name, a.words, a.first, a.default) for a in ATTRIBUTES.values()]]
# Arrays of another version of the program have other names.
RECIPE = hashlib.sha256(json.dumps(_table).encode()).hexdigest()


def folder() -> Path:
    return Path(settings.VAR) / "network"


def name_of(checksum: str) -> str:
    return hashlib.sha256(f"{RECIPE} {checksum}".encode()).hexdigest()[:40]


def get(checksum: str, build: Callable[[], Network]) -> Network:
    """The network of this name: mapped from its folder, which is made if necessary."""
    name = name_of(checksum)
    if (found := fetch(name)) is not None:
        return found
    built: list[Network] = []
    try:
        with _alone():
            if (found := fetch(name)) is None:
                built.append(build())
                _write(name, built[0])
                found = fetch(name)
    except OSError as error:
        LOG.warning("the path network stays in memory, %s cannot be used: %s", folder(), error.strerror or error)
        return built[0] if built else build()
    return found or built[0]


def fetch(name: str) -> Network | None:
    """None if there is no such folder, or if it is damaged."""
    place = folder() / name
    try:
        manifest = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
        if any(_sum(place / file) != told for file, told in manifest.items()):
            raise ValueError("a file has changed")
        network = load(place)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        LOG.warning("the folder %s is damaged and made anew: %s", place, error)
        return None
    with suppress(OSError):
        os.utime(place)  # for `prune`: in use
    return network


def _sum(file: Path) -> list[int]:
    content = file.read_bytes()
    return [len(content), zlib.crc32(content)]


def _write(name: str, network: Network) -> None:
    place, draft = folder() / name, folder() / f".draft-{os.getpid()}-{threading.get_ident()}"
    shutil.rmtree(draft, ignore_errors=True)
    try:
        save(network, draft)
        manifest = {file.name: _sum(file) for file in sorted(draft.iterdir())}
        (draft / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
        if place.exists():
            place.rename(draft.with_name(f"{draft.name}-old"))
        draft.rename(place)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        shutil.rmtree(draft.with_name(f"{draft.name}-old"), ignore_errors=True)


@contextmanager
def _alone() -> Iterator[None]:
    """One process writes; OSError if the folder cannot be written, or another process takes too long."""
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / "lock").open("a") as handle:
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise TimeoutError(f"waited {PATIENCE_S:.0f} s for another process") from None
                time.sleep(0.02)
        yield


def prune(in_use: set[str]) -> int:
    """Removes folders that are not those of the checksums `in_use`, except for the youngest; how many.

    A process that has mapped a removed folder keeps what it has.
    """
    keep = {name_of(checksum) for checksum in in_use}
    try:
        places = [place for place in folder().iterdir() if place.is_dir() and place.name not in keep]
        aged = sorted(((place.stat().st_mtime, place) for place in places), reverse=True)
    except OSError:
        return 0
    drafts = [place for at, place in aged if place.name.startswith(".") and at < time.time() - LEFTOVER_S]
    old = [place for _, place in aged if not place.name.startswith(".")][OTHERS_KEPT:]
    for place in (*drafts, *old):
        shutil.rmtree(place, ignore_errors=True)
    return len(drafts) + len(old)


def drop(checksum: str) -> None:
    """Removes what is kept of a network, so that it is made anew; processes that have mapped it keep what they have."""
    shutil.rmtree(folder() / name_of(checksum), ignore_errors=True)
