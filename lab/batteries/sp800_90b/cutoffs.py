"""Cutoffs of the health tests, from the entropy that is claimed of a sample (SP 800-90B §4.4)."""

from __future__ import annotations

import math

from scipy import stats

from shared.errors import Code, Failure

ALPHA = 2.0**-20
"""Chance of a false alarm; the document recommends it."""

BINARY_WINDOW = 1024
WINDOW = 512
"""Of the adaptive proportion test for samples of more than two values."""


def repetition_cutoff(entropy: float, alpha: float = ALPHA) -> int:
    """How many equal samples in a row are an alarm: 1 + ceil(-log2(alpha) / H), §4.4.1.

    Args:
        entropy: H, min-entropy of a sample in bits, above 0.
        alpha: chance of a false alarm.

    Raises:
        Failure: ``INVALID_INPUT`` for an entropy or a chance out of range.
    """
    _check(entropy, alpha)
    return 1 + math.ceil(-math.log2(alpha) / entropy)


def proportion_cutoff(entropy: float, window: int, alpha: float = ALPHA) -> int:
    """How many equal samples in a window are an alarm: 1 + critbinom(W, 2^-H, 1 - alpha), §4.4.2.

    Args:
        entropy: H, min-entropy of a sample in bits, above 0.
        window: W, samples of a window.
        alpha: chance of a false alarm.

    Raises:
        Failure: as :func:`repetition_cutoff`; also when no count of a window would be an alarm.
    """
    _check(entropy, alpha)
    cutoff = 1 + int(stats.binom.ppf(1 - alpha, window, 2.0**-entropy))
    if cutoff > window:
        sentence = (
            f"With {entropy:g} bits a window of {window:,} samples can give no alarm; claim more entropy."
        )
        raise Failure(Code.INVALID_INPUT, sentence, field="entropy")
    return cutoff


def _check(entropy: float, alpha: float) -> None:
    if not 0 < entropy < math.inf:
        raise Failure(
            Code.INVALID_INPUT, "The entropy of a sample is a number of bits above 0.", field="entropy"
        )
    if not 0 < alpha < 1:
        raise Failure(Code.INVALID_INPUT, "The chance of a false alarm is between 0 and 1.", field="alpha")
