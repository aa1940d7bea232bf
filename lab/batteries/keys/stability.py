"""Stability test (paper 003 table 13): the same print and the same numbers give the same key, every time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lab.batteries.keys.key_bytes import Key, require_several
from lab.batteries.measurement import Interval, Measurement, PaperLimit

ATTEMPTS = 5
"""The paper's."""


def stability_test(attempts: Sequence[Key]) -> Measurement:
    """How many attempts gave another key than the first one. Equality is exact; chance has no part in it.

    Args:
        attempts: keys made of the same inputs, at least two.

    Raises:
        Failure: ``INVALID_INPUT`` for fewer than two keys, or keys of different lengths.
    """
    count = require_several(attempts)
    other = sum(not np.array_equal(attempts[0], key) for key in attempts)
    return Measurement(
        name="unstable",
        value=float(other),
        limits=Interval(0.0, 0.0),
        basis="exact: no attempt may differ",
        paper=PaperLimit("0", Interval(0.0, 0.0)),
        statistics={"attempts": float(count)},
    )
