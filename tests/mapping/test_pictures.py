"""Pictures that people send: what is taken, and what is left of it."""

import zlib
from io import BytesIO

import pytest
from PIL import Image

from common.errors import UsageError
from mapping import pictures
from tests.factories import photo


def read(content: bytes, name: str = "bild.jpg") -> Image.Image:
    return Image.open(BytesIO(pictures.read("picture", name, BytesIO(content), len(content)).jpeg))


@pytest.mark.parametrize("form", pictures.FORMATS)
def test_every_form_becomes_a_jpeg(form):
    found = read(photo(form=form))
    assert (found.format, found.size) == ("JPEG", (400, 300))


def test_a_large_one_becomes_smaller_and_keeps_its_shape():
    assert read(photo(4000, 3000)).size == (1600, 1200)


def test_what_the_camera_wrote_is_gone_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned to the right
    exif[0x010F] = "Telefon von Mia"
    exif[0x0132] = "2026:03:03 12:00:00"
    found = read(photo(400, 300, "JPEG", exif=exif))
    assert found.size == (300, 400)
    assert not found.getexif()
    assert b"Mia" not in pictures.read("p", "x", BytesIO(photo(form="JPEG", exif=exif)), 1).jpeg


@pytest.mark.parametrize(
    "damage",
    [
        b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x02\0\0\0\x01\0\6\0\0\0\0\0\0",  # turned by a word
        b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\3\0\0\0\x01\xff\xff\0\0\0\0\0\0",  # turned 65535
        b"Exif\0\0MM\0*\0\0\0\x08\0\x02\x01\x12\0\3\0\0\0\x01\0\6\0\0\x01\x0f\0\x07\0\0",  # cut off
        b"Exif\0\0MM\0*\0\0\0\x08\0\2\x01\x12\0\3\0\0\0\x01\0\6\0\0"  # turned, with words for the resolution
        b"\x01\x1a\0\x02\0\0\0\x01A\0\0\0\0\0\0\0",
        b"Exif\0\0nonsense",
        b"Exif\0\0",
        b"",
    ],
)
@pytest.mark.parametrize("form", pictures.FORMATS)
def test_a_picture_is_taken_whatever_the_camera_wrote_about_it(form, damage):
    assert read(photo(form=form, exif=damage)).format == "JPEG"


def test_what_is_transparent_becomes_paper():
    out = BytesIO()
    Image.new("RGBA", (300, 300), (0, 0, 0, 0)).save(out, "PNG")
    assert read(out.getvalue()).getpixel((4, 4)) == (255, 255, 255)


def chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (photo(form="PNG")[:-12] + chunk(b"iCCP", b"sRGB") + chunk(b"IEND", b""), "JPEG, PNG oder WebP"),
        (b"", "JPEG, PNG oder WebP"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "JPEG, PNG oder WebP"),
        (b"GIF89a" + bytes(40), "JPEG, PNG oder WebP"),
        (photo(form="BMP"), "JPEG, PNG oder WebP"),
        (photo(form="PNG")[:200], "JPEG, PNG oder WebP"),
        (b"\xff\xd8\xff\xe0" + bytes(300), "JPEG, PNG oder WebP"),
    ],
)
def test_anything_else_is_refused_whatever_its_name(content, told):
    with pytest.raises(UsageError, match=told):
        read(content, "bild.jpg")


def test_too_many_bytes_or_pixels_are_refused_before_they_are_unpacked(monkeypatch):
    with pytest.raises(UsageError, match="höchstens 15 MB"):
        pictures.read("picture", "x", BytesIO(photo()), 16_000_000)
    monkeypatch.setattr(pictures, "PIXELS_MAX", 1000)
    with pytest.raises(UsageError, match="Millionen Bildpunkten"):
        read(photo())


@pytest.mark.parametrize("sides", [(1, 60_000), (199, 300), (300, 199)])
def test_a_picture_on_which_nobody_sees_anything_is_refused(sides):
    with pytest.raises(UsageError, match="mindestens 200 Bildpunkte"):
        read(photo(*sides))


def test_a_strip_is_refused_and_a_panorama_is_taken():
    assert read(photo(200, 1200)).size == (200, 1200)
    for sides in ((200, 1201), (1201, 200)):
        with pytest.raises(UsageError, match="höchstens 6-mal so lang"):
            read(photo(*sides))
