"""Parking lot: how many of 12,000 cars that park by ear find a place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from scipy import stats

from lab.batteries.diehard.diehard_test import COMBINED, DiehardTest
from lab.batteries.diehard.fitting import uniform
from lab.batteries.diehard.words import Float64, Words, unit_interval
from lab.batteries.loops import compiled
from lab.batteries.outcome import Outcome

SIDE = 100
ATTEMPTS = 12_000
MEAN = 3_523.0
DEVIATION = 21.9


@compiled
def parked(east: Float64, north: Float64) -> int:
    """How many cars park: one that touches a parked car in both directions drives away.

    Args:
        east: where each car tries, in car lengths, 0 up to ``SIDE``, float64 [attempts].
        north: the same the other way, float64 [attempts].
    """
    # Two cars whose places begin in the same unit square touch, so a square holds at most one.
    lot = np.full((SIDE + 2, SIDE + 2), -1, np.int64)
    count = 0
    for car in range(east.size):
        column, row = int(east[car]) + 1, int(north[car]) + 1
        free = True
        for near in range(column - 1, column + 2):
            for beside in range(row - 1, row + 2):
                other = lot[near, beside]
                if other >= 0 and abs(east[car] - east[other]) <= 1 and abs(north[car] - north[other]) <= 1:
                    free = False
        if free:
            lot[column, row] = car
            count += 1
    return count


@dataclass(frozen=True)
class ParkingLot(DiehardTest):
    """Cars of side 1 in a square of side 100, ten times: the parked ones are normal."""

    samples: int = 10
    name: ClassVar[str] = "parking-lot"
    title: ClassVar[str] = "Parking lot"
    unit: ClassVar[str] = "lots of 12,000 attempts"
    full: ClassVar[int] = 10
    fewest: ClassVar[int] = 1

    @property
    def words(self) -> int:
        """How many words the test takes."""
        return self.samples * 2 * ATTEMPTS

    def outcomes(self, words: Words) -> list[Outcome]:
        """The test's p-values; see :class:`DiehardTest`."""
        places = SIDE * unit_interval(words).reshape(self.samples, ATTEMPTS, 2)
        counts = np.array([parked(lot[:, 0].copy(), lot[:, 1].copy()) for lot in places])
        p_value = uniform(stats.norm.cdf((counts - MEAN) / DEVIATION))
        return [Outcome(self.name, COMBINED, p_value, statistics={"mean": float(counts.mean())})]
