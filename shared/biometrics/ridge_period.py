"""How far apart the ridges of a print are, counted in integers.

Along a straight line across parallel ridges of period T that meets them at the angle φ, a print changes
between ridge and valley 2·|sin φ| / T times a pixel. Counted along the rows and along the columns of a small
block, in which the ridges are nearly parallel, the squares of the two rates therefore add up to 4 / T²,
whatever the ridges' direction. The median over all blocks does not mind singularities and smudges.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from shared.biometrics.local_contrast import Int64, Mask, finger_mask, local_contrast

BLOCK = 16
STRIDE = 8
_FILLED = BLOCK * BLOCK * 3 // 4
"""Pixels of a block that must show the finger."""

_Q12 = 12


def ridge_period(pixels: npt.NDArray[np.uint8]) -> int | None:
    """The median distance between two ridges.

    Args:
        pixels: uint8 [H, W].

    Returns:
        1/256 pixels, at least 2 · 256; None when no part of the picture is filled with ridges.
    """
    above, spread = local_contrast(pixels)
    ridge, finger = above >= 0, finger_mask(spread)
    filled = _block_sums(finger) >= _FILLED
    across = _rates(ridge, finger)
    down = _rates(ridge.T, finger.T).T
    squares = np.sort((across**2 + down**2)[filled & (across + down > 0)])
    if not squares.size:
        return None
    numerator = 2 << (_Q12 + 8)
    return max(math.isqrt(numerator * numerator // int(squares[squares.size // 2])), 2 << 8)


def _rates(ridge: Mask, finger: Mask) -> Int64:
    """Changes between ridge and valley along the rows, a pixel, in Q12, for every block."""
    both = finger[:, 1:] & finger[:, :-1]
    changes = both & (ridge[:, 1:] != ridge[:, :-1])
    # A column short, so that rows and columns have the same blocks; the last one repeats nothing.
    pad = ((0, 0), (0, 1))
    pairs = _block_sums(np.pad(both, pad))
    return (_block_sums(np.pad(changes, pad)) << _Q12) // np.maximum(pairs, 1)


def _block_sums(mask: Mask) -> Int64:
    """How many pixels of each block are set, int64 [rows, columns] of blocks; none when it is too small."""
    height, width = mask.shape
    running = np.zeros((height + 1, width + 1), np.int64)
    running[1:, 1:] = mask.astype(np.int64).cumsum(axis=0).cumsum(axis=1)
    top = np.arange(0, max(height - BLOCK + 1, 0), STRIDE)[:, None]
    left = np.arange(0, max(width - BLOCK + 1, 0), STRIDE)[None, :]
    sums: Int64 = (
        running[top + BLOCK, left + BLOCK]
        - running[top, left + BLOCK]
        - running[top + BLOCK, left]
        + running[top, left]
    )
    return sums
