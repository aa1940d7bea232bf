"""The nearest two of many points, and how probable it is that any two are so near."""

from __future__ import annotations

import math

import numpy as np

from lab.batteries.diehard.words import Float64


def nearest_pair(points: Float64) -> float:
    """The least distance between two points.

    In the order of their first coordinate each point is compared with the next, the one after that, and so
    on, until that coordinate alone is farther apart than the nearest pair found.

    Args:
        points: float64 [points, dimensions], at least two.
    """
    ordered = np.ascontiguousarray(points[np.argsort(points[:, 0])].T)
    nearest = math.inf
    for ahead in range(1, ordered.shape[1]):
        apart = ordered[:, ahead:] - ordered[:, :-ahead]
        if nearest == 0 or apart[0].min() ** 2 > nearest:
            break
        nearest = min(nearest, float((apart**2).sum(axis=0).min()))
    return math.sqrt(nearest)


def chance_of_pair(within: Float64, points: int) -> Float64:
    """The probability that at least one pair is near, when each is with probability ``within``.

    Pairs are taken for independent. Three points near each other are what that neglects, which happens with a
    chance of the order of one in the number of points.

    Args:
        within: the chance of a single pair, float64 [n].
        points: how many there are.
    """
    pairs = points * (points - 1) // 2
    return np.asarray(-np.expm1(pairs * np.log1p(-within)), np.float64)
