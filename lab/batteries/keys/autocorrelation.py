"""Autocorrelation test (paper 003 eq. 10, table 17).

Eq. 10 is printed without taking off the mean: for bytes it is about 127.5² = 16,256 at every lag and never
near 0. Here r(d) is normalised, (mean of the products at lag d, of values less their mean) / variance. Mean
and count over 50 lags are given. The paper's critical value of .05 is what every ninth lag of a uniform key
of 1,024 bytes exceeds.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy import stats
from scipy.special import ndtr

from lab.batteries.keys.key_bytes import Key, require_key
from lab.batteries.keys.pearson import normal_quantile
from lab.batteries.measurement import LEVEL, Interval, Measurement, PaperLimit, two_sided

LAGS = 50
PAPER_MOST = 0.05

_EACH = 0.05
"""How often one lag of uniform bytes lies beyond its own limit."""


def autocorrelations(key: Key, lags: int = LAGS) -> npt.NDArray[np.float64]:
    """r(1) to r(lags), or to half of the key where that is shorter; all 0 of a constant key.

    Returns:
        float64 [lags].
    """
    centred = key.astype(np.float64)
    centred -= centred.mean()
    variance = float(centred @ centred) / key.size
    used = range(1, lags_of(key.size, lags) + 1)
    products = [float(centred[:-d] @ centred[d:]) / (key.size - d) for d in used]
    return np.array(products) / variance if variance else np.zeros(len(used))


def lags_of(length: int, lags: int = LAGS) -> int:
    """How many lags of a key of that length are looked at."""
    return min(lags, length // 2)


def mean_size(length: int, lags: int = LAGS) -> tuple[float, float]:
    """Mean and standard deviation of the mean |r| of uniform bytes; r(d) is nearly normal, sd 1/√(n-d)."""
    deviations = 1 / np.sqrt(length - np.arange(1, lags_of(length, lags) + 1))
    mean = math.sqrt(2 / math.pi) * float(deviations.mean())
    return mean, math.sqrt((1 - 2 / math.pi) * float((deviations**2).sum())) / deviations.size


def beyond_paper(length: int) -> float:
    """Probability that r(1) of so many uniform bytes lies beyond the paper's .05."""
    return float(2 * ndtr(-PAPER_MOST * math.sqrt(length - 1)))


def autocorrelation_tests(key: Key) -> list[Measurement]:
    """Mean |r| over the lags, and how many of them lie beyond their own 95 % limit, ±1.96/√(n - d).

    Raises:
        Failure: ``INVALID_INPUT`` for what is no key.
    """
    length = require_key(key)
    found = autocorrelations(key)
    values = key.astype(np.float64)
    return [_mean(found, length, float(values[:-1] @ values[1:]) / (length - 1)), _beyond(found, length)]


def _mean(found: npt.NDArray[np.float64], length: int, as_printed: float) -> Measurement:
    expected, sd = mean_size(length)
    value, reach = float(np.abs(found).mean()), normal_quantile(LEVEL) * sd
    return Measurement(
        name=f"mean |r|, {found.size} lags",
        value=value,
        expected=expected,
        limits=Interval(expected - reach, expected + reach),
        p_value=math.erfc(abs(value - expected) / sd / math.sqrt(2)),
        basis="approximation: r(d) independent and normal, their mean normal",
        paper=PaperLimit("at most .05", Interval(high=PAPER_MOST)),
        statistics={"as_printed_at_lag_1": as_printed, "largest": float(np.abs(found).max())},
    )


def _beyond(found: npt.NDArray[np.float64], length: int) -> Measurement:
    own = normal_quantile(_EACH) / np.sqrt(length - np.arange(1, found.size + 1))
    count = int(np.count_nonzero(np.abs(found) > own))
    law = stats.binom(found.size, _EACH)
    return Measurement(
        name="lags beyond 95 %",
        value=float(count),
        expected=_EACH * found.size,
        limits=Interval(float(law.ppf(LEVEL / 2)), float(law.ppf(1 - LEVEL / 2))),
        p_value=two_sided(float(law.cdf(count)), float(law.sf(count - 1))),
        basis="approximation: r(d) independent and normal",
        statistics={"beyond_the_papers_05": float(np.count_nonzero(np.abs(found) > PAPER_MOST))},
    )
