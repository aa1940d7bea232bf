"""Is every pattern of bits as frequent as every other? (SP 800-22 rev 1a, 2.11)"""

from __future__ import annotations

import numpy as np

from lab.batteries.outcome import Outcome
from lab.batteries.sp800_22.bit_sequence import BitSequence
from lab.batteries.sp800_22.parameters import Parameters
from lab.batteries.sp800_22.refusals import too_short
from lab.batteries.sp800_22.tails import chi_square_tail

TEST = "serial"
VARIANTS = ("first", "second")
"""First and second difference of psi-squared."""


def least_bits(m: int) -> int:
    """Bits for which m < floor(log2 n) - 2 (2.11.7)."""
    return 1 << (m + 3)


def serial(sequence: BitSequence, parameters: Parameters) -> list[Outcome]:
    """The serial test: two p-values.

    Args:
        sequence: at least 2^(m + 3) bits.
        parameters: ``serial_bits`` is m.
    """
    m = parameters.serial_bits
    refused = too_short(TEST, sequence, least_bits(m), parameters, m, VARIANTS)
    if refused:
        return refused
    psi = [_psi_squared(sequence, width) for width in (m, m - 1, m - 2)]
    first, second = psi[0] - psi[1], psi[0] - 2 * psi[1] + psi[2]
    return [
        Outcome(TEST, VARIANTS[0], chi_square_tail(first, 2 ** (m - 1)), statistics={"difference": first}),
        Outcome(TEST, VARIANTS[1], chi_square_tail(second, 2 ** (m - 2)), statistics={"difference": second}),
    ]


def _psi_squared(sequence: BitSequence, width: int) -> float:
    """How unevenly the patterns of one width occur."""
    n = len(sequence)
    # In integers as far as it goes: the differences are small beside the sums they are made of.
    squares = int(np.sum(sequence.circular_counts(width) ** 2))
    return (squares * (1 << width) - n * n) / n
