"""Texts on disk, for a process that has just started: made by another one, or by itself before. A cache, nothing more.

A file is for one asker, such as a language under an address: `about` says which, in as many bytes as it takes. It holds
records, each a key, the length of a text and the text, and ends with a digest of all of them. The first record is the
file itself: the key says in which state all the others were made, the text is `about`. What was made in another state,
or cannot be read, is made anew; what nobody has asked for lately is thrown away.
"""

import hashlib
import logging
import os
import struct
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from common.files import forget_old, replace

LOG = logging.getLogger("quartierskarte.calendars")
HEAD = struct.Struct("<16sI")  # key, length in bytes
DIGEST_BYTES = 32
KEPT_S = 30 * 86_400.0
KEPT_MOST = 8  # files, in case somebody asks under every address there is

Texts = Mapping[bytes, bytes]
Record = tuple[bytes, bytes]
NO_RECORD: Record = (b"", b"")


def key_of(what: object) -> bytes:
    """16 bytes for what `repr` tells apart."""
    return hashlib.blake2b(repr(what).encode(), digest_size=16).digest()


def folder() -> Path:
    return Path(settings.VAR) / "calendars"


def read(about: bytes, state: bytes) -> dict[bytes, bytes]:
    """{} if there is no such file in this state, or none that is whole."""
    with suppress(OSError):
        os.utime(_file(about))
    first, texts = _content(_file(about))
    return texts if first == (state, about) else {}


def store(about: bytes, state: bytes, texts: Texts) -> None:
    """Instead of what was made in another state. A full disk takes nothing away from who asks."""
    records = ((state, about), *texts.items())
    body = b"".join(part for key, text in records for part in (HEAD.pack(key, len(text)), text))
    try:
        folder().mkdir(parents=True, exist_ok=True)
        replace(_file(about), body + hashlib.sha256(body).digest())
        forget_old(folder(), most=KEPT_MOST, seconds=KEPT_S)
    except OSError as error:
        LOG.warning("calendars are not kept in %s: %s", folder(), error.strerror or error)


def asked() -> Iterator[tuple[bytes, float]]:
    """Who asked lately, whatever the state of the file, and when (seconds since the epoch)."""
    for file in sorted(folder().glob("[!.]*")):
        (_, about), _ = _content(file)
        with suppress(OSError):
            at = file.stat().st_mtime
            if file == _file(about) and at > time.time() - KEPT_S:
                yield about, at


def not_asked(about: bytes, since: float) -> None:
    """What was read or stored since then was for nobody."""
    with suppress(OSError):
        os.utime(_file(about), (since, since))


def forget() -> None:
    for file in folder().glob("*"):
        file.unlink(missing_ok=True)


def _file(about: bytes) -> Path:
    return folder() / key_of(about).hex()


def _content(file: Path) -> tuple[Record, dict[bytes, bytes]]:
    """The first record, and the others."""
    with suppress(OSError, struct.error):
        content = file.read_bytes()
        body, digest = content[:-DIGEST_BYTES], content[-DIGEST_BYTES:]
        if hashlib.sha256(body).digest() == digest:
            records = _records(body)
            return next(records, NO_RECORD), dict(records)
    return NO_RECORD, {}


def _records(body: bytes) -> Iterator[Record]:
    at = 0
    while at < len(body):
        key, length = HEAD.unpack_from(body, at)
        at += HEAD.size + length
        yield key, body[at - length : at]
