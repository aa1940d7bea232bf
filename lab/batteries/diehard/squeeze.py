"""Squeeze: how many random factors it takes to bring 2^31 down to 1."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from scipy.special import gamma

from lab.batteries.diehard.diehard_test import DiehardTest
from lab.batteries.diehard.fitting import NEVER, chi_square
from lab.batteries.diehard.words import Float64, Int64, Words
from lab.batteries.loops import compiled
from lab.batteries.outcome import Outcome

START = 1 << 31
FEWEST_STEPS, MOST_STEPS = 6, 48
"""The cells at the ends hold these and all beyond, as in Diehard."""

_TERMS = 256
"""More steps than that are less probable than 1e-40 in all."""
_RESERVE = 8
"""Standard deviations that the need of words is above its mean."""


@compiled
def squeezed(words: Words, squeezes: int) -> Int64:
    """How many squeezes took 0, 1, … 48 or more factors.

    A step takes k to the least integer above k * w / 2^32. A squeeze that reaches 48 steps is left.

    Args:
        words: uint32 [n].
        squeezes: how many are wanted; fewer are made if the words run out.

    Returns:
        int64 [49].
    """
    counts = np.zeros(MOST_STEPS + 1, np.int64)
    place = 0
    for _ in range(squeezes):
        number = START
        steps = 0
        while number > 1 and steps < MOST_STEPS:
            if place == words.size:
                return counts
            number = ((number * int(words[place])) >> 32) + 1
            place += 1
            steps += 1
        counts[steps] += 1
    return counts


@functools.cache
def step_probabilities() -> Float64:
    """How probable each number of steps is, float64 [256], exact for uniform factors.

    From k a step leads to each of 1 .. k alike. So the generating function of the steps from n is z times the
    product of (i - 1) / (i - z) over 2 <= i <= n, which is a quotient of gamma functions.
    """
    circle = np.exp(-2j * math.pi * np.arange(_TERMS) / _TERMS)
    shift = 1 - circle
    # Gamma(n) / Gamma(n + a) = n^-a (1 - a (a - 1) / 2n + O(n^-2))
    ratio = np.exp(-shift * math.log(START)) * (1 - shift * (shift - 1) / (2 * START))
    return np.asarray(np.fft.ifft(circle * gamma(2 - circle) * ratio).real, np.float64)


@functools.cache
def _moments() -> tuple[float, float]:
    """Mean and standard deviation of the steps."""
    steps, shares = np.arange(_TERMS), step_probabilities()
    mean = float(steps @ shares)
    return mean, math.sqrt(float((steps - mean) ** 2 @ shares))


@dataclass(frozen=True)
class Squeeze(DiehardTest):
    """Steps of 100,000 squeezes against their exact distribution."""

    samples: int = 100_000
    name: ClassVar[str] = "squeeze"
    title: ClassVar[str] = "Squeeze"
    unit: ClassVar[str] = "squeezes"
    full: ClassVar[int] = 100_000
    fewest: ClassVar[int] = 1_000

    @property
    def words(self) -> int:
        """How many words the test takes, with a reserve that an ideal source never uses up."""
        mean, deviation = _moments()
        return math.ceil(self.samples * mean + _RESERVE * math.sqrt(self.samples) * deviation)

    def outcomes(self, words: Words) -> list[Outcome]:
        """The test's p-values; see :class:`DiehardTest`."""
        observed = squeezed(words, self.samples)
        made = int(observed.sum())
        if made < self.samples:
            return [Outcome(self.name, "", NEVER, statistics={"squeezes": made})]
        exact = step_probabilities()
        low, high = FEWEST_STEPS + 1, MOST_STEPS
        cells = np.array([exact[:low].sum(), *exact[low:high], exact[high:].sum()])
        counts = np.array([observed[:low].sum(), *observed[low:]])
        statistic, degrees, p_value = chi_square(counts, cells)
        mean = float(observed @ np.arange(observed.size)) / made
        statistics = {"mean": mean, "chi_square": statistic, "degrees": degrees}
        return [Outcome(self.name, "", p_value, statistics=statistics)]
