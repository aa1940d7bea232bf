"""Reads pictures from files that keep every bit."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
from PIL import Image

from lab.batteries.images.lost_in_reading import check_read_whole, refusal
from lab.batteries.images.pictures import Picture
from shared.errors import Failure

_FORMATS = ("PNG", "BMP", "TIFF", "PPM")


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
                check_read_whole(path, image)
                return np.array(image)
    except Failure:
        raise
    except FileNotFoundError:
        raise refusal(path, "does not exist; name a PNG, BMP, TIFF or PPM file") from None
    except Exception:
        # Pillow's readers answer a damaged file with nearly any exception.
        raise refusal(path, "is not a readable PNG, BMP, TIFF or PPM picture; save it again as PNG") from None
