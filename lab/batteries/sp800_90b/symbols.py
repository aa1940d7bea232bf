"""Samples of a few bits each from a stream of bits."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from lab.batteries.sources.source import Bits, BitSource
from lab.batteries.sources.taking import take_bits
from lab.batteries.sp800_90b.health_tests import Samples

_BYTE_BITS = 8


def symbols_of(bits: Bits, width: int) -> Samples:
    """Bits as samples, the first bit the most significant; what does not fill a sample is left out.

    Args:
        bits: uint8 [n] of 0 and 1.
        width: bits of a sample, 1 to 8.

    Returns:
        uint8 [n // width].
    """
    whole = bits[: bits.size // width * width].reshape(-1, width)
    return np.packbits(whole, axis=1)[:, 0] >> np.uint8(_BYTE_BITS - width)


def take_symbols(source: BitSource, most: int, width: int, tell: Callable[[int, int], object]) -> Samples:
    """The next samples of a source: as many as are wanted, or all that are left.

    Args:
        source: to read from.
        most: how many samples are wanted.
        width: bits of a sample, 1 to 8.
        tell: called with bytes, as they come.

    Raises:
        Failure: as :func:`take_bits`.
    """
    return symbols_of(take_bits(source, most * width, tell), width)
