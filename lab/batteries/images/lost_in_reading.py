"""What Pillow leaves out of a picture without a word: low bits of colour, transparency, further pages.

All is asked of a picture as it was opened: once it is loaded, Pillow has forgotten how it was stored.
"""

from __future__ import annotations

from PIL import Image
from PIL.TiffImagePlugin import BITSPERSAMPLE, TiffImageFile

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
