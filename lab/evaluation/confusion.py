"""Which class was told for which: the confusion matrix that every other figure of a classifier comes from."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]


def confusion_matrix(true: NDArray[np.integer], told: NDArray[np.integer], classes: int) -> Counts:
    """Count every pair of what is and what was told.

    Args:
        true: the classes, ``[n]``, each 0 to ``classes - 1``.
        told: what was told instead or as well, ``[n]``.
        classes: how many there are.

    Returns:
        int64 ``[classes, classes]``; rows are what is, columns what was told.

    Raises:
        ValueError: the lengths differ, or a class is outside the range.
    """
    if true.shape != told.shape or true.ndim != 1:
        raise ValueError(f"{true.shape} true classes cannot be compared with {told.shape} told ones")
    both = np.concatenate([true, told])
    if both.size and not (both.min() >= 0 and both.max() < classes):
        raise ValueError(f"classes run from 0 to {classes - 1}")
    places = true.astype(np.int64) * classes + told
    return np.bincount(places, minlength=classes * classes).reshape(classes, classes).astype(np.int64)


def wrong_pairs(matrix: Counts) -> list[tuple[int, int, int]]:
    """Every confusion that happened: what is, what was told, how often; the most frequent first."""
    wrong = matrix.copy()
    np.fill_diagonal(wrong, 0)
    pairs = [(int(row), int(column), int(wrong[row, column])) for row, column in np.argwhere(wrong)]
    return sorted(pairs, key=lambda pair: (-pair[2], pair[0], pair[1]))
