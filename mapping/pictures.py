"""Pictures that people send, made harmless: drawn anew as a JPEG of modest size, without what the camera wrote."""

import logging
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import BinaryIO

from django.utils.translation import gettext as _
from PIL import ExifTags, Image

from common.errors import UsageError

LOG = logging.getLogger("quartierskarte.pictures")
FORMATS = ("JPEG", "PNG", "WEBP")
TYPES = ("image/jpeg", "image/png", "image/webp")
MEGABYTE = 1_000_000
BYTES_MAX = 15 * MEGABYTE
PIXELS_MAX = 60_000_000  # a good telephone; unpacked it takes three bytes for each
SIDE_PX = 1600
SIDE_LEAST_PX = 200  # of what is sent; with less nobody sees anything
LONGEST_FORM = 6  # times as long as high, or as high as long: a wide panorama
QUALITY = 78
PAPER = "#ffffff"  # behind what is transparent
# How the camera was held → what makes the picture upright.
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True)
class Picture:
    """A JPEG without position, time or name of the device."""

    jpeg: bytes
    width_px: int
    height_px: int

    @property
    def digest(self) -> str:
        return sha256(self.jpeg).hexdigest()


def read(field: str, name: str, file: BinaryIO, size: int) -> Picture:
    """UsageError if it is none of FORMATS, is damaged or too large. What a file is, its content says, not its name."""
    if size > BYTES_MAX:
        raise UsageError(field, name, _("ein Bild mit höchstens {n} MB").format(n=BYTES_MAX // MEGABYTE))
    try:
        with Image.open(file, formats=FORMATS) as image:
            if right := _right_size(*sorted(image.size)):
                raise UsageError(field, name, right)
            return _drawn(image)
    except UsageError:
        raise
    except Exception as error:  # the library stumbles over damaged files in more ways than it tells
        raise UsageError(field, name, _("ein Bild als JPEG, PNG oder WebP, das sich öffnen lässt")) from error


def _right_size(shorter: int, longer: int) -> str:
    """What would be right instead of these sides in pixels; '' if they are."""
    if shorter * longer > PIXELS_MAX:
        return _("ein Bild mit höchstens {n} Millionen Bildpunkten").format(n=PIXELS_MAX // 1_000_000)
    if shorter < SIDE_LEAST_PX:
        return _("ein Bild, dessen Seiten mindestens {n} Bildpunkte lang sind").format(n=SIDE_LEAST_PX)
    if longer > LONGEST_FORM * shorter:
        return _("ein Bild, dessen lange Seite höchstens {n}-mal so lang ist wie die kurze").format(n=LONGEST_FORM)
    return ""


def _drawn(image: Image.Image) -> Picture:
    """Upright, on white, no side longer than SIDE_PX; nothing but the colours is kept."""
    image.draft("RGB", (SIDE_PX, SIDE_PX))  # a JPEG need not be unpacked in full
    image.load()
    mode = "RGBA" if image.has_transparency_data else "RGB"
    small = image if image.mode == mode else image.convert(mode)  # no second copy of what is large
    small.thumbnail((SIDE_PX, SIDE_PX))
    turn = _turn(image)
    upright = small if turn is None else small.transpose(turn)
    flat = Image.new("RGB", upright.size, PAPER)
    flat.paste(upright, mask=upright.getchannel("A") if mode == "RGBA" else None)
    out = BytesIO()
    flat.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return Picture(out.getvalue(), *flat.size)


def _turn(image: Image.Image) -> Image.Transpose | None:
    """What makes it upright, as the camera wrote; a picture whose notes cannot be read stays as it is."""
    try:
        return TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # notes that somebody has mangled raise whatever they like
        LOG.info("the notes of a picture cannot be read", exc_info=True)
        return None
