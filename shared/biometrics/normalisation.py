"""From a print of any size to the square picture that verification compares (biometrics §3).

Sensors differ in resolution, ink and contrast, and a finger never lies in the same place: so the ridges are
brought to one distance, their contrast is made even, and the picture is cut out around the middle of what
touched the glass. Key generation reads the print otherwise (:mod:`shared.biometrics.preprocessing`): what
stands here decides who is let in, never which key comes out. Integers only, because a refusal at one branch
must be a refusal at every other.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from shared.biometrics.local_contrast import (
    CONTRAST_RADIUS,
    GAIN,
    MIDDLE,
    Mask,
    even_contrast,
    finger_mask,
    local_contrast,
)
from shared.biometrics.prints import Print
from shared.biometrics.ridge_period import ridge_period
from shared.errors import Code, Failure
from shared.exact.image import resize

__all__ = ["CONTRAST_RADIUS", "GAIN", "MIDDLE", "RIDGE_PERIOD", "normalise"]

Pixels = npt.NDArray[np.uint8]

RIDGE_PERIOD = 4.5
"""Pixels between two ridges of a normalised print; a square of 96 shows 21 of them."""

_PERIOD_Q8 = int(RIDGE_PERIOD * 256)

_COUNTED_SIDE = 256
"""A larger picture is halved before its ridges are counted: counting needs only 2 to 8 pixels a ridge."""

_LARGEST_PERIOD_Q8 = 16 << 8


def normalise(print_: Print, side: int) -> Pixels:
    """Bring a print to one ridge period, even contrast and one place.

    Args:
        print_: an enrolled print or a live scan.
        side: rows and columns of the result.

    Returns:
        uint8 [side, side]; ``MIDDLE`` where there is no finger.

    Raises:
        Failure: ``INVALID_INPUT`` when the print shows no ridges.
    """
    pixels = _halved(print_.pixels)
    period = ridge_period(pixels)
    if period is None or period > _LARGEST_PERIOD_Q8:
        raise Failure(Code.INVALID_INPUT, "The print shows no ridges; scan the finger again.", field="print")
    height, width = (max((rows * _PERIOD_Q8 + period // 2) // period, 1) for rows in pixels.shape)
    above, spread = local_contrast(resize(pixels, height, width))
    return _window(even_contrast(above, spread), _middle(finger_mask(spread)), side)


def _halved(pixels: Pixels) -> Pixels:
    while max(pixels.shape) > _COUNTED_SIDE:
        pixels = resize(pixels, max(pixels.shape[0] // 2, 1), max(pixels.shape[1] // 2, 1))
    return pixels


def _middle(finger: Mask) -> tuple[int, int]:
    """Row and column of the finger's centre of mass; the picture's middle when there is no finger."""
    rows, columns = np.nonzero(finger)
    if not rows.size:
        return finger.shape[0] // 2, finger.shape[1] // 2
    return int(rows.sum()) // rows.size, int(columns.sum()) // columns.size


def _window(pixels: Pixels, middle: tuple[int, int], side: int) -> Pixels:
    """The square of ``side`` around ``middle``."""
    padded = np.pad(pixels, side, constant_values=MIDDLE)
    top, left = (place + side - side // 2 for place in middle)
    return padded[top : top + side, left : left + side]
