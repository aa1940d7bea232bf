"""Do patterns that cannot overlap themselves occur as often as they should? (SP 800-22 rev 1a, 2.7)"""

from __future__ import annotations

from functools import cache

import numpy as np

from lab.batteries.outcome import Outcome
from lab.batteries.sp800_22.bit_sequence import BitSequence, Int64, window_codes
from lab.batteries.sp800_22.parameters import Parameters
from lab.batteries.sp800_22.refusals import too_short
from lab.batteries.sp800_22.tails import chi_square_tail

TEST = "non-overlapping"
BLOCKS = 8
LEAST_BITS = 1_000_000


def non_overlapping(sequence: BitSequence, parameters: Parameters) -> list[Outcome]:
    """The non-overlapping template matching test: a p-value for every template, 148 of nine bits.

    A template that cannot overlap itself is found as often whether or not the search goes on behind a match.

    Args:
        sequence: 1,000,000 bits are recommended.
        parameters: ``template_bits`` is m.
    """
    m = parameters.template_bits
    templates = aperiodic_templates(m)
    names = [format(template, f"0{m}b") for template in templates]
    refused = too_short(TEST, sequence, LEAST_BITS, parameters, BLOCKS * (2 * m), names)
    if refused:
        return refused
    size = len(sequence) // BLOCKS
    counts = template_counts(sequence, size, m)[:, templates]
    mean = (size - m + 1) / 2**m
    variance = size * (1 / 2**m - (2 * m - 1) / 2 ** (2 * m))
    chi_squares = (np.sum((counts - mean) ** 2, axis=0) / variance).tolist()
    return [
        Outcome(TEST, name, chi_square_tail(chi_square, BLOCKS), statistics={"chi_square": chi_square})
        for name, chi_square in zip(names, chi_squares, strict=True)
    ]


def template_counts(sequence: BitSequence, size: int, m: int) -> Int64:
    """How often every pattern of m bits occurs inside each block of ``size`` bits, int64 [8, 2^m]."""
    codes = sequence.nine_bit_codes if m == 9 else window_codes(sequence.bits, m)
    blocks = [codes[start : start + size - m + 1] for start in range(0, BLOCKS * size, size)]
    return np.stack([np.bincount(block, minlength=1 << m) for block in blocks])


@cache
def aperiodic_templates(m: int) -> list[int]:
    """Words of m bits of which no proper beginning is an end, in ascending order, as numbers."""
    words = np.arange(1 << m)
    aperiodic = np.ones(1 << m, bool)
    for length in range(1, m):
        aperiodic &= (words >> (m - length)) != (words & ((1 << length) - 1))
    return [int(word) for word in np.flatnonzero(aperiodic)]
