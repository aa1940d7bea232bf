"""Do the bits change as often as they should? (SP 800-22 rev 1a, 2.3)"""

from __future__ import annotations

import math

import numpy as np

from lab.batteries.outcome import Outcome
from lab.batteries.sp800_22.bit_sequence import BitSequence
from lab.batteries.sp800_22.parameters import Parameters, Reading
from lab.batteries.sp800_22.refusals import not_applicable, too_short

TEST = "runs"
LEAST_BITS = 100


def runs(sequence: BitSequence, parameters: Parameters) -> list[Outcome]:
    """The runs test: one p-value.

    Of a sequence that has far too many ones or zeros, whose frequency test has failed, it says nothing: the
    suite gives 0, the corrected reading a reason.

    Args:
        sequence: at least 100 bits.
        parameters: the reading.
    """
    refused = too_short(TEST, sequence, LEAST_BITS, parameters, possible=2)
    if refused:
        return refused
    n = len(sequence)
    share = sequence.ones / n
    statistics = {"ones_share": share}
    if abs(share - 0.5) >= 2 / math.sqrt(n):
        if parameters.reading is Reading.STS:
            return [Outcome(TEST, p_value=0.0, statistics=statistics)]
        reason = f"{share:.2%} of the bits are ones, too far from half; see the frequency test."
        return not_applicable(TEST, reason)
    total = 1 + int(np.count_nonzero(sequence.bits[1:] != sequence.bits[:-1]))
    spread = share * (1 - share)
    p_value = math.erfc(abs(total - 2 * n * spread) / (2 * math.sqrt(2 * n) * spread))
    return [Outcome(TEST, p_value=p_value, statistics={**statistics, "runs": total})]
