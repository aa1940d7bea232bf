"""Mean and deviation of the logarithms that the universal test averages."""

from __future__ import annotations

import math

from lab.batteries.sp800_22.parameters import Reading

_ONE = {
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

_TOGETHER = {
    6: (0.348977, 0.394134),
    7: (0.363182, 0.381321),
    8: (0.373219, 0.373020),
    9: (0.380064, 0.367712),
    10: (0.384587, 0.36437),
    11: (0.387494, 0.3623),
    12: (0.38932, 0.3610),
    13: (0.39044, 0.3602),
    14: (0.39110, 0.3597),
    15: (0.3915, 0.3594),
    16: (0.3918, 0.3592),
}
"""d and e of the exact variance (Coron and Naccache, 1998), by the bits of a block."""


def expected_distance(length: int) -> float:
    """Mean of log2 of the distance to the last equal block of ``length`` bits."""
    return _ONE[length][0]


def mean_deviation(length: int, blocks: int, reading: Reading) -> float:
    """Standard deviation of the mean over ``blocks`` successive blocks.

    Successive distances are not independent: a block that was seen long ago has let others be seen. Document
    and C code take a factor that Maurer fitted to simulations; for blocks of seven bits it is 2.3 % less.
    The corrected reading has the exact variance, (d + e * 2^L / K) times that of independent distances.
    """
    if reading is Reading.STS:
        factor = 0.7 - 0.8 / length + (4 + 32 / length) * math.pow(blocks, -3 / length) / 15
    else:
        d, e = _TOGETHER[length]
        factor = math.sqrt(d + e * 2**length / blocks)
    return factor * math.sqrt(_ONE[length][1] / blocks)
