"""How short a shift register would make each block? (SP 800-22 rev 1a, 2.10)"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from lab.batteries.outcome import Outcome
from lab.batteries.sp800_22.berlekamp_massey import COMPLEXITIES
from lab.batteries.sp800_22.bit_sequence import BitSequence, Int64
from lab.batteries.sp800_22.parameters import Parameters, Reading
from lab.batteries.sp800_22.refusals import too_short
from lab.batteries.sp800_22.tails import Probabilities, goodness_of_fit

TEST = "linear-complexity"
LEAST_BITS = 1_000_000

_EDGES = np.arange(-2.5, 3.0)
_STS = np.array([0.01047, 0.03125, 0.125, 0.5, 0.25, 0.0625, 0.020833])


def linear_complexity(sequence: BitSequence, parameters: Parameters) -> list[Outcome]:
    """The linear complexity test: one p-value.

    Document and C code have .01047 for the probability of the first class, a misprint of 1/96 = .0104167; the
    corrected reading has the exact probabilities for the length of a block.

    Args:
        sequence: at least 1,000,000 bits.
        parameters: ``linear_complexity_bits`` is M; the reading.
    """
    size = parameters.linear_complexity_bits
    refused = too_short(TEST, sequence, LEAST_BITS, parameters, possible=size)
    if refused:
        return refused
    blocks = len(sequence) // size
    complexities = COMPLEXITIES(sequence.bits[: blocks * size].reshape(blocks, size))
    counts = np.bincount(_classes(complexities, size), minlength=_STS.size)
    exact = parameters.reading is Reading.CORRECTED
    statistic, p_value = goodness_of_fit(counts, class_probabilities(size) if exact else _STS)
    return [Outcome(TEST, p_value=p_value, statistics={"chi_square": statistic, "blocks": blocks})]


def _classes(complexities: Int64, size: int) -> Int64:
    """The class of each complexity: 0 for T up to -2.5, then one for each step of 1, 6 above 2.5 (2.10.4)."""
    return np.searchsorted(_EDGES, _centred(complexities, size), side="left")


def _centred(complexities: Int64, size: int) -> npt.NDArray[np.float64]:
    """T of the document: the complexity less its mean, with the sign of the length's parity."""
    sign = -1.0 if size % 2 else 1.0
    mean = size / 2 + (9 - sign) / 36 - (size / 3 + 2 / 9) * 2.0**-size
    return np.asarray(sign * (complexities - mean) + 2 / 9, np.float64)


@cache
def class_probabilities(size: int) -> Probabilities:
    """Exact probabilities of the classes for random blocks, float64 [7].

    2^min(2L - 1, 2M - 2L) of the 2^M blocks of M bits have complexity L > 0, and one has 0 (Rueppel, 1986).
    """
    lengths = np.arange(1, size + 1)
    weights = 2.0 ** (np.minimum(2 * lengths - 1, 2 * size - 2 * lengths) - size)
    every = np.concatenate([[2.0**-size], weights])
    probabilities: Probabilities = np.zeros(_STS.size)
    np.add.at(probabilities, _classes(np.arange(size + 1), size), every)
    return probabilities
