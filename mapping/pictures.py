"""Pictures that people send, made harmless: drawn anew as a JPEG of modest size, without what the camera wrote."""

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import BinaryIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from common.errors import UsageError

FORMATS = ("JPEG", "PNG", "WEBP")
TYPES = ("image/jpeg", "image/png", "image/webp")
MEGABYTE = 1_000_000
BYTES_MAX = 15 * MEGABYTE
PIXELS_MAX = 60_000_000  # a good telephone; unpacked it takes three bytes for each
SIDE_PX = 1600
QUALITY = 78
PAPER = "#ffffff"  # behind what is transparent


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
            if image.width * image.height > PIXELS_MAX:
                limit = PIXELS_MAX // 1_000_000
                raise UsageError(field, name, _("ein Bild mit höchstens {n} Millionen Bildpunkten").format(n=limit))
            return _drawn(image)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise UsageError(field, name, _("ein Bild als JPEG, PNG oder WebP, das sich öffnen lässt")) from error


def _drawn(image: Image.Image) -> Picture:
    """Upright, on white, no side longer than SIDE_PX; nothing but the colours is kept."""
    image.draft("RGB", (SIDE_PX, SIDE_PX))  # a JPEG need not be unpacked in full
    upright = ImageOps.exif_transpose(image).convert("RGBA")
    upright.thumbnail((SIDE_PX, SIDE_PX))
    flat = Image.new("RGB", upright.size, PAPER)
    flat.paste(upright, mask=upright.getchannel("A"))
    out = BytesIO()
    flat.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return Picture(out.getvalue(), *flat.size)
