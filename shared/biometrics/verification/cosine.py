"""The cosine of two feature vectors in integers: no float, so no two machines disagree about a finger."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

Features = npt.NDArray[np.int16]

Q15 = 15
FULL = 1 << Q15
"""A cosine of one."""


def cosine_q15(first: Features, second: Features) -> int:
    """The cosine of the angle between two vectors, times 2^15, rounded towards zero.

    ``isqrt(⌊2^30 · (a·b)² / (a·a · b·b)⌋)`` with the sign of a·b. For a positive integer t it is at least t
    exactly when the true cosine is at least t / 2^15: comparing with a threshold loses nothing.

    Args:
        first: int16 [outputs].
        second: int16 [outputs], as many.

    Returns:
        −32,768 … 32,768; 0 when a vector is all zeros.
    """
    a, b = first.astype(np.int64), second.astype(np.int64)
    # 2^14 features of 15 bits stay far below 2^63; what follows is in Python's own integers.
    product, squares = int(a @ b), int(a @ a) * int(b @ b)
    if squares == 0:
        return 0
    size = math.isqrt((product * product << 2 * Q15) // squares)
    return size if product >= 0 else -size


def best_cosine_q15(enrolled: Features, posed: Features) -> int:
    """The largest cosine between one vector and many.

    Args:
        enrolled: int16 [outputs].
        posed: int16 [poses, outputs], at least one pose.
    """
    return max(cosine_q15(enrolled, row) for row in posed)
