"""Minimum distance: the two nearest of 8,000 points in a square."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from lab.batteries.diehard.diehard_test import COMBINED, DiehardTest
from lab.batteries.diehard.fitting import uniform
from lab.batteries.diehard.nearest import chance_of_pair, nearest_pair
from lab.batteries.diehard.words import Float64, Words, unit_interval
from lab.batteries.outcome import Outcome

POINTS = 8_000
SIDE = 10_000
"""Of the square in Diehard; here it is 1, and only what is reported is scaled."""


def within_square(distance: Float64) -> Float64:
    """The probability that two points of the unit square are no farther apart; distances are at most 1."""
    return distance**2 * (math.pi - 8 * distance / 3 + distance**2 / 2)


@dataclass(frozen=True)
class MinimumDistance(DiehardTest):
    """The least distance of 8,000 points, a hundred times.

    Its square is nearly exponential with mean 0.995; here the chance that one of the pairs is as near is
    computed from the exact chance of a pair, the square's edges included.
    """

    samples: int = 100
    name: ClassVar[str] = "minimum-distance"
    title: ClassVar[str] = "Minimum distance"
    unit: ClassVar[str] = "sets of 8,000 points"
    full: ClassVar[int] = 100
    fewest: ClassVar[int] = 1

    @property
    def words(self) -> int:
        """How many words the test takes."""
        return self.samples * POINTS * 2

    def outcomes(self, words: Words) -> list[Outcome]:
        """The test's p-values; see :class:`DiehardTest`."""
        sets = unit_interval(words).reshape(self.samples, POINTS, 2)
        nearest = np.array([nearest_pair(points) for points in sets])
        p_value = uniform(chance_of_pair(within_square(nearest), POINTS))
        statistics = {"mean_square": float(((SIDE * nearest) ** 2).mean())}
        return [Outcome(self.name, COMBINED, p_value, statistics=statistics)]
