"""Rows of bits, one a byte: drawn from a stream, as numbers, and all that there are."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from shared.exact.xof import ShakeStream

Bits = npt.NDArray[np.uint8]
"""Zeros and ones, uint8 [rows, width]."""


def random_bits(drawn: ShakeStream, rows: int, width: int) -> Bits:
    """The next ``rows * width`` bits of a stream, uint8 [rows, width]; what is left of a byte is dropped."""
    needed = rows * width
    bits = np.unpackbits(np.frombuffer(drawn.bytes(-(-needed // 8)), np.uint8))
    return bits[:needed].reshape(rows, width)


def numbers_of(bits: Bits) -> npt.NDArray[np.int64]:
    """Rows of at most 62 bits as numbers, the first bit the most significant, int64 [rows]."""
    weights = np.int64(1) << np.arange(bits.shape[1] - 1, -1, -1, dtype=np.int64)
    return bits.astype(np.int64) @ weights


def all_inputs(bits: int) -> Bits:
    """Every input in order of its number, uint8 [2^bits, bits]."""
    numbers = np.arange(1 << bits, dtype=np.int64)[:, None]
    return (numbers >> np.arange(bits - 1, -1, -1, dtype=np.int64) & 1).astype(np.uint8)
