"""The assessment that a key must pass before it is used (the review's loop; biometrics §2.5).

It looks at the swarm's result, before Chen: after Chen even an all-zero key would pass. Both gates are
one-sided and in integers, so that both ends judge alike.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from shared.exact.tables.entropy import SCALE_BITS
from shared.keygen.histogram import histogram, histogram_cost

KEY_BYTES = 1024
"""Length of a key: the outputs of the network's dense layer."""

ENTROPY_MIN_MILLIBITS = 6000
LARGEST_SHARE_PERCENT = 5

_MAXIMUM_MILLIBITS = 10_000  # log2(1,024) bits, were every byte its own value
_UNIT = KEY_BYTES << SCALE_BITS


@dataclass(frozen=True)
class Assessment:
    """Statistics of a key's bytes, from which it cannot be told.

    Attributes:
        entropy_millibits: Shannon entropy of the byte histogram in thousandths of a bit, rounded down.
        largest_count: occurrences of the most frequent byte value.
        accepted: whether the key may be used.
    """

    entropy_millibits: int
    largest_count: int
    accepted: bool


def assess(key: npt.NDArray[np.uint8]) -> Assessment:
    """Judge a key: at least 6.0 bits of entropy, and no byte value in more than 5 % of its places.

    Args:
        key: uint8 [1024], the swarm's result.

    Raises:
        ValueError: the key has another shape or type.
    """
    if key.dtype != np.uint8 or key.shape != (KEY_BYTES,):
        raise ValueError(f"a key is uint8 [{KEY_BYTES}]")
    cost = int(histogram_cost(key[None].astype(np.int64))[0])
    entropy = _MAXIMUM_MILLIBITS - -(-cost * 1000 // _UNIT)
    largest = int(histogram(key).max())
    even = largest * 100 <= LARGEST_SHARE_PERCENT * KEY_BYTES
    return Assessment(entropy, largest, entropy >= ENTROPY_MIN_MILLIBITS and even)
