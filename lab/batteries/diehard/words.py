"""The 32-bit words that the tests are made of: fields of their bits, and numbers in [0, 1)."""

from __future__ import annotations

import enum

import numpy as np
import numpy.typing as npt

Words = npt.NDArray[np.uint32]
"""Words of the source in order, uint32 [n]."""
Float64 = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]

WORD_BYTES = 4
WORD_BITS = 32


class WordOrder(enum.StrEnum):
    """Which of a word's four bytes comes first."""

    LITTLE = "little"
    """The least significant: how Diehard and dieharder read a file on today's processors."""
    BIG = "big"
    """The most significant, so that the word's bits stand in the order of the stream."""


def words_from_bytes(data: bytes, order: WordOrder = WordOrder.LITTLE) -> Words:
    """Bytes as words, uint32 [len(data) // 4]; up to three bytes at the end are left out."""
    whole = len(data) // WORD_BYTES
    kind = "<u4" if order is WordOrder.LITTLE else ">u4"
    return np.frombuffer(data, kind, whole).astype(np.uint32)


def bit_field(words: Words, first: int, width: int) -> Words:
    """Some neighbouring bits of every word as a number.

    Args:
        words: uint32 [n].
        first: the leftmost bit, 1 (most significant) to 32, as Diehard counts them.
        width: how many bits, at most ``33 - first``.

    Returns:
        Numbers below 2^width, uint32 [n].

    Raises:
        ValueError: the field does not lie within a word.
    """
    if first < 1 or width < 1 or first + width - 1 > WORD_BITS:
        raise ValueError("a field lies within the bits 1 to 32")
    shift = np.uint32(WORD_BITS + 1 - first - width)
    return (words >> shift) & np.uint32((1 << width) - 1)


def field_name(first: int, width: int) -> str:
    """How an outcome calls a field, such as ``bits 1-24``."""
    return f"bits {first}-{first + width - 1}"


def unit_interval(words: Words) -> Float64:
    """Words as multiples of 2^-32 in [0, 1), float64 of the same shape."""
    return np.asarray(words * 2.0**-WORD_BITS, np.float64)


def disjoint_passes(width: int) -> list[list[int]]:
    """The first bits 1 .. 33 - width of all fields, in groups of which no two share a bit of a word.

    Fields of one group may be taken from the same words and are independent all the same; every group needs
    words of its own.

    Args:
        width: bits of a field.
    """
    last = WORD_BITS + 1 - width
    return [list(range(start, last + 1, width)) for start in range(1, min(width, last) + 1)]
