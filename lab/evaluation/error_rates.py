"""False accepts against false rejects over all thresholds: the points of a ROC or DET curve.

A pair is accepted when its score is at least the threshold.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.floating]
Rates = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ErrorRates:
    """One point for every threshold that changes anything, from accepting all to accepting none.

    Attributes:
        thresholds: float64 ``[t]``, rising; the last one is infinite.
        false_accepts: int64 ``[t]``, impostor pairs with at least that score; falling from all to 0.
        false_rejects: int64 ``[t]``, genuine pairs with less; rising from 0 to all.
        genuine: pairs of one finger.
        impostor: pairs of two fingers.
    """

    thresholds: Rates
    false_accepts: NDArray[np.int64]
    false_rejects: NDArray[np.int64]
    genuine: int
    impostor: int

    @property
    def far(self) -> Rates:
        """The false accept rate at each threshold."""
        return self.false_accepts / self.impostor

    @property
    def frr(self) -> Rates:
        """The false reject rate at each threshold."""
        return self.false_rejects / self.genuine


def error_rates(genuine: Scores, impostor: Scores) -> ErrorRates:
    """Count the errors at every distinct score.

    Args:
        genuine: scores of pairs of one finger, ``[g]``, at least one; more alike is higher.
        impostor: scores of pairs of different fingers, ``[i]``, at least one.

    Raises:
        ValueError: either is empty or holds what is no number.
    """
    if not genuine.size or not impostor.size:
        raise ValueError("error rates take a genuine and an impostor pair at least")
    if np.isnan(genuine).any() or np.isnan(impostor).any():
        raise ValueError("a score is not a number")
    ours = np.sort(genuine.astype(np.float64))
    theirs = np.sort(impostor.astype(np.float64))
    thresholds = np.append(np.unique(np.concatenate([ours, theirs])), np.inf)
    return ErrorRates(
        thresholds,
        theirs.size - np.searchsorted(theirs, thresholds, side="left"),
        np.searchsorted(ours, thresholds, side="left"),
        ours.size,
        theirs.size,
    )
