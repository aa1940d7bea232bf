"""How often is a state visited between two returns to zero? (SP 800-22 rev 1a, 2.14)"""

from __future__ import annotations

import numpy as np

from lab.batteries.outcome import Outcome
from lab.batteries.sp800_22.bit_sequence import BitSequence
from lab.batteries.sp800_22.cycles import LEAST_BITS, Cycles, cut_cycles, too_few
from lab.batteries.sp800_22.parameters import Parameters
from lab.batteries.sp800_22.refusals import not_applicable, too_short
from lab.batteries.sp800_22.tails import Probabilities, goodness_of_fit

TEST = "excursions"
STATES = (-4, -3, -2, -1, 1, 2, 3, 4)
VARIANTS = tuple(f"{state:+d}" for state in STATES)
MOST = 5
"""Cycles with so many visits or more are one class."""


def excursions(sequence: BitSequence, parameters: Parameters) -> list[Outcome]:
    """The random excursions test: a p-value for each of eight states.

    A good source has too few excursions in four of ten sequences of 1,000,000 bits; then it does not apply.

    Args:
        sequence: at least 1,000,000 bits.
        parameters: not used beyond the least length.
    """
    refused = too_short(TEST, sequence, LEAST_BITS, parameters, 1, VARIANTS)
    if refused:
        return refused
    cycles = cut_cycles(sequence)
    reason = too_few(cycles, len(sequence))
    if reason:
        return not_applicable(TEST, reason, VARIANTS)
    return [_outcome(cycles, state, variant) for state, variant in zip(STATES, VARIANTS, strict=True)]


def _outcome(cycles: Cycles, state: int, variant: str) -> Outcome:
    visits = np.bincount(cycles.numbers[cycles.states == state], minlength=cycles.count)
    counts = np.bincount(np.minimum(visits, MOST), minlength=MOST + 1)
    statistic, p_value = goodness_of_fit(counts, visit_probabilities(state))
    return Outcome(TEST, variant, p_value, statistics={"chi_square": statistic, "cycles": cycles.count})


def visit_probabilities(state: int) -> Probabilities:
    """Probabilities of 0, 1, ..., 5 or more visits to a state within a cycle, float64 [6] (3.14)."""
    reach = 1 / (2 * abs(state))
    some = [reach**2 * (1 - reach) ** (visits - 1) for visits in range(1, MOST)]
    return np.array([1 - reach, *some, reach * (1 - reach) ** (MOST - 1)])
