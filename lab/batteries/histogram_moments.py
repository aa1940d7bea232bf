"""Mean, spread and correlation of the entropy and chi-square of n uniform bytes, computed and not simulated.

With counts N_0..N_255 of n bytes and m = n/256, both are sums of one function of each count:

    8 - H = (1/n) sum g(N_i),   g(k) = k log2 k - m log2 m - (k - m)(log2 m + 1/ln 2)
    chi-square = (1/m) sum (N_i - m)^2

The linear part that g leaves out adds up to nothing, since the counts add up to n; it would drown the rest in
rounding. Mean and covariance of such sums need one count and two counts, whose distributions are binomial and
trinomial.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln, xlogy

from shared.keygen.histogram import LEVELS

Float64 = npt.NDArray[np.float64]

EXACT_MAX = 1 << 18
"""Longest string whose moments are summed; the limit of large n then differs by less than 1 % of the sd."""

DEGREES = LEVELS - 1

_SPREAD = 12
"""Standard deviations of a count that are summed over; beyond lies less than 1e-20."""


@dataclass(frozen=True, slots=True)
class HistogramMoments:
    """Of n uniform, independent bytes.

    Attributes:
        entropy_mean: of the Shannon entropy, bits.
        entropy_sd: its standard deviation, bits.
        chi_square_sd: standard deviation of chi-square; its mean is 255 for every n.
        correlation: of the two: nearly -1, since both measure how flat one histogram is.
    """

    entropy_mean: float
    entropy_sd: float
    chi_square_sd: float
    correlation: float


@lru_cache(maxsize=64)
def histogram_moments(length: int) -> HistogramMoments:
    """The moments for ``length`` bytes; at least 2.

    Above :data:`EXACT_MAX` bytes, those of the limit: 2 n ln 2 (8 - H) is chi-square with 255 degrees.
    """
    if length > EXACT_MAX:
        unit = 2 * length * math.log(2)
        sd = math.sqrt(2 * DEGREES)
        return HistogramMoments(8 - DEGREES / unit, sd / unit, sd, -1.0)
    mean = length / LEVELS
    low, high = _range_of_counts(length)
    counts = np.arange(low, high + 1, dtype=np.float64)
    deficit = (
        _n_log2(counts) - _n_log2(mean) - (counts - mean) * (math.log2(mean) + 1 / math.log(2))
    ) / length
    square = (counts - mean) ** 2 / mean
    covariance, means = _covariance_of_sums(length, counts, np.stack([deficit, square]))
    entropy_sd, chi_sd = np.sqrt(np.diag(covariance))
    correlation = -float(covariance[0, 1] / (entropy_sd * chi_sd))
    return HistogramMoments(8 - float(means[0]), float(entropy_sd), float(chi_sd), correlation)


def _covariance_of_sums(length: int, counts: Float64, functions: Float64) -> tuple[Float64, Float64]:
    """Covariance [f, f] and mean [f] of the sums of ``functions`` [f, counts] over all 256 counts."""
    one = np.exp(_log_binomial(length, counts))
    centred = functions - (functions @ one)[:, None]
    two = np.exp(_log_trinomial(length, counts))
    alone = (centred * one) @ centred.T
    pairs = centred @ two @ centred.T
    return LEVELS * alone + LEVELS * DEGREES * pairs, LEVELS * (functions @ one)


def _log_binomial(length: int, counts: Float64) -> Float64:
    log: Float64 = (
        gammaln(length + 1)
        - gammaln(counts + 1)
        - gammaln(length - counts + 1)
        - counts * math.log(LEVELS)
        + (length - counts) * math.log1p(-1 / LEVELS)
    )
    return log


def _log_trinomial(length: int, counts: Float64) -> Float64:
    rest = length - counts[:, None] - counts[None, :]
    impossible = rest < 0
    rest = np.maximum(rest, 0)
    each = -gammaln(counts + 1) - counts * math.log(LEVELS)
    log: Float64 = gammaln(length + 1) + each[:, None] + each[None, :]
    log += rest * math.log1p(-2 / LEVELS) - gammaln(rest + 1)
    log[impossible] = -np.inf
    return log


def _range_of_counts(length: int) -> tuple[int, int]:
    mean = length / LEVELS
    reach = _SPREAD * math.sqrt(mean) + 30
    return max(0, math.floor(mean - reach)), min(length, math.ceil(mean + reach))


def _n_log2(count: Float64 | float) -> Float64:
    values: Float64 = xlogy(count, count) / math.log(2)
    return values
