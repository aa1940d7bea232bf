"""Upper tails of the distributions that the tests refer to."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy.special import gammaincc

Counts = npt.NDArray[np.int64]
Probabilities = npt.NDArray[np.float64]


def chi_square_tail(statistic: float, degrees: float) -> float:
    """Probability that a chi-square variable is larger: igamc(degrees / 2, statistic / 2) of the document."""
    return float(gammaincc(degrees / 2, max(statistic, 0.0) / 2))


def goodness_of_fit(counts: Counts, probabilities: Probabilities) -> tuple[float, float]:
    """Pearson's chi-square of counts against probabilities that add up to one.

    Returns:
        The statistic, and its p-value with one degree of freedom less than there are categories.
    """
    expected = probabilities * int(counts.sum())
    statistic = float(np.sum((counts - expected) ** 2 / expected))
    return statistic, chi_square_tail(statistic, counts.size - 1)


def two_sided_normal_tail(score: float) -> float:
    """Probability that a standard normal variable is farther from zero."""
    return math.erfc(abs(score) / math.sqrt(2))
