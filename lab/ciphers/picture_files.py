"""Reads the picture to be encrypted, and its date; writes what was decrypted as PNG."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from lab.batteries.images.lost_in_reading import check_read_whole, refusal
from lab.batteries.images.pictures import Picture
from lab.ciphers.paper_002.timestamp import timestamp_of
from shared.errors import Failure
from shared.stores.atomic import read_file

FILE_BYTES_MAX = 256 * 1024 * 1024

_FORMATS = ("PNG", "JPEG", "BMP", "TIFF", "PPM")


@dataclass(frozen=True, eq=False)
class SourcePicture:
    """A picture and what its file says of it.

    Attributes:
        pixels: uint8 [height, width] or [height, width, 3].
        timestamp: its EXIF date, DateTimeOriginal before DateTime; None where there is none.
    """

    pixels: Picture
    timestamp: str | None


def read_source(path: Path) -> SourcePicture:
    """Read a PNG, JPEG, BMP, TIFF or PPM file, 8-bit grey or RGB.

    A JPEG is decoded; what is encrypted, and comes back, are its pixels.

    Raises:
        Failure: ``NOT_FOUND`` or ``LOCAL_FAILURE`` when there is no file to read, ``INVALID_INPUT`` when it
            is no such picture: of 16 bits, with a palette, transparency or further pages, too large, damaged.
    """
    data = read_file(path, FILE_BYTES_MAX)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # sizes are checked below; other warnings are the file's own
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                check_read_whole(path, image)
                return SourcePicture(np.array(image), timestamp_of(image.getexif()))
    except Failure:
        raise
    except Exception:
        # Pillow's readers answer a damaged file with nearly any exception.
        what = "is not a readable PNG, JPEG, BMP, TIFF or PPM picture; save it again as PNG"
        raise refusal(path, what) from None


def png_bytes(picture: Picture) -> bytes:
    """A picture as a PNG file, without any metadata."""
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "PNG")
    return buffer.getvalue()
