"""How often is a state visited in all? (SP 800-22 rev 1a, 2.15)"""

from __future__ import annotations

import math

import numpy as np

from lab.batteries.outcome import Outcome
from lab.batteries.sp800_22.bit_sequence import BitSequence
from lab.batteries.sp800_22.cycles import FARTHEST, LEAST_BITS, cut_cycles, too_few
from lab.batteries.sp800_22.parameters import Parameters
from lab.batteries.sp800_22.refusals import not_applicable, too_short

TEST = "excursions-variant"
STATES = tuple(state for state in range(-FARTHEST, FARTHEST + 1) if state)
VARIANTS = tuple(f"{state:+d}" for state in STATES)


def excursions_variant(sequence: BitSequence, parameters: Parameters) -> list[Outcome]:
    """The random excursions variant test: a p-value for each of eighteen states.

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
    visits = np.bincount(cycles.states + FARTHEST, minlength=2 * FARTHEST + 1)
    outcomes = []
    for state, variant in zip(STATES, VARIANTS, strict=True):
        seen = int(visits[state + FARTHEST])
        p_value = math.erfc(abs(seen - cycles.count) / math.sqrt(2 * cycles.count * (4 * abs(state) - 2)))
        outcomes.append(Outcome(TEST, variant, p_value, statistics={"visits": seen, "cycles": cycles.count}))
    return outcomes
