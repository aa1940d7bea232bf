"""Mean and deviation of the logarithms that the universal test averages."""

from __future__ import annotations

import math

from lab.batteries.sp800_22.parameters import Reading

_STS = {
    6: (5.2177052, 2.954),
    7: (6.1962507, 3.125),
    8: (7.1836656, 3.238),
    9: (8.1764248, 3.311),
    10: (9.1723243, 3.356),
    11: (10.170032, 3.384),
    12: (11.168765, 3.401),
    13: (12.168070, 3.410),
    14: (13.167693, 3.416),
    15: (14.167488, 3.419),
    16: (15.167379, 3.421),
}
"""Mean and variance of one logarithm, by the bits of a block (2.9.4)."""


def expected_distance(length: int) -> float:
    """Mean of log2 of the distance to the last equal block of ``length`` bits."""
    return _STS[length][0]


def mean_deviation(length: int, blocks: int, reading: Reading) -> float:
    """Standard deviation of the mean over ``blocks`` successive blocks.

    Successive distances are not independent; Maurer's factor for that was fitted to simulations.
    """
    del reading
    factor = 0.7 - 0.8 / length + (4 + 32 / length) * blocks ** (-3 / length) / 15
    return factor * math.sqrt(_STS[length][1] / blocks)
