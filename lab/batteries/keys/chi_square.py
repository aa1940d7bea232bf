"""Uniformity test (paper 003 eq. 7, table 10).

Eq. 7 is printed with the denominator inside the square, which would give 63.75 for random keys of 1,024
bytes. The values of table 10 are multiples of 0.5 around 255, as Pearson's chi-square has them; that is the
test, and the printed form stands among the statistics.
"""

from __future__ import annotations

from lab.batteries.histogram_moments import DEGREES
from lab.batteries.histogram_null import (
    SMOOTH_MIN,
    basis,
    chi_square_limits,
    chi_square_p_value,
    entropy_and_chi_square,
)
from lab.batteries.keys.key_bytes import Key, require_key
from lab.batteries.measurement import Interval, Measurement, PaperLimit
from shared.keygen.histogram import LEVELS

PAPER_MOST = 293.25
"""The paper's limit: what one in twenty uniform keys exceeds. It sets none for too even counts."""


def chi_square_test(key: Key) -> Measurement:
    """Pearson's chi-square of the byte histogram against equal counts, 255 degrees of freedom.

    Raises:
        Failure: ``INVALID_INPUT`` for what is no key.
    """
    length = require_key(key)
    _, value = entropy_and_chi_square(key)
    return Measurement(
        name="chi-square",
        value=value,
        expected=float(DEGREES),
        limits=chi_square_limits(length),
        p_value=chi_square_p_value(value, length),
        basis=basis(length) if length < SMOOTH_MIN else "approximation: chi-square with 255 degrees",
        paper=PaperLimit("at most 293.25", Interval(high=PAPER_MOST)),
        statistics={"as_printed": value * LEVELS / length, "as_printed_expected": DEGREES * LEVELS / length},
    )
