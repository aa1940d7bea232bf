"""Words of generators that are known to be bad, to see that a test says so."""

from __future__ import annotations

import numpy as np

from lab.batteries.diehard.words import Words


def congruential(count: int, multiplier: int, increment: int, seed: int = 12345) -> Words:
    """States of x' = a x + c mod 2^31 at the top of a word each, uint32 [count]; bit 32 is 0."""
    powers = np.multiply.accumulate(np.full(count, multiplier, np.uint64))
    before = np.concatenate([np.ones(1, np.uint64), powers[:-1]])
    states = powers * np.uint64(seed) + np.uint64(increment) * np.cumsum(before, dtype=np.uint64)
    return ((states & np.uint64(0x7FFFFFFF)) << np.uint64(1)).astype(np.uint32)


def randu(count: int) -> Words:
    """IBM's RANDU, whose triples lie in 15 planes."""
    return congruential(count, 65539, 0)


def low_byte_repeats(count: int) -> Words:
    """Words whose lowest byte counts up, as a congruential generator modulo a power of two does."""
    words = np.random.default_rng(5).integers(0, 1 << 32, count, np.uint32)
    return (words & np.uint32(0xFFFFFF00)) | (np.arange(count, dtype=np.uint32) & np.uint32(0xFF))


def biased(count: int) -> Words:
    """Independent bits that are one with probability 0.508."""
    random = np.random.default_rng(6)
    extra = np.bitwise_and.reduce(random.integers(0, 1 << 32, (6, count), np.uint32))
    return np.asarray(random.integers(0, 1 << 32, count, np.uint32) | extra)
