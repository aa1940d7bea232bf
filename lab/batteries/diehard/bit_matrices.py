"""Ranks of binary matrices, many at a time, and how often an ideal source has each."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lab.batteries.diehard.words import Float64, Int64

_BATCH = 8192
"""Matrices eliminated together: they fit the processor's cache."""


def matrix_ranks(rows: npt.NDArray[np.unsignedinteger]) -> Int64:
    """The rank of every matrix over the field of two elements.

    Args:
        rows: each row's bits as a number, unsigned [matrices, rows].

    Returns:
        int64 [matrices].
    """
    batches = [_eliminated(rows[start : start + _BATCH]) for start in range(0, len(rows), _BATCH)]
    return np.concatenate(batches)


def _eliminated(rows: npt.NDArray[np.unsignedinteger]) -> Int64:
    left = np.ascontiguousarray(rows.T)
    ranks = np.zeros(left.shape[1], np.int64)
    for _ in range(left.shape[0]):
        # The largest row has the highest bit of all; adding it clears that bit wherever a row gets smaller,
        # and the row itself becomes zero.
        pivots = left.max(axis=0)
        ranks += pivots > 0
        np.minimum(left, left ^ pivots, out=left)
    return ranks


def rank_probabilities(rows: int, columns: int) -> Float64:
    """How probable each rank of a uniformly random binary matrix is, float64 [min(rows, columns) + 1]."""
    return np.array([_probability(rows, columns, rank) for rank in range(min(rows, columns) + 1)])


def _probability(rows: int, columns: int, rank: int) -> float:
    share = 2.0 ** (rank * (rows + columns - rank) - rows * columns)
    for step in range(rank):
        share *= (1 - 2.0 ** (step - rows)) * (1 - 2.0 ** (step - columns)) / (1 - 2.0 ** (step - rank))
    return share
