"""Texts on disk, for a process that has just started: made by another one, or by itself before. A cache, nothing more.

A file holds records, each a key, the length of a text and the text, and ends with a digest of all of them. What cannot
be read is made anew; what nobody has asked for lately is thrown away.
"""

import hashlib
import logging
import os
import struct
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from common.files import forget_old, replace

LOG = logging.getLogger("quartierskarte.calendars")
HEAD = struct.Struct("<16sI")  # key, length in bytes
DIGEST_BYTES = 32
KEPT_S = 30 * 86_400.0
KEPT_MOST = 40  # files, in case somebody asks for everything there is

Texts = Mapping[bytes, bytes]


def key_of(what: object) -> bytes:
    """16 bytes for what `repr` tells apart."""
    return hashlib.blake2b(repr(what).encode(), digest_size=16).digest()


def folder() -> Path:
    return Path(settings.VAR) / "calendars"


def read(name: str) -> dict[bytes, bytes]:
    """{} if there is no such file, or none that is whole."""
    file = folder() / name
    with suppress(OSError):
        content = file.read_bytes()
        os.utime(file)
        body, digest = content[:-DIGEST_BYTES], content[-DIGEST_BYTES:]
        return dict(_records(body)) if hashlib.sha256(body).digest() == digest else {}
    return {}


def store(name: str, texts: Texts) -> None:
    """A full disk takes nothing away from who asks."""
    body = b"".join(part for key, text in texts.items() for part in (HEAD.pack(key, len(text)), text))
    try:
        folder().mkdir(parents=True, exist_ok=True)
        replace(folder() / name, body + hashlib.sha256(body).digest())
        forget_old(folder(), most=KEPT_MOST, seconds=KEPT_S)
    except OSError as error:
        LOG.warning("calendars are not kept in %s: %s", folder(), error.strerror or error)


def forget() -> None:
    for file in folder().glob("*"):
        file.unlink(missing_ok=True)


def _records(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at < len(body):
        key, length = HEAD.unpack_from(body, at)
        at += HEAD.size + length
        yield key, body[at - length : at]
