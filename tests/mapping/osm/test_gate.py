"""Files that are refused: each with one sentence, none with an exception of the machinery."""

import gzip
import os
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from common.errors import UsageError
from mapping.osm.gate import admit
from mapping.osm.reader import read
from tests.mapping.osm.drawing import Drawing

ROW = '<node id="1" version="1" lat="52.5" lon="13.4"><tag k="amenity" v="bench"/></node>'
WAY = '<way id="{}" version="1"><nd ref="1"/><nd ref="1"/><nd ref="1"/><nd ref="1"/><tag k="a" v="b"/></way>'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def osm(body: str) -> bytes:
    return f'{HEAD}<osm version="0.6">{body}</osm>'.encode()


def varint(number: int) -> bytes:
    out = b""
    while number > 127:
        out, number = out + bytes([number & 127 | 128]), number >> 7
    return out + bytes([number])


def pbf_block(kind: str, raw: bytes, *, claims: int | None = None) -> bytes:
    """One block of the PBF framing, zlib-packed; `claims` lies about the unpacked size."""
    packed = zlib.compress(raw)
    blob = b"\x10" + varint(len(raw) if claims is None else claims) + b"\x1a" + varint(len(packed)) + packed
    header = b"\x0a" + varint(len(kind)) + kind.encode() + b"\x18" + varint(len(blob))
    return len(header).to_bytes(4, "big") + header + blob


def pbf(*blocks: bytes) -> bytes:
    features = b"\x22\x0eOsmSchema-V0.6"
    return b"".join((pbf_block("OSMHeader", features), *blocks))


def overlong_block() -> bytes:
    """A header whose last text claims more bytes than there are."""
    blob = b"\x0a\x01\0"
    header = b"\x18" + varint(len(blob)) + b"\x0a\x7f" + b"OSMData"
    return len(header).to_bytes(4, "big") + header + blob


def bad_coordinate(raw: str) -> bytes:
    return osm(f'<node id="7" version="1" lat="{raw}" lon="13.4"/>')


def texts_block(*texts: bytes) -> bytes:
    """A data block with one object-free group and these texts."""
    table = b"\x0a\0" + b"".join(b"\x0a" + varint(len(text)) + text for text in texts)
    return pbf_block("OSMData", b"\x0a" + varint(len(table)) + table + b"\x12\0")


def lz4_block() -> bytes:
    blob = b"\x10\x04\x32\x04lz4!"
    header = b"\x0a\x07OSMData\x18" + varint(len(blob))
    return len(header).to_bytes(4, "big") + header + blob


ENTITIES = '<!DOCTYPE osm [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
BAD_FILES: list[tuple[str, str, bytes, str]] = [
    ("an empty file", "a.osm", b"", "diese ist leer"),
    ("a picture", "a.osm.pbf", b"\x89PNG\r\n\x1a\n" + b"\0" * 90, "diese enthält etwas anderes"),
    ("a table", "a.osm", b"name;street\nCafe;Lindenstr. 4\n", "diese enthält etwas anderes"),
    ("JSON", "a.osm", b'{"elements": []}', "diese enthält etwas anderes"),
    ("a web page", "a.osm", b"<html><body>Too many requests</body></html>", "diese enthält etwas anderes"),
    ("a packed picture", "a.osm.gz", gzip.compress(b"\x89PNG"), "Zeile 1 ist fehlerhaft"),
    ("no objects", "a.osm", osm(""), "in dieser steht keines"),
    ("objects without tags", "a.osm", osm('<node id="1" version="1" lat="52" lon="13"/>'), "in dieser steht keines"),
    ("XML cut off", "a.osm", osm(ROW)[:-12], "endet mitten in den Daten"),
    ("XML cut off inside a tag", "a.osm", osm(ROW)[:90], "endet mitten in den Daten"),
    ("a packed file cut off", "a.osm.gz", gzip.compress(osm(ROW * 50))[:-20], "endet mitten in den Daten"),
    ("a packed file with a bad checksum", "a.osm.gz", gzip.compress(osm(ROW))[:-8] + b"12345678", "etwas anderes"),
    ("broken XML", "a.osm", osm("<node id=1/>"), "Zeile 1 ist fehlerhaft"),
    ("an entity bomb", "a.osm", f"{HEAD}{ENTITIES}<osm>&b;</osm>".encode(), "ohne DOCTYPE und ENTITY"),
    ("an entity bomb, packed", "a.osm.gz", gzip.compress(f"{HEAD}{ENTITIES}<osm/>".encode()), "ohne DOCTYPE"),
    ("an entity bomb in UTF-16", "a.osm", f"{ENTITIES}<osm/>".encode("utf-16"), "ohne DOCTYPE und ENTITY"),
    ("an external DTD", "a.osm", b'<!DOCTYPE osm SYSTEM "file:///etc/passwd"><osm/>', "ohne DOCTYPE und ENTITY"),
    ("a tag of 2 MB", "a.osm", osm(ROW.replace("bench", "b" * 2_000_000)), "unter 1 MB"),
    ("a tag of 5,000 characters", "a.osm", osm(ROW.replace("bench", "b" * 5000)), "bei node/1 ist einer länger"),
    ("a comment of 2 MB", "a.osm", osm(f"<!--{'x' * 2_000_000}-->{ROW}"), "unter 1 MB"),
    ("a thousand levels", "a.osm", osm("<a>" * 1000 + "</a>" * 1000), "zu tief verschachtelt"),
    ("latitude 91", "a.osm", bad_coordinate("91"), "bei node/7 steht „91“"),
    ("latitude NaN", "a.osm", bad_coordinate("nan"), "bei node/7 steht „nan“"),
    ("latitude infinite", "a.osm", bad_coordinate("1e400"), "bei node/7 steht „1e400“"),
    ("latitude in words", "a.osm", bad_coordinate("Lindenplatz"), "bei node/7 steht „Lindenplatz“"),
    ("latitude in Arabic digits", "a.osm", bad_coordinate("٥٢"), "wrong format for coordinate"),
    ("latitude with an underscore", "a.osm", bad_coordinate("5_2"), "characters after coordinate"),
    ("an id out of range", "a.osm", osm(ROW.replace('id="1"', f'id="{9**30}"')), "beim Lesen fiel auf"),
    ("ways before nodes", "a.osm", osm(f'<way id="2" version="1"/>{ROW}'), "osmium sort"),
    ("ways in no order", "a.osm", osm(ROW + "".join(WAY.format(n) for n in (9, 3))), "osmium sort"),
    ("a file that unpacks without end", "a.osm.gz", gzip.compress(osm(" " * 60_000_000 + ROW)), "20-Fache"),
    ("an aborted answer", "a.osm", osm(f"{ROW}<remark>runtime error: timed out</remark>"), "timed out"),
    ("PBF without data", "a.osm.pbf", pbf(), "in dieser steht keines"),
    ("PBF cut off", "a.osm.pbf", pbf(pbf_block("OSMData", b"\0" * 500))[:-9], "endet mitten in den Daten"),
    ("PBF with nonsense inside", "a.osm.pbf", pbf(pbf_block("OSMData", b"\xff" * 40)), "etwas anderes"),
    ("PBF with an unknown group", "a.osm.pbf", pbf(pbf_block("OSMData", b"\x12\x02\x0a\x09")), "beim Lesen fiel auf"),
    ("PBF with a NUL in a text", "a.osm.pbf", pbf(texts_block(b"name", b"a\0b")), "das Zeichen Null"),
    ("PBF with a NUL as a text", "a.osm.pbf", pbf(texts_block(b"name", b"\0")), "das Zeichen Null"),
    ("PBF with a NUL in its second block", "a.osm.pbf", pbf(texts_block(b"a"), texts_block(b"\0")), "Zeichen Null"),
    ("PBF without a NUL but with empty texts", "a.osm.pbf", pbf(texts_block(b"", b"a", b"")), "steht keines"),
    ("PBF packed by another method", "a.osm.pbf", pbf(lz4_block()), "mit zlib gepackte"),
    ("PBF packed wrongly", "a.osm.pbf", pbf(pbf_block("OSMData", b"\0" * 90).replace(b"x\x9c", b"x\0")), "anderes"),
    ("PBF with a block of 2 GB", "a.osm.pbf", pbf(pbf_block("OSMData", b"\0", claims=2**31)), "etwas anderes"),
    ("PBF of many huge blocks", "a.osm.pbf", pbf(*[pbf_block("OSMData", b"\0" * 30_000_000)] * 3), "20-Fache"),
    ("PBF with a text longer than its block", "a.osm.pbf", pbf(overlong_block()), "etwas anderes"),
    ("PBF that begins with data", "a.osm.pbf", pbf_block("OSMData", b"\0"), "etwas anderes"),
]


@pytest.mark.parametrize(("name", "content", "says"), [row[1:] for row in BAD_FILES], ids=[row[0] for row in BAD_FILES])
def test_a_bad_file_is_refused_in_one_sentence(tmp_path: Path, name: str, content: bytes, says: str):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UsageError) as refusal:
        read(path, max_mb=500)
    assert refusal.value.field == "Datei"
    assert refusal.value.value == name
    assert says in refusal.value.detail
    assert "\n" not in refusal.value.detail


@pytest.mark.parametrize("where", ["nowhere.osm", ".", "a\0b.osm"])
def test_a_file_that_cannot_be_opened_is_refused(tmp_path: Path, where: str):
    with pytest.raises(UsageError, match="die es gibt und die gelesen werden darf"):
        admit(tmp_path / where, max_mb=500)


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path):
    os.mkfifo(tmp_path / "a.osm")
    with pytest.raises(UsageError, match="die es gibt und die gelesen werden darf"):
        admit(tmp_path / "a.osm", max_mb=500)


def test_a_file_above_the_limit_is_refused_before_it_is_read(tmp_path: Path):
    path = tmp_path / "big.osm"
    with path.open("wb") as file:
        file.truncate(3_500_000)
    with pytest.raises(UsageError, match="bis 3 MB; diese hat 4 MB"):
        admit(path, max_mb=3)


@pytest.mark.parametrize(
    ("name", "pack", "form"),
    [
        ("a.osm", bytes, "osm"),
        ("a.osm.gz", gzip.compress, "osm.gz"),
        ("a.txt", bytes, "osm"),
        ("a.osm", gzip.compress, "osm.gz"),
    ],
)
def test_the_content_tells_the_format_and_not_the_name(
    tmp_path: Path, name: str, pack: Callable[[bytes], bytes], form: str
):
    path = tmp_path / name
    path.write_bytes(pack(osm(ROW)))
    assert admit(path, max_mb=500) == form
    assert len(read(path, max_mb=500).elements) == 1


def test_a_byte_order_mark_does_no_harm(tmp_path: Path):
    path = tmp_path / "a.osm"
    path.write_bytes(b"\xef\xbb\xbf" + osm(ROW))
    assert len(read(path, max_mb=500).elements) == 1


def test_a_good_file_passes_with_large_but_honest_content(tmp_path: Path):
    drawing = Drawing()
    for number in range(2000):
        drawing.node(number, amenity="bench", description="x" * 255)
    assert len(read(drawing.save(tmp_path), max_mb=500).elements) == 2000
