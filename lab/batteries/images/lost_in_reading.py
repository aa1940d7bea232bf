"""What Pillow leaves out of a picture without a word: low bits of colour, transparency, further pages.

All is asked of a picture as it was opened: once it is loaded, Pillow has forgotten how it was stored.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from PIL.TiffImagePlugin import BITSPERSAMPLE, TiffImageFile

from shared.errors import Code, Failure

PIXELS_MAX = 16_000_000
"""Larger pictures would fill the memory: they are measured as 64-bit numbers."""

_MODES = ("L", "RGB")
_BITS = 8
_DEEP_MODES = ("I", "F")
"""With their variants such as I;16."""

_PAGED_FORMATS = ("PNG", "TIFF")
"""What else a JPEG may hold are previews of the picture."""


def is_deep(image: Image.Image) -> bool:
    """Whether there are more than 8 bits a value; the mode of colour is RGB then too, and half is lost."""
    if image.mode.startswith(_DEEP_MODES):
        return True
    if isinstance(image, TiffImageFile):
        return bool(max(image.tag_v2.get(BITSPERSAMPLE, (1,))) > _BITS)
    arguments = [tile.args for tile in getattr(image, "tile", ())]
    if image.format == "PPM":  # mode and largest value, where that is not 255
        return any(isinstance(given, tuple) and given[-1] >= 1 << _BITS for given in arguments)
    return image.format == "PNG" and any(";16" in str(given) for given in arguments)


def is_transparent(image: Image.Image) -> bool:
    """Whether one colour of a picture without a channel for it is transparent."""
    return "transparency" in image.info


def pages(image: Image.Image) -> int:
    """How many pictures the file holds, of which Pillow reads the first."""
    return int(getattr(image, "n_frames", 1)) if image.format in _PAGED_FORMATS else 1


def check_read_whole(path: Path, image: Image.Image) -> None:
    """See that a picture is read as it is.

    Raises:
        Failure: ``INVALID_INPUT`` when something would be lost or it is too large, saying what to do.
    """
    if image.width * image.height > PIXELS_MAX:
        raise refusal(path, f"has more than {PIXELS_MAX:,} pixels; crop it")
    if is_deep(image):
        raise refusal(path, "has more than 8 bits a value; convert it to 8")
    if image.mode not in _MODES or is_transparent(image):
        raise refusal(path, "is not 8-bit grey or RGB; save it so, without a palette or transparency")
    if pages(image) > 1:
        raise refusal(path, f"holds {pages(image):,} pictures; save each in a file of its own")


def refusal(path: Path, what: str) -> Failure:
    """A sentence about a picture, which begins with the name of its file."""
    return Failure(Code.INVALID_INPUT, f"{path.name} {what}.", field="picture")
