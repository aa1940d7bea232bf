"""Sensitivity test (paper 003 section 6.4, table 14): how far a slightly changed print changes the key.

The paper asks for more than half of the bits, divides by 1,024, the number of bytes, and prints .039 to .093
with an ideal below .1: three things that do not go together. So three values are given: the part of the bits,
the part of the bytes, and the correlation, which the printed ones may have been.
"""

from __future__ import annotations

import math

import numpy as np
from scipy import stats

from lab.batteries.keys.key_bytes import Key, require_pair
from lab.batteries.keys.pearson import correlation, normal_correlation
from lab.batteries.measurement import LEVEL, Interval, Measurement, PaperLimit, two_sided
from shared.keygen.histogram import LEVELS

_BITS = 8
_TABLE_MOST = 0.1


def changed_bits(left: Key, right: Key) -> int:
    """In how many bits two keys differ."""
    return int(np.bitwise_count(left ^ right).sum())


def bit_change_tests(key: Key, changed: Key) -> list[Measurement]:
    """Compare a key with the one of a changed input.

    Args:
        key: uint8 [n].
        changed: uint8 [n].

    Returns:
        Changed bits in per cent of 8 n, changed bytes in per cent of n, and the correlation.

    Raises:
        Failure: ``INVALID_INPUT`` for what are no two keys of one length.
    """
    length = require_pair(key, changed)
    bits, bytes_ = changed_bits(key, changed), int(np.count_nonzero(key != changed))
    by_printed_formula = {"changed_bits": float(bits), "as_printed_percent": 100 * bits / length}
    half = PaperLimit("more than 50", Interval(low=math.nextafter(50.0, 100.0)))
    related = normal_correlation("r with changed", correlation(key, changed), length)
    return [
        _share("changed bits (%)", bits, length * _BITS, 0.5, half, by_printed_formula),
        _share("changed bytes (%)", bytes_, length, 1 - 1 / LEVELS, None, {"changed_bytes": float(bytes_)}),
        Measurement(
            name=related.name,
            value=related.value,
            expected=related.expected,
            limits=related.limits,
            p_value=related.p_value,
            basis=related.basis,
            paper=PaperLimit("below .1", Interval(-_TABLE_MOST, _TABLE_MOST)),
            statistics=related.statistics,
        ),
    ]


def _share(
    name: str, count: int, of: int, chance: float, paper: PaperLimit | None, statistics: dict[str, float]
) -> Measurement:
    law = stats.binom(of, chance)
    low, high = law.ppf([LEVEL / 2, 1 - LEVEL / 2])
    return Measurement(
        name=name,
        value=100 * count / of,
        expected=100 * chance,
        limits=Interval(100 * float(low) / of, 100 * float(high) / of),
        p_value=two_sided(float(law.cdf(count)), float(law.sf(count - 1))),
        basis="exact: binomial",
        paper=paper,
        statistics=statistics,
    )
