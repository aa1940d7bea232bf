"""Draws a picture in the terminal: each character is two pixels, one over the other."""

from __future__ import annotations

import io
import warnings
from typing import Any

import numpy as np
from PIL import Image
from rich.color import Color
from rich.console import Console
from rich.style import Style
from rich.text import Text

from shared.errors import Code, Failure

_UPPER_HALF = "\N{UPPER HALF BLOCK}"
_RAMP = " .:-=+*#%@"
"""Dark to light, where there is no colour."""
_FORMATS = ("PNG", "JPEG", "BMP", "TIFF", "GIF", "WEBP", "JPEG2000")
_PIXELS_MAX = 64_000_000
_LINES_MAX = 60


def show_picture(data: bytes) -> None:
    """Draw a picture on stdout, as wide as the terminal allows.

    Raises:
        Failure: ``INVALID_INPUT`` when it is no picture that can be drawn.
    """
    console = Console()
    width, height = max(console.width, 2), max(min(console.height - 2, _LINES_MAX), 2)
    colour = console.color_system is not None and not console.no_color
    console.print(draw(decode(data), width, height, colour=colour))


def decode(data: bytes) -> Image.Image:
    """The picture of a file, in red, green and blue.

    Raises:
        Failure: ``INVALID_INPUT`` when it cannot be decoded, or would fill the memory.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                if image.width * image.height > _PIXELS_MAX:
                    raise ValueError("too many pixels")
                return _in_colour(image)
    except Exception:  # a damaged file makes Pillow's decoders raise almost anything
        sentence = "This image cannot be drawn in a terminal; use --view or -o."
        raise Failure(Code.INVALID_INPUT, sentence) from None


def draw(image: Image.Image, width: int, height: int, *, colour: bool) -> Text:
    """A picture as text of at most ``width`` columns and ``height`` lines, its proportions kept.

    Args:
        image: in red, green and blue.
        width: columns there are.
        height: lines there are.
        colour: whether the terminal has any; without it a character is one pixel, of a brightness.
    """
    scale = min(width / image.width, 2 * height / image.height, 1.0)
    columns, rows = max(round(image.width * scale), 1), max(round(image.height * scale), 1)
    if not colour:
        grey = np.asarray(image.convert("L").resize((columns, -(-rows // 2))), int)
        return Text("\n".join("".join(_RAMP[each * len(_RAMP) >> 8] for each in row) for row in grey))
    pixels = np.asarray(image.resize((columns, rows)))
    if rows & 1:
        pixels = np.concatenate([pixels, np.zeros_like(pixels[:1])])
    lines = [_line(*pair) for pair in zip(pixels[::2], pixels[1::2], strict=True)]
    return Text("\n").join(lines)


def _line(upper: Any, lower: Any) -> Text:
    line = Text()
    for over, under in zip(upper, lower, strict=True):
        line.append(_UPPER_HALF, Style(color=_colour(over), bgcolor=_colour(under)))
    return line


def _colour(pixel: Any) -> Color:
    red, green, blue = (int(value) for value in pixel)
    return Color.from_rgb(red, green, blue)


def _in_colour(image: Image.Image) -> Image.Image:
    if not image.mode.startswith(("I", "F")):
        return image.convert("RGB")
    # Sixteen bits and more, which Pillow would cut off at 255: from the darkest pixel to the brightest.
    values = np.asarray(image).astype(np.float64)
    values -= values.min()
    scaled = np.rint(values * (255.0 / max(float(values.max()), 1.0)))
    return Image.fromarray(scaled.astype(np.uint8)).convert("RGB")
