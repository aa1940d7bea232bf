"""How long is it since each block was last seen? (SP 800-22 rev 1a, 2.9; Maurer, 1992)"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lab.batteries.outcome import Outcome
from lab.batteries.sources.source import Bits
from lab.batteries.sp800_22.bit_sequence import BitSequence, Int64
from lab.batteries.sp800_22.parameters import Parameters
from lab.batteries.sp800_22.refusals import too_short
from lab.batteries.sp800_22.tails import two_sided_normal_tail
from lab.batteries.sp800_22.universal_distribution import expected_distance, mean_deviation

TEST = "universal"

Values = npt.NDArray[np.uint16]

_LEAST_BITS = {
    6: 387_840,
    7: 904_960,
    8: 2_068_480,
    9: 4_654_080,
    10: 10_342_400,
    11: 22_753_280,
    12: 49_643_520,
    13: 107_560_960,
    14: 231_669_760,
    15: 496_435_200,
    16: 1_059_061_760,
}
"""From which length on blocks of so many bits are taken (2.9.7)."""


def universal(sequence: BitSequence, parameters: Parameters) -> list[Outcome]:
    """Maurer's universal statistical test: one p-value.

    Args:
        sequence: at least 387,840 bits.
        parameters: the reading decides the deviation of the mean.
    """
    least = _LEAST_BITS[6]
    refused = too_short(TEST, sequence, least, parameters, possible=least)
    if refused:
        return refused
    n = len(sequence)
    length = max(bits for bits, least in _LEAST_BITS.items() if n >= least)
    initial = 10 * 2**length
    distances = last_seen(block_values(sequence.bits, length))[initial:]
    mean = float(np.sum(np.log2(distances))) / distances.size
    score = (mean - expected_distance(length)) / mean_deviation(length, distances.size, parameters.reading)
    statistics = {"mean": mean, "score": score, "block": length, "blocks": distances.size}
    return [Outcome(TEST, p_value=two_sided_normal_tail(score), statistics=statistics)]


def block_values(bits: Bits, length: int) -> Values:
    """Successive blocks of 1..16 bits as numbers, uint16 [n // length]."""
    blocks = bits[: bits.size // length * length].reshape(-1, length)
    values = np.zeros(blocks.shape[0], np.uint16)
    for place in range(length):
        values = (values << np.uint16(1)) | blocks[:, place]
    return values


def last_seen(values: Values) -> Int64:
    """How many places before each value it was last seen; its place from 1 on where it was not, int64 [n]."""
    order = np.argsort(values, kind="stable")
    again = values[order[1:]] == values[order[:-1]]
    previous = np.full(values.size, -1, np.int64)
    previous[order[1:][again]] = order[:-1][again]
    distances: Int64 = np.arange(values.size) - previous
    return distances
