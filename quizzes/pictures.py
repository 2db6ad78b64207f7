"""Uploaded images, drawn anew: what comes out is pixels and nothing else."""

import struct
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_BYTES = 1024 * 1024
MOST_PIXELS = 2000  # of a side
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
BROKEN = (OSError, SyntaxError, ValueError, TypeError, struct.error)  # what Pillow says of it
DAMAGED = "The image is damaged: save it anew and try again."


class UnacceptableImage(Exception):
    """An upload that is no image for a question; the message is for staff."""


@dataclass
class Picture:
    """An image as it is kept: its bytes, its name by content and size, and its sides in pixels."""

    data: bytes
    name: str
    width: int
    height: int


def redrawn(file):
    """The Picture in an uploaded file: upright, without metadata, a moving one's first moment.

    A JPEG stays one, everything else becomes a PNG. Raises UnacceptableImage in words.
    """
    if file.size > MOST_BYTES:
        raise UnacceptableImage("The file is larger than 1 MB: make the image smaller.")
    try:
        image = Image.open(file, formats=FORMATS)
    except UnidentifiedImageError:
        raise UnacceptableImage("This is not a PNG, JPEG, WebP or GIF image.") from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise UnacceptableImage(_too_many_pixels()) from None
    except BROKEN:
        raise UnacceptableImage(DAMAGED) from None
    if max(image.size) > MOST_PIXELS:  # known before anything is unpacked
        raise UnacceptableImage(_too_many_pixels())
    try:
        return _drawn(image)
    except BROKEN:
        raise UnacceptableImage(DAMAGED) from None


def _too_many_pixels():
    return f"The image is larger than {MOST_PIXELS} × {MOST_PIXELS} pixels: make it smaller."


def _drawn(image):
    is_photo = image.format == "JPEG"
    image = ImageOps.exif_transpose(image)
    image = image.convert("RGB" if is_photo or not image.has_transparency_data else "RGBA")
    image.info = {}  # profiles and comments would be written again
    buffer, suffix = BytesIO(), "jpg" if is_photo else "png"
    if is_photo:
        image.save(buffer, "JPEG", quality=88, optimize=True)
    else:
        image.save(buffer, "PNG", optimize=True)
    data = buffer.getvalue()
    if len(data) > MOST_BYTES:
        raise UnacceptableImage(
            "Drawn anew the image is larger than 1 MB: make it smaller, or save it as JPEG."
        )
    name = f"{sha256(data).hexdigest()[:16]}-{image.width}x{image.height}.{suffix}"
    return Picture(data, name, *image.size)
