"""Reads pictures from files that keep every bit."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
from PIL import Image

from lab.batteries.images.lost_in_reading import is_deep, is_transparent, pages
from lab.batteries.images.pictures import Picture
from shared.errors import Code, Failure

PIXELS_MAX = 16_000_000
"""Larger pictures would fill the memory: they are measured as 64-bit numbers."""

_FORMATS = ("PNG", "BMP", "TIFF", "PPM")
_MODES = ("L", "RGB")


def load_picture(path: Path) -> Picture:
    """Read a PNG, BMP, TIFF or PPM file, 8-bit grey or colour without transparency.

    JPEG is refused: it alters pixels, and a ciphertext read from it is another one.

    Raises:
        Failure: ``INVALID_INPUT`` when the file cannot be read or is none of these, naming it.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # sizes are checked below; other warnings are the file's own
            with Image.open(path, formats=_FORMATS) as image:
                _check(path, image)
                return np.array(image)
    except Failure:
        raise
    except FileNotFoundError:
        raise _refusal(path, "does not exist; name a PNG, BMP, TIFF or PPM file") from None
    except Exception:
        # Pillow's readers answer a damaged file with nearly any exception.
        raise _refusal(
            path, "is not a readable PNG, BMP, TIFF or PPM picture; save it again as PNG"
        ) from None


def _check(path: Path, image: Image.Image) -> None:
    if image.width * image.height > PIXELS_MAX:
        raise _refusal(path, f"has more than {PIXELS_MAX:,} pixels; crop it")
    if is_deep(image):
        raise _refusal(path, "has more than 8 bits a value; convert it to 8")
    if image.mode not in _MODES or is_transparent(image):
        raise _refusal(path, "is not 8-bit grey or RGB; save it so, without a palette or transparency")
    if pages(image) > 1:
        raise _refusal(path, f"holds {pages(image):,} pictures; save each in a file of its own")


def _refusal(path: Path, what: str) -> Failure:
    return Failure(Code.INVALID_INPUT, f"{path.name} {what}.", field="picture")
