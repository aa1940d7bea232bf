"""The Markov estimate of bits (SP 800-90B §6.3.3)."""

from __future__ import annotations

import math

import numpy as np

from lab.batteries.sp800_90b.estimate import Estimate
from lab.batteries.sp800_90b.health_tests import Samples

NAME = "markov"
LENGTH = 128
"""Bits of the sequence whose probability is bounded."""


def likeliest_sequence(initial: tuple[float, float], stays: tuple[float, float]) -> float:
    """log2 of the probability of the likeliest sequence of 128 bits.

    Args:
        initial: probability of 0 and of 1.
        stays: probability that a 0 follows a 0, and that a 1 follows a 1.
    """
    zero, one = (_log2(share) for share in initial)
    zero_zero, one_one = (_log2(share) for share in stays)
    zero_one, one_zero = (_log2(1 - share) for share in stays)
    half = LENGTH // 2
    return max(
        zero + (LENGTH - 1) * zero_zero,
        zero + half * zero_one + (half - 1) * one_zero,
        zero + zero_one + (LENGTH - 2) * one_one,
        one + one_zero + (LENGTH - 2) * zero_zero,
        one + half * one_zero + (half - 1) * zero_one,
        one + (LENGTH - 1) * one_one,
    )


def markov(bits: Samples) -> Estimate:
    """How well a bit is told by the one before it.

    Args:
        bits: uint8 [L] of 0 and 1.
    """
    if bits.size < 2:
        return Estimate(NAME, reason=f"It needs 2 bits, and there are {bits.size:,}.")
    one = float(bits.mean())
    pairs = np.bincount(2 * bits[:-1] + bits[1:], minlength=4).reshape(2, 2)
    starts = np.maximum(pairs.sum(axis=1), 1)  # a bit that is never followed has no probability to go on
    stays = (float(pairs[0, 0] / starts[0]), float(pairs[1, 1] / starts[1]))
    log_share = likeliest_sequence((1 - one, one), stays)
    entropy = min(max(0.0, -log_share / LENGTH), 1.0)
    return Estimate(NAME, entropy, statistics={"p_1": one, "p_00": stays[0], "p_11": stays[1]})


def _log2(share: float) -> float:
    return math.log2(share) if share > 0 else -math.inf
