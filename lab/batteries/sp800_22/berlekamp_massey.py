"""The shortest linear feedback shift register of each of many blocks (Massey, 1969).

Polynomials over GF(2) lie in words of 64 bits, the coefficient of x^j in bit j % 64 of word j // 64.
Compiled, one block is worked on after the other; in NumPy all blocks at once, which takes two to three times
as long.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lab.batteries.compiled import Kernel
from lab.batteries.sp800_22.bit_sequence import Int64

Words = npt.NDArray[np.uint64]
BlockBits = npt.NDArray[np.uint8]

_ONE, _TOP = np.uint64(1), np.uint64(63)


def one_by_one(blocks: BlockBits) -> Int64:
    """Linear complexities, see :data:`COMPLEXITIES`; written to be compiled."""
    count, length = blocks.shape
    words = length // 64 + 1
    one, top, none, every = np.uint64(1), np.uint64(63), np.uint64(0), ~np.uint64(0)
    complexities = np.empty(count, np.int64)
    current = np.empty(words, np.uint64)
    earlier = np.empty(words, np.uint64)
    recent = np.empty(words, np.uint64)
    for k in range(count):
        current[:], earlier[:], recent[:] = none, none, none
        current[0], earlier[0] = one, one << one
        complexity = 0
        for n in range(length):
            used = min(words, (n + 2) // 64 + 1)  # no polynomial so far has a degree above n + 1
            carry, odd = np.uint64(blocks[k, n]), none
            for j in range(used):
                word = recent[j]
                recent[j] = (word << one) | carry
                carry = word >> top
                odd ^= recent[j] & current[j]
            for half in (32, 16, 8, 4, 2, 1):
                odd ^= odd >> np.uint64(half)
            wrong = every if odd & one else none
            longer = none
            if wrong and 2 * complexity <= n:
                longer = every
                complexity = n + 1 - complexity
            carry = none
            for j in range(used):
                old, word = current[j], earlier[j]
                current[j] = old ^ (word & wrong)
                kept = (old & longer) | (word & ~longer)
                earlier[j] = (kept << one) | carry
                carry = kept >> top
        complexities[k] = complexity
    return complexities


def all_at_once(blocks: BlockBits) -> Int64:
    """Linear complexities, see :data:`COMPLEXITIES`; in NumPy alone."""
    count, length = blocks.shape
    words = length // 64 + 1
    current = np.zeros((words, count), np.uint64)
    current[0] = 1
    earlier = np.zeros((words, count), np.uint64)
    earlier[0] = 2
    recent = np.zeros((words, count), np.uint64)
    complexities = np.zeros(count, np.int64)
    arriving = blocks.T.astype(np.uint64)
    for n in range(length):
        used = slice(0, min(words, (n + 2) // 64 + 1))
        _shift(recent[used])
        recent[0] |= arriving[n]
        common = np.bitwise_xor.reduce(recent[used] & current[used], axis=0)
        odd = (np.bitwise_count(common) & 1).astype(bool)
        longer = odd & (2 * complexities <= n)
        corrected = current[used] ^ np.where(odd, earlier[used], np.uint64(0))
        earlier[used] = np.where(longer, current[used], earlier[used])
        current[used] = corrected
        _shift(earlier[used])
        complexities = np.where(longer, n + 1 - complexities, complexities)
    return complexities


def _shift(polynomials: Words) -> None:
    """Multiply each by x, in place; words lie along the first axis."""
    carries = polynomials[:-1] >> _TOP
    polynomials <<= _ONE
    polynomials[1:] |= carries


COMPLEXITIES = Kernel(one_by_one, all_at_once)
"""Linear complexity of each block: uint8 [count, length] of 0 and 1 to int64 [count], each 0..length."""


def prepare() -> bool:
    """Compile, where numba is installed; worth it for some fifty sequences of 1,000,000 bits.

    Returns:
        Whether there is compiled code.
    """
    return COMPLEXITIES.compile(np.zeros((1, 1), np.uint8))
