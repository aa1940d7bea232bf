"""Real fingers to learn an embedding from: prints on canvases, their contrast made even."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lab.datasets.canvases import CANVAS_SIDE, Canvases
from shared.biometrics.local_contrast import MIDDLE, even_contrast, local_contrast
from shared.biometrics.prints import Print
from shared.biometrics.ridge_period import ridge_period
from shared.exact.image import resize

_LARGEST_SIDE = 160
"""A larger picture is halved, so that it fits a canvas at a few pixels a ridge."""


def canvas_of(print_: Print) -> tuple[NDArray[np.uint8], float] | None:
    """A print on a canvas and its ridge period in pixels; None when it shows no ridges.

    Returns:
        uint8 ``[192, 192]``, the print in the middle, and the period.
    """
    pixels = print_.pixels
    while max(pixels.shape) > _LARGEST_SIDE:
        pixels = resize(pixels, pixels.shape[0] // 2, pixels.shape[1] // 2)
    period = ridge_period(pixels)
    if period is None:
        return None
    canvas = np.full((CANVAS_SIDE, CANVAS_SIDE), MIDDLE, np.uint8)
    top, left = ((CANVAS_SIDE - side) // 2 for side in pixels.shape)
    evened = even_contrast(*local_contrast(pixels))
    canvas[top : top + evened.shape[0], left : left + evened.shape[1]] = evened
    return canvas, period / 256


def print_canvases(prints: Sequence[tuple[int, Print]], origin: str, redistributable: bool) -> Canvases:
    """Canvases of prints, each of another finger; prints without ridges are left out.

    Args:
        prints: whose finger it is, and the print.
        origin: of the prints.
        redistributable: whether a network made of them may be given away.
    """
    found = [(person, made) for person, print_ in prints if (made := canvas_of(print_)) is not None]
    return Canvases(
        np.stack([canvas for _, (canvas, _) in found]),
        np.array([period for _, (_, period) in found], np.float32),
        np.array([person for person, _ in found], np.int64),
        origin,
        redistributable,
    )
