"""3D spheres: the nearest two of 4,000 points in a cube."""

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

POINTS = 4_000
EDGE = 1_000
"""Of the cube in Diehard; here it is 1, and only what is reported is scaled."""


def within_cube(distance: Float64) -> Float64:
    """The probability that two points of the unit cube are no farther apart; distances are at most 1."""
    edges = math.pi * 3 * distance / 2 - 8 * distance**2 / 5 + distance**3 / 6
    return distance**3 * (4 * math.pi / 3 - edges)


@dataclass(frozen=True)
class Spheres3d(DiehardTest):
    """The smallest sphere around a point that reaches another, twenty times.

    Its radius cubed is nearly exponential with mean 30; here the chance that one of the pairs is as near is
    computed from the exact chance of a pair, the cube's faces included.
    """

    samples: int = 20
    name: ClassVar[str] = "spheres-3d"
    title: ClassVar[str] = "3D spheres"
    unit: ClassVar[str] = "sets of 4,000 points"
    full: ClassVar[int] = 20
    fewest: ClassVar[int] = 1

    @property
    def words(self) -> int:
        """How many words the test takes."""
        return self.samples * POINTS * 3

    def outcomes(self, words: Words) -> list[Outcome]:
        """The test's p-values; see :class:`DiehardTest`."""
        sets = unit_interval(words).reshape(self.samples, POINTS, 3)
        nearest = np.array([nearest_pair(points) for points in sets])
        p_value = uniform(chance_of_pair(within_cube(nearest), POINTS))
        statistics = {"mean_cube": float(((EDGE * nearest) ** 3).mean())}
        return [Outcome(self.name, COMBINED, p_value, statistics=statistics)]
