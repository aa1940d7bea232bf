"""Fingerprint image files: PNG, BMP and TIFF."""

from __future__ import annotations

import io
from contextlib import suppress

import numpy as np
from PIL import Image

from shared.biometrics.prints import PIXELS_MAX, SIDE_MIN, decode_print
from shared.errors import Failure

FORMATS = ("PNG", "BMP", "TIFF")


def parse(data: bytes) -> None:
    """Read the bytes as a print."""
    with suppress(Failure):
        read(data)


def read(data: bytes) -> None:
    """Read a print, which keeps the bounds.

    Raises:
        Failure: it is no acceptable print.
    """
    height, width = decode_print(data).shape
    assert height * width <= PIXELS_MAX
    assert min(height, width) >= SIDE_MIN


def picture(format_name: str, mode: str = "L") -> bytes:
    """A small picture with a pattern, in a format."""
    pixels = (np.indices((SIDE_MIN, SIDE_MIN + 1)).sum(0) * 7 % 251).astype(np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(pixels).convert(mode).save(buffer, format=format_name)
    return buffer.getvalue()


def seeds() -> dict[str, bytes]:
    """One of each format, and one with a palette."""
    found = {format_name.lower(): picture(format_name) for format_name in FORMATS}
    return {**found, "palette.png": picture("PNG", "P"), "colour.bmp": picture("BMP", "RGB")}
