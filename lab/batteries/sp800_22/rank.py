"""Are rows of bits linearly independent as often as they should be? (SP 800-22 rev 1a, 2.5)"""

from __future__ import annotations

import numpy as np

from lab.batteries.outcome import Outcome
from lab.batteries.sources.source import Bits
from lab.batteries.sp800_22.bit_sequence import BitSequence, Int64
from lab.batteries.sp800_22.parameters import Parameters
from lab.batteries.sp800_22.refusals import too_short
from lab.batteries.sp800_22.tails import goodness_of_fit

TEST = "rank"
SIZE = 32
LEAST_MATRICES = 38
LEAST_BITS = LEAST_MATRICES * SIZE * SIZE


def rank(sequence: BitSequence, parameters: Parameters) -> list[Outcome]:
    """The binary matrix rank test on matrices of 32 x 32: one p-value.

    With exact probabilities, as the C code has them; the document prints them to four digits.

    Args:
        sequence: at least 38,912 bits, 38 matrices.
        parameters: not used beyond the least length.
    """
    refused = too_short(TEST, sequence, LEAST_BITS, parameters, possible=SIZE * SIZE)
    if refused:
        return refused
    ranks = matrix_ranks(sequence.bits)
    full, one_less = int(np.sum(ranks == SIZE)), int(np.sum(ranks == SIZE - 1))
    counts = np.array([full, one_less, ranks.size - full - one_less])
    most = [rank_probability(SIZE), rank_probability(SIZE - 1)]
    statistic, p_value = goodness_of_fit(counts, np.array([*most, 1 - sum(most)]))
    statistics = {"chi_square": statistic, "full": full, "one_less": one_less, "matrices": ranks.size}
    return [Outcome(TEST, p_value=p_value, statistics=statistics)]


def rank_probability(r: int, size: int = SIZE) -> float:
    """Probability of rank ``r`` for a random square matrix over GF(2) (3.5)."""
    probability = 2.0 ** (r * (2 * size - r) - size * size)
    for i in range(r):
        probability *= (1 - 2.0 ** (i - size)) ** 2 / (1 - 2.0 ** (i - r))
    return probability


def matrix_ranks(bits: Bits) -> Int64:
    """Ranks over GF(2) of successive matrices of 32 rows of 32 bits, int64 [n // 1024].

    All matrices are eliminated at once, column by column.
    """
    matrices = bits.size // (SIZE * SIZE)
    rows = np.packbits(bits[: matrices * SIZE * SIZE]).view(">u4").astype(np.uint32)
    rows = np.ascontiguousarray(rows.reshape(matrices, SIZE).T)
    ranks = np.zeros(matrices, np.int64)
    every = np.arange(matrices)
    for column in range(SIZE):
        has = (rows >> np.uint32(column)) & np.uint32(1)
        pivot = np.argmax(has, axis=0)
        found = has[pivot, every]
        # A row that has served as pivot is cleared with all others that have the column's bit.
        rows ^= has * (rows[pivot, every] * found)
        ranks += found
    return ranks
