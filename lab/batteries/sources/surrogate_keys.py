"""The swarm's keys as they come from a saturated network, without a network, by each reading of the bounds.

Trained tanh units lie near 1, so that |tanh| x 255 has few values. Paper 003's entropies before the swarm, 4
to 5 bits, are those of |tanh(4 g)| with normal g that have a correlation of .8 between the variations of a
print. The swarm lifts such a key to 7.5 bits, and what it makes is far from random all the same.
"""

from __future__ import annotations

import math

import numpy as np

from lab.batteries.sources.source import Bits, StreamedBits, from_bytes
from lab.papers.paper_003.swarm_bounds import Bounds, optimise_within
from shared.keygen.assessment import KEY_BYTES
from shared.keygen.swarm import optimise

CANDIDATES = 20
SATURATION = 4.0
"""Standard deviation of what goes into tanh."""

CORRELATION = 0.8
"""Between two variations of one print."""


def surrogate_candidates(random: np.random.Generator) -> Bits:
    """Twenty candidates of one key, uint8 [20, 1024]."""
    shared = random.standard_normal((1, KEY_BYTES))
    own = random.standard_normal((CANDIDATES, KEY_BYTES))
    mixed = math.sqrt(CORRELATION) * shared + math.sqrt(1 - CORRELATION) * own
    return np.floor(np.abs(np.tanh(SATURATION * mixed)) * 255).astype(np.uint8)


class SurrogateKeyBits(StreamedBits):
    """Swarm keys of surrogate candidates, one after the other, without end.

    Args:
        seed: of PCG64.
        bounds: what the swarm does at 0 and 255; the exchange's own, in integers, wraps.
    """

    def __init__(self, seed: int, bounds: Bounds = Bounds.WRAP) -> None:
        super().__init__("pso-surrogate")
        self._bounds = bounds
        self._random = np.random.Generator(np.random.PCG64(seed))

    def _block(self, wanted: int) -> Bits:
        del wanted
        candidates = surrogate_candidates(self._random)
        if self._bounds is Bounds.WRAP:
            return from_bytes(optimise(candidates).tobytes())
        return from_bytes(optimise_within(candidates, self._bounds).tobytes())
