"""The outer framing of the PBF format: block after block, without unpacking any.

Layout (OpenStreetMap wiki, "PBF Format"): a big-endian length, a BlobHeader, a Blob; both are protocol buffers.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

HEADER_BYTES = 64 * 1024  # limits of the format's description
BLOB_BYTES = 32 * 1024 * 1024
BLOB_RAW, BLOB_RAW_SIZE = 1, 2
HEADER_TYPE, HEADER_SIZE = 1, 3


class FormatError(ValueError):
    """Not PBF."""


class TruncatedError(ValueError):
    """PBF that ends inside a block."""


@dataclass(frozen=True)
class Block:
    type: str
    unpacked: int  # bytes it says it will need


def blocks(file: BinaryIO) -> Iterator[Block]:
    """Raises FormatError or TruncatedError."""
    expected = "OSMHeader"
    while prefix := file.read(4):
        header = _fields(_exactly(file, _header_length(prefix)))
        blob = _fields(_exactly(file, _bounded(header.get(HEADER_SIZE), BLOB_BYTES)))
        kind = _text(header.get(HEADER_TYPE))
        if expected and kind != expected:
            raise FormatError(kind)
        expected = ""
        raw = blob.get(BLOB_RAW)
        yield Block(kind, len(raw) if isinstance(raw, bytes) else _bounded(blob.get(BLOB_RAW_SIZE), BLOB_BYTES))
    if expected:
        raise TruncatedError


def _header_length(prefix: bytes) -> int:
    if len(prefix) < 4:
        raise TruncatedError
    return _bounded(struct.unpack(">I", prefix)[0], HEADER_BYTES)


def _bounded(value: object, limit: int) -> int:
    if not isinstance(value, int) or not 0 < value <= limit:
        raise FormatError(value)
    return value


def _text(value: object) -> str:
    return value.decode("ascii", "replace") if isinstance(value, bytes) else ""


def _exactly(file: BinaryIO, length: int) -> bytes:
    read = file.read(length)
    if len(read) < length:
        raise TruncatedError
    return read


def _fields(message: bytes) -> dict[int, int | bytes]:
    """Field number → varint or bytes; the other wire types do not occur here."""
    found: dict[int, int | bytes] = {}
    at = 0
    while at < len(message):
        tag, at = _varint(message, at)
        value, at = _varint(message, at)
        if tag & 7 == 0:
            found[tag >> 3] = value
        elif tag & 7 == 2:
            found[tag >> 3] = message[at : at + value]
            at += value
        else:
            raise FormatError(tag)
    if at != len(message):
        raise FormatError
    return found


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        if at >= len(message) or shift > 63:
            raise FormatError
        byte = message[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at
