"""The collision estimate of bits (SP 800-90B §6.3.2)."""

from __future__ import annotations

import math

from lab.batteries.loops import compiled
from lab.batteries.sp800_90b.estimate import Estimate, Z, bits_of
from lab.batteries.sp800_90b.health_tests import Samples

NAME = "collision"


@compiled
def collision_times(bits: Samples) -> tuple[int, int]:
    """How many repeated bits come after two, and how many after three, one search after the other.

    Args:
        bits: uint8 [L]. What is left at the end without a repetition is not counted.
    """
    place = 0
    pairs = 0
    threes = 0
    while place + 1 < bits.size:
        if bits[place] == bits[place + 1]:
            pairs += 1
            place += 2
        elif place + 2 < bits.size:
            # Of three bits two are equal.
            threes += 1
            place += 3
        else:
            break
    return pairs, threes


def likelier_bit(mean: float) -> float:
    """The probability of the likelier bit at which a collision takes so long on average.

    The expectation of step 7 is 2 + 2p(1 - p) for two values; the document solves the same equation with an
    incomplete gamma function.

    Args:
        mean: time of a collision. Above 2.5, which no source reaches, the answer is 1/2.
    """
    return min(1.0, 0.5 + math.sqrt(max(0.0, 1.25 - mean / 2)))


def collision(bits: Samples) -> Estimate:
    """How soon a bit repeats one of those before it.

    Args:
        bits: uint8 [L] of 0 and 1.
    """
    pairs, threes = collision_times(bits)
    count = pairs + threes
    if count < 2:
        return Estimate(NAME, reason=f"It needs 2 collisions, and there are {count:,}.")
    mean = (2 * pairs + 3 * threes) / count
    deviation = math.sqrt(pairs * threes / count / (count - 1))
    low = mean - Z * deviation / math.sqrt(count)
    share = likelier_bit(low)
    statistics = {"mean": mean, "mean_low": low, "p": share}
    return Estimate(NAME, bits_of(share), statistics=statistics)
