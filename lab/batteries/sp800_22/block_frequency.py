"""Are there as many ones as zeros in every block? (SP 800-22 rev 1a, 2.2)"""

from __future__ import annotations

import numpy as np

from lab.batteries.outcome import Outcome
from lab.batteries.sp800_22.bit_sequence import BitSequence
from lab.batteries.sp800_22.parameters import Parameters
from lab.batteries.sp800_22.refusals import too_short
from lab.batteries.sp800_22.tails import chi_square_tail

TEST = "block-frequency"
LEAST_BITS = 100


def block_frequency(sequence: BitSequence, parameters: Parameters) -> list[Outcome]:
    """The frequency test within a block: one p-value.

    The suite's default of M = 128 is kept for a million bits too, although the document (2.2.7) would have M
    above a hundredth of the length there.

    Args:
        sequence: at least 100 bits and one block; an incomplete block at the end is left out.
        parameters: ``block_frequency_bits`` is M.
    """
    size = parameters.block_frequency_bits
    refused = too_short(TEST, sequence, LEAST_BITS, parameters, possible=size)
    if refused:
        return refused
    blocks = len(sequence) // size
    ones = np.count_nonzero(sequence.bits[: blocks * size].reshape(blocks, size), axis=1)
    statistic = 4 * size * float(np.sum((ones / size - 0.5) ** 2))
    p_value = chi_square_tail(statistic, blocks)
    return [Outcome(TEST, p_value=p_value, statistics={"chi_square": statistic, "blocks": blocks})]
