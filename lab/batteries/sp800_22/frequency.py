"""Are there as many ones as zeros? (SP 800-22 rev 1a, 2.1)"""

from __future__ import annotations

import math

from lab.batteries.outcome import Outcome
from lab.batteries.sp800_22.bit_sequence import BitSequence
from lab.batteries.sp800_22.parameters import Parameters
from lab.batteries.sp800_22.refusals import too_short

TEST = "frequency"
LEAST_BITS = 100


def frequency(sequence: BitSequence, parameters: Parameters) -> list[Outcome]:
    """The frequency (monobit) test: one p-value.

    Args:
        sequence: at least 100 bits.
        parameters: not used beyond the least length.
    """
    refused = too_short(TEST, sequence, LEAST_BITS, parameters, possible=1)
    if refused:
        return refused
    n = len(sequence)
    total = 2 * sequence.ones - n
    p_value = math.erfc(abs(total) / math.sqrt(2 * n))
    return [Outcome(TEST, p_value=p_value, statistics={"sum": total})]
