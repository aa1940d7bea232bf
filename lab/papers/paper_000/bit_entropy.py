"""Entropy of single bits, and the monobit test that it implies."""

from __future__ import annotations

import math

import numpy as np


def binary_entropy(key: bytes) -> float:
    """Shannon entropy of a key's bits, 0 to 1: that of the share of ones.

    Raises:
        ValueError: the key is empty.
    """
    if not key:
        raise ValueError("an empty key has no bits")
    ones = float(np.unpackbits(np.frombuffer(key, np.uint8)).mean())
    return -sum(share * math.log2(share) for share in (ones, 1 - ones) if share > 0)


def implied_p_value(entropy: float, bits: int) -> float:
    """The monobit test's p-value of ``bits`` bits with an entropy near 1.

    With a share of ones 1/2 + d, 1 - H = 2 d^2 / ln 2 and the statistic is 2 d sqrt(n) (SP 800-22, 2.1).
    """
    offset = math.sqrt(max(0.0, 1 - entropy) * math.log(2) / 2)
    return math.erfc(2 * offset * math.sqrt(bits) / math.sqrt(2))


def expected_deficit(bits: int) -> float:
    """The mean of 1 - H over uniform keys of so many bits, 1 / (2 n ln 2)."""
    return 1 / (2 * bits * math.log(2))
