"""The outer framing of the PBF format, block after block, and of each no more than its table of texts.

Layout (OpenStreetMap wiki, "PBF Format"): a big-endian length, a BlobHeader, a Blob; both are protocol buffers.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

HEADER_BYTES = 64 * 1024  # limits of the format's description
BLOB_BYTES = 32 * 1024 * 1024
BLOB_RAW, BLOB_RAW_SIZE, BLOB_ZLIB = 1, 2, 3
HEADER_TYPE, HEADER_SIZE = 1, 3
TEXTS = TEXT = 1  # of a data block its table, of the table each entry

Field = int | bytes


class FormatError(ValueError):
    """Not PBF."""


class PackingError(ValueError):
    """PBF packed in a way that few programs write."""


class TruncatedError(ValueError):
    """PBF that ends inside a block."""


@dataclass(frozen=True)
class Block:
    type: str
    unpacked: int  # bytes it says it will need
    blob: dict[int, Field]

    def has_nul(self) -> bool:
        """Whether a text holds a NUL, which libosmium takes for the end and reads on beyond it.

        Raises PackingError, FormatError.
        """
        return any(_has_nul(table) for number, table in _each(self._content()) if number == TEXTS)

    def _content(self) -> bytes:
        raw, packed = self.blob.get(BLOB_RAW), self.blob.get(BLOB_ZLIB)
        if isinstance(raw, bytes):
            return raw
        if not isinstance(packed, bytes):
            raise PackingError
        try:
            return zlib.decompressobj().decompress(packed, self.unpacked)
        except zlib.error as error:
            raise FormatError from error


def _has_nul(table: Field) -> bool:
    """The first text is empty by the format's description, its length of zero not a NUL."""
    if not isinstance(table, bytes):
        raise FormatError
    return table.find(b"\0", 2) >= 0 and any(
        isinstance(text, bytes) and b"\0" in text for number, text in _each(table) if number == TEXT
    )


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
        unpacked = len(raw) if isinstance(raw, bytes) else _bounded(blob.get(BLOB_RAW_SIZE), BLOB_BYTES)
        yield Block(kind, unpacked, blob)
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


def _fields(message: bytes) -> dict[int, Field]:
    return dict(_each(message))


def _each(message: bytes) -> Iterator[tuple[int, Field]]:
    """Field number and varint or bytes; the other wire types do not occur here."""
    at = 0
    while at < len(message):
        tag, at = _varint(message, at)
        value, at = _varint(message, at)
        if tag & 7 == 0:
            yield tag >> 3, value
        elif tag & 7 == 2:
            yield tag >> 3, message[at : at + value]
            at += value
        else:
            raise FormatError(tag)
    if at != len(message):
        raise FormatError


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
