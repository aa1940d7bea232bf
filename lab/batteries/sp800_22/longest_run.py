"""Are the longest runs of ones in blocks as long as they should be? (SP 800-22 rev 1a, 2.4)"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from lab.batteries.outcome import Outcome
from lab.batteries.sources.source import Bits
from lab.batteries.sp800_22.bit_sequence import BitSequence, Int64
from lab.batteries.sp800_22.parameters import Parameters, Reading
from lab.batteries.sp800_22.refusals import too_short
from lab.batteries.sp800_22.tails import Probabilities, goodness_of_fit

TEST = "longest-run"


@dataclass(frozen=True)
class _Plan:
    """How a sequence from some length on is cut, and how its runs are classed.

    Attributes:
        least_bits: from which length on.
        block: bits of a block.
        shortest, longest: runs up to the one and from the other on are one class each, those between a class
            for every length.
        sts: probabilities of the classes as the C code has them.
    """

    least_bits: int
    block: int
    shortest: int
    longest: int
    sts: tuple[float, ...]


_PLANS = (
    _Plan(750_000, 10_000, 10, 16, (0.0882, 0.2092, 0.2483, 0.1933, 0.1208, 0.0675, 0.0727)),
    _Plan(6_272, 128, 4, 9, (0.1174035788, 0.242955959, 0.249363483, 0.17517706, 0.102701071, 0.112398847)),
    _Plan(128, 8, 1, 4, (0.21484375, 0.3671875, 0.23046875, 0.1875)),
)


def longest_run(sequence: BitSequence, parameters: Parameters) -> list[Outcome]:
    """The test for the longest run of ones in a block: one p-value.

    For blocks of 10,000 bits the document and the C code have probabilities of four digits, some of which are
    wrong by 0.0016; the corrected reading has exact ones.

    Args:
        sequence: at least 128 bits; blocks are of 8, 128 or 10,000 bits, by its length.
        parameters: the reading.
    """
    refused = too_short(TEST, sequence, _PLANS[-1].least_bits, parameters, possible=_PLANS[-1].least_bits)
    if refused:
        return refused
    plan = next(plan for plan in _PLANS if len(sequence) >= plan.least_bits)
    runs = np.clip(longest_runs(sequence.bits, plan.block), plan.shortest, plan.longest)
    counts = np.bincount(runs - plan.shortest, minlength=plan.longest - plan.shortest + 1)
    exact = parameters.reading is Reading.CORRECTED
    probabilities = (
        run_probabilities(plan.block, plan.shortest, plan.longest) if exact else np.array(plan.sts)
    )
    statistic, p_value = goodness_of_fit(counts, probabilities)
    statistics = {"chi_square": statistic, "block": plan.block, "blocks": runs.size}
    return [Outcome(TEST, p_value=p_value, statistics=statistics)]


def longest_runs(bits: Bits, block: int) -> Int64:
    """The longest run of ones in each whole block, int64 [n // block]."""
    blocks = bits.size // block
    # A column of zeros before the blocks ends every run at a block's end.
    walled = np.zeros((blocks, block + 1), np.uint8)
    walled[:, 1:] = bits[: blocks * block].reshape(blocks, block)
    zeros = np.flatnonzero(walled.reshape(-1) == 0)
    gaps = np.diff(zeros, append=walled.size) - 1
    first = np.searchsorted(zeros, np.arange(blocks) * (block + 1))
    return np.maximum.reduceat(gaps, first)


@cache
def run_probabilities(block: int, shortest: int, longest: int) -> Probabilities:
    """Exact probabilities that the longest run is ``shortest`` at most, each length, ``longest`` at least."""
    within = [_no_longer(block, run) for run in range(shortest, longest)]
    return np.diff(np.array([0.0, *within, 1.0]))


def _no_longer(block: int, run: int) -> float:
    """Probability that ``block`` random bits have no run of ones longer than ``run``.

    A string that first breaks the rule at its last bit ends in a zero and ``run + 1`` ones.
    """
    share = [1.0] * (run + 1) + [1 - 0.5 ** (run + 1)]
    for length in range(run + 2, block + 1):
        share.append(share[-1] - share[length - run - 2] * 0.5 ** (run + 2))
    return share[block]
