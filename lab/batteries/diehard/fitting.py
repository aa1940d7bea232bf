"""Goodness of fit: chi-square with pooled cells, Kolmogorov-Smirnov, and the two sides of a normal."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import stats
from scipy.interpolate import CubicSpline

from lab.batteries.diehard.words import Float64, Int64

LEAST_EXPECTED = 5.0
"""Cells expected to hold fewer are pooled with their neighbours (Cochran's rule)."""

NEVER = 1e-15
"""Upper bound of the chance that an ideal source uses up a reserve of eight standard deviations."""


def chi_square(observed: Int64, probabilities: Float64) -> tuple[float, int, float]:
    """Pearson's test of counts against cell probabilities.

    Cells at the ends are pooled inwards until each is expected to hold ``LEAST_EXPECTED``; probabilities are
    to have one peak.

    Args:
        observed: counts, int64 [cells].
        probabilities: of the cells, float64 [cells], summing to 1.

    Returns:
        The statistic, its degrees of freedom and the upper tail's probability.
    """
    total = int(observed.sum())
    low, high = _pooling(total * probabilities)
    counts, shares = _pooled(observed, low, high), _pooled(probabilities, low, high)
    expected = total * shares
    statistic = float(((counts - expected) ** 2 / expected).sum())
    degrees = expected.size - 1
    return statistic, degrees, float(stats.chi2.sf(statistic, degrees))


def uniform(p_values: Sequence[float] | Float64) -> float:
    """The p-value of Kolmogorov and Smirnov's test that values are uniform on [0, 1], exact for any size."""
    return float(stats.kstest(np.asarray(p_values, np.float64), "uniform").pvalue)


def uniform_sets(sets: Float64) -> Float64:
    """:func:`uniform` of many sets of the same size, from a table of the exact distribution.

    Args:
        sets: values, float64 [sets, n].

    Returns:
        p-values, float64 [sets], right to 1e-7.
    """
    size = sets.shape[1]
    ordered = np.sort(sets, axis=1)
    steps = np.arange(size) / size
    distances = np.maximum(ordered - steps, steps + 1 / size - ordered).max(axis=1)
    tails = _tail_table(size)(np.minimum(distances, _FARTHEST / math.sqrt(size)))
    # Beyond the table the first term of Kolmogorov's series is all there is.
    far = distances > _FARTHEST / math.sqrt(size)
    beyond = 2 * np.exp(-2 * size * distances**2)
    return np.asarray(np.where(far, beyond, np.clip(tails, 0, 1)), np.float64)


_FARTHEST = 4.0
"""Of distance times the root of n in the table; the tail there is 3e-14."""
_PLACES = 256


@functools.cache
def _tail_table(size: int) -> CubicSpline:
    distances = np.linspace(1 / (2 * size), _FARTHEST / math.sqrt(size), _PLACES)
    return CubicSpline(distances, stats.kstwo.sf(distances, size))


def two_sided(deviate: float) -> float:
    """The probability that a standard normal lies at least as far from 0."""
    return float(2 * stats.norm.sf(abs(deviate)))


def _pooling(expected: Float64) -> tuple[int, int]:
    """The last cell of the lower pool and the first of the upper one."""
    low, high = 0, expected.size - 1
    while low < high and expected[: low + 1].sum() < LEAST_EXPECTED:
        low += 1
    while high > low and expected[high:].sum() < LEAST_EXPECTED:
        high -= 1
    if high == low:
        raise ValueError("there are too few samples for two cells")
    return low, high


def _pooled(cells: npt.NDArray[np.generic], low: int, high: int) -> Float64:
    values = cells.astype(np.float64)
    return np.concatenate([[values[: low + 1].sum()], values[low + 1 : high], [values[high:].sum()]])
