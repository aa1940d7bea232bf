"""Bad generators, each with one known fault, to see that a battery finds it."""

from __future__ import annotations

import numpy as np

from lab.batteries.sources.source import Bits, StreamedBits

_BLOCK_BITS = 1 << 20
_LCG_BLOCK = 1 << 16


class BiasedBits(StreamedBits):
    """Independent bits that are one too often.

    Args:
        ones: probability of a one.
        seed: of PCG64.
    """

    def __init__(self, ones: float, seed: int) -> None:
        super().__init__(f"biased:{ones:g}")
        self._ones = ones
        self._random = np.random.Generator(np.random.PCG64(seed))

    def _block(self, wanted: int) -> Bits:
        del wanted
        return (self._random.random(_BLOCK_BITS) < self._ones).astype(np.uint8)


class PeriodicBits(StreamedBits):
    """Random bits, repeated without end.

    Args:
        period: how many bits there are before they come again.
        seed: of PCG64.
    """

    def __init__(self, period: int, seed: int) -> None:
        super().__init__(f"periodic:{period}")
        random = np.random.Generator(np.random.PCG64(seed))
        self._pattern = random.integers(0, 2, period, np.uint8)

    def _block(self, wanted: int) -> Bits:
        return np.tile(self._pattern, max(1, -(-wanted // self._pattern.size)))


class LowBits(StreamedBits):
    """A low bit of x' = 1103515245 x + 12345 mod 2^31, the example generator of ISO C.

    Bit k of a congruential generator modulo a power of two has a period of 2^(k + 1); the lowest alternates.

    Args:
        bit: which bit of x, 0 the lowest.
        seed: the first x is the state after it.
    """

    def __init__(self, bit: int, seed: int) -> None:
        super().__init__(f"lcg-low:{bit}")
        self._bit = np.uint64(bit)
        self._state = np.uint64(seed % (1 << 31))
        multipliers = np.full(_LCG_BLOCK, 1103515245, np.uint64)
        # Products and sums wrap modulo 2^64, of which 2^31 is a divisor: the low bits are right.
        self._powers = np.multiply.accumulate(multipliers)
        before = np.concatenate([np.ones(1, np.uint64), self._powers[:-1]])
        self._increments = np.uint64(12345) * np.cumsum(before, dtype=np.uint64)

    def _block(self, wanted: int) -> Bits:
        del wanted
        states = self._powers * self._state + self._increments
        self._state = states[-1]
        return ((states >> self._bit) & np.uint64(1)).astype(np.uint8)
