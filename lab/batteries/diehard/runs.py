"""Runs up and runs down: how long numbers go on rising, or falling."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from scipy import stats

from lab.batteries.diehard.diehard_test import DiehardTest
from lab.batteries.diehard.fitting import uniform
from lab.batteries.diehard.words import Float64, Int64, Words
from lab.batteries.outcome import Outcome

NUMBERS = 10_000
LONGEST = 6
"""The last cell holds runs of six and more."""

_TURNS = 2


def run_counts(values: Words) -> Int64:
    """How many rising runs have 1, 2, … 6 or more numbers; every number is in one, the last run counts whole.

    Args:
        values: uint32 [n]. Equal neighbours end a run.

    Returns:
        int64 [6].
    """
    ends = np.flatnonzero(values[:-1] >= values[1:]) + 1
    lengths = np.diff(np.concatenate([[0], ends, [values.size]]))
    return np.bincount(np.minimum(lengths, LONGEST), minlength=LONGEST + 1)[1:]


@functools.cache
def run_means(numbers: int) -> Float64:
    """Expected counts of :func:`run_counts`, float64 [6] (Knuth, TAOCP 3.3.2, exact for any length)."""
    lengths = range(1, LONGEST + 1)
    at_least = np.array(
        [(numbers + 1) * p / math.factorial(p + 1) - (p - 1) / math.factorial(p) for p in lengths]
    )
    return np.asarray(at_least - np.append(at_least[1:], 0.0))


@functools.cache
def run_covariance() -> Float64:
    """Covariance of the counts for each number of a long sequence, float64 [6, 6].

    For runs of at least p and q: two that begin at one place are one run of at least the longer; those that
    begin within each other exclude each other; the second may begin where the first has p numbers.
    """
    lengths = range(1, LONGEST + 1)
    at_least = np.array([[_joint(p, q) for q in lengths] for p in lengths])
    exact = at_least.copy()
    exact[:-1] -= at_least[1:]
    exact[:, :-1] -= exact[:, 1:].copy()
    return exact


def _joint(p: int, q: int) -> float:
    return _begins(max(p, q)) + _follows(p, q) + _follows(q, p) - (p + q + 1) * _begins(p) * _begins(q)


def _begins(p: int) -> float:
    """The chance that a run of at least p begins at a place."""
    return p / math.factorial(p + 1)


def _follows(p: int, q: int) -> float:
    """The chance that one of at least p begins at a place, and one of at least q after p numbers.

    That is how many permutations of p + q + 1 numbers fall after the first and the (p + 1)-th alone.
    """
    every = p + q + 1
    arrangements = math.factorial(every) // math.factorial(p) // math.factorial(q)
    return (arrangements - every - math.comb(every, p + 1) + 1) / math.factorial(every)


@dataclass(frozen=True)
class Runs(DiehardTest):
    """Runs of ten sequences of 10,000 words, up and down, and all of it twice.

    Knuth's quadratic form of the six counts is a chi-square with six degrees of freedom for each sequence;
    the outcome says whether the sequences' p-values are uniform.
    """

    samples: int = 10
    name: ClassVar[str] = "runs"
    title: ClassVar[str] = "Runs"
    unit: ClassVar[str] = "sequences of 10,000 words, twice"
    full: ClassVar[int] = 10
    fewest: ClassVar[int] = 1

    @property
    def words(self) -> int:
        """How many words the test takes."""
        return _TURNS * self.samples * NUMBERS

    def outcomes(self, words: Words) -> list[Outcome]:
        """The test's p-values; see :class:`DiehardTest`."""
        turns = words.reshape(_TURNS, self.samples, NUMBERS)
        up = [self._turn(sequences, f"up {turn}") for turn, sequences in enumerate(turns, 1)]
        down = [self._turn(~sequences, f"down {turn}") for turn, sequences in enumerate(turns, 1)]
        return [*up, *down]

    def _turn(self, sequences: Words, variant: str) -> Outcome:
        excess = np.array([run_counts(sequence) for sequence in sequences]) - run_means(NUMBERS)
        weights = np.linalg.inv(run_covariance()) / NUMBERS
        statistics = np.einsum("si,ij,sj->s", excess, weights, excess)
        chances = stats.chi2.sf(statistics, LONGEST)
        return Outcome(self.name, variant, uniform(chances), statistics={"mean": float(statistics.mean())})
