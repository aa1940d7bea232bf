"""Entropy test (paper 003 eq. 6, table 8)."""

from __future__ import annotations

from lab.batteries.histogram_moments import histogram_moments
from lab.batteries.histogram_null import basis, entropy_and_chi_square, entropy_limits, entropy_p_value
from lab.batteries.keys.key_bytes import Key, require_key
from lab.batteries.measurement import Measurement, PaperLimit

IDEAL = 8.0
"""The paper's ideal. A key of 1,024 bytes reaches it only when every value occurs four times."""


def entropy_test(key: Key) -> Measurement:
    """Shannon entropy of the byte histogram, bits a byte.

    1,024 uniform bytes have 7.8088 with a standard deviation of .0172: 8 is what none of them has, and above
    7.86 the histogram was flattened on purpose.

    Raises:
        Failure: ``INVALID_INPUT`` for what is no key.
    """
    length = require_key(key)
    value, _ = entropy_and_chi_square(key)
    moments = histogram_moments(length)
    return Measurement(
        name="entropy",
        value=value,
        expected=moments.entropy_mean,
        limits=entropy_limits(length),
        p_value=entropy_p_value(value, length),
        basis=basis(length),
        paper=PaperLimit("ideal 8"),
        statistics={
            "deviations": (value - moments.entropy_mean) / moments.entropy_sd,
            "sd": moments.entropy_sd,
        },
    )
