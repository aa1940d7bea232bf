"""Do long runs of ones occur as often as they should? (SP 800-22 rev 1a, 2.8)"""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from lab.batteries.outcome import Outcome
from lab.batteries.sources.source import Bits
from lab.batteries.sp800_22.bit_sequence import BitSequence, Int64
from lab.batteries.sp800_22.parameters import Parameters, Reading
from lab.batteries.sp800_22.refusals import too_short
from lab.batteries.sp800_22.tails import Probabilities, goodness_of_fit

TEST = "overlapping"
BLOCK = 1032
MOST = 5
"""Blocks with so many matches or more are one class."""
LEAST_BITS = 1_000_000

_PRINTED = np.array([0.364091, 0.185659, 0.139381, 0.100571, 0.0704323, 0.139865])


def overlapping(sequence: BitSequence, parameters: Parameters) -> list[Outcome]:
    """The overlapping template matching test for a run of ones: one p-value.

    The C code has the probabilities of Hamano and Kaneko (2007) that the document prints, and then overwrites
    them with an approximation. The corrected reading goes by them.

    Args:
        sequence: at least 1,000,000 bits.
        parameters: ``overlapping_bits`` is m; the reading.
    """
    m = parameters.overlapping_bits
    refused = too_short(TEST, sequence, LEAST_BITS, parameters, possible=BLOCK)
    if refused:
        return refused
    matches = block_matches(sequence.bits, m)
    counts = np.bincount(np.minimum(matches, MOST), minlength=MOST + 1)
    probabilities = sts_probabilities if parameters.reading is Reading.STS else corrected_probabilities
    statistic, p_value = goodness_of_fit(counts, probabilities(m))
    return [Outcome(TEST, p_value=p_value, statistics={"chi_square": statistic, "blocks": matches.size})]


def block_matches(bits: Bits, m: int) -> Int64:
    """At how many places of each block of 1,032 bits a run of m ones begins, int64 [n // 1032]."""
    blocks = bits[: bits.size // BLOCK * BLOCK].reshape(-1, BLOCK)
    runs, length = blocks, 1
    while length < m:
        step = min(length, m - length)
        runs = runs[:, :-step] & runs[:, step:]
        length += step
    counts: Int64 = np.count_nonzero(runs, axis=1)
    return counts


def corrected_probabilities(m: int) -> Probabilities:
    """Those that the document prints for nine bits (2.8.4); p-values then agree with those of others.

    For other templates, of which it prints none, those of :func:`match_probabilities`.
    """
    return _PRINTED if m == 9 else match_probabilities(m)


@cache
def match_probabilities(m: int) -> Probabilities:
    """Exact probabilities of 0, 1, ..., 5 or more matches in a block, float64 [6].

    Bit by bit over the length of the run of ones that ends there (m or more are one) and the matches so far.
    """
    state = np.zeros((m + 1, MOST + 1))
    state[0, 0] = 1.0
    for _ in range(BLOCK):
        following = np.zeros_like(state)
        following[0] = state.sum(axis=0) / 2
        following[1:m] = state[: m - 1] / 2
        full = (state[m - 1] + state[m]) / 2
        following[m, 1:] = full[:-1]
        following[m, -1] += full[-1]
        state = following
    probabilities: Probabilities = state.sum(axis=0)
    return probabilities


@cache
def sts_probabilities(m: int) -> Probabilities:
    """The compound Poisson approximation of the C code (3.8), float64 [6]."""
    eta = (BLOCK - m + 1) / 2 ** (m + 1)
    first = [math.exp(-eta), *(_compound_poisson(u, eta) for u in range(1, MOST))]
    return np.array([*first, 1 - sum(first)])


def _compound_poisson(u: int, eta: float) -> float:
    clumps = (math.comb(u - 1, k - 1) * eta**k / math.factorial(k) for k in range(1, u + 1))
    return math.exp(-eta) * math.ldexp(sum(clumps), -u)
