"""Does one more bit of context foretell the next bit? (SP 800-22 rev 1a, 2.12)"""

from __future__ import annotations

import math

import numpy as np

from lab.batteries.outcome import Outcome
from lab.batteries.sp800_22.bit_sequence import BitSequence, Int64
from lab.batteries.sp800_22.parameters import Parameters
from lab.batteries.sp800_22.refusals import too_short
from lab.batteries.sp800_22.tails import chi_square_tail

TEST = "approximate-entropy"


def least_bits(m: int) -> int:
    """Bits for which m < floor(log2 n) - 5 (2.12.7)."""
    return 1 << (m + 6)


def approximate_entropy(sequence: BitSequence, parameters: Parameters) -> list[Outcome]:
    """The approximate entropy test: one p-value.

    Args:
        sequence: at least 2^(m + 6) bits.
        parameters: ``approximate_entropy_bits`` is m.
    """
    m = parameters.approximate_entropy_bits
    refused = too_short(TEST, sequence, least_bits(m), parameters, possible=m + 1)
    if refused:
        return refused
    n = len(sequence)
    longer = _entropy_sum(sequence.circular_counts(m + 1), n)
    entropy = _entropy_sum(sequence.circular_counts(m), n) - longer
    statistic = 2 * n * (math.log(2) - entropy)
    p_value = chi_square_tail(statistic, 2**m)
    return [Outcome(TEST, p_value=p_value, statistics={"entropy": entropy, "chi_square": statistic})]


def _entropy_sum(counts: Int64, n: int) -> float:
    """Sum of f ln f over the shares f of all patterns: phi of the document."""
    shares = counts[counts > 0] / n
    return float(np.sum(shares * np.log(shares)))
