"""The compression estimate of bits, after Maurer's universal statistic (SP 800-90B §6.3.4)."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq

from lab.batteries.sp800_90b.estimate import Estimate, Z, bits_of
from lab.batteries.sp800_90b.health_tests import Samples

NAME = "compression"
BLOCK = 6
"""b, bits of a block."""
DICTIONARY = 1_000
"""d, blocks that only fill the dictionary."""

_CORRECTION = 0.5907
"""c of step 4, for blocks of six bits."""
_PRECISION = 1e-13

Float64 = npt.NDArray[np.float64]


def block_distances(blocks: npt.NDArray[np.int64], dictionary: int) -> npt.NDArray[np.int64]:
    """How far back each block came last.

    Args:
        blocks: int64 [n].
        dictionary: how many at the start are not asked about.

    Returns:
        int64 [n - dictionary]; the block's own place, counted from 1, if it never came before.
    """
    order = np.argsort(blocks, kind="stable")
    same = blocks[order[1:]] == blocks[order[:-1]]
    distances = np.arange(1, blocks.size + 1)
    distances[order[1:][same]] = (order[1:] - order[:-1])[same]
    return distances[dictionary:]


class MeanLogDistance:
    """The expected mean of log2 of the distances, steps 5 to 7, for one likelier block and equal others.

    Args:
        blocks: L' of the document, in all.
        dictionary: d, of these not asked about.
        values: 2^b, different blocks.
    """

    def __init__(self, blocks: int, dictionary: int, values: int = 1 << BLOCK) -> None:
        distance = np.arange(1, blocks + 1)
        asked = blocks - dictionary
        self._before = np.arange(blocks, dtype=np.float64)
        # Sums over the place t of a block are taken first: at how many places the distance u is possible.
        self._within = np.log2(distance) * np.minimum(asked, blocks - distance) / asked
        self._never = np.log2(distance) * (distance > dictionary) / asked
        self._others = values - 1

    def __call__(self, share: float) -> float:
        """The expectation when the likelier block has this probability."""
        return self._of(share) + self._others * self._of((1 - share) / self._others)

    def _of(self, share: float) -> float:
        """G(share) of the document."""
        if share in (0.0, 1.0):
            return 0.0
        powers = np.exp(self._before * math.log1p(-share))
        return float(share * (powers @ (share * self._within + self._never)))


def likelier_block(mean: float, expected: MeanLogDistance, values: int = 1 << BLOCK) -> float:
    """The probability of the likelier block at which the mean is what was seen.

    Args:
        mean: of log2 of the distances, its lower bound.
        expected: the mean as a function of the probability; it falls.
        values: different blocks. If even equally likely ones would give less, the answer is 1 / values.
    """
    low, high = 1 / values, 1.0
    if mean >= expected(low):
        return low
    if mean <= 0:
        return high
    return float(brentq(lambda share: expected(share) - mean, low, high, xtol=_PRECISION))


def compression(bits: Samples, dictionary: int = DICTIONARY) -> Estimate:
    """How far back blocks of six bits came last.

    Args:
        bits: uint8 [L] of 0 and 1.
        dictionary: d, blocks that only fill the dictionary.
    """
    count = bits.size // BLOCK
    if count < dictionary + 2:
        needed = (dictionary + 2) * BLOCK
        return Estimate(NAME, reason=f"It needs {needed:,} bits, and there are {bits.size:,}.")
    weights = 1 << np.arange(BLOCK - 1, -1, -1)
    blocks = bits[: count * BLOCK].reshape(count, BLOCK).astype(np.int64) @ weights
    logs = np.log2(block_distances(blocks, dictionary))
    mean = float(logs.mean())
    variance = max(0.0, float((logs**2).sum() / (logs.size - 1)) - mean**2)
    low = mean - Z * _CORRECTION * math.sqrt(variance / logs.size)
    share = likelier_block(low, MeanLogDistance(count, dictionary))
    statistics = {"mean": mean, "mean_low": low, "p": share}
    return Estimate(NAME, bits_of(share) / BLOCK, statistics=statistics)
