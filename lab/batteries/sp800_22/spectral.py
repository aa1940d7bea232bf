"""Has the spectrum of the bits too many peaks or too few? (SP 800-22 rev 1a, 2.6)"""

from __future__ import annotations

import math

import numpy as np
from scipy.fft import rfft

from lab.batteries.outcome import Outcome
from lab.batteries.sp800_22.bit_sequence import BitSequence
from lab.batteries.sp800_22.parameters import Parameters, Reading
from lab.batteries.sp800_22.refusals import too_short
from lab.batteries.sp800_22.tails import two_sided_normal_tail

TEST = "dft"
LEAST_BITS = 1000

_BELOW = 0.95
"""Part of the peaks that should lie below the threshold."""
_THRESHOLD = math.log(1 / (1 - _BELOW))
"""Of a squared magnitude divided by n, which is exponentially distributed."""
_STS_THRESHOLD = 2.995732274
"""The same as the C code has it."""


def spectral(sequence: BitSequence, parameters: Parameters) -> list[Outcome]:
    """The discrete Fourier transform test: one p-value.

    Args:
        sequence: at least 1,000 bits.
        parameters: the reading decides the variance of the count, see :func:`count_variance`.
    """
    refused = too_short(TEST, sequence, LEAST_BITS, parameters, possible=4)
    if refused:
        return refused
    n = len(sequence)
    threshold = _STS_THRESHOLD if parameters.reading is Reading.STS else _THRESHOLD
    spectrum = rfft(2.0 * sequence.bits - 1)[: n // 2]
    power = spectrum.real**2 + spectrum.imag**2
    below = int(np.count_nonzero(power < threshold * n))
    expected = _BELOW * n / 2
    score = (below - expected) / math.sqrt(count_variance(n, parameters.reading))
    statistics = {"below": below, "expected": expected, "score": score}
    return [Outcome(TEST, p_value=two_sided_normal_tail(score), statistics=statistics)]


def count_variance(n: int, reading: Reading) -> float:
    """Variance of the number of peaks below the threshold.

    Document and C code take n/4 * .95 * .05. Independent peaks would give twice as much; but the sum of their
    squares is the same whatever the bits are (Parseval), and what a count has in common with that sum does
    not vary. For exponential variables E and the threshold t that leaves n/2 * (P(E<t) P(E>t) -
    cov(1[E<t], E)^2), with the covariance -t e^-t: n * .95 * .05 / 3.79.
    """
    if reading is Reading.STS:
        return n * _BELOW * (1 - _BELOW) / 4
    covariance = _THRESHOLD * (1 - _BELOW)
    return n / 2 * (_BELOW * (1 - _BELOW) - covariance**2)
