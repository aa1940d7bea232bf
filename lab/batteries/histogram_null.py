"""How entropy and chi-square of n uniform bytes are distributed: p-values and limits for any n.

From 256 bytes on, 8 - H is taken for a gamma variable with the exact mean and standard deviation of
:mod:`lab.batteries.histogram_moments`, and chi-square for chi-square with 255 degrees of freedom. For 1,024
bytes that gives the .5 % and 99.5 % points of a simulation of two million keys, 7.761 and 7.850, to .001.
Below 256 bytes both are steps rather than curves: 20,000 keys drawn from PCG64 with the seed :data:`SEED`
stand for the distribution.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy import stats
from scipy.special import chdtr, chdtrc, gammainc, gammaincc

from lab.batteries.histogram_moments import DEGREES, histogram_moments
from lab.batteries.measurement import LEVEL, Interval, two_sided
from shared.keygen.histogram import LEVELS, entropy_bits, histogram, histograms

Float64 = npt.NDArray[np.float64]

SMOOTH_MIN = 256
"""Shortest string for which the smooth distributions are used."""

SEED, DRAWS = 20_240_229, 20_000

_BLOCK = 2_000


def entropy_and_chi_square(data: npt.NDArray[np.uint8]) -> tuple[float, float]:
    """Shannon entropy in bits, and Pearson's chi-square of equal counts (paper 003 eqs 6 and 7, the latter as
    its values show it: with the expected count as denominator).

    Args:
        data: uint8 of any shape, at least one.
    """
    counts = histogram(data)
    return entropy_bits(counts), chi_square_of(counts)


def chi_square_of(counts: npt.NDArray[np.int64]) -> float:
    """Pearson's chi-square of a histogram int64 [k] against equal counts, k - 1 degrees of freedom."""
    expected = counts.sum() / counts.size
    return float(((counts - expected) ** 2).sum() / expected)


def basis(length: int) -> str:
    """What p-values and limits for so many bytes rest on, for a report."""
    if length < SMOOTH_MIN:
        return f"simulation of {DRAWS:,} uniform strings, PCG64 seed {SEED}"
    return "approximation: gamma with exact moments (entropy), chi-square with 255 degrees"


def entropy_p_value(entropy: float, length: int) -> float:
    """Two-sided p-value of an entropy of ``length`` bytes."""
    if length < SMOOTH_MIN:
        return _rank(entropy, _simulated(length)[0])
    shape, scale = _gamma(length)
    deficit = 8 - entropy
    scaled = max(deficit, 0.0) / scale
    return two_sided(float(gammainc(shape, scaled)), float(gammaincc(shape, scaled)))


def entropy_limits(length: int, level: float = LEVEL) -> Interval:
    """Between which entropies a part ``1 - level`` of uniform strings of ``length`` bytes lies."""
    if length < SMOOTH_MIN:
        return _quantiles(_simulated(length)[0], level)
    shape, scale = _gamma(length)
    most, least = stats.gamma.ppf([1 - level / 2, level / 2], shape, scale=scale)
    return Interval(8 - float(most), 8 - float(least))


def entropy_mean(length: int) -> float:
    """The expected entropy of ``length`` uniform bytes, bits: exact."""
    return histogram_moments(length).entropy_mean


def chi_square_p_value(value: float, length: int, degrees: int = DEGREES) -> float:
    """Two-sided p-value of a chi-square of ``length`` bytes: too uneven counts, or too even ones."""
    if length < SMOOTH_MIN and degrees == DEGREES:
        return _rank(value, _simulated(length)[1])
    return two_sided(float(chdtr(degrees, value)), float(chdtrc(degrees, value)))


def chi_square_limits(length: int, level: float = LEVEL, degrees: int = DEGREES) -> Interval:
    """Between which chi-squares a part ``1 - level`` of uniform strings of ``length`` bytes lies."""
    if length < SMOOTH_MIN and degrees == DEGREES:
        return _quantiles(_simulated(length)[1], level)
    least, most = stats.chi2.ppf([level / 2, 1 - level / 2], degrees)
    return Interval(float(least), float(most))


def simulate(length: int, draws: int, seed: int) -> tuple[Float64, Float64]:
    """Entropies and chi-squares of uniform strings, float64 [draws] each, in the order drawn.

    Args:
        length: bytes of a string.
        draws: how many strings.
        seed: of PCG64.
    """
    random = np.random.Generator(np.random.PCG64(seed))
    blocks = []
    for begin in range(0, draws, _BLOCK):
        drawn = random.integers(0, LEVELS, (min(_BLOCK, draws - begin), length), np.uint8)
        blocks.append(histograms(drawn.astype(np.int64)))
    counts = np.concatenate(blocks)
    shares = np.maximum(counts, 1) / length
    entropies: Float64 = -(counts / length * np.log2(shares)).sum(axis=1)
    mean = length / LEVELS
    return entropies, ((counts - mean) ** 2).sum(axis=1) / mean


@lru_cache(maxsize=16)
def _simulated(length: int) -> tuple[Float64, Float64]:
    entropies, squares = simulate(length, DRAWS, SEED)
    return np.sort(entropies), np.sort(squares)


def _gamma(length: int) -> tuple[float, float]:
    """Shape and scale of the gamma variable 8 - H."""
    moments = histogram_moments(length)
    deficit = 8 - moments.entropy_mean
    return (deficit / moments.entropy_sd) ** 2, moments.entropy_sd**2 / deficit


def _rank(value: float, drawn: Float64) -> float:
    """Two-sided p-value by rank; never zero, since the value itself is one draw more."""
    near = 1e-9 * max(1.0, abs(value))  # equal values differ in their last bits
    below = int(np.searchsorted(drawn, value + near, "right"))
    above = drawn.size - int(np.searchsorted(drawn, value - near, "left"))
    return two_sided((below + 1) / (drawn.size + 1), (above + 1) / (drawn.size + 1))


def _quantiles(drawn: Float64, level: float) -> Interval:
    low = np.quantile(drawn, level / 2, method="lower")
    high = np.quantile(drawn, 1 - level / 2, method="higher")
    return Interval(float(low) - 1e-9, float(high) + 1e-9)
