"""How far does the walk of the bits go from where it began? (SP 800-22 rev 1a, 2.13)"""

from __future__ import annotations

import math

import numpy as np
from scipy.special import ndtr

from lab.batteries.outcome import Outcome
from lab.batteries.sp800_22.bit_sequence import BitSequence
from lab.batteries.sp800_22.parameters import Parameters
from lab.batteries.sp800_22.refusals import too_short

TEST = "cumulative-sums"
FORWARD, REVERSE = "forward", "reverse"
VARIANTS = (FORWARD, REVERSE)
LEAST_BITS = 100


def cumulative_sums(sequence: BitSequence, parameters: Parameters) -> list[Outcome]:
    """The cumulative sums test, from the front and from the back: two p-values.

    Args:
        sequence: at least 100 bits.
        parameters: not used beyond the least length.
    """
    refused = too_short(TEST, sequence, LEAST_BITS, parameters, 1, VARIANTS)
    if refused:
        return refused
    walk = sequence.walk
    highest, lowest, last = max(0, int(walk.max())), min(0, int(walk.min())), int(walk[-1])
    farthest = {FORWARD: max(highest, -lowest), REVERSE: max(last - lowest, highest - last)}
    return [
        Outcome(TEST, variant, _p_value(z, len(sequence)), statistics={"farthest": z})
        for variant, z in farthest.items()
    ]


def _p_value(z: int, n: int) -> float:
    """Of a walk of n steps that went z away at the farthest (2.13.4 and 3.13)."""
    scale = z / math.sqrt(n)
    around = np.arange(math.floor((-n / z + 1) / 4), math.floor((n / z - 1) / 4) + 1)
    between = np.arange(math.floor((-n / z - 3) / 4), math.floor((n / z - 1) / 4) + 1)
    stayed = np.sum(ndtr((4 * around + 1) * scale) - ndtr((4 * around - 1) * scale))
    crossed = np.sum(ndtr((4 * between + 3) * scale) - ndtr((4 * between + 1) * scale))
    return min(1.0, max(0.0, float(1 - stayed + crossed)))
