"""What SP 800-22 says of the p-values that many sequences have given (4.2.1 and 4.2.2)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import bdtrc

from lab.batteries.sp800_22.catalogue import ALPHA
from lab.batteries.sp800_22.parameters import Reading
from lab.batteries.sp800_22.tails import chi_square_tail

LEAST_UNIFORM = 1e-4
"""Below this p-value of the p-values, they are not uniform."""
LEAST_SEQUENCES = 55
"""Fewer say nothing about uniformity."""

_BINS = 10

PValues = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Proportion:
    """How many sequences passed at the level .01.

    Attributes:
        applicable: sequences that have a p-value.
        passed: of them, those with one of at least .01.
        least: how many the document wants to pass.
        p_value: exact probability that an ideal source would have so few, or fewer.
    """

    applicable: int
    passed: int
    least: int
    p_value: float

    @property
    def holds(self) -> bool:
        """Whether enough of them passed."""
        return self.passed >= self.least


def proportion(p_values: PValues, reading: Reading) -> Proportion:
    """Count those that passed (4.2.1): a part of at least .99 - 3 sqrt(.0099 / s).

    Args:
        p_values: of the s sequences that have one, float64 [s].
        reading: the suite rounds the least number down, which lets a smaller part through.
    """
    applicable = p_values.size
    passed = int(np.count_nonzero(p_values >= ALPHA))
    bound = applicable * (1 - ALPHA) - 3 * math.sqrt(applicable * ALPHA * (1 - ALPHA))
    least = math.floor(bound) if reading is Reading.STS else math.ceil(bound)
    failed = applicable - passed
    p_value = float(bdtrc(failed - 1, applicable, ALPHA)) if failed else 1.0
    return Proportion(applicable, passed, max(0, least), p_value)


def uniformity(p_values: PValues) -> float | None:
    """The p-value of the p-values' chi-square over ten bins (4.2.2).

    Args:
        p_values: of the sequences that have one, float64 [s].

    Returns:
        None for fewer than 55.
    """
    if p_values.size < LEAST_SEQUENCES:
        return None
    bins = np.minimum((p_values * _BINS).astype(np.int64), _BINS - 1)
    expected = p_values.size / _BINS
    statistic = float(np.sum((np.bincount(bins, minlength=_BINS) - expected) ** 2)) / expected
    return chi_square_tail(statistic, _BINS - 1)
