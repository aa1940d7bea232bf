"""Repetition test (adjacent) (paper 003 table 11), in per cent.

The table's values are counts divided by 1,023: .59 is 6, .2932 is 3. Its ideal of 0 is what 1.8 % of all
uniform keys have; on average there are four repeats, .39 %.
"""

from __future__ import annotations

import numpy as np
from scipy import stats

from lab.batteries.keys.key_bytes import Key, require_key
from lab.batteries.measurement import LEVEL, Interval, Measurement, PaperLimit, two_sided
from shared.keygen.histogram import LEVELS


def adjacent_repetition_test(key: Key) -> Measurement:
    """100 · (bytes equal to the one before) / (n - 1).

    Of uniform bytes each is equal to the one before with probability 1/256, whatever that one is: exactly
    binomial.

    Raises:
        Failure: ``INVALID_INPUT`` for what is no key.
    """
    places = require_key(key) - 1
    repeats = int(np.count_nonzero(key[1:] == key[:-1]))
    law = stats.binom(places, 1 / LEVELS)
    low, high = law.ppf([LEVEL / 2, 1 - LEVEL / 2])
    return Measurement(
        name="adjacent (%)",
        value=100 * repeats / places,
        expected=100 / LEVELS,
        limits=Interval(100 * float(low) / places, 100 * float(high) / places),
        p_value=repeats_p_value(repeats, places),
        basis="exact: binomial",
        paper=PaperLimit("ideal 0"),
        statistics={"repeats": float(repeats), "expected_repeats": places / LEVELS},
    )


def repeats_p_value(repeats: int, places: int) -> float:
    """Two-sided p-value of so many repeats among ``places`` pairs of neighbours."""
    law = stats.binom(places, 1 / LEVELS)
    return two_sided(float(law.cdf(repeats)), float(law.sf(repeats - 1)))
