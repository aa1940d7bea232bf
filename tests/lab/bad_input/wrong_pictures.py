"""What is no picture to encrypt or to make a key of, as arrays and as files, and what is said of each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from lab.ciphers.picture_files import png_bytes
from tests.lab.batteries.images.deep_files import DEEP, one_colour_transparent, several
from tests.lab.batteries.images.drawn_pictures import noise

TYPE = "The picture has no 8-bit pixels; give an array of type uint8."
SHAPE = "The picture is neither grey nor colour; give the shape (height, width) or (height, width, 3)."
EMPTY = "The picture is empty; give at least one pixel."
ONE_COLOUR = "The picture has one colour only, and its ciphertext would be the keystream; give another."

ARRAYS: dict[str, tuple[Any, str]] = {
    "16 bits": (np.arange(16, dtype=np.uint16).reshape(4, 4), TYPE),
    "signed": (np.arange(16, dtype=np.int8).reshape(4, 4), TYPE),
    "fractions": (np.linspace(0, 1, 16).reshape(4, 4), TYPE),
    "truth values": (np.eye(4, dtype=bool), TYPE),
    "a list": ([[1, 2], [3, 4]], TYPE),
    "nothing": (None, TYPE),
    "a row": (noise(1, 16), SHAPE),
    "two channels": (noise(1, 4, 4, 2), SHAPE),
    "transparency": (noise(1, 4, 4, 4), SHAPE),
    "channels first": (noise(1, 3, 4, 4), SHAPE),
    "several pictures": (noise(1, 2, 4, 4, 3), SHAPE),
    "a number": (np.array(7, np.uint8), SHAPE),
    "no rows": (np.zeros((0, 4), np.uint8), EMPTY),
    "no columns": (np.zeros((4, 0, 3), np.uint8), EMPTY),
}
"""No pictures at all."""

CONSTANT: dict[str, Any] = {
    "black": np.zeros((4, 4), np.uint8),
    "grey": np.full((5, 3), 128, np.uint8),
    "one colour": np.tile(np.array([1, 2, 3], np.uint8), (4, 4, 1)),
    "one pixel": np.array([[9]], np.uint8),
}
"""Pictures of one colour."""


def _image(mode: str) -> Callable[[Path], None]:
    return lambda path: Image.new(mode, (4, 4)).save(path, "PNG")


def _bytes(data: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(data)


UNREADABLE = "picture.png is not a readable PNG, JPEG, BMP, TIFF or PPM picture; save it again as PNG."
DEPTH = "picture.png has more than 8 bits a value; convert it to 8."
MODE = "picture.png is not 8-bit grey or RGB; save it so, without a palette or transparency."
PAGES = "picture.png holds 2 pictures; save each in a file of its own."

FILES: dict[str, tuple[Callable[[Path], object], str]] = {
    "16 bits": (_image("I;16"), DEPTH),
    "32 bits": (lambda path: Image.new("F", (4, 4)).save(path, "TIFF"), DEPTH),
    "16 bits of colour": (_bytes(DEEP["PNG"]()), DEPTH),
    "16 bits of colour in a TIFF": (_bytes(DEEP["TIFF"]()), DEPTH),
    "16 bits of colour in a PPM": (_bytes(DEEP["PPM"]()), DEPTH),
    "a palette": (_image("P"), MODE),
    "transparency": (_image("RGBA"), MODE),
    "a transparent colour": (_bytes(one_colour_transparent()), MODE),
    "an animation": (_bytes(several("PNG")), PAGES),
    "two pages": (_bytes(several("TIFF")), PAGES),
    "one bit": (_image("1"), MODE),
    "an empty file": (_bytes(b""), UNREADABLE),
    "a cut file": (_bytes(png_bytes(noise(2, 16, 16))[:60]), UNREADABLE),
    "text": (_bytes(b"a picture of a hand"), UNREADABLE),
    "another format": (lambda path: Image.new("L", (4, 4)).save(path, "GIF"), UNREADABLE),
    "one colour": (_image("RGB"), ONE_COLOUR),
}
"""Files that a command is given in place of a picture."""
