"""Overlapping sums: a hundred sums of a hundred successive numbers, each begun one number later."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from scipy import stats

from lab.batteries.diehard.diehard_test import COMBINED, DiehardTest
from lab.batteries.diehard.fitting import uniform, uniform_sets
from lab.batteries.diehard.words import Float64, Words, unit_interval
from lab.batteries.outcome import Outcome

SUMS = 100
NUMBERS = 2 * SUMS - 1
VARIANCE = 1 / 12


@functools.cache
def whitening() -> Float64:
    """Weights of the 199 numbers that give 100 uncorrelated values of variance 1, float64 [100, 199].

    Sums i and j have covariance (100 - |i - j|) / 12; the values are its principal components. Each of them
    weighs all numbers, so that it is nearly normal. The differences that Diehard takes (a triangular matrix)
    are uncorrelated too, but the last of them weigh few numbers, and are triangular rather than normal.
    """
    lags = np.abs(np.subtract.outer(np.arange(SUMS), np.arange(SUMS)))
    values, vectors = np.linalg.eigh((SUMS - lags) * VARIANCE)
    numbers = np.arange(NUMBERS)
    starts = np.arange(SUMS)[:, None]
    windows = ((numbers >= starts) & (numbers < starts + SUMS)).astype(np.float64)
    return np.asarray((vectors / np.sqrt(values)).T @ windows)


@dataclass(frozen=True)
class OverlappingSums(DiehardTest):
    """Principal components of the sums of 199 numbers are standard normals, a thousand times.

    For each set of 199 a Kolmogorov-Smirnov test of its 100 values, and one of the sets' p-values.
    """

    samples: int = 1_000
    name: ClassVar[str] = "overlapping-sums"
    title: ClassVar[str] = "Overlapping sums"
    unit: ClassVar[str] = "sets of 100 sums"
    full: ClassVar[int] = 1_000
    fewest: ClassVar[int] = 10

    @property
    def words(self) -> int:
        """How many words the test takes."""
        return self.samples * NUMBERS

    def outcomes(self, words: Words) -> list[Outcome]:
        """The test's p-values; see :class:`DiehardTest`."""
        centred = unit_interval(words).reshape(self.samples, NUMBERS) - 0.5
        chances = stats.norm.cdf(centred @ whitening().T)
        sets = uniform_sets(chances)
        return [Outcome(self.name, COMBINED, uniform(sets), statistics={"least": float(sets.min())})]
