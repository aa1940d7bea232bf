"""Entropy and chi-square of one key are locked: both measure how flat the same histogram is.

For uniform keys of 1,024 bytes their correlation is -.946, so that one of them gives the other but for a
standard deviation of 7.34. Two printed values that lie many of these apart were not measured on one key.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from lab.batteries.histogram_moments import DEGREES, histogram_moments
from shared.errors import Code, Failure

LOCKED_MIN, LOCKED_MAX = 256, 65_536
"""Lengths for which the line is given: below it is a curve, above nothing is left beside it."""

APART = 5.0
"""From how many standard deviations on two values are said not to belong together."""


@dataclass(frozen=True, slots=True)
class Lock:
    """The regression of chi-square on entropy over uniform keys of one length.

    Attributes:
        entropy_mean: where the line meets a chi-square of 255.
        slope: change of chi-square for each bit of entropy.
        correlation: of the two.
        residual_sd: standard deviation of chi-square about the line.
    """

    entropy_mean: float
    slope: float
    correlation: float
    residual_sd: float

    def chi_square(self, entropy: float) -> float:
        """The chi-square that goes with an entropy."""
        return DEGREES + self.slope * (entropy - self.entropy_mean)

    def residual(self, entropy: float, chi_square: float) -> float:
        """How many standard deviations a chi-square lies above the one that goes with the entropy."""
        return (chi_square - self.chi_square(entropy)) / self.residual_sd

    def belong_together(self, entropy: float, chi_square: float) -> bool:
        """Whether both may be of one key."""
        return abs(self.residual(entropy, chi_square)) < APART


def entropy_chi_square_lock(length: int) -> Lock:
    """The lock for keys of so many bytes, from exact moments.

    Raises:
        Failure: ``INVALID_INPUT`` outside :data:`LOCKED_MIN` to :data:`LOCKED_MAX` bytes.
    """
    if not LOCKED_MIN <= length <= LOCKED_MAX:
        sentence = (
            f"Entropy and chi-square are compared for {LOCKED_MIN} to {LOCKED_MAX:,} bytes; choose such."
        )
        raise Failure(Code.INVALID_INPUT, sentence, field="length")
    moments = histogram_moments(length)
    slope = moments.correlation * moments.chi_square_sd / moments.entropy_sd
    residual = moments.chi_square_sd * math.sqrt(1 - moments.correlation**2)
    return Lock(moments.entropy_mean, slope, moments.correlation, residual)
