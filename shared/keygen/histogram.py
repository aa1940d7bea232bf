"""The histogram of bytes, and what is read off it: for the swarm, the assessment and the batteries.

The swarm and the assessment compare integers, so that both ends judge alike; people are told the same entropy
as a float. That one is never on the way to a key.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from shared.exact.tables.entropy import entropy_table

Int64 = npt.NDArray[np.int64]

LEVELS = 256
"""Values of a byte."""


def histograms(levels: Int64) -> Int64:
    """How often every byte value occurs in each row.

    Args:
        levels: int64 [rows, length] of values 0..255.

    Returns:
        int64 [rows, 256].
    """
    rows = len(levels)
    offsets = np.arange(rows, dtype=np.int64)[:, None] * LEVELS
    counts: Int64 = np.bincount((levels + offsets).ravel(), minlength=rows * LEVELS).astype(np.int64)
    return counts.reshape(rows, LEVELS)


def histogram(data: npt.NDArray[np.uint8]) -> Int64:
    """How often every byte value occurs in an array of any shape, int64 [256]."""
    counts: Int64 = np.bincount(data.ravel(), minlength=LEVELS).astype(np.int64)
    return counts


def histogram_cost(levels: Int64) -> Int64:
    """Σ c·log2(c) in Q16 over each row's byte histogram: the lower, the higher the entropy.

    Args:
        levels: int64 [rows, length] of values 0..255, length at most 1,024.

    Returns:
        int64 [rows].
    """
    costs: Int64 = entropy_table()[histograms(levels)].sum(axis=1)
    return costs


def entropy_bits(counts: Int64) -> float:
    """Shannon entropy of a histogram in bits (paper 003 eq. 6), in floating point.

    Args:
        counts: int64 [256], not all zero.

    Returns:
        0..8.
    """
    shares = counts[counts > 0] / counts.sum()
    return float(-(shares * np.log2(shares)).sum()) + 0.0  # no negative zero
