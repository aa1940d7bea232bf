"""Pearson correlation test (paper 003 eq. 8, table 12): of a key with itself, and of keys with each other.

The paper prints one average, .0062, under all six keys, and says neither of what nor how many: the mean over
the fifteen pairs of six keys is one reading. Its ideal of .05 is read as the most that is allowed.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np
from scipy.special import ndtri

from lab.batteries.keys.key_bytes import Key, require_key, require_several
from lab.batteries.measurement import LEVEL, Interval, Measurement, PaperLimit
from shared.errors import Code, Failure

PAPER_MOST = 0.05

_PAPER = PaperLimit("within ±.05", Interval(-PAPER_MOST, PAPER_MOST))


def correlation(left: Key, right: Key) -> float:
    """Pearson's r of two series of bytes; 0 where one of them is constant.

    Raises:
        Failure: ``INVALID_INPUT`` when their lengths differ or they are empty.
    """
    if left.shape != right.shape or not left.size:
        raise Failure(Code.INVALID_INPUT, "Two series of bytes are correlated; give two of one length.")
    first, second = (series.astype(np.float64) for series in (left, right))
    first -= first.mean()
    second -= second.mean()
    scale = math.sqrt(float(first @ first) * float(second @ second))
    return float(first @ second) / scale if scale else 0.0


def neighbour_correlation_test(key: Key) -> Measurement:
    """r of every byte with the next one.

    Raises:
        Failure: ``INVALID_INPUT`` for what is no key.
    """
    pairs = require_key(key) - 1
    return normal_correlation("lag-1 r", correlation(key[:-1], key[1:]), pairs)


def between_keys_test(keys: Sequence[Key]) -> Measurement:
    """Mean r over all pairs of keys: every byte of one with the byte in its place in the other.

    Raises:
        Failure: ``INVALID_INPUT`` for fewer than two keys, or keys of different lengths.
    """
    require_several(keys)
    found = [correlation(left, right) for left, right in itertools.combinations(keys, 2)]
    made = normal_correlation("r between keys", float(np.mean(found)), len(found) * keys[0].size)
    made.statistics.update(pairs=float(len(found)), largest=float(max(found, key=abs)))
    return made


def normal_correlation(name: str, value: float, pairs: int) -> Measurement:
    """A correlation of uniform bytes over ``pairs`` pairs of them is nearly normal with variance 1/pairs.

    Several keys' correlations are uncorrelated, so their mean has the variance of one over all their pairs.
    """
    sd = 1 / math.sqrt(pairs)
    reach = normal_quantile(LEVEL) * sd
    return Measurement(
        name=name,
        value=value,
        expected=0.0,
        limits=Interval(-reach, reach),
        p_value=math.erfc(abs(value) / sd / math.sqrt(2)),
        basis="approximation: normal with variance 1/pairs",
        paper=_PAPER,
        statistics={"sd": sd},
    )


def normal_quantile(level: float) -> float:
    """How many standard deviations a normal variable exceeds, in either direction, with that probability."""
    return float(ndtri(1 - level / 2))
