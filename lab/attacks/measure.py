"""How much an attack recovered, and what guessing would have."""

from __future__ import annotations

import math

import numpy as np

from shared.keygen.histogram import entropy_bits, histogram

_LEVELS = 256
_DEVIATIONS = 8
"""How many standard deviations above chance still count as chance: once in 10^15 by accident."""


def equal_share(found: bytes, truth: bytes) -> float:
    """The part of the bytes that are right, 0..1.

    Raises:
        ValueError: the lengths differ, or there is nothing to compare.
    """
    if len(found) != len(truth) or not truth:
        raise ValueError("what was found and the truth have one length, and at least one byte")
    return float(np.mean(np.frombuffer(found, np.uint8) == np.frombuffer(truth, np.uint8)))


def is_guessing(share: float, count: int) -> bool:
    """Whether a share of ``count`` right bytes is no more than random bytes would give: 1 in 256."""
    chance = 1 / _LEVELS
    return share <= chance + _DEVIATIONS * math.sqrt(chance * (1 - chance) / count)


def entropy(data: bytes) -> float:
    """Shannon entropy of the byte histogram, in bits (paper 003 eq. 6)."""
    return entropy_bits(histogram(np.frombuffer(data, np.uint8)))


def xor(left: bytes, right: bytes) -> bytes:
    """Byte by byte; the shorter one sets the length."""
    length = min(len(left), len(right))
    return (np.frombuffer(left, np.uint8, length) ^ np.frombuffer(right, np.uint8, length)).tobytes()


def percent(share: float) -> str:
    """A share for people, with as many digits as tell it from all and from chance."""
    return f"{100 * share:.4g} %"
