"""Local contrast of a print in integers: how pixels differ from their surroundings; where a finger is."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
Int64 = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

CONTRAST_RADIUS = 4
"""Half the side of the surroundings, 9 x 9: about two ridges and two valleys."""

FINGER_CONTRAST = 10
"""Mean distance from the surroundings, in grey levels, from which on there is a finger."""

MIDDLE = 128
GAIN = 56
"""Grey levels of the mean distance in a picture of even contrast."""


def local_contrast(pixels: Pixels) -> tuple[Int64, Int64]:
    """Distances from the surroundings.

    Args:
        pixels: uint8 [H, W].

    Returns:
        ``above``, the pixel minus the mean of its surroundings, and ``spread``, the mean of the sizes of
        ``above`` over the surroundings; both int64 [H, W] in 1/256 of a grey level, rounded down.
    """
    values = pixels.astype(np.int64)
    sums, counts = box_sums(values, CONTRAST_RADIUS)
    above = ((values * counts - sums) << 8) // counts
    spreads, _ = box_sums(np.abs(above), CONTRAST_RADIUS)
    return above, spreads // counts


def finger_mask(spread: Int64) -> Mask:
    """Where there is a finger, bool [H, W], from the ``spread`` of :func:`local_contrast`."""
    return spread >= FINGER_CONTRAST << 8


def even_contrast(above: Int64, spread: Int64) -> Pixels:
    """The ridges with the same contrast everywhere, whatever ink, pressure and sensor there were.

    Args:
        above: as :func:`local_contrast` gives it.
        spread: likewise.

    Returns:
        uint8 [H, W]; ``MIDDLE`` where there is no finger.
    """
    evened = MIDDLE + GAIN * above // np.maximum(spread, 1)
    return np.clip(np.where(finger_mask(spread), evened, MIDDLE), 0, 255).astype(np.uint8)


def box_sums(values: Int64, radius: int) -> tuple[Int64, Int64]:
    """Sums over squares of ``2 · radius + 1``, cut off at the borders, and how many values each has.

    Args:
        values: int64 [H, W].
        radius: at least 0.

    Returns:
        int64 [H, W] and int64 [H, W].
    """
    height, width = values.shape
    running = np.zeros((height + 1, width + 1), np.int64)
    running[1:, 1:] = values.cumsum(axis=0).cumsum(axis=1)
    top, bottom = _reach(height, radius)
    left, right = _reach(width, radius)
    below, over = running[bottom], running[top]
    sums = below[:, right] - below[:, left] - over[:, right] + over[:, left]
    return sums, (bottom - top)[:, None] * (right - left)[None, :]


def _reach(side: int, radius: int) -> tuple[Int64, Int64]:
    places = np.arange(side, dtype=np.int64)
    return np.maximum(places - radius, 0), np.minimum(places + radius + 1, side)
