"""A small reader of Mapbox Vector Tiles 2.1, enough to see what a tile holds."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

POINT, LINE, AREA = 1, 2, 3


@dataclass(frozen=True)
class Feature:
    """`parts` are lists of (x, y) in tile units, 0 to 4096 inside the tile, y downwards."""

    shape: int
    properties: dict[str, Any]
    parts: list[list[tuple[int, int]]]


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def _fields(data: bytes) -> Iterator[tuple[int, Any]]:
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        size = {1: 8, 5: 4}.get(key & 7)
        if key & 7 == 0:
            value, at = _varint(data, at)
        else:
            if size is None:
                size, at = _varint(data, at)
            value, at = data[at : at + size], at + size
        yield key >> 3, value


def _packed(data: bytes) -> list[int]:
    found, at = [], 0
    while at < len(data):
        value, at = _varint(data, at)
        found.append(value)
    return found


def _signed(value: int) -> int:
    return (value >> 1) ^ -(value & 1)


def _value(data: bytes) -> Any:
    number, raw = next(_fields(data))
    if number == 1:
        return raw.decode()
    if number in (2, 3):
        return struct.unpack("<f" if number == 2 else "<d", raw)[0]
    return {4: int, 5: int, 6: _signed, 7: bool}[number](raw)


def _parts(commands: list[int]) -> list[list[tuple[int, int]]]:
    parts: list[list[tuple[int, int]]] = []
    x = y = at = 0
    while at < len(commands):
        command, count = commands[at] & 7, commands[at] >> 3
        at += 1
        for _ in range(count if command in (1, 2) else 0):
            x, y, at = x + _signed(commands[at]), y + _signed(commands[at + 1]), at + 2
            if command == 1:
                parts.append([])
            parts[-1].append((x, y))
    return parts


def _layer(data: bytes) -> tuple[str, list[Feature]]:
    name, keys, values, raw = "", [], [], []
    for number, value in _fields(data):
        if number == 1:
            name = value.decode()
        elif number == 2:
            raw.append(dict(_fields(value)))
        elif number == 3:
            keys.append(value.decode())
        elif number == 4:
            values.append(_value(value))
    return name, [_feature(fields, keys, values) for fields in raw]


def _feature(fields: dict[int, Any], keys: list[str], values: list[Any]) -> Feature:
    tags = _packed(fields.get(2, b""))
    properties = {keys[key]: values[value] for key, value in zip(tags[::2], tags[1::2], strict=True)}
    return Feature(fields[3], properties, _parts(_packed(fields[4])))


def read(tile: bytes) -> dict[str, list[Feature]]:
    """Layer name → its features."""
    return dict(_layer(value) for number, value in _fields(tile) if number == 3)
