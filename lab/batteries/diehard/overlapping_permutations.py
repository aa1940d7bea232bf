"""OPERM5: the order of five successive words, at every place."""

from __future__ import annotations

import functools
import itertools
import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from scipy import stats

from lab.batteries.diehard.diehard_test import DiehardTest
from lab.batteries.diehard.words import Float64, Int64, Words
from lab.batteries.outcome import Outcome

LENGTH = 5
ORDERS = math.factorial(LENGTH)
RANK = ORDERS - math.factorial(LENGTH - 1)
"""96: each order of four is the end of one window and the start of the next, which ties 24 sums of counts."""

_RUNS = 2


def order_indices(values: Words | Int64) -> Int64:
    """Which of the 120 orders each window of five has.

    Args:
        values: [..., n], distinct within a window; equal ones count as rising.

    Returns:
        Lehmer codes as numbers below 120, int64 [..., n - 4].
    """
    windows = values.shape[-1] - LENGTH + 1
    places = [values[..., start : start + windows] for start in range(LENGTH)]
    index = np.zeros(places[0].shape, np.int64)
    for left in range(LENGTH - 1):
        smaller = sum((places[right] < places[left]).astype(np.int64) for right in range(left + 1, LENGTH))
        index += smaller * math.factorial(LENGTH - 1 - left)
    return index


@functools.cache
def count_covariance() -> Float64:
    """Covariance of the 120 counts for each window of a long sequence, float64 [120, 120], exact.

    Windows share up to four words; all orders of nine words show every way in which they do.
    """
    span = 2 * LENGTH - 1
    orders = np.array(list(itertools.permutations(range(span))), np.int8).astype(np.int64)
    indices = order_indices(orders)
    total = np.eye(ORDERS) / ORDERS - (2 * LENGTH - 1) / ORDERS**2
    for lag in range(1, LENGTH):
        pairs = indices[:, 0] * ORDERS + indices[:, lag]
        joint = np.bincount(pairs, minlength=ORDERS**2).reshape(ORDERS, ORDERS) / len(orders)
        total += joint + joint.T
    return total


@functools.cache
def _inverse() -> Float64:
    """The pseudo-inverse of :func:`count_covariance`."""
    values, vectors = np.linalg.eigh(count_covariance())
    kept, directions = values[-RANK:], vectors[:, -RANK:]
    return np.asarray((directions / kept) @ directions.T)


@dataclass(frozen=True)
class OverlappingPermutations(DiehardTest):
    """The orders of a million overlapping fives, twice: a quadratic form with 96 degrees of freedom.

    The weight matrix is the pseudo-inverse of the exact covariance. Diehard's printed one is in error and
    has 99 degrees of freedom, for which dieharder calls this test suspect.
    """

    samples: int = 1_000_000
    name: ClassVar[str] = "operm5"
    title: ClassVar[str] = "Overlapping 5-permutations"
    unit: ClassVar[str] = "windows of five, twice"
    full: ClassVar[int] = 1_000_000
    fewest: ClassVar[int] = 6_000

    @property
    def words(self) -> int:
        """How many words the test takes."""
        return _RUNS * (self.samples + LENGTH - 1)

    def outcomes(self, words: Words) -> list[Outcome]:
        """The test's p-values; see :class:`DiehardTest`."""
        return [self._run(part, run) for run, part in enumerate(words.reshape(_RUNS, -1), 1)]

    def _run(self, part: Words, run: int) -> Outcome:
        observed = np.bincount(order_indices(part), minlength=ORDERS)
        excess = observed - self.samples / ORDERS
        statistic = float(excess @ _inverse() @ excess / self.samples)
        p_value = float(stats.chi2.sf(statistic, RANK))
        return Outcome(self.name, str(run), p_value, statistics={"chi_square": statistic, "degrees": RANK})
