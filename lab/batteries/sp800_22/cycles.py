"""The walk of the bits cut where it returns to zero, for both tests of random excursions."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from lab.batteries.sp800_22.bit_sequence import BitSequence, Int64

FARTHEST = 9
"""The tests look at states as far from zero as this."""
LEAST_BITS = 1_000_000


@dataclass(frozen=True)
class Cycles:
    """Excursions of the walk from zero and back; the last one may not have come back.

    Attributes:
        count: J of the document.
        states: states from -9 to 9 other than 0 that were visited, in order, int64 [visits].
        numbers: in which cycle, from 0 on, int64 [visits].
    """

    count: int
    states: Int64
    numbers: Int64


def cut_cycles(sequence: BitSequence) -> Cycles:
    """Cut the walk of a sequence."""
    walk = sequence.walk
    near = np.flatnonzero((walk + np.int32(FARTHEST)).view(np.uint32) <= 2 * FARTHEST)
    states = walk[near].astype(np.int64)
    returned = states == 0
    numbers = np.cumsum(returned)
    unfinished = bool(walk.size) and int(walk[-1]) != 0
    away = ~returned
    return Cycles(int(numbers[-1] if numbers.size else 0) + unfinished, states[away], numbers[away])


def too_few(cycles: Cycles, n: int) -> str:
    """Why so few cycles say nothing; empty when there are enough (2.14.4 and 2.15.4)."""
    least = max(0.005 * math.sqrt(n), 500)
    if cycles.count >= least:
        return ""
    return f"The walk has {cycles.count:,} excursions and the test needs {math.ceil(least):,}."
