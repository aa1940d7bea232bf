"""A bit sequence, with what several tests want to know of it computed once."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from lab.batteries.sources.source import Bits

Int64 = npt.NDArray[np.int64]
Codes = npt.NDArray[np.uint32]
"""uint16 up to sixteen bits, uint32 above."""

_WIDE = 16
"""Patterns of so many bits are counted whatever shorter ones are asked for: their sums then cost nothing."""


class BitSequence:
    """Zeros and ones under test.

    Args:
        bits: uint8 [n] of 0 and 1; not changed, and not to be changed while this is used.

    Raises:
        ValueError: they are none.
    """

    def __init__(self, bits: Bits) -> None:
        if bits.ndim != 1 or bits.dtype != np.uint8 or (bits.size and int(bits.max()) > 1):
            raise ValueError("a bit sequence is a row of zeros and ones of type uint8")
        self.bits = bits
        self._circular: dict[int, Int64] = {}

    def __len__(self) -> int:
        return self.bits.size

    @cached_property
    def ones(self) -> int:
        """How many ones there are."""
        return int(np.count_nonzero(self.bits))

    @cached_property
    def walk(self) -> npt.NDArray[np.int32]:
        """Partial sums of the bits as -1 and +1, int32 [n]: S_1 to S_n of the document."""
        steps = self.bits.view(np.int8) * np.int8(2) - np.int8(1)
        return np.cumsum(steps, dtype=np.int32)

    @cached_property
    def nine_bit_codes(self) -> Codes:
        """:func:`window_codes` of nine bits, the width of the default templates."""
        return window_codes(self.bits, 9)

    def circular_counts(self, width: int) -> Int64:
        """How often each pattern of ``width`` bits begins somewhere, the sequence taken as a ring.

        Args:
            width: 0..17, at most n.

        Returns:
            int64 [2^width], which add up to n.
        """
        counted = max(width, _WIDE) if len(self) >= 1 << _WIDE else width
        if counted not in self._circular:
            ring = np.concatenate([self.bits, self.bits[: counted - 1]]) if counted else self.bits
            codes = window_codes(ring, counted)
            self._circular[counted] = np.bincount(codes, minlength=1 << counted)
        counts: Int64 = self._circular[counted].reshape(1 << width, -1).sum(axis=1)
        return counts


def window_codes(bits: Bits, width: int) -> Codes:
    """Every window of ``width`` bits as a number, its first bit the most significant.

    Args:
        bits: uint8 [n] of 0 and 1.
        width: 0..17.

    Returns:
        uint16, or uint32 above sixteen bits, [n - width + 1]; all zeros [n] for no bits.
    """
    kind: Any = np.uint16 if width <= 16 else np.uint32
    if width == 0:
        return np.zeros(bits.size, kind)
    if width == 1:
        return bits.astype(kind)
    half = width // 2
    halves = window_codes(bits, half).astype(kind, copy=False)
    codes = (halves[:-half] << half) | halves[half:]
    if width % 2:
        return np.asarray((codes[:-1] << 1) | bits[width - 1 :])
    return np.asarray(codes)
